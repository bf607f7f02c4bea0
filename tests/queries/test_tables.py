"""The tables on both databases: every one can be read, under any filters, and says what the texts say."""

from typing import Any

import pytest
from sqlalchemy import Engine

from app.db import session_scope
from app.queries.filters import Filters
from app.queries.tables.catalogue import TABLES, table
from app.queries.words import words_page
from tests.queries.test_words import press
from tests.stories import SLUG, S, add_story

FILTERS = (
    Filters(),
    Filters(persons=("joe-biden",)),
    Filters(sources=("quelle-b",), certain=True),
    Filters(query="Gipfel"),
)


@pytest.fixture
def two(each: Engine) -> Engine:
    said = S("„Das Gespräch war gut und sachlich“, sagte {Joe Biden} in Genf.", "ruestungskontrolle", says="Joe Biden")
    add_story(each, S("{Joe Biden} traf {Wladimir Putin} beim Gipfel.", "ruestungskontrolle"), said, source="Quelle A")
    add_story(each, said, S("Der Gipfel dauerte lange."), source="Quelle B", published="2021-06-16")
    return each


def rows(engine: Engine, name: str, filters: Filters, **own: str) -> list[dict[str, Any]]:
    with session_scope(engine) as session:
        found = table(session, SLUG, name, filters, own, "de", "https://x.example", "/")
        assert found is not None
        names = [column.name for column in found.columns]
        return [dict(zip(names, row, strict=True)) for row in found.rows]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_read(two: Engine, name: str) -> None:
    for filters in FILTERS:
        for own in ({}, {"topic": "ruestungskontrolle"}, {"view": "same"}):
            for row in rows(two, name, filters, **own):
                assert row.get("address") is None or row["address"].startswith("https://x.example/")


def test_what_they_say_is_what_the_texts_say(two: Engine) -> None:
    assert [row["source"] for row in rows(two, "articles", Filters())] in (
        ["Quelle A", "Quelle B"],
        ["Quelle B", "Quelle A"],
    )
    said = rows(two, "quotations", Filters())
    assert [row["text"] for row in said] == ["„Das Gespräch war gut und sachlich“"] * 2
    assert {row["speaker"] for row in said} == {"Joe Biden"}
    biden = [row for row in rows(two, "persons", Filters()) if row["name"] == "Joe Biden"]
    assert {row["source"]: (row["mentions"], row["quotations"]) for row in biden} == {
        "Quelle A": (2, 1),
        "Quelle B": (1, 1),
    }
    assert {row["source"] for row in rows(two, "articles", Filters(sources=("quelle-b",)))} == {"Quelle B"}
    assert rows(two, "passages", Filters(), topic="-") == []


def test_all_words_of_a_source_that_are_conspicuous_are_told(each: Engine) -> None:
    press(each, 12)
    told = rows(each, "words", Filters())
    one = next(row for row in told if row["word"] == "Krisengipfel" and row["used"] == "often")
    assert (one["source"], one["here"], one["elsewhere"], one["articles"]) == ("Quelle A", 12, 0, 12)
    assert one["address"].endswith("?word=krisengipfel&outlet=quelle-a")
    with session_scope(each) as session:
        page = words_page(session, SLUG, Filters(), is_whole=True)
    assert page is not None
    assert len(told) == sum(len(panel.more) + len(panel.less) for panel in page.panels)
