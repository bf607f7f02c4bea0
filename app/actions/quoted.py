"""Stored quotations as the comparison reads them, and the index in which another rendering of one is looked up.

Every quotation that is compared is held (``mark_term``) under its whole wording, a negative number; the first of each
wording also under its telling words, so that a sentence quoted a thousand times is one candidate.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, insert
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.arrays import FirstRows
from app.compare.name_search import heard
from app.compare.quotations import UNKNOWN, Utterance, read_utterance
from app.models import Annotation, Article, EntityAlias, MarkTerm

LAYER = "quotation"
PER_TERM = 40  # wordings looked up under one telling word, oldest first: a word that all share tells little
CANDIDATES = 30  # wordings that a new one is compared with, those that share the most and rarest words
PER_WHOLE = 20  # marks looked up that give the very same words


_UNDER = FirstRows("mark_term", "term", ("summit_id", "layer"), ("annotation_id",))


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stored quotation with what the comparison needs."""

    id: int
    article_id: int
    source_id: int
    entity_id: int | None
    utterance: Utterance


def load_quoted(session: Session, *where: ColumnElement[bool]) -> list[Quoted]:
    """Quotations that say enough to be compared, whoever speaks, in order of their ids. Two statements."""
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
            col(EntityAlias.key).label("spelt"),
        )
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(EntityAlias, col(EntityAlias.id) == col(Annotation.alias_id))
        .where(col(Annotation.layer) == LAYER, *where)
        .order_by(col(Annotation.id))
    ).all()
    inside = _marks_inside(session, *where)
    found = []
    for row in rows:
        marks = inside.get(row.id, [])
        utterance = read_utterance(
            row.text,
            row.label,
            UNKNOWN if row.entity_id is None else str(row.entity_id),
            row.attrs.get("verb"),
            [(m.start - row.start, m.end - row.start, str(m.entity_id)) for m in marks if m.layer == "mention"],
            [(m.start - row.start, m.end - row.start) for m in marks if m.layer == LAYER],
            heard(row.spelt) if row.spelt else None,
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
        .where(col(Annotation.layer) == LAYER, name | nested, *where)
        .order_by(col(Annotation.id), col(inner.start))
    )
    found: dict[int, list[Annotation]] = defaultdict(list)
    for id_, mark in rows:
        found[id_].append(mark)
    return found


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
        session.execute(insert(MarkTerm), rows)


def inherit_terms(session: Session, summit_id: int, twins: dict[int, list[int]]) -> dict[int, set[bool]]:
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
