"""Sources of summits, counted anew by indexes that hold all of it: articles, words, days, who signs, which kinds."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import cast, delete, func, insert, text, update
from sqlalchemy import select as columns
from sqlalchemy.types import Text
from sqlmodel import Session, col

from app.models import SIGNED, Article, Summit
from app.tallies import KIND, ArticleTally, SourceTally

_SIGNED: Any = text(SIGNED.replace("agencies", "article.agencies"))


def count_sources(session: Session, pairs: Collection[tuple[int, int]]) -> None:
    """Count (summit, source) anew. Five statements a summit."""
    by_summit: dict[int, set[int]] = defaultdict(set)
    for summit, source in pairs:
        by_summit[summit].add(source)
    for summit, sources in by_summit.items():
        here = SourceTally.summit_id == summit, col(SourceTally.source_id).in_(sources)
        session.execute(delete(SourceTally).where(*here))  # type: ignore[arg-type]
        agencies, kinds = _signatures(session, summit, sources), _kinds(session, summit, sources)
        rows = [
            dict(row._mapping)
            | {"summit_id": summit, "agencies": agencies.get(row.source_id, [])}
            | asdict(kinds.get(row.source_id, _Kinds()))
            for row in session.execute(_of_sources(summit, sources))
        ]
        if rows:
            session.execute(insert(SourceTally), rows)


def follow_first_day(session: Session, summit_id: int) -> None:
    """Tell anew which articles appeared before the event; its first day is another. Seven statements."""
    first = columns(col(Summit.starts_on)).where(col(Summit.id) == summit_id).scalar_subquery()
    before = columns(col(Article.id)).where(col(Article.summit_id) == summit_id, col(Article.published_to) < first)
    session.execute(
        update(ArticleTally)
        .where(col(ArticleTally.summit_id) == summit_id)
        .values(before=col(ArticleTally.article_id).in_(before))
        .execution_options(synchronize_session=False)
    )
    sources = session.scalars(columns(col(SourceTally.source_id)).where(col(SourceTally.summit_id) == summit_id))
    count_sources(session, {(summit_id, source) for source in sources})


def _of_sources(summit: int, sources: Collection[int]) -> Any:
    return (
        columns(
            col(Article.source_id),
            func.count().label("articles"),
            func.min(col(Article.id)).label("first_id"),
            func.coalesce(func.sum(col(Article.words)), 0).label("words"),
            func.coalesce(func.sum(col(Article.sentences)), 0).label("sentences"),
            func.count().filter(col(Article.published_from).is_(None)).label("undated"),
            func.min(col(Article.published_from)).label("earliest"),
            func.max(col(Article.published_to)).label("latest"),
            func.max(col(Article.published)).label("published"),
        )
        .where(col(Article.summit_id) == summit, col(Article.source_id).in_(sources))
        .group_by(col(Article.source_id))
    )


def _signatures(session: Session, summit: int, sources: Collection[int]) -> dict[int, list[list[Any]]]:
    """By source: who signs its articles, each with how many, most first."""
    written = cast(col(Article.agencies), Text)
    rows = session.execute(
        columns(col(Article.source_id), written, func.count())
        .where(col(Article.summit_id) == summit, col(Article.source_id).in_(sources), _SIGNED)
        .group_by(col(Article.source_id), written)
        .order_by(func.min(col(Article.id)))
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for source, names, number in rows:
        found[source].update(dict.fromkeys(json.loads(names), number))
    return {source: [list(one) for one in counts.most_common()] for source, counts in found.items()}


@dataclass(slots=True)
class _Kinds:
    """What a source's articles sum up to, and of which kinds the analysed ones are (see ``SourceTally``)."""

    covered: int = 0
    bare: int = 0
    proper: int = 0
    topicless: int = 0
    kinds: list[list[Any]] = field(default_factory=list)


def _kinds(session: Session, summit: int, sources: Collection[int]) -> dict[int, _Kinds]:
    """By source. One statement."""
    kind = tuple(col(getattr(ArticleTally, name)) for name in KIND)
    by = (col(ArticleTally.source_id), col(ArticleTally.known), *kind)
    sums = (func.sum(col(one)) for one in (ArticleTally.bare, ArticleTally.proper, ArticleTally.topicless))
    rows = session.execute(
        columns(*by, func.count().filter(col(ArticleTally.covered)), func.count(), *sums)
        .where(col(ArticleTally.summit_id) == summit, col(ArticleTally.source_id).in_(sources))
        .group_by(*by)
    )
    found: dict[int, _Kinds] = defaultdict(_Kinds)
    for source, known, *told, covered, number, bare, proper, topicless in rows:
        one = found[source]
        one.covered += covered
        one.bare += int(bare)
        one.proper += int(proper)
        one.topicless += int(topicless)
        if known:
            one.kinds.append([*told, number])
    for one in found.values():
        one.kinds.sort(key=str)
    return found
