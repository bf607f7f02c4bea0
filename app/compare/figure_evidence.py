"""How much speaks for two figures being of one thing where no single sign tells: pure functions over figures.

Every sign that holds adds its points. What speaks against it is not weighed but decides (``one_thing``): other names,
other rates, nouns that stand for two things. The table is ordered from the number itself to the words around it.
"""

from collections.abc import Callable, Iterable

from app.compare.values import digits, is_sum, likeness
from app.nlp.figures.edtf import read as read_when
from app.nlp.figures.kinds import KINDS
from app.nlp.figures.lexicon import LEXICON, term, verb_term
from app.nlp.figures.terms import NAMES, TermKind, of_kind, read, write
from app.nlp.types import Figure

NEVER = -9.0
UNMISTAKABLE = 4  # digits of a number that is not given of two things
HUGE = 2e9  # sums from which on few are told in one event
COUNTED = 20  # smaller counts stand beside anything
SLIGHT = 0.03  # so far apart are two values of which one rounds the other without saying so
ONE_NUMBER = 1.25
LEAST_OF_DATES = 2.5
LEAST_OF_DEADLINES = 1.0  # months and years by which something is to be done, or since when it is
LEAST = (
    3.5  # points from which on two figures are of one thing; less where nothing speaks against it (``Kind.unopposed``)
)
ENORMOUS, LEAST_ENORMOUS = 1e11, 2.0  # larger sums than that an event has hardly twice
LONG = 5  # letters of a word that is told again in a longer one
STEM = 7  # letters by which words are of one stem ("investieren", "Investitionen")
_ROUND_TIMES = frozenset((2.0, 3.0, 4.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0))

_EVERYWHERE = frozenset(map(term, f"{LEXICON['counting']['everywhere']} {LEXICON['amounts']['units']}".split()))
FATES = frozenset(map(verb_term, ("starben", "getötet", "verletzt", "vermisst", "festgenommen", "leben")))
VAGUE = frozenset(map(term, LEXICON["counting"]["loose"].split()))
Points = Callable[[Figure, Figure], float]


def evidence(a: Figure, b: Figure) -> float:
    """Points for two figures of one kind and unit; symmetric."""
    return sum(points(a, b) for points in _SIGNS)


def told_alike(a: Figure, b: Figure) -> bool:
    """Are the points enough for one thing?"""
    return evidence(a, b) >= _least(a, b)


def _least(a: Figure, b: Figure) -> float:
    nouns = akin(set(a.terms) - VAGUE, set(b.terms) - VAGUE)
    counts = a.kind == b.kind == "count"
    if _opposed(a, b) or (a.value != b.value and (counts or not nouns)) or (counts and not nouns):
        return LEAST
    enormous = is_sum(a) and is_sum(b) and (a.value or 0) > ENORMOUS
    return LEAST_ENORMOUS if enormous else KINDS[a.kind].unopposed


def _opposed(a: Figure, b: Figure) -> bool:
    """Are they of other nouns, or do both clauses name somebody or some place, and nobody in common?"""
    nouns = [set(one.terms) - VAGUE for one in (a, b)]
    names = [of_kind(as_names(one.context), *NAMES) for one in (a, b)]
    return any(here and there and not akin(here, there) for here, there in (nouns, names))


def evidence_of_dates(a: Figure, b: Figure) -> float:
    """Points for two dates of one day or one deadline; what stands beside them counts as one number at most. A day of a
    month, told as such, is seldom any other."""
    event = 1.0 if set(a.terms) & set(b.terms) else 0.0
    days = all(told is not None and told.is_day for told in (read_when(figure.when) for figure in (a, b)))
    event += 0.75 if days else 0.0
    return event + _clauses(a, b) + _sentences(a, b) + min(ONE_NUMBER, _numbers(a, b))


def _number(a: Figure, b: Figure) -> float:
    """How seldom two numbers are equal by chance."""
    if likeness(a, b) not in ("equal", "rounded") or not a.value or not b.value:
        return NEVER
    if a.value == b.value:
        return max(_seldom(a), _seldom(b))
    rounded = "about" in (a.precision, b.precision) or abs(a.value - b.value) <= SLIGHT * abs(a.value)
    return min(_seldom(a), _seldom(b)) / 2 if rounded else NEVER


def _seldom(one: Figure) -> float:
    """Points for a number: 0 for what is told of anything, 2.5 for what hardly comes twice."""
    told = digits(one)
    if told >= UNMISTAKABLE:
        return 4.0
    if one.kind == "money":
        return min(2.5, told + (1.0 if (one.value or 0) >= HUGE else 0.5))
    if one.kind == "duration":
        return 0.0 if told < 2 or one.value in _ROUND_TIMES else float(told) - 0.5
    if one.kind == "percentage":
        return min(2.5, told * 1.0) - 0.5
    return (0.0, 0.0, 1.0, 2.0, 2.5)[min(told, 4)] + (0.5 if (one.value or 0) >= 1000 else 0.0)


