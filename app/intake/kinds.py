"""Which kind of file it is: told by its content, by its name only where plain text leaves the choice."""

import io
import re
import struct
import zipfile
from typing import IO

from app.intake.items import Limits, Refused

HEAD = 4096
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x01\x00", b"8BPS")
RECORDINGS = (b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\xff\xf3", b"\x1aE\xdf\xa3", b"#!AMR")
PACKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"MSCF")
PROGRAMS = (b"\x7fELF", b"MZ", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"SQLite format 3")
MAIL_HEADER = re.compile(
    rb"^(?:From|To|Date|Subject|MIME-Version|Message-ID|Received|Return-Path|Content-Type|Delivered-To"
    rb"|DKIM-Signature|X-[\w-]+|Snapshot-Content-Location):",
    re.I,
)
HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]|<(?:div|p|h1|script|meta)[\s>]", re.I
)
FEED = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)[\s>]")
MARKDOWN_NAMES = (".md", ".markdown", ".mdown")
CSV_NAMES = (".csv", ".tsv")
JSON_NAMES = (".jsonl", ".ndjson", ".json")
# An archive's directory takes about 80 bytes a member; a far larger one is an attack on whoever reads it.
DIRECTORY_BYTES = 8_000_000


def kind_of(name: str, data: bytes, limits: Limits) -> str:
    """``pdf``, ``zip``, ``docx``, ``odt``, ``rtf``, ``eml``, ``mhtml``, ``html``, ``feed``, ``jsonl``, ``csv``, ``md``
    or ``txt``. Raises Refused where nothing here can read it, saying what it seems to be."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("empty", "There is nothing in this file.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        with open_archive(io.BytesIO(data), limits) as archive:
            return package_kind(archive)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    refuse_binary(data)
    return _text_kind(name.lower(), data)


def refuse_binary(data: bytes) -> None:
    """Raise Refused for what is no text at all, naming it."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "old-office", "This is an old Word, Excel or Outlook file. Save it as .docx or .txt and try again."
        )
    if data.startswith(PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise Refused("picture", "This is a picture. Only text can be taken, and pictures of text are not read.")
    if data.startswith(RECORDINGS) or data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        raise Refused("recording", "This is a sound or video recording. Only text can be taken.")
    if data.startswith(PACKED) or data[257:262] == b"ustar":
        raise Refused(
            "archive-kind", "This archive is packed in a way that is not read here. Pack it as ZIP and try again."
        )
    if data.startswith(PROGRAMS):
        raise Refused("binary", "This file is a program or a database, not text.")
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("binary", "This file is not text, and its kind is not known here.")


def _text_kind(name: str, data: bytes) -> str:
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"From ") and MAIL_HEADER.match(head.partition(b"\n")[2]):
        raise Refused("mailbox", "This is a whole mailbox. Save its messages as single .eml files and try again.")
    if _is_mail(head):
        return "mhtml" if _is_saved_page(head) else "eml"
    if head[:1] == b"<" and FEED.search(head):
        return "feed"
    if head.startswith(b"<?xml") and not HTML.search(head):
        raise Refused("unknown-kind", "This is an XML file of a kind that is not read here.")
    if (head[:1] == b"<" and HTML.search(head)) or (name.endswith((".html", ".htm", ".xhtml")) and b"<" in data):
        return "html"
    if head[:1] == b"{" and (name.endswith(JSON_NAMES) or re.match(rb'\{\s*"\w+"\s*:', head)):
        return "jsonl"
    if head[:1] == b"[" and (name.endswith(JSON_NAMES) or re.match(rb'\[\s*\{\s*"\w+"\s*:', head)):
        return "jsonl"
    if name.endswith(JSON_NAMES):
        return "jsonl"
    if name.endswith(CSV_NAMES) or _is_table(head):
        return "csv"
    return "md" if name.endswith(MARKDOWN_NAMES) or re.match(rb"---\r?\n\w+:", head) else "txt"


def _is_mail(head: bytes) -> bool:
    """At least two known header lines at the top, none but headers before them, one of them only mail has."""
    known = 0
    for line in head.splitlines()[:12]:
        if MAIL_HEADER.match(line):
            known += 1
        elif not re.match(rb"[\w-]{2,40}:|[ \t]+\S", line):
            break
    only_mail = re.search(rb"^(?:MIME-Version|Message-ID|Received|Return-Path|From|To|Subject):", head, re.I | re.M)
    return known >= 2 and only_mail is not None


def _is_saved_page(head: bytes) -> bool:
    return re.search(rb"^Snapshot-Content-Location:|^Content-Type:\s*multipart/related", head, re.I | re.M) is not None


def _is_table(head: bytes) -> bool:
    """A first line of nothing but known column names, the text's among them."""
    from app.intake.tables import is_header

    return is_header(head.partition(b"\n")[0].decode("utf-8", "replace"))


def open_archive(file: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """The archive with its directory read, once that is known to be of sane size. Raises Refused."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - 65_557))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise Refused("broken", "This archive is damaged or was cut off. Pack or save it again and try once more.")
    count, directory = struct.unpack("<HI", tail[place + 10 : place + 16])
    if directory > DIRECTORY_BYTES or count > limits.members or b"PK\x06\x06" in tail:
        raise Refused(
            "too-many", "This archive holds too many files: at most %(limit)d can be taken.", limit=limits.members
        )
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError, UnicodeError):
        raise Refused(
            "broken", "This archive is damaged or was cut off. Pack or save it again and try once more."
        ) from None


def package_kind(archive: zipfile.ZipFile) -> str:
    """What a ZIP file is: a Word or OpenDocument text, or an archive. Raises Refused for other office files."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return "docx"
        raise Refused("spreadsheet", "This is a spreadsheet or a presentation. Save its articles as CSV or as text.")
    if "mimetype" in names and "content.xml" in names:
        info = archive.getinfo("mimetype")
        told = archive.read(info)[:100] if info.file_size < 1000 and not info.flag_bits & 1 else b""
        if told.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
        raise Refused("spreadsheet", "This is a spreadsheet or a presentation. Save its articles as CSV or as text.")
    if "META-INF/container.xml" in names:
        raise Refused("unknown-kind", "This is an electronic book. Save its articles as text.")
    return "zip"


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


def too_large(limits: Limits) -> Refused:
    """The refusal of a file that is larger than can be taken."""
    return Refused(
        "too-large", "This file is too large: at most %(limit)d MB can be taken.", limit=limits.file_bytes // 1_000_000
    )


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
