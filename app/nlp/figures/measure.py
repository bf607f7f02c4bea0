"""A quantity, and a number on its way to be one."""

from dataclasses import dataclass

from app.nlp.figures.patterns import SURE
from app.nlp.types import FigureKind, Precision


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity found: value and span in the base of its unit, and where the words after it begin (``end``).

    ``noun`` is the span of a noun that the figure itself holds (the counted one, the head of "90-Euro-Ticket");
    ``attributive`` tells that it is an adjective and belongs to the noun that follows it. ``begins``: where the
    adjectives of a counted noun begin. ``only_behind_a_name``: a bare number that is an age in "Merkel (66)" alone.
    """

    start: int
    end: int
    kind: FigureKind
    value: float | None
    unit: str | None
    high: float | None = None
    precision: Precision = "exact"
    noun: tuple[int, int] | None = None
    attributive: bool = False
    begins: int = 0
    only_behind_a_name: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A bare number on its way to a unit. ``single``: it is "ein", which may be an article."""

    start: int
    end: int
    low: float | None
    high: float | None
    sure: str
    single: bool = False
    currency: str | None = None
    scaled: bool = False


def precision_of(sure: str | None) -> Precision:
    """What a word before a number says of it."""
    return SURE.get((sure or "").lower(), "exact")


def measured(amount: Amount, end: int, kind: FigureKind, factor: float, unit: str | None) -> Measure:
    def based(value: float | None) -> float | None:
        return None if value is None else round(value * factor, 6)

    precision: Precision = "vague" if amount.low is None else precision_of(amount.sure)
    return Measure(amount.start, end, kind, based(amount.low), unit, based(amount.high), precision)
