"""A sentence seen as clauses, without a parser: segments between punctuation, each of items.

German puts exactly one phrase before the finite verb of a main clause, the subject there or right behind it, and marks
case on the determiner (``phrases``). That is enough to find most subjects by looking.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.nlp import lexicon
from app.nlp.german.items import PREPOSITIONS, SENTENCE_ENDS, Item, is_person_noun, speak, speaks
from app.nlp.german.phrases import DETERMINERS, Phrase, is_adjective, phrase_at, phrases

__all__ = [  # what the grammar has to offer, wherever it stands
    "DETERMINERS",
    "PREPOSITIONS",
    "Item",
    "Phrase",
    "Segment",
    "View",
    "cut",
    "is_person_noun",
    "phrase_at",
    "phrases",
    "relative",
    "speak",
    "speaks",
]

_SUBORDINATORS = lexicon.function_words("subordinator")
_RELATIVES = lexicon.function_words("relative")
_LONGEST = 80  # items of a segment
_MAX_ASIDE = 8  # items inside parentheses that are passed over


@dataclass(slots=True)
class Segment:
    """Items between two breaks. ``before`` and ``after`` are those breaks ("" at the ends of the sentence)."""

    items: list[Item]
    before: str = ""
    after: str = ""

    @property
    def first(self) -> str:
        return self.items[0].low if self.items else ""

    @property
    def subordinate(self) -> bool:
        """Does it open like a subordinate clause (dass, weil, ob, wie, …; a relative pronoun after a comma)?"""
        opener = self.first
        if opener in _SUBORDINATORS:
            return (
                bool(self.before) and self.before not in SENTENCE_ENDS
            ) or self.after == ","  # "Als Nachfolgerin gilt …" is a main clause
        if self.before != "," or not self.items:
            return False
        if opener in PREPOSITIONS and len(self.items) > 2:
            return self.items[1].low in _RELATIVES and not self.items[2].capital and self.items[2].low != "ersten"
        return False


@dataclass(slots=True)
class View:
    """One unit of text, cut into segments, with where it belongs."""

    segments: list[Segment]
    paragraph: int
    start: int
    end: int


def cut(items: Iterable[Item]) -> list[Segment]:
    """Segments between breaks; short asides in parentheses are left out."""
    segments: list[Segment] = []
    current = Segment([])
    whole = list(items)
    if any(item.text == "(" for item in whole):
        whole = list(_without_asides(whole))
    for item in whole:
        if item.is_break:
            current.after = item.text
            if current.items or not segments:
                segments.append(current)
                current = Segment([], before=item.text)
            else:
                current.before = item.text
        else:
            current.items.append(item)
            if len(current.items) >= _LONGEST:  # no sentence: keep what is searched per clause short
                segments.append(current)
                current = Segment([])
    if current.items:
        segments.append(current)
    return segments


def _without_asides(items: list[Item]) -> Iterator[Item]:
    skip_to = -1
    closing = {number for number, item in enumerate(items) if item.text == ")"}
    for number, item in enumerate(items):
        if number <= skip_to:
            continue
        if item.text == "(" and item.marked is None:
            close = next((n for n in range(number + 1, min(number + _MAX_ASIDE, len(items))) if n in closing), None)
            if close is not None:
                skip_to = close
                continue
        yield item


def relative(segment: Segment) -> bool:
    """Is it a relative clause: a relative pronoun after a comma that no noun follows as after an article?"""
    if segment.before != "," or len(segment.items) < 2 or segment.first not in _RELATIVES:
        return False
    following = segment.items[1]
    if segment.first in ("deren", "dessen"):
        return True  # the noun behind belongs to the clause: "deren Bild hier hängt"
    if following.capital and following.name is None:
        return False
    return following.name is not None or not (is_adjective(following.text) and phrase_at(segment.items, 0) is not None)
