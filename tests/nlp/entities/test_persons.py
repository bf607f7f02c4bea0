"""Persons found and told apart on news nobody tuned to. Needs the shipped model.

The texts mark each person as ``{surface|canonical name}``; what is not marked is none, and the texts are full of things
that look like one: products, cars, places, dishes, firms, nouns at a sentence's start.
"""

import re
from pathlib import Path

import pytest

from app.nlp.entities.linking import fold_name
from app.nlp.pipeline import analyse

TEXTS = sorted((Path(__file__).parents[1] / "texts").glob("persons-*.txt"))
SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
MARK = re.compile(r"\{([^|}]*)\|([^}]*)\}")
INVENTED = {
    "Biden": "Harrowgate", "Putin": "Wolschanin", "Lawrow": "Ustjugow", "Blinken": "Ferndale", "Antonow": "Belosjorow",
    "Gerassimow": "Tscherdakow", "Kosak": "Mirgorod", "Lawrentjew": "Saposchnikow", "Peskow": "Glinjanow",
    "Sullivan": "Thornbury", "Nuland": "Wexcombe", "Green": "Oldacre", "Nawalny": "Roschtschin",
    "Nawalnaja": "Roschtschina", "Jarmysch": "Kaljusch", "Selenskij": "Horobetz",
}  # fmt: skip

Gold = list[tuple[int, int, str]]


def marked(path: Path) -> tuple[str, Gold]:
    """The text without its marks, and (start, end, key) of each person."""
    raw = path.read_text(encoding="utf-8")
    text, gold, position = "", [], 0
    for match in MARK.finditer(raw):
        text += raw[position : match.start()]
        gold.append((len(text), len(text) + len(match[1]), fold_name(match[2])))
        text += match[1]
        position = match.end()
    return text + raw[position:], gold


def renamed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with every family name replaced by an invented one, and where those stand."""
    out, places, position = "", [], 0
    for match in re.finditer(rf"\b({'|'.join(INVENTED)})(?=s?\b)", text):
        out += text[position : match.start()]
        places.append((len(out), len(out) + len(INVENTED[match[1]])))
        out += INVENTED[match[1]]
        position = match.end()
    return out + text[position:], places


def names(text: str) -> list[tuple[int, int, str | None]]:
    return [(m.start, m.end, m.entity) for m in analyse(text).mentions if m.kind == "person" and m.via == "name"]


def overlaps(start: int, end: int, other: tuple[int, int, str | None]) -> bool:
    return start < other[1] and other[0] < end


def test_persons_are_found_and_told_apart_on_fresh_news() -> None:
    right = wrong = missed = linked = 0
    for path in TEXTS:
        text, gold = marked(path)
        found = names(text)
        hits = [next((one for one in found if overlaps(start, end, one)), None) for start, end, _ in gold]
        right += sum(hit is not None for hit in hits)
        missed += sum(hit is None for hit in hits)
        linked += sum(hit is not None and hit[2] == key for hit, (_, _, key) in zip(hits, gold, strict=True))
        wrong += sum(not any(overlaps(one[0], one[1], known) for known in gold) for one in found)
    assert 2 * right / (2 * right + wrong + missed) >= 0.97, (right, wrong, missed)
    assert linked / right >= 0.98


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_text_has_many_wrong_persons(path: Path) -> None:
    text, gold = marked(path)
    strangers = {key for *_, key in names(text)} - {key for *_, key in gold}
    assert len(strangers) <= 2, strangers


def test_unknown_persons_are_found_as_well_as_known_ones() -> None:
    found = total = 0
    for path in SEEDS:
        text, places = renamed(path.read_text(encoding="utf-8"))
        persons = names(text)
        total += len(places)
        found += sum(any(overlaps(start, end, one) for one in persons) for start, end in places)
    assert found / total >= 0.98, (found, total)


def test_an_unknown_person_has_one_identity_in_the_article() -> None:
    text, _ = renamed(SEEDS[0].read_text(encoding="utf-8"))
    keys = {text[start:end].removesuffix("s"): key for start, end, key in names(text)}
    assert keys["Harrowgate"] == keys["Joe Harrowgate"] == "joe-harrowgate"
    assert keys["John Thornbury"] != keys["Jake Thornbury"]
