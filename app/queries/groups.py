"""Groups of figures or utterances with what may belong to them, for the JSON contract.

A mark in no group for which passages of other sources are offered is an item of its own, ``perhaps``. Passages that
give another value of a thing are told in an item of their own, ``perhaps-differing``, beside its members. Of two marks
that are offered for each other one item is made.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Entity, Offer, Parallel, ParallelMember
from app.queries.absences import candidate
from app.queries.claims import ask, load_offers, standing_for, thing_of
from app.queries.scope import Scope, source_rows
from app.queries.stated_marks import stated_conditions
from app.queries.views.claims import OfferView
from app.queries.views.documents import Candidate
from app.sums import StatedMark

Place = tuple[int, str, int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """An item before its members are read. ``thing`` as in ``claims.thing_of``."""

    thing: int
    relation: str
    sources: int
    speaker: tuple[str, str] | None
    offers: tuple[OfferView, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A group, or a lone mark, with its members and with the passages that may belong to it."""

    id: str
    relation: str
    sources: int
    speaker: tuple[str, str] | None  # slug and name
    members: tuple[Annotation, ...]
    perhaps: tuple[Candidate, ...]


def group_items(
    session: Session, scope: Scope, layer: str, rank: Sequence[Any], offset: int, limit: int
) -> tuple[int, list[Item]]:
    """How many items there are, and a page of them: groups by ``rank``, then lone marks. Nine statements."""
    asked = ask(session, scope, source_rows(session, scope))
    group = func.coalesce(col(ParallelMember.parallel_id), -col(StatedMark.annotation_id))
    open_ = columns(col(StatedMark.annotation_id), group).where(*stated_conditions(scope, layer), col(StatedMark.open))
    member = col(ParallelMember.annotation_id) == col(StatedMark.annotation_id)
    things: dict[int, int] = dict(session.execute(open_.outerjoin(ParallelMember, member)).all())
    offered = load_offers(session, asked, col(Offer.annotation_id), things)
    offers = {id_: tuple(one for own in by.values() for one in own) for id_, by in offered.items()}
    heads = [*_groups(session, scope, layer, rank, offers), *_lone(session, offers)]
    page = heads[offset : offset + limit]
    members = _members(session, [head.thing for head in page])
    return len(heads), [_item(layer, head, members[head.thing]) for head in page]


def _groups(
    session: Session, scope: Scope, layer: str, rank: Sequence[Any], offers: dict[int, tuple[OfferView, ...]]
) -> list[Head]:
    """Groups of two sources and more."""
    rows = session.execute(
        columns(col(Parallel.id), col(Parallel.label), col(Parallel.sources), col(Entity.slug), col(Entity.name))
        .outerjoin(Entity, col(Entity.id) == col(Parallel.entity_id))
        .where(col(Parallel.summit_id) == scope.summit_id, col(Parallel.layer) == layer, col(Parallel.sources) >= 2)
        .order_by(*rank, col(Parallel.sources).desc(), col(Parallel.members).desc(), col(Parallel.id))
    )
    heads: list[Head] = []
    for id_, label, sources, slug, name in rows:
        speaker = (slug, name) if slug else None
        same, other = _apart(offers.get(id_, ()))
        heads.append(Head(id_, label, sources, speaker, same))
        if other:
            heads.append(Head(id_, "perhaps-differing", sources, speaker, other))
    return heads


def _apart(offers: Sequence[OfferView]) -> tuple[tuple[OfferView, ...], tuple[OfferView, ...]]:
    """Those that may be the same, and those that give another value."""
    return tuple(one for one in offers if not one.differing), tuple(one for one in offers if one.differing)


def _lone(session: Session, offers: dict[int, tuple[OfferView, ...]]) -> list[Head]:
    """Marks in no group of two sources, without those that only mirror an earlier one. Two statements."""
    shown = session.scalars(columns(col(Parallel.id)).where(col(Parallel.id).in_(offers), col(Parallel.sources) >= 2))
    things = offers.keys() - set(shown)
    rows = session.execute(
        columns(thing_of(col(Annotation.id)).label("thing"), Annotation, col(Entity.slug), col(Entity.name))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(standing_for(things, col(Annotation.id)))
        .order_by(col(Annotation.id))
    ).all()
    told: set[tuple[str, Place]] = set()
    heads: list[Head] = []
    seen: set[int] = set()
    for row in rows:
        if row.thing in seen:
            continue
        seen.add(row.thing)
        own = (row.Annotation.article_id, "text", row.Annotation.start, row.Annotation.end)
        for relation, chosen in zip(("perhaps", "perhaps-differing"), _apart(offers[row.thing]), strict=True):
            places = {(relation, _place(one)) for one in chosen}
            if not places or ((relation, own) in told and places <= told):
                continue
            told |= {*places, (relation, own)}
            heads.append(Head(row.thing, relation, 1, (row.slug, row.name) if row.slug else None, chosen))
    return heads


def _place(one: OfferView) -> Place:
    return one.article_id, one.part, one.start, one.end


def _members(session: Session, things: Sequence[int]) -> dict[int, list[Annotation]]:
    found: dict[int, list[Annotation]] = defaultdict(list)
    rows = session.execute(
        columns(thing_of(col(Annotation.id)).label("thing"), Annotation)
        .where(standing_for(things, col(Annotation.id)))
        .order_by(col(Annotation.article_id), col(Annotation.start), col(Annotation.end))
    )
    for thing, mark in rows:
        found[thing].append(mark)
    return found


def _item(layer: str, head: Head, members: Sequence[Annotation]) -> Item:
    first = members[0]
    told = f"{layer} {head.relation == 'perhaps-differing'} {first.article_id} {first.start} {first.end}"
    return Item(
        id=blake2b(told.encode(), digest_size=8).hexdigest(),
        relation=head.relation,
        sources=head.sources,
        speaker=head.speaker,
        members=tuple(members),
        perhaps=tuple(candidate(one) for one in head.offers),
    )
