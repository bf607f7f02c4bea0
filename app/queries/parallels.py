"""The same utterance in several sources: one row for each wording, with the sources that have it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.quotations import reporting_clause, stretches
from app.compare.wording import Wording, read_wording
from app.models import Annotation, Article, Entity, Parallel, ParallelMember
from app.nlp.codecs import probability_of
from app.queries.claims import Asked, mark_claims
from app.queries.filters import Filters
from app.queries.groups import Item, group_items
from app.queries.heads import article_views
from app.queries.scope import find_scope, is_certain, source_rows
from app.queries.stated_marks import unshared
from app.queries.terms import mark_terms
from app.queries.views.documents import QuotationGroup, QuotationGroups, QuotationMember
from app.queries.views.quotes import MemberView, ParallelView, WordingView
from app.queries.voices import stance_of
from app.sums import StatedMark

LAYER = "quotation"
MOST_MEMBERS = 4000  # marks read for one page of groups


@dataclass(frozen=True, slots=True)
class Member:
    """The mark that stands for a source in a group; ``more`` further ones of the source are in it."""

    group: int
    article_id: int
    source_id: int
    start: int
    kind: str
    verb: str | None
    text: str
    proposed: bool
    probability: float | None
    more: int


def _groups(summit_id: int, where: Sequence[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """Groups of two sources and more that have a member under the conditions (on StatedMark)."""
    here = [col(Parallel.summit_id) == summit_id, col(Parallel.layer) == LAYER, col(Parallel.sources) >= 2]
    if not where:
        return here
    # Not correlated: the marks that the conditions leave are looked up once, not for each group anew.
    under = (
        columns(col(ParallelMember.parallel_id))
        .join(StatedMark, col(StatedMark.annotation_id) == col(ParallelMember.annotation_id))
        .where(*where, ~unshared())
        .correlate(None)
    )
    return [*here, col(Parallel.id).in_(under)]


def count_parallels(session: Session, summit_id: int, where: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    """Numbers of groups by how their members relate. One statement."""
    rows = session.execute(
        columns(col(Parallel.label), func.count()).where(*_groups(summit_id, where)).group_by(col(Parallel.label))
    )
    return {row[0]: row[1] for row in rows}


def parallels(
    session: Session,
    asked: Asked,
    where: Sequence[ColumnElement[bool]],
    how: str | None,
    offset: int,
    limit: int,
) -> tuple[ParallelView, ...]:
    """One page of groups, those of most sources first; all members are shown, whatever found the group. Seven
    statements, two more where dates leave out sources that have a member."""
    chosen = [*_groups(asked.scope.summit_id, where), *([col(Parallel.label) == how] if how else [])]
    groups = session.execute(
        columns(col(Parallel.id), col(Parallel.label), col(Entity.name), col(Entity.slug), col(Entity.kind))
        .outerjoin(Entity, col(Entity.id) == col(Parallel.entity_id))
        .where(*chosen)
        .order_by(col(Parallel.sources).desc(), col(Parallel.members).desc(), col(Parallel.id))
        .offset(offset)
        .limit(limit)
    ).all()
    members: dict[int, list[Member]] = defaultdict(list)
    for member in _members(session, [row.id for row in groups], certain=asked.scope.filters.certain):
        members[member.group].append(member)
    ids = sorted({member.article_id for found in members.values() for member in found})
    everyone = asked.sources
    if any(member.source_id not in everyone for found in members.values() for member in found):  # left out by dates
        everyone = source_rows(session, replace(asked.scope, filters=Filters()))
    views = article_views(session, ids, everyone)
    things = [row.id for row in groups]
    claims = mark_claims(session, asked, things, mark_terms(session, things))
    return tuple(
        ParallelView(
            id=row.id,
            label=row.label,
            speaker=row.name,
            slug=row.slug if row.kind == "person" else None,
            sources=len({member.source_id for member in members[row.id]}),
            wordings=_wordings(members[row.id], views),
            claims=claims[row.id],
            proposed=all(member.proposed for member in members[row.id]),
            probability=max((m.probability for m in members[row.id] if m.probability is not None), default=None),
        )
        for row in groups
    )


def _members(session: Session, groups: Sequence[int], *, certain: bool) -> list[Member]:
    """For each group and source the mark that gives most: between marks before reported, the first of them. Only of
    those whose speakers are ``certain``, where that is asked."""
    marked = case((col(Annotation.label) != "indirect", col(Annotation.id)))
    best = (
        columns(
            col(ParallelMember.parallel_id).label("parallel_id"),
            func.coalesce(func.min(marked), func.min(col(Annotation.id))).label("annotation_id"),
            func.count(col(Annotation.article_id).distinct()).label("articles"),
        )
        .join(Annotation, col(Annotation.id) == col(ParallelMember.annotation_id))
        .join(Article, col(Article.id) == col(ParallelMember.article_id))
        .where(col(ParallelMember.parallel_id).in_(groups), *([is_certain()] if certain else []))
        .group_by(col(ParallelMember.parallel_id), col(Article.source_id))
        .limit(MOST_MEMBERS)
        .subquery()
    )
    length = col(Annotation.end) - col(Annotation.start)
    rows = session.execute(
        columns(
            best.c.parallel_id,
            best.c.articles,
            col(Annotation.article_id),
            col(Article.source_id),
            col(Annotation.start),
            col(Annotation.label),
            col(Annotation.surface),
            col(Annotation.status),
            col(Annotation.attrs),
            col(Annotation.corrected),
            func.substr(col(Article.text), col(Annotation.start) + 1, length).label("text"),
        )
        .join(Annotation, col(Annotation.id) == best.c.annotation_id)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .order_by(col(Article.id), col(Annotation.start))
    )
    return [
        Member(
            row.parallel_id,
            row.article_id,
            row.source_id,
            row.start,
            row.label,
            row.surface,
            row.text,
            row.status == "proposed",
            probability_of(row) if row.status == "proposed" else None,
            row.articles - 1,
        )
        for row in rows
    ]


def _wordings(members: Sequence[Member], views: dict[int, Any]) -> tuple[WordingView, ...]:
    """Members with the same words in one row; the row of most sources first, then marked ones, then longer ones."""
    rows: dict[tuple[bool, int], list[Member]] = defaultdict(list)
    wordings: dict[tuple[bool, int], Wording] = {}
    for member in members:
        gone = reporting_clause(member.text, member.verb) if member.kind == "indirect" and member.verb else []
        wording = read_wording(member.text, left_out=gone)
        key = member.kind != "indirect", wording.key
        rows[key].append(member)
        wordings.setdefault(key, wording)
    order = sorted(rows, key=lambda key: (-len(rows[key]), not key[0], -len(wordings[key].tokens), key[1]))
    found = []
    for place, key in enumerate(order):
        first = rows[key][0]
        others = [wordings[other] for other in order if other != key] if place == 0 else [wordings[order[0]]]
        pieces = stretches(first.text, wordings[key], others)
        found.append(
            WordingView(
                kind=first.kind,
                pieces=tuple((piece.text, piece.differs) for piece in pieces),
                members=tuple(
                    MemberView(
                        views[m.article_id], m.start, m.verb, stance_of(m.verb), m.more, m.proposed, m.probability
                    )
                    for m in rows[key]
                ),
                language=views[first.article_id].language,
            )
        )
    return tuple(found)


def parallels_document(session: Session, slug: str, offset: int, limit: int) -> QuotationGroups | None:
    """``GET /api/summits/{slug}/parallel-quotations``; None for a summit that is not there."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    total, items = group_items(session, scope, LAYER, [], offset, limit)
    return {"total": total, "items": [_group(item) for item in items]}


def _group(item: Item) -> QuotationGroup:
    return {
        "id": item.id,
        "speaker": {"slug": item.speaker[0], "name": item.speaker[1]} if item.speaker else None,
        "relation": item.relation,  # type: ignore[typeddict-item]
        "sources": item.sources,
        "members": [_member_document(mark) for mark in item.members],
        "perhaps": list(item.perhaps),
    }


def _member_document(mark: Annotation) -> QuotationMember:
    return {
        "article": mark.article_id,
        "part": "text",
        "start": mark.start,
        "end": mark.end,
        "kind": mark.label,  # type: ignore[typeddict-item]
        "verb": mark.surface,
        "status": mark.status,  # type: ignore[typeddict-item]
        "probability": probability_of(mark),
    }
