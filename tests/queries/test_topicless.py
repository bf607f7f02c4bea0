"""Sentences without a topic: the counts are those of the sentences that they open, whatever is filtered."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import session_scope
from app.queries import topicless
from app.queries.documents import matrix_document
from app.queries.filters import Filters
from app.queries.summits import overview_page
from app.queries.topicless import topicless_page
from tests.queries.press import publish
from tests.stories import SLUG, S, add_story

BIDEN, PUTIN = "joe-biden", "wladimir-putin"


@pytest.fixture
def press(each: Engine) -> Engine:
    publish(each, 12)
    return each


def listed(session: Session, filters: Filters) -> list[tuple[str, int, str]]:
    """Every sentence, page by page: source, article, words."""
    found, offset = [], 0
    while offset is not None:
        page = topicless_page(session, SLUG, filters, offset)
        assert page is not None
        found += [(line.article.source.slug, line.article.id, line.hit) for line in page.found.lines]
        assert page.found.total == page.chosen.without
        offset = page.found.next_offset
    assert len(found) == page.found.total
    return found


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(sources=("quelle-b",)),
        Filters(since=date(2021, 6, 15)),
        Filters(persons=(BIDEN,)),
        Filters(persons=(BIDEN, PUTIN)),
        Filters(persons=(BIDEN, PUTIN), any_person=True, sources=("quelle-a", "quelle-c")),
        Filters(persons=("niemand",)),
        Filters(persons=(BIDEN,), since=date(2021, 6, 15)),
    ],
    ids=str,
)
def test_a_count_opens_just_its_sentences(press: Engine, filters: Filters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topicless, "LINES", 7)
    with session_scope(press) as session:
        found = listed(session, filters)
        assert len(set(found)) == len(found)
        page, matrix = overview_page(session, SLUG, filters), matrix_document(session, SLUG, filters)
        assert page is not None
        assert matrix is not None
        counts = {one.source.slug: one.without for one in page.topicless.sources}
        assert counts == {one["slug"]: one["without_topic"] for one in matrix["sources"]}
        assert {slug: n for slug, n in counts.items() if n} == {
            slug: sum(source == slug for source, *_ in found) for slug, *_ in found
        }
        names = {BIDEN: "Joe Biden", PUTIN: "Wladimir Putin", "niemand": "Niemand"}
        for _, _, words in found if filters.persons else ():
            named = [names[one] in words or "„" in words for one in filters.persons]
            assert any(named) if filters.any_person else all(named)


def test_sentences_are_counted_without_those_that_bear_a_topic(each: Engine) -> None:
    article = add_story(each, S("Man sprach über die Nato.", "nato"), S("Es regnete."), S("Spät wurde es."))
    with session_scope(each) as session:
        page = topicless_page(session, SLUG, Filters())
        assert page is not None
        assert [(line.article.id, line.hit) for line in page.found.lines] == [
            (article, "Es regnete."),
            (article, "Spät wurde es."),
        ]
        assert (page.shares.without, page.shares.all, round(page.shares.share, 2)) == (2, 3, 0.67)
        assert topicless_page(session, "nirgends", Filters()) is None
