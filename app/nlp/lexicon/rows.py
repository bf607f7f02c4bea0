"""Rows of words: what a file of the lexicon may say of a word, and the reading of it with all its checks.

A file has one table of rows, called like the file. A row is a word and its columns; where it has properties only, they
stand alone: ``Abend = "time"``. Columns of several words are a list, or a string with blanks between them.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

FOLDER = Path(__file__).parent

R = TypeVar("R", bound="Row")

_CHOICES = {"frame": ("", "speech", "object"), "stance": ("neutral", "confirming", "distancing", "doubting")}


class LexiconError(ValueError):
    """A row that cannot be read; the message names file, line and word."""


def parsed(text: str, name: str) -> dict[str, Any]:
    """The tables of a file. Raises LexiconError with its name and the line where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name} is no valid TOML: {error}") from error


def read_tables(path: Path) -> dict[str, Any]:
    """The tables of a file whose reader has a form of its own. Raises LexiconError."""
    return parsed(path.read_text(encoding="utf-8"), path.name)


@dataclass(frozen=True, slots=True)
class Row:
    """A word as it is written, and its properties (column ``is``)."""

    file: ClassVar[str]
    capital: ClassVar[bool] = False  # has the file capitals that readers do not ask for?
    word: str
    properties: frozenset[str] = frozenset()

    def spellings(self) -> tuple[str, ...]:
        """The word and what stands for it with the same properties."""
        return (self.word,)

    def written(self) -> Iterator[str]:
        """Every word that the row holds, each once."""
        yield from dict.fromkeys(self.spellings())


@dataclass(frozen=True, slots=True)
class Noun(Row):
    """``feminine`` and ``forms`` have the same properties; ``role`` is the class of an office ("" is its own)."""

    file = "nouns"
    capital = True
    feminine: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    role: str = ""

    def spellings(self) -> tuple[str, ...]:
        return (self.word, *self.feminine, *self.forms)


@dataclass(frozen=True, slots=True)
class Verb(Row):
    """``parts``: present, past, participle. ``having``: forms with a property of their own, by property."""

    file = "verbs"
    frame: str = ""
    stance: str = "neutral"
    parts: tuple[str, ...] = ()
    particle: str = ""
    forms: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    having: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def written(self) -> Iterator[str]:
        own = (self.word, *self.parts, *self.forms, *self.counted, *self.compared)
        yield from dict.fromkeys([*own, *(form for forms in self.having.values() for form in forms)])


@dataclass(frozen=True, slots=True)
class FunctionWord(Row):
    """A small word, or one in -e that may look like a Konjunktiv I."""

    file = "function_words"


@dataclass(frozen=True, slots=True)
class Affix(Row):
    """A prefix or an ending."""

    file = "affixes"

    def written(self) -> Iterator[str]:
        yield f"-{self.word}-"  # no word: "über" and "über-" are two things


@dataclass(frozen=True, slots=True)
class NameWord(Row):
    """A given name or a family name."""

    file = "names"
    capital = True


@dataclass(frozen=True, slots=True)
class Country(Row):
    """``adjectives`` and ``modifiers`` are stems in lower case; ``seats`` are folded names."""

    file = "countries"
    adjectives: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    nationals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def spellings(self) -> tuple[str, ...]:
        return (self.word, *self.forms)

    def written(self) -> Iterator[str]:
        yield from dict.fromkeys([*self.spellings(), *self.adjectives, *self.modifiers, *self.nationals])


@dataclass(frozen=True, slots=True)
class Place(Row):
    """``forms`` are further spellings; ``seat_of`` a country of ``countries.toml``."""

    file = "places"
    forms: tuple[str, ...] = ()
    seat_of: str = ""

    def spellings(self) -> tuple[str, ...]:
        return (self.word, *self.forms)


@dataclass(frozen=True, slots=True)
class Organisation(Row):
    """``forms`` are further spellings; ``press``: those that tell a medium inside a longer name."""

    file = "organisations"
    forms: tuple[str, ...] = ()
    press: tuple[str, ...] = ()

    def spellings(self) -> tuple[str, ...]:
        return (self.word, *self.forms)


@dataclass(frozen=True, slots=True)
class Agency(Row):
    """A news agency by the name that is shown. ``codes``, ``dateline``, ``initials``: how it signs, and where."""

    file = "agencies"
    codes: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()

    def written(self) -> Iterator[str]:
        yield from dict.fromkeys([self.word, *self.codes])


