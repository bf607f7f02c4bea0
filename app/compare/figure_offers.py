"""What a figure offers for one in another source: the same, a rounded or another value of perhaps the same thing. Pure.

Nothing is joined by it. An offer has a score from 0 to 1, reasons (codes) and whether it gives another value; the rules
are an ordered table, the first that holds decides. ``wide_keys`` are what an index finds candidates by: two marks
without a common key are never offered for each other.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.compare.dates import bounds
from app.compare.figure_evidence import VAGUE, akin, evidence, evidence_of_dates, shared_words, told_words
from app.compare.figure_keys import Mark, is_date
from app.compare.figure_terms import UNIQUE, elsewhere, end_of, holders, other_limits, other_names
from app.compare.values import Likeness, digits, is_sum, likeness
from app.nlp.figures.edtf import Away, Unit
from app.nlp.figures.edtf import read as read_when
from app.nlp.figures.kinds import KINDS, sign_of
from app.nlp.figures.lexicon import DIGITS, LEXICON, SCALES, WORD, either, fold, number, term
from app.nlp.figures.terms import TermKind, of_kind, read
from app.nlp.types import Figure

MOST_KEYS = 12
_WORDS = 4  # words of a clause by which another value of the same is found
_BUCKET = math.log(1.4)
FULL = 4.0  # points of evidence that make a full score
FAINT, NEAR, NEARER, ALIKE = 0.1, 0.2, 0.35, 0.55  # how near sentences are that are perhaps about one thing
FEW, MANY = 11, 1000  # counts below are of anything, those above of little else
CROWDED, HARDLY = 3.0, 1.08  # how far two counts of one crowd may lie apart; two of one thing that one paper has wrong
_VOTES = frozenset(map(term, LEXICON["counting"]["votes"].values()))
_NUMBERS: tuple[TermKind, ...] = ("number", "near", "other")
_CROWD = frozenset(("menschen", "teilnehmer", "demonstranten"))
HALF = 0.5  # points for the words around both from which on they have something to do with each other
FAR, CLOSE = 2.0, 1.25  # how far apart two values of one thing are at most, by a factor; and mostly
POINTS_OF_NEARNESS, LEAST_OF_DATES = 4.0, 1.5  # dates stand everywhere: what is around them has to tell
ODD = 3  # digits of a number that hardly comes twice
_MINUTES: dict[Unit, int] = {"D": 1440, "W": 10_080, "M": 43_800, "Y": 525_600}
SHARED = 2  # words of both sentences that are worth telling


@dataclass(frozen=True, slots=True)
class FigureOffer:
    """Why one figure may be of the same thing as another. ``differing``: it gives another value of it."""

    score: float
    reasons: tuple[str, ...]
    differing: bool


# --- candidates


def wide_keys(mark: Mark) -> tuple[str, ...]:
    """Keys of an index, the most telling first; none for what can never be offered."""
    figure = mark.figure
    found = _date_keys(mark) if is_date(figure) else _measure_keys(figure)
    return tuple(dict.fromkeys(found))[:MOST_KEYS]


def _date_keys(mark: Mark) -> Iterator[str]:
    span = bounds(mark.day)
    if span is not None:
        yield f"day|{span[0]}|{span[1]}"
        yield f"month|{span[0]:%Y-%m}"
        if mark.figure.precision != "exact":
            yield f"bound|{span[1]:%Y}"
    if mark.figure.when:
        yield f"when|{mark.figure.when}"
    if (length := _length(mark.figure)) is not None:
        yield f"duration|min|={length:g}"


def _measure_keys(figure: Figure) -> Iterator[str]:
    unit = _unit(figure)
    value = figure.value
    if is_sum(figure):
        yield f"sum|={value:g}"
    if value is not None and (figure.kind != "count" or value >= 10):
        yield f"{unit}|={value:g}"
        place = math.log(abs(value)) / _BUCKET if value else 0.0
        yield f"{unit}|~{2 * math.floor(place)}"
        yield f"{unit}|~{2 * math.floor(place + 0.5) + 1}"
    for word in figure.terms:
        yield f"{unit}|{word}"
        yield f"{unit}|{end_of(word)}"
    for word in [word for word in figure.context if read(word).kind == "word"][:_WORDS]:
        yield f"{unit}|{word}"


def _unit(figure: Figure) -> str:
    return figure.kind if figure.kind == "count" else f"{figure.kind}|{figure.unit}"


def _comparable(a: Figure, b: Figure) -> bool:
    """Are they of one kind and unit, or sums of which one or both leave the currency out?"""
    one_kind = a.kind == b.kind and _unit(a) == _unit(b)
    return one_kind or (a.kind != b.kind and a.value == b.value and is_sum(a) and is_sum(b))


def _length(figure: Figure) -> float | None:
    """Minutes of a duration, or of how far away a date is ("in zehn Tagen", "vor sechs Jahren"); None of others."""
    if figure.kind == "duration":
        return figure.value
    told = read_when(figure.when)
    if told is None or told.part or told.which or not isinstance(told.what, Away):
        return None
    amount = told.what.amount or 0
    return amount * _MINUTES[told.what.unit] if amount > 1 else None


# --- offers


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two figures and what a rule looks at, the same in either order."""

    a: Figure
    b: Figure
    near: float
    alike: Likeness
    same_noun: bool
    other_noun: bool
    shared: float  # points for the words that both clauses have
    told: float  # and for those that both sentences have, and the ones before them

    @property
    def small(self) -> bool:
        """Is it a count of so few things that it may be of anything?"""
        return self.a.kind == "count" and max(self.a.value or 0, self.b.value or 0) < FEW

    @property
    def large(self) -> bool:
        """Is it a sum, or a count of so many, that a near one is hardly of anything else?"""
        return self.a.kind == "money" or min(self.a.value or 0, self.b.value or 0) >= MANY

    @property
    def ratio(self) -> float:
        """Of the larger value to the smaller one."""
        low, high = sorted((abs(self.a.value or 0), abs(self.b.value or 0)))
        return high / low if low else math.inf

    @property
    def least(self) -> float:
        """How near the sentences have to be for two values that lie so far apart."""
        return NEAR if self.ratio <= CLOSE else NEARER

    @property
    def one_of_it(self) -> bool:
        """Is there only one number of it at a time: of the dead, of the ministers of one party?"""
        return bool(set(self.a.terms) & set(self.b.terms) & (UNIQUE | _VOTES)) or bool(
            holders(self.a) & holders(self.b)
        )

    @property
    def of_others(self) -> bool:
        """Do both speak of persons, places or bodies, and of none in common?"""
        return elsewhere(self.a, self.b) or other_names(self.a, self.b)

    @property
    def crowd(self) -> bool:
        """Are they people who came, whom the police and those who called them count each in their own way?"""
        thousands = min(self.a.value or 0, self.b.value or 0) >= MANY
        return thousands and self.ratio <= CROWDED and all(_CROWD >= set(one.terms) > set() for one in (self.a, self.b))

    @property
    def close_count(self) -> bool:
        """Are they counts of which one is hardly off the other?"""
        return self.a.kind == "count" and not self.small and self.ratio <= HARDLY

    @property
    def close_measure(self) -> bool:
        """Are they sums or times that lie near each other?"""
        return self.a.kind in ("money", "duration") and self.ratio <= CLOSE

    @property
    def near_enough(self) -> bool:
        """Has one sentence something of the other?"""
        return self.near >= FAINT or self.told >= HALF

    @property
    def kin(self) -> bool:
        """Do nouns, clauses or sentences have something in common?"""
        return self.same_noun or self.near >= NEAR or self.shared >= 1


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where it holds, figures are offered for these reasons; without reasons they are not."""

    holds: Callable[[_Pair], bool]
    reasons: tuple[str, ...]
    differing: bool = False


_RULES: tuple[_Rule, ...] = (
    _Rule(lambda pair: other_limits(pair.a, pair.b), ()),
    _Rule(lambda pair: pair.near < ALIKE and pair.of_others, ()),
    _Rule(lambda pair: pair.alike == "equal" and pair.same_noun, ("same-value", "same-unit")),
    _Rule(lambda pair: pair.alike == "equal" and not (pair.small and pair.other_noun), ("same-value",)),
    _Rule(lambda pair: pair.alike == "equal" and pair.near >= NEAR, ("same-value",)),
    _Rule(lambda pair: pair.alike in ("rounded", "bounded") and (pair.kin or pair.large), ("near-value",)),
    _Rule(lambda pair: pair.alike == "rounded" and not pair.other_noun and pair.near_enough, ("near-value",)),
    _Rule(lambda pair: pair.alike != "apart", ()),
    # Another value: of one noun and near each other, as papers differ, and never where one of them gives both.
    _Rule(lambda pair: _gives_both(pair.a, pair.b) or pair.other_noun, ()),
    _Rule(lambda pair: pair.crowd and pair.near >= NEARER, ("other-value", "same-unit"), differing=True),
    _Rule(lambda pair: pair.ratio > FAR, ()),
    _Rule(lambda pair: _specified(pair.a) != _specified(pair.b), ()),
    _Rule(lambda pair: pair.one_of_it, ("other-value", "same-unit"), differing=True),
    _Rule(lambda pair: pair.same_noun and pair.near >= pair.least, ("other-value", "same-unit"), differing=True),
    _Rule(lambda pair: pair.same_noun and pair.shared >= 1.5, ("other-value", "same-unit"), differing=True),
    _Rule(
        lambda pair: pair.ratio <= CLOSE and pair.shared >= 0.5 and pair.near >= FAINT, ("other-value",), differing=True
    ),
    _Rule(lambda pair: pair.close_count and pair.same_noun, ("other-value", "same-unit"), differing=True),
    _Rule(lambda pair: pair.close_measure and pair.near_enough, ("other-value",), differing=True),
    _Rule(lambda pair: pair.shared >= 2 and pair.near >= NEARER, ("other-value",), differing=True),
)


def offered(a: Mark, b: Mark, near: float, common_words: tuple[str, ...]) -> FigureOffer | None:
    """What two figures of different sources are for each other; symmetric. ``near``: how near their sentences are, 0 to
    1, numbers aside; ``common_words``: the telling words of both."""
    if is_date(a.figure) != is_date(b.figure):
        return _offered_length(a.figure, b.figure, near)
    if is_date(a.figure):
        return _offered_date(a, b, near)
    if not _comparable(a.figure, b.figure):
        return None
    pair = _pair(a.figure, b.figure, near)
    rule = next((rule for rule in _RULES if rule.holds(pair)), None)
    if rule is None or not rule.reasons:
        return None
    words = ("same-words",) if len(common_words) >= SHARED else ()
    return FigureOffer(_score(pair, rule), (*rule.reasons, *words), rule.differing)


def _pair(a: Figure, b: Figure, near: float) -> _Pair:
    here, there = set(a.terms) - VAGUE, set(b.terms) - VAGUE
    same = bool(here & there) or akin(here, there)
    return _Pair(
        a, b, near, likeness(a, b), same, bool(here and there) and not same, shared_words(a, b), told_words(a, b)
    )


def _score(pair: _Pair, rule: _Rule) -> float:
    """All that speaks for it, from 0 to 1: another value always less than the same."""
    if rule.differing:
        return round(0.2 + 0.4 * pair.near + 0.05 * min(2.0, pair.shared), 3)
    points = max(0.0, evidence(pair.a, pair.b)) / FULL
    return round(0.3 + 0.4 * min(1.0, points) + 0.3 * pair.near, 3)


def _specified(figure: Figure) -> set[str]:
    """What kind of the counted things it is ("tote Geiseln"), or which part."""
    # A word with a colon ("Bürger:innen") tells no kind.
    return {limit for limit in of_kind(figure.limits, "word", "adjective") if ":" not in limit}


def _gives_both(a: Figure, b: Figure) -> bool:
    """Does one text give the other's value beside its own?"""
    return sign_of(b) in _values(of_kind(a.around, *_NUMBERS)) or sign_of(a) in _values(of_kind(b.around, *_NUMBERS))


