"""What a sentence is made of for the grammar here: words, whole names, whole marked quotations; and what a noun is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.nlp import lexicon
from app.nlp.german.role_nouns import head_of
from app.nlp.text.quotation_marks import Marked
from app.nlp.types import Mention

PREPOSITIONS = lexicon.function_words("preposition")
SUBJECT_DETERMINERS = lexicon.function_words("subject_determiner")
OBLIQUE_DETERMINERS = lexicon.function_words("oblique_determiner")
TIMES = lexicon.words("time")
_PEOPLE = lexicon.nouns("person")
_BODIES = lexicon.nouns("body")
SENTENCE_ENDS = frozenset({".", "!", "?", "…", "..."})
_BREAKS = frozenset(",;:–—-()/") | {"--"} | SENTENCE_ENDS
_FEMININE = lexicon.nouns("feminine_noun")
_FEMININE_ENDINGS = tuple(lexicon.affixes("feminine_ending"))
_PLURALS = ("en", "n", "er", "e", "s")
_PLAIN = str.maketrans("äöü", "aou")
_IN_PLURAL = 6  # letters from which a noun is looked for without its plural ending
_LONG_NOUN = 8  # letters from which an ending like -ler or -ist tells a person
_PERSON_ENDINGS = tuple(lexicon.affixes("person_ending"))


@dataclass(slots=True)
class Item:
    """A word, a whole name, or a whole marked quotation."""

    start: int
    end: int
    text: str
    low: str
    capital: bool
    name: Mention | None = None
    role: Mention | None = None
    marked: Marked | None = None
    genitive: bool = False

    @property
    def is_break(self) -> bool:
        return self.marked is None and self.text in _BREAKS


@lru_cache(maxsize=1 << 15)
def is_person_noun(word: str) -> bool:
    """Is it a noun for a person: its last part, after any compounding, is in the list, or its ending says so?"""
    low = word.lower()
    listed = _ends_in(low, _PEOPLE) or (len(low) >= _LONG_NOUN and low.endswith(_PERSON_ENDINGS))
    return listed or head_of(low.capitalize()) is not None


@lru_cache(maxsize=1 << 15)
def speaks(word: str) -> bool:
    """Is it a noun for a person or for a body that can speak?"""
    low = word.lower()
    return low not in TIMES and (is_person_noun(word) or _ends_in(low, _BODIES))


@lru_cache(maxsize=1 << 15)
def speak(word: str) -> bool:
    """Is it such a noun, or a plural of one?"""
    low = word.lower()
    return low not in TIMES and (speaks(word) or any(map(_is_speaker, _singulars(low))))


@lru_cache(maxsize=1 << 15)
def is_feminine(word: str) -> bool:
    """Is it a feminine noun, as far as its end or the list tells: Ministerin, Verwaltung, Behörde?"""
    low = word.lower()
    if low.endswith(("in", "innen")):
        return is_person_noun(low.removesuffix("nen"))
    return len(low) >= _IN_PLURAL - 1 and (low.endswith(_FEMININE_ENDINGS) or _ends_in(low, _FEMININE))


def _is_speaker(low: str) -> bool:
    return is_person_noun(low) or _ends_in(low, _BODIES)


def _singulars(low: str) -> Iterator[str]:
    """What a noun may be the plural of: Lehrerinnen, Gewerkschaften, Verbände."""
    if low.endswith("innen"):
        yield low[:-3]
    for ending in _PLURALS:
        stem = low.removesuffix(ending)
        if stem != low and len(stem) >= _IN_PLURAL:
            yield stem
            head, tail = stem[:-4], stem[-4:]
            if tail != (plain := tail.translate(_PLAIN)):
                yield head + plain


def _ends_in(low: str, ends: frozenset[str]) -> bool:
    last = low.rsplit("-", 1)[-1]
    if last in ends:
        return True
    return any(last[cut:] in ends for cut in range(2, len(last) - 3))
