"""Figures that several articles give of one thing: put into groups when an article comes, and again when one goes.

Candidates come out of an index over ``compare.figures.keys`` (table ``mark_term``), never from all figures of a summit.
Of a key that very many marks have, the oldest are looked at, and a very large group only grows: so what an article
costs does not grow with the summit. Below these limits the groups are those of ``compare.figures.group`` over all
marks, in whatever order the articles come.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row, delete, func, insert, union_all, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.compare.dates import Reference, reference, resolve
from app.compare.figures import ORDER, Group, Mark, group, keys
from app.models import Annotation, Article, MarkTerm, Parallel, ParallelMember, Summit
from app.nlp.types import Figure

LAYER = "figure"
OLDEST = 40  # marks with one key that are looked at
WHOLE = 100  # members up to which a group is put together anew; a larger one only grows
_AT_ONCE = 40  # keys in one statement
_FIELDS = frozenset(field.name for field in fields(Figure))


def group_figures(session: Session, article_id: int) -> None:
    """Resolve the dates of an article's figures and bring the groups they belong to up to date; safe to repeat."""
    article = session.get(Article, article_id)
    if article is None:
        return
    forget_figures(session, article_id)
    summit = session.get_one(Summit, article.summit_id)
    against = reference(article.published_from, article.published_to, summit.starts_on)
    chosen = _mark_columns().where(col(Annotation.article_id) == article_id, col(Annotation.layer) == LAYER)
    terms: list[dict[str, Any]] = []
    for row in session.execute(chosen).all():
        mark = _resolved(session, row, against)
        terms += [
            {"annotation_id": mark.id, "term": term, "summit_id": article.summit_id, "layer": LAYER}
            for term in sorted(set(map(_hash, keys(mark))))
        ]
    if terms:
        session.execute(insert(MarkTerm), terms)
        _regroup(session, article.summit_id, {row["term"] for row in terms}, {row["annotation_id"] for row in terms})


def forget_figures(session: Session, article_id: int) -> None:
    """Take an article's figures out of their groups, which are put together anew without them.

    To be called before its annotations go, while it is still known what they were in.
    """
    own = columns(col(Annotation.id)).where(col(Annotation.article_id) == article_id, col(Annotation.layer) == LAYER)
    terms = set(session.scalars(columns(col(MarkTerm.term)).where(col(MarkTerm.annotation_id).in_(own))))
    if not terms:
        return
    summit_id = session.scalars(columns(col(Article.summit_id)).where(col(Article.id) == article_id)).one()
    touched = set(session.scalars(columns(col(ParallelMember.parallel_id)).where(_member_of(own))))
    session.execute(delete(ParallelMember).where(_member_of(own)))
    session.execute(delete(MarkTerm).where(col(MarkTerm.annotation_id).in_(own)))
    _count_again(session, touched)
    _regroup(session, summit_id, terms)


def _member_of(own: Any) -> Any:
    return col(ParallelMember.annotation_id).in_(own)


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


# --- marks


def _mark_columns() -> Any:
    return columns(col(Annotation.id), col(Annotation.article_id), col(Article.source_id), col(Annotation.attrs)).join(
        Article, col(Article.id) == col(Annotation.article_id)
    )


def _mark(row: Row[Any]) -> Mark:
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.attrs.items() if name in _FIELDS
    }
    return Mark(row.id, row.article_id, row.source_id, Figure(**known), row.attrs.get("day"))


def _resolved(session: Session, row: Row[Any], against: Reference | None) -> Mark:
    """The mark with its date read against the article's; what was read is stored, for display and comparison."""
    mark = _mark(row)
    day = resolve(mark.figure.when, against)
    if day != mark.day:
        changed = update(Annotation).where(col(Annotation.id) == mark.id)
        session.execute(changed.values(attrs={**row.attrs, "day": day}))
    return Mark(mark.id, mark.article, mark.source, mark.figure, day)


# --- groups


def _regroup(session: Session, summit_id: int, terms: Collection[int], new: Collection[int] = ()) -> None:
    """Put the ``new`` marks, those with any of these keys, and those grouped with them, into groups anew."""
    near = _oldest(session, summit_id, sorted(terms)) | set(new)
    standing = dict(
        session.execute(
            columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id)).where(
                col(ParallelMember.annotation_id).in_(near)
            )
        ).all()
    )
    touched = set(standing.values())
    sizes = dict(
        session.execute(columns(col(Parallel.id), col(Parallel.members)).where(col(Parallel.id).in_(touched))).all()
    )
    small = {id_ for id_, members in sizes.items() if members <= WHOLE}
    whole = session.execute(
        columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id)).where(
            col(ParallelMember.parallel_id).in_(small)
        )
    ).all()
    standing |= dict(whole)
    rows = session.execute(_mark_columns().where(col(Annotation.id).in_({*near, *standing}))).all()
    _store(session, summit_id, group(map(_mark, rows)), standing, small)


