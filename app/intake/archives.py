"""ZIP files, opened with care: a directory and members of sane size, nothing that leads elsewhere."""

import io
import struct
import zipfile
import zlib
from typing import IO

from app.intake.items import Limits, Refused

# An archive's directory takes about 80 bytes a member; a far larger one is an attack on whoever reads it.
DIRECTORY_BYTES = 8_000_000


def open_archive(file: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """The archive with its directory read, once that is known to be of sane size. Raises Refused."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - 65_557))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise _broken()
    count, directory = struct.unpack("<HI", tail[place + 10 : place + 16])
    if directory > DIRECTORY_BYTES or count > limits.members or b"PK\x06\x06" in tail:
        raise Refused(
            "too-many", "This archive holds too many files: at most %(limit)d can be taken.", limit=limits.members
        )
    try:
        return zipfile.ZipFile(file)
    # What a damaged directory makes zipfile raise: impossible places and names that cannot be decoded are ValueErrors.
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, OSError):
        raise _broken() from None


def _broken() -> Refused:
    return Refused("broken", "This archive is damaged or was cut off. Pack or save it again and try once more.")


def check_member(info: zipfile.ZipInfo, limits: Limits) -> None:
    """Raise Refused for a member that must not be unpacked, by what the archive says of it."""
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        raise Refused("symlink", "This is a link to another file, not a file.")
    if info.flag_bits & 1:
        raise Refused("encrypted", "This file is protected by a password. Remove the protection and try again.")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refused(
            "archive-kind", "This archive is packed in a way that is not read here. Pack it as ZIP and try again."
        )
    if info.file_size > limits.file_bytes:
        raise too_large(limits)
    if info.file_size > 1_000_000 and info.file_size > limits.ratio * max(info.compress_size, 1):
        raise Refused("bomb", "This file would grow enormously when unpacked. It is not opened.")
    if info.compress_size > info.file_size * 1.01 + 1_000:
        raise Refused("bomb", "This file says that it is smaller than it is. It is not opened.")


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    """A member's bytes, never more than its limit. Raises Refused."""
    check_member(info, limits)
    try:
        with archive.open(info) as file:
            data = file.read(limits.file_bytes + 1)
            # A whole member has been checked against its sum; this read finds the end, and the sum.
            if len(data) > limits.file_bytes or file.read(1):
                raise too_large(limits)
    except Refused:
        raise
    except Exception:  # zipfile, zlib and struct raise a dozen kinds on damaged members
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from None
    return data


def read_gzip(data: bytes, limits: Limits) -> bytes:
    """The one file that is packed in a .gz. Raises Refused where it is larger than its limit, or damaged."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(data, limits.file_bytes + 1)
    except zlib.error:
        raise _broken() from None
    if len(content) > limits.file_bytes:
        raise too_large(limits)
    if len(content) > 1_000_000 and len(content) > limits.ratio * len(data):
        raise Refused("bomb", "This file would grow enormously when unpacked. It is not opened.")
    if not unpacker.eof:
        raise _broken()
    return content


def too_large(limits: Limits) -> Refused:
    """The refusal of a file that is larger than can be taken."""
    return Refused(
        "too-large", "This file is too large: at most %(limit)d MB can be taken.", limit=limits.file_bytes // 1_000_000
    )
