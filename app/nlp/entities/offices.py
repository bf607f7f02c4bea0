"""Offices and epithets as phrases: "der russische Präsident", "US-Botschafter in Moskau", "Kremlchef".

A phrase is told by its class ("staatschef"), its country where one is named, its number
and whether it speaks of a certain person.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.nlp import lexicon
from app.nlp.german.role_nouns import Head, country_of, head_of
from app.nlp.german.word_table import words
from app.nlp.lexicon import Country

_DEFINITE = lexicon.function_words("definite_determiner")
_POSSESSIVE = re.compile(r"(?:sein|ihr|unser|mein|dein|euer)(?:e|en|em|er|es)?$")
_INDEFINITE = re.compile(r"(?:k?ein|mehrer|viel|einig|all|beid|zwei|drei)(?:e|en|em|er|es)?$")
_ADJECTIVE = re.compile(r"[a-zäöüß][\wäöüß-]*(?:e|en|em|er|es)$")
# Countries and their people whose adjective ends in -er too: "der Luxemburger Premier".
_NO_ADJECTIVE = frozenset(
    noun.capitalize() for country in lexicon.read(Country).values() for noun in country.nationals
    if noun in country.modifiers
)  # fmt: skip
_CONTRACTED = lexicon.function_words("contracted")
_TWO_WORDS = tuple(lexicon.function_words("of_two_words"))
_STRONG = lexicon.function_words("strong_determiner")
_PLURAL = lexicon.function_words("plural_determiner")
_ATTRIBUTIVE = lexicon.function_words("attributive")  # with a capital


class Office(NamedTuple):
    """A role phrase over the tokens ``first`` to ``after``; ``head`` is its noun's place."""

    first: int
    head: int
    after: int
    role: str
    country: str | None
    feminine: bool
    definite: bool
    bare: bool  # without determiner, as before a name
    plural: bool


def offices(tokens: Sequence[str], first: int, after: int, names: set[int]) -> Iterator[Office]:
    """Role phrases between two places; ``names`` are places of names, which no phrase runs over."""
    place = first
    while place < after:
        head = head_of(tokens[place]) if place not in names else None
        if head and not (head.role == "national" and _adjectival(tokens, place, after, names)):
            yield _phrase(tokens, first, place, after, names, head)
        place += 1


def _adjectival(tokens: Sequence[str], place: int, after: int, names: set[int]) -> bool:
    """Is "Deutsche" part of a body's name ("der Deutsche Industrie- und Handelskammertag"), or "Luxemburger" what the
    adjective would be ("der Luxemburger Premier")?"""
    if tokens[place] in _NO_ADJECTIVE and place + 1 < after and place + 1 not in names:
        return tokens[place + 1][:1].isupper()
    if not tokens[place].startswith("Deutsche") or place + 1 >= after or place + 1 in names:
        return False
    return tokens[place + 1][:1].isupper() and not head_of(tokens[place + 1])


def _phrase(tokens: Sequence[str], floor: int, place: int, ceiling: int, names: set[int], head: Head) -> Office:
    """The phrase around a role noun: adjectives and determiner before it, its place ("in Moskau") after it."""
    start, country = _attributes(tokens, floor, place, names, head)
    determiner = tokens[start - 1].lower() if start > floor else ""
    opening = _opening(tokens, start) if start > floor else _Opening(start, definite=False, bare=True)
    start, country = opening.start, opening.country or country
    while opening.bare and start < place and tokens[start][:1].islower() and tokens[start].endswith("te"):
        start += 1  # "Die Kosten bezifferte Verkehrsexperte Karl Meier": without an article, this is a verb
    end, behind = _complement(tokens, place + 1, ceiling)
    plural = _plural(tokens[place].lower(), determiner, tokens[place - 1] if place - start > 1 else "", head)
    if head.role == "national" and determiner == "der" and not head.feminine and start > floor:
        plural |= words()[tokens[start - 1]].tag == "NN"  # "die Köpfe der Ukrainer": of one, it would be "des"
    return Office(
        start, place, end, head.role, country or behind, head.feminine, opening.definite, opening.bare, plural
    )


