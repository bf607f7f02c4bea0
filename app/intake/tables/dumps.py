"""JSON as scrapers, services and search engines hand it out: lines, lists, and lists wrapped in answers of any depth.

A record is flattened to names of steps ("source.name"), whose meaning app/intake/tables/columns.py tells as for tables.
"""

import io
import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import TypeGuard

from app.intake.charset import text_of
from app.intake.items import Broken, Columns, Limits, Piece, Refused
from app.intake.tables.columns import SAMPLE_ROWS, field_of, mapping
from app.intake.tables.records import article, line, prose
from app.intake.tables.tables import shown_rows, too_many

DEPTH = 6  # wrappers around the records
STEPS = 3  # of a field's name
KEYS = 300
WIDTH = 200  # columns
# Where records of search engines and services hold what they are about; the rest is about the search.
_INNER = ("_source", "article", "document", "doc", "story", "attributes", "node", "resource", "fields")
Record = Mapping[str, object] | Refused


def read_jsonl(
    data: bytes, limits: Limits, charset: str | None, columns: Mapping[str, str] | None = None
) -> Iterator[Piece]:
    """Each record with a text or an address as an article or an address; ``columns`` as for tables."""
    text, notes = text_of(data, charset)
    yield from _pieces(_records(text), "jsonl", limits, columns, notes)


def pieces_of_records(value: Mapping[str, object], kind: str, limits: Limits) -> Iterator[Piece]:
    """The same for a value that was read from another format; nothing where it holds no records, which say more than
    a text."""
    inner = (_unwrapped(one) for one in _within(value, DEPTH) if isinstance(one, Mapping))
    found = [one for one in inner if _is_record(one) and {"title", "published"} & {field_of(key) for key in one}]
    if found:
        yield from _pieces(((f"entry {number}", one) for number, one in enumerate(found, 1)), kind, limits)


def _pieces(
    told: Iterator[tuple[str, object]],
    kind: str,
    limits: Limits,
    columns: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> Iterator[Piece]:
    """How the fields of the records are understood, then each as an article or an address."""
    records = ((suffix, _flat(one)) for suffix, one in told)
    start = list(islice(records, SAMPLE_ROWS))
    good = [record for _, record in start if not isinstance(record, Refused)]
    header = tuple(islice(dict.fromkeys(chain.from_iterable(good)), WIDTH))
    sample = [tuple(_cell(record.get(key)) for key in header) for record in good]
    fields = {key: field for key, field in zip(header, mapping(header, sample, columns), strict=True) if field}
    if len(good) > 1 or columns is not None:
        yield Columns("", header, tuple(fields.get(key) for key in header), shown_rows(sample))
    for number, (suffix, record) in enumerate(chain(start, records)):
        if number >= limits.items:
            yield Broken("", too_many(limits))
            return
        yield Broken(suffix, record) if isinstance(record, Refused) else _piece(record, fields, kind, suffix, notes)


def _piece(
    record: Mapping[str, object], fields: Mapping[str, str], kind: str, suffix: str, notes: tuple[str, ...]
) -> Piece:
    known = {field: record[key] for key, field in fields.items() if record.get(key)}
    own = {} if known.get("text") else _by_name(record)  # a record of another make than the first ones
    known = own | known
    if not {"text", "url"} & known.keys() and not any(field_of(key) == "text" for key in record):
        return Broken(suffix, Refused("no-text-field", "This line has no field “text”."))
    return article(known, kind, suffix, notes)


def _by_name(record: Mapping[str, object]) -> dict[str, object]:
    keys = list(record)[:WIDTH]
    fields = mapping(keys, [[_cell(record[key]) for key in keys]])
    return {field: record[key] for key, field in zip(keys, fields, strict=True) if field and record[key]}


def _cell(value: object) -> str:
    """A value as it stands in a table."""
    if isinstance(value, (str, int, float)):
        return str(value)
    return line(value) or prose(value) if value else ""


def _records(text: str) -> Iterator[tuple[str, object]]:
    """What may be records, with what tells them apart: those of a whole text, else one a line."""
    whole = _rows_of_table(_parsed(text))  # fails at once where a second line follows
    if isinstance(whole, (list, Mapping)):
        found = list(_within(whole, DEPTH))
        for number, one in enumerate(found, 1):
            yield f"entry {number}" if len(found) > 1 or isinstance(whole, list) else "", one
        return
    for number, one_line in enumerate(io.StringIO(text), 1):
        if one_line.strip():
            record = _parsed(one_line)
            bad = Refused("bad-line", "This line is not JSON; the others were taken.")
            yield f"line {number}", bad if record is None else record


def _rows_of_table(value: object) -> object:
    """A table that was written as JSON ({"columns": …, "data": …}, or a list of rows below one of names) as records;
    any other value as it is."""
    header, rows = (value.get("columns"), value.get("data")) if isinstance(value, Mapping) else (None, value)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows[:5]):
        return value
    if header is None:
        header, *rows = rows
    is_named = isinstance(header, list) and all(isinstance(name, str) for name in header)
    return [dict(zip(header, row, strict=False)) for row in rows if isinstance(row, list)] if is_named else value


