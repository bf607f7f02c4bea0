"""When two figures are about one thing: by what they say they are about, and by how they say it. Pure functions.

Two figures are joined only by what both say they are about: the same kind, unit and thing ("treffen", "tote", a
person), and the same limits ("erste Runde", "davon"). One value in one wording, as papers have it that print the same
agency's sentence, is one thing too. Counts of one number may be joined over different nouns where their clauses share
two words; dates where they fall on the same day and their clauses share two words. A group that joins different things
is worse than a missing one, so everything that does not agree keeps apart:

- Values may differ only for things there is one of (a person's age, the dead of a disaster, the length of a meeting),
  and not by far, nor where the clauses name different bodies or places.
- Where one article gives two values for what looks like one thing, only equal or rounded values are joined. Where a
  chain of small differences would join values that lie far apart, only equal ones are.
- People, cases and tonnes are counted everywhere: one number of them tells little, and the clauses must share a word.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.compare.figure_evidence import (
    FATES,
    LEAST_OF_DATES,
    LEAST_OF_DEADLINES,
    VAGUE,
    as_names,
    evidence_of_dates,
    told_alike,
)
from app.compare.values import digits, is_sum, likeness
from app.nlp.figures.lexicon import LEXICON, term
from app.nlp.types import Figure

SHARED = 2  # words that two clauses must share where nothing else tells that they speak of one thing
NOUN = 4  # letters of a word that is told again in a longer one
END = 4  # letters of a noun that its compounds end in
FEW = 11  # smaller counts are common: there the clauses must share a word, too
MANY = 1000  # forces from which on one number of them is one deployment
# How far two values of one thing may lie apart and still be told as differing.
APART = {"duration": 1.25, "distance": 1.5, "age": 1.1, "count": 2.0, "money": 1.25, "percentage": 1.25}
UNIQUE = frozenset(
    ("tote", "verletzte", "vermisste", "festnahmen", "geiseln", "obdachlose", "stellen", "beteiligung", "demonstranten")
)
_OF_A_BODY = frozenset(("stellen",))  # two firms cut 500 jobs each
_CLASSES = frozenset(LEXICON["same"]) - {"menschen"}
_EVERYWHERE = frozenset(map(term, f"{LEXICON['counting']['everywhere']} {LEXICON['amounts']['units']}".split()))
_DOING = frozenset(map(term, LEXICON["amounts"]["doing"].split()))
_FORCES = frozenset(map(term, LEXICON["counting"]["forces"].split()))
_PRECISE = 3  # figures of a number from which on it hardly comes twice by chance ("42,50", "966.000")
_BY_VALUE = frozenset(("count", "money", "percentage", "duration", "distance"))
_TELLING = 8  # words of a clause that are looked up
_SOFT = ("in:", "of:", "y:", "q:", "by:")  # place, body, year, quarter, who has it
_HELD = "by:"
_BASE = "base"  # the noun is what a share is taken of: any number of shares may be
_ALL: dict[str, list[int]] = LEXICON["counting"]["all"]
_OF_MANY = frozenset(("staaten",))  # "rund 30 Staaten" are hardly the 27 of a union
_OF_ONE_TEXT = frozenset(("seiten",))  # a summit has one paper of so many pages
DATES = frozenset(("date", "year"))
DEADLINE = "|"  # the key of those that something is to be done by, whatever their clauses say
_SPECIFIED = re.compile(r"(?<!\w)[a-zäöüß]{4,}(?:e|en|er|es|em)(?!\w)")  # an adjective
_EXCLUDING = tuple(map(re.compile, (r"@[^@+~=]", "@@", r"@\+", "/")))  # persons, places, bodies, rates
_STEP = math.log(1.4)
LOOSE, ALIKE, EQUAL = range(3)  # how alike values of one thing have to be: near, rounded, equal


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in an article of a source. ``day``: of a date, what ``dates.resolve`` made of it."""

    id: int
    article: int
    source: int
    figure: Figure
    day: str | None = None


