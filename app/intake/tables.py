"""Tables of articles: CSV with a header, JSON lines, and JSON lists. One bad line never stops the others."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from app.intake.dates import whole_date
from app.intake.items import Broken, Limits, Parsed, Piece, Refused
from app.intake.plain_text import text_of

# What people call their columns, in lower case, without spaces and marks.
_NAMES = {
    "text": "text", "body": "text", "content": "text", "fulltext": "text", "volltext": "text", "artikeltext": "text",
    "articletext": "text", "inhalt": "text", "articlebody": "text", "maintext": "text", "artikel": "text",
    "title": "title", "titel": "title", "headline": "title", "überschrift": "title", "ueberschrift": "title",
    "schlagzeile": "title", "source": "source", "quelle": "source", "medium": "source", "outlet": "source",
    "zeitung": "source", "publisher": "source", "publication": "source", "sourcename": "source", "sitename": "source",
    "date": "published", "datum": "published", "published": "published", "publishedat": "published",
    "publishdate": "published", "datepublished": "published", "pubdate": "published", "publicationdate": "published",
    "erscheinungsdatum": "published", "veröffentlicht": "published", "timestamp": "published",
    "url": "url", "link": "url", "adresse": "url", "author": "author", "autor": "author", "byline": "author",
    "autorin": "author", "authors": "author", "agency": "agency", "agentur": "agency", "agencies": "agency",
}  # fmt: skip
_SIGNS = re.compile(r"[\W_]+")
DELIMITERS = ",;\t|"


def field_of(name: object) -> str | None:
    """Which field a column's name stands for, or None."""
    return _NAMES.get(_SIGNS.sub("", str(name)).lower())


def is_header(line: str) -> bool:
    """Is a line a header: several columns, all of them known, the text's among them?"""
    cells = [field_of(cell) for cell in line[:500].split(_delimiter(line[:500]))]
    return len(cells) >= 2 and all(cells) and "text" in cells


def _delimiter(line: str) -> str:
    return max(DELIMITERS, key=lambda sign: sum(field_of(cell) is not None for cell in line.split(sign)))


def read_csv(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """Each row of a CSV file with a text column as an article."""
    text, notes = text_of(data, charset)
    csv.field_size_limit(4 * limits.max_chars)
    first = text.lstrip().partition("\n")[0][:5000]
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=_delimiter(first))
    try:
        fields = [field_of(cell) for cell in next(rows)]
    except (csv.Error, StopIteration):
        fields = []
    if "text" not in fields:
        raise Refused(
            "no-text-column", "This table has no column for the text. Name one “text” in its first line and try again."
        )
    for number in range(2, limits.items + 3):
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Broken(f"row {number}", Refused("bad-line", "This row cannot be read; the others were taken."))
            continue
        if any(cell.strip() for cell in row):
            yield _article(dict(zip(fields, row, strict=False)), "csv", f"row {number}", notes)
    yield Broken("", _too_many(limits))


def _too_many(limits: Limits) -> Refused:
    return Refused(
        "too-many", "This file holds too many articles: only the first %(limit)d were taken.", limit=limits.items
    )


def read_jsonl(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """Each line (or element of one list) with a text as an article."""
    text, notes = text_of(data, charset)
    records = _records(text, limits)
    for number, (suffix, record) in enumerate(records):
        if number >= limits.items:
            yield Broken("", _too_many(limits))
            return
        if isinstance(record, Refused):
            yield Broken(suffix, record)
        elif not isinstance(record, Mapping) or not any(field_of(key) == "text" for key in list(record)[:200]):
            yield Broken(suffix, Refused("no-text-field", "This line has no field “text”."))
        else:
            known = {field_of(key): value for key, value in reversed(list(record.items())[:200])}
            yield _article(known, "jsonl", suffix, notes)


def _records(text: str, limits: Limits) -> Iterator[tuple[str, object]]:
    whole = _parsed(text)  # fails at once where a second line follows
    if isinstance(whole, list):
        yield from ((f"entry {number}", one) for number, one in enumerate(whole, 1))
        return
    if isinstance(whole, Mapping):
        yield "", whole
        return
    for number, line in enumerate(io.StringIO(text), 1):
        if line.strip():
            record = _parsed(line)
            bad = Refused("bad-line", "This line is not JSON; the others were taken.")
            yield f"line {number}", bad if record is None else record


def _parsed(text: str) -> object:
    """The value of a JSON text; None where it is none, is null, or is nested beyond reason."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _article(known: Mapping[str | None, object], kind: str, suffix: str, notes: tuple[str, ...]) -> Parsed:
    source = _line(known.get("source"))
    published = whole_date(known.get("published"))
    return Parsed(
        _string(known.get("text")),
        kind,
        title=_line(known.get("title")),
        published=published,
        published_by="field" if published else None,
        source=source,
        source_by="field" if source else None,
        author=_line(known.get("author")),
        url=_line(known.get("url")),
        agencies=tuple(filter(None, re.split(r"\s*[,/;]\s*", _line(known.get("agency")) or ""))),
        notes=notes,
        suffix=suffix,
    )


def _string(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):  # a list of paragraphs, as some scrapers give
        return "\n\n".join(str(one) for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def _line(value: object) -> str | None:
    if isinstance(value, Mapping):  # {"name": …}, as schema.org gives
        value = value.get("name")
    if isinstance(value, list):
        return ", ".join(filter(None, (_line(one) for one in value[:10]))) or None
    return " ".join(str(value).split()) or None if isinstance(value, (str, int)) else None
