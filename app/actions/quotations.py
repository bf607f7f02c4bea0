"""Which quotations of a summit give the same utterance: kept up to date article by article, never compared with all.

A mark that repeats a known wording joins its group unseen; only new wordings are compared, with a bounded number of
others. Groups are what links connect: the same rows come out in whatever order articles come, change and go.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.quotation_index import (
    LAYER,
    PER_WHOLE,
    Quoted,
    candidates_of,
    enter_marks,
    inherit_terms,
    load_quoted,
    marks_under,
)
from app.compare.components import Components
from app.compare.quotations import Relation, group_utterances, relation, same_utterance
from app.models import Annotation, Article, Parallel, ParallelMember, Summit
from app.terms import MarkTerm


@dataclass(frozen=True, slots=True)
class Growth:
    """New members, the marks they are linked with, and the groups of those."""

    groups: list[int]
    fresh: list[Quoted]
    linked: list[Quoted]

    @property
    def relation(self) -> Relation:
        """How the new marks and those they are linked with relate."""
        return relation([mark.utterance.given for mark in (*self.fresh, *self.linked)])


def group_quotations(session: Session, article_id: int) -> None:
    """Find the other renderings of what an article quotes, and store the groups; safe to repeat."""
    ungroup_quotations(session, article_id)
    summit_id = session.exec(select(Article.summit_id).where(Article.id == article_id)).one_or_none()
    own = load_quoted(session, article=article_id)
    if summit_id is None or not own:
        return
    twins = marks_under(session, summit_id, {one.utterance.whole for one in own}, 1)
    fresh = [one for one in own if one.utterance.whole not in twins]
    candidates = candidates_of(session, summit_id, fresh)
    wanted = {id_ for ids in (*candidates.values(), *twins.values()) for id_ in ids}
    outside = {one.id: one for one in load_quoted(session, marks=wanted)}
    links: dict[int, list[int]] = {}
    for one in own:
        twin = [id_ for id_ in twins.get(one.utterance.whole, ()) if id_ in outside]
        links[one.id] = twin or [
            id_
            for id_ in candidates.get(one.id, ())
            if id_ in outside and same_utterance(one.utterance, outside[id_].utterance)
        ]
    enter_marks(session, summit_id, own, known=set(twins))
    _join(session, summit_id, own, links, outside)


def ungroup_quotations(session: Session, article_id: int) -> None:
    """Take an article's quotations out of all groups and the index, before they go or are compared anew."""
    summit_id = session.exec(select(Article.summit_id).where(Article.id == article_id)).one_or_none()
    if summit_id is None:
        return
    session.exec(select(Summit.id).where(Summit.id == summit_id).with_for_update())
    mine = columns(col(Annotation.id)).where(col(Annotation.article_id) == article_id, col(Annotation.layer) == LAYER)
    held = session.execute(
        columns(col(MarkTerm.annotation_id), col(MarkTerm.term), col(Annotation.label), col(ParallelMember.parallel_id))
        .join(Annotation, col(Annotation.id) == col(MarkTerm.annotation_id))
        .outerjoin(ParallelMember, col(ParallelMember.annotation_id) == col(MarkTerm.annotation_id))
        .where(col(MarkTerm.annotation_id).in_(mine), col(MarkTerm.term) < 0)
    ).all()
    session.execute(delete(ParallelMember).where(col(ParallelMember.annotation_id).in_(mine)))
    session.execute(delete(MarkTerm).where(col(MarkTerm.annotation_id).in_(mine)))
    if not held:
        return
    twins = marks_under(session, summit_id, {row.term for row in held}, PER_WHOLE)
    kinds = inherit_terms(session, summit_id, twins)
    whole_groups: Counter[int] = Counter()
    torn: set[int] = set()
    for row in held:
        if row.parallel_id is not None:
            whole_groups[row.parallel_id] += 1
            if (row.label == "indirect") not in kinds.get(row.term, set()):
                torn.add(row.parallel_id)
    for group_id in sorted(torn):
        _rebuild(session, group_id)
    _shrink(session, article_id, {group_id: n for group_id, n in whole_groups.items() if group_id not in torn})


def recount_quotations(session: Session, article_id: int) -> None:
    """Count the sources of an article's groups anew: it has been given another source."""
    groups = columns(col(ParallelMember.parallel_id)).where(col(ParallelMember.article_id) == article_id).distinct()
    for group_id in session.scalars(groups).all():
        _recount(session, group_id)