@lru_cache(maxsize=4_000)
def keys(mark: Mark) -> tuple[str, ...]:
    """What the mark can be joined by, most telling first; none where it is not known what it is about."""
    figure = mark.figure
    said = tuple(f"said|{figure.kind}|{told}|{row}" for row in figure.wording for told in sorted(_told(mark)))
    if figure.kind in DATES:
        words = [*_words(figure)[:_TELLING], *([DEADLINE] if figure.precision != "exact" else [])]
        return (*(f"date|{mark.day}|{word}" for word in words if mark.day), *said)
    if figure.kind == "comparison":
        return tuple(f"comparison|{figure.unit}|{word}" for word in figure.terms)
    if figure.kind == "age" and not any(word.startswith("@") for word in figure.terms):
        return said  # "ein achtjähriges Mädchen" may be any
    unit = "" if figure.kind == "count" else figure.unit
    hard = ",".join(_hard(figure))
    found = [f"{figure.kind}|{unit}|{word}|{hard}" for word in figure.terms]
    found += [f"held|{word}|{holder}" for word in figure.terms for holder in sorted(holders(figure))]
    if figure.kind in _BY_VALUE and figure.value is not None:
        alone = figure.kind != "count" or digits(figure) >= SHARED or figure.value >= MANY / 10
        by = [*_words(figure)[:_TELLING], *(["*"] if alone else []), *map(_ends, figure.terms)]
        found += [f"value|{figure.kind}|{unit}|{figure.value:g}|{word}" for word in by]
        found += [f"value|{figure.kind}|{unit}|~{size}" for size in _sizes(figure.value) if alone]
    if is_sum(figure):
        found.append(f"value|sum|{figure.value:g}")
    return (*found, *said)


def _told(mark: Mark) -> set[str]:
    """What it says, whatever of: a day and the words for it ("in the coming days" has no other), or a value with its
    unit; nothing where that is vague."""
    figure = mark.figure
    if figure.kind in DATES:
        return {told for told in (mark.day, figure.when) if told}
    return {f"{figure.value:g}/{figure.high or 0:g}/{figure.unit}"} if figure.value is not None else set()


def _sizes(value: float) -> tuple[int, ...]:
    """Of what size a value is, in steps that overlap: two values that one may round to the other have one in common."""
    place = math.log(abs(value)) / _STEP if value else 0.0
    return tuple(dict.fromkeys((2 * math.floor(place), 2 * math.floor(place + 0.5) + 1)))


def holders(figure: Figure) -> set[str]:
    """Who has what is counted."""
    return {limit for limit in figure.limits if limit.startswith(_HELD)}


def _ends(thing: str) -> str:
    """The end of a noun, by which its compounds are found."""
    return f"…{thing[-END:]}"


def _kin(a: Figure, b: Figure) -> bool:
    """Is one noun the other with something before it: "Niveau", "Rentenniveau"?"""
    return any(len(min(x, y, key=len)) >= END and (x.endswith(y) or y.endswith(x)) for x in a.terms for y in b.terms)


def _of_other_kinds(a: Figure, b: Figure) -> bool:
    """Does each say of what kind the thing is, in its own way: "Militärhilfe", "humanitäre Hilfe"?"""
    return any(
        x != y and x.endswith(y) and _SPECIFIED.search(short.about or "")
        for long, short in ((a, b), (b, a))
        for x in long.terms
        for y in short.terms
    )


def _odd(figure: Figure) -> bool:
    """Is it a number that hardly comes twice: of three figures and more, for sums of two that are no round half?"""
    if figure.kind not in ("money", "percentage"):
        return False
    two = figure.kind == "money" and digits(figure) == SHARED and "5" not in f"{figure.value:g}"
    return two or digits(figure) >= _PRECISE


def _words(figure: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*figure.terms, *figure.context)))


def _hard(figure: Figure) -> list[str]:
    """Limits that must be equal: all but where and when, which one paper may leave out."""
    return sorted(limit for limit in figure.limits if limit != _BASE and not limit.startswith(_SOFT))


@lru_cache(maxsize=4_000)
def main_keys(mark: Mark) -> tuple[str, ...]:
    """Those of the keys that name the thing, with all its limits."""
    return tuple(key for key in keys(mark) if names_thing(key))


def names_thing(key: str) -> bool:
    """Does a key name what the figure is about, and not its value or words beside it?"""
    return not key.startswith(("date|", "value|", "comparison|", "said|"))


def fits(a: Figure, b: Figure, tie: int) -> bool:
    """May two values be given for one thing?"""
    if likeness(a, b) != "apart":
        return tie < EQUAL or (a.value, a.high) == (b.value, b.high)
    if {"nach", "vor", _BASE} & {*a.limits, *b.limits}:
        return False  # time that has passed since something, a share of something
    one_of_it = a.kind != "count" or set(a.terms) & set(b.terms) & UNIQUE or holders(a) & holders(b)
    limits = (_hard(a), _hard(b)) if a.kind == "duration" else (sorted(a.limits), sorted(b.limits))
    return tie == LOOSE and bool(one_of_it) and limits[0] == limits[1] and _near(a, b)


