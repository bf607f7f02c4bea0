"""Reading kept numbers (``app.tallies``): statements that are built once, and a few rows where marks would be many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, bindparam, exists, func, literal_column
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import UNREADY, Article, Entity, Rework, Run, Source, Summit, Topic
from app.tallies import COUNT_FIRST, EntitySource, EntityTally, SourceTally, TopicTally

_SUMMIT = bindparam("summit", type_=Integer)
_UNREADY: Any = literal_column(UNREADY.replace("status", "article.status"))

Person = tuple[str, str, int]  # slug, name, number


@dataclass(frozen=True, slots=True)
class SourceNumbers:
    """A source of a summit with everything that is kept of it there (see ``SourceTally``)."""

    id: int
    slug: str
    name: str
    hue: int
    kind: str
    articles: int
    words: int
    sentences: int
    covered: int
    bare: int
    proper: int
    topicless: int
    undated: int
    earliest: date | None
    latest: date | None
    published: str | None
    agencies: Sequence[tuple[str, int]]
    kinds: Sequence[tuple[str | None, bool, bool, bool, bool, str, bool, int]]  # as ``app.tallies.KIND``, and how many


def _number(table: Any, *where: ColumnElement[bool]) -> Any:
    return columns(func.count()).select_from(table).where(table.summit_id == col(Summit.id), *where)


def _head() -> Any:
    """A summit with what its head counts: two look-ups in indexes, and the few articles that are not ready."""
    waits = col(Article.status).in_(["queued", "analysing"])
    before = exists().where(col(Run.article_id) == col(Article.id))
    hidden = exists().where(col(Topic.id) == col(TopicTally.topic_id), col(Topic.hidden).is_(True))
    occurs = col(TopicTally.summit_id) == col(Summit.id), col(TopicTally.passages) > 0, ~hidden
    own = (Summit.id, Summit.slug, Summit.name, Summit.place, Summit.starts_on, Summit.ends_on, Summit.invented)
    return columns(
        *(col(one) for one in own),
        _number(Article, _UNREADY, waits).scalar_subquery().label("waiting"),
        _number(Article, _UNREADY, waits, before).scalar_subquery().label("again"),
        _number(Article, _UNREADY, col(Article.status) == "failed").scalar_subquery().label("failed"),
        columns(func.count(col(TopicTally.topic_id).distinct())).where(*occurs).scalar_subquery().label("topics"),
        exists().where(col(Rework.summit_id) == col(Summit.id)).label("following"),
        _number(EntityTally, col(EntityTally.kind) == "person").scalar_subquery().label("persons"),
    ).where(col(Summit.slug) == bindparam("slug", type_=String), col(Summit.removed_at).is_(None))


_HEAD = _head()
_NUMBERS = tuple(
    name for name in SourceNumbers.__dataclass_fields__ if name not in {"id", "slug", "name", "hue", "kind"}
)
_SOURCES = (
    columns(
        *(col(one) for one in (Source.id, Source.slug, Source.name, Source.hue, Source.kind)),
        *(col(getattr(SourceTally, name)) for name in _NUMBERS),
    )
    .join(Source, col(Source.id) == col(SourceTally.source_id))
    .where(col(SourceTally.summit_id) == _SUMMIT)
    .order_by(col(SourceTally.first_id))
)
_TOPICS = columns(
    *(
        col(getattr(TopicTally, name))
        for name in ("topic_id", "source_id", "covering", "signed", "passages", "sentences", "open", "accepted")
    )
).where(col(TopicTally.summit_id) == _SUMMIT)


def summit_head(session: Session, slug: str) -> Any:
    """The row of a summit that is in sight, with ``waiting``, ``again``, ``failed``, ``topics``, ``persons``; or None.

    PostgreSQL takes no NUL in a value, not even to say that nothing has it.
    """
    if COUNT_FIRST in session.info:  # it has changed what these numbers count, and not committed yet
        session.info[COUNT_FIRST](session)
    return session.execute(_HEAD, {"slug": slug.replace("\0", "?")}).one_or_none()


def source_numbers(session: Session, summit_id: int) -> tuple[SourceNumbers, ...]:
    """Every source of a summit, in the order in which they came. One statement."""
    return tuple(SourceNumbers(*row) for row in session.execute(_SOURCES, {"summit": summit_id}))


def topic_numbers(session: Session, summit_id: int) -> Sequence[Any]:
    """Every topic by source, of those that a source has or is offered (see ``TopicTally``). One statement."""
    return session.execute(_TOPICS, {"summit": summit_id}).all()


def person_numbers(
    session: Session, summit_id: int, number: str, most: int, sources: Sequence[int] = ()
) -> list[Person]:
    """(slug, name, number) of the persons with the highest: ``articles``, ``covering`` or ``passages``. One statement.

    Of ``sources`` (ids) alone, as far as these are kept apart: not of ``passages``. Of equal ones by name, or in the
    order in which they came.
    """
    values: dict[str, Any] = {"summit": summit_id, "most": most, "before": most - 1, "sources": list(sources)}
    found = session.execute(_persons(number, of_sources=bool(sources)), values)
    return [(slug, name, int(count)) for slug, name, count in found]


@cache
def _persons(number: str, *, of_sources: bool) -> Any:
    told: Any = getattr(EntityTally, number)
    where = [col(EntityTally.summit_id) == _SUMMIT, col(EntityTally.kind) == "person"]
    if of_sources:
        told = func.sum(getattr(EntitySource, number))
        counts: Any = (
            columns(col(EntitySource.entity_id), told.label("number"))
            .join(EntityTally, col(EntityTally.entity_id) == col(EntitySource.entity_id))
            .where(*where, col(EntitySource.source_id).in_(bindparam("sources", expanding=True)))
            .group_by(col(EntitySource.entity_id))
            .having(told > 0)
        )
    else:
        ranked = columns(told).where(*where).order_by(told.desc())
        least = ranked.offset(bindparam("before", type_=Integer)).limit(1).scalar_subquery()
        counts = columns(col(EntityTally.entity_id), told.label("number"))
        counts = counts.where(*where, told >= func.coalesce(least, 1), told > 0)
    counts = counts.subquery()
    return (
        columns(col(Entity.slug), col(Entity.name), counts.c.number)
        .join(counts, counts.c.entity_id == col(Entity.id))
        .order_by(counts.c.number.desc(), col(Entity.name) if number == "articles" else col(Entity.id))
        .limit(bindparam("most", type_=Integer))
    )


def speakers(session: Session, summit_id: int, most: int) -> Sequence[Any]:
    """(slug, name, quotations, words, proposed) of the persons whom most words are given of. One statement."""
    told = (EntityTally.quotations, EntityTally.words, EntityTally.proposed)
    where = (EntityTally.summit_id == summit_id, EntityTally.kind == "person", EntityTally.quotations > 0)
    return session.execute(
        columns(col(Entity.slug), col(Entity.name), *(col(one) for one in told))
        .join(Entity, col(Entity.id) == col(EntityTally.entity_id))
        .where(*where)  # type: ignore[arg-type]
        .order_by(col(EntityTally.words).desc(), col(Entity.name))
        .limit(most)
    ).all()
