"""Messages of Outlook (.msg), by oxmsg: body as text, HTML or packed RTF; attached files and attached messages."""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from oxmsg import Message
from oxmsg.properties import Properties

from app.intake.charset import text_of
from app.intake.dates import moment
from app.intake.documents.documents import read_rtf
from app.intake.items import Limits, Parsed, Part, Piece, Refused
from app.intake.mail.letters import DEEPEST, Letter, counted, pieces_of
from app.intake.mail.messages import ATTACHMENTS, NOT_MEANT

_HTML, _RTF, _BODY, _SUBJECT = 0x1013, 0x1009, 0x1000, 0x0037
_SENDER_NAMES, _SENDER_ADDRESSES = (0x0C1A, 0x0042), (0x5D01, 0x5D02, 0x0C1F, 0x0065)
_SENT = (0x0039, 0x0E06, 0x3007)
_HEADERS = 0x007D
_FILE_NAMES, _FILE_DATA = (0x3707, 0x3704, 0x3001), 0x3701
_INNER = "__substg1.0_3701000D"  # the folder of a message that is attached
_ROOT_HEADER, _INNER_HEADER, _PART_HEADER = 32, 24, 8  # bytes before a folder's first property
RTF_BYTES = 20_000_000
# What a packed RTF may refer to before it has said anything itself ([MS-OXRTFCP] 2.1.2.1).
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    b"Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    b"\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def read_msg(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The message as an article, then what is attached to it. Raises Refused."""
    try:
        storage: Any = Message.load(data)._storage
        letter = _letter(storage, _ROOT_HEADER, limits, 0)
    except (MemoryError, RecursionError, Refused):
        raise
    except Exception as damage:  # oxmsg and olefile raise whatever damaged tables lead them to
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from damage
    yield from counted(pieces_of(letter, limits))


def _letter(storage: Any, header: int, limits: Limits, depth: int) -> Letter:
    told = _Told(storage, header)
    headers = told.text(_HEADERS)
    name = next(filter(None, map(told.text, _SENDER_NAMES)), "")
    address = next((one for one in map(told.text, _SENDER_ADDRESSES) if "@" in one), "")
    listed = re.search(r"^List-(?:Id|Unsubscribe):\s*([^\r\n]{1,300})", headers[:100_000], re.I | re.M)
    dated = re.search(r"^Date:\s*([^\r\n]{1,100})", headers[:100_000], re.I | re.M)
    plain, page = told.text(_BODY), told.page()
    letter = Letter(
        subject=told.text(_SUBJECT),
        sender=f"{name} <{address}>" if address else name,
        list_id=listed[1] if listed else None,
        sent=moment(dated[1]) if dated else moment(next(filter(None, map(told.date, _SENT)), None)),
        plain=plain or ("" if page else _of_rtf(told.data(_RTF), limits)),
        page=page,
    )
    for part in list(storage.iter_attachment_storages())[:ATTACHMENTS]:
        inner = next((one for one in part.storages if one.name == _INNER), None)
        if inner is not None and depth <= DEEPEST:
            letter.attached.append(_letter(inner, _INNER_HEADER, limits, depth + 1))
            continue
        own = _Told(part, _PART_HEADER)
        file, content = next(filter(None, map(own.text, _FILE_NAMES)), "attachment"), own.data(_FILE_DATA)
        if content and not NOT_MEANT.search(file):
            letter.attached.append(Part(file, content))
    return letter


class _Told:
    """The properties of a folder; what is missing or damaged is empty."""

    def __init__(self, storage: Any, header: int) -> None:
        self.properties = Properties(storage, properties_header_offset=header)
        self.streams = {stream.name: stream.bytes_ for stream in storage.streams}

    def text(self, identifier: int) -> str:
        unicode = self.streams.get(f"__substg1.0_{identifier:04X}001F")
        if unicode is not None:
            return str(unicode.decode("utf-16-le", "replace")).rstrip("\x00")
        with suppress(Exception):
            return (self.properties.str_prop_value(identifier) or "").rstrip("\x00")
        return ""

    def data(self, identifier: int) -> bytes:
        return bytes(self.streams.get(f"__substg1.0_{identifier:04X}0102", b""))

    def date(self, identifier: int) -> object:
        with suppress(Exception):
            return self.properties.date_prop_value(identifier)
        return None

    def page(self) -> str:
        """The HTML body: bytes in the message's code page, or text."""
        content = self.data(_HTML)
        if not content:
            return self.text(_HTML)
        encoding = "utf-8"
        with suppress(Exception):
            encoding = self.properties.body_encoding
        return text_of(content, encoding)[0]


def _of_rtf(packed: bytes, limits: Limits) -> str:
    """The text of a packed RTF body; empty where there is none, or it is damaged."""
    with suppress(Refused, IndexError, struct.error):
        for piece in read_rtf(unpacked(packed), limits, None):
            if isinstance(piece, Parsed):
                return piece.text
    return ""


def unpacked(packed: bytes) -> bytes:
    """RTF as Outlook packs it (LZFu, [MS-OXRTFCP]). Raises struct.error or IndexError where it is damaged."""
    _, raw, kind, _ = struct.unpack_from("<4I", packed)
    if kind == 0x414C454D:  # "MELA": not packed
        return packed[16 : 16 + raw]
    window = bytearray(4096)
    window[: len(_DICTIONARY)] = _DICTIONARY
    place = len(_DICTIONARY)
    out = bytearray()
    at = 16
    while len(out) < min(raw, RTF_BYTES):
        control = packed[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                found = bytearray(packed[at : at + 1])
                at += 1
            else:
                reference = packed[at] << 8 | packed[at + 1]
                at += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == place % 4096:
                    return bytes(out)
                found = bytearray()
                for step in range(length):
                    byte = window[(start + step) % 4096]
                    found.append(byte)
                    window[(place + step) % 4096] = byte
            for step, byte in enumerate(found):
                window[(place + step) % 4096] = byte
            place = (place + len(found)) % 4096
            out += found
            if not found:
                return bytes(out)
    return bytes(out)
