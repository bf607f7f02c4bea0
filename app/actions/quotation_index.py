"""Stored quotations as the comparison reads them, and the index in which another rendering of one is looked up.

Every quotation that is compared is held (``mark_term``) under its whole wording, a negative number; the first of each
wording also under its telling words, so that a sentence quoted a thousand times is one candidate.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.arrays import FirstRows, array
from app.compare.name_search import heard
from app.compare.quotations import UNKNOWN, Utterance, read_utterance
from app.models import Annotation, Article, EntityAlias, ParallelMember
from app.terms import MarkTerm

LAYER = "quotation"
PER_TERM = 40  # wordings looked up under one telling word, oldest first: a word that all share tells little
CANDIDATES = 30  # wordings that a new one is compared with, those that share the most and rarest words
PER_WHOLE = 20  # marks looked up that give the very same words


INSERT_TERMS = insert(MarkTerm)
FORGET_TERMS = delete(MarkTerm).where(
    col(MarkTerm.annotation_id).in_(array("marks")), col(MarkTerm.layer) == bindparam("layer")
)
_UNDER = FirstRows("mark_term", "term", ("summit_id", "layer"), ("annotation_id",))


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stored quotation with what the comparison needs."""

    id: int
    article_id: int
    source_id: int
    entity_id: int | None
    utterance: Utterance


def load_quoted(
    session: Session, *, article: int | None = None, marks: Collection[int] = (), group: int | None = None
) -> list[Quoted]:
    """Quotations that say enough to be compared, whoever speaks, in order of their ids: those of an article, of a
    group, or these marks. Two statements."""
    which = "article" if article is not None else "group" if group is not None else "marks"
    given = {"article": article, "group": group, "marks": marks}[which]
    rows = session.execute(_QUOTATIONS[which], {which: given}).all()
    inside: dict[int, list[Any]] = defaultdict(list)
    for mark in session.execute(_INSIDE[which], {which: given}):
        inside[mark.outer].append(mark)
    found = []
    for row in rows:
        within = inside.get(row.id, [])
        utterance = _utterance(
            row.text,
            row.label,
            UNKNOWN if row.entity_id is None else str(row.entity_id),
            row.attrs.get("verb"),
            tuple((m.start - row.start, m.end - row.start, str(m.entity_id)) for m in within if m.layer == "mention"),
            tuple((m.start - row.start, m.end - row.start) for m in within if m.layer == LAYER),
            heard(row.spelt) if row.spelt else None,
        )
        if utterance is not None:
            found.append(Quoted(row.id, row.article_id, row.source_id, row.entity_id, utterance))
    return found


_utterance = lru_cache(maxsize=2_000)(read_utterance)  # the candidates of one article are mostly those of the next
_OF: dict[str, Any] = {
    "article": col(Annotation.article_id) == bindparam("article"),
    "marks": col(Annotation.id).in_(array("marks")),
    "group": col(Annotation.id).in_(
        columns(col(ParallelMember.annotation_id)).where(col(ParallelMember.parallel_id) == bindparam("group"))
    ),
}
_QUOTATIONS: dict[str, Any] = {
    name: columns(
        col(Annotation.id),
        col(Annotation.article_id),
        col(Article.source_id),
        col(Annotation.entity_id),
        col(Annotation.label),
        col(Annotation.start),
        col(Annotation.attrs),
        func.substr(col(Article.text), col(Annotation.start) + 1, col(Annotation.end) - col(Annotation.start)).label(
            "text"
        ),
        col(EntityAlias.key).label("spelt"),
    )
    .join(Article, col(Article.id) == col(Annotation.article_id))
    .outerjoin(EntityAlias, col(EntityAlias.id) == col(Annotation.alias_id))
    .where(col(Annotation.layer) == LAYER, which)
    .order_by(col(Annotation.id))
    for name, which in _OF.items()
}
# By quotation: the names in it, and the marked words in a report.
_INNER = aliased(Annotation)
_NAME = and_(col(_INNER.layer) == "mention", col(_INNER.entity_id).is_not(None))
_NESTED = and_(
    col(_INNER.layer) == LAYER,
    or_(col(_INNER.label) == "direct", col(_INNER.label) == "partial"),
    col(Annotation.label) == "indirect",
)
_INSIDE: dict[str, Any] = {
    name: columns(
        col(Annotation.id).label("outer"), col(_INNER.layer), col(_INNER.start), col(_INNER.end), col(_INNER.entity_id)
    )
    .join(
        _INNER,
        and_(
            col(_INNER.article_id) == col(Annotation.article_id),
            or_(col(_INNER.layer) == "mention", col(_INNER.layer) == LAYER),
            col(_INNER.start) >= col(Annotation.start),
            col(_INNER.end) <= col(Annotation.end),
            col(_INNER.id) != col(Annotation.id),
        ),
    )
    .where(col(Annotation.layer) == LAYER, or_(_NAME, _NESTED), which)
    .order_by(col(Annotation.id), col(_INNER.start))
    for name, which in _OF.items()
}


