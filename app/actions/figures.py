"""Figures that several articles give of one thing: put into groups when an article comes, and again when one goes.

Candidates come out of an index over ``compare.figure_keys`` (table ``mark_term``), never from all of a summit.
Of a key that very many marks have, the oldest are looked at, and a very large group only grows: so what an article
costs does not grow with the summit. Below these limits the groups are those of ``compare.figures.group`` over all
marks, in whatever order the articles come.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row, Text, bindparam, cast, delete, func, insert, literal_column, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.quotation_index import marks_under
from app.arrays import array
from app.compare.dates import Reference, reference, resolve
from app.compare.figure_keys import Key, Mark, keys, main_keys
from app.compare.figures import ORDER, Group, attach, group, label, tearing
from app.models import Annotation, Article, Parallel, ParallelMember, Summit
from app.nlp.figures.codec import Stored, decode, with_day
from app.terms import MarkTerm

LAYER = "figure"
OLDEST = 25  # marks with one key that are looked at
WHOLE = 60  # members up to which a group is read whole; a larger one only grows


def group_figures(session: Session, article_id: int) -> None:
    """Resolve the dates of an article's figures and bring the groups they belong to up to date; safe to repeat."""
    article = session.get(Article, article_id)
    if article is None:
        return
    forget_figures(session, article_id)
    summit = session.get_one(Summit, article.summit_id)
    against = reference(article.published_from, article.published_to, summit.starts_on)
    new = _resolved(session, _rows_of(session, article_id), against)
    terms: list[dict[str, Any]] = [
        {"annotation_id": mark.id, "term": term, "summit_id": article.summit_id, "layer": LAYER}
        for mark in new
        for term in sorted(set(map(_hash, keys(mark))))
    ]
    if not terms:
        return
    near = _oldest(session, article.summit_id, {row["term"] for row in terms})
    session.connection().execute(insert(MarkTerm), terms)
    others = list(map(read_mark, session.execute(_AMONG, {"marks": near})))
    _attach(session, article.summit_id, new, others)
    torn = tearing(new, others)
    if torn:
        _regroup(session, article.summit_id, set(map(_hash, torn)), ())


def forget_figures(session: Session, article_id: int) -> None:
    """Take an article's figures out of their groups, which are put together anew without them.

    To be called before its annotations go, while it is still known what they were in.
    """
    if session.execute(_KNOWN, {"article": article_id}).first() is None:
        return
    own = columns(col(Annotation.id)).where(col(Annotation.article_id) == article_id, col(Annotation.layer) == LAYER)
    old = [read_mark(row) for row in _rows_of(session, article_id)]
    touched = set(
        session.scalars(
            columns(col(ParallelMember.parallel_id)).where(col(ParallelMember.annotation_id).in_(own)).distinct()
        )
    )
    session.execute(delete(ParallelMember).where(col(ParallelMember.annotation_id).in_(own)))
    session.execute(delete(MarkTerm).where(col(MarkTerm.annotation_id).in_(own)))
    _count_again(session, touched)
    summit_id = session.scalars(columns(col(Article.summit_id)).where(col(Article.id) == article_id)).one()
    _regroup(session, summit_id, {_hash(key) for mark in old for key in main_keys(mark)}, touched)


def _hash(key: Key) -> int:
    return int.from_bytes(blake2b(key.text.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


# --- marks


def _rows_of(session: Session, article_id: int) -> Sequence[Row[Any]]:
    return session.execute(_IN_ARTICLE, {"article": article_id}).all()


# Columns of a stored figure; what is told of it as JSON, so that of marks looked at again and again it is read once.
def _mark_columns() -> Any:
    return columns(
        col(Annotation.id),
        col(Annotation.article_id),
        col(Article.source_id),
        cast(col(Annotation.attrs), Text).label("attrs"),
    ).join(Article, col(Article.id) == col(Annotation.article_id))


_MARKS = _mark_columns()
_IN_ARTICLE = _MARKS.where(col(Annotation.article_id) == bindparam("article"), col(Annotation.layer) == LAYER).order_by(
    col(Annotation.id)
)
_AMONG = _MARKS.where(col(Annotation.id).in_(array("marks")))
_OWN = columns(col(Annotation.id)).where(
    col(Annotation.article_id) == bindparam("article"), col(Annotation.layer) == LAYER
)
_KNOWN = columns(col(MarkTerm.term)).where(col(MarkTerm.annotation_id).in_(_OWN)).limit(literal_column("1"))
_DATED = (
    update(Annotation.__table__)  # type: ignore[attr-defined]
    .where(col(Annotation.id) == bindparam("mark"))
    .values(attrs=bindparam("told"))
)


def read_mark(row: Any) -> Mark:
    """A stored figure (id, article_id, source_id, and attrs as JSON) as it is compared."""
    return Mark(row.id, row.article_id, row.source_id, *_read(row.attrs))


@lru_cache(maxsize=4_000)
def _read(attrs: str) -> Stored:
    return decode(json.loads(attrs))


def _resolved(session: Session, rows: Iterable[Any], against: Reference | None) -> list[Mark]:
    """The marks with their dates read against the article's; what was read is stored, for display and comparison."""
    marks, changed = [], []
    for row in rows:
        mark = read_mark(row)
        day = resolve(mark.figure.when, against)
        if day != mark.day:
            changed.append({"mark": mark.id, "told": with_day(json.loads(row.attrs), day)})
        marks.append(Mark(mark.id, mark.article, mark.source, mark.figure, day))
    if changed:
        session.connection().execute(_DATED, changed)
    return marks


# --- groups


def _attach(session: Session, summit_id: int, new: Sequence[Mark], others: Sequence[Mark]) -> None:
    """Bring new marks into the groups of those of the others that are about the same."""
    standing = dict(session.execute(_STANDING, {"marks": [mark.id for mark in others]}).all())
    for found in attach(new, others):
        parallels = sorted({standing[mark.id] for mark in found if mark.id in standing})
        if parallels:
            _grow(session, parallels, found, standing)
        elif len(found) > 1:
            _insert(session, summit_id, found)


def _regroup(session: Session, summit_id: int, terms: Collection[int], parallels: Collection[int]) -> None:
    """Put the marks with any of these keys, and those in these groups, into groups anew."""
    near = _oldest(session, summit_id, terms)
    touched = {*_standing(session, col(ParallelMember.annotation_id).in_(near)).values(), *parallels}
    small = set(
        session.scalars(columns(col(Parallel.id)).where(col(Parallel.id).in_(touched), col(Parallel.members) <= WHOLE))
    )
    standing = _standing(session, col(ParallelMember.parallel_id).in_(small))
    large = set(_standing(session, col(ParallelMember.annotation_id).in_(near - standing.keys())))
    rows = session.execute(_AMONG, {"marks": {*near, *standing} - large}).all()
    _replace(session, summit_id, group(map(read_mark, rows)), standing)


_STANDING = columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id)).where(
    col(ParallelMember.annotation_id).in_(array("marks"))
)


