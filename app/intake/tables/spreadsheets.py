"""Spreadsheets (.xlsx, .xls, .xlsb, .ods), by calamine: each sheet is a table as one in text would be."""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from app.intake.archives import check_member, open_archive
from app.intake.items import Broken, Limits, Piece, Refused
from app.intake.tables.table_shapes import Row
from app.intake.tables.tables import read_rows

SHEETS = 100
CELLS = 2_000_000  # of one sheet


def read_spreadsheet(
    data: bytes, limits: Limits, charset: str | None, columns: Mapping[str, str] | None = None
) -> Iterator[Piece]:
    """Each row of each sheet with a column for texts or addresses as an article or an address. Raises Refused."""
    if data.startswith(b"PK"):
        with open_archive(io.BytesIO(data), limits) as archive:
            for info in archive.infolist():
                check_member(info, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise Refused(
            "encrypted", "This file is protected by a password. Remove the protection and try again."
        ) from None
    except Exception as problem:  # calamine raises its own kinds, and panics on some damaged files
        raise _broken() from problem
    refused: list[Broken] = []
    found = False
    for name in book.sheet_names[:SHEETS]:
        try:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > CELLS:
                raise Refused("too-long", "This sheet is too large. Save it as CSV and bring that.")
            title = name if len(book.sheet_names) > 1 else ""
            for piece in read_rows(_rows(sheet), "xlsx", limits, columns, name=title):
                found = True
                yield piece
        except Refused as why:
            refused.append(Broken(name if len(book.sheet_names) > 1 else "", why))
        except Exception:  # see above
            refused.append(Broken(name, _broken()))
    if not found or len(book.sheet_names) == 1:
        yield from refused[:1]
        if not refused:
            raise Refused("empty", "There is nothing in this file.")
    else:
        yield from (one for one in refused if one.why.code != "no-text-column")


def _broken() -> Refused:
    return Refused("broken", "This spreadsheet is damaged. Open and save it again, or save it as CSV.")


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    for row in sheet.iter_rows():
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