def _nouns(a: Figure, b: Figure) -> float:
    """What both say it is of."""
    same = set(a.terms) & set(b.terms)
    if same:
        return 0.5 if same <= _EVERYWHERE else 2.0
    if set(a.terms) <= VAGUE or set(b.terms) <= VAGUE:
        crossed = akin(a.terms, (*b.context, *b.around)) or akin(b.terms, (*a.context, *a.around))
        return 1.5 if crossed else 0.0
    if akin(a.terms, b.terms):
        return 1.5
    if akin(a.terms, b.context) or akin(b.terms, a.context):
        return 1.0
    if _crossed(a, b):
        return 0.5
    return 0.0 if digits(a) >= UNMISTAKABLE and a.value == b.value else -1.0 if a.kind == "count" else -2.0


def _crossed(a: Figure, b: Figure) -> bool:
    """Does each name, or one of them, what the other is about?"""
    return akin(a.terms, (*b.context, *b.around)) or akin(b.terms, (*a.context, *a.around))


def _clauses(a: Figure, b: Figure) -> float:
    """Words that both clauses have."""
    return min(3.0, shared_words(a, b))


def shared_words(a: Figure, b: Figure) -> float:
    """Points for the words that both clauses have, the nouns they are of left out."""
    words = common(as_names(a.context), as_names(b.context)) - {*a.terms, *b.terms} - FATES
    return sum(map(_telling, words))


def _sentences(a: Figure, b: Figure) -> float:
    """Words that stand around both, beyond those of the clauses; each tells half as much."""
    here, there = (as_names((*one.context, *one.around)) for one in (a, b))
    words = common(here, there) - common(as_names(a.context), as_names(b.context)) - {*a.terms, *b.terms} - FATES
    return min(2.0, sum(map(_telling, words)) / 2)


def told_words(a: Figure, b: Figure) -> float:
    """Points for the words around both, near and far, with what either is about."""
    here, there = (as_names((*one.terms, *one.context, *one.around)) for one in (a, b))
    return sum(map(_telling, common(here, there) - FATES - VAGUE)) / 2


def _telling(word: str) -> float:
    return _POINTS.get(read(word).kind, 1.0)


# Numbers are counted by themselves.
_POINTS: dict[TermKind, float] = dict.fromkeys((*NAMES, "year"), 0.5) | {"rate": 0.25}
_POINTS |= dict.fromkeys(("number", "near", "other"), 0.0)


def as_names(words: Iterable[str]) -> set[str]:
    """Words with the country in place of its adjective."""
    return {write("place", named.value) if (named := read(word)).kind == "country" else word for word in words}


def _numbers(a: Figure, b: Figure) -> float:
    """Numbers that both give beside it: more where both give them in the same sentence."""
    here, there = (_given(one.around) for one in (a, b))
    both = here.keys() & there.keys()
    return min(3.0, sum(_beside(number, here[number] == there[number] == "number") for number in both))


def _given(around: Iterable[str]) -> dict[str, TermKind]:
    """Numbers of the same sentence and of those beside it, and in which of both."""
    terms = [read(word) for word in reversed(tuple(around))]
    return {term.value: term.kind for term in terms if term.kind in ("number", "near")}


def _beside(number: str, close: bool) -> float:
    unit, _, value = number.partition(":")
    if unit == "n" and float(value) < COUNTED:
        return 0.0
    telling = "e" in value or len(value.rstrip("0").replace(".", "")) > 1  # millions, or more than one digit
    return (1.0 if telling else 0.5) + (0.5 if close else 0.25)


_SIGNS: tuple[Points, ...] = (_number, _nouns, _clauses, _sentences, _numbers)


def akin(some: Iterable[str], others: Iterable[str]) -> bool:
    """Is a word among both, if only as the first or last part of another ("Handelsdefizit", "Defizit")?"""
    return bool(common(some, others))


def common(some: Iterable[str], others: Iterable[str]) -> set[str]:
    """The words of both, each as the shorter of the two has it."""
    here, there = set(some), set(others)
    found = here & there
    plain = [[word for word in words - found if word.isalpha() and len(word) >= LONG] for words in (here, there)]
    # Whatever the one has of the other, its first or its last letters are the same.
    heads, tails = ({word[part] for word in plain[1]} for part in (slice(LONG), slice(-LONG, None)))
    for x in plain[0]:
        for y in plain[1] if x[:LONG] in heads or x[-LONG:] in tails else ():
            short, long = sorted((x, y), key=len)
            one_stem = len(short) >= STEM and long.startswith(short[:STEM])
            if one_stem or long.startswith(short) or long.endswith(short):
                found.add(short)
    return found
