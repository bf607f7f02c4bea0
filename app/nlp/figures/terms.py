"""What a figure is compared by, word by word: the one place that knows how a term is stored.

``Figure.terms``, ``limits``, ``context`` and ``around`` hold terms as strings, as the database keeps them: a sign that
tells what the word is, and the word. ``write`` puts a term into that form, ``read`` takes it out.

===================== ======= =====================================================================
kind                  stored  what it is
===================== ======= =====================================================================
``word``              ``x``   a noun or verb, folded; of limits what part it is ("erst", "davon")
``name``              ``@x``  a person; of limits also the place of what is counted
``organisation``      ``@+x`` a body with a name
``body``              ``@~x`` a noun for a body ("das Kabinett")
``place``             ``@@x`` a place or country
``country``           ``@=x`` the country an adjective names: it tells more than it excludes
``year``              ``#x``  a year of the clause
``number``            ``=x``  another number of the sentence; of ``around`` with its unit ("EUR:5e+08")
``near``              ``~x``  a number of the sentence before or behind
``other``             ``!x``  another number that the text gives of the same noun
``rate``              ``/x``  per year, month or day
``daypart``           ``:x``  the part of the day that a date tells
``adjective``         ``+x``  of limits: an adjective of what is counted
``where``             ``in:`` of limits: where it is
``of``                ``of:`` of which body
``in_year``           ``y:``  of which year
``quarter``           ``q:``  of which quarter or half-year
``holder``            ``by:`` which body has it
===================== ======= =====================================================================
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

TermKind = Literal[
    "word", "name", "organisation", "body", "place", "country", "year", "number", "near", "other", "rate", "daypart",
    "adjective", "where", "of", "in_year", "quarter", "holder",
]  # fmt: skip

# The longer signs first: "@+x" is no person.
_SIGNS: dict[TermKind, str] = {
    "organisation": "@+",
    "body": "@~",
    "place": "@@",
    "country": "@=",
    "name": "@",
    "year": "#",
    "number": "=",
    "near": "~",
    "other": "!",
    "rate": "/",
    "daypart": ":",
    "adjective": "+",
    "where": "in:",
    "of": "of:",
    "in_year": "y:",
    "quarter": "q:",
    "holder": "by:",
}
NAMES: frozenset[TermKind] = frozenset(("name", "organisation", "body", "place", "country"))
WHERE_AND_WHEN: frozenset[TermKind] = frozenset(("where", "of", "in_year", "quarter", "holder"))


class Term(NamedTuple):
    """One term of a figure."""

    kind: TermKind
    value: str


def write(kind: TermKind, value: str) -> str:
    """A term as it is stored."""
    return _SIGNS.get(kind, "") + value


@lru_cache(maxsize=1 << 16)
def read(stored: str) -> Term:
    """The term that is stored so."""
    for kind, sign in _SIGNS.items():
        if stored.startswith(sign):
            return Term(kind, stored[len(sign) :])
    return Term("word", stored)


def of_kind(stored: Iterable[str], *kinds: TermKind) -> set[str]:
    """Those of some stored terms that are of one of the kinds, as they are stored."""
    return {term for term in stored if read(term).kind in kinds}
