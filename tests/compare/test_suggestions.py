"""Suggested topics: nouns of the sentences without a topic, in groups, where there are enough of them."""

import re

import pytest

from app.compare.suggestions import Sentences, Spelt, suggestions
from app.nlp.german.stems import stem

Told = tuple[str, bool]  # a sentence, and whether it bears a topic
WITH, BARE = True, False


def found(articles: list[list[Told]], known: str = "", left_out: str = "") -> list[list[str]]:
    """The words of each suggestion, "|" before those beside; an article a source."""
    read, words = {}, []
    for number, sentences in enumerate(articles):
        starts, at = [], 0
        places: dict[str, list[tuple[int, str]]] = {}
        for text, _ in sentences:
            starts.append(at)
            for word in re.finditer(r"[\w-]+", text):
                places.setdefault(stem(word[0]), []).append((at + word.start(), word[0]))
            at += len(text) + 1
        ends = [start + len(text) for start, (text, _) in zip(starts, sentences, strict=True)]
        read[number] = Sentences(number, starts, ends, [not topic for _, topic in sentences])
        words += [Spelt(number, key, spots[0][1], [at for at, _ in spots]) for key, spots in places.items()]
    total = sum(len(word.places) for word in words)
    groups = suggestions(words, read, total, lambda word: word in known.split(), {stem(w) for w in left_out.split()})
    return [
        [*(term.surface for term in one.words), *(["|", *(term.surface for term in one.beside)] if one.beside else [])]
        for one in groups
    ]


SHORT = [("kam der Nachtzug an", BARE), ("fuhr ein Nachtzug ab", BARE)]
OTHERS = [("sprach man lange darüber", WITH), ("blieb es dabei", WITH)]


@pytest.mark.parametrize(
    ("case", "articles", "expected"),
    [
        ("three sentences of two sources", [SHORT, [*SHORT[:1], *OTHERS]], [["Nachtzug"]]),
        ("three of one source are not enough", [[*SHORT, ("steht der Nachtzug", BARE)], OTHERS], []),
        ("four of one are", [[*SHORT, ("steht der Nachtzug", BARE), ("brennt der Nachtzug", BARE)]], [["Nachtzug"]]),
        ("two sentences are too few", [SHORT[:1], SHORT[1:]], []),
        ("with a topic they do not count", [SHORT, [("hält der Nachtzug", WITH), *OTHERS]], []),
        ("verbs are no topics", [[("es brennt hier", BARE), ("dort brennt es", BARE)], [("nun brennt es", BARE)]], []),
        ("nor are words only at the beginning", [[("Brennend heiß", BARE)] * 2, [("Brennend gut", BARE)]], []),
        ("nor nouns that go with everything", [[("kam ein Ergebnis", BARE)] * 2, [("das Ergebnis", BARE)]], []),
        (
            "compounds with their first part",
            [[*SHORT, ("das Nachtzugnetz wächst", BARE)], [("der Nachtzug hält", BARE), *OTHERS]],
            [["Nachtzug", "Nachtzugnetz"]],
        ),
        (
            "words with the same first part",
            [[("ein Cyber-Angriff", BARE), ("die Cyberabwehr", BARE)], [("der Cyber-Angriff", BARE), *OTHERS]],
            [["Cyber-Angriff", "Cyberabwehr"]],
        ),
        (
            "what stands beside",
            [[("der Nachtzug am Brenner", BARE), ("vom Brenner ein Nachtzug", BARE)], [("am Brenner Nachtzug", BARE)]],
            [["Brenner", "|", "Nachtzug"]],
        ),
    ],
)  # fmt: skip
def test_suggestions(case: str, articles: list[list[Told]], expected: list[list[str]]) -> None:
    assert found(articles) == expected, case


def test_what_is_known_or_not_wanted_is_not_suggested() -> None:
    articles = [SHORT, [*SHORT[:1], *OTHERS]]
    assert found(articles, known="Nachtzug") == []
    assert found(articles, left_out="Nachtzug") == []


def test_what_is_everywhere_is_no_key_term() -> None:
    everywhere = [("der Nachtzug fährt", WITH)] * 6
    assert found([[*SHORT, *everywhere], [*SHORT, *everywhere]]) == []
