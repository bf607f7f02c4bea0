"""Dates and spans of time in a stretch of text, as EDTF (ISO 8601-2) or, where the text leaves something to the reader,
in the forms that ``compare.dates.resolve`` reads against a date of reference.

======================== ============================================================================
``2021-06-16``           a day; ``2021-06`` a month, ``2021`` a year, ``2021-22`` a season (21 spring ... 24 winter)
``196X``                 a decade
``2014/2020``            from, to; either side in any form without a prefix
``--06-16``, ``--06``,   the same without a year: the one nearest to the reference
``--22``
``weekday:3``            a Wednesday
``-2M``, ``+1D``, ``0Y`` so many days, weeks, months or years from the reference; ``-?W`` an unknown number of them
``last:``, ``next:``     before one of the forms without a year or a weekday: the one before, after the reference
``ahead:``               before a weekday: the first from the reference on (the clause speaks of what is to come)
``early:``, ``mid:``,    before a year or a month: its beginning, middle, end
``late:``
======================== ============================================================================
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.nlp.figures.lexicon import LEXICON, either, number
from app.nlp.figures.patterns import DATES, WHICH
from app.nlp.rules import note
from app.nlp.types import FigureKind, Precision

_DATES = LEXICON["dates"]
_MONTHS: dict[str, int] = _DATES["months"]
_WEEKDAYS: dict[str, int] = _DATES["weekdays"]
_SEASONS: dict[str, int] = _DATES["seasons"]
_PARTS = {"a": "early", "m": "mid", "e": "late", "z": "early", "b": "early"}
_UNIT_CODES = {"Tag": "D", "Woche": "W", "Monat": "M", "Jahr": "Y"}
_NAMES = frozenset(_DATES["names"].split())


@dataclass(frozen=True, slots=True)
class Time:
    """A date found: where, what it says and whether it is a bound."""

    start: int
    end: int
    kind: FigureKind
    when: str
    precision: Precision = "exact"


Reader = Callable[[re.Match[str]], tuple[str, Precision] | None]


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value}


def _bound(groups: dict[str, str]) -> Precision:
    bind = groups.get("bind", "").lower()
    return "at-least" if bind in ("seit", "ab") else "at-most" if bind == "bis" else "exact"


def _day(match: re.Match[str]) -> tuple[str, Precision] | None:
    """ "am 6. Januar", "Mittwoch, den 16. Juni 2021", "vom 11. bis 13. Juni"."""
    groups = _groups(match)
    year, month = groups.get("year", "-"), _MONTHS[groups["month"]]
    days = [int(groups["day"]), *([int(groups["until"])] if "until" in groups else [])]
    if not all(1 <= day <= 31 for day in days):
        return None
    first = _MONTHS[groups["from"]] if "from" in groups else month
    whens = [f"{year}-{one:02d}-{day:02d}" for one, day in zip((first, month), days, strict=False)]
    if len(days) == 1:
        whens = [f"{year}-{month:02d}-{days[0]:02d}"]
    return "/".join(whens), _bound(groups)


def _digits(match: re.Match[str]) -> tuple[str, Precision] | None:
    """ "16.06.2021", "16.6.", "2021-06-16"."""
    groups = _groups(match)
    day, month = int(groups["day"]), int(groups["number"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    year = groups.get("year", "-")
    if len(year) == 2:
        year = f"20{year}"
    return f"{year}-{month:02d}-{day:02d}", "exact"


def _chosen(groups: dict[str, str], when: str) -> str:
    """With what "vergangenen", "kommenden", "Anfang" add."""
    which = WHICH.get(groups.get("which", ""))
    if which in ("last", "next") and (when.startswith("--") or when.startswith("weekday")):
        when = f"{which}:{when}"
    return f"{_PARTS[groups['part'][0].lower()]}:{when}" if "part" in groups else when


def _month(match: re.Match[str]) -> tuple[str, Precision] | None:
    groups = _groups(match)
    year = groups.get("year", "-")
    if "relative" in groups:
        which = WHICH.get(groups["relative"].split()[0], "this")
        return (f"--{_MONTHS[groups['month']]:02d}", _bound(groups)) if which == "this" else None
    return _chosen(groups, f"{year}-{_MONTHS[groups['month']]:02d}"), _bound(groups)


def _season(match: re.Match[str]) -> tuple[str, Precision] | None:
    groups = _groups(match)
    return _chosen(groups, f"{groups.get('year', '-')}-{_SEASONS[groups['season']]}"), _bound(groups)


def _weekday(match: re.Match[str]) -> tuple[str, Precision] | None:
    groups = _groups(match)
    return _chosen(groups, f"weekday:{_WEEKDAYS[groups['weekday']]}"), _bound(groups)


def _ago(match: re.Match[str]) -> tuple[str, Precision] | None:
    """ "vor rund zwei Monaten", "in drei Tagen", "vor wenigen Wochen"."""
    groups = _groups(match)
    sign = "-" if groups["side"].lower() == "vor" else "+"
    unit = _UNIT_CODES[groups["unit"]]
    if "few" in groups:
        return f"{sign}?{unit}", "vague"
    count = number(groups["number"])
    if count != int(count) or (sign == "+" and unit == "Y"):
        return None
    sure = groups.get("sure")
    return f"{sign}{int(count)}{unit}", "about" if sure and sure != "mehr als" else "at-least" if sure else "exact"


def _relative(match: re.Match[str]) -> tuple[str, Precision] | None:
    """ "im vergangenen Jahr", "vergangene Woche", "in den kommenden Tagen", "im Vorjahr"."""
    groups = _groups(match)
    if "before" in groups:
        return "-1Y" if groups["before"] == "Vorjahr" else "-1D" if groups["before"] == "Vortag" else "-1W", "exact"
    which = WHICH[groups["which"]]
    sign = {"last": "-1", "next": "+1", "this": "0"}[which]
    if groups.get("plural"):
        return f"{sign[0]}?{_UNIT_CODES[groups['unit']]}", "vague"
    return _with_part(groups, f"{sign}{_UNIT_CODES[groups['unit']]}"), "exact"


def _with_part(groups: dict[str, str], when: str) -> str:
    return f"{_PARTS[groups['part'][0].lower()]}:{when}" if "part" in groups else when


def _part_of_year(match: re.Match[str]) -> tuple[str, Precision] | None:
    """ "Anfang des Jahres", "Ende 2020", "Mitte vergangenen Jahres"."""
    groups = _groups(match)
    if "year" in groups:
        return _with_part(groups, groups["year"]), _bound(groups)
    which = WHICH.get(groups.get("which", ""), "this")
    return _with_part(groups, {"last": "-1Y", "next": "+1Y", "this": "0Y"}[which]), _bound(groups)


def _days_off(match: re.Match[str]) -> tuple[str, Precision] | None:
    return {"gestern": "-1D", "vorgestern": "-2D", "übermorgen": "+2D"}[match["off"].lower()], "exact"


def _decade(match: re.Match[str]) -> tuple[str, Precision] | None:
    decade = match["decade"]
    return f"{decade[:3] if len(decade) == 4 else '19' + decade[0]}X", "exact"


def _mid_century(match: re.Match[str]) -> tuple[str, Precision]:
    """ "bis zur Mitte des Jahrhunderts": of this one."""
    return "2050", _bound(_groups(match))


def _years(match: re.Match[str]) -> tuple[str, Precision] | None:
    first, last = match["year"], match["last"]
    return (f"{first}/{last}", "exact") if first < last else None


def _year(match: re.Match[str]) -> tuple[str, Precision] | None:
    before = re.search(r"([A-ZÄÖÜ§][\w-]*)[ \u00a0]$", match.string[max(0, match.start() - 25) : match.start()])
    if before is not None and before[1] in _NAMES:
        return None
    return match["year"], _bound(_groups(match))


# What a rule needs to find anything, so that most are never tried.
_NEEDS = re.compile(
    rf"(?P<figures>\d)|(?P<months>{either(_MONTHS)})|(?P<weekdays>{either(_WEEKDAYS)})|(?P<seasons>{either(_SEASONS)})"
    r"|(?P<century>Jahrhundert)|(?P<units>Tag|Woche|Monat|Jahr)|(?P<before>Vorjahr|Vortag|Vorwoche)|(?P<off>[Gg]estern|übermorgen|Übermorgen)"
)
# What has to be there for a pattern to be tried, and its reader; in the order of the rows, in which they win.
_READERS: dict[str, tuple[str, Reader]] = {
    "day_of_digits_by_year": ("figures", _digits),
    "day_of_digits": ("figures", _digits),
    "day": ("months", _day),
    "from_year_to_year": ("figures", _years),
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
