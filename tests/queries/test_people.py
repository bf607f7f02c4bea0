"""One person source by source: how it is named, and where first."""

from sqlalchemy import Engine

from app.db import session_scope
from app.queries.documents import article_document
from app.queries.filters import Filters
from app.queries.people import person_page, persons_page
from tests.stories import SLUG, S, add_story


def test_a_name_leads_to_the_place_where_it_stands_first(each: Engine) -> None:
    add_story(each, S("Lange Einleitung ohne Namen. {Joe Biden} kam, {Biden} ging."))
    add_story(each, S("{Biden} und {Joe Biden} und {Biden}."))
    with session_scope(each) as session:
        page = person_page(session, SLUG, "joe-biden", Filters())
        assert page is not None
        (column,) = page.columns
        assert {(form.surface, form.count, form.article_id) for form in column.names} == {
            ("Joe Biden", 2, 1),
            ("Biden", 3, 1),
        }
        for form in column.names:
            document = article_document(session, form.article_id)
            assert document is not None
            assert document["text"][form.start :].startswith(form.surface)


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