def _oldest(session: Session, summit_id: int, terms: Sequence[int]) -> set[int]:
    """Ids of the oldest marks with each of the keys, by look-ups in the index alone."""
    found: set[int] = set()
    for first in range(0, len(terms), _AT_ONCE):
        each = [
            columns(
                columns(col(MarkTerm.annotation_id))
                .where(col(MarkTerm.summit_id) == summit_id, col(MarkTerm.layer) == LAYER, col(MarkTerm.term) == term)
                .order_by(col(MarkTerm.annotation_id))
                .limit(OLDEST)
                .subquery()
                .c.annotation_id
            )
            for term in terms[first : first + _AT_ONCE]
        ]
        found.update(session.scalars(union_all(*each)))
    return found


def _store(
    session: Session, summit_id: int, groups: Sequence[Group], standing: dict[int, int], small: Collection[int]
) -> None:
    """Replace the ``small`` groups, known whole, by the new ones; what belongs to a larger one joins it."""
    before: dict[int, set[int]] = defaultdict(set)
    for mark_id, parallel_id in standing.items():
        before[parallel_id].add(mark_id)
    kept: set[int] = set()
    new: list[Group] = []
    for one in groups:
        ids = {mark.id for mark in one.marks}
        large = sorted({standing[id_] for id_ in ids if id_ in standing} - set(small))
        same = next((standing[id_] for id_ in ids if id_ in standing and before[standing[id_]] == ids), None)
        if large:
            _grow(session, large, one, standing)
        elif same is not None:
            kept.add(same)
            _describe(session, same, one)
        else:
            new.append(one)
    gone = set(small) - kept
    if gone:
        session.execute(delete(ParallelMember).where(col(ParallelMember.parallel_id).in_(gone)))
        session.execute(delete(Parallel).where(col(Parallel.id).in_(gone)))
    for one in new:
        _insert(session, summit_id, one)


def _insert(session: Session, summit_id: int, one: Group) -> None:
    sources = len({mark.source for mark in one.marks})
    parallel = Parallel(summit_id=summit_id, layer=LAYER, label=one.label, sources=sources, members=len(one.marks))
    session.add(parallel)
    session.flush()
    assert parallel.id is not None
    session.execute(insert(ParallelMember), list(_rows(one.marks, parallel.id)))


def _rows(marks: Sequence[Mark], parallel_id: int) -> Iterator[dict[str, int]]:
    for mark in marks:
        yield {"annotation_id": mark.id, "parallel_id": parallel_id, "article_id": mark.article}


def _describe(session: Session, parallel_id: int, one: Group) -> None:
    sources = len({mark.source for mark in one.marks})
    session.execute(
        update(Parallel)
        .where(col(Parallel.id) == parallel_id)
        .values(label=one.label, sources=sources, members=len(one.marks))
    )


def _grow(session: Session, large: Sequence[int], one: Group, standing: dict[int, int]) -> None:
    """Add marks to a group too large to be read again; where several are one now, to the oldest of them."""
    target = session.get_one(Parallel, large[0], populate_existing=True)
    for other in large[1:]:
        absorbed = session.get_one(Parallel, other, populate_existing=True)
        moved = update(ParallelMember).where(col(ParallelMember.parallel_id) == other).values(parallel_id=target.id)
        session.execute(moved)
        target.label = max(target.label, absorbed.label, key=_rank)
        session.delete(absorbed)
    own = set(large)
    added = [mark for mark in one.marks if standing.get(mark.id) not in own]
    if added:
        ids = [mark.id for mark in added]
        session.execute(delete(ParallelMember).where(col(ParallelMember.annotation_id).in_(ids)))
    fresh = {source for source in {mark.source for mark in added} if not _has(session, large[0], source)}
    if added:
        session.execute(insert(ParallelMember), list(_rows(added, large[0])))
    target.label = max(target.label, one.label, key=_rank)
    target.members += len(added)
    target.sources += len(fresh)
    session.add(target)
    session.flush()
    if len(large) > 1:
        _count_again(session, {large[0]})


def _rank(name: str) -> int:
    return next((rank for rank, known in enumerate(ORDER) if known == name), 0)


def _has(session: Session, parallel_id: int, source_id: int) -> bool:
    """Has the source a figure in the group?"""
    found = (
        select(ParallelMember.annotation_id)
        .join(Article, col(Article.id) == col(ParallelMember.article_id))
        .where(col(ParallelMember.parallel_id) == parallel_id, col(Article.source_id) == source_id)
        .limit(1)
    )
    return session.exec(found).first() is not None


def _count_again(session: Session, parallel_ids: Collection[int]) -> None:
    """Members and sources of groups from their rows; one without members goes."""
    counted = session.execute(
        columns(col(ParallelMember.parallel_id), func.count(), func.count(col(Article.source_id).distinct()))
        .join(Article, col(Article.id) == col(ParallelMember.article_id))
        .where(col(ParallelMember.parallel_id).in_(parallel_ids))
        .group_by(col(ParallelMember.parallel_id))
    ).all()
    for id_, members, sources in counted:
        session.execute(update(Parallel).where(col(Parallel.id) == id_).values(members=members, sources=sources))
    empty = set(parallel_ids) - {id_ for id_, _, _ in counted}
    if empty:
        session.execute(delete(Parallel).where(col(Parallel.id).in_(empty)))
