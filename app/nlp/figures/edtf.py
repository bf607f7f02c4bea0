"""When something is, as far as a text says it, before it is read against a day; the one place that knows how that is
stored (``Figure.when``): EDTF (ISO 8601-2) and a little more. Imports no spaCy.

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
from functools import lru_cache
from typing import Literal, NamedTuple, cast, get_args

Part = Literal["early", "mid", "late"]
Which = Literal["last", "next", "ahead"]
Sign = Literal["-", "+", ""]
Unit = Literal["D", "W", "M", "Y"]

_CALENDAR = re.compile(r"(?:(\d{4})|-)(?:-(\d\d))?(?:-(\d\d))?")
_DECADE = re.compile(r"(\d{3})X")
_AWAY = re.compile(r"([+-]?)(\d+)([DWMY])|([+0-])\?([DWMY])")
_WEEKDAY = re.compile(r"weekday:([1-7])")


class Calendar(NamedTuple):
    """A year, a month or season of it, a day; without a year the one nearest to the reference."""

    year: int | None
    month: int | None = None  # 21 to 24: a season
    day: int | None = None


class Decade(NamedTuple):
    """``tens`` are the first three figures of its years."""

    tens: str


class Weekday(NamedTuple):
    """1 is Monday."""

    number: int


class Away(NamedTuple):
    """So many days, weeks, months or years before or after the reference, None: nobody knows how many."""

    sign: Sign
    amount: int | None
    unit: Unit


class Span(NamedTuple):
    """From one to the other."""

    first: "When"
    last: "When"


class When(NamedTuple):
    """What a text says, which one of several that is and which part of it."""

    what: Calendar | Decade | Weekday | Away | Span
    part: Part | None = None
    which: Which | None = None

    @property
    def is_day(self) -> bool:
        """Is it a day of a month, told as such?"""
        plain = self.part is None and self.which is None
        return plain and isinstance(self.what, Calendar) and self.what.day is not None


def write(when: When) -> str:
    """How it is stored."""
    prefixes = "".join(f"{prefix}:" for prefix in (when.part, when.which) if prefix)
    return prefixes + _written(when.what)


def _written(what: Calendar | Decade | Weekday | Away | Span) -> str:
    if isinstance(what, Calendar):
        year = "-" if what.year is None else f"{what.year:04d}"
        return year + "".join(f"-{number:02d}" for number in what[1:] if number is not None)
    if isinstance(what, Decade):
        return f"{what.tens}X"
    if isinstance(what, Weekday):
        return f"weekday:{what.number}"
    if isinstance(what, Span):
        return f"{write(what.first)}/{write(what.last)}"
    return f"{what.sign or '0'}?{what.unit}" if what.amount is None else f"{what.sign}{what.amount}{what.unit}"


@lru_cache(maxsize=1 << 12)
def read(stored: str | None) -> When | None:
    """What is stored so; None for anything else."""
    rest = stored or ""
    prefixes: dict[str, str] = {}
    for name, known in (("part", get_args(Part)), ("which", get_args(Which))):
        prefix, colon, behind = rest.partition(":")
        if colon and prefix in known:
            prefixes[name], rest = prefix, behind
    what = _read(rest)
    return When(what, **prefixes) if what is not None else None  # type: ignore[arg-type]


def _read(text: str) -> Calendar | Decade | Weekday | Away | Span | None:
    first, slash, last = text.partition("/")
    if slash:
        ends = read(first), read(last)
        return Span(ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None
    if (found := _CALENDAR.fullmatch(text)) is not None and (found[1] or found[2]):
        year, month, day = (int(part) if part else None for part in found.groups())
        return Calendar(year, month, day)
    if (found := _DECADE.fullmatch(text)) is not None:
        return Decade(found[1])
    if (found := _WEEKDAY.fullmatch(text)) is not None:
        return Weekday(int(found[1]))
    if (found := _AWAY.fullmatch(text)) is None:
        return None
    if found[4]:
        return Away(cast("Sign", found[4].strip("0")), None, cast("Unit", found[5]))
    return Away(cast("Sign", found[1]), int(found[2]), cast("Unit", found[3]))