def _attributes(tokens: Sequence[str], floor: int, place: int, names: set[int], head: Head) -> tuple[int, str | None]:
    """Where the adjectives before a role noun begin, and the country that they or the noun name."""
    country = country_of(head.modifier) or country_of(head.modifier.removesuffix("s")) if head.modifier else None
    if head.role == "national":
        country = head.modifier
    while place > floor and _attributive(tokens[place - 1]) and place - 1 not in names:
        place -= 1
        country = country_of(tokens[place]) or country
    return place, country


class _Opening(NamedTuple):
    """How a phrase opens: where, whether it speaks of a certain person, whether without determiner, whose it is."""

    start: int
    definite: bool
    bare: bool
    country: str | None = None


def _opening(tokens: Sequence[str], start: int) -> _Opening:
    """How a phrase with its adjectives from ``start`` opens, by the word before them."""
    word = tokens[start - 1]
    low = word.lower()
    if low in _DEFINITE or _POSSESSIVE.match(low):
        return _Opening(start - 1, definite=True, bare=False)
    if low in _CONTRACTED:
        return _Opening(start, definite=low != "zum", bare=False)  # "zum Minister ernannt": whoever that is
    if _INDEFINITE.match(low):
        return _Opening(start - 1, definite=False, bare=False)
    if word[:1].isupper() and low.endswith("s") and (country := country_of(word)):
        return _Opening(start - 1, definite=True, bare=False, country=country)  # "Russlands Präsident"
    return _Opening(start, definite=False, bare=True)


def _complement(tokens: Sequence[str], end: int, ceiling: int) -> tuple[int, str | None]:
    """Where a phrase ends whose noun ends at ``end``, and the country named there: "Russlands", "der Ukraine", "in
    Moskau"."""
    if end < ceiling and tokens[end][:1].isupper() and tokens[end].endswith("s") and country_of(tokens[end]):
        return end + 1, country_of(tokens[end])
    if _of_a_country(tokens, end, ceiling):
        name = tokens[end + 1]
        adjective = name[:1].islower() or name.startswith(_TWO_WORDS)
        more = adjective and end + 2 < ceiling and tokens[end + 2][:1].isupper()
        return end + 2 + more, country_of(name)
    if end + 1 < ceiling and tokens[end] in {"in", "bei"} and words()[tokens[end + 1]].bits:
        return end + 2, None
    return end, None


def _of_a_country(tokens: Sequence[str], place: int, ceiling: int) -> bool:
    """Do "der Ukraine", "des Weißen Hauses" follow, not a body's name ("der Europäischen Volkspartei")?"""
    if place + 1 >= ceiling or tokens[place].lower() not in {"der", "des"} or not country_of(tokens[place + 1]):
        return False
    word, follower = tokens[place + 1], tokens[place + 2][:1] if place + 2 < ceiling else ""
    return not (word[:1].isupper() and word.endswith("en") and follower.isupper()) or word.startswith(_TWO_WORDS)


def _plural(noun: str, determiner: str, adjective: str, head: Head) -> bool:
    """Does the phrase speak of several: die Präsidenten, der wichtigsten Politiker, ihrer Botschafter?"""
    if noun.endswith("innen"):
        return True
    if head.feminine:
        return False
    if determiner in _PLURAL:
        return not (head.role == "age" or noun.endswith("te"))  # die 45-Jährige, die Beauftragte
    if determiner in {"ihrer", "seiner", "unserer"}:
        return True
    if determiner == "den" and head.role == "national":
        return noun.endswith(("en", "rn"))  # "Den Tschechen einen Vorwurf zu machen": as likely several
    return determiner in _STRONG and (adjective.endswith("en") or noun.endswith(("en", "ten", "chefs", "innen")))


def _attributive(word: str) -> bool:
    """Can the word stand between determiner and noun?"""
    if country_of(word) and not word.endswith("s") and word[:1].islower():
        return True
    if word in _NO_ADJECTIVE or word in _ATTRIBUTIVE:
        return True
    low = word.lower()
    if low in _DEFINITE or _POSSESSIVE.match(low) or _INDEFINITE.match(low):
        return False
    return bool(_ADJECTIVE.match(word)) and words()[word].tag in {"ADJ(A)", "ADJ(D)", "VV(PP)", "NNA", "CARD"}
