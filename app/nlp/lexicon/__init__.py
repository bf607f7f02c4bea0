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

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from app.nlp.lexicon.rows import (
    FOLDER,
    Affix,
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
)

__all__ = [
    "FOLDER",
    "Asked",
    "Country",
    "LexiconError",
    "Noun",
    "Organisation",
    "Person",
    "Place",
    "Row",
    "Verb",
    "affixes",
    "function_words",
    "names",
    "nouns",
    "parts_of",
    "press_words",
    "read",
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
def affixes(name: str) -> frozenset[str]:
    """Prefixes or endings that have a property."""
    return _having(Affix, name)


@cache
def words(name: str) -> frozenset[str]:
    """The words of all files that have a property: of verbs the infinitives and the forms."""
    files = [kind for kind in _WORD_FILES if name in properties_of(kind.file)]
    forms = verb_forms(name) if name in properties_of("verb_forms") else frozenset()
    if not files and not forms:
        raise KeyError(f"no file knows the property {name!r}")
    return forms.union(*(_having(kind, name) for kind in files))


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


@cache
def table(name: str) -> Mapping[str, Any]:
    """A file whose reader has a form of its own ("figures"), read once."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
