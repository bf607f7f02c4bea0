"""The index of sentences: under their telling words, so that those of other sources that say the same are found.

A look-up costs the same however large the summit is: of a word that very many sentences have, the oldest are looked at,
and words that a summit uses all the time are damped.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.arrays import FirstRows, array, array_rows, joined, parted, parts_of
from app.compare.nearness import Damping, Nearness, damping_of, nearness, read_terms
from app.compare.wording import hash_of
from app.models import Annotation, Article
from app.terms import SentenceTerm, SummitTerm

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
    given = {"article": article_id}
    return [*read_lines(session.execute(_OWN, given)), *_headlines(session.execute(_OWN_HEADLINE, given))]


def enter_lines(session: Session, summit_id: int, lines: Sequence[Line]) -> None:
    """Put an article's lines into the index, in place of what was there."""
    connection = session.connection()
    connection.execute(_FORGET, [{"article": article} for article in {line.article for line in lines}])
    rows = {
        (term, line.article, line.place)
        for line in lines
        for name, weight in read_terms(line.text).weights.items()
        if weight >= KEPT
        for term in [hash_of(name)]
    }
    if rows:
        connection.execute(
            _ENTER,
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
    return Damping(dict(session.execute(_FACTORS, {"summit": summit_id}).all()))


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


def lines_at(session: Session, keys: Collection[tuple[int, int]]) -> dict[tuple[int, int], Line]:
    """Lines by their places. Two statements."""
    places = sorted(joined(*key) for key in keys if key[1] != HEADLINE)
    articles = sorted(key[0] for key in keys if key[1] == HEADLINE)
    lines = read_lines(session.execute(_AT, {"places": places}))
    lines += _headlines(session.execute(_HEADLINES, {"articles": articles}))
    return {line.key: line for line in lines}


def line_columns(of: Any = Annotation) -> Any:
    """What ``read_lines`` reads, of the sentences that are text of an article."""
    start, end = col(of.start), col(of.end)
    words = func.substr(col(Article.text), start + 1, end - start).label("text")
    return (
        columns(col(of.id), col(of.article_id), col(Article.source_id), start, end, words)
        .select_from(of)
        .join(Article, col(Article.id) == col(of.article_id))
        .where(col(of.layer) == "sentence", or_(col(of.label) == "sentence", col(of.label) == "heading"))
    )


def read_lines(rows: Iterable[Any]) -> list[Line]:
    """Rows of ``line_columns``."""
    return [Line(article, source, start, end, words, id_) for id_, article, source, start, end, words in rows]


def _headlines(rows: Iterable[Any]) -> list[Line]:
    return [Line(id_, source, HEADLINE, len(title), title, None) for id_, source, title in rows]


_TITLES = columns(col(Article.id), col(Article.source_id), col(Article.title)).where(col(Article.title).is_not(None))
_OWN = line_columns().where(col(Annotation.article_id) == bindparam("article")).order_by(col(Annotation.start))
_OWN_HEADLINE = _TITLES.where(col(Article.id) == bindparam("article"))
_HEADLINES = _TITLES.where(col(Article.id).in_(array("articles")))
_PLACES = array_rows("places")
_ARTICLE, _START = parts_of(_PLACES)
_AT = line_columns().join(_PLACES, and_(col(Annotation.article_id) == _ARTICLE, col(Annotation.start) == _START))
_FORGET = delete(SentenceTerm).where(col(SentenceTerm.article_id) == bindparam("article"))
_ENTER = insert(SentenceTerm)
_FACTORS = columns(col(SummitTerm.term), col(SummitTerm.factor)).where(col(SummitTerm.summit_id) == bindparam("summit"))
