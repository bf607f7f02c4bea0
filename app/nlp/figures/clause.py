"""A sentence with figures as clauses, and what can be told of its words without a parser.

What a word is comes from the word table (HanTa's classes) and from where it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.nlp import lexicon
from app.nlp.figures.lexicon import LEXICON
from app.nlp.german.clauses import PREPOSITIONS, Item, Segment, is_person_noun, relative, speaks
from app.nlp.german.fold import spelt_out
from app.nlp.german.reporting_verbs import forms
from app.nlp.german.word_table import words

_OBJECTS = lexicon.function_words("object_determiner")
_NOUNS = frozenset(("NN", "NE", "NNA", "NNI", "FM", "?"))
REPORTING = frozenset(forms().main) | frozenset(forms().participle) | frozenset(forms().final)
_UNITS = frozenset((*LEXICON["units"]["money"], *LEXICON["units"]["percent"], *LEXICON["numbers"]["scales"], "Euros"))
_MEETING = tuple(LEXICON["meetings"]["bodies"].split())
_EVENT_ENDS = tuple(lexicon.nouns("event_end") | lexicon.affixes("event_end"))
_TIMES = lexicon.words("time")


@dataclass(frozen=True, slots=True)
class About:
    """The words a figure is about, with what they stand for and what limits them."""

    start: int
    end: int
    terms: tuple[str, ...]
    limits: tuple[str, ...] = ()


@dataclass(slots=True)
class Clauses:
    """One sentence in items and segments."""

    text: str
    start: int
    items: list[Item]
    segments: list[Segment]

    def segment_of(self, place: int) -> int | None:
        """Number of the segment that holds a place of the text."""
        for number, segment in enumerate(self.segments):
            if segment.items and segment.items[0].start <= place < segment.items[-1].end:
                return number
        return None

    def item_at(self, place: int) -> int | None:
        """Index of the item that holds a place of the text."""
        return next((at for at, item in enumerate(self.items) if item.start <= place < item.end), None)


def plain(name: str) -> str:
    return "".join(filter(str.isalnum, spelt_out(name)))


def is_relative(segment: Segment) -> bool:
    """Is it a relative clause, and not one with its verb in second place ("die Grünen kamen auf 14 Prozent")?"""
    return relative(segment) and not (len(segment.items) > 2 and tag(segment.items[2].text).endswith("(FIN)"))


def alone(segment: Segment, start: int, end: int) -> bool:
    """Does a figure stand between two breaks with nothing that could be said of it?"""
    rest = [item for item in segment.items if not (item.start < end and start < item.end)]
    return not any(is_noun(item) or tag(item.text).startswith(("VV", "VA", "VM")) for item in rest)


def measured_object(items: Sequence[Item], at: int) -> Item | None:
    """The object that is put at so much: "Sie schätzen den Schaden auf zehn Millionen Euro"."""
    if at < 2 or items[at].low not in ("auf", "mit") or not is_noun(items[at - 1]) or items[at - 1].name is not None:
        return None
    first = at - 2 if items[at - 2].low in _OBJECTS else at - 3
    if speaks(items[at - 1].text):
        return None  # "Die Kosten beziffert die Regierung auf zehn Millionen Euro"
    if first < 0 or items[first].low not in _OBJECTS or (first and items[first - 1].low in PREPOSITIONS):
        return None
    return items[at - 1]


def is_done(item: Item) -> bool:
    """Is it a participle before a noun ("abgezogenen")?"""
    return item.low.endswith(("ten", "enen", "te", "ene", "ter", "ener")) and tag(item.text) == "ADJ(A)"


def main_verb(items: Sequence[Item]) -> Item | None:
    """The word that tells what was done: the last participle or infinitive, else the finite verb."""
    verbs = [item for item in items if not item.capital and item.name is None and item.marked is None]
    for tags in (("VV(PP)", "VV(IZU)"), ("VV(FIN)",), ("VV(INF)",)):
        fitting = [item for item in verbs if tag(item.text) in tags and item.low not in REPORTING]
        if fitting:
            return fitting[-1]
    return None


def present(items: Sequence[Item]) -> bool:
    """Is the finite verb in the present tense ("endet am Montag"), and none of saying?"""
    finite = next((item for item in items if not item.capital and tag(item.text) == "VV(FIN)"), None)
    return finite is not None and finite.low.endswith("t") and finite.low not in REPORTING


def tag(word: str) -> str:
    return words()[word].tag


def is_noun(item: Item) -> bool:
    if not item.capital or len(item.text) < 2 or not item.text[0].isalpha() or item.text in _UNITS:
        return False
    return tag(item.text) in _NOUNS


def is_body(noun: str) -> bool:
    """Is it a noun for a body that acts ("Bund", "Kabinett"), and for no person?"""
    return noun.lower().endswith(_MEETING) or (speaks(noun) and not is_person_noun(noun))


def is_event(item: Item) -> bool:
    return item.low.endswith(_EVENT_ENDS) and item.low not in _TIMES
