"""What a date in an article means: its words read against the day the article, or the summit, belongs to.

The forms are those of ``app.nlp.figures.edtf``; what comes out is EDTF (ISO 8601-2): ``2021``, ``2021-06``,
``2021-06-16``, ``2021-22`` (a season) or ``first/last`` of these. Pure functions.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.nlp.figures.edtf import Away, Calendar, Decade, Part, Span, Unit, Weekday, When, Which, read, write

_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}  # months; the winter ends in the year after
_KNOWN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_WEEK = 7
_FARTHEST = 5_000  # days, weeks, months or years that are reckoned


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that "am Mittwoch" and "im März" are read against. ``published`` tells that it is the article's own, so
    that a weekday is the last one before; else it is the summit's, and the nearest one is meant."""

    day: date
    published: bool


def reference(first: date | None, last: date | None, summit: date | None) -> Reference | None:
    """From the first and last day on which an article may have come out, and the summit's first day."""
    if first is not None and first == last:
        return Reference(first, True)
    if summit is not None and (first is None or last is None or first <= summit <= last):
        return Reference(summit, False)
    return Reference(last, False) if last is not None else None


def resolve(when: str | None, against: Reference | None) -> str | None:
    """A date figure's ``when`` as EDTF, or None where it cannot be told ("in den kommenden Tagen", no reference)."""
    told = read(when)
    return _resolved(told, against) if told is not None else None


def _resolved(when: When, against: Reference | None) -> str | None:
    if when.part is not None:
        return _part(when.part, _resolved(when._replace(part=None), against))
    what = when.what
    if isinstance(what, Span):
        ends = [_resolved(end, against) for end in what]
        return "/".join(end for end in ends if end) if all(ends) else None
    if isinstance(what, Decade):
        return f"{what.tens}0/{what.tens}9"
    if isinstance(what, Calendar) and what.year is not None:
        known = write(When(what))
        return known if bounds(known) else None
    return _relative(what, when.which, against) if against is not None else None


def _relative(what: Calendar | Weekday | Away, which: Which | None, against: Reference) -> str | None:
    if isinstance(what, Weekday):
        return _weekday(what.number, which, against).isoformat()
    if isinstance(what, Calendar):
        return _nearest(what, which, against.day)
    if what.amount is None or what.amount > _FARTHEST:
        return None
    return _offset(-what.amount if what.sign == "-" else what.amount, what.unit, against.day)


def _weekday(number: int, which: Which | None, against: Reference) -> date:
    back = (against.day.isoweekday() - number) % _WEEK
    past = against.day - timedelta(days=back)
    if which == "last":
        return past if back else past - timedelta(days=_WEEK)
    if against.published and (which == "next" or (which == "ahead" and back)):
        return past + timedelta(days=_WEEK)
    if not against.published and back > _WEEK // 2:
        return past + timedelta(days=_WEEK)
    return past


def _offset(number: int, unit: Unit, day: date) -> str | None:
    try:
        if unit == "D":
            return (day + timedelta(days=number)).isoformat()
        if unit == "W":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=number)
            return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
        if unit == "Y":
            return f"{day.year + number:04d}"
        months = day.year * 12 + day.month - 1 + number
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    except OverflowError:
        return None


def _nearest(what: Calendar, which: Which | None, to: date) -> str | None:
    """The month, season or day of the year nearest to a day; the last one before or the next one after if so said."""
    found: list[tuple[int, str]] = []
    for year in (to.year - 1, to.year, to.year + 1):
        when = write(When(what._replace(year=year)))
        span = bounds(when)
        if span is None:
            continue
        if (which == "last" and span[1] >= to) or (which == "next" and span[0] <= to):
            continue
        away = 0 if span[0] <= to <= span[1] else min(abs((span[0] - to).days), abs((span[1] - to).days))
        found.append((away, when))
    return min(found)[1] if found else None


def _part(part: Part, of: str | None) -> str | None:
    """The beginning, middle or end of a year (its first three months, four, three) or the thirds of a month."""
    if of is None or not re.fullmatch(r"\d{4}(?:-\d\d)?", of):
        return of
    third = ("early", "mid", "late").index(part)
    if len(of) == 4:
        first, last_month = ((1, 3), (5, 8), (10, 12))[third]
        return f"{of}-{first:02d}/{of}-{last_month:02d}"
    span = bounds(of)
    if span is None or int(of[5:]) > 12:
        return of
    last = span[1].day if third == 2 else 10 * third + 10
    return f"{of}-{10 * third + 1:02d}/{of}-{last:02d}"


def bounds(when: str | None) -> tuple[date, date] | None:
    """First and last day of an EDTF date as ``resolve`` gives it; None for anything else."""
    if not when:
        return None
    if "/" in when:
        first, last = (bounds(end) for end in when.split("/", 1))
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    match = _KNOWN.fullmatch(when)
    if match is None or not int(match[1]):
        return None
    year, month = int(match[1]), int(match[2] or 0)
    try:
        if match[3]:
            day = date(year, month, int(match[3]))
            return day, day
        low, high = _SEASONS.get(month, (month, month)) if month else (1, 12)
        end_year, end_month = year + (high - 1) // 12, (high - 1) % 12 + 1
        return date(year, low, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None
