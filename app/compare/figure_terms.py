"""What two figures say they are of: readings of their terms, limits and contexts. Pure functions.

Terms stay in their stored form, by which they are compared and looked up; ``terms.read`` tells what they are.
"""

import re
from collections.abc import Iterable

from app.compare.figure_evidence import as_names
from app.nlp.figures.lexicon import LEXICON, term
from app.nlp.figures.terms import NAMES, WHERE_AND_WHEN, TermKind, of_kind, read
from app.nlp.types import Figure

NOUN = 4  # letters of a word that is told again in a longer one
END = 4  # letters of a noun that its compounds end in
# Things that there is one number of at a time.
UNIQUE = frozenset(
    ("tote", "verletzte", "vermisste", "festnahmen", "geiseln", "obdachlose", "stellen", "beteiligung", "demonstranten")
)
OF_A_BODY = frozenset(("stellen",))  # two firms cut 500 jobs each
CLASSES = frozenset(LEXICON["same"]) - {"menschen"}
EVERYWHERE = frozenset(map(term, f"{LEXICON['counting']['everywhere']} {LEXICON['amounts']['units']}".split()))
BASE = "base"  # the noun is what a share is taken of: any number of shares may be
_SPECIFIED = re.compile(r"(?<!\w)[a-zäöüß]{4,}(?:e|en|er|es|em)(?!\w)")  # an adjective
_EXCLUDING: tuple[TermKind, ...] = ("name", "place", "organisation", "rate")


def words_of(figure: Figure) -> tuple[str, ...]:
    """Terms and context, each once."""
    return tuple(dict.fromkeys((*figure.terms, *figure.context)))


def holders(figure: Figure) -> set[str]:
    """Who has what is counted."""
    return of_kind(figure.limits, "holder")


def soft(figure: Figure) -> set[str]:
    """Where, of whom and when: limits that one paper may leave out."""
    return of_kind(figure.limits, *WHERE_AND_WHEN)


def hard(figure: Figure) -> list[str]:
    """Limits that must be equal: all but those."""
    return sorted(limit for limit in figure.limits if limit != BASE and read(limit).kind not in WHERE_AND_WHEN)


def hard_but(figure: Figure, *kinds: TermKind) -> list[str]:
    """The same without some kinds."""
    return [limit for limit in hard(figure) if read(limit).kind not in kinds]


def telling(words: Iterable[str]) -> bool:
    """Is one among them that is neither a name nor a rate?"""
    return any((kind := read(word).kind) not in NAMES and kind != "rate" for word in words)


def other_names(a: Figure, b: Figure) -> bool:
    """Do both clauses name persons, places or bodies, and none in common? Or different rates?"""
    for kind in _EXCLUDING:
        here, there = (_named(figure, kind) for figure in (a, b))
        if here and there and not here & as_names(b.context) and not there & as_names(a.context):
            return True
    return False


def _named(figure: Figure, kind: TermKind) -> set[str]:
    return {word for word in of_kind(figure.context, kind) if kind != "name" or read(word).value}


def elsewhere(a: Figure, b: Figure, kinds: Iterable[TermKind] = WHERE_AND_WHEN) -> bool:
    """Are they of different places, bodies or times, as far as both papers tell?"""
    for kind in kinds:
        here, there = (of_kind(figure.limits, kind) for figure in (a, b))
        if here and there and not here & there:
            return True
    return False


def other_limits(a: Figure, b: Figure) -> bool:
    """Are they of different bodies, years or quarters, or not had by the same one?"""
    return elsewhere(a, b, ("of", "in_year", "quarter", "holder"))


def nested(here: set[str], there: set[str]) -> bool:
    """Does one hold all of the other?"""
    return here <= there or there <= here


def end_of(thing: str) -> str:
    """The end of a noun, by which its compounds are found."""
    return f"…{thing[-END:]}"


def kin(a: Figure, b: Figure) -> bool:
    """Is one noun the other with something before it: "Niveau", "Rentenniveau"?"""
    return any(len(min(x, y, key=len)) >= END and (x.endswith(y) or y.endswith(x)) for x in a.terms for y in b.terms)


def of_other_kinds(a: Figure, b: Figure) -> bool:
    """Does each say of what kind the thing is, in its own way: "Militärhilfe", "humanitäre Hilfe"?"""
    return any(
        x != y and x.endswith(y) and _SPECIFIED.search(short.about or "")
        for long, short in ((a, b), (b, a))
        for x in long.terms
        for y in short.terms
    )


def may_be_of_one_noun(a: Figure, b: Figure) -> bool:
    """May two nouns stand for one counted or paid thing? Not 16 dead and 16 hurt, nor profit and loss."""
    if set(a.terms) <= CLASSES and set(b.terms) <= CLASSES:
        return False
    crossed = compounds(a.terms, b.context) or compounds(b.terms, a.context)
    return a.kind == "count" or crossed or kin(a, b)


def compounds(some: Iterable[str], others: Iterable[str]) -> bool:
    """Is a word among both, if only as the first or last part of another ("Handelsdefizit", "Defizit")?"""
    here, there = (list(filter(str.isalpha, words)) for words in (some, others))
    pairs = (sorted((x, y), key=len) for x in here for y in there)
    return any(x == y or (len(x) >= NOUN and (y.startswith(x) or y.endswith(x))) for x, y in pairs)
