"""German words folded and stemmed (Snowball), and where the words of a query stand in a text."""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.nlp.german.stems import stem

# Letters and digits with their combining marks (a text may spell ü as u and a mark) and soft hyphens inside.
_RUN = r"[^\W_]+(?:[\u0300-\u036f\u00ad]+[^\W_]*)*"
_HYPHEN = r"[-\u2010\u2011]"
WORD = re.compile(rf"{_RUN}(?:{_HYPHEN}{_RUN})*")
MAX_QUERY_WORDS = 12
MOST_WORDS = 20_000  # remembered of one query
COMPOUND_CHARS = 4  # shorter words begin too many others


def _parts(word: str) -> Sequence[str]:
    """A hyphenated compound is found as a whole and by each of its parts."""
    if word.isalnum():
        return (word,)
    parts = re.split(_HYPHEN, word)
    return (word, *parts) if len(parts) > 1 else (word,)


def stems(text: str) -> list[str]:
    """Every index word of a text, in order, with repeats."""
    return [one for found in WORD.finditer(text) for part in _parts(found[0]) if (one := stem(part))]


def query_stems(query: str) -> list[str]:
    """The distinct index words of a user's query, at most twelve, never an operator."""
    words = dict.fromkeys(stem(found[0]) for found in WORD.finditer(query))
    return [word for word in words if word][:MAX_QUERY_WORDS]


def begins(word: str) -> bool:
    """Whether an index word of a query also finds the compounds that begin with it: Rüstung, Rüstungskontrolle."""
    return len(word) >= COMPOUND_CHARS and word.isalpha()


class _Found(dict[str, bool]):
    """Whether a word of a text is found by a query, each looked at once."""

    def __init__(self, query: str) -> None:
        super().__init__()
        self.wanted = set(query_stems(query))
        self.openings = tuple(word for word in self.wanted if begins(word))

    def __missing__(self, word: str) -> bool:
        if len(self) >= MOST_WORDS:
            self.clear()
        stemmed = [stem(part) for part in _parts(word)]
        self[word] = any(one in self.wanted or one.startswith(self.openings) for one in stemmed)
        return self[word]


_found = lru_cache(maxsize=16)(_Found)  # of the latest queries: the next text, or the next page, has the same words


def matching_spans(text: str, query: str) -> list[tuple[int, int]]:
    """(start, end) of every word of ``text`` that a word of ``query`` finds."""
    found = _found(query)
    return [match.span() for match in WORD.finditer(text) if found[match[0]]]
