"""What a sentence is made of for the grammar here: words, whole names, whole marked quotations; and what a noun is."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from app.nlp.german.role_nouns import head_of
from app.nlp.lexicon import FOLDER
from app.nlp.text.quotation_marks import Marked
from app.nlp.types import Mention

_LISTS = tomllib.loads((FOLDER / "speech_words.toml").read_text(encoding="utf-8"))
WORDS: dict[str, frozenset[str]] = {  # with Swiss spellings
    name: frozenset(f"{words} {words.replace('ß', 'ss')}".split()) for name, words in _LISTS.items()
}

PREPOSITIONS = WORDS["prepositions"]
SUBJECT_DETERMINERS = WORDS["subject_determiners"]
OBLIQUE_DETERMINERS = WORDS["oblique_determiners"]
TIMES = WORDS["times"]
SENTENCE_ENDS = frozenset({".", "!", "?", "…", "..."})
_BREAKS = frozenset(",;:–—-()/") | {"--"} | SENTENCE_ENDS
_LONG_NOUN = 8  # letters from which an ending like -ler or -ist tells a person
_PERSON_ENDINGS = tuple(WORDS["person_endings"])


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
    listed = _ends_in(low, WORDS["people"]) or (len(low) >= _LONG_NOUN and low.endswith(_PERSON_ENDINGS))
    return listed or head_of(low.capitalize()) is not None


@lru_cache(maxsize=1 << 15)
def speaks(word: str) -> bool:
    """Is it a noun for a person or for a body that can speak?"""
    low = word.lower()
    return low not in TIMES and (is_person_noun(word) or _ends_in(low, WORDS["bodies"]))


def _ends_in(low: str, ends: frozenset[str]) -> bool:
    last = low.rsplit("-", 1)[-1]
    if last in ends:
        return True
    return any(last[cut:] in ends for cut in range(2, len(last) - 3))
