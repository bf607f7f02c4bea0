"""What somebody brings, checked: bytes or pasted text -> ArticleDraft, or an IntakeError that says what to do."""

import hashlib
import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.nlp.types import Warning

T = TypeVar("T")
MAX_FIELD_CHARS = 300
MAX_SOURCE_CHARS = 120
MAX_URL_CHARS = 2_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2}(?::\d{2})?)?", re.ASCII
)
HOME = ZoneInfo("Europe/Berlin")  # of the outlets that write German, but for a few abroad
# PDF, ZIP (so .docx, .odt), old Word, RTF: their beginnings, because few of their bytes need look like no text.
OTHER_FILES = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")


# Notes of a draft: which field was told by what ("told:published:page"), and a line at the head of the text that told
# about it and left it ("head-line:Datum: 16. Juni 2021").
TOLD = "told:"
HEAD_LINE = "head-line:"
# A line that a person took out on the desk, with the offset where it stood ("cut-line:512:Lesen Sie auch").
CUT_LINE = "cut-line:"
SEVERAL = "seems-several:"  # how many articles a text seems to hold
# What is wrong, for programs: "text-too-long" alone is a matter of size (413), all else of what it says (422).
ErrorCode = Literal[
    "no-text",
    "text-too-long",
    "no-words",
    "too-long",
    "no-date",
    "no-address",
    "no-text-file",
    "encoding",
    "wrong",
]


class IntakeError(ValueError):
    """Something brought in cannot be taken.

    ``message`` is an English sentence with %-placeholders for ``values`` and the key of its translation; ``field``
    names the form field it belongs to, ``code`` says to programs what is wrong.
    """

    def __init__(self, field: str, message: str, code: ErrorCode = "wrong", **values: object) -> None:
        super().__init__(message % values)
        self.field = field
        self.message = message
        self.code: ErrorCode = code
        self.values = values


def without_told(notes: Iterable[str], changed: Collection[str]) -> list[str]:
    """The notes but for those that say by what a field was told that has been changed since."""
    stale = tuple(f"{TOLD}{field}:" for field in changed)
    return [note for note in notes if not note.startswith(stale)]


@dataclass(frozen=True, slots=True)
class Published:
    """A date as precise as it is known: a year, a month, a day, or a moment (``2021-06-16T06:30:00+02:00``)."""

    text: str
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Description:
    """What is known about an article, checked; what is not known is None."""

    source: str | None = None
    title: str | None = None
    published: Published | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article as it would be kept. ``notes`` tells what intake changed (``decoded:cp1252``).

    ``found`` says for each field that was detected where it was: (("published", "page"), ("source", "domain")).
    ``kind`` is the kind of file; ``warnings`` point at lines of the text. ``published_at`` and ``changed_at`` are
    moments in ISO 8601 with their zone, where they are known; ``page`` is that of the printed issue.
    """

    text: str
    source: str | None = None
    title: str | None = None
    published: Published | None = None
    url: str | None = None
    file: str | None = None
    agencies: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    author: str | None = None
    kind: str = "txt"
    found: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Warning, ...] = ()
    published_at: str | None = None
    changed_at: str | None = None
    page: str | None = None

    @property
    def appeared(self) -> str | None:
        """The moment or day, month or year in which it appeared, as precise as known."""
        return self.published_at or (self.published.text if self.published else None)

    @property
    def words(self) -> int:
        """Words as they are counted everywhere: what stands between white space."""
        return len(self.text.split())

    @property
    def sha256(self) -> str:
        """The same for texts that differ in white space only, so that a text pasted twice is recognised."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """A text file's text and notes. UTF-8 (with or without mark) is taken as it is, anything else is detected.

    Raises IntakeError where it is no text, or where the encoding cannot be told.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16 with its byte order mark
    if data.startswith(OTHER_FILES):
        raise _no_text_file()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    if b"\x00" in data and not marked:
        raise _no_text_file()
    from charset_normalizer import from_bytes  # 4 MB that most web processes never need

    found = from_bytes(data)
    best = found.best()
    # Western and Eastern European pages agree on most German letters: where both fit as well, it is the Western one.
    western = next((one for one in found if "cp1252" in one.could_be_from_charset), None)
    if best and western and western.chaos <= best.chaos and western.coherence >= best.coherence:
        best = western
    if best is None:
        raise IntakeError(
            "file", "The character encoding could not be told. Save the file as UTF-8 and try again.", "encoding"
        )
    name = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    return str(best).removeprefix("\ufeff"), (f"decoded:{name}",)


def _no_text_file() -> IntakeError:
    return IntakeError(
        "file", "This file is not a text file. Save it as plain text (.txt, UTF-8) and try again.", "no-text-file"
    )


Errors = dict[str, IntakeError]  # what is wrong, by field, in the order of the fields


def make_draft(
    text: str,
    *,
    max_chars: int,
    source: str | None = None,
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
    file: str | None = None,
    notes: tuple[str, ...] = (),
) -> ArticleDraft:
    """The same as ``check_article``. Raises IntakeError with a sentence for the first thing wrong."""
    draft, errors = check_article(
        text, max_chars=max_chars, source=source, title=title, published=published, url=url, file=file, notes=notes
    )
    if draft is None:
        raise next(iter(errors.values()))
    return draft


