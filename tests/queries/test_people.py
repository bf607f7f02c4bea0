"""One person source by source: how it is named, and where first."""

from sqlalchemy import Engine

from app.db import session_scope
from app.queries.filters import Filters
from app.queries.names import NamesAsked
from app.queries.people import person_page
from app.queries.persons import persons_page
from tests.stories import SLUG, S, add_story


def test_a_number_of_the_table_leads_to_as_many_sentences(each: Engine) -> None:
    add_story(each, S("Lange Einleitung ohne Namen. {Joe Biden} kam, {Biden} ging."))
    add_story(each, S("{Biden} und {Joe Biden} und {Biden}."), source="Quelle B")
    with session_scope(each) as session:
        page = person_page(session, SLUG, "joe-biden", Filters())
        assert page is not None
        assert [(row.label, row.counts, row.total) for row in page.names.names] == [
            ("Biden", (1, 2), 3),
            ("Joe Biden", (1, 1), 2),
        ]
        for row in page.names.names:
            for source, number in [*zip(page.names.sources, row.counts, strict=True), (None, row.total)]:
                asked = NamesAsked(form=row.key, outlet=source.slug if source else "")
                opened = person_page(session, SLUG, "joe-biden", Filters(), asked)
                assert opened is not None
                assert opened.names.opened is not None
                found = opened.names.opened.found
                assert found.total == len(found.lines) == number
                assert {line.hit for line in found.lines} == {row.label}


def test_bars_have_one_scale_over_the_table_and_none_where_numbers_are_small(each: Engine) -> None:
    add_story(each, *[S("{Putin} kam.")] * 7, source="Quelle A")
    add_story(each, S("{Putin} kam."), S("{Wladimir Putin} ging."), S("{Joe Biden} blieb."), source="Quelle B")
    with session_scope(each) as session:
        putin, biden = (person_page(session, SLUG, slug, Filters()) for slug in ("wladimir-putin", "joe-biden"))
        assert putin is not None
        assert biden is not None
        assert putin.names.scale == 7
        assert biden.names.scale is None


def test_what_others_say_stands_apart_with_whose_word_it_is(each: Engine) -> None:
    add_story(each, S("{Joe Biden} sprach."), S("Er sagte: „{Wladimir Putin} irrt.“", says="Joe Biden"))
    add_story(each, S("{Wladimir Putin} schwieg."), source="Quelle B")
    with session_scope(each) as session:
        page = person_page(session, SLUG, "wladimir-putin", Filters(), NamesAsked("wladimir putin", "quoted"))
    assert page is not None
    assert [(row.label, row.total) for row in page.names.names] == [("Wladimir Putin", 1)]
    (row,) = page.names.others
    assert (row.voice, row.total, row.counts) == ("quoted", 1, (1, 0))
    assert row.speakers == (("Joe Biden", "joe-biden", 1),)
    assert page.names.opened is not None
    assert [line.article.source.slug for line in page.names.opened.found.lines] == ["quelle-a"]


def test_many_sources_are_folded_until_all_are_wanted(engine: Engine) -> None:
    for number in range(11):
        add_story(engine, S(f"{{Joe Biden}} kam. {number}"), *[S("{Biden} ging.")] * number, source=f"Blatt {number}")
    with session_scope(engine) as session:
        page = person_page(session, SLUG, "joe-biden", Filters())
        everything = person_page(session, SLUG, "joe-biden", Filters(), NamesAsked(every=True))
    assert page is not None
    assert everything is not None
    assert [view.name for view in page.names.sources] == [f"Blatt {number}" for number in range(3, 11)]
    assert page.names.hidden == 3
    assert len(everything.names.sources) == 11
    assert [row.total for row in page.names.names] == [row.total for row in everything.names.names]


def test_persons_come_by_the_number_of_their_mentions_in_pages(each: Engine) -> None:
    add_story(each, S("{Joe Biden} und {Wladimir Putin}."), S("{Joe Biden} und {Angela Merkel}."))
    with session_scope(each) as session:
        first = persons_page(session, SLUG, Filters(), limit=2)
        rest = persons_page(session, SLUG, Filters(), offset=2, limit=2)
        assert first is not None
        assert rest is not None
        assert [person.name for person in (*first.persons, *rest.persons)] == [
            "Joe Biden",
            "Angela Merkel",
            "Wladimir Putin",
        ]
        assert (first.total, first.next_offset, rest.next_offset) == (3, 2, None)


def test_nobody_of_that_name(each: Engine) -> None:
    add_story(each, S("{Joe Biden} kam."))
    with session_scope(each) as session:
        assert person_page(session, SLUG, "niemand", Filters()) is None
        assert person_page(session, "nirgends", "joe-biden", Filters()) is None
