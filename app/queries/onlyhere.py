"""What was found in one source alone: topics, persons, places, organisations, figures, quotations.

Listed is what no passage of another source is offered for; each says where it was searched in vain (``Claims``).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity, ParallelMember, Passage
from app.queries.claims import (
    MENTIONS,
    Asked,
    entity_claims,
    entity_offered,
    mark_claims,
    mark_offered,
    topic_claims,
    topic_offered,
)
from app.queries.figures import named_beside, partnered, with_sentence
from app.queries.scope import Scope, article_conditions, dated, topics_by_id
from app.queries.terms import mark_terms, topic_terms
from app.queries.views.claims import Claims
from app.queries.views.heads import SourceView, TopicView
from app.queries.views.silence import OnlyItem, OnlyList, OnlyRow
from app.queries.views.text import Piece

ENTITIES = ("person", "organisation", "place")
KINDS = ("topic", *ENTITIES, "figure", "quotation")
PAGE = 30


def only_list(session: Session, scope: Scope, asked: Asked, kind: str | None = None, offset: int = 0) -> OnlyList:
    """Counts by source and kind, and a page of one kind; ten statements.

    Whether something was found in one source alone is asked of all sources under the dates; the filters of sources and
    persons then choose among what was. Without a ``kind`` it is the first that there is.
    """
    sources = asked.sources
    counts = _counts(session, scope)
    totals = {name: sum(own.get(name, 0) for own in counts.values()) for name in KINDS}
    kind = kind if kind in KINDS else next((name for name in KINDS if totals[name]), KINDS[0])
    shown = {
        id_: view for id_, view in sources.items() if not scope.filters.sources or view.slug in scope.filters.sources
    }
    return OnlyList(
        kinds=KINDS,
        rows=tuple(OnlyRow(view, tuple(counts[id_].get(name, 0) for name in KINDS)) for id_, view in shown.items()),
        kind=kind,
        items=_items(session, scope, asked, kind, offset),
        total=totals[kind],
        next_offset=offset + PAGE if offset + PAGE < totals[kind] else None,
    )


def _where(scope: Scope, *kinds: str) -> list[ColumnElement[bool]]:
    """Annotations of things of these kinds that were found in one source and are offered in no other."""
    conditions = [*article_conditions(scope), *([named_beside(scope)] if scope.filters.persons else [])]
    if kinds[0] == "topic":
        lone = col(Annotation.topic_id).in_(_lone_topics(scope))
        return [*conditions, col(Annotation.layer) == "topic", lone, ~topic_offered()]
    if kinds[0] in ENTITIES:
        lone = col(Annotation.entity_id).in_(_lone_entities(scope))
        named = [col(Annotation.layer) == "mention", col(Annotation.label).in_(kinds)]
        return [*conditions, *named, lone, ~entity_offered()]
    said = col(Annotation.label).in_(["direct", "partial", "indirect"]) | (col(Annotation.layer) == "figure")
    found_once = [~partnered("figure"), ~partnered("quotation"), ~mark_offered()]
    return [*conditions, col(Annotation.layer).in_(kinds), said, *found_once]


def _lone_topics(scope: Scope) -> Any:
    found = columns(col(Passage.topic_id)).where(col(Passage.summit_id) == scope.summit_id)
    if scope.filters.since or scope.filters.until:
        days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        found = found.where(col(Passage.article_id).in_(days))
    return found.group_by(col(Passage.topic_id)).having(func.count(col(Passage.source_id).distinct()) == 1)


def _lone_entities(scope: Scope) -> Any:
    everywhere = replace(scope, filters=replace(scope.filters, sources=()))
    return (
        columns(col(Annotation.entity_id))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*article_conditions(everywhere), col(Annotation.layer).in_(MENTIONS))
        .where(col(Annotation.entity_id).is_not(None))
        .group_by(col(Annotation.entity_id))
        .having(func.min(col(Article.source_id)) == func.max(col(Article.source_id)))
    )


def _counts(session: Session, scope: Scope) -> dict[int, dict[str, int]]:
    """Things by source and kind. Three statements."""
    asked: tuple[tuple[Any, Any, tuple[str, ...]], ...] = (
        (col(Annotation.layer), col(Annotation.topic_id), ("topic",)),
        (col(Annotation.label), col(Annotation.entity_id), ENTITIES),
        (col(Annotation.layer), col(Annotation.id), ("figure", "quotation")),
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for kind, thing, kinds in asked:
        rows = session.execute(
            columns(col(Article.source_id), kind, func.count(thing.distinct()))
            .select_from(Article)
            .join(Annotation, col(Annotation.article_id) == col(Article.id))
            .where(*_where(scope, *kinds))
            .group_by(col(Article.source_id), kind)
        )
        for source_id, name, number in rows:
            counts[source_id][name] = number
    return counts


def _items(session: Session, scope: Scope, asked: Asked, kind: str, offset: int) -> tuple[OnlyItem, ...]:
    """One page of a kind, each thing at its first place. Seven statements."""
    thing = col(Annotation.topic_id if kind == "topic" else Annotation.entity_id if kind in ENTITIES else Annotation.id)
    place = [col(Annotation.article_id), col(Annotation.start), col(Annotation.id)]
    ranked = (
        columns(
            col(Annotation.id),
            col(Annotation.article_id),
            col(Article.source_id),
            col(Annotation.label),
            col(Annotation.start),
            col(Annotation.end),
            col(Annotation.surface),
            col(Annotation.topic_id),
            col(Annotation.entity_id),
            func.row_number().over(partition_by=thing, order_by=place).label("rank"),
            func.count().over(partition_by=thing).label("times"),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*_where(scope, kind))
        .subquery()
    )
    page = (
        columns(ranked)
        .where(ranked.c.rank == 1)
        .order_by(
            ranked.c.times.desc() if kind in ENTITIES else ranked.c.article_id, ranked.c.article_id, ranked.c.start
        )
        .offset(offset)
        .limit(PAGE)
        .subquery()
    )
    rows = session.execute(with_sentence(page)).all()
    if kind in ENTITIES:
        rows = sorted(rows, key=lambda row: (-row.times, row.article_id, row.start))
    names = {
        id_: (slug, name)
        for id_, slug, name in session.execute(
            columns(col(Entity.id), col(Entity.slug), col(Entity.name)).where(
                col(Entity.id).in_({row.entity_id for row in rows if row.entity_id})
            )
        )
    }
    topics = topics_by_id(session, scope.summit_id)
    claims = _claims(session, asked, kind, rows, names, topics)
    return tuple(
        _item(row, kind, asked.sources[row.source_id], names, topics, claims[number]) for number, row in enumerate(rows)
    )


def _claims(
    session: Session,
    asked: Asked,
    kind: str,
    rows: Sequence[Any],
    names: dict[int, tuple[str, str]],
    topics: dict[int, TopicView],
) -> list[Claims]:
    """What may be said of each row's thing. Four statements at most."""
    if kind == "topic":
        slugs = {row.topic_id: topics[row.topic_id].slug for row in rows}
        of = topic_claims(session, asked, slugs, topic_terms(session, asked.scope.summit_id, slugs))
        return [of[row.topic_id] for row in rows]
    if kind in ENTITIES:
        of = entity_claims(session, asked, {row.entity_id: names[row.entity_id][1] for row in rows})
        return [of[row.entity_id] for row in rows]
    groups = dict(
        session.execute(
            columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id)).where(
                col(ParallelMember.annotation_id).in_([row.id for row in rows])
            )
        ).all()
    )
    things = [groups.get(row.id, -row.id) for row in rows]
    of = mark_claims(session, asked, things, mark_terms(session, things))
    return [of[thing] for thing in things]


def _item(
    row: Any,
    kind: str,
    source: SourceView,
    names: dict[int, tuple[str, str]],
    topics: dict[int, TopicView],
    claims: Claims,
) -> OnlyItem:
    a, b = (0, 0) if kind == "topic" else (row.start - row.at, min(row.end - row.at, len(row.sentence)))
    pieces = (Piece(row.sentence[:a]), Piece(row.sentence[a:b], hit=True), Piece(row.sentence[b:]))
    slug, name = names.get(row.entity_id, (None, row.attrs.get("speaker")))
    return OnlyItem(
        kind=kind,
        name=(row.surface if kind == "figure" else name) or "",
        slug=slug if kind != "figure" else None,
        topic=topics.get(row.topic_id) if kind == "topic" else None,
        source=source,
        article_id=row.article_id,
        at=row.at,
        pieces=tuple(piece for piece in pieces if piece.text),
        times=row.times,
        claims=claims,
        key=f"{kind}-{row.id}",
    )