def _values(stored: Iterable[str]) -> set[str]:
    return {read(term).value for term in stored}


def _offered_length(a: Figure, b: Figure, near: float) -> FigureOffer | None:
    """A time that something takes, and when it is over or began."""
    length = _length(a)
    if length is None or length != _length(b):
        return None
    return FigureOffer(round(0.2 + 0.4 * near, 3), ("same-value",), differing=False)


def _offered_date(a: Mark, b: Mark, near: float) -> FigureOffer | None:
    """One day, month or year; one within the other ("im September", "am 3. September") where both are deadlines or the
    sentences are about one event; the same word on another day of publication where the sentences are nearly the same.
    """
    first, second = bounds(a.day), bounds(b.day)
    worded = a.figure.when == b.figure.when and (near >= ALIKE or not (first and second))
    same = worded or (first is not None and first == second)
    within = first is not None and second is not None and (_holds(first, second) or _holds(second, first))
    points = evidence_of_dates(a.figure, b.figure)
    bounded = a.figure.precision == b.figure.precision != "exact"
    near_enough = bounded or points + POINTS_OF_NEARNESS * near >= LEAST_OF_DATES
    if not (same or (within and near_enough)):
        return None
    score = 0.2 + 0.1 * points + 0.4 * near
    return FigureOffer(round(min(1.0, score), 3), ("same-value" if same else "near-value",), differing=False)


