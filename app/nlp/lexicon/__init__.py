"""The words: rows of TOML tables, and the folder they stand in. Everything of the lexicon is read through this door.

A word is a row and its properties are columns (see ``rows``); readers ask by property and get the same set each time::

    BODIES = lexicon.nouns("body")                       # in lower case, with Swiss spellings
    TOLD = lexicon.verbs("telling")                      # infinitives
    MODALS = lexicon.verb_forms("modal")                 # forms
    ARTICLES = lexicon.function_words("article")
    TIMES = lexicon.words("time")                        # of any file
    TITLES = lexicon.nouns("title", as_written=True)     # "Dr.", "Professorin"

``properties.toml`` says what each property means. A property that it does not know is refused with a KeyError.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from app.nlp.lexicon.rows import (
    FOLDER,
    Abbreviation,
    Affix,
    Agency,
    Country,
    FunctionWord,
    LexiconError,
    NameWord,
    Noun,
    Organisation,
    Person,
    Place,
    Row,
    Verb,
    properties_of,
    read,
    read_tables,
)

__all__ = [
    "FOLDER",
    "Agency",
    "Asked",
    "Country",
    "LexiconError",
    "Noun",
    "Organisation",
    "Person",
    "Place",
    "Row",
    "Verb",
    "abbreviations",
    "affixes",
    "either",
    "function_words",
    "names",
    "nouns",
    "parts_of",
    "press_words",
    "read",
    "read_tables",
    "table",
    "verb_forms",
    "verbs",
    "words",
]

Asked = Callable[[str], frozenset[str]]
_WORD_FILES: tuple[type[Row], ...] = (Noun, Verb, FunctionWord, NameWord)


@cache
def nouns(name: str, *, as_written: bool = False) -> frozenset[str]:
    """The nouns that have a property."""
    return _having(Noun, name, as_written)


@cache
def verbs(name: str) -> frozenset[str]:
    """The infinitives of verbs that have a property."""
    return _having(Verb, name)


@cache
def verb_forms(name: str, *, as_written: bool = False) -> frozenset[str]:
    """The forms of verbs that have a property of their own."""
    _known("verb_forms", name)
    forms = (form for verb in read(Verb).values() for form in verb.having.get(name, ()))
    return frozenset(forms) if as_written else _spelt(forms)


def parts_of(verb: Verb) -> tuple[str, str, str]:
    """Present, past and participle of a verb: "teilt teilte mitgeteilt"; where its row has none, those of the verb
    without the particle. Raises LexiconError where no row has them."""
    if verb.parts:
        present, past, participle = verb.parts
        return present, past, participle
    fixed = " " in verb.word
    bare = verb.word.split()[-1] if fixed else verb.word.removeprefix(verb.particle)
    base = read(Verb).get(bare)
    if base is None or not base.parts:
        raise LexiconError(f"verbs.toml, {verb.word}: neither this row nor that of {bare!r} has parts")
    present, past, participle = base.parts
    return present, past, participle if fixed else verb.particle + participle


@cache
def function_words(name: str) -> frozenset[str]:
    """The small words that have a property."""
    return _having(FunctionWord, name)


@cache
def names(name: str, *, as_written: bool = False) -> frozenset[str]:
    """Given names or family names that have a property."""
    return _having(NameWord, name, as_written)


@cache
def abbreviations(name: str) -> frozenset[str]:
    """Abbreviations, in lower case and without their last full stop, that have a property."""
    return frozenset(word for word, row in read(Abbreviation).items() if name in row.properties)


@cache
def affixes(name: str) -> frozenset[str]:
    """Prefixes or endings that have a property."""
    return _having(Affix, name)


@cache
def words(name: str, *, swiss: bool = True) -> frozenset[str]:
    """The words of all files that have a property: of verbs the infinitives and the forms. ``swiss``: with ss for ß."""
    kinds = [kind for kind in _WORD_FILES if name in properties_of(kind.file)]
    forms = name in properties_of("verb_forms")
    if not kinds and not forms:
        raise KeyError(f"no file knows the property {name!r}")
    found = verb_forms(name, as_written=True) if forms else frozenset()
    for kind in kinds:
        spellings = _having(kind, name, as_written=True)
        found |= frozenset(map(str.lower, spellings)) if kind.capital else spellings
    return _spelt(found) if swiss else found


@cache
def press_words() -> frozenset[str]:
    """Words that tell a medium, of nouns ("Zeitung") and of names ("ARD")."""
    told = (word for row in read(Organisation).values() for word in row.press)
    return nouns("press") | _spelt(map(str.lower, told))


def _having(kind: type[Row], name: str, as_written: bool = False) -> frozenset[str]:
    _known(kind.file, name)
    spellings = (word for row in read(kind).values() if name in row.properties for word in row.spellings())
    if as_written:
        return frozenset(spellings)
    return _spelt(map(str.lower, spellings) if kind.capital else spellings)


def _known(file: str, name: str) -> None:
    if name not in properties_of(file):
        raise KeyError(f"{file} have no property {name!r}")


def _spelt(found: Iterable[str]) -> frozenset[str]:
    """The words, and as Switzerland writes them."""
    return frozenset(spelling for word in found for spelling in (word, word.replace("ß", "ss")))


def either(words: Iterable[str]) -> str:
    """An alternation of plain words for a pattern, the longest first."""
    return "|".join(sorted(map(re.escape, sorted(words)), key=len, reverse=True))


@cache
def table(name: str) -> Mapping[str, Any]:
    """A file whose reader has a form of its own ("figures"), read once."""
    return read_tables(FOLDER / f"{name}.toml")
