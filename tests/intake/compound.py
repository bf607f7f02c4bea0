"""A small writer of compound files (what .msg and old Office files are packed in), for tests only."""

import struct
from collections.abc import Mapping
from datetime import datetime

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
Tree = Mapping[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """A compound file of nested folders; every stream is padded to the size from which it needs no small sectors."""
    sectors: list[bytes] = []
    table: list[int] = []

    def store(data: bytes) -> int:
        data = data.ljust(512 * -(-max(len(data), 1) // 512), b"\0")
        first = len(sectors)
        for start in range(0, len(data), 512):
            sectors.append(data[start : start + 512])
            table.append(len(sectors))
        table[-1] = END
        return first

    entries: list[list[object]] = []  # name, type, left, right, child, start, size

    def folder(name: str, kind: int, content: Tree) -> int:
        mine = len(entries)
        entries.append([name, kind, FREE, FREE, FREE, 0, 0])
        before = None
        for inner, value in sorted(content.items(), key=lambda one: (len(one[0]), one[0].upper())):
            if isinstance(value, bytes):
                number = len(entries)
                size = max(4096, len(value))
                entries.append([inner, 2, FREE, FREE, FREE, store(value.ljust(4096, b"\0")), size])
            else:
                number = folder(inner, 1, value)
            entries[mine if before is None else before][4 if before is None else 3] = number
            before = number
        return mine

    folder("Root Entry", 5, tree)
    entries[0][5] = END
    directory = b""
    for name, kind, left, right, child, start, size in entries:
        coded = (str(name) + "\0").encode("utf-16-le")
        directory += coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded), kind, 1, left, right, child)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    first_directory = store(directory)
    tables = 1
    while tables * 128 < len(sectors) + tables:
        tables += 1
    first_table = len(sectors)
    table += [0xFFFFFFFD] * tables
    table += [FREE] * (tables * 128 - len(table))
    raw = struct.pack(f"<{len(table)}I", *table)
    sectors += [raw[start : start + 512] for start in range(0, len(raw), 512)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, first_directory, 0, 4096, END, 0, END, 0)
    places = [*range(first_table, first_table + tables)] + [FREE] * (109 - tables)
    return header + struct.pack("<109I", *places) + b"".join(sectors)


def properties(
    header: int, texts: Mapping[int, str], sent: datetime | None = None, files: Mapping[int, bytes] = {}
) -> Tree:
    """The streams of a message's or attachment's properties; ``header`` bytes come before the first."""
    rows, streams = b"", {}
    for identifier, text in texts.items():
        coded = text.encode("utf-16-le")
        rows += struct.pack("<HHIII", 0x001F, identifier, 6, len(coded) + 2, 0)
        streams[f"__substg1.0_{identifier:04X}001F"] = coded
    for identifier, data in files.items():
        rows += struct.pack("<HHIII", 0x0102, identifier, 6, len(data), 0)
        streams[f"__substg1.0_{identifier:04X}0102"] = data
    if sent:
        ticks = int((sent.timestamp() + 11_644_473_600) * 10_000_000)
        rows += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    return {"__properties_version1.0": bytes(header) + rows, **streams}
