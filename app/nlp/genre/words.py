"""The words and patterns of genres: lexicon/genres.toml and lexicon/rules/genre.toml. No spaCy here."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, get_args

from app.nlp.lexicon import FOLDER, LexiconError, either, read_tables
from app.nlp.rules import read_patterns
from app.nlp.text.agencies import PIECES as AGENCIES
from app.nlp.types import GenreName

NAMES: tuple[GenreName, ...] = get_args(GenreName)


def _read() -> dict[str, Any]:
    tables = read_tables(FOLDER / "genres.toml")
    if set(tables["genres"]) != {name.replace("-", "_") for name in NAMES}:
        raise LexiconError(f"genres.toml: the genres are {', '.join(NAMES)}")
    return tables


def _by_letter(words: Iterable[str]) -> str:
    """An alternation that looks at a word's first letter before it tries any: long lists are searched in every word."""
    letters: dict[str, list[str]] = defaultdict(list)
    for word in words:
        letters[word[0].lower()].append(word[1:])
    return "(?:" + "|".join(f"{letter}(?:{either(rest)})" for letter, rest in sorted(letters.items())) + ")"


_TABLES = _read()
_OUTLETS = _TABLES["outlets"]
_PIECES = {
    **AGENCIES,
    **{name: f"(?:{either(words)})" for name, words in _TABLES["genres"].items()},
    "outlet": rf"\b(?:{either(_OUTLETS['names'])}|[\w-]*(?i:{either(_OUTLETS['endings'])}))\b",
    "says": f"(?:{either(_OUTLETS['verbs'])})",
    **{name: _by_letter(words) for name, words in _TABLES["words"].items()},
}
PATTERNS = {name: rule.pattern for name, rule in read_patterns("genre", _PIECES).items()}


def _marks(zone: str) -> dict[GenreName, re.Pattern[str]]:
    """By genre: how a headline (``head``) or a short line (``line``) names it."""
    keys = {name: f"{name.replace('-', '_')}_{zone}" for name in NAMES}
    return {name: PATTERNS[key] for name, key in keys.items() if key in PATTERNS}


HEADS = _marks("head")
LINES = _marks("line")
