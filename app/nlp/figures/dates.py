"""Dates and spans of time in a stretch of text, as ``when`` tells them.

The patterns are rows of ``lexicon/rules/dates.toml``; each has a reader here that says what it has found.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.nlp.figures.edtf import Away, Calendar, Decade, Part, Sign, Span, Unit, Weekday, When
from app.nlp.figures.lexicon import LEXICON, either, number
from app.nlp.figures.patterns import DATES, WHICH
from app.nlp.rules import note
from app.nlp.types import FigureKind, Precision

_DATES = LEXICON["dates"]
_MONTHS: dict[str, int] = _DATES["months"]
_WEEKDAYS: dict[str, int] = _DATES["weekdays"]
_SEASONS: dict[str, int] = _DATES["seasons"]
_PARTS: dict[str, Part] = {"a": "early", "m": "mid", "e": "late", "z": "early", "b": "early"}
_UNITS: dict[str, Unit] = {"Tag": "D", "Woche": "W", "Monat": "M", "Jahr": "Y"}
_DIRECTIONS: dict[str, Sign] = {"last": "-", "next": "+", "this": ""}
_BEFORE = {"Vorjahr": Away("-", 1, "Y"), "Vortag": Away("-", 1, "D"), "Vorwoche": Away("-", 1, "W")}
_DAYS_OFF = {"gestern": Away("-", 1, "D"), "vorgestern": Away("-", 2, "D"), "übermorgen": Away("+", 2, "D")}
_NAMES = frozenset(_DATES["names"].split())
_NAMED = re.compile(r"([A-ZÄÖÜ§][\w-]*)[ \u00a0]$")
_LONGEST_NAME = 25


@dataclass(frozen=True, slots=True)
class Time:
    """A date found: where, what it says and whether it is a bound."""

    start: int
    end: int
    kind: FigureKind
    when: When
    precision: Precision = "exact"


Told = tuple[When, Precision]
Reader = Callable[[re.Match[str]], Told | None]


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value}


def _bound(groups: dict[str, str]) -> Precision:
    bind = groups.get("bind", "").lower()
    return "at-least" if bind in ("seit", "ab") else "at-most" if bind == "bis" else "exact"


def _year_of(groups: dict[str, str]) -> int | None:
    """None where the text leaves it out; of two figures this century's."""
    year = groups.get("year", "")
    return int(year if len(year) > 2 else f"20{year}") if year else None


def _chosen(groups: dict[str, str], what: Calendar | Weekday) -> When:
    """With what "vergangenen", "kommenden", "Anfang" add."""
    which = WHICH.get(groups.get("which", ""))
    open_ = isinstance(what, Weekday) or what.year is None
    if open_ and which == "last":
        return When(what, _part_of(groups), "last")
    return When(what, _part_of(groups), "next" if open_ and which == "next" else None)


def _part_of(groups: dict[str, str]) -> Part | None:
    return _PARTS[groups["part"][0].lower()] if "part" in groups else None


def _day(match: re.Match[str]) -> Told | None:
    """ "am 6. Januar", "Mittwoch, den 16. Juni 2021", "vom 11. bis 13. Juni"."""
    groups = _groups(match)
    year, month, day = _year_of(groups), _MONTHS[groups["month"]], int(groups["day"])
    until = int(groups.get("until", day))
    if not (1 <= day <= 31 and 1 <= until <= 31):
        return None
    if "until" not in groups:
        return When(Calendar(year, month, day)), _bound(groups)
    first = _MONTHS[groups["from"]] if "from" in groups else month
    return _span(Calendar(None, first, day), Calendar(year, month, until)), _bound(groups)


def _span(first: Calendar, last: Calendar) -> When:
    """From one to the other; where only one has a year, the other is of it or of the one before or after."""
    turns = first[1:] > last[1:]  # of the year between them
    if first.year is None and last.year is not None:
        first = first._replace(year=last.year - turns)
    elif last.year is None and first.year is not None:
        last = last._replace(year=first.year + turns)
    return When(Span(When(first), When(last)))


def _from_to(match: re.Match[str]) -> Told | None:
    """ "zwischen 3. März 2017 und 9. April 2018", "vom 3.3. bis 9.4.2018", "von März 2017 bis April 2018"."""
    groups = _groups(match)
    digits = "number" in groups
    months = (int(groups["first_number"]), int(groups["number"])) if digits else _months_of(groups)
    days = [int(groups[name]) if name in groups else None for name in ("first_day", "day")]
    if not all(1 <= month <= 12 for month in months) or not all(day is None or 1 <= day <= 31 for day in days):
        return None
    year = int(groups["first_year"]) if "first_year" in groups else None
    return _span(Calendar(year, months[0], days[0]), Calendar(_year_of(groups), months[1], days[1])), "exact"


def _months_of(groups: dict[str, str]) -> tuple[int, int]:
    return _MONTHS[groups["first_month"]], _MONTHS[groups["month"]]


def _digits(match: re.Match[str]) -> Told | None:
    """ "16.06.2021", "16.6.", "2021-06-16"."""
    groups = _groups(match)
    day, month = int(groups["day"]), int(groups["number"])
    return (When(Calendar(_year_of(groups), month, day)), "exact") if 1 <= day <= 31 and 1 <= month <= 12 else None


def _month(match: re.Match[str]) -> Told | None:
    """ "im Juni 2021", "im März dieses Jahres"."""
    groups = _groups(match)
    month = _MONTHS[groups["month"]]
    if "relative" in groups:
        this = WHICH.get(groups["relative"].split()[0], "this") == "this"
        return (When(Calendar(None, month)), _bound(groups)) if this else None
    return _chosen(groups, Calendar(_year_of(groups), month)), _bound(groups)


