"""Figures and utterances of one source that may be those of another: what there is to decide, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity, Offer, ParallelMember
from app.queries.claims import Asked, load_offers
from app.queries.figures import with_sentence
from app.queries.views.claims import OfferView
from app.queries.views.doubts import Doubt
from app.queries.views.text import Piece
from app.sums import ALONE, StatedMark

LOOKED_AT = 30  # things at most, the best
SHOWN = 12

Place = tuple[int, str, int]  # article, part, start


@dataclass(frozen=True, slots=True)
class _Head:
    """A mark as it stands in its sentence, and the passages of one kind that are offered for it."""

    row: Any
    offers: tuple[OfferView, ...]
    differing: bool


@dataclass(frozen=True, slots=True)
class _Best:
    """A thing (as in ``claims.mark_claims``) with what is offered for it, and its first mark."""

    differing: bool
    score: float
    thing: int
    mark: int


def doubts(session: Session, asked: Asked, statement: Any, limit: int = SHOWN) -> tuple[tuple[Doubt, ...], int]:
    """Those that ``best_statement`` chooses, and how many; of two marks that are offered for each
    other one. Four statements."""
    best, marks = _best(session, statement, max(limit, LOOKED_AT))
    offered = load_offers(session, asked, col(Offer.annotation_id), marks, judged=False)
    rows = {row.id: row for row in session.execute(_marks(), {"ids": [row.mark for row in best]})}
    heads: list[_Head] = []
    told: set[tuple[bool, Place]] = set()
    for one in best:
        row = rows.get(one.mark)
        offers = tuple(offer for own in offered.get(one.thing, {}).values() for offer in own)
        if row is None or row.source_id not in asked.sources:
            continue
        for differing in (True, False):
            chosen = tuple(offer for offer in offers if offer.differing == differing)
            own, places = (row.article_id, "text", row.start), {_place(offer) for offer in chosen}
            if chosen and not ((differing, own) in told and all((differing, place) in told for place in places)):
                told |= {(differing, place) for place in (*places, own)}
                heads.append(_Head(row, chosen, differing))
    heads.sort(key=lambda head: (not head.differing, -head.offers[0].score))
    return tuple(_view(head, asked) for head in heads[:limit]), len(heads)


def best_statement(summit_id: int, layer: str, where: Sequence[ColumnElement[bool]], looked_at: int = LOOKED_AT) -> Any:
    """Marks in no group as their index gives them, and groups with all their members; those that may differ first."""
    here = [col(StatedMark.summit_id) == summit_id, col(StatedMark.layer) == layer, col(StatedMark.score).is_not(None)]
    score, differing, mark = col(StatedMark.score), col(StatedMark.differing), col(StatedMark.annotation_id)
    lone = (
        columns(differing.label("differing"), score.label("score"), (-mark).label("thing"), mark.label("mark"))
        .where(*here, col(StatedMark.bond) == ALONE, *where)
        .order_by(differing.desc(), score.desc(), mark.desc())
        .limit(looked_at)
        .subquery()
    )
    differs = func.max(case((differing, 1), else_=0))
    group = col(ParallelMember.parallel_id)
    grouped = (
        columns(
            differs.label("differing"),
            func.max(score).label("score"),
            group.label("thing"),
            func.min(mark).label("mark"),
        )
        .join(ParallelMember, col(ParallelMember.annotation_id) == mark)
        .where(*here, col(StatedMark.bond) != ALONE, *where)
        .group_by(group)
        .order_by(differs.desc(), func.max(score).desc(), group)
        .limit(looked_at)
        .subquery()
    )
    member = aliased(ParallelMember)
    alone = columns(case((lone.c.differing, 1), else_=0), lone.c.score, lone.c.thing, lone.c.mark, lone.c.mark)
    inside = col(member.parallel_id) == grouped.c.thing
    members = columns(*grouped.c, col(member.annotation_id)).join(member, inside)
    return union_all(alone, members)


def _best(session: Session, statement: Any, looked_at: int) -> tuple[list[_Best], dict[int, int]]:
    """Things in their order, and the marks that they stand for."""
    things: dict[int, _Best] = {}
    marks: dict[int, int] = {}
    for differing, score, thing, mark, member in session.execute(statement):
        things[thing] = _Best(bool(differing), score, thing, mark)
        marks[member] = thing
    best = sorted(things.values(), key=lambda one: (not one.differing, -one.score, one.thing))[:looked_at]
    kept = {one.thing for one in best}
    return best, {mark: thing for mark, thing in marks.items() if thing in kept}


def _place(offer: OfferView) -> Place:
    return offer.article_id, offer.part, offer.start


@cache
def _marks() -> Any:
    """Marks of some ``ids`` in their sentences."""
    return with_sentence(
        columns(
            col(Annotation.id),
            col(Annotation.article_id),
            col(Article.source_id),
            col(Annotation.start),
            col(Annotation.end),
            col(Entity.name),
        )
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(col(Annotation.id).in_(bindparam("ids", expanding=True)))
        .subquery()
    )


def _view(head: _Head, asked: Asked) -> Doubt:
    row = head.row
    a, b = row.start - row.at, row.end - row.at
    pieces = (Piece(row.sentence[:a]), Piece(row.sentence[a:b], hit=True), Piece(row.sentence[b:]))
    return Doubt(
        key=f"doubt-{row.id}{'-differing' if head.differing else ''}",
        source=asked.sources[row.source_id],
        article_id=row.article_id,
        at=row.at,
        speaker=row.name or row.attrs.get("speaker"),
        pieces=tuple(piece for piece in pieces if piece.text),
        differing=head.differing,
        offers=head.offers,
    )