def _holds(outer: tuple[date, date], inner: tuple[date, date]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


# --- numbers without a mark


def number_hits(mark: Mark, sentence: str) -> bool:
    """Does a sentence give the number of a mark in any spelling ("zwölf", "12-minütig", "15-Prozent-Zoll"), with a word
    that it may be of? For headlines, and where nothing was marked."""
    figure = mark.figure
    if is_date(figure):
        return _names_date(figure, sentence)
    wanted = _numbers(figure.surface)
    if figure.value is None or not wanted:
        return False
    signs = _signs(figure)
    for match in _NUMBER.finditer(sentence):
        if _value(match) in wanted and (signs is None or signs.search(sentence, match.start(), match.end() + _REACH)):
            return True
    return False


def _names_date(figure: Figure, sentence: str) -> bool:
    """Does it name the weekday, month or year, with the same numbers beside it?"""
    names, numbers = (set(pattern.findall(figure.surface.lower())) for pattern in (_TIMES, _DIGITS))
    low = sentence.lower()
    return bool(names or numbers) and names <= set(_TIMES.findall(low)) and numbers <= set(_DIGITS.findall(low))


def _numbers(surface: str) -> set[float]:
    return {_value(match) for match in _NUMBER.finditer(surface)}


def _value(match: re.Match[str]) -> float:
    """The number with its scale; numbers with their half as well ("dreieinhalb")."""
    return number(match["number"]) * SCALES.get(match["scale"] or "", 1.0)


def _signs(figure: Figure) -> re.Pattern[str] | None:
    """What has to stand behind the number, so that it is of the same kind; None where the number alone tells enough."""
    if digits(figure) >= ODD:
        return None
    if figure.kind == "count":
        stems = {word[:STEM] for word in (*figure.terms, *map(fold, (figure.unit or "").split()))}
        return re.compile("|".join(sorted(map(re.escape, stems | _spelt(figure)))) or r"(?!)", re.I)
    return KINDS[figure.kind].sign


def _spelt(figure: Figure) -> set[str]:
    """The beginnings of the nouns that stand for what is counted."""
    nouns = " ".join(LEXICON["same"].get(word, "") for word in figure.terms).split()
    return {noun[:STEM] for noun in nouns}


STEM = 6  # letters by which a noun is known in any form
_REACH = 40  # characters behind a number in which its noun or unit stands
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<number>{DIGITS}|{WORD})(?=\W|$|-|{either(LEXICON['units']['adjective'])}|prozent|seitig|köpfig)"
    rf"(?:[ \u00a0](?P<scale>{either(SCALES)})(?!\w))?"
)
_TIMES = re.compile(rf"(?:{either(map(str.lower, (*LEXICON['dates']['weekdays'], *LEXICON['dates']['months'])))})")
_DIGITS = re.compile(r"\d+")
