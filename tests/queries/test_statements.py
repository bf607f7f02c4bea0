"""A page asks the database the same number of questions for 5 and for 60 articles."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import session_scope
from app.queries.articles import article_page, articles_page, progress
from app.queries.comparison import comparison_page
from app.queries.documents import (
    article_document,
    articles_document,
    matrix_document,
    passages_document,
    summits_document,
)
from app.queries.figures import figures_document, figures_page
from app.queries.filters import Filters
from app.queries.folders import folders_page, topic_review
from app.queries.parallels import parallels_document
from app.queries.people import person_page
from app.queries.persons import persons_page
from app.queries.proposals import proposals_page
from app.queries.quotes import Asked, quotes_page
from app.queries.search import search_page
from app.queries.shared import shared_document
from app.queries.sharing import shared_page
from app.queries.silence import silence_page
from app.queries.sources import sources_page
from app.queries.suggestions import topic_suggestions
from app.queries.summits import overview_page, row_preview, summits_page
from app.queries.topicless import topicless_page
from app.queries.topics import topic_page
from app.queries.words import words_page
from tests.conftest import counting
from tests.queries.press import publish
from tests.stories import SLUG

MOST = 32
# Under all filters; the overview counts the sentences that name the persons outside of any topic, and whoever tells the
# words that were searched for reads those that the summit's own texts gave.
WIDE = {"silence": 40, "only quotations": 40, "compare": 36, "compare two": 36, "overview": 33}
EVERYTHING = Filters(
    persons=("joe-biden", "wladimir-putin"),
    any_person=True,
    sources=("quelle-a", "quelle-b"),
    since=date(2021, 1, 1),
    until=date(2021, 12, 31),
    query="Satz",
)
PAGES: dict[str, Callable[[Session, Filters], object]] = {
    "summits": lambda session, _: summits_page(session),
    "overview": lambda session, filters: overview_page(session, SLUG, filters),
    "row": lambda session, filters: row_preview(session, SLUG, "nato", filters),
    "topic": lambda session, filters: topic_page(session, SLUG, "nato", filters),
    "more": lambda session, filters: topic_page(session, SLUG, "nato", filters, source="quelle-a"),
    "persons": lambda session, filters: persons_page(session, SLUG, filters),
    "person": lambda session, filters: person_page(session, SLUG, "joe-biden", filters),
    "places": lambda session, filters: persons_page(session, SLUG, filters, kind="place"),
    "topic review": lambda session, filters: topic_review(session, SLUG, "nato", filters, "de"),
    "folders": lambda session, _: folders_page(session, SLUG),
    "proposals": lambda session, filters: proposals_page(session, SLUG, filters, "de"),
    "suggestions": lambda session, _: topic_suggestions(session, SLUG),
    "quotes": lambda session, filters: quotes_page(session, SLUG, filters),
    "quotes same": lambda session, filters: quotes_page(session, SLUG, filters, Asked(view="same", topic="nato")),
    "quotes voices": lambda session, filters: quotes_page(
        session, SLUG, filters, Asked("voices", "direct", verb="sagte")
    ),
    "parallel-quotations.json": lambda session, _: parallels_document(session, SLUG, 0, 50),
    "articles": lambda session, filters: articles_page(session, SLUG, filters),
    "article": lambda session, _: article_page(session, 1, topic="nato", person="joe-biden"),
    "progress": lambda session, _: progress(session, 1),
    "sources": lambda session, _: sources_page(session, SLUG),
    "shared": lambda session, filters: shared_page(session, SLUG, filters),
    "search": lambda session, filters: search_page(session, SLUG, "Satz Wort", filters),
    "figures": lambda session, filters: figures_page(session, SLUG, filters, "count"),
    "figures of one": lambda session, filters: figures_page(session, SLUG, filters, alone="quelle-a"),
    "silence": lambda session, filters: silence_page(session, SLUG, filters),
    "only quotations": lambda session, filters: silence_page(session, SLUG, filters, "quotation"),
    "topicless": lambda session, filters: topicless_page(session, SLUG, filters),
    "words": lambda session, filters: words_page(session, SLUG, filters),
    "compare": lambda session, filters: comparison_page(session, SLUG, filters),
    "compare two": lambda session, filters: comparison_page(session, SLUG, filters, "quelle-a", "quelle-b"),
    "shared-passages.json": lambda session, _: shared_document(session, SLUG, 0, 50),
    "summits.json": lambda session, _: summits_document(session),
    "articles.json": lambda session, filters: articles_document(session, SLUG, filters, "nato", 0, 50),
    "article.json": lambda session, _: article_document(session, 1),
    "matrix.json": lambda session, filters: matrix_document(session, SLUG, filters),
    "figures.json": lambda session, _: figures_document(session, SLUG, 0, 50),
    "passages.json": lambda session, filters: passages_document(session, SLUG, "nato", filters, 0, 50),
}


def statements(engine: Engine) -> dict[tuple[str, bool], int]:
    numbers = {}
    for name, page in PAGES.items():
        for filters in (Filters(), EVERYTHING):
            with counting(engine) as count, session_scope(engine) as session:
                assert page(session, filters) is not None, name
                numbers[name, filters.active] = count()
    return numbers


def test_statements_do_not_grow_with_the_articles(each: Engine) -> None:
    publish(each, 5)
    few = statements(each)
    publish(each, 60, seed=8)
    assert statements(each) == few
    assert {page: number for page, number in few.items() if number > WIDE.get(page[0], MOST)} == {}
