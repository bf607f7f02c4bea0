"""Dates of publication, as precise as they are written: a day, a month or a year."""

import re
from email.utils import parsedate_to_datetime

from app.intake.drafts import IntakeError, parse_published

_MONTHS = {
    "januar": 1, "jänner": 1, "jaenner": 1, "februar": 2, "feber": 2, "märz": 3, "maerz": 3, "april": 4, "mai": 5,
    "juni": 6, "juli": 7, "august": 8, "september": 9, "oktober": 10, "november": 11, "dezember": 12,
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "okt": 10, "nov": 11, "dez": 12,
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10, "december": 12,
    "mar": 3, "oct": 10, "dec": 12,
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:1[6-9]|20|21)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<day>0?[1-9]|[12]\d|3[01])"
# From the most to the least precise; a line is searched for each in turn.
_FORMS = [
    re.compile(r"(?<!\d)(?P<year>(?:1[6-9]|20|21)\d\d)-(?P<number>0\d|1[0-2])-(?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>20\d\d)/(?P<number>0?\d|1[0-2])/(?P<day>[0-3]?\d)(?!\d)"),
    re.compile(rf"{_DAY}\.\s?(?P<number>0?[1-9]|1[0-2])\.\s?{_YEAR}"),
    re.compile(rf"{_DAY}\.?\s+{_MONTH}\s+{_YEAR}", re.I),
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}", re.I),
    re.compile(rf"{_DAY}\.\s?(?P<number>0?[1-9]|1[0-2])\.(?P<short>\d\d)(?!\d)"),
    re.compile(rf"\b{_MONTH}\s+{_YEAR}", re.I),
    re.compile(r"(?<![\d-])(?P<year>(?:1[6-9]|20|21)\d\d)-(?P<number>0\d|1[0-2])(?![\d-])"),
    re.compile(r"(?<![\d/])(?P<number>0?[1-9]|1[0-2])/(?P<year>20\d\d)(?!\d)"),
]
_ONLY_YEAR = re.compile(r"\s*((?:1[6-9]|20)\d\d)\s*\.?\s*")
# What may stand around a date on a line that is about the date.
_AROUND = re.compile(
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mon|tues|wednes|thurs|fri|satur|sun)"
    r"(?:day)?\b|\b(?:mo|di|mi|do|fr|sa|so)\b\.?|\b(?:uhr|mesz|mez|utc|gmt|cest|cet)\b"
    r"|\b(?:stand|datum|date|veröffentlicht|erschienen|published|aktualisiert|zuletzt|am|vom|um|den|on|at|pm|am)\b"
    r"|\d{1,2}[:.]\d\d(?:[:.]\d\d)?|[\s,;:|·•()–—-]",
    re.I,
)


def find_date(line: str) -> str | None:
    """The first and most precise date of a short piece of text as ISO text (``2021-06-16``, ``2021-06``)."""
    found = _first(line[:300])
    return found[0] if found else None


def date_line(line: str) -> str | None:
    """The date of a line that holds a date and nothing else (a weekday, a time, "Stand:" aside)."""
    found = _first(line) if len(line) <= 100 else None
    if not found:
        return None
    value, start, end = found
    rest = line[:start] + " " + line[end:]
    return value if not _AROUND.sub("", _without_dates(rest)) else None


def _without_dates(rest: str) -> str:
    for form in _FORMS[:6]:
        rest = form.sub(" ", rest)
    return rest


def whole_date(value: object) -> str | None:
    """The date of a field that is meant to be one: a cell, a header, "Datum: …"; a bare year counts."""
    line = " ".join(str(value or "").split())[:200]
    only = _ONLY_YEAR.fullmatch(line)
    return find_date(line) or (only[1] if only else None) or _mail_date(line)


def _mail_date(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _first(line: str) -> tuple[str, int, int] | None:
    for form in _FORMS:
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