def joined(a: Mark, b: Mark, tie: int = LOOSE) -> bool:
    """Are two marks with a common key about one thing? ``tie``: how alike values under that key have to be."""
    first, second = a.figure, b.figure
    if (first.kind in DATES) != (second.kind in DATES):
        return False
    worded = bool(set(first.wording) & set(second.wording)) and bool(_told(a) & _told(b))
    if first.kind in DATES:
        return worded or _same_date(a, b)
    if _elsewhere(first, second):
        return False
    if first.kind != second.kind:
        return is_sum(first) and is_sum(second) and not _other_names(first, second) and told_alike(first, second)
    if first.kind == "comparison":
        return first.unit == second.unit and bool(set(first.terms) & set(second.terms))
    if _one_of_its_kind(first, second):
        return True
    held = holders(first) & holders(second)
    if not held and _other_names(first, second) and not _telling_number(first, second):
        return False
    if worded:
        return True
    if set(first.terms) & set(second.terms) and _hard(first) == _hard(second):
        together = fits(first, second, tie) and (first.kind != "count" or bool(held) or _same_count(first, second))
        return together or (tie < EQUAL and _told_alike(first, second))
    return first.kind in _BY_VALUE and (_same_number(first, second) or _told_alike(first, second))


def _told_alike(a: Figure, b: Figure) -> bool:
    """Do number, nouns and the words around them together say that it is one thing?"""
    if a.unit != b.unit and a.kind != "count":
        return False
    here, there = set(a.terms) - VAGUE, set(b.terms) - VAGUE
    if here and there and here <= _CLASSES and there <= _CLASSES and not here & there:
        return False
    if a.kind == "count" and min(a.value or 0, b.value or 0) < FEW:
        return False
    if any(_at_odds({x for x in a.limits if x[0] == sign}, {x for x in b.limits if x[0] == sign}) for sign in "+@"):
        return False
    firm = [sorted(limit for limit in _hard(one) if limit[0] not in "+@" and limit != "um") for one in (a, b)]
    return firm[0] == firm[1] and told_alike(a, b)


def _at_odds(here: set[str], there: set[str]) -> bool:
    return bool(here and there and not (here <= there or there <= here))


def _telling_number(a: Figure, b: Figure) -> bool:
    """Is it one number that says of itself that both speak of one thing?"""
    return a.value == b.value and (digits(a) >= _PRECISE or bool(set(a.terms) & set(b.terms) & UNIQUE - _OF_A_BODY))


def _other_names(a: Figure, b: Figure) -> bool:
    """Do both clauses name persons, places or bodies, and none in common? Or different rates?"""
    for names in _EXCLUDING:
        here, there = (set(filter(names.match, one.context)) for one in (a, b))
        wide, broad = (as_names(one.context) for one in (a, b))
        if here and there and not here & broad and not there & wide:
            return True
    return False


def other_names(a: Figure, b: Figure) -> bool:
    """Do both speak of persons, places or bodies, and of none in common?"""
    return _elsewhere(a, b) or _other_names(a, b)


def other_limits(a: Figure, b: Figure) -> bool:
    """Are they of different bodies, years or quarters, or not had by the same one?"""
    return _elsewhere(a, b, ("of:", "y:", "q:", _HELD))


def _elsewhere(a: Figure, b: Figure, kinds: Iterable[str] = _SOFT) -> bool:
    """Are they of different places, bodies or times, as far as both papers tell?"""
    for kind in kinds:
        here, there = ({limit for limit in one.limits if limit.startswith(kind)} for one in (a, b))
        if here and there and not here & there:
            return True
    return False


def _near(a: Figure, b: Figure) -> bool:
    if not a.value or not b.value or a.high is not None or b.high is not None:
        return False
    low, high = sorted((abs(a.value), abs(b.value)))
    return high <= low * APART[a.kind] and a.value * b.value > 0


def _same_count(a: Figure, b: Figure) -> bool:
    """Counts of one noun whose values fit: small ones, and what is counted everywhere, must agree in more than that."""
    common = set(a.terms) & set(b.terms)
    small = any(one.value is not None and one.value < FEW for one in (a, b))
    if common & UNIQUE and not small:
        return True
    if not (set(a.terms) <= common or set(b.terms) <= common):
        return False  # tonnes of grain and tonnes of steel
    shared = (set(a.context) & set(b.context)) - common - FATES
    vague = None in (a.value, b.value) and common <= _EVERYWHERE  # "Millionen Menschen" may be any of them
    if (not vague and _telling(shared)) or len(shared) >= SHARED:
        return True
    if common & UNIQUE:  # two dead are reported every day
        here, there = (set(one.context) - common - FATES for one in (a, b))
        return bool(here & there) or not (_telling(here) and _telling(there))
    if common <= _EVERYWHERE:
        many = common <= _FORCES and (a.value or 0) >= MANY  # "18.000 Polizisten" are not sent out twice
        return a.value == b.value and digits(a) >= (SHARED if shared or many else _PRECISE)
    rounding = a.terms == b.terms and not common & _OF_MANY
    return not small and (a.value == b.value or rounding)


