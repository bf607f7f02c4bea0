"""Tables of articles as text: CSV in every way spreadsheets and databases write it. One bad row never stops the others.

What the columns mean is told by app/intake/tables/columns.py, and said with the table, so that it can be corrected.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from app.intake.charset import text_of
from app.intake.items import Broken, Columns, Limits, Piece, Refused
from app.intake.tables.columns import SAMPLE_ROWS, mapping
from app.intake.tables.records import article
from app.intake.tables.table_shapes import DECLARED, HEADER_ROWS, Row, delimiter_of, header_of, rows_of

CELL_CHARS = 200  # of a cell that is shown
SHOWN_ROWS = 5


def read_csv(
    data: bytes, limits: Limits, charset: str | None, columns: Mapping[str, str] | None = None
) -> Iterator[Piece]:
    """Each row of a CSV file as an article; ``columns`` is {column: field} where somebody has said so."""
    text, notes = text_of(data, charset)
    csv.field_size_limit(4 * limits.max_chars)
    declared = DECLARED.match(text)
    text = text[declared.end() :] if declared else text.lstrip("\ufeff\r\n ")
    delimiter = declared["sign"] if declared else delimiter_of(text[:100_000])
    rows = rows_of(text, delimiter)
    yield from read_rows(rows, "csv", limits, columns, notes=notes, first=2 if declared else 1)


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
    place, header = header_of(readable)
    sample = [row for row in readable[place:] if _is_filled(row)][:SAMPLE_ROWS]
    fields = mapping(header, sample, given)
    if sample:
        yield Columns(name, header, tuple(fields), shown_rows(sample))
    if not {"text", "url"} & {*fields}:
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
        elif id(row) not in passed and _is_filled(row):
            known = {field: cell for field, cell in zip(fields, row, strict=False) if field and cell.strip()}
            yield article(known, kind, suffix, notes)


def _is_filled(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def shown_rows(sample: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The first rows of a table, as they are shown."""
    return tuple(tuple(cell[:CELL_CHARS] for cell in row) for row in sample[:SHOWN_ROWS])


def too_many(limits: Limits) -> Refused:
    """The refusal of what comes behind the most that is taken."""
    return Refused(
        "too-many", "This file holds too many articles: only the first %(limit)d were taken.", limit=limits.items
    )
