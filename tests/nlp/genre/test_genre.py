"""The genre of a text: told by words, by form, or not at all."""

import json
from pathlib import Path

import pytest

from app.nlp.genre.marks import byline_genre, chosen, headline_genre
from app.nlp.headlines import analyse_article
from app.nlp.pipeline import analyse
from app.nlp.types import Genre

HERE = Path(__file__).parent
GOAL = 0.9
REPORT = (
    "Der Gemeinderat hat am Dienstagabend den Bau einer Kindertagesstätte beschlossen. Sie soll 80 Plätze haben. "
    "„Wir brauchen sie dringend“, sagte Bürgermeisterin Erika Holm. „Das ist ein Irrweg!“, rief Peter Lang."
)


def told(text: str, title: str | None = None, author: str | None = None) -> tuple[str, str]:
    """Name and status."""
    found = analyse_article(text, title)
    above = found.headline.genre if found.headline else None
    best = chosen([("author", byline_genre(author)), ("headline", above), ("text", found.genre)])
    return (best[1].name, best[1].status) if best else ("", "")


@pytest.mark.parametrize("file", ["texts.jsonl", "written.jsonl"])
def test_texts_of_all_genres(file: str) -> None:
    rows = [json.loads(line) for line in (HERE / file).read_text("utf-8").splitlines()]
    wrong = [(row["genre"], name) for row in rows if (name := told(row["text"], row["title"])[0]) != row["genre"]]
    assert len({row["genre"] for row in rows}) == 8
    assert len(wrong) <= (1 - GOAL) * len(rows), wrong


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("Kommentar: Ein Gipfel ohne Folgen", "comment"),
        ("Ein Gipfel ohne Folgen – ein Kommentar", "comment"),
        ("Analyse | Warum Putin zufrieden ist", "analysis"),
        ("Interview mit Klaus Berg", "interview"),
        ("Der Gipfel im Liveblog", "live-blog"),
        ("Pressestimmen zum Gipfel", "press-review"),
        ("Faktencheck: Hat Putin recht?", "fact-box"),
        ("Kreml will Kommentar nicht gelten lassen", None),
        ("Analyse der Daten zeigt Lücken", None),
        ("Putin lehnt Interview ab", None),
        ("Die Presse wartet im Park", None),
    ],
)
def test_a_headline_names_a_genre(title: str, genre: str | None) -> None:
    found = headline_genre(title)
    assert (found.name if found else None) == genre
    if found:
        (sign,) = found.evidence
        assert (found.status, title[sign.start : sign.end]) == ("certain", sign.surface)


def test_words_are_certain_form_is_proposed() -> None:
    assert told(REPORT) == ("report", "proposed")
    assert told(f"Ein Kommentar von Anna Berg\n\n{REPORT}") == ("comment", "certain")
    assert told(REPORT, author="Interview: Anna Berg") == ("interview", "certain")
    assert told(REPORT, author="Anna Berg") == ("report", "proposed")


def test_a_byline_goes_before_the_headline_and_both_before_form() -> None:
    assert told(REPORT, "Analyse: Neue Plätze", "Ein Kommentar von Anna Berg") == ("comment", "certain")
    assert told(REPORT, "Analyse: Neue Plätze") == ("analysis", "certain")


def test_signatures_of_agencies_alone() -> None:
    assert told(f"{REPORT} (dpa)") == ("agency", "certain")
    assert told(f"{REPORT} (als/dpa)")[0] == "report"
    assert told(f"Von Anna Berg\n\n{REPORT}\n\n(dpa)")[0] == "report"
    assert told(f"{REPORT}\n\nMit Material von dpa")[0] == "report"


def test_evidence_stands_in_the_text() -> None:
    for line in (HERE / "texts.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found = analyse(row["text"]).genre
        signs = found.evidence if found else ()
        assert [row["text"][one.start : one.end] for one in signs] == [one.surface for one in signs]


@pytest.mark.parametrize("text", ["", "Genf", "…", "– – –", "Ja.", "The leaders met in Geneva. They talked for hours."])
def test_what_tells_nothing_is_of_no_genre(text: str) -> None:
    assert analyse(text).genre is None


def test_loud_words_of_others_make_no_comment() -> None:
    text = "Das sagte er: „Wir müssen endlich handeln! Das ist ein Armutszeugnis! Wer soll das glauben?“ " * 4
    assert told(text)[0] != "comment"


def test_certain_goes_before_proposed() -> None:
    proposed, certain = Genre("report", "proposed"), Genre("comment", "certain")
    assert chosen([("author", None), ("headline", proposed), ("text", certain)]) == ("text", certain)
    assert chosen([("author", None), ("headline", None)]) is None
