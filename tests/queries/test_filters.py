"""What the filters keep, on every page that shows passages, and how each option is counted."""

from datetime import date

import pytest
from sqlalchemy import Engine

from app.db import session_scope
from app.queries.articles import articles_page
from app.queries.documents import passages_document
from app.queries.filters import Filters
from app.queries.topics import topic_page
from tests.stories import SLUG, S, add_story

A, B, C = "joe-biden", "wladimir-putin", "angela-merkel"
CASES = [
    (Filters(), "1 2 3 4 5"),
    (Filters(persons=(A,)), "1 3 5"),
    (Filters(persons=(B,)), "2 3"),
    (Filters(persons=(A, B)), "3"),
    (Filters(persons=(A, B), any_person=True), "1 2 3 5"),
    (Filters(persons=(A, C)), ""),
    (Filters(persons=("niemand",)), ""),
    (Filters(persons=(A, "niemand")), ""),
    (Filters(persons=(A, "niemand"), any_person=True), "1 3 5"),
    (Filters(persons=("niemand", "keiner"), any_person=True), ""),
    (Filters(sources=("quelle-a",)), "1 2"),
    (Filters(sources=("quelle-a", "quelle-b")), "1 2 3 4"),
    (Filters(sources=("nirgends",)), ""),
    (Filters(sources=("nirgends", "quelle-c")), "5"),
    (Filters(persons=(A,), sources=("quelle-a",)), "1"),
    (Filters(since=date(2021, 6, 16)), "2 3 4"),  # June 2021 and 2021 reach beyond the 16th, no date reaches nowhere
    (Filters(until=date(2021, 6, 15)), "1 3 4"),
    (Filters(since=date(2021, 6, 15), until=date(2021, 6, 15)), "3 4"),
    (Filters(since=date(2022, 1, 1)), ""),
    (Filters(persons=(B,), since=date(2021, 6, 16)), "2 3"),
]


@pytest.fixture
def five(each: Engine) -> Engine:
    """Five articles with one passage on Nato each, whose number is their second word."""
    add_story(each, S("Artikel 1 mit {Joe Biden}.", "nato"), source="Quelle A", published="2021-06-14")
    add_story(each, S("Artikel 2 mit {Wladimir Putin}.", "nato"), source="Quelle A", published="2021-06-16")
    add_story(
        each, S("Artikel 3 mit {Joe Biden} und {Wladimir Putin}.", "nato"), source="Quelle B", published="2021-06"
    )
    add_story(each, S("Artikel 4.", "nato"), S("{Angela Merkel} nicht."), source="Quelle B", published="2021")
    add_story(each, S("Artikel 5: „Ja.“", "nato", says="Joe Biden"), source="Quelle C")
    return each


def test_every_filter_keeps_what_it_should(five: Engine) -> None:
    with session_scope(five) as session:
        for filters, wanted in CASES:
            page = topic_page(session, SLUG, "nato", filters)
            assert page is not None
            shown = [passage.article.id for column in page.columns for passage in column.passages]
            assert " ".join(str(number) for number in sorted(shown)) == wanted, filters
            document = passages_document(session, SLUG, "nato", filters, 0, 50)
            assert document is not None
            assert sorted(item["article"] for item in document["items"]) == sorted(shown), filters
            assert document["total"] == len(shown)


def test_articles_of_a_person_name_the_person_anywhere(five: Engine) -> None:
    with session_scope(five) as session:
        page = articles_page(session, SLUG, Filters(persons=(C,)))
        assert page is not None
        assert [article.id for article in page.articles] == [4]


def test_every_option_counts_what_choosing_it_would_show(five: Engine) -> None:
    with session_scope(five) as session:
        for filters, _ in CASES:
            page = topic_page(session, SLUG, "nato", filters)
            assert page is not None
            for option in page.bar.sources:
                alone = Filters(filters.persons, filters.any_person, (option.slug,), filters.since, filters.until)
                assert option.count == _passages(session, alone), (filters, option)
            for option in (*page.bar.persons, *page.bar.more_persons):
                if filters.any_person:
                    continue
                more = filters if option.active else filters.toggle_person(option.slug)
                assert option.count == _passages(session, more), (filters, option)


def _passages(session: object, filters: Filters) -> int:
    page = topic_page(session, SLUG, "nato", filters)  # type: ignore[arg-type]
    assert page is not None
    return sum(column.total_passages for column in page.columns)


def test_what_is_not_known_is_told(five: Engine) -> None:
    with session_scope(five) as session:
        page = topic_page(session, SLUG, "nato", Filters(persons=(A, "niemand"), sources=("nirgends",)))
        assert page is not None
        assert page.bar.unknown == ("niemand", "nirgends")
        assert page.active_persons == ("Joe Biden",)
        assert page.bar.undated == 1


def test_sources_that_leave_the_topic_out_are_named(five: Engine) -> None:
    with session_scope(five) as session:
        page = topic_page(session, SLUG, "nato", Filters(persons=(B,)))
        assert page is not None
        assert [column.source.slug for column in page.columns] == ["quelle-a", "quelle-b"]
        assert [source.slug for source in page.silent] == ["quelle-c"]
        assert (page.sentences, page.sentences_unfiltered) == (2, 5)


@pytest.mark.parametrize(("summit", "topic"), [("nirgends", "nato"), (SLUG, "gibt-es-nicht")])
def test_nothing_there(five: Engine, summit: str, topic: str) -> None:
    with session_scope(five) as session:
        assert topic_page(session, summit, topic, Filters()) is None
        assert passages_document(session, summit, topic, Filters(), 0, 10) is None
