"""What was found in one source alone: topics, persons, places, organisations, figures, quotations.

Listed is what no passage of another source is offered for; each says where it was searched in vain (``Claims``).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, literal
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity, Offer, ParallelMember, Passage, Topic
from app.queries.claims import (
    MENTIONS,
    OPEN,
    Asked,
    entity_claims,
    entity_offered,
    mark_claims,
    topic_claims,
    topic_offered,
)
from app.queries.figures import with_sentence
from app.queries.scope import Scope, article_conditions, dated, topics_by_id
from app.queries.stated_marks import is_alone, named_beside, of_sources, stated_conditions
from app.queries.statement_cache import built
from app.queries.terms import mark_terms, topic_terms
from app.queries.views.claims import Claims
from app.queries.views.heads import SourceView, TopicView
from app.queries.views.silence import OnlyItem, OnlyList, OnlyRow
from app.queries.views.text import Piece
from app.sums import StatedMark
from app.tallies import ArticleEntity, EntitySource, EntityTally

ENTITIES = ("person", "organisation", "place")
MARKS = ("figure", "quotation")
KINDS = ("topic", *ENTITIES, *MARKS)
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
    persons = [named_beside(scope, Annotation)] if scope.filters.persons else []
    conditions = [*article_conditions(scope), *persons]
    if kinds[0] == "topic":
        lone = _lone_topics(scope)
        within = columns(col(Passage.article_id)).where(col(Passage.topic_id).in_(lone))  # or all marks would be read
        here = [col(Annotation.layer) == "topic", col(Annotation.topic_id).in_(lone), col(Article.id).in_(within)]
        return [*conditions, *here, ~topic_offered()]
    lone = col(Annotation.entity_id).in_(_lone_entities(scope))
    named = [col(Annotation.layer) == "mention", col(Annotation.label).in_(kinds)]
    return [*conditions, *named, lone, ~entity_offered()]


def _lone_marks(scope: Scope, *layers: str) -> list[ColumnElement[bool]]:
    """The same of StatedMark, for figures and quotations."""
    said = col(StatedMark.label).in_(["direct", "partial", "indirect"]) | (col(StatedMark.layer) == "figure")
    persons = [named_beside(scope, StatedMark, col(StatedMark.at))] if scope.filters.persons else []
    conditions = [*stated_conditions(scope, *layers), *of_sources(scope), *persons]
    return [*conditions, said, is_alone(scope.summit_id)]


def _lone_topics(scope: Scope) -> Any:
    """Topics of one source; what has a part of a topic has that one too. None that people do not want to see."""
    where = [col(Passage.summit_id) == scope.summit_id]
    if scope.dates:
        days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        where.append(col(Passage.article_id).in_(days))
    part = aliased(Topic)
    own: Any = columns(col(Passage.topic_id).label("topic"), col(Passage.source_id).label("source")).where(*where)
    of_parts = (
        columns(col(Topic.id), col(Passage.source_id))
        .join(part, and_(col(part.summit_id) == col(Topic.summit_id), col(part.within) == col(Topic.slug)))
        .join(Passage, col(Passage.topic_id) == col(part.id))
        .where(*where)
    )
    found = own.union_all(of_parts).subquery()
    hidden = columns(col(Topic.id)).where(col(Topic.summit_id) == scope.summit_id, col(Topic.hidden).is_(True))
    lone = columns(found.c.topic).where(found.c.topic.not_in(hidden)).group_by(found.c.topic)
    return lone.having(func.count(found.c.source.distinct()) == 1)


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


def _plain(scope: Scope) -> bool:
    """Whether the kept numbers tell of entities: under dates and persons they do not."""
    return not (scope.dates or scope.filters.persons)


def _lone(scope: Scope, *kinds: str) -> Any:
    """Entities that one source names in its texts, no other at all, and that are offered in none."""
    offer = aliased(Offer)
    offered = exists().where(col(offer.entity_id) == col(EntityTally.entity_id), col(offer.state).in_(OPEN))
    source = func.min(col(EntitySource.source_id))
    by = col(EntityTally.entity_id), col(EntityTally.kind), col(EntityTally.mentions)
    lone = (
        columns(*by, source.label("source_id"))
        .join(EntitySource, col(EntitySource.entity_id) == col(EntityTally.entity_id))
        .where(col(EntityTally.summit_id) == scope.summit_id, col(EntityTally.kind).in_(kinds))
        .where(col(EntityTally.mentions) > 0, col(EntitySource.articles) > 0, ~offered)
        .group_by(*by)
        .having(func.count() == 1)
    )
    if scope.filters.sources:
        lone = lone.having(source.in_([id_ for id_, _ in scope.outlets.values()]))
    return lone.subquery()


def _page_of_entities(session: Session, scope: Scope, kind: str, offset: int) -> Sequence[Any]:
    """The most named first, each at its first place. Three statements."""
    rows = session.execute(_entities_in_order(scope, kind)).all()
    near = rows[offset : offset + PAGE]
    begin, end = offset, offset + len(near)
    while near and begin and rows[begin - 1][1:] == near[0][1:]:  # of the same article as the first of the page
        begin -= 1
    while near and end < len(rows) and rows[end][1:] == near[-1][1:]:
        end += 1
    chosen = {row[0]: row for row in rows[begin:end]}
    firsts = {row[2] for row in chosen.values()}
    marks = session.execute(_first_marks(), {"entities": list(chosen), "articles": list(firsts)})
    places: dict[int, tuple[int, int, int]] = {}
    for id_, entity, article_id, start in marks:
        place = article_id, start, id_
        places[entity] = min(place, places.get(entity, place))
    ordered = sorted(places, key=lambda entity: (-chosen[entity][1], places[entity]))
    ids = [places[entity][2] for entity in ordered[offset - begin :][:PAGE]]
    return session.execute(_entities_read(), {"ids": ids}).all()


@built
def _entities_in_order(scope: Scope, kind: str) -> Any:
    """(entity, mentions, first article that names it in its text)."""
    lone = _lone(scope, kind)
    first = (
        columns(func.min(col(ArticleEntity.article_id)))
        .where(col(ArticleEntity.entity_id) == lone.c.entity_id, col(ArticleEntity.mentions) > 0)
        .scalar_subquery()
        .label("first")
    )
    return columns(lone.c.entity_id, lone.c.mentions, first).order_by(lone.c.mentions.desc(), first)


@cache
def _first_marks() -> Any:
    """Mentions of some ``entities`` in some ``articles``."""
    entity, article = col(Annotation.entity_id), col(Annotation.article_id)
    return (
        columns(col(Annotation.id), entity, article, col(Annotation.start))
        .where(entity.in_(bindparam("entities", expanding=True)), col(Annotation.layer) == "mention")
        .where(article.in_(bindparam("articles", expanding=True)))
    )


@cache
def _entities_read() -> Any:
    """Mentions of some ``ids`` in their sentences, with how often their bearers are named."""
    return with_sentence(
        _mark_columns(col(EntityTally.mentions).label("times"))
        .join(EntityTally, col(EntityTally.entity_id) == col(Annotation.entity_id))
        .where(col(Annotation.id).in_(bindparam("ids", expanding=True)))
        .subquery()
    )


def _mark_columns(*more: Any) -> Any:
    names = ("label", "start", "end", "surface", "topic_id", "entity_id")
    return columns(
        col(Annotation.id),
        col(Annotation.article_id),
        col(Article.source_id),
        *(col(getattr(Annotation, name)) for name in names),
        *more,
    ).join(Article, col(Article.id) == col(Annotation.article_id))


def _counts(session: Session, scope: Scope) -> dict[int, dict[str, int]]:
    """Things by source and kind. Three statements."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for statement in _count_statements(scope):
        for source_id, name, number in session.execute(statement):
            counts[source_id][name] = number
    return counts


