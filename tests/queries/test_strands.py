"""Independent strands are the same whether one topic is asked for or all at once, which are joined in other ways."""

import random
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from app.actions.tallies import touch
from app.db import session_scope
from app.models import Article, Passage, SharedPassage
from app.queries.filters import Filters
from app.queries.scope import find_scope
from app.queries.strands import strands_by_topic
from app.queries.summits import overview_page
from app.queries.tallies import topic_numbers
from app.queries.views.heads import SourceView
from tests.queries.press import publish
from tests.stories import SLUG


def share(engine: Engine, ids: list[int], pairs: int) -> None:
    """Shared passages between any two of the articles, at any place; every third article is signed."""
    chance = random.Random(3)
    with session_scope(engine, write=True) as session:
        articles = {id_: session.get_one(Article, id_) for id_ in ids}
        for id_ in ids[::3]:
            articles[id_].agencies = [chance.choice(["AFP", "dpa"])]
        for _ in range(pairs):
            a, b = sorted(chance.sample(ids, 2))
            (a_start, a_end), (b_start, b_end) = (
                sorted(chance.sample(range(len(articles[id_].text)), 2)) for id_ in (a, b)
            )
            session.add(
                SharedPassage(
                    summit_id=articles[a].summit_id,
                    a_id=a, a_start=a_start, a_end=a_end, b_id=b, b_start=b_start, b_end=b_end,
                    words=9, verbatim=chance.random() < 0.5,
                )
            )  # fmt: skip
        touch(session, ids)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(sources=("quelle-a", "quelle-b", "quelle-c")),
        Filters(persons=("joe-biden",)),
        Filters(since=date(2021, 6, 15)),
    ],
)
def test_one_topic_at_a_time_or_all_at_once(each: Engine, filters: Filters) -> None:
    share(each, publish(each, 12), pairs=14)
    with session_scope(each) as session:
        scope = find_scope(session, SLUG, filters)
        assert scope is not None
        everybody = sorted(set(session.exec(select(Article.source_id)).all()))
        sources = {id_: SourceView(str(id_), str(id_), 0) for id_ in everybody}
        topics = sorted(set(session.exec(select(col(Passage.topic_id))).all()))
        kept = topic_numbers(session, scope.summit_id)
        together = strands_by_topic(session, scope, dict.fromkeys(topics, everybody), sources, kept)
        alone = {topic: strands_by_topic(session, scope, {topic: everybody}, sources, kept)[topic] for topic in topics}
        assert alone == together
        assert any(one.joined for one in together.values())


def test_kept_edges_are_those_that_joining_passages_gives(each: Engine) -> None:
    """Dates that leave everything, but make the passages be joined, change nothing."""
    share(each, publish(each, 12), pairs=14)
    with session_scope(each, write=True) as session:
        for article in session.exec(select(Article)):
            article.published_from = article.published_to = date(2021, 6, 16)
    with session_scope(each) as session:
        found = []
        for filters in (Filters(), Filters(since=date(2021, 6, 15))):
            page = overview_page(session, SLUG, filters)
            assert page is not None
            found.append([(row.topic.slug, row.strands) for row in page.issues])
        assert found[0] == found[1]
        assert any(strands.joined for _, strands in found[0])
