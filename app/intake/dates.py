"""Dates of publication, as precise as they are written: a moment, a day, a month or a year.

Days are read as Europeans write them (16/06/2021), unless there is no such month (06/16/2021). A moment that is stated
in UTC falls on the day it was at home, in the German-speaking countries: half past ten in the evening of the 15th is
the 16th there. An offset that is stated is the outlet's own, and so is its day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from app.intake.drafts import HOME, IntakeError, parse_published

_MONTHS = {
    "januar": 1, "jänner": 1, "jaenner": 1, "februar": 2, "feber": 2, "märz": 3, "maerz": 3, "april": 4, "mai": 5,
    "juni": 6, "juli": 7, "august": 8, "september": 9, "oktober": 10, "november": 11, "dezember": 12,
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "okt": 10, "nov": 11, "dez": 12,
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10, "december": 12,
    "mar": 3, "oct": 10, "dec": 12,
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "août": 8, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12,
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:1[6-9]|20|21)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<day>0?[1-9]|[12]\d|3[01])"
# A line is searched for each in turn.
_DAYS = [
    re.compile(r"(?<!\d)(?P<year>(?:1[6-9]|20|21)\d\d)-(?P<number>0\d|1[0-2])-(?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)/(?P<number>0?\d|1[0-2])/(?P<day>[0-3]?\d)(?!\d)"),
    re.compile(rf"{_DAY}\.\s?(?P<number>0?[1-9]|1[0-2])\.\s?{_YEAR}"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)\.(?P<number>0?\d|1[0-2])\.(?P<day>[0-3]?\d)(?!\d)"),
    re.compile(rf"(?<![\d/-]){_DAY}(?P<sign>[/-])(?P<number>0?[1-9]|1[0-2])(?P=sign){_YEAR}"),
    re.compile(rf"(?<![\d/])(?P<number>0?[1-9]|1[0-2])/{_DAY}/{_YEAR}"),
    re.compile(rf"{_DAY}(?:\.|st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+{_YEAR}", re.I),
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}", re.I),
    re.compile(rf"{_DAY}\.\s?(?P<number>0?[1-9]|1[0-2])\.(?P<short>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<number>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)"),
]
# From the most to the least precise.
_FORMS = [
    *_DAYS,
    re.compile(rf"\b{_MONTH}\s+{_YEAR}", re.I),
    re.compile(r"(?<![\d-])(?P<year>(?:1[6-9]|20|21)\d\d)-(?P<number>0\d|1[0-2])(?![\d-])"),
    re.compile(r"(?<![\d/])(?P<number>0?[1-9]|1[0-2])/(?P<year>20\d\d)(?!\d)"),
]
_DIGIT = re.compile(r"\d")
_ONLY_YEAR = re.compile(r"\s*((?:1[6-9]|20)\d\d)\s*\.?\s*")
# What may stand around a date on a line that is about the date.
_AROUND = re.compile(
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mon|tues|wednes|thurs|fri|satur|sun)"
    r"(?:day)?\b|\b(?:mo|di|mi|do|fr|sa|so)\b\.?|\b(?:uhr|mesz|mez|utc|gmt|cest|cet)\b"
    r"|\b(?:stand|datum|date|veröffentlicht|erschienen|published|aktualisiert|zuletzt|am|vom|um|den|on|at|pm|am)\b"
    r"|\bOTS\d{4}\b|\d{1,2}[:.]\d\d(?:[:.]\d\d)?|[\s,;:|·•()–—-]",
    re.I,
)


_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?:\.\d*)?|(?P<millis>\d{12,13})(?:\.\d*)?|(?P<micros>\d{16})")
_DIGITS = re.compile(r"(20\d\d)([01]\d)([0-3]\d)([0-2]\d)([0-5]\d)([0-5]\d)?")  # 20210616103000
# Offsets in hours; the colon time needs no "Uhr".
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "mez": 1, "cet": 1, "mesz": 2, "cest": 2, "bst": 1, "eet": 2, "eest": 3,
    "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_ZONE = rf"(?:\s*\(?(?:(?:utc|gmt)?(?P<sign>[+-])(?P<off>\d\d?):?(?P<min>\d\d)?|(?P<zone>{'|'.join(_ZONES)})\b))?"
_TIME = (
    r"(?:(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?|(?=\s*(?:uhr|[ap]m)))"
    r"|(?P<hour2>[0-2]\d)(?P<minute2>[0-5]\d)(?P<second2>[0-5]\d)?(?=z|[+-]|$))"
    rf"(?![\d.]\d)\s*(?:(?P<half>[ap])\.?m\b\.?|uhr\b)?{_ZONE}"
)
_TIME_AFTER = re.compile(rf"(?:[\s,;|/·•–T-]|um\b|at\b|gegen\b){{0,8}}{_TIME}", re.I)
_TIME_BEFORE = re.compile(rf"(?:^|[\s,]){_TIME}[\s,;|/·•–-]{{0,4}}$", re.I)


@dataclass(frozen=True, slots=True)
class Moment:
    """``day`` as precise as it is known (``2021-06-16``, ``2021-06``); ``at`` in ISO 8601 with a zone, where a time is
    stated: UTC is told in the time at home, and so is a time without a zone."""

    day: str
    at: str | None = None


def moment(value: object) -> Moment | None:
    """What a field that is meant to be a date says: a cell, a header, an attribute; epochs and bare years count."""
    if isinstance(value, datetime):
        return _placed(value)
    if isinstance(value, date):
        return Moment(value.isoformat())
    line = " ".join(str("" if value is None else value).split())[:200]
    if stamp := _stamp(line):
        return _placed(stamp)
    found = _first(line)
    if not found:
        only = _ONLY_YEAR.fullmatch(line)
        return Moment(only[1]) if only else _of_mail(line)
    day, start, end = found
    time = _TIME_AFTER.match(line[end : end + 60]) or _TIME_BEFORE.search(line[max(0, start - 40) : start])
    return (_with_time(day, time) if time and len(day) == 10 else None) or Moment(day)


def _stamp(line: str) -> datetime | None:
    """The moment of a number: seconds since 1970, or thousandths or millionths; or all the digits of a moment."""
    try:
        if match := _EPOCH.fullmatch(line):
            seconds = next(int(match[unit]) / size for unit, size in _UNITS.items() if match[unit])
            return datetime.fromtimestamp(seconds, UTC) if _OLDEST <= seconds < _NEWEST else None
        if match := _DIGITS.fullmatch(line):
            return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    except (ValueError, OverflowError, OSError):
        pass
    return None


_UNITS = {"seconds": 1, "millis": 1_000, "micros": 1_000_000}
_OLDEST, _NEWEST = 600_000_000, 4_102_444_800  # from 1989 to 2099: other numbers are something else


def _placed(when: datetime) -> Moment:
    """The day of a moment where it was published; exactly midnight stands for a time that nobody knew."""
    aware = when if when.tzinfo else when.replace(tzinfo=HOME)
    home = aware if aware.utcoffset() else aware.astimezone(HOME)
    is_known = (when.hour, when.minute, when.second) != (0, 0, 0)
    return Moment(home.date().isoformat(), home.replace(microsecond=0).isoformat() if is_known else None)


def _with_time(day: str, time: re.Match[str]) -> Moment | None:
    parts = time.groupdict()
    hour = int(parts["hour"] or parts["hour2"])
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"] in "pP" else 0)
    minute, second = (int(parts[name] or parts[f"{name}2"] or 0) for name in ("minute", "second"))
    try:
        return _placed(
            datetime.fromisoformat(day).replace(hour=hour, minute=minute, second=second, tzinfo=_zone(parts))
        )
    except (ValueError, OverflowError):
        return None


def _zone(parts: dict[str, str | None]) -> tzinfo | None:
    if parts["off"]:
        offset = timedelta(hours=int(parts["off"]), minutes=int(parts["min"] or 0))
        return timezone(-offset if parts["sign"] == "-" else offset)
    return timezone(timedelta(hours=_ZONES[parts["zone"].lower()])) if parts["zone"] else None


def _of_mail(line: str) -> Moment | None:
    """ "Wed Jun 16 22:30:00 +0000 2021", and whatever else mail programs write."""
    if match := _CTIME.fullmatch(line):
        line = f"{match['date']} {match['year']} {match['time']} {match['zone'] or ''}"
        found = _first(line)
        time = _TIME_AFTER.match(line[found[2] :]) if found else None
        return _with_time(found[0], time) if found and time else None
    try:
        return _placed(parsedate_to_datetime(line))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


_CTIME = re.compile(
    r"(?:\w{2,9}\.?,?\s)?(?P<date>\w{3,9}\.?\s\d\d?)\s(?P<time>\d\d:\d\d(?::\d\d)?)\s(?P<zone>[+-]\d{4}\s|[A-Z]{1,4}\s)?"
    r"(?P<year>\d{4})"
)


def find_date(line: str) -> str | None:
    """The first and most precise date of a short piece of text as ISO text (``2021-06-16``, ``2021-06``)."""
    found = _first(line[:300])
    return found[0] if found else None


def find_day(line: str) -> tuple[str, int, int] | None:
    """The first full day of a short piece of text, and where it stands: (``2021-06-16``, start, end)."""
    return _first(line[:300], _DAYS)


def date_line(line: str) -> str | None:
    """The date of a line that holds a date and nothing else (a weekday, a time, "Stand:" aside)."""
    found = _first(line) if len(line) <= 100 else None
    if not found:
        return None
    value, start, end = found
    rest = line[:start] + " " + line[end:]
    return value if not _AROUND.sub("", _without_dates(rest)) else None


def _without_dates(rest: str) -> str:
    for form in _DAYS:
        rest = form.sub(" ", rest)
    return rest


def whole_date(value: object) -> str | None:
    """The date of a field that is meant to be one: a cell, a header, "Datum: …"; a bare year counts."""
    found = moment(value)
    return found.day if found else None


def _first(line: str, forms: Sequence[re.Pattern[str]] = ()) -> tuple[str, int, int] | None:
    if not _DIGIT.search(line):
        return None
    for form in forms or _FORMS:
        for match in form.finditer(line):
            value = _iso(match)
            if value:
                return value, match.start(), match.end()
    return None


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = parts.get("year") or f"20{parts['short']}"
    month = int(parts["number"]) if parts.get("number") else _MONTHS[parts["month"].lower()]
    value = f"{year}-{month:02d}" + (f"-{int(parts['day']):02d}" if parts.get("day") else "")
    try:
        parse_published(value)
    except IntakeError:
        return None
    return value
