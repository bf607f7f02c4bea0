"""The kinds of figures: everything that is true of one of them, told once.

Language service, comparison, queries, pages and the form of corrections ask here; none of them lists kinds itself. A
new kind is a ``Kind`` in ``KINDS``, the words that stand behind its numbers (``units``, or patterns of its own in
``quantities``), and a test. Imports no spaCy.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

from app.nlp.figures.lexicon import LEXICON, either
from app.nlp.types import Figure, FigureKind

Compared = Literal["value", "day", "axis"]
Style = Literal["number", "counted", "units", "clock", "percent", "currency"]

_UNITS = LEXICON["units"]
_CLOCK = (525_600.0, 43_800.0, 1440.0, 60.0, 30.0, 15.0, 5.0)


def N_(message: str) -> str:
    """Mark a sentence for translation."""
    return message


class Tolerance(Protocol):
    """How far two values may lie apart. ``crosses_zero``: also one below zero and one above it."""

    crosses_zero: ClassVar[bool]

    def holds(self, x: float, y: float) -> bool:
        """Are they near enough?"""
        ...


@dataclass(frozen=True, slots=True)
class Ratio:
    """The larger is at most so many times the smaller."""

    most: float
    crosses_zero: ClassVar[bool] = False

    def holds(self, x: float, y: float) -> bool:
        """Are they near enough?"""
        low, high = sorted((abs(x), abs(y)))
        return high <= low * self.most


@dataclass(frozen=True, slots=True)
class Share:
    """What lies between them is at most such a share of the larger."""

    most: float
    crosses_zero: ClassVar[bool] = False

    def holds(self, x: float, y: float) -> bool:
        """Are they near enough?"""
        return abs(x - y) / max(abs(x), abs(y)) <= self.most


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between them is at most so much of the base unit: for scales whose zero means nothing."""

    most: float
    crosses_zero: ClassVar[bool] = True

    def holds(self, x: float, y: float) -> bool:
        """Are they near enough?"""
        return abs(x - y) <= self.most


@dataclass(frozen=True, slots=True)
class Tolerances:
    """``apart``: two values told of one thing. ``about``: "rund drei Stunden" and the exact time. ``rounded``: what is
    rounded without saying so. ``bound``: "mindestens 100" and the exact number. ``bounds``: two such bounds."""

    apart: Tolerance
    about: Tolerance = Share(0.15)
    rounded: Tolerance = Share(0.1)
    bound: Tolerance = Ratio(1.5)
    bounds: Tolerance = Ratio(1.15)

    @classmethod
    def of_difference(cls, most: float) -> "Tolerances":
        """All of them as a difference, what is rounded half of it."""
        whole, half = Difference(most), Difference(most / 2)
        return cls(whole, half, half, whole, half)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of figure.

    ``label`` and ``plural`` are English sentences of the catalogue: one figure in a form, all of them in a filter.
    ``base`` is the unit that values are kept in, None where each figure has its own (a currency, a counted noun).

    How two are compared: by value (within ``tolerances``), by the day they mean, or as comparisons are, by axis and
    sign. ``exact_below``: smaller values are never rounded. ``steps``: to what a value is rounded, the largest first;
    where there are none, to the last figure that is not 0. ``by_number``: a telling number joins over other nouns.
    ``unopposed``: points of evidence from which on equal values are of one thing. ``of_a_person``: it is only a
    person's. ``beside``: it tells something of the figures beside it. ``of_subject``: a clause says it of its subject.

    How it is written: ``units`` are words behind a number, each with how much of the base it is, ``close`` whether they
    may follow without a space; ``sign`` what stands near a number of this kind in any spelling. How it is shown:
    ``style``, for ``units`` with ``sizes``: (so much of the base, its name in CLDR), the largest first. ``scaled``:
    values of it lie on one line from zero.
    """

    name: FigureKind
    label: str
    plural: str
    base: str | None = None
    compared: Compared = "value"
    tolerances: Tolerances = Tolerances(Ratio(1.25))
    exact_below: float = 0.0
    steps: tuple[float, ...] = ()
    by_number: bool = True
    unopposed: float = 3.5
    of_a_person: bool = False
    beside: bool = True
    of_subject: bool = False
    units: Mapping[str, float] = field(default_factory=dict)
    close: bool = False
    sign: re.Pattern[str] | None = None
    style: Style = "counted"
    sizes: tuple[tuple[float, str], ...] = ()
    scaled: bool = True


# In the order in which a reader chooses among them.
KINDS: dict[FigureKind, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "duration",
            N_("Duration"),
            N_("durations"),
            "min",
            tolerances=Tolerances(Ratio(1.25), bound=Ratio(1.25)),
            steps=_CLOCK,
            unopposed=2.25,
            sign=re.compile(either((*_UNITS["duration"], *_UNITS["adjective"])), re.I),
            style="clock",
            sizes=(
                (525_600, "duration-year"),
                (43_800, "duration-month"),
                (10_080, "duration-week"),
                (1_440, "duration-day"),
            ),
        ),
        Kind("count", N_("Number"), N_("counts"), tolerances=Tolerances(Ratio(2.0)), exact_below=20, unopposed=2.5),
        Kind("date", N_("Date"), N_("dates"), compared="day", beside=False, scaled=False),
        Kind("year", N_("Year"), N_("years"), compared="day", beside=False, scaled=False),
        Kind(
            "age",
            N_("Age"),
            N_("ages"),
            "years",
            tolerances=Tolerances(Ratio(1.1)),
            exact_below=float("inf"),
            by_number=False,
            of_a_person=True,
            beside=False,
            sign=re.compile(r"jahr|jähr", re.I),
            style="number",
        ),
        Kind(
            "distance",
            N_("Distance"),
            N_("distances"),
            "m",
            tolerances=Tolerances(Ratio(1.5)),
            units=_UNITS["distance"],
            sign=re.compile(either(_UNITS["distance"])),
            style="units",
            sizes=((1000, "length-kilometer"), (1, "length-meter")),
        ),
        Kind(
            "money",
            N_("Money"),
            N_("money"),
            unopposed=2.75,
            sign=re.compile(f"{either(_UNITS['money'])}|Million|Milliard|Mio|Mrd|Billion", re.I),
            style="currency",
        ),
        Kind(
            "percentage",
            N_("Percentage"),
            N_("percentages"),
            "%",
            unopposed=2.25,
            of_subject=True,
            sign=re.compile(r"%|Prozent|: ?50|zu 50", re.I),
            style="percent",
        ),
        Kind("comparison", N_("Comparison"), N_("comparisons"), compared="axis", beside=False, scaled=False),
    )
}


def known_kind(name: str) -> FigureKind:
    """The name of a kind. Raises ValueError for any other word."""
    if name not in KINDS:
        raise ValueError(f"{name!r} is no kind of figure")
    return name


def sign_of(figure: Figure) -> str:
    """A number as it is told beside others ("EUR:5e+08", counts of anything "n:143"); "" for what is no such number."""
    if figure.value is None or not KINDS[figure.kind].beside:
        return ""
    return f"{'n' if figure.kind == 'count' else figure.unit}:{figure.value:g}"
