"""Which quotations of a summit give the same utterance: kept up to date article by article, never compared with all.

Every quotation with a speaker is held in the index (``mark_term``) under its whole wording, a negative number; the
first of each wording also under its telling words, so that a sentence quoted a thousand times is one candidate. A mark
that repeats a known wording joins its group unseen; only new wordings are compared, with a bounded number of others.
Groups are what links connect: the same rows come out in whatever order articles come, change and go.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, func, insert, literal, union_all, update
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.compare.quotations import Utterance, group_utterances, read_utterance, relation, same_utterance
from app.models import Annotation, Article, MarkTerm, Parallel, ParallelMember, Summit

LAYER = "quotation"
PER_TERM = 40  # wordings looked up under one telling word, oldest first: a word that all share tells little
CANDIDATES = 30  # wordings that a new one is compared with, those that share the most and rarest words
PER_WHOLE = 20  # marks looked up that give the very same words
TERMS_AT_ONCE = 50  # look-ups in one statement


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stored quotation with what the comparison needs."""

    id: int
    article_id: int
    source_id: int
    entity_id: int
    utterance: Utterance

    @property
    def marked(self) -> bool:
        """Between quotation marks, not reported."""
        return self.utterance.kind != "indirect"


def group_quotations(session: Session, article_id: int) -> None:
    """Find the other renderings of what an article quotes, and store the groups; safe to repeat."""
    ungroup_quotations(session, article_id)
    summit_id = session.exec(select(Article.summit_id).where(Article.id == article_id)).one_or_none()
    own = load_quoted(session, col(Annotation.article_id) == article_id)
    if summit_id is None or not own:
        return
    twins = _marks_under(session, summit_id, {one.utterance.whole for one in own}, 1)
    fresh = [one for one in own if one.utterance.whole not in twins]
    candidates = _candidates(session, summit_id, fresh)
    wanted = {id_ for ids in (*candidates.values(), *twins.values()) for id_ in ids}
    outside = {one.id: one for one in load_quoted(session, col(Annotation.id).in_(wanted))}
    links: dict[int, list[int]] = {}
    for one in own:
        twin = [id_ for id_ in twins.get(one.utterance.whole, ()) if id_ in outside]
        links[one.id] = twin or [
            id_
            for id_ in candidates.get(one.id, ())
            if id_ in outside and same_utterance(one.utterance, outside[id_].utterance)
        ]
    _index(session, summit_id, own, known=set(twins))
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
    twins = _marks_under(session, summit_id, {row.term for row in held}, PER_WHOLE)
    kinds = _inherit(session, summit_id, twins)
    whole_groups: Counter[int] = Counter()
    torn: set[int] = set()
    for row in held:
        if row.parallel_id is not None:
            whole_groups[row.parallel_id] += 1
            if (row.label == "indirect") not in kinds.get(row.term, set()):
                torn.add(row.parallel_id)
    for group_id in sorted(whole_groups):
        _rebuild(session, group_id) if group_id in torn else _recount(session, group_id)


def recount_quotations(session: Session, article_id: int) -> None:
    """Count the sources of an article's groups anew: it has been given another source."""
    groups = columns(col(ParallelMember.parallel_id)).where(col(ParallelMember.article_id) == article_id).distinct()
    for group_id in session.scalars(groups).all():
        _recount(session, group_id)


def load_quoted(session: Session, *where: ColumnElement[bool]) -> list[Quoted]:
    """Quotations with a known speaker that say enough to be compared, in order of their ids. Two statements."""
    length = col(Annotation.end) - col(Annotation.start)
    rows = session.execute(
        columns(
            col(Annotation.id),
            col(Annotation.article_id),
            col(Article.source_id),
            col(Annotation.entity_id),
            col(Annotation.label),
            col(Annotation.start),
            col(Annotation.attrs),
            func.substr(col(Article.text), col(Annotation.start) + 1, length).label("text"),
        )
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(col(Annotation.layer) == LAYER, col(Annotation.entity_id).is_not(None), *where)
        .order_by(col(Annotation.id))
    ).all()
    inside = _marks_inside(session, *where)
    found = []
    for row in rows:
        marks = inside.get(row.id, [])
        utterance = read_utterance(
            row.text,
            row.label,
            str(row.entity_id),
            row.attrs.get("verb"),
            [(m.start - row.start, m.end - row.start, str(m.entity_id)) for m in marks if m.layer == "mention"],
            [(m.start - row.start, m.end - row.start) for m in marks if m.layer == LAYER],
        )
        if utterance is not None:
            found.append(Quoted(row.id, row.article_id, row.source_id, row.entity_id, utterance))
    return found


