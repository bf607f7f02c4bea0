"""Tables of articles as text: CSV in every way spreadsheets and databases write it. One bad row never stops the others.

What the columns mean is told by app/intake/columns.py, and said with the table, so that it can be corrected.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from app.intake.charset import text_of
from app.intake.columns import NAME_CHARS, SAMPLE_ROWS, field_of, mapping, meaning
from app.intake.dates import moment
from app.intake.items import Broken, Columns, Limits, Piece, Refused
from app.intake.records import article

DELIMITERS = ";\t,|"
HEADER_ROWS = 12  # a header stands no further down
CELL_CHARS = 200  # of a cell that is shown
SHOWN_ROWS = 5
_DECLARED = re.compile(r"\A\s*\"?sep=(?P<sign>[^\r\n\"])\"?[;,\t]*\r?\n", re.I)  # how Excel is told the delimiter
Row = Sequence[str] | Refused


def is_header(line: str) -> bool:
    """Is a line a header: several columns, all of them known, the text's among them?"""
    if _DECLARED.match(line + "\n"):
        return True
    for delimiter in DELIMITERS:
        cells = [cell.strip(" \"'\r") for cell in line[:500].split(delimiter)]
        fields = [field_of(cell) for cell in cells]
        if (
            len(cells) >= 2
            and "text" in fields
            and all(meaning(cell) for cell in cells)
            and len({*fields} - {None}) > 1
        ):
            return True
    return False


def read_csv(
    data: bytes, limits: Limits, charset: str | None, columns: Mapping[str, str] | None = None
) -> Iterator[Piece]:
    """Each row of a CSV file as an article; ``columns`` is {column: field} where somebody has said so."""
    text, notes = text_of(data, charset)
    csv.field_size_limit(4 * limits.max_chars)
    declared = _DECLARED.match(text)
    text = text[declared.end() :] if declared else text.lstrip("\ufeff\r\n ")
    delimiter = declared["sign"] if declared else _delimiter(text[:100_000])
    rows = _rows(text, delimiter)
    yield from read_rows(rows, "csv", limits, columns, notes=notes, first=2 if declared else 1)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Refused("bad-line", "This row cannot be read; the others were taken.")


def _delimiter(text: str) -> str:
    """The sign that gives the most columns with known names, else the most rows of equally many cells."""

    def fitness(delimiter: str) -> tuple[int, int, int]:
        rows = [row for row in islice(_rows(text, delimiter), 30) if not isinstance(row, Refused) and any(row)]
        known = max((_known(row) for row in rows[:HEADER_ROWS]), default=0)
        (width, count), *_ = Counter(map(len, rows)).most_common(1) or [(0, 0)]
        return known, count if width > 1 else 0, width

    return max(DELIMITERS, key=fitness)


def _known(row: Sequence[str]) -> int:
    """How many cells of a row are names of columns, and of different fields or of none."""
    found = [meaning(cell.strip()) for cell in row if 0 < len(cell.strip()) <= NAME_CHARS]
    return len({one for one in found if one})


def read_rows(
    rows: Iterable[Row],
    kind: str,
    limits: Limits,
    given: Mapping[str, str] | None = None,
    *,
    name: str = "",
    notes: tuple[str, ...] = (),
    first: int = 1,
) -> Iterator[Piece]:
    """How the columns of a table are understood, then each row as an article or an address.

    ``name`` is the sheet's, ``first`` the number of the first row. Lines above the header are passed over. Raises
    Refused where no column holds texts or addresses.
    """
    source = iter(enumerate(rows, first))
    start = list(islice(source, HEADER_ROWS + SAMPLE_ROWS))
    readable = [row for _, row in start if not isinstance(row, Refused)]
    place, header = _header(readable)
    below = readable[place:]
    sample = [row for row in below if any(cell.strip() for cell in row)][:SAMPLE_ROWS]
    fields = mapping(header, sample, given)
    shown = tuple(tuple(cell[:CELL_CHARS] for cell in row) for row in sample[:SHOWN_ROWS])
    if sample:
        yield Columns(name, header, tuple(fields), shown)
    if "text" not in fields and "url" not in fields:
        raise Refused(
            "no-text-column", "This table has no column for the text. Name one “text” in its first line and try again."
        )
    passed = {id(row) for row in readable[:place]}
    for count, (number, row) in enumerate(chain(start, source)):
        suffix = f"{name}, row {number}" if name else f"row {number}"
        if count >= limits.items + place:
            yield Broken(name, too_many(limits))
            return
        if isinstance(row, Refused):
            yield Broken(suffix, row)
        elif id(row) not in passed and any(cell.strip() for cell in row):
            known = {field: cell for field, cell in zip(fields, row, strict=False) if field and cell.strip()}
            yield article(known, kind, suffix, notes)


def too_many(limits: Limits) -> Refused:
    """The refusal of what comes behind the most that is taken."""
    return Refused(
        "too-many", "This file holds too many articles: only the first %(limit)d were taken.", limit=limits.items
    )


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, tuple[str, ...]]:
    """How many rows come before the first article, and the columns' names: numbers where the table gives none."""
    best = max(range(min(len(rows), HEADER_ROWS)), key=lambda one: (_known(rows[one]), -one), default=0)
    known = _known(rows[best]) if rows else 0
    if known >= 2 or (known and best == 0):
        return best + 1, tuple(cell.strip()[:NAME_CHARS] for cell in rows[best])
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
    for place, row in enumerate(rows[:HEADER_ROWS]):
        if len(row) == width:
            if all(cell.strip() and len(cell) <= NAME_CHARS and not _is_value(cell) for cell in row):
                return place + 1, tuple(cell.strip() for cell in row)
            return place, tuple(f"column {number}" for number in range(1, width + 1))
    return 0, ()


def _is_value(cell: str) -> bool:
    """Dates, numbers and addresses name no column."""
    return cell.strip().isdecimal() or cell.startswith(("http://", "https://")) or moment(cell) is not None