def marks_under(
    session: Session, summit_id: int, terms: Iterable[int], limit: int, layer: str = LAYER
) -> dict[int, list[int]]:
    """Ids of the first marks under each term, at most ``limit``; terms that nothing has are left out."""
    return _UNDER(session, set(terms), limit, summit_id=summit_id, layer=layer)


def candidates_of(session: Session, summit_id: int, fresh: Sequence[Quoted]) -> dict[int, list[int]]:
    """By new mark: the stored wordings that share the most telling words with it, rare ones counting more."""
    terms = {one.id: one.utterance.terms for one in fresh}
    holders = marks_under(session, summit_id, set().union(*terms.values()), PER_TERM)
    chosen = {}
    for id_, own in terms.items():
        shared: dict[int, float] = defaultdict(float)
        for term in own:
            for other in holders.get(term, ()):
                shared[other] += 1 / len(holders[term])
        chosen[id_] = sorted(shared, key=lambda other: (-shared[other], other))[:CANDIDATES]
    return chosen


def enter_marks(session: Session, summit_id: int, marks: Sequence[Quoted], known: set[int]) -> None:
    """Enter marks under their wording, and the first of each wording that is not known yet under its words."""
    rows = []
    for one in marks:
        terms = {one.utterance.whole} | (set() if one.utterance.whole in known else one.utterance.terms)
        known.add(one.utterance.whole)
        rows += [{"annotation_id": one.id, "term": t, "summit_id": summit_id, "layer": LAYER} for t in sorted(terms)]
    if rows:
        session.connection().execute(INSERT_TERMS, rows)


def inherit_terms(session: Session, summit_id: int, twins: dict[int, list[int]]) -> dict[int, set[bool]]:
    """See that each wording left is held under its words by one mark; by wording, whether it is reported, marked."""
    ids = {id_ for found in twins.values() for id_ in found}
    labels = dict(session.execute(_LABELS, {"marks": ids}).all())
    firsts = {found[0] for found in twins.values()}
    held = set(session.scalars(_HELD, {"marks": firsts}))
    rows = [
        {"annotation_id": one.id, "term": term, "summit_id": summit_id, "layer": LAYER}
        for one in load_quoted(session, marks=firsts - held)
        for term in sorted(one.utterance.terms)
    ]
    if rows:
        session.connection().execute(INSERT_TERMS, rows)
    return {term: {labels[id_] == "indirect" for id_ in found} for term, found in twins.items()}


_LABELS = columns(col(Annotation.id), col(Annotation.label)).where(col(Annotation.id).in_(array("marks")))
_HELD = columns(col(MarkTerm.annotation_id)).where(
    col(MarkTerm.annotation_id).in_(array("marks")), col(MarkTerm.term) >= 0
)