@built
def _count_statements(scope: Scope) -> tuple[Any, ...]:
    asked: tuple[tuple[Any, Any, tuple[str, ...]], ...] = (
        (col(Annotation.layer), col(Annotation.topic_id), ("topic",)),
        (col(Annotation.label), col(Annotation.entity_id), ENTITIES),
    )
    statements: list[Any] = [
        columns(col(Article.source_id), kind, func.count(thing.distinct()))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*_where(scope, *kinds))
        .group_by(col(Article.source_id), kind)
        for kind, thing, kinds in asked[: 1 if _plain(scope) else 2]
    ]
    if _plain(scope):
        lone = _lone(scope, *ENTITIES)
        statements.append(columns(lone.c.source_id, lone.c.kind, func.count()).group_by(lone.c.source_id, lone.c.kind))
    by = col(StatedMark.source_id), col(StatedMark.layer)
    return (*statements, columns(*by, func.count()).where(*_lone_marks(scope, *MARKS)).group_by(*by))


@built
def _page_of_marks(scope: Scope, layer: str, offset: int) -> Any:
    """Each is a thing of its own, found once."""
    place = col(StatedMark.article_id), col(StatedMark.start), col(StatedMark.annotation_id)
    chosen = columns(place[2]).where(*_lone_marks(scope, layer)).order_by(*place).offset(offset).limit(PAGE).subquery()
    found = _mark_columns(literal(1).label("times"))
    return with_sentence(found.join(chosen, chosen.c.annotation_id == col(Annotation.id)).subquery())


def _items(session: Session, scope: Scope, asked: Asked, kind: str, offset: int) -> tuple[OnlyItem, ...]:
    """One page of a kind, each thing at its first place. Seven statements."""
    if kind in ENTITIES and _plain(scope):
        rows = _page_of_entities(session, scope, kind, offset)
    else:
        page = _page_of_marks(scope, kind, offset) if kind in MARKS else _page_of_things(scope, kind, offset)
        rows = session.execute(page).all()
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


@built
def _page_of_things(scope: Scope, kind: str, offset: int) -> Any:
    """Topics or entities, each at its first place."""
    thing = col(Annotation.topic_id if kind == "topic" else Annotation.entity_id)
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
    return with_sentence(
        columns(ranked)
        .where(ranked.c.rank == 1)
        .order_by(
            ranked.c.times.desc() if kind in ENTITIES else ranked.c.article_id, ranked.c.article_id, ranked.c.start
        )
        .offset(offset)
        .limit(PAGE)
        .subquery()
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
        of = topic_claims(session, asked, slugs, topics, topic_terms(session, asked.scope.summit_id, slugs))
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
