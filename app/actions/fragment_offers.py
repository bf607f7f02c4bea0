"""Marked fragments of a word or two ("Killer", "grundlegende Regeln"): wherever their telling word stands elsewhere.

So little cannot be near to anything. But whoever reads that such a word was not found in a source must not find it
there: every sentence and headline of other sources that holds the word, alone or in a compound, is offered.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.actions.quotation_index import FORGET_TERMS, INSERT_TERMS, marks_under
from app.actions.sentence_index import HEADLINE, Line, lines_at, places_under
from app.arrays import array
from app.compare.nearness import Damping, nearness, place_of_term, read_terms
from app.compare.offers import Offered, SaidAt, Spot
from app.compare.wording import hash_of
from app.models import Annotation, Article

LAYER = "fragment"  # of mark_term
MOST_WORDS = 2  # telling words that a fragment has at most
TELLING = 0.2  # weight of a word from which on it tells
PER_TERM = 40  # fragments looked at under one word, the oldest
SCORE, OF_NEARNESS = 0.2, 0.5  # of the word alone, and of all that the sentences have in common


def fragments_offered(
    session: Session, article: Article, lines: Sequence[Line], own: Sequence[Spot], damping: Damping
) -> Iterator[Offered]:
    """Fragments of the article in the lines of other sources, and theirs in its own. Four statements and more."""
    mine = {said.id: (said, term) for spot in own for said in spot.said if (term := telling_word(said))}
    session.connection().execute(FORGET_TERMS, {"marks": mine, "layer": LAYER})
    terms = {hash_of(term): term for line in lines for term in read_terms(line.text).weights}
    held = marks_under(session, article.summit_id, terms, PER_TERM, LAYER)
    _hold(session, article.summit_id, {id_: term for id_, (_, term) in mine.items()})
    for said, term, line in _found_elsewhere(session, article, mine.values()):
        yield from _offer(said.id, said.text, line, term, damping)
    fragments = _words_of(session, {id_ for ids in held.values() for id_ in ids}, article.source_id)
    for hashed, ids in held.items():
        holding = [line for line in lines if terms[hashed] in read_terms(line.text).weights]
        for id_ in ids:
            for line in holding if id_ in fragments else ():
                yield from _offer(id_, fragments[id_], line, terms[hashed], damping)


def _hold(session: Session, summit_id: int, terms: Mapping[int, str]) -> None:
    """Enter fragments into the index under their telling words."""
    rows = [
        {"annotation_id": id_, "term": hash_of(term), "summit_id": summit_id, "layer": LAYER}
        for id_, term in terms.items()
    ]
    if rows:
        session.connection().execute(INSERT_TERMS, rows)


def _found_elsewhere(
    session: Session, article: Article, fragments: Collection[tuple[SaidAt, str]]
) -> Iterator[tuple[SaidAt, str, Line]]:
    """Fragments of an article, with their telling words, and the lines of other sources that hold these."""
    places = places_under(session, article.summit_id, {hash_of(term) for _, term in fragments})
    lines = lines_at(session, {key for keys in places.values() for key in keys if key[0] != article.id})
    for said, term in fragments:
        for key in places.get(hash_of(term), ()):
            line = lines.get(key)
            if line is not None and line.source != article.source_id:
                yield said, term, line


def telling_word(said: SaidAt) -> str | None:
    """The heaviest term of a marked fragment that has hardly more than one; None of any other quotation."""
    if said.said.kind not in ("partial", "label"):
        return None
    words = {token.stem for token in said.said.wording.tokens if token.role == "content"}
    weights = {term: weight for term, weight in read_terms(said.text).weights.items() if term in words}
    telling = sorted((-weight, term) for term, weight in weights.items() if weight >= TELLING)
    return telling[0][1] if 0 < len(telling) <= MOST_WORDS else None


def _offer(mark: int, fragment: str, line: Line, term: str, damping: Damping) -> Iterator[Offered]:
    place = place_of_term(line.text, term)
    if place is None:
        return
    part, at = ("headline", 0) if line.place == HEADLINE else ("text", line.place)
    near = nearness(read_terms(fragment), read_terms(line.text), damping)
    where = (line.article, part, at + place[0], at + place[1])
    yield Offered("quotation", where, SCORE + OF_NEARNESS * near.score, ("same-words",), mark=mark)


def _words_of(session: Session, marks: set[int], source: int) -> dict[int, str]:
    """The words of fragments of other sources. One statement."""
    rows = session.execute(_WORDS, {"marks": marks, "source": source})
    return {id_: text[start:end] for id_, text, start, end in rows}


_WORDS = (
    columns(col(Annotation.id), col(Article.text), col(Annotation.start), col(Annotation.end))
    .join(Article, col(Article.id) == col(Annotation.article_id))
    .where(col(Annotation.id).in_(array("marks")), col(Article.source_id) != bindparam("source"))
)