@dataclass(frozen=True, slots=True)
class Abbreviation(Row):
    """An abbreviation in lower case, without its last full stop."""

    file = "abbreviations"


@dataclass(frozen=True, slots=True)
class Person(Row):
    """A public figure: ``also`` other spellings; ``held``: offices by country."""

    file = "persons"
    also: tuple[str, ...] = ()
    alone: bool = False
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def spellings(self) -> tuple[str, ...]:
        return (self.word, *self.also)


_tables: dict[tuple[str, str], Mapping[str, Any]] = {}  # what was read, by file and table


def read(kind: type[R], table: str = "") -> Mapping[str, R]:
    """The rows of a file, by word, in its order, read once. ``table``: another than the one called like the file.

    Raises LexiconError where a row has an unknown column or property, or stands twice.
    """
    key = kind.file, table or kind.file
    if key not in _tables:
        _tables[key] = rows_of(kind, (FOLDER / f"{kind.file}.toml").read_text(encoding="utf-8"), key[1])
    return _tables[key]


def rows_of(kind: type[R], text: str, table: str) -> dict[str, R]:
    """The rows of a table, checked."""
    content = parsed(text, f"{kind.file}.toml")
    rows: dict[str, R] = {}
    spelt: dict[str, str] = {}
    for word, value in content[table].items():
        try:
            row = _row(kind, word, value)
            for spelling in row.spellings():
                if spelling in spelt:
                    raise ValueError(f"{spelling!r} stands in the row of {spelt[spelling]!r} already")
                spelt[spelling] = word
        except ValueError as error:
            raise LexiconError(f"{kind.file}.toml, line {_line(text, word)}, {word}: {error}") from None
        rows[word] = row
    return rows


def _row(kind: type[R], word: str, value: str | dict[str, Any]) -> R:
    columns = {"is": value} if isinstance(value, str) else value
    known = {column.name: column.type for column in fields(kind)}
    given: dict[str, Any] = {}
    having: dict[str, tuple[str, ...]] = {}
    for name, content in columns.items():
        if name == "is":
            given["properties"] = _checked(kind.file, _words(content))
        elif "having" in known and name in properties_of("verb_forms"):
            having[name] = _words(content)
        elif name in ("word", "properties", "having") or name not in known:
            raise ValueError(f"unknown column {name!r}")
        else:
            given[name] = _content(name, known[name], content)
    if having:
        given["having"] = having
    return kind(word, **given)


def _content(name: str, kind: Any, content: Any) -> Any:
    """The content of a column, as its type in the row's class wants it."""
    if kind in (bool, str) and isinstance(content, kind):
        if name in _CHOICES and content not in _CHOICES[name]:
            raise ValueError(f"unknown {name} {content!r}")
        return content
    if kind == Mapping[str, tuple[str, ...]] and isinstance(content, dict):
        return {key: _words(words) for key, words in content.items()}
    if kind == tuple[str, ...]:
        return _parts(content) if name == "parts" else _words(content)
    raise ValueError(f"column {name!r} has no such content: {content!r}")


def _words(content: Any, *, each_once: bool = True) -> tuple[str, ...]:
    words = tuple(content.split() if isinstance(content, str) else content)
    if not all(isinstance(word, str) for word in words) or (each_once and len(set(words)) < len(words)):
        raise ValueError(f"words, each once, are wanted: {content!r}")
    return words


def _parts(content: Any) -> tuple[str, ...]:
    parts = _words(content, each_once=False)  # "referiert referierte referiert"
    if len(parts) != 3:
        raise ValueError(f"present, past and participle are wanted: {content!r}")
    return parts


def _checked(file: str, names: tuple[str, ...]) -> frozenset[str]:
    unknown = set(names) - properties_of(file).keys()
    if unknown:
        raise ValueError(f"unknown property {', '.join(sorted(unknown))}")
    return frozenset(names)


@cache
def properties_of(file: str) -> Mapping[str, str]:
    """The properties that the rows of a file may have, and what each means."""
    return _all_properties()[file]


@cache
def _all_properties() -> dict[str, dict[str, str]]:
    return read_tables(FOLDER / "properties.toml")


def _line(text: str, word: str) -> int:
    """The number of the line on which a row begins, 0 where it is not found."""
    found = re.search(rf'^"?{re.escape(word)}"?\s*=', text, re.M)
    return text.count("\n", 0, found.start()) + 1 if found else 0