def _marks_inside(session: Session, *where: ColumnElement[bool]) -> dict[int, list[Annotation]]:
    """By quotation: the names in it, and the marked words in a report."""
    inner = aliased(Annotation)
    name = and_(col(inner.layer) == "mention", col(inner.entity_id).is_not(None))
    nested = and_(
        col(inner.layer) == LAYER, col(inner.label).in_(["direct", "partial"]), col(Annotation.label) == "indirect"
    )
    rows = session.execute(
        columns(col(Annotation.id), inner)
        .join(
            inner,
            and_(
                col(inner.article_id) == col(Annotation.article_id),
                col(inner.layer).in_(["mention", LAYER]),
                col(inner.start) >= col(Annotation.start),
                col(inner.end) <= col(Annotation.end),
                col(inner.id) != col(Annotation.id),
            ),
        )
        .where(col(Annotation.layer) == LAYER, col(Annotation.entity_id).is_not(None), name | nested, *where)
        .order_by(col(Annotation.id), col(inner.start))
    )
    found: dict[int, list[Annotation]] = defaultdict(list)
    for id_, mark in rows:
        found[id_].append(mark)
    return found


def _marks_under(session: Session, summit_id: int, terms: Iterable[int], limit: int) -> dict[int, list[int]]:
    """Ids of the first marks under each term, at most ``limit``; terms that nothing has are left out."""
    found: dict[int, list[int]] = defaultdict(list)
    ordered = sorted(terms)
    for first in range(0, len(ordered), TERMS_AT_ONCE):
        chosen = ordered[first : first + TERMS_AT_ONCE]
        padded = [*chosen, *[chosen[-1]] * (TERMS_AT_ONCE - len(chosen))]  # one statement, compiled once
        parts = [
            columns(literal(place).label("place"), col(MarkTerm.annotation_id))
            .where(col(MarkTerm.summit_id) == summit_id, col(MarkTerm.layer) == LAYER, col(MarkTerm.term) == term)
            .order_by(col(MarkTerm.annotation_id))
            .limit(limit if place < len(chosen) else 0)
            .subquery()
            for place, term in enumerate(padded)
        ]
        together = union_all(*(columns(part) for part in parts)).subquery()
        for place, annotation_id in session.execute(columns(together).order_by(*together.c)):
            found[padded[place]].append(annotation_id)
    return found


def _candidates(session: Session, summit_id: int, fresh: Sequence[Quoted]) -> dict[int, list[int]]:
    """By new mark: the stored wordings that share the most telling words with it, rare ones counting more."""
    terms = {one.id: one.utterance.terms for one in fresh}
    holders = _marks_under(session, summit_id, set().union(*terms.values()), PER_TERM)
    chosen = {}
    for id_, own in terms.items():
        shared: dict[int, float] = defaultdict(float)
        for term in own:
            for other in holders.get(term, ()):
                shared[other] += 1 / len(holders[term])
        chosen[id_] = sorted(shared, key=lambda other: (-shared[other], other))[:CANDIDATES]
    return chosen


def _index(session: Session, summit_id: int, marks: Sequence[Quoted], known: set[int]) -> None:
    """Enter marks under their wording, and the first of each wording that is not known yet under its words."""
    rows = []
    for one in marks:
        terms = {one.utterance.whole} | (set() if one.utterance.whole in known else one.utterance.terms)
        known.add(one.utterance.whole)
        rows += [{"annotation_id": one.id, "term": t, "summit_id": summit_id, "layer": LAYER} for t in sorted(terms)]
    if rows:
        session.execute(insert(MarkTerm), rows)


def _inherit(session: Session, summit_id: int, twins: dict[int, list[int]]) -> dict[int, set[bool]]:
    """See that each wording left is held under its words by one mark; by wording, whether it is reported, marked."""
    ids = {id_ for found in twins.values() for id_ in found}
    labels = dict(
        session.execute(columns(col(Annotation.id), col(Annotation.label)).where(col(Annotation.id).in_(ids))).all()
    )
    firsts = {found[0] for found in twins.values()}
    held = set(
        session.scalars(
            columns(col(MarkTerm.annotation_id)).where(col(MarkTerm.annotation_id).in_(firsts), col(MarkTerm.term) >= 0)
        )
    )
    rows = [
        {"annotation_id": one.id, "term": term, "summit_id": summit_id, "layer": LAYER}
        for one in load_quoted(session, col(Annotation.id).in_(firsts - held))
        for term in sorted(one.utterance.terms)
    ]
    if rows:
        session.execute(insert(MarkTerm), rows)
    return {term: {labels[id_] == "indirect" for id_ in found} for term, found in twins.items()}


