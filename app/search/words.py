"""German words folded and stemmed (Snowball), and where the words of a query stand in a text."""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"\w+(?:-\w+)*")
FOLD = str.maketrans({"ß": "ss", "ä": "a", "ö": "o", "ü": "u", "-": ""})
MAX_QUERY_WORDS = 12

_stemmer = snowballstemmer.stemmer("german")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """One word as it stands in the index: lower case, umlauts and hyphens folded, stemmed."""
    return str(_stemmer.stemWord(word.lower().translate(FOLD))).replace("'", "")


def _parts(word: str) -> Iterator[str]:
    """A hyphenated compound is found as a whole and by each of its parts."""
    yield word
    if "-" in word:
        yield from word.split("-")


def stems(text: str) -> list[str]:
    """Every index word of a text, in order, with repeats."""
    return [stem(part) for found in WORD.finditer(text) for part in _parts(found[0])]


def query_stems(query: str) -> list[str]:
    """The distinct index words of a user's query, at most twelve, never an operator."""
    return list(dict.fromkeys(stem(found[0]) for found in WORD.finditer(query)))[:MAX_QUERY_WORDS]


def matching_spans(text: str, query: str) -> list[tuple[int, int]]:
    """(start, end) of every word of ``text`` that a word of ``query`` finds."""
    wanted = set(query_stems(query))
    return [found.span() for found in WORD.finditer(text) if any(stem(part) in wanted for part in _parts(found[0]))]
