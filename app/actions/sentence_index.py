"""The index of sentences: under their telling words, so that those of other sources that say the same are found.

A look-up costs the same however large the summit is: of a word that very many sentences have, the oldest are looked at,
and words that a summit uses all the time are damped.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, tuple_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.arrays import FirstRows, parted
from app.compare.nearness import Damping, Nearness, damping_of, nearness, read_terms
from app.compare.wording import hash_of
from app.models import Annotation, Article, SentenceTerm, SummitTerm

HEADLINE = -1  # the place of a headline in the index
PER_TERM = 60  # sentences looked at under one word
LOOKED_UP = 10  # words of a sentence that are looked up, the heaviest
CANDIDATES = 16  # sentences that one is held against, those that share the most weight with it
KEPT = 0.12  # weight from which on a term of a line is in the index
LEAST_NEAR = 0.15  # nearness below which two sentences have nothing to do with each other


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or (``place`` HEADLINE) the headline of an article. ``id`` is that of the sentence's annotation."""

    article: int
    source: int
    place: int
    end: int
    text: str
    id: int | None

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands."""
        return self.article, self.place


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the article in hand and one of another source that is near to it."""

    own: Line
    other: Line
    near: Nearness


def own_lines(session: Session, article_id: int) -> list[Line]:
    """The headline and the sentences of an article; what is no text of it (furniture, signatures) is left out."""
    return [*_sentences(session, col(Annotation.article_id) == article_id), *_headlines(session, [article_id])]


def enter_lines(session: Session, summit_id: int, lines: Sequence[Line]) -> None:
    """Put an article's lines into the index, in place of what was there."""
    session.execute(delete(SentenceTerm).where(col(SentenceTerm.article_id).in_({line.article for line in lines})))
    rows = {
        (term, line.article, line.place)
        for line in lines
        for name, weight in read_terms(line.text).weights.items()
        if weight >= KEPT
        for term in [hash_of(name)]
    }
    if rows:
        session.execute(
            insert(SentenceTerm),
            [
                {"summit_id": summit_id, "term": term, "article_id": article, "place": place}
                for term, article, place in sorted(rows)
            ],
        )


def near_lines(session: Session, summit_id: int, lines: Sequence[Line], damping: Damping) -> list[Pair]:
    """Each line with those of other sources that are near to it."""
    wanted: dict[Line, list[tuple[int, float]]] = {}
    for line in lines:
        terms = read_terms(line.text)
        told = terms.telling(LOOKED_UP, damping)
        wanted[line] = [(hash_of(term), terms.weights[term] * damping.of(term)) for term in told]
    held = places_under(session, summit_id, {term for own in wanted.values() for term, _ in own})
    chosen = {line: _most_common(line, own, held) for line, own in wanted.items()}
    others = lines_at(session, {key for keys in chosen.values() for key in keys})
    found = []
    for line, keys in chosen.items():
        for key in keys:
            other = others.get(key)
            if other is None or other.source == line.source:
                continue
            near = nearness(read_terms(line.text), read_terms(other.text), damping)
            if near.score >= LEAST_NEAR:
                found.append(Pair(line, other, near))
    return found


def read_damping(session: Session, summit_id: int) -> Damping:
    """The weights that a summit's words have at present. One statement."""
    rows = session.execute(
        columns(col(SummitTerm.term), col(SummitTerm.factor)).where(col(SummitTerm.summit_id) == summit_id)
    )
    return Damping(dict(rows.all()))


def renew_damping(session: Session, summit_id: int) -> None:
    """Take the weights of a summit's words anew from all its sentences."""
    number = func.count()
    here = col(SentenceTerm.summit_id) == summit_id
    lines = columns(col(SentenceTerm.article_id), col(SentenceTerm.place)).where(here).distinct().subquery()
    total = session.execute(columns(func.count()).select_from(lines)).scalar_one()
    rows = session.execute(
        columns(col(SentenceTerm.term), number).where(here).group_by(col(SentenceTerm.term)).having(number > 1)
    )
    damping = damping_of(dict(rows.all()), total)
    session.execute(delete(SummitTerm).where(col(SummitTerm.summit_id) == summit_id))
    if damping.factors:
        session.execute(
            insert(SummitTerm),
            [{"summit_id": summit_id, "term": term, "factor": one} for term, one in damping.factors.items()],
        )


_UNDER = FirstRows("sentence_term", "term", ("summit_id",), ("article_id", "place"))


def places_under(session: Session, summit_id: int, terms: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """(article, place) of the first lines under each term; terms that no line has are left out."""
    found = _UNDER(session, set(terms), PER_TERM, summit_id=summit_id)
    return {term: list(map(parted, rows)) for term, rows in found.items()}


def _most_common(
    line: Line, own: Sequence[tuple[int, float]], held: dict[int, list[tuple[int, int]]]
) -> list[tuple[int, int]]:
    """The lines of other articles that share the most weight."""
    weight: dict[tuple[int, int], float] = defaultdict(float)
    for term, factor in own:
        for key in held.get(term, ()):
            if key[0] != line.article:
                weight[key] += factor
    return sorted(weight, key=lambda key: (-weight[key], key))[:CANDIDATES]


def lines_at(session: Session, keys: set[tuple[int, int]]) -> dict[tuple[int, int], Line]:
    """Lines by their places. Two statements."""
    inside = sorted(key for key in keys if key[1] != HEADLINE)
    here = tuple_(col(Annotation.article_id), col(Annotation.start)).in_(inside)
    lines = [*_sentences(session, here), *_headlines(session, sorted(key[0] for key in keys if key[1] == HEADLINE))]
    return {line.key: line for line in lines}


def _sentences(session: Session, where: Any) -> list[Line]:
    start, end = col(Annotation.start), col(Annotation.end)
    rows = session.execute(
        columns(
            col(Annotation.id),
            col(Annotation.article_id),
            col(Article.source_id),
            start,
            end,
            func.substr(col(Article.text), start + 1, end - start).label("text"),
        )
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(col(Annotation.layer) == "sentence", col(Annotation.label).in_(["sentence", "heading"]), where)
        .order_by(col(Annotation.article_id), start)
    )
    return [Line(row.article_id, row.source_id, row.start, row.end, row.text, row.id) for row in rows]


def _headlines(session: Session, articles: Sequence[int]) -> list[Line]:
    rows = session.execute(
        columns(col(Article.id), col(Article.source_id), col(Article.title))
        .where(col(Article.id).in_(articles), col(Article.title).is_not(None))
        .order_by(col(Article.id))
    )
    return [Line(id_, source, HEADLINE, len(title), title, None) for id_, source, title in rows]
