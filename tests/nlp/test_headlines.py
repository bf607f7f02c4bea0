"""Headlines, read in the light of their texts: who is named, whose words stand there, and the traps."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nlp.headlines import analyse_article, analyse_headline
from app.nlp.pipeline import analyse
from app.nlp.types import Analysis, Headline

TABLE = tomllib.loads((Path(__file__).parent / "headlines.toml").read_text(encoding="utf-8"))
TEXT = TABLE["text"].replace("\n", " ")
MERZ = "friedrich-merz"

Said = tuple[str, str | None, str, str]  # kind, speaker (key or the words for one), status, words


class Case(NamedTuple):
    """A headline, its persons (by name or office, in order), and what it says in whose words."""

    title: str
    persons: tuple[str | None, ...]
    said: tuple[Said, ...]


def open_one(name: str) -> str | None:
    return None if name == "?" else name


CASES = [
    Case(
        one["title"],
        tuple(map(open_one, one.get("persons", ()))),
        tuple((kind, open_one(who), status, words) for kind, who, status, words in one.get("said", ())),
    )
    for one in TABLE["headlines"]
]


@cache
def text() -> Analysis:
    return analyse(TEXT)


def persons(found: Headline) -> tuple[str | None, ...]:
    return tuple(one.entity for one in found.mentions if one.kind == "person")


def said(found: Headline) -> tuple[Said, ...]:
    return tuple(
        (one.kind, one.speaker or one.speaker_text, one.status, found.title[one.start : one.end])
        for one in found.quotations
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_headline_names_and_quotes(case: Case) -> None:
    found = analyse_headline(case.title, text())
    assert (persons(found), said(found)) == (case.persons, case.said)


def test_every_mark_is_where_it_says_and_of_an_entity_that_is_there() -> None:
    for case in CASES:
        found = analyse_headline(case.title, text())
        keys = {one.key for one in found.entities}
        assert {one.entity for one in found.mentions} | {one.speaker for one in found.quotations} <= keys | {None}
        assert all(case.title[one.start : one.end] == one.surface for one in (*found.mentions, *found.figures))


def test_whom_the_text_knows_is_the_same_entity() -> None:
    found = analyse_headline("Merz und Baerbock in Baku, Rehlinger sagt ab", text())
    own = {one.key: one for one in text().entities}
    assert [one for one in found.entities if one.key in own] == [
        own["annalena-baerbock"],
        own["baku"],
        own["friedrich-merz"],
    ]
    (new,) = [one for one in found.entities if one.key not in own]
    assert (new.key, new.bare, new.family) == ("rehlinger", True, "rehlinger")


def test_a_full_name_above_a_text_with_the_family_name_alone() -> None:
    below = analyse("Die Verhandlerin Tschurtschenthaler verließ den Saal. Tschurtschenthaler weinte.")
    (entity,) = analyse_headline("Vroni Tschurtschenthaler zieht Bilanz", below).entities
    assert (entity.key, entity.bare) == ("vroni-tschurtschenthaler", False)


def test_two_of_one_name_stay_open() -> None:
    below = analyse("Anna Pichler traf Karl Pichler. Anna Pichler lachte, Karl Pichler schwieg.")
    (mention,) = analyse_headline("Pichler verlässt Verhandlung", below).mentions
    assert (mention.entity, mention.status) == (None, "proposed")


def test_figures_and_topics_are_those_of_the_headline() -> None:
    found = analyse_headline("Klimagipfel: 300 Milliarden Dollar für arme Länder", text())
    assert [(one.surface, one.kind, one.value) for one in found.figures] == [("300 Milliarden Dollar", "money", 3e11)]
    assert "klima" in [one.slug for one in found.topics]
    evidence = [word for mark in found.topics for word in mark.evidence]
    assert evidence
    assert all(found.title[word.start : word.end] == word.surface for word in evidence)


def test_what_is_not_german_gives_marked_words_only() -> None:
    found = analyse_headline("Merz: „Das ist gut“, 300 Milliarden Dollar", replace(text(), language="en"))
    assert said(found) == (("partial", None, "certain", "„Das ist gut“"),)
    assert (found.figures, found.topics) == ((), ())


def test_the_text_stays_as_it_is() -> None:
    whole = analyse_article(TEXT, "Merz: „Das ist gut“")
    assert replace(whole, headline=None) == text()
    assert whole.headline is not None
    assert persons(whole.headline) == (MERZ,)
    assert analyse_article(TEXT, None) == text() == analyse_article(TEXT, "")


ODD = ["Merz", ":", "„", "“", '"', "-", "Kanzler", "Putins", "Baku", "300", "\n", "\ud800", "droht", "Dollar"]


@given(st.text(max_size=60) | st.lists(st.sampled_from(ODD)).map(" ".join))
def test_no_headline_is_too_odd(title: str) -> None:
    found = analyse_headline(title, text())
    assert found.title == title
    assert all(title[one.start : one.end] == one.surface for one in found.mentions)
    assert all(0 <= one.start < one.end <= len(title) for one in (*found.quotations, *found.figures))