def _join(
    session: Session, summit_id: int, own: Sequence[Quoted], links: dict[int, list[int]], outside: dict[int, Quoted]
) -> None:
    """Put an article's marks into the groups of what they are linked with, joining groups and opening new ones."""
    linked = {id_ for ids in links.values() for id_ in ids}
    membership = columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id))
    group_of = dict(session.execute(membership.where(col(ParallelMember.annotation_id).in_(linked))).all())
    parts = [[own[place].id for place in part] for part in group_utterances([one.utterance for one in own])]
    parts += [[id_] for id_ in links if not any(id_ in part for part in parts)]
    marks = {one.id: one for one in own} | outside
    for part in _connected(parts, links, group_of):
        found = sorted({id_ for member in part for id_ in links[member]})
        groups = sorted({group_of[id_] for id_ in found if id_ in group_of})
        fresh = [marks[id_] for id_ in (*part, *(id_ for id_ in found if id_ not in group_of))]
        if groups:
            _enlarge(session, groups, fresh, [marks[id_] for id_ in found])
        elif len(fresh) > 1:
            _open(session, summit_id, fresh)


def _connected(parts: list[list[int]], links: dict[int, list[int]], group_of: dict[int, int]) -> list[list[int]]:
    """Parts of an article's marks, joined where they are linked with the same group or the same mark."""
    joined: list[tuple[set[tuple[bool, int]], list[int]]] = []
    for part in parts:
        ends = {(id_ in group_of, group_of.get(id_, id_)) for member in part for id_ in links[member]}
        members = list(part)
        apart = []
        for other_ends, other in joined:
            if ends & other_ends:
                ends, members = ends | other_ends, [*other, *members]
            else:
                apart.append((other_ends, other))
        joined = [*apart, (ends, members)]
    return [members for _, members in joined]


def _open(session: Session, summit_id: int, marks: Sequence[Quoted]) -> None:
    """A new group."""
    group = Parallel(
        summit_id=summit_id,
        layer=LAYER,
        label=relation([(one.marked, one.utterance.wording.key) for one in marks]),
        entity_id=marks[0].entity_id,
        sources=len({one.source_id for one in marks}),
        members=len(marks),
    )
    session.add(group)
    session.flush()
    assert group.id is not None
    _enter(session, group.id, marks)


def _enter(session: Session, group_id: int, marks: Sequence[Quoted]) -> None:
    rows = [{"annotation_id": one.id, "parallel_id": group_id, "article_id": one.article_id} for one in marks]
    session.execute(insert(ParallelMember), rows)


def _enlarge(session: Session, groups: Sequence[int], fresh: Sequence[Quoted], linked: Sequence[Quoted]) -> None:
    """Put marks into the largest of the groups they are linked with, and the others into it as well.

    What a group is called follows from what it was and from what is new; its members are not read again, for there may
    be thousands.
    """
    rows = session.exec(select(Parallel).where(col(Parallel.id).in_(groups))).all()
    group = max(rows, key=lambda row: (row.members, -(row.id or 0)))
    assert group.id is not None
    others = [id_ for id_ in groups if id_ != group.id]
    if others:
        moved = col(ParallelMember.parallel_id).in_(others)
        session.execute(update(ParallelMember).where(moved).values(parallel_id=group.id))
        session.execute(delete(Parallel).where(col(Parallel.id).in_(others)))
    now = relation([(one.marked, one.utterance.wording.key) for one in (*fresh, *linked)])
    labels = {row.label for row in rows} | {now}
    group.label = "reported" if "reported" in labels else "identical" if labels == {"identical"} else "wording"
    known = {source_id for source_id in {one.source_id for one in fresh} if _has_source(session, group.id, source_id)}
    _enter(session, group.id, fresh)
    group.members += len(fresh)
    group.sources += len({one.source_id for one in fresh} - known)
    session.add(group)
    session.flush()
    if others:
        _recount(session, group.id)


def _has_source(session: Session, group_id: int, source_id: int) -> bool:
    here = (
        columns(col(ParallelMember.annotation_id))
        .join(Article, col(Article.id) == col(ParallelMember.article_id))
        .where(col(ParallelMember.parallel_id) == group_id, col(Article.source_id) == source_id)
        .limit(1)
    )
    return session.execute(here).first() is not None


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
    left = columns(col(ParallelMember.annotation_id)).where(col(ParallelMember.parallel_id) == group_id)
    marks = load_quoted(session, col(Annotation.id).in_(left))
    session.execute(delete(ParallelMember).where(col(ParallelMember.parallel_id) == group_id))
    session.execute(delete(Parallel).where(col(Parallel.id) == group_id))
    for part in group_utterances([one.utterance for one in marks]):
        if summit_id is not None:
            _open(session, summit_id, [marks[place] for place in part])
