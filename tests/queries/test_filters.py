"""What the filters keep, on every page that shows passages, and how each option is counted."""

from datetime import date

import pytest
from sqlalchemy import Engine

from app.db import session_scope
from app.queries.articles import articles_page
from app.queries.comparison import comparison_page
from app.queries.documents import passages_document
from app.queries.filters import Filters
from app.queries.search import search_page
from app.queries.summits import overview_page
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
        assert page.bar.undated == 0  # the sources chosen hide none


def test_sources_that_leave_the_topic_out_are_named(five: Engine) -> None:
    with session_scope(five) as session:
        page = topic_page(session, SLUG, "nato", Filters(persons=(B,)))
        assert page is not None
        assert [column.source.slug for column in page.columns] == ["quelle-a", "quelle-b"]
        assert [claim.source.slug for claim in page.silent.of] == ["quelle-c"]
        assert (page.sentences, page.sentences_unfiltered) == (2, 5)


@pytest.mark.parametrize(("summit", "topic"), [("nirgends", "nato"), (SLUG, "gibt-es-nicht")])
def test_nothing_there(five: Engine, summit: str, topic: str) -> None:
    with session_scope(five) as session:
        assert topic_page(session, summit, topic, Filters()) is None
        assert passages_document(session, summit, topic, Filters(), 0, 10) is None


@pytest.mark.parametrize(
    ("filters", "undated", "by_month", "by_year"),
    [
        (Filters(), 1, 0, 0),
        (Filters(since=date(2021, 6, 16), until=date(2021, 6, 16)), 1, 1, 1),
        (Filters(since=date(2021, 6, 1), until=date(2021, 6, 30)), 1, 0, 1),  # the whole of June holds "June"
        (Filters(since=date(2021, 1, 1)), 1, 0, 0),
        (Filters(until=date(2021, 6, 15)), 1, 1, 1),
        (Filters(since=date(2022, 1, 1)), 1, 0, 0),  # it is not shown: nothing to be said of it
        (Filters(sources=("quelle-a",), until=date(2021, 6, 15)), 0, 0, 0),
        (Filters(sources=("quelle-b",), until=date(2021, 6, 15)), 0, 1, 1),
        (Filters(sources=("quelle-c",), until=date(2021, 6, 15)), 1, 0, 0),
    ],
)
def test_dates_that_are_not_sure_are_counted(
    five: Engine, filters: Filters, undated: int, by_month: int, by_year: int
) -> None:
    with session_scope(five) as session:
        page = topic_page(session, SLUG, "nato", filters)
    assert page is not None
    assert (page.bar.undated, page.bar.by_month, page.bar.by_year) == (undated, by_month, by_year)


def test_a_source_of_another_summit_is_not_known_here(five: Engine) -> None:
    add_story(five, S("Anderswo.", "nato"), source="Fremdes Blatt", summit="anderswo")
    filters = Filters(sources=("fremdes-blatt", "quelle-a"))
    with session_scope(five) as session:
        for page in (
            topic_page(session, SLUG, "nato", filters),
            overview_page(session, SLUG, filters),
            comparison_page(session, SLUG, filters),
        ):
            assert page is not None
            assert page.bar.unknown == ("fremdes-blatt",)


def test_a_chosen_source_is_named_even_where_the_dates_leave_none_of_it(five: Engine) -> None:
    with session_scope(five) as session:
        page = topic_page(session, SLUG, "nato", Filters(sources=("quelle-c", "quelle-a"), since=date(2021, 6, 16)))
    assert page is not None
    assert page.bar.chosen == ("Quelle C", "Quelle A")


def test_a_search_keeps_to_the_persons_and_counts_what_it_finds(five: Engine) -> None:
    with session_scope(five) as session:
        found = search_page(session, SLUG, "Artikel", Filters(persons=(A,)))
        fewer = search_page(session, SLUG, "Ja", Filters())
    assert found is not None
    assert fewer is not None
    assert [hit.article.id for hit in found.hits] == [1, 3, 5]
    assert {option.slug: option.count for option in fewer.bar.sources} == {"quelle-a": 0, "quelle-b": 0, "quelle-c": 1}


def test_the_head_counts_what_the_filters_leave(five: Engine) -> None:
    cases = [
        (Filters(), (5, 3, 1)),
        (Filters(sources=("quelle-a",)), (2, 1, 1)),
        (Filters(persons=(A,)), (3, 3, 1)),
        (Filters(persons=(A,), sources=("quelle-a",)), (1, 1, 1)),
        (Filters(since=date(2021, 6, 16)), (3, 2, 1)),
        (Filters(persons=("niemand",)), (0, 0, 0)),
        (Filters(sources=("nirgends",)), (0, 0, 0)),
    ]
    with session_scope(five) as session:
        for filters, wanted in cases:
            page = overview_page(session, SLUG, filters)
            assert page is not None
            assert (page.left.articles, page.left.sources, page.left.topics) == wanted, filters