def _join(
    session: Session, summit_id: int, own: Sequence[Quoted], links: dict[int, list[int]], outside: dict[int, Quoted]
) -> None:
    """Put an article's marks into the groups of what they are linked with, joining groups and opening new ones."""
    linked = {id_ for ids in links.values() for id_ in ids}
    membership = columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id))
    group_of = dict(session.execute(membership.where(col(ParallelMember.annotation_id).in_(linked))).all())
    marks = {quoted.id: quoted for quoted in own} | outside
    grown: list[Growth] = []
    for part in _connected(_within(own), links, group_of):
        found = sorted({id_ for member in part for id_ in links[member]})
        groups = sorted({group_of[id_] for id_ in found if id_ in group_of})
        fresh = [marks[id_] for id_ in (*part, *(id_ for id_ in found if id_ not in group_of))]
        if groups:
            grown.append(Growth(groups, fresh, [marks[id_] for id_ in found]))
        elif len(fresh) > 1:
            _open(session, summit_id, fresh)
    _enlarge(session, own[0].source_id, grown)


def _within(own: Sequence[Quoted]) -> list[list[int]]:
    """The marks of an article, those together that give the same utterance; what has no like stands alone."""
    parts = [[own[place].id for place in part] for part in group_utterances([quoted.utterance for quoted in own])]
    alike = {id_ for part in parts for id_ in part}
    return [*parts, *([quoted.id] for quoted in own if quoted.id not in alike)]


def _connected(parts: list[list[int]], links: dict[int, list[int]], group_of: dict[int, int]) -> list[list[int]]:
    """Parts of an article's marks, joined where they are linked with the same group or the same mark; in the order in
    which their last parts stand."""
    components = Components(range(len(parts)))
    first: dict[tuple[bool, int], int] = {}  # (is it a group?, its id or the mark's) -> the first part linked with it
    for number, part in enumerate(parts):
        for id_ in (id_ for member in part for id_ in links[member]):
            end = id_ in group_of, group_of.get(id_, id_)
            components.join(number, first.setdefault(end, number))
    joined = sorted(components.groups(), key=lambda group: group[-1])
    return [[id_ for number in group for id_ in parts[number]] for group in joined]


def _open(session: Session, summit_id: int, marks: Sequence[Quoted]) -> None:
    """A new group."""
    group = Parallel(
        summit_id=summit_id,
        layer=LAYER,
        label=relation([one.utterance.given for one in marks]),
        entity_id=_only(one.entity_id for one in marks),
        sources=len({one.source_id for one in marks}),
        members=len(marks),
    )
    session.add(group)
    session.flush()
    assert group.id is not None
    session.execute(insert(ParallelMember), [_member(group.id, mark) for mark in marks])


def _only(speakers: Iterable[int | None]) -> int | None:
    """Who said it where some may not say who: the one that is named; None where nobody is, or two are."""
    named = {speaker for speaker in speakers if speaker is not None}
    return named.pop() if len(named) == 1 else None


def _name_speaker(session: Session, group_id: int) -> None:
    """Say of a group anew whose words they are."""
    speakers = session.scalars(
        columns(col(Annotation.entity_id))
        .join(ParallelMember, col(ParallelMember.annotation_id) == col(Annotation.id))
        .where(col(ParallelMember.parallel_id) == group_id, col(Annotation.entity_id).is_not(None))
        .distinct()
        .limit(2)
    )
    session.execute(update(Parallel).where(col(Parallel.id) == group_id).values(entity_id=_only(speakers)))


def _member(group_id: int, mark: Quoted) -> dict[str, int]:
    return {"annotation_id": mark.id, "parallel_id": group_id, "article_id": mark.article_id}


def _enlarge(session: Session, source_id: int, grown: Sequence[Growth]) -> None:
    """Put marks into the largest of the groups they are linked with, and the others into it as well.

    What a group is called follows from what it was and from what is new; its members are not read again, for there may
    be thousands. ``source_id`` is that of the article the marks come from.
    """
    ids = {id_ for growth in grown for id_ in growth.groups}
    rows = {row.id: row for row in session.exec(select(Parallel).where(col(Parallel.id).in_(ids)))}
    sources = {source_id} | {mark.source_id for growth in grown for mark in growth.fresh}
    having = {id_: _having_source(session, ids, id_) for id_ in sorted(sources)}
    members: list[dict[str, int]] = []
    other_speakers: set[int] = set()
    for growth in grown:
        meeting = [rows[id_] for id_ in growth.groups]
        group = _largest(meeting)
        assert group.id is not None
        _tell_anew(group, meeting, growth, having)
        members += [_member(group.id, mark) for mark in growth.fresh]
        if {mark.entity_id for mark in growth.fresh} | {row.entity_id for row in meeting} != {group.entity_id}:
            other_speakers.add(group.id)
    if members:
        session.execute(insert(ParallelMember), members)
    session.flush()
    for growth in grown:
        if len(growth.groups) > 1:
            _unite(session, [rows[id_] for id_ in growth.groups])
    for group_id in sorted(other_speakers):
        _name_speaker(session, group_id)