def _within(value: object, depth: int, source: str | None = None) -> Iterator[object]:
    """The records in a value: itself, or those of the longest list that it wraps."""
    if isinstance(value, list):
        for one in value:
            yield _sourced(one, source) if isinstance(one, Mapping) else one
        return
    if not isinstance(value, Mapping):
        return
    values = list(value.values())
    if values and all(
        isinstance(one, Mapping) and _is_record(_unwrapped(one)) for one in values
    ):  # records by their numbers
        value, values = {"records": values}, []
    lists = _lists(value, depth)
    if not lists or _is_record(value):
        yield value
        return
    path, records = max(lists, key=lambda one: (any(isinstance(part, Mapping) and _is_record(_unwrapped(part))
                                                    for part in one[1][:3]), len(one[1])))  # fmt: skip
    yield from _within(records, depth, _feed_name(value) if len(path) == 1 else None)


def _is_record(value: Mapping[str, object]) -> bool:
    """Is it an article itself, whatever lists (of authors, of pictures) it may hold?"""
    fields = {field_of(key) for key, one in list(value.items())[:KEYS] if line(one[0] if _is_listed(one) else one)}
    return "text" in fields or {"title", "published"} <= fields


def _is_listed(value: object) -> TypeGuard[list[object]]:
    """Is it a single value in a list, as Solr gives them?"""
    return isinstance(value, list) and bool(value) and isinstance(value[0], str)


def _lists(value: Mapping[str, object], depth: int) -> list[tuple[tuple[str, ...], list[object]]]:
    """All lists of mappings within a value, with the keys that lead there."""
    found: list[tuple[tuple[str, ...], list[object]]] = []
    for key, one in list(value.items())[:KEYS]:
        if isinstance(one, list) and any(isinstance(part, Mapping) for part in one[:5]):
            found.append(((key,), one))
        elif isinstance(one, Mapping) and depth:
            found += [((key, *path), records) for path, records in _lists(one, depth - 1)]
    return found


def _feed_name(value: Mapping[str, object]) -> str | None:
    """The outlet of a JSON Feed: its title."""
    is_feed = "jsonfeed.org" in str(value.get("version", ""))[:100] or "home_page_url" in value or "feed_url" in value
    return line(value.get("title")) if is_feed else None


def _sourced(record: Mapping[str, object], source: str | None) -> Mapping[str, object]:
    return (
        record if source is None or any(field_of(key) == "source" for key in record) else {**record, "source": source}
    )


def _parsed(text: str) -> object:
    """The value of a JSON text; None where it is none, is null, or is nested beyond reason."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _flat(value: object) -> Record:
    """A record with names of steps for keys; what only wraps it is left off."""
    if isinstance(value, Refused):
        return value
    if not isinstance(value, Mapping):
        return Refused("no-text-field", "This line has no field “text”.")
    flat: dict[str, object] = {}
    _flatten(_unwrapped(value), "", STEPS, flat)
    return flat


def _unwrapped(record: Mapping[str, object]) -> Mapping[str, object]:
    for _ in range(STEPS):
        wrapper = None if _is_record(record) else next((key for key in _INNER if _holds(record, key)), None)
        if wrapper is None:
            break
        inner = record[wrapper]
        record = {key: one for key, one in record.items() if key != wrapper}
        record |= dict(inner) if isinstance(inner, Mapping) else {}
    return record


def _holds(record: Mapping[str, object], key: str) -> bool:
    return isinstance(record.get(key), Mapping)


def _flatten(value: Mapping[str, object], path: str, steps: int, flat: dict[str, object]) -> None:
    for key, one in list(value.items())[:KEYS]:
        name = f"{path}.{key}" if path else str(key)
        whole = field_of(name)
        if isinstance(one, Mapping) and steps > 1 and whole is None:
            _flatten(one, name, steps - 1, flat)
        elif isinstance(one, Mapping) and whole not in {None, "text", "lead"}:
            flat[name] = one if line(one) else _first_string(one)
        elif len(flat) < KEYS:
            flat[name] = one


def _first_string(value: Mapping[str, object]) -> object:
    return next((one for one in value.values() if isinstance(one, (str, int)) and one), None)
