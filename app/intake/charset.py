"""Which characters bytes stand for: what is declared, unless the bytes cannot be that; and text that was read wrongly
once already ("fÃ¼r"). One way for pages, mail, Rich Text and plain text.

German text in an old one-byte encoding is next to never valid UTF-8 by chance, so bytes that are valid UTF-8 and more
than ASCII are UTF-8, whatever a server, a header or the page itself says.
"""

import codecs
import re

from app.intake.drafts import IntakeError, decode
from app.intake.items import Refused

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_HIGH = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|([\x80-\xff])")
# What calls itself one of these is Windows-1252: browsers read it so, and so do those who write it.
_WINDOWS = {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252"}
_UTF_8 = {"utf-8", "utf8", "utf-8-sig"}
LOOKED_AT = 1_000_000  # bytes in which stray ones are counted
MOST_STRAY = 0.1  # of the characters beyond ASCII that are no UTF-8, where the rest is

# The signs that Windows-1252 shows for the bytes 80 to BF; five of them it leaves out, and programs pass them through.
_CONTINUING = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_ANY = f"[{re.escape(_CONTINUING)}]"
# Letters and signs of European texts, written in UTF-8 and read as Windows-1252: "Ã¼", "Å¡", "â€ž", "Â«". Other pairs
# ("ß“", "Ö»") stand in good German.
_TWICE = re.compile(f"[ÂÃÄÅ]{_ANY}|â{_ANY}{_ANY}")
TWICE = 2  # of them show that it is no accident


def text_of(data: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """A file's text and notes (``decoded:cp1252``); ``charset`` is what a server or a header claims. Raises Refused."""
    text, notes = _decoded(data, (charset or "").strip().lower())
    right = mended(text)
    return (text, notes) if right == text else (right, ("decoded:cp1252 → utf-8",))


def mended(text: str) -> str:
    """A text with the letters it should have where UTF-8 had been read as Windows-1252 ("fÃ¼r" -> "für")."""
    found = _TWICE.findall(text)
    if not found or (len(found) < TWICE and any(sign in text for sign in "äöüßÄÖÜ")):
        return text
    return _TWICE.sub(lambda match: _once(match[0]), text)


def _once(signs: str) -> str:
    """The letter that the bytes of these signs are; the signs where they are none."""
    try:
        return b"".join(_byte(sign) for sign in signs).decode("utf-8")
    except UnicodeDecodeError:
        return signs


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def _decoded(data: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    if (charset in _UTF_8 or _is_utf_8(data)) and (text := _utf_8(data)) is not None:
        return text, ()
    if charset and charset not in _UTF_8:
        name = "cp1252" if charset in _WINDOWS else charset
        try:
            return data.decode(name).removeprefix("\ufeff"), (f"decoded:{name}",)
        except (LookupError, UnicodeError, ValueError):
            pass
    try:
        return decode(data)
    except IntakeError as why:
        raise Refused("encoding" if why.code == "encoding" else "binary", why.message, **why.values) from None


def _is_utf_8(data: bytes) -> bool:
    """Is there more than ASCII in it, and all but a stray byte UTF-8?"""
    return not data.startswith(_UTF_16) and b"\x00" not in data[:4096] and not data.isascii()


def _utf_8(data: bytes) -> str | None:
    """The text of UTF-8, stray bytes read as Windows-1252; None where it is something else."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    found = _HIGH.findall(data[:LOOKED_AT])
    stray = sum(1 for one in found if one)
    if stray > max(1, MOST_STRAY * len(found)) or 2 * stray >= len(found):
        return None
    return data.decode("utf-8-sig", _STRAY)


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


_STRAY = "stray-cp1252"
codecs.register_error(_STRAY, _read_stray)
