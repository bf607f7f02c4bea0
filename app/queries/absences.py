"""``GET /api/summits/{slug}/absences``: every statement of absence that a screen makes, and what keeps others away."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity, Offer, ParallelMember, Passage, Topic
from app.queries.claims import (
    MENTIONS,
    Asked,
    ask,
    conditions,
    entity_claims,
    mark_claims,
    standing_for,
    thing_of,
    topic_claims,
)
from app.queries.filters import Filters
from app.queries.scope import find_scope, source_rows, topics_by_id
from app.queries.terms import mark_terms, topic_terms
from app.queries.views.claims import Claims, ClaimView, OfferView
from app.queries.views.documents import Absence, Absences, Candidate, Place

ENTITIES = ("person", "organisation", "place")
MARKS = ("figure", "quotation")
KINDS = ("topic", *ENTITIES, *MARKS)
MEMBERS = 20  # places where a thing is found that are given with a statement


@dataclass(frozen=True, slots=True)
class Thing:
    """A topic, entity or mark (see ``claims.thing_of``), and how many sources have been found to have it."""

    kind: str
    id: int
    found: int


@dataclass(slots=True)
class Told:
    """How a thing is called, and where it is found."""

    name: str = ""
    slug: str | None = None
    members: list[Place] | None = None


def absences_document(
    session: Session, slug: str, filters: Filters, offset: int, limit: int, kind: str | None = None
) -> Absences | None:
    """Statements from ``offset`` on, thing by thing and source by source; None for a summit that is not there."""
    scope = find_scope(session, slug, Filters(since=filters.since, until=filters.until, genres=filters.genres))
    if scope is None:
        return None
    asked = ask(session, scope, source_rows(session, scope))
    things = [thing for name in KINDS if kind in (None, name) for thing in _things(session, asked, name)]
    chosen, before, total = _page(things, len(asked.sources), offset, limit)
    items: list[Absence] = []
    for name in KINDS:
        items += _items(session, asked, name, [thing.id for thing in chosen if thing.kind == name])
    return {"total": total, "items": items[offset - before :][:limit]}


def _page(things: Sequence[Thing], sources: int, offset: int, limit: int) -> tuple[list[Thing], int, int]:
    """The things of which any statement is on the page, the number of statements before them, and of all."""
    chosen: list[Thing] = []
    before = total = 0
    for thing in things:
        missing = sources - thing.found
        if missing and total < offset + limit and total + missing > offset:
            before = before if chosen else total
            chosen.append(thing)
        total += missing
    return chosen, before if chosen else offset, total


def _things(session: Session, asked: Asked, kind: str) -> list[Thing]:
    """All things of a kind that any source has, with the number of these. Four statements at most."""
    number = func.count(col(Article.source_id).distinct())
    thing: Any
    if kind == "topic":
        thing = col(Passage.topic_id)
        statement = (
            columns(thing, number)
            .join(Article, col(Article.id) == col(Passage.article_id))
            .join(Topic, col(Topic.id) == thing)
            .where(col(Topic.hidden).is_(False))
        )
    elif kind in ENTITIES:
        thing = col(Annotation.entity_id)
        statement = (
            columns(thing, number)
            .join(Article, col(Article.id) == col(Annotation.article_id))
            .join(Entity, col(Entity.id) == col(Annotation.entity_id))
            .where(col(Entity.kind) == kind, col(Annotation.layer).in_(MENTIONS))
        )
    else:
        thing = func.coalesce(col(ParallelMember.parallel_id), -col(Annotation.id))
        statement = (
            columns(thing, number)
            .select_from(Annotation)
            .join(Article, col(Article.id) == col(Annotation.article_id))
            .outerjoin(ParallelMember, col(ParallelMember.annotation_id) == col(Annotation.id))
            .where(col(Annotation.layer) == kind)
            .where((col(Annotation.label) != "label") | col(ParallelMember.parallel_id).is_not(None))
        )
    rows = session.execute(statement.where(*conditions(asked)).group_by(thing).order_by(thing)).all()
    accepted = _accepted(session, asked, kind)
    return [Thing(kind, id_, accepted.get(id_, count)) for id_, count in rows]


def _accepted(session: Session, asked: Asked, kind: str) -> dict[int, int]:
    """Of things for which people have accepted a passage: how many sources have them by that."""
    things = {"topic": col(Offer.topic_id), **dict.fromkeys(ENTITIES, col(Offer.entity_id))}
    thing = things.get(kind, thing_of(col(Offer.annotation_id)))
    same = columns(thing).where(
        col(Offer.summit_id) == asked.scope.summit_id, col(Offer.kind) == kind, col(Offer.state) == "same"
    )
    ids = {id_ for id_ in session.scalars(same) if id_ is not None}
    return (
        {id_: len(claims.state("found")) for id_, claims in _claims(session, asked, kind, ids).items()} if ids else {}
    )


def _claims(session: Session, asked: Asked, kind: str, ids: Collection[int]) -> dict[int, Claims]:
    if kind == "topic":
        views = topics_by_id(session, asked.scope.summit_id)
        slugs = {id_: view.slug for id_, view in views.items() if id_ in ids}
        return topic_claims(session, asked, ids, views, topic_terms(session, asked.scope.summit_id, slugs))
    if kind in ENTITIES:
        names = session.execute(columns(col(Entity.id), col(Entity.name)).where(col(Entity.id).in_(ids)))
        return entity_claims(session, asked, dict(names.all()))
    return mark_claims(session, asked, ids, mark_terms(session, ids))


def _items(session: Session, asked: Asked, kind: str, ids: Sequence[int]) -> Iterator[Absence]:
    """A statement for each source that was not found to have a thing."""
    if not ids:
        return
    claims = _claims(session, asked, kind, ids)
    told = _told(session, asked, kind, ids)
    for id_ in ids:
        for claim in claims[id_].of:
            if claim.state != "found":
                yield _item(kind, told[id_], claim)


def _item(kind: str, told: Told, claim: ClaimView) -> Absence:
    return {
        "kind": kind,  # type: ignore[typeddict-item]
        "name": told.name,
        "topic": told.slug if kind == "topic" else None,
        "person": told.slug if kind == "person" else None,
        "members": told.members or [],
        "source": claim.source.slug,
        "verdict": claim.state,  # type: ignore[typeddict-item]
        "reason": claim.reason,
        "searched": {"articles": claim.articles, "sentences": claim.sentences, "terms": list(claim.terms)},
        "candidates": [candidate(offer) for offer in claim.offers],
    }


def candidate(offer: OfferView) -> Candidate:
    """A passage that is offered, as JSON."""
    return {
        "article": offer.article_id,
        "part": offer.part,  # type: ignore[typeddict-item]
        "start": offer.start,
        "end": offer.end,
        "score": offer.score,
        "reasons": list(offer.reasons),
    }


def _told(session: Session, asked: Asked, kind: str, ids: Sequence[int]) -> dict[int, Told]:
    """Names, addresses and places of things of one kind. Three statements at most."""
    found: dict[int, Told] = defaultdict(Told)
    if kind == "topic":
        views = topics_by_id(session, asked.scope.summit_id)
        found |= {id_: Told(views[id_].label_de, views[id_].slug) for id_ in ids if id_ in views}
        thing: Any = col(Passage.topic_id)
        places = columns(thing.label("thing"), col(Passage.article_id), col(Passage.start), col(Passage.end)).join(
            Article, col(Article.id) == col(Passage.article_id)
        )
        order, where = col(Passage.id), thing.in_(ids)
    else:
        if kind in ENTITIES:
            rows = columns(col(Entity.id), col(Entity.name), col(Entity.slug)).where(col(Entity.id).in_(ids))
            found |= {id_: Told(name, slug) for id_, name, slug in session.execute(rows)}
        thing = col(Annotation.entity_id) if kind in ENTITIES else thing_of(col(Annotation.id))
        where = thing.in_(ids) if kind in ENTITIES else standing_for(ids, col(Annotation.id))
        if kind in ENTITIES:
            where &= col(Annotation.layer) == "mention"
        places = columns(
            thing.label("thing"), col(Annotation.article_id), col(Annotation.start), col(Annotation.end)
        ).join(Article, col(Article.id) == col(Annotation.article_id))
        order = col(Annotation.id)
    words = func.substr(col(Article.text), places.selected_columns[2] + 1, places.selected_columns[3])
    for row in session.execute(
        places.add_columns(words.label("words")).where(*conditions(asked), where).order_by(order)
    ):
        told = found[row.thing]
        told.name = told.name or " ".join(row.words[: row.end - row.start].split())
        told.members = told.members or []
        if len(told.members) < MEMBERS:
            told.members.append({"article": row.article_id, "part": "text", "start": row.start, "end": row.end})
    return found
