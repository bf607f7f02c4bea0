"""Lists of places and organisations (``lexicon/places.toml``, ``lexicon/organisations.toml``) matched on words.

They serve the recogniser as features and, for names that leave no doubt, as a last word (see ``one_sense_per_text``).
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from app.nlp import lexicon, model
from app.nlp.types import EntityKind

LEXICON = lexicon.FOLDER
CITIES = model.FOLDER / "cities.txt"
UNSURE = {"media", "companies"}  # groups with names that are common words too
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
    table = tomllib.loads((LEXICON / "places.toml").read_text(encoding="utf-8"))
    for group, names in table["lists"].items():
        for name in names:
            yield name, Listed("place", name, group == "governments")
    for entry in table["place"]:
        for form in entry["forms"]:
            yield form, Listed("place", entry["name"], entry.get("metonym", False))


def _organisations() -> Iterator[tuple[str, Listed]]:
    table = _organisation_table()
    for group, entries in table["names"].items():
        for entry in entries:
            for form in entry:
                yield form, Listed("organisation", entry[0], False, group not in UNSURE)


@cache
def _organisation_table() -> dict[str, Any]:
    return tomllib.loads((LEXICON / "organisations.toml").read_text(encoding="utf-8"))


@cache
def legal_forms() -> frozenset[str]:
    """What stands behind the name of a firm: GmbH, Inc."""
    return frozenset(_organisation_table()["before"]["legal_forms"].split())


@lru_cache(maxsize=20_000)
def tells_a_body(word: str, surely: bool = True) -> bool:
    """Does the noun right before a name tell that a firm or body ("Autozulieferer") bears it, ``surely`` no person?"""
    return _ends_in(word, "bodies" if surely else "perhaps")


@lru_cache(maxsize=20_000)
def tells_a_thing(word: str) -> bool:
    """Does the noun right before a name tell that a ship, a storm, a work ("Fregatte", "Musical") bears it?"""
    return _ends_in(word, "things")


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
    return tuple(_organisation_table()["before"][kind].split())


@cache
def bodies() -> Gazetteer:
    """Names of firms and bodies that only have the last word: the recogniser learnt without them."""
    entries = _organisation_table()["known"]["bodies"]
    return Gazetteer(None, [(form, Listed("organisation", entry[0], False)) for entry in entries for form in entry])


@cache
def gazetteer() -> Gazetteer:
    """The lists, read once per process."""
    return Gazetteer()
