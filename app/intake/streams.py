"""Tables, JSON and mailboxes of any size, cut at the ends of records into parts that are read one after the other.

What a record says is not looked at here: lines are counted, quotation marks paired, nothing more. A part is small
enough for the reading process, and holds what stands above a table's first row again.
"""

import codecs
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.intake.kinds import GZIP, UTF_16, Sample, stream_kind
from app.intake.tables.table_shapes import preamble

PART_BYTES = 2_000_000
PART_RECORDS = 2_000
HEAD_BYTES = 64_000
# Where a message of a mailbox begins. The date may be missing where a header line follows at
# once. Blank lines before it are usual, and sometimes missing.
MESSAGE = re.compile(
    rb"^From (?:[^\r\n]{0,200}?\s)?(?:\w{3},? +)?(?:\w{3} +\d{1,2}|\d{1,2} +\w{3}|\d{4}-\d\d-\d\d)[ T][^\r\n]{4,60}\r?$"
    rb"|^From [^\r\n]{0,200}\r?\n(?=(?:From|To|Date|Subject|Return-Path|Received|Message-ID|X-[\w-]{1,40}|MIME-Version"
    rb"|Delivered-To|Content-Type|Status): )",
    re.M | re.I,
)
_SIGNS = re.compile(rb'["\\\[\]{},]')


@dataclass(frozen=True, slots=True)
class Part:
    """Some records of a file: a file of its own, ``before`` of whose records have come in earlier parts."""

    data: bytes
    before: int


def parts(path: Path, most: int) -> Iterator[Part] | None:
    """The parts of a file; None where it is of no kind that can be cut. ``most`` bytes of one record are kept.

    Raises OSError and EOFError where the file cannot be read.
    """
    with _opened(path) as file:
        head = file.read(HEAD_BYTES)
    kind = stream_kind(Sample(path.name.lower().removesuffix(".gz"), head, head.lstrip(b"\xef\xbb\xbf \t\r\n")))
    if kind == "json" and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return _grouped(_elements(path, most))
    if kind == "json":
        return _grouped(_lines(path, most))
    if kind == "mbox":
        return _grouped(_messages(path, most))
    if kind == "csv":
        above = preamble(head.decode("utf-16" if head.startswith(UTF_16) else "utf-8", "replace"))
        return _grouped(_rows(path, most), above)
    return None


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _grouped(records: Iterator[bytes], above: int = 0) -> Iterator[Part]:
    """Records put together to parts; the first ``above`` of them stand in every part."""
    head = b"".join(record for _, record in zip(range(above), records, strict=False))
    held: list[bytes] = []
    size = before = 0
    for record in records:
        if held and (size + len(record) > PART_BYTES or len(held) >= PART_RECORDS):
            yield Part(head + b"".join(held), before)
            before += len(held)
            held, size = [], 0
        held.append(record)
        size += len(record)
    if held or not before:
        yield Part(head + b"".join(held), before)


def _lines(path: Path, most: int) -> Iterator[bytes]:
    """The lines of a file in UTF-8 or the file's own encoding; a longer one than ``most`` bytes ends there."""
    with _opened(path) as file:
        wide = file.read(2)
        file.seek(0)
        if wide not in UTF_16:
            while line := file.readline(most):
                yield line
                while len(line) == most and line[-1:] != b"\n":  # an enormous one: its rest is passed over
                    line = file.readline(most)
            return
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        rest = ""
        while data := file.read(1 << 20):
            *whole, rest = (rest + decoder.decode(data)).split("\n")
            yield from (f"{line}\n".encode() for line in whole)
        if rest.strip():
            yield rest.encode()


def _rows(path: Path, most: int) -> Iterator[bytes]:
    """The rows of a CSV file: lines, as long as no quotation is open."""
    row = b""
    for line in _lines(path, most):
        row += line
        if row.count(b'"') % 2 == 0 or len(row) > most:
            yield row
            row = b""
    if row:
        yield row


def _messages(path: Path, most: int) -> Iterator[bytes]:
    """The messages of a mailbox, each with its ``From `` line."""
    message: list[bytes] = []
    size = 0
    for line in _lines(path, most):
        if line.startswith(b"From ") and message and MESSAGE.match(line):
            yield b"".join(message)
            message, size = [], 0
        size += len(line)
        if size <= most:  # the rest of an enormous one is attachments
            message.append(line)
    if message:
        yield b"".join(message)


def _elements(path: Path, most: int) -> Iterator[bytes]:
    """The elements of one JSON list, each on a line of its own."""
    element = bytearray()
    for piece, is_end in _between_commas(path):
        element += piece[: most + 1 - len(element)]
        if is_end:
            if element.strip():
                yield _one_line(element)
            element.clear()
    if element.strip():
        yield _one_line(element)


def _between_commas(path: Path) -> Iterator[tuple[bytes, bool]]:
    """What stands between the outer brackets and commas of a list, in pieces; whether an element ends with it."""
    depth = 0
    quoted = False
    escaped = -1  # the place of a sign that a backslash stands before
    with _opened(path) as file:
        while data := file.read(1 << 20):
            start = 0
            for match in _SIGNS.finditer(data):
                sign, place = match[0], match.start()
                if quoted:
                    if place == escaped:
                        continue
                    escaped = place + 1 if sign == b"\\" else escaped
                    quoted = sign != b'"'
                    continue
                quoted = sign == b'"'
                depth += (sign in b"[{") - (sign in b"]}")
                if depth == 1 and sign == b"[":
                    start = place + 1
                elif depth == 0 or (depth == 1 and sign == b","):
                    yield data[start:place], True
                    start = place + 1
            yield data[start:], False
            escaped -= len(data)


def _one_line(element: bytearray) -> bytes:
    return bytes(element).replace(b"\r", b" ").replace(b"\n", b" ").strip() + b"\n"