def check_article(
    text: str,
    *,
    max_chars: int,
    source: str | None = None,
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
    file: str | None = None,
    notes: tuple[str, ...] = (),
) -> tuple[ArticleDraft | None, Errors]:
    """Check everything that belongs to an article: the draft, or None and every mistake by its field."""
    errors: Errors = {}
    clean, removed = CONTROL.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        _check_text(clean, max_chars)
    except IntakeError as error:
        errors[error.field] = error
    known, wrong = check_description(source=source, title=title, published=published, url=url)
    errors |= wrong
    name = _checked(lambda: _line("file", file), errors)
    if errors:
        return None, errors
    draft = ArticleDraft(
        text=clean,
        source=known.source,
        title=known.title,
        published=known.published,
        url=known.url,
        file=name,
        notes=(*notes, f"control-characters:{removed}") if removed else notes,
    )
    return draft, errors


def check_description(
    *, source: str | None = None, title: str | None = None, published: str | None = None, url: str | None = None
) -> tuple[Description, Errors]:
    """Check what is said about an article, its text apart: what is right, and every mistake by its field."""
    errors: Errors = {}
    known = Description(
        source=_checked(lambda: _line("source", source, MAX_SOURCE_CHARS), errors),
        title=_checked(lambda: _line("title", title), errors),
        published=_checked(lambda: parse_published(published), errors),
        url=_checked(lambda: _address(url), errors),
    )
    return known, errors


def _checked(check: Callable[[], T], errors: Errors) -> T | None:
    """What a check gives; None where it fails, with the error noted."""
    try:
        return check()
    except IntakeError as error:
        errors[error.field] = error
        return None


def _check_text(text: str, max_chars: int) -> None:
    if not text.strip():
        raise IntakeError("text", "There is no text. Paste the article or choose a file.", "no-text")
    if len(text) > max_chars:
        raise IntakeError(
            "text",
            "The text has %(length)d characters; at most %(limit)d can be taken. Split it into single articles.",
            "text-too-long",
            length=len(text),
            limit=max_chars,
        )
    if not any(character.isalpha() for character in text):
        raise IntakeError("text", "There are no words in this text.", "no-words")


def parse_published(value: str | None) -> Published | None:
    """``2021``, ``2021-06``, ``2021-06-16``, or a day with time and zone; raises IntakeError for anything else and for
    days that do not exist.

    A time without a zone is that of Central Europe, where UTC is told too: a text of 22:30 UTC is one of the next day.
    """
    value = (value or "").strip()
    if not value:
        return None
    found = PUBLISHED.fullmatch(value)
    try:
        if timed := MOMENT.fullmatch(value):
            moment = _moment(*timed.groups())
            return Published(moment.isoformat(), moment.date(), moment.date())
        if not found:
            raise ValueError(value)
        year, month, day = (int(part) if part else None for part in found.groups())
        if year is None or not 1600 <= year <= 2999:
            raise ValueError(value)
        earliest = date(year, month or 1, day or 1)
        latest = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        raise IntakeError(
            "published",
            "“%(value)s” is not a date. Write 2021-06-16, or 2021-06 or 2021 if no more is known.",
            "no-date",
            value=CONTROL.sub("", value)[:40],
        ) from None
    return Published(value, earliest, latest)


def _moment(day: str, time: str, seconds: str | None, zone: str | None) -> datetime:
    """Raises ValueError where there is no such moment."""
    moment = datetime.fromisoformat(f"{day}T{time}{seconds or ':00'}{zone or ''}")
    if not 1600 <= moment.year <= 2999:
        raise ValueError(day)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=HOME)
    return moment.astimezone(HOME) if moment.tzinfo == UTC else moment


def as_typed(published: str | None) -> str:
    """A date as a person would type it: ``2021-06-16 06:30``, its zone where that is not Central Europe's."""
    if not published or "T" not in published:
        return published or ""
    moment = datetime.fromisoformat(published)
    written = moment.strftime("%Y-%m-%d %H:%M:%S" if moment.second else "%Y-%m-%d %H:%M")
    at_home = moment.utcoffset() == moment.astimezone(HOME).utcoffset()
    return written if at_home else f"{written} {moment.strftime('%z')[:3]}:{moment.strftime('%z')[3:]}"


def one_line(value: str | None) -> str:
    """A text in one line, without control characters."""
    return " ".join(CONTROL.sub("", value or "").split())


def _line(field: str, value: str | None, limit: int = MAX_FIELD_CHARS) -> str | None:
    """A one-line field without control characters, or None if empty."""
    line = one_line(value)
    if len(line) > limit:
        raise IntakeError(field, "This is too long: at most %(limit)d characters.", "too-long", limit=limit)
    return line or None


def _address(value: str | None) -> str | None:
    """A web address (http or https), or None if empty: nothing else may become a link."""
    line = (value or "").strip()
    if not line:
        return None
    try:
        parts = urlsplit(line)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", line)
    except ValueError:
        good = False
    if not good or CONTROL.search(line) or len(line) > MAX_URL_CHARS:
        raise IntakeError("url", "This is not a web address. It should begin with https://.", "no-address")
    return line
