"""Kept numbers follow what they count: who changes an article calls ``touch``, and it is counted before the commit.

What one article has is counted anew (``article_tallies``); sums change by the difference (``tally_sums``), so that an
article costs the same in a large summit; its source is counted by indexes (``source_tallies``).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import event
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.actions.article_tallies import (
    articles_to_count,
    entity_rows,
    offered_places,
    replace_article_tallies,
    replace_shared_topics,
    sentence_counts,
    topic_rows,
)
from app.actions.source_tallies import count_sources
from app.actions.tally_sums import ENTITIES, TOPICS, replace_rows
from app.models import Summit
from app.tallies import COUNT_FIRST, ArticleTally

AT_ONCE = 400  # articles counted by one set of statements


@dataclass(slots=True)
class _Touched:
    """What a session has changed so far: articles, those of which only offers are others, (summit, source)."""

    articles: set[int] = field(default_factory=set)
    offered: set[int] = field(default_factory=set)
    sources: set[tuple[int, int]] = field(default_factory=set)


def touch(session: Session, article_ids: Iterable[int | None]) -> None:
    """Articles have changed, or what is known of them: count them again before the commit."""
    _touched(session).articles.update(id_ for id_ in article_ids if id_ is not None)


def touch_offers(session: Session, article_ids: Iterable[int]) -> None:
    """Only what is offered in articles has changed."""
    _touched(session).offered.update(article_ids)


def let_go(session: Session, article_id: int) -> None:
    """Take an article out of all sums: to be called before it is deleted."""
    session.flush()
    found = _touched(session)
    found.articles.discard(article_id)
    found.offered.discard(article_id)
    old = session.execute(
        columns(col(ArticleTally.summit_id), col(ArticleTally.source_id)).where(
            col(ArticleTally.article_id) == article_id
        )
    ).all()
    found.sources |= {(row.summit_id, row.source_id) for row in old}
    summits = dict.fromkeys([article_id], old[0].summit_id) if old else {}
    replace_rows(session, TOPICS, [article_id], {}, summits)
    replace_rows(session, ENTITIES, [article_id], {}, summits)


def count_touched(session: Session) -> None:
    """Bring the kept numbers up to date with everything touched so far. Safe to repeat."""
    found = _touched(session)
    session.flush()
    whole, offered, sources = set(found.articles), found.offered - found.articles, set(found.sources)
    found.articles.clear()
    found.offered.clear()
    found.sources.clear()
    every = sorted(whole | offered)
    for first in range(0, len(every), AT_ONCE):
        sources |= _count(session, every[first : first + AT_ONCE], whole)
    if sources:
        count_sources(session, sources)


def _touched(session: Session) -> _Touched:
    found = session.info.get("touched")
    if found is None:
        found = session.info["touched"] = _Touched()
        session.info[COUNT_FIRST] = count_touched  # whoever reads numbers in this very session finds them counted
        event.listen(session, "before_commit", count_touched)
    assert isinstance(found, _Touched)
    return found


def _count(session: Session, ids: Sequence[int], whole: Collection[int]) -> set[tuple[int, int]]:
    """Count articles again, with all that is kept of them where they are among the ``whole``; sources that follow."""
    articles = articles_to_count(session, ids)
    summits = {id_: row.summit_id for id_, row in articles.items()}
    session.execute(
        columns(col(Summit.id))
        .where(col(Summit.id).in_(set(summits.values())))
        .order_by(col(Summit.id))
        .with_for_update()
    )
    offers = offered_places(session, ids)
    topics = topic_rows(session, ids, articles, offers)
    replace_rows(session, TOPICS, ids, topics, summits)
    chosen = [id_ for id_ in ids if id_ in whole]
    if chosen:
        replace_rows(session, ENTITIES, chosen, entity_rows(session, chosen, articles), summits)
        replace_shared_topics(session, chosen)
    covered = {article for (article, _), row in topics.items() if row["passages"]}
    return replace_article_tallies(session, ids, articles, sentence_counts(session, ids, offers), covered, set(chosen))