def _one_of_its_kind(a: Figure, b: Figure) -> bool:
    """Are both so many that it can only be of one thing: of all the states there are, of the pages of the one text?"""
    nouns = set(a.terms) & set(b.terms)
    if a.kind != "count" or likeness(a, b) == "apart":
        return False
    spans = [_ALL[noun] for noun in nouns if noun in _ALL]
    every = any(all(low <= (one.value or 0) <= high for one in (a, b)) for low, high in spans)
    return every or (bool(nouns & _OF_ONE_TEXT) and max(digits(a), digits(b)) >= SHARED)


def _same_number(a: Figure, b: Figure) -> bool:
    """One number over different nouns or attributes, or over none: two shared words tell, one of them no name. Of a
    number of three and more figures one does."""
    if a.value != b.value or a.high != b.high or (a.unit != b.unit and a.kind != "count") or a.value is None:
        return False
    if a.kind == "count" and a.value < 3:
        return False
    common = set(a.terms) & set(b.terms)
    if not common and a.terms and b.terms and (_of_other_kinds(a, b) or not _of_another(a, b)):
        return False
    loose = "+@" if digits(a) >= _PRECISE else "+"
    if [limit for limit in _hard(a) if limit[0] not in loose] != [limit for limit in _hard(b) if limit[0] not in loose]:
        return False
    if set(a.terms) == set(b.terms) and a.terms:  # "drei Geiseln", "drei israelische Geiseln"
        here, there = ({limit for limit in one.limits if limit[0] == "+"} for one in (a, b))
        if not (here <= there or there <= here):
            return False
        if (a.value >= FEW and not common <= _EVERYWHERE) or common & UNIQUE:
            return True
    shared = set(_words(a)) & set(_words(b))
    one_noun = bool(common) or not (a.terms and b.terms) or "menschen" in (*a.terms, *b.terms) or a.kind != "count"
    if (shared or _odd(a)) and digits(a) >= _PRECISE and one_noun:
        return True
    if _odd(a) and (_telling(shared) or not (_telling(_words(a)) and _telling(_words(b)))):
        return True  # beside words of one story, or with nothing that speaks of another
    if not common and _kin(a, b) and (shared or digits(a) >= SHARED):
        return True
    if digits(a) >= SHARED and any(word[0] == "=" for word in shared):
        return True  # beside another number that both give
    if a.kind == "money" and digits(a) >= SHARED and (_meant(a, b) or _meant(b, a)):
        return True  # "4,5 Milliarden Dollar" for the "Hungerhilfe", "gegen den Hunger"
    return len(shared) >= SHARED and _telling(shared)


def _telling(words: Iterable[str]) -> bool:
    """Is one among them that is neither a name nor a rate?"""
    return any(word[0] not in "@/" for word in words)


def _of_another(a: Figure, b: Figure) -> bool:
    """May two nouns stand for one counted or paid thing? Not 16 dead and 16 hurt, nor profit and loss."""
    if set(a.terms) <= _CLASSES and set(b.terms) <= _CLASSES:
        return False
    crossed = _compounds(a.terms, b.context) or _compounds(b.terms, a.context)
    return a.kind == "count" or crossed or _kin(a, b)


def _same_date(a: Mark, b: Mark) -> bool:
    """The same day (month, year) in clauses that share two words."""
    if a.day is None or a.day != b.day:
        return False
    shared = set(_words(a.figure)) & set(_words(b.figure))
    bound = a.figure.precision == b.figure.precision != "exact"
    day = len(a.day) == len("2021-06-16") and not _other_names(a.figure, b.figure)
    least = LEAST_OF_DEADLINES if bound and not day else LEAST_OF_DATES
    if (bound or day) and evidence_of_dates(a.figure, b.figure) >= least:
        return True
    if len(a.day) == len("2021-06-16"):
        return len(shared) >= SHARED
    if len(shared) < SHARED or _other_names(a.figure, b.figure):
        return False
    return _telling(shared) or _compounds(_words(a.figure), _words(b.figure))


def _meant(a: Figure, b: Figure) -> bool:
    """Does the clause of the second name what the first is about?"""
    return _compounds(set(a.terms) - _DOING, _words(b))


def _compounds(some: Iterable[str], others: Iterable[str]) -> bool:
    """Is a word among both, if only as the first or last part of another ("Handelsdefizit", "Defizit")?"""
    here, there = (list(filter(str.isalpha, words)) for words in (some, others))
    pairs = (sorted((x, y), key=len) for x in here for y in there)
    return any(x == y or (len(x) >= NOUN and (y.startswith(x) or y.endswith(x))) for x, y in pairs)


def soft(figure: Figure) -> set[str]:
    """Where, of whom and when: limits that one paper may leave out."""
    return {limit for limit in figure.limits if limit.startswith(_SOFT)}