def _season(match: re.Match[str]) -> Told:
    groups = _groups(match)
    return _chosen(groups, Calendar(_year_of(groups), _SEASONS[groups["season"]])), _bound(groups)


def _weekday(match: re.Match[str]) -> Told:
    groups = _groups(match)
    return _chosen(groups, Weekday(_WEEKDAYS[groups["weekday"]])), _bound(groups)


def _ago(match: re.Match[str]) -> Told | None:
    """ "vor rund zwei Monaten", "in drei Tagen", "vor wenigen Wochen"."""
    groups = _groups(match)
    sign: Sign = "-" if groups["side"].lower() == "vor" else "+"
    unit = _UNITS[groups["unit"]]
    if "few" in groups:
        return When(Away(sign, None, unit)), "vague"
    count = number(groups["number"])
    if count != int(count) or (sign == "+" and unit == "Y"):
        return None
    return When(Away(sign, int(count), unit)), _precision(groups.get("sure"))


def _precision(sure: str | None) -> Precision:
    if sure is None:
        return "exact"
    return "at-least" if sure == "mehr als" else "about"


def _relative(match: re.Match[str]) -> Told:
    """ "im vergangenen Jahr", "vergangene Woche", "in den kommenden Tagen", "im Vorjahr"."""
    groups = _groups(match)
    if "before" in groups:
        return When(_BEFORE[groups["before"]]), "exact"
    sign, unit = _DIRECTIONS[WHICH[groups["which"]]], _UNITS[groups["unit"]]
    if groups.get("plural"):
        return When(Away(sign, None, unit)), "vague"
    return When(Away(sign, 1 if sign else 0, unit), _part_of(groups)), "exact"


def _part_of_year(match: re.Match[str]) -> Told:
    """ "Anfang des Jahres", "Ende 2020", "Mitte vergangenen Jahres"."""
    groups = _groups(match)
    if "year" in groups:
        return When(Calendar(int(groups["year"])), _part_of(groups)), _bound(groups)
    sign = _DIRECTIONS[WHICH.get(groups.get("which", ""), "this")]
    return When(Away(sign, 1 if sign else 0, "Y"), _part_of(groups)), _bound(groups)


def _days_off(match: re.Match[str]) -> Told:
    return When(_DAYS_OFF[match["off"].lower()]), "exact"


def _decade(match: re.Match[str]) -> Told:
    decade = match["decade"]
    return When(Decade(decade[:3] if len(decade) == 4 else f"19{decade[0]}")), "exact"


def _mid_century(match: re.Match[str]) -> Told:
    """ "bis zur Mitte des Jahrhunderts": of this one."""
    return When(Calendar(2050)), _bound(_groups(match))


def _years(match: re.Match[str]) -> Told | None:
    first, last = int(match["year"]), int(match["last"])
    return (When(Span(When(Calendar(first)), When(Calendar(last)))), "exact") if first < last else None


def _year(match: re.Match[str]) -> Told | None:
    """A year, unless it is the number of something ("Agenda 2030")."""
    before = _NAMED.search(match.string[max(0, match.start() - _LONGEST_NAME) : match.start()])
    if before is not None and before[1] in _NAMES:
        return None
    return When(Calendar(int(match["year"]))), _bound(_groups(match))


# What a rule needs to find anything, so that most are never tried.
_NEEDS = re.compile(
    rf"(?P<figures>\d)|(?P<months>{either(_MONTHS)})|(?P<weekdays>{either(_WEEKDAYS)})|(?P<seasons>{either(_SEASONS)})"
    r"|(?P<century>Jahrhundert)|(?P<units>Tag|Woche|Monat|Jahr)|(?P<before>Vorjahr|Vortag|Vorwoche)|(?P<off>[Gg]estern|übermorgen|Übermorgen)"
)
# What has to be there for a pattern to be tried, and its reader; in the order of the rows, in which they win.
_READERS: dict[str, tuple[str, Reader]] = {
    "day_of_digits_by_year": ("figures", _digits),
    "from_digits_to_digits": ("figures", _from_to),
    "day_of_digits": ("figures", _digits),
    "from_day_to_day": ("months", _from_to),
    "day": ("months", _day),
    "from_year_to_year": ("figures", _years),
    "from_month_to_month": ("months", _from_to),
    "month": ("months", _month),
    "month_with_year": ("months", _month),
    "season": ("seasons", _season),
    "weekday": ("weekdays", _weekday),
    "so_long_ago": ("units", _ago),
    "coming_days": ("units", _relative),
    "last_year": ("units", _relative),
    "year_before": ("before", _relative),
    "part_of_a_year": ("units", _part_of_year),
    "part_of_that_year": ("figures", _part_of_year),
    "middle_of_the_century": ("century", _mid_century),
    "yesterday": ("off", _days_off),
    "decade": ("figures", _decade),
    "the_year": ("figures", _year),
    "bare_year": ("figures", _year),
}
_RULES = [(name, pattern, *_READERS[name]) for name, pattern in DATES.items()]


def times(text: str, start: int, end: int) -> list[Time]:
    """The dates between two places of a text, not overlapping, sorted."""
    there = {match.lastgroup for match in _NEEDS.finditer(text, start, end)}
    found: list[Time] = []
    for name, pattern, need, read in _RULES if there else ():
        for match in pattern.finditer(text, start, end) if need in there else ():
            if any(match.start() < date.end and date.start < match.end() for date in found):
                continue
            told = read(match)
            if told is not None:
                begin = match.end() - len(match.group().lstrip())
                note("dates", name, begin, match.end())
                found.append(Time(begin, match.end(), "year" if read is _year else "date", *told))
    return sorted(found, key=lambda date: date.start)
