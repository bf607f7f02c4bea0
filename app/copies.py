"""A page as it is kept: compressed once, with gaps into which each answer puts its own nonce.

The gaps of a compressed body are *stored* blocks of deflate (RFC 1951, 3.2.4): five bytes of head and the nonce itself,
whole bytes between whole bytes. A gap for each place of the nonce would cost size, so that there is one where the last
is out of reach for references back; the others repeat it. Whether they really do is not left to the compressor: the
body is unpacked with another nonce and compared, and gets a gap for each place where it is not the same.
"""

import struct
import sys
import zlib
from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b

NONCE_BYTES = 16
MINIMUM = 600  # bytes: smaller bodies are not worth compressing
LEVEL = 6
REACH = 30_000  # bytes that a reference goes back at most, with room to spare
ENTRY = 1_000  # bytes that Python spends on the objects of a copy

_GAP = struct.pack("<BHH", 0, NONCE_BYTES, NONCE_BYTES ^ 0xFFFF)
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # gzip, RFC 1952: deflate, no name, no time, no system
# Compressed in place of the nonce: bytes that occur in no UTF-8, and three that hardly do. Each occurs once, and none
# where the other has it: what unpacks to the other's bytes at the places of the nonce, and to no other change, has
# them from a gap, each from its own place, and so it is for every nonce.
_MARK = bytes.fromhex("c0c1f5f600f7f8f901fafbfc02fdfeff")
_OTHER = _MARK[1:] + _MARK[:1]

Headers = list[tuple[bytes, bytes]]


class Copy:
    """An answer of 200 that can be given again: its headers, and its body for every nonce."""

    def __init__(self, headers: Headers, body: bytes, nonce: bytes) -> None:
        """``body`` holds ``nonce`` where a page's stands and nowhere else: 16 bytes that nobody could foresee."""
        assert len(nonce) == NONCE_BYTES
        self.headers = [(name, value) for name, value in headers if name.lower() != b"content-length"]
        pieces = body.split(nonce)
        self.tag = _tag(self.headers, pieces)
        deflated = _deflated(pieces) if len(body) >= MINIMUM else None
        self.compressed = deflated is not None
        self.pieces = pieces if deflated is None else deflated

    def packed(self, nonce: bytes) -> bytes:
        """The body for somebody who takes gzip."""
        return self._both(nonce)[0] if self.compressed else nonce.join(self.pieces)

    def plain(self, nonce: bytes) -> bytes:
        """The body as it is."""
        return self._both(nonce)[1] if self.compressed else nonce.join(self.pieces)

    def _both(self, nonce: bytes) -> tuple[bytes, bytes]:
        deflated = (_GAP + nonce).join(self.pieces)
        plain = zlib.decompress(deflated, -zlib.MAX_WBITS)
        return _HEAD + deflated + struct.pack("<LL", zlib.crc32(plain), len(plain) & 0xFFFFFFFF), plain

    @cached_property
    def size(self) -> int:
        """Bytes of memory."""
        strings = [*self.pieces, self.tag, *(part for header in self.headers for part in header)]
        return ENTRY + sum(sys.getsizeof(one) for one in strings)


def _tag(headers: Headers, pieces: Sequence[bytes]) -> bytes:
    """An entity tag of all that makes the answer. Weak: answers of one tag differ in their nonce."""
    digest = blake2b(repr(headers).encode(), digest_size=16)
    digest.update(_MARK.join(pieces))
    return b'W/"' + digest.hexdigest().encode() + b'"'


def _deflated(pieces: Sequence[bytes]) -> list[bytes] | None:
    """A deflate stream, cut where the gaps go; None where there is none: of a body of bytes that no text has."""
    for reach in (REACH, 0):
        cut = _cut(pieces, reach)
        if zlib.decompress((_GAP + _OTHER).join(cut), -zlib.MAX_WBITS) == _OTHER.join(pieces):
            return cut
    return None


def _cut(pieces: Sequence[bytes], reach: int) -> list[bytes]:
    """With a gap at the first place of the nonce, and at each that lies more than ``reach`` behind the last place."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    done: list[bytes] = []
    open_ = deflate.compress(pieces[0])
    behind = reach + 1
    for piece in pieces[1:]:
        if behind > reach:
            done.append(open_ + deflate.flush(zlib.Z_SYNC_FLUSH))
            deflate.compress(_MARK)  # known to what follows; the gap stands for what this gives
            deflate.flush(zlib.Z_SYNC_FLUSH)
            open_ = b""
        else:
            open_ += deflate.compress(_MARK)
        open_ += deflate.compress(piece)
        behind = NONCE_BYTES + len(piece)
    return [*done, open_ + deflate.flush()]
