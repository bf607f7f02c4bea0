"""Where the figures of a group lie on one line: a scale from zero, or a line of days."""

import calendar
import re
from collections.abc import Sequence
from datetime import date

from app.nlp.figures.kinds import KINDS
from app.queries.views.figures import Dot, FigureView, Picture

NAMED = 8  # dots up to which each bears the name of its source
APART = {
    True: 16.0,
    False: 2.2,
}  # percent of the line, with names and without: what is nearer stands one above the other
MOST_ROWS = 16  # of dots without names: beyond that they lie on each other, and the table tells them apart
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}  # ISO 8601-2, in months; winter by its first


def span_of(when: str | None) -> tuple[str | None, str | None]:
    """First and last day (ISO 8601) of ``2021``, ``2021-06``, ``2021-06-16``, ``2021-22`` or ``first/last``.

    (None, None) for what needs a reference that is not known, or is no date.
    """
    if not when:
        return None, None
    left, _, right = when.partition("/")
    first, last = _bounds(left), _bounds(right or left)
    if first is None or last is None or first[0] > last[1]:
        return None, None
    return first[0].isoformat(), last[1].isoformat()


def _bounds(when: str) -> tuple[date, date] | None:
    match = _DAY.fullmatch(when)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year:
        return None
    low, high = _SEASONS.get(month, (month, month)) if month else (1, 12)
    try:
        if day:
            return date(year, low, day), date(year, low, day)
        return date(year, low, 1), date(year, high, calendar.monthrange(year, high)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def picture(figures: Sequence[FigureView]) -> Picture | None:
    """None where there is nothing to see: fewer than two different values, or values that share no scale.

    What has no value ("mehrstündig") is left out.
    """
    days = [one for one in figures if one.first and one.last]
    if days:
        return _timeline(days)
    values = [one for one in figures if one.value is not None and KINDS[one.kind].scaled]
    return _scale(values) if len({one.kind for one in values}) == 1 else None


def _timeline(figures: Sequence[FigureView]) -> Picture | None:
    spans = [(_ordinal(one.first), _ordinal(one.last)) for one in figures]
    left, right = min(a for a, _ in spans), max(b for _, b in spans)
    if len(set(spans)) < 2 or left == right:
        return None
    return _drawn("time", figures, spans, left, right, None)


def _ordinal(day: str | None) -> float:
    return float(date.fromisoformat(day or "").toordinal())


def _scale(figures: Sequence[FigureView]) -> Picture | None:
    units = {one.unit for one in figures}
    counted = figures[0].kind == "count"  # other nouns for the same things
    spans = [(one.value or 0.0, max(one.value or 0.0, one.high or 0.0)) for one in figures]
    right = max(b for _, b in spans)
    if len(set(spans)) < 2 or min(a for a, _ in spans) < 0 or right <= 0 or (len(units) > 1 and not counted):
        return None
    return _drawn("scale", figures, spans, 0.0, right, units.pop() if len(units) == 1 else None)


def _drawn(
    kind: str,
    figures: Sequence[FigureView],
    spans: Sequence[tuple[float, float]],
    left: float,
    right: float,
    unit: str | None,
) -> Picture:
    """Dots in the order of their places, each in the lowest row where it has room."""
    width = right - left
    places = sorted(
        (round(100 * (a - left) / width, 2), round(100 * (b - left) / width, 2), number)
        for number, (a, b) in enumerate(spans)
    )
    apart = APART[len(figures) <= NAMED]
    ends: list[float] = []  # by row: how far to the right it is taken
    dots = []
    for x, to, number in places:
        row = next((r for r, end in enumerate(ends) if x - end >= apart), len(ends))
        row = row if len(figures) <= NAMED else min(row, MOST_ROWS - 1)
        ends[row : row + 1] = [to]
        dots.append(Dot(figures[number], x, to, row))
    return Picture(kind, left, right, unit, tuple(dots), len(ends), len(figures) <= NAMED)