def _standing(session: Session, where: Any) -> dict[int, int]:
    """The groups that marks are in, by the marks' ids."""
    chosen = columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id)).where(where)
    return dict(session.execute(chosen).all())


def _oldest(session: Session, summit_id: int, terms: Iterable[int]) -> set[int]:
    """Ids of the oldest marks with each of the keys, by look-ups in the index alone."""
    return {id_ for ids in marks_under(session, summit_id, terms, OLDEST, LAYER).values() for id_ in ids}


def _replace(session: Session, summit_id: int, groups: Sequence[Group], standing: dict[int, int]) -> None:
    """Put new groups in the place of those whose marks are ``standing``; what is as it was stays."""
    before: dict[int, set[int]] = defaultdict(set)
    for mark_id, parallel_id in standing.items():
        before[parallel_id].add(mark_id)
    by_marks = {frozenset(marks): parallel_id for parallel_id, marks in before.items()}
    kept: set[int] = set()
    new: list[Group] = []
    for one in groups:
        same = by_marks.get(frozenset(mark.id for mark in one.marks))
        if same is None:
            new.append(one)
        else:
            kept.add(same)
            session.execute(update(Parallel).where(col(Parallel.id) == same).values(label=one.label))
    gone = before.keys() - kept
    session.execute(delete(ParallelMember).where(col(ParallelMember.parallel_id).in_(gone)))
    session.execute(delete(Parallel).where(col(Parallel.id).in_(gone)))
    for one in new:
        _insert(session, summit_id, one.marks)


def _insert(session: Session, summit_id: int, marks: Sequence[Mark]) -> None:
    sources = len({mark.source for mark in marks})
    parallel = Parallel(summit_id=summit_id, layer=LAYER, label=label(marks), sources=sources, members=len(marks))
    session.add(parallel)
    session.flush()
    assert parallel.id is not None
    session.execute(insert(ParallelMember), list(_members(marks, parallel.id)))


def _members(marks: Sequence[Mark], parallel_id: int) -> Iterator[dict[str, int]]:
    for mark in marks:
        yield {"annotation_id": mark.id, "parallel_id": parallel_id, "article_id": mark.article}


def _grow(session: Session, parallels: Sequence[int], found: Sequence[Mark], standing: dict[int, int]) -> None:
    """Add marks to a group; where several are one now, to the oldest of them."""
    target, *rest = parallels
    added = [mark for mark in found if mark.id not in standing]
    fresh = {source for source in {mark.source for mark in added} if not _has(session, target, source)}
    session.execute(insert(ParallelMember), list(_members(added, target)))
    if rest:
        chosen = col(ParallelMember.parallel_id).in_(rest)
        session.execute(update(ParallelMember).where(chosen).values(parallel_id=target))
    stood = session.execute(
        columns(col(Parallel.id), col(Parallel.label), col(Parallel.members)).where(col(Parallel.id).in_(parallels))
    ).all()
    session.execute(delete(Parallel).where(col(Parallel.id).in_(rest)))
    size = sum(members for _, _, members in stood) + len(added)
    grown = {"members": size, "sources": Parallel.sources + len(fresh)}
    session.execute(update(Parallel).where(col(Parallel.id) == target).values(**grown))
    if rest:
        _count_again(session, {target})
    _name(session, target, found, [told for _, told, _ in stood], size)


def _name(session: Session, parallel_id: int, found: Sequence[Mark], told: Sequence[str], size: int) -> None:
    """Label a group that has grown: by all its marks or, where it is large, by what was known and what is new."""
    if size <= WHOLE:
        ids = columns(col(ParallelMember.annotation_id)).where(col(ParallelMember.parallel_id) == parallel_id)
        rows = session.execute(_MARKS.where(col(Annotation.id).in_(ids))).all()
        name: str = label([read_mark(row) for row in rows])
    else:
        name = max(*told, label(found), key=_rank)
    session.execute(update(Parallel).where(col(Parallel.id) == parallel_id).values(label=name))


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
