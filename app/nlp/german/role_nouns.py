"""Role nouns: offices, epithets and nationalities as single words, with the country a compound or adjective names.

Reads the offices of ``lexicon/nouns.toml`` and the names of ``lexicon/countries.toml``.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from app.nlp import lexicon
from app.nlp.german.word_table import COUNTRY, genitive_base, words
from app.nlp.lexicon import Country, Noun

_AGE = re.compile(r"\d{1,3}-?[Jj]ährigen?$")
_ENDINGS = ("", "s", "es", "en", "n", "in", "r", "e")
_LEADING = lexicon.nouns("leading")
_WITH_MODIFIER = lexicon.nouns("with_modifier")
_WITH_SECRETARIES = {"Nato", "UN"}
_WOMEN = {"ehefrau", "königin"}


class Head(NamedTuple):
    """A role noun: its class, what modifies it inside the compound, whether it is feminine."""

    role: str
    modifier: str
    feminine: bool


@cache
def _heads() -> dict[str, str]:
    """Role noun -> class."""
    offices = (noun for noun in lexicon.read(Noun).values() if "office" in noun.properties)
    return {low: noun.role or low for noun in offices for low in map(str.lower, noun.spellings())}


@cache
def _nationals() -> dict[str, str]:
    return {noun: country.word for country in lexicon.read(Country).values() for noun in country.nationals}


@cache
def titles() -> frozenset[str]:
    """Titles and forms of address that stand before names."""
    return lexicon.nouns("title", as_written=True)


@cache
def _countries() -> dict[str, str]:
    countries = lexicon.read(Country).values()
    return {stem: country.word for country in countries for stem in (*country.adjectives, *country.modifiers)}


@lru_cache(maxsize=20_000)
def country_of(word: str) -> str | None:
    """The country an adjective or modifier names: "russischen", "US", "Russlands" -> Russland, USA, Russland."""
    low = word.lower().strip("-")
    table = _countries()
    for ending in ("", "en", "er", "es", "em", "e", "s"):
        if low.endswith(ending) and (country := table.get(low.removesuffix(ending))):
            return country
    for country in set(table.values()):
        if low in {country.lower(), country.lower() + "s"}:
            return country
    if word[:1].isupper() and words()[word].bits & COUNTRY:
        return genitive_base(word) if words()[word].form == "s" else word
    return None


@lru_cache(maxsize=20_000)
def head_of(word: str) -> Head | None:
    """Is the word a role noun? "Kreml-Chefs" -> chef with the modifier "kreml"."""
    if _AGE.match(word):
        return Head("age", "", False)
    if not word[:1].isupper() or len(word) < 4:
        return None
    low = word.lower().replace("-", "")
    for ending in _ENDINGS:
        stem = low.removesuffix(ending)
        if not low.endswith(ending) or len(stem) < 4:
            continue
        found = _role(stem) or (_role(stem + "e") if ending == "in" else None)  # Expertin, Zeugin
        if found and not (ending == "e" and not stem.endswith("t")):
            return Head(found[0], found[1], ending == "in" or found[0] in _WOMEN)
    return None


def _role(stem: str) -> tuple[str, str] | None:
    """(class, modifier) of a masculine noun: the longest listed head it ends in."""
    heads = _heads()
    if stem in _nationals():
        return "national", _nationals()[stem]
    for start in range(len(stem) - 3):
        role = heads.get(stem[start:])
        if role and (start == 0 or start >= 2):
            return _compound(role, stem[start:], stem[:start])
    return None


def _compound(role: str, head: str, modifier: str) -> tuple[str, str]:
    """The class of a compound: a country before an office leaves the office, anything else makes one of its own."""
    if not modifier:
        return role, ""
    if country_of(modifier) or country_of(modifier.removesuffix("s")):
        if role in {"chef", "boss", "herrscher"} and modifier == "kreml":
            return "staatschef", "kreml"
        if role == "chef" and country_of(modifier) in _WITH_SECRETARIES:
            return "generalsekretaer", modifier
        return role, modifier
    if role in _WITH_MODIFIER:
        return role, modifier
    if head in _LEADING:  # SPD-Chef and SPD-Vorsitzender, EZB-Präsidentin and EZB-Chefin
        return modifier.removesuffix("s") + "chef", ""
    return modifier + head, ""