def _tell_anew(
    group: Parallel, meeting: Iterable[Parallel], growth: Growth, having: Mapping[int, Collection[int]]
) -> None:
    """What a group is called and counts with new marks in it. ``meeting``: it and those that go into it; ``having``:
    by source, the groups that have a member of it already."""
    group.label = _strictest({row.label for row in meeting} | {growth.relation})
    group.members += len(growth.fresh)
    group.sources += sum(group.id not in having[id_] for id_ in {mark.source_id for mark in growth.fresh})


def _strictest(labels: set[str]) -> str:
    """What a group is called whose parts are called so: by what is least alike in it."""
    return next((label for label in ("reported", "wording") if label in labels), "identical")


def _largest(groups: Iterable[Parallel]) -> Parallel:
    """The group into which others go: the one with the most members, of several the oldest."""
    return max(groups, key=lambda row: (row.members, -(row.id or 0)))


def _unite(session: Session, groups: Sequence[Parallel]) -> None:
    """Move all members into the largest group."""
    group = _largest(groups)
    others = [row for row in groups if row is not group]
    moved = col(ParallelMember.parallel_id).in_([row.id for row in others])
    session.execute(update(ParallelMember).where(moved).values(parallel_id=group.id))
    for row in others:
        session.delete(row)
    session.flush()
    assert group.id is not None
    _recount(session, group.id)


def _having_source(session: Session, groups: Iterable[int], source_id: int) -> set[int]:
    """Which of the groups have a member of the source. One statement."""
    held = (
        columns(col(ParallelMember.annotation_id))
        .join(Article, col(Article.id) == col(ParallelMember.article_id))
        .where(col(ParallelMember.parallel_id) == col(Parallel.id), col(Article.source_id) == source_id)
        .correlate(Parallel)
        .exists()
    )
    return set(session.scalars(columns(col(Parallel.id)).where(col(Parallel.id).in_(list(groups)), held)))


def _shrink(session: Session, article_id: int, gone: dict[int, int]) -> None:
    """Count off marks of an article that have gone from groups, each of whose wordings somebody else still has."""
    source_id = session.exec(select(Article.source_id).where(Article.id == article_id)).one()
    having = _having_source(session, gone, source_id)
    groups = session.exec(select(Parallel).where(col(Parallel.id).in_(list(gone)))).all()
    for group in groups:
        assert group.id is not None
        group.members -= gone[group.id]
        group.sources -= group.id not in having
    session.flush()
    for group in groups:
        if group.members < 2 and group.id is not None:
            _recount(session, group.id)


def _recount(session: Session, group_id: int) -> None:
    """Count members and sources anew; a group of fewer than two marks is none."""
    members, sources = session.execute(
        columns(func.count(), func.count(col(Article.source_id).distinct()))
        .select_from(ParallelMember)
        .join(Article, col(Article.id) == col(ParallelMember.article_id))
        .where(col(ParallelMember.parallel_id) == group_id)
    ).one()
    if members < 2:
        session.execute(delete(ParallelMember).where(col(ParallelMember.parallel_id) == group_id))
        session.execute(delete(Parallel).where(col(Parallel.id) == group_id))
    else:
        session.execute(update(Parallel).where(col(Parallel.id) == group_id).values(members=members, sources=sources))


def _rebuild(session: Session, group_id: int) -> None:
    """Group the members that are left anew: the mark that connected them may have gone."""
    summit_id = session.exec(select(Parallel.summit_id).where(Parallel.id == group_id)).one_or_none()
    marks = load_quoted(session, group=group_id)
    session.execute(delete(ParallelMember).where(col(ParallelMember.parallel_id) == group_id))
    session.execute(delete(Parallel).where(col(Parallel.id) == group_id))
    for part in group_utterances([one.utterance for one in marks]):
        if summit_id is not None:
            _open(session, summit_id, [marks[place] for place in part])
