"""How near two sentences are in what they say, numbers aside: pure functions over their words.

The measure is Ochiai's coefficient (1957; the cosine of two sets) over weighted terms: stems, and the parts of
compounds. A term weighs the more the rarer it is in German at large, and less where very many sentences of the summit
have it (``Damping``). Recall comes first: this finds what a wider search offers, it joins nothing.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from app.compare.wording import WORD, hash_of, read_word, read_wording
from app.nlp.german.frequencies import compound_parts, telling
from app.nlp.german.stems import stem

LEAST = 0.06  # a term that weighs less is not kept
PART = 0.6  # a part of a compound counts so much of its own weight
COMPOUND_LETTERS = 8  # shorter words are not taken apart
OFTEN = 0.05  # share of a summit's sentences from which on a term is damped
INDEXED = 0.25  # weight from which on a term is worth being looked up


@dataclass(frozen=True, slots=True)
class Damping:
    """By hash of a term (``wording.hash_of``) a factor from 0 to 1; what is not in it is not damped."""

    factors: Mapping[int, float]

    def of(self, term: str) -> float:
        """The factor of a term."""
        return self.factors.get(hash_of(term), 1.0) if self.factors else 1.0


NO_DAMPING = Damping(MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Terms:
    """The telling words of a sentence: weight (above 0, up to 1) by term."""

    weights: Mapping[str, float]
    _weighed: list[tuple[Damping, float]] = field(default_factory=list, compare=False, repr=False)  # the last time

    def weight(self, damping: Damping = NO_DAMPING) -> float:
        """Of all its terms together."""
        if not (self._weighed and self._weighed[0][0] is damping):
            told = sum(weight * damping.of(term) for term, weight in self.weights.items())
            self._weighed[:] = [(damping, told)]
        return self._weighed[0][1]

    def without(self, terms: Collection[str]) -> "Terms":
        """The rest, where some are left out."""
        return Terms({term: weight for term, weight in self.weights.items() if term not in terms})

    def telling(self, most: int, damping: Damping = NO_DAMPING) -> list[str]:
        """Its heaviest terms, what another sentence that says the same is looked up by."""
        ranked = sorted((-weight * damping.of(term), term) for term, weight in self.weights.items())
        return [term for weight, term in ranked[:most] if -weight >= INDEXED]


@dataclass(frozen=True, slots=True)
class Nearness:
    """From 0 (no telling word in common) to 1 (all of them), and the common terms, the heaviest first."""

    score: float
    common: tuple[str, ...]


NOT_NEAR = Nearness(0.0, ())


@lru_cache(maxsize=8_000)
def read_terms(text: str) -> Terms:
    """The terms of a sentence or headline; numbers, pronouns, auxiliaries and the like are none."""
    weights: dict[str, float] = {}
    for word in WORD.findall(text):
        for term, weight in _terms(word):
            if weight > weights.get(term, 0.0):
                weights[term] = weight
    return Terms(weights)


@lru_cache(maxsize=30_000)
def _terms(word: str) -> tuple[tuple[str, float], ...]:
    """The terms of a word that tell enough, with their weights; none of a number, pronoun, auxiliary."""
    root, _, role, _ = read_word(word)
    return tuple((term, weight) for term, weight in _parts(root, word) if weight >= LEAST) if role == "content" else ()


def _parts(root: str, word: str) -> Iterator[tuple[str, float]]:
    """The stem of a word and, of a long one, those of its parts, with their weights."""
    yield root, telling(root)
    for piece in word.split("-") if "-" in word else [word]:
        parts = compound_parts(piece.lower()) if len(piece) >= COMPOUND_LETTERS else ()
        for part in parts or ([stem(piece)] if "-" in word else []):
            if part != root:
                yield part, PART * telling(part)


def place_of_term(text: str, term: str) -> tuple[int, int] | None:
    """Where the first word stands that has the term, as its stem or as a part."""
    for token in read_wording(text).content:
        word = text[token.start : token.end]
        if any(term == own for own, _ in _parts(token.stem, word)):
            return token.start, token.end
    return None


def told_words(text: str, most: int) -> tuple[str, ...]:
    """The heaviest words of a text as they are spelt in it, in their order: what a reader is told was searched."""
    content = [token for token in read_wording(text).content if token.role == "content"]
    ranked = sorted(content, key=lambda token: (-telling(token.stem), token.start))
    chosen = [token for token in ranked if telling(token.stem) >= LEAST][:most]
    spelt = (text[token.start : token.end] for token in sorted(chosen, key=lambda token: token.start))
    return tuple(dict.fromkeys(spelt))


def nearness(a: Terms, b: Terms, damping: Damping = NO_DAMPING) -> Nearness:
    """How near two sentences are. Symmetric."""
    if a.weights.keys().isdisjoint(b.weights):
        return NOT_NEAR
    both = {
        term: min(weight, b.weights[term]) * damping.of(term) for term, weight in a.weights.items() if term in b.weights
    }
    most = math.sqrt(a.weight(damping) * b.weight(damping))
    if not most:  # what every sentence of a summit has weighs nothing there
        return NOT_NEAR
    score = sum(both.values()) / most
    return Nearness(min(1.0, score), tuple(sorted(both, key=lambda term: (-both[term], term))))


def damping_of(sentences: Mapping[int, int], total: int) -> Damping:
    """For the terms (hashes) that many of a summit's ``total`` sentences have, from the number that has each."""
    often = {term: number for term, number in sentences.items() if number > OFTEN * total}
    full = math.log(1 / OFTEN)
    return Damping({term: max(0.0, math.log(total / number) / full) for term, number in often.items()})
