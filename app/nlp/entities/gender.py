"""Genders: of names, of noun phrases, and whether two agree. "?" where nothing tells."""

from functools import lru_cache
from typing import Literal

from app.nlp import lexicon
from app.nlp.entities.person_names import family_first, syllable
from app.nlp.german.items import is_person_noun
from app.nlp.german.phrases import Phrase

Gender = Literal["m", "f", "n", "p", "?"]

_FEMALE = lexicon.names("female")
_MALE = lexicon.names("male")
_MALE_IN_A = lexicon.names("male_in_a")
_MASCULINE = lexicon.function_words("masculine_determiner")
_FEMININE = lexicon.function_words("feminine_determiner")


def agree(one: Gender, other: Gender) -> bool:
    """Can both be of one person?"""
    return "?" in (one, other) or one == other


@lru_cache(maxsize=4096)
def first_name_gender(name: str) -> Gender:
    """Of a full name; "?" for a bare family name."""
    parts = name.lower().replace("-", " ").split()
    if len(parts) < 2:
        return "?"
    first = parts[0]
    if first.capitalize() in family_first() and all(syllable(part.capitalize()) for part in parts[1:]):
        return "?"  # Kim Jong Un
    if first in _FEMALE:
        return "f"
    if first in _MALE:
        return "m"
    eastern = any(part.capitalize() in family_first() for part in parts)
    if eastern and syllable(first.capitalize()):
        return "?"  # Chinese and the like: no ending tells; "Burkhard Jung" is none
    if first.endswith("a"):
        return "m" if first in _MALE_IN_A else "f"
    return "?" if first.endswith(("e", "y", "i")) else "m"


def noun_gender(phrase: Phrase) -> Gender:
    """What determiner and noun show."""
    first = phrase.items[phrase.start].low
    if phrase.plural:
        return "p"
    if first in _MASCULINE:
        return "f" if phrase.oblique else "m"
    if first in _FEMININE:
        return "f"
    if first in ("das", "dieses"):
        return "n"
    if phrase.start + 1 == phrase.end and phrase.head.low.endswith(("en", "er", "e")):
        return "p"  # "Diplomaten sagten"
    return "f" if phrase.head.low.endswith("in") and is_person_noun(phrase.head.low) else "?"
