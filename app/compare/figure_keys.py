"""By what a figure can be joined with others: the keys that an index finds candidates by. Pure functions.

Two marks without a common key are never of one thing (``one_thing``).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from app.compare.figure_terms import end_of, hard, holders, words_of
from app.compare.values import digits, is_sum
from app.nlp.figures.kinds import KINDS
from app.nlp.figures.terms import read
from app.nlp.types import Figure

DEADLINE = "|"  # the key of those that something is to be done by, whatever their clauses say
TELLING = 8  # words of a clause that are looked up
PLAIN = 2  # digits of a count that is looked up by itself,
MANY = 100  # or so many
_STEP = math.log(1.4)


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in an article of a source. ``day``: of a date, what ``dates.resolve`` made of it."""

    id: int
    article: int
    source: int
    figure: Figure
    day: str | None = None


def is_date(figure: Figure) -> bool:
    """Is it compared by the day it means?"""
    return KINDS[figure.kind].compared == "day"


class Key(NamedTuple):
    """What two marks have in common where they have this key, and the form that is looked up."""

    common: Literal["thing", "holder", "value", "day", "axis", "wording"]
    text: str

    @property
    def names_thing(self) -> bool:
        """Does it name what the figure is about, and not its value or words beside it?"""
        return self.common in ("thing", "holder")


@lru_cache(maxsize=4_000)
def keys(mark: Mark) -> tuple[Key, ...]:
    """What the mark can be joined by, most telling first; none where it is not known what it is about."""
    figure = mark.figure
    compared = KINDS[figure.kind].compared
    if compared == "axis":
        return tuple(Key("axis", f"{figure.kind}|{figure.unit}|{word}") for word in figure.terms)
    return (*(_day_keys(mark) if compared == "day" else _measure_keys(figure)), *_wording_keys(mark))


@lru_cache(maxsize=4_000)
def main_keys(mark: Mark) -> tuple[Key, ...]:
    """Those of the keys that name the thing, with all its limits."""
    return tuple(key for key in keys(mark) if key.names_thing)


def told(mark: Mark) -> set[str]:
    """What it says, whatever of: a day and the words for it ("in the coming days" has no other), or a value with its
    unit; nothing where that is vague."""
    figure = mark.figure
    if is_date(figure):
        return {said for said in (mark.day, figure.when) if said}
    return {f"{figure.value:g}/{figure.high or 0:g}/{figure.unit}"} if figure.value is not None else set()


def _day_keys(mark: Mark) -> Iterator[Key]:
    words = [*words_of(mark.figure)[:TELLING], *([DEADLINE] if mark.figure.precision != "exact" else [])]
    return (Key("day", f"date|{mark.day}|{word}") for word in words if mark.day)


def _measure_keys(figure: Figure) -> Iterator[Key]:
    kind = KINDS[figure.kind]
    if kind.of_a_person and not any(read(word).kind == "name" for word in figure.terms):
        return  # "ein achtjähriges Mädchen" may be any
    unit = "" if figure.kind == "count" else figure.unit
    limits = ",".join(hard(figure))
    for word in figure.terms:
        yield Key("thing", f"{figure.kind}|{unit}|{word}|{limits}")
    for word in figure.terms:
        yield from (Key("holder", f"held|{word}|{holder}") for holder in sorted(holders(figure)))
    if kind.by_number and figure.value is not None:
        yield from _value_keys(figure, figure.value, f"value|{figure.kind}|{unit}")
    if is_sum(figure):
        yield Key("value", f"value|sum|{figure.value:g}")


def _value_keys(figure: Figure, value: float, begin: str) -> Iterator[Key]:
    alone = figure.kind != "count" or digits(figure) >= PLAIN or value >= MANY
    for word in (*words_of(figure)[:TELLING], *(("*",) if alone else ()), *map(end_of, figure.terms)):
        yield Key("value", f"{begin}|{value:g}|{word}")
    if alone:
        yield from (Key("value", f"{begin}|~{size}") for size in _sizes(value))


def _wording_keys(mark: Mark) -> Iterator[Key]:
    for row in mark.figure.wording:
        yield from (Key("wording", f"said|{mark.figure.kind}|{said}|{row}") for said in sorted(told(mark)))


def _sizes(value: float) -> tuple[int, ...]:
    """Of what size a value is, in steps that overlap: two values that one may round to the other have one in common."""
    place = math.log(abs(value)) / _STEP if value else 0.0
    return tuple(dict.fromkeys((2 * math.floor(place), 2 * math.floor(place + 0.5) + 1)))
