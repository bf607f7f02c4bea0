"""A table as CSV, XLSX or JSON: a row a format. Written as it is read, so that its length costs no memory."""

import csv
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.days import appeared
from app.exports.press_review import clean
from app.intake.drafts import HOME
from app.language import N_, say
from app.queries.views.tables import Column, Kind, Table, Value

BOM = "\ufeff"  # or Excel takes the file for another encoding
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a table program would reckon (OWASP)
LONGEST_CELL = 32_767  # characters, in Excel
PART = 256 * 1024  # characters that leave at once: each part costs a change of threads
ROWS = 1_048_575  # of a sheet, in Excel, the head aside


class _Line(list[str]):
    """Takes what a csv writer writes."""

    def write(self, text: str) -> None:
        self.append(text)


def csv_parts(table: Table) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 with a byte order mark; semicolons and decimal commas in German."""
    is_german = table.language == "de"
    held = _Line()
    writer = csv.writer(held, delimiter=";" if is_german else ",", lineterminator="\r\n")
    writer.writerow([column.title for column in table.columns])
    write = [_CELLS[column.kind](is_german) for column in table.columns]
    size = 0
    yield BOM.encode()
    for row in table.rows:
        writer.writerow([to_text(value) for to_text, value in zip(write, row, strict=True)])
        size += len(held[-1])
        if size > PART:
            yield "".join(held).encode()
            held.clear()
            size = 0
    yield "".join(held).encode()


def _text_cell(_: bool) -> Callable[[Value], str]:
    return lambda value: harmless("" if value is None else str(value))


def _number_cell(is_german: bool) -> Callable[[Value], str]:
    def written(value: Value) -> str:
        if value is None:
            return ""
        if not isinstance(value, int | float):
            return harmless(str(value))
        text = f"{value:.10g}" if isinstance(value, float) else str(value)
        return text.replace(".", ",") if is_german else text

    return written


def _flag_cell(is_german: bool) -> Callable[[Value], str]:
    return lambda value: ("ja" if is_german else "yes") if value else ""


_CELLS: dict[Kind, Callable[[bool], Callable[[Value], str]]] = {
    "text": _text_cell,
    "address": _text_cell,
    "number": _number_cell,
    "share": _number_cell,
    "flag": _flag_cell,
}


def harmless(text: str) -> str:
    """Text in one line that no table program takes for a formula."""
    text = clean(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def json_parts(table: Table) -> Iterator[bytes]:
    """An object with what it is, the columns, and one object a row."""
    names = [column.name for column in table.columns]
    head = {
        "table": table.name,
        "title": table.title,
        "summit": table.summit,
        "address": table.address,
        "method": dict(method(table)),
        "columns": [{"name": one.name, "title": one.title, "kind": one.kind} for one in table.columns],
    }
    begun = json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    held, size = [begun], len(begun)
    between = "\n"
    for row in table.rows:
        text = between + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        held.append(text)
        size += len(text)
        between = ",\n"
        if size > PART:
            yield "".join(held).encode(errors="replace")
            held, size = [], 0
    yield "".join([*held, "\n]}\n"]).encode(errors="replace")


def xlsx_parts(table: Table) -> Iterator[bytes]:
    """A workbook of the table and a sheet about it, through a file: a workbook is a ZIP, whose head comes last."""
    with tempfile.TemporaryFile() as file:
        write_workbook([table], file)
        file.seek(0)
        while part := file.read(PART):
            yield part


def write_workbook(tables: list[Table], file: Any) -> None:
    """One sheet a table, and a last one with filters and method."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(file, options)
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "share": book.add_format({"num_format": "0.0 %"}),
        "text": book.add_format({"valign": "top"}),
    }
    about = [(table.title, method(table)) for table in tables]
    for table in tables:
        _sheet(book, styles, table)
    sheet = book.add_worksheet(say(tables[0].language, N_("How this was made"))[:31])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    row = 0
    for title, lines in about:
        sheet.write_string(row, 0, title, styles["head"])
        for place, (label, value) in enumerate(lines, row + 1):
            sheet.write_string(place, 0, label)
            sheet.write_string(place, 1, value)
        row += len(lines) + 2
    book.close()


def _sheet(book: Any, styles: dict[str, Any], table: Table) -> None:
    sheet = book.add_worksheet(table.title[:31].replace(":", " –"))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _WIDTHS[column.kind] if column.name not in _WIDE else 80)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, styles["head"])
    number = 0
    for number, row in enumerate(table.rows, 1):
        if number > ROWS:
            break
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _cell(sheet, styles, number, place, column, value)
    sheet.autofilter(0, 0, max(number, 1), len(table.columns) - 1)


_WIDTHS: dict[Kind, int] = {"text": 22, "number": 11, "share": 11, "address": 40, "flag": 10}
_WIDE = {"text", "other_text", "sentence"}


def _cell(sheet: Any, styles: dict[str, Any], row: int, place: int, column: Column, value: Value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, styles["share"] if column.kind == "share" else None)
    else:
        sheet.write_string(row, place, clean(value)[:LONGEST_CELL], styles["text"])


def method(table: Table) -> list[tuple[str, str]]:
    """(label, value) about how the table came about."""
    language, told = table.language, table.method

    def labelled(label: str, value: object) -> tuple[str, str]:
        return say(language, label), str(value)

    return [
        labelled(N_("Summit"), clean(table.summit)),
        labelled(N_("Address of the page"), table.address),
        labelled(N_("Filter"), "; ".join(map(clean, told.filters)) or say(language, N_("none"))),
        labelled(N_("Made"), appeared(told.made_at.astimezone(HOME).isoformat(), language)),
        labelled(N_("Program"), f"Gipfelspiegel {told.program}"),
        labelled(N_("Language service"), ", ".join(told.pipeline) or "–"),
        labelled(N_("Words of topics"), told.lexicon or say(language, N_("as shipped"))),
        labelled(N_("Corrections by people"), told.corrections),
        labelled(N_("Articles in the summit"), told.articles),
    ]


@dataclass(frozen=True, slots=True)
class TableFormat:
    """``ending`` of the file's name, media type, and what writes it part by part."""

    ending: str
    media: str
    parts: Callable[[Table], Iterator[bytes]]


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE_FORMATS = {
    one.ending: one
    for one in (
        TableFormat("csv", "text/csv; charset=utf-8", csv_parts),
        TableFormat("xlsx", _SHEET, xlsx_parts),
        TableFormat("json", "application/json", json_parts),
    )
}
