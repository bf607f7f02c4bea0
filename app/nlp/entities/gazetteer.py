"""Lists of places and organisations (``lexicon/places.toml``, ``lexicon/organisations.toml``) matched on words.

They serve the recogniser as features and, for names that leave no doubt, as a last word (see ``one_sense_per_text``).
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from app.nlp import lexicon, model
from app.nlp.lexicon import Country, Organisation, Place
from app.nlp.types import EntityKind

CITIES = model.FOLDER / "cities.txt"
_PLACES = {"place", "state", "region", "government"}  # the country is found as a name by its row
_UNSURE = {"media", "company"}  # organisations whose names are common words too
ADJECTIVE_ENDINGS = ("e", "er", "es", "en", "em")


class Listed(NamedTuple):
    """A known name: its kind, canonical form (None for cities out of open data), whether it may mean a government, and
    whether it is a name wherever it stands ("Bild" and "Apple" may be other things)."""

    kind: EntityKind
    name: str | None
    metonym: bool
    certain: bool = True


class Match(NamedTuple):
    """Words ``first`` to ``after`` (exclusive) are a known name."""

    first: int
    after: int
    listed: Listed


class Gazetteer:
    """All listed names by their first word, the longest first."""

    def __init__(self, cities: Path | None = CITIES, names: Sequence[tuple[str, Listed]] | None = None) -> None:
        """``cities``: a file of city names; ``names``: these instead of the lists in the lexicon."""
        self._names: dict[str, dict[tuple[str, ...], Listed]] = {}
        for city in cities.read_text(encoding="utf-8").splitlines() if cities else ():
            self._add(city, Listed("place", None, False, False))
        for form, listed in [*_organisations(), *_places()] if names is None else names:
            self._add(form, listed)
        self._lengths = {
            first: sorted({len(words) for words in names}, reverse=True) for first, names in self._names.items()
        }

    def _add(self, form: str, listed: Listed) -> None:
        for words in _inflected(form):
            self._names.setdefault(words[0], {})[words] = listed

    def get(self, *words: str) -> Listed | None:
        """The listed name of exactly these words."""
        return self._names.get(words[0], {}).get(words)

    def matches(self, words: Sequence[str]) -> Iterator[Match]:
        """Listed names in a sentence, from left to right, the longest at each place."""
        place = 0
        while place < len(words):
            found = self._at(words, place)
            if found:
                yield found
                place = found.after
            else:
                place += 1

    def _at(self, words: Sequence[str], place: int) -> Match | None:
        for length in self._lengths.get(words[place], ()):
            listed = self._names[words[place]].get(tuple(words[place : place + length]))
            if listed and place + length <= len(words):
                return Match(place, place + length, listed)
        return None


def _inflected(form: str) -> Iterator[tuple[str, ...]]:
    """A form as its word tuples: adjective stems ("Weiß~") with each ending, the last word also in the genitive."""
    parts = form.split()
    choices = [[p[:-1] + ending for ending in ADJECTIVE_ENDINGS] if p.endswith("~") else [p] for p in parts]
    last = parts[-1]
    if not last.endswith(("s", "~", "-", "ß", "x", "z")):
        choices[-1] = [last, last + "s", last + "es"] if len(parts) > 1 else [last, last + "s"]
    elif last.endswith(("s", "ß")):
        choices[-1] = [last, last + "es"]  # des Weißen Hauses
    yield from product(*choices)


def _places() -> Iterator[tuple[str, Listed]]:
    for row in (*lexicon.read(Country).values(), *lexicon.read(Place).values()):
        if row.properties & _PLACES:
            for form in row.spellings():
                yield form, Listed("place", row.word, "government" in row.properties)


def _organisations() -> Iterator[tuple[str, Listed]]:
    for row in lexicon.read(Organisation).values():
        if "known" not in row.properties:
            for form in row.spellings():
                yield form, Listed("organisation", row.word, False, not row.properties & _UNSURE)


@cache
def legal_forms() -> frozenset[str]:
    """What stands behind the name of a firm: GmbH, Inc."""
    return lexicon.nouns("legal_form", as_written=True)


@lru_cache(maxsize=20_000)
def tells_a_body(word: str, surely: bool = True) -> bool:
    """Does the noun right before a name tell that a firm or body ("Autozulieferer") bears it, ``surely`` no person?"""
    return _ends_in(word, "body_before" if surely else "perhaps_before")


@lru_cache(maxsize=20_000)
def tells_a_thing(word: str) -> bool:
    """Does the noun right before a name tell that a ship, a storm, a work ("Fregatte", "Musical") bears it?"""
    return _ends_in(word, "thing_before")


def _ends_in(word: str, nouns_of: str) -> bool:
    if not word[:1].isupper():
        return False
    nouns = _nouns_before(nouns_of)
    return any(
        low == noun or (low.endswith(noun) and len(low) > len(noun) + 1)
        for low in {word.lower(), word.lower().removesuffix("s")}  # "des Unternehmens Velten"
        if low.endswith(nouns)
        for noun in nouns
    )


@cache
def _nouns_before(kind: str) -> tuple[str, ...]:
    return tuple(map(str.lower, lexicon.nouns(kind, as_written=True)))


@cache
def bodies() -> Gazetteer:
    """Names of firms and bodies that only have the last word: the recogniser learnt without them."""
    rows = [row for row in lexicon.read(Organisation).values() if "known" in row.properties]
    return Gazetteer(
        None, [(form, Listed("organisation", row.word, False)) for row in rows for form in row.spellings()]
    )


@cache
def gazetteer() -> Gazetteer:
    """The lists, read once per process."""
    return Gazetteer()
