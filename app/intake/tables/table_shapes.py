"""How a table stands in a text: its delimiter, what stands above its header, its rows. Read without any library."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from app.intake.dates import moment
from app.intake.items import Refused
from app.intake.tables.columns import NAME_CHARS, SAMPLE_ROWS, field_of, meaning

DELIMITERS = ";\t,|"
HEADER_ROWS = 12  # a header stands no further down
DECLARED = re.compile(r"\A\s*\"?sep=(?P<sign>[^\r\n\"])\"?[;,\t]*\r?\n", re.I)  # how Excel is told the delimiter
Row = Sequence[str] | Refused


def is_header(line: str) -> bool:
    """Is a line a header: several columns, all of them known, the text's among them?"""
    if DECLARED.match(line + "\n"):
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


def preamble(text: str) -> int:
    """How many lines stand above the first article of a table that begins so, its header among them."""
    declared = DECLARED.match(text)
    blank = re.match(r"[\ufeff\r\n ]*", text)
    start = declared.end() if declared else blank.end() if blank else 0
    delimiter = declared["sign"] if declared else delimiter_of(text[start:])
    rows = [
        row
        for row in islice(rows_of(text[start:], delimiter), HEADER_ROWS + SAMPLE_ROWS)
        if not isinstance(row, Refused)
    ]
    return text.count("\n", 0, start) + header_of(rows)[0]


def rows_of(text: str, delimiter: str) -> Iterator[Row]:
    """The rows of a text; a refusal for one that cannot be read."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Refused("bad-line", "This row cannot be read; the others were taken.")


def delimiter_of(text: str) -> str:
    """The sign that gives the most columns with known names, else the most rows of equally many cells."""

    def fitness(delimiter: str) -> tuple[int, int, int]:
        rows = [row for row in islice(rows_of(text, delimiter), 30) if not isinstance(row, Refused) and any(row)]
        known = max((_known(row) for row in rows[:HEADER_ROWS]), default=0)
        (width, count), *_ = Counter(map(len, rows)).most_common(1) or [(0, 0)]
        return known, count if width > 1 else 0, width

    return max(DELIMITERS, key=fitness)


def _known(row: Sequence[str]) -> int:
    """How many cells of a row are names of columns, and of different fields or of none."""
    found = [meaning(cell.strip()) for cell in row if 0 < len(cell.strip()) <= NAME_CHARS]
    return len({one for one in found if one})


def header_of(rows: Sequence[Sequence[str]]) -> tuple[int, tuple[str, ...]]:
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
