"""Which kinds of files are read, and how a file's kind is told: by its content, by its name only where plain text
leaves the choice.

A new kind takes two files: its reader, and a row of ``KINDS`` here. Form, desk, fetcher and reading process take
what they need to know of it from the row. Rows are tried in order, the first whose test holds decides; rows with a
refusal say what else there is in the world.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from app.intake.archives import open_archive
from app.intake.items import Limits, Piece, Refused

HEAD = 4096
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x01\x00", b"8BPS")
RECORDINGS = (b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\xff\xf3", b"\x1aE\xdf\xa3", b"#!AMR")
GZIP = b"\x1f\x8b"
PACKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"MSCF")
PROGRAMS = (b"\x7fELF", b"MZ", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"SQLite format 3")
PACKAGES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MAIL_HEADER = re.compile(
    rb"^(?:From|To|Date|Subject|MIME-Version|Message-ID|Received|Return-Path|Content-Type|Delivered-To"
    rb"|DKIM-Signature|X-[\w-]+|Snapshot-Content-Location):",
    re.I,
)
MAILBOX = re.compile(
    rb"From [^\r\n]{0,300}\d\d:\d\d[^\r\n]{0,60}\r?\n(?:>?From [^\r\n]{0,300}\n)?[\w-]{1,60}:|From [^\r\n]{0,300}\n"
    rb"(?:From|To|Date|Subject|MIME-Version|Message-ID|Received|Return-Path|Content-Type|Delivered-To|Status|X-[\w-]{1,60}):",
    re.I,
)
ONLY_MAIL = re.compile(rb"^(?:MIME-Version|Message-ID|Received|Return-Path|From|To|Subject):", re.I | re.M)
SAVED_PAGE = re.compile(rb"^Snapshot-Content-Location:|^Content-Type:\s*multipart/related", re.I | re.M)
HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]|<(?:div|p|h1|script|meta)[\s>]", re.I
)
FEED = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)[\s>]")
NEWS_XML = re.compile(
    rb"^(?:<[?!][^>]{0,500}>\s*)*<(?:\w+:)?(?:nitf|newsItem|newsMessage|NewsML|urlset|sitemapindex)[\s>]"
)
JSON_RECORD = re.compile(rb'\{\s*"\w+"\s*:')
JSON_LIST = re.compile(rb'\[\s*\{\s*"\w+"\s*:')
FRONT_MATTER = re.compile(rb"---\r?\n\w+:")


class Reader(Protocol):
    """Takes a file apart. ``url`` and ``columns`` are given to readers of kinds that ask for them. Raises Refused."""

    def __call__(self, data: bytes, limits: Limits, charset: str | None, **more: Any) -> Iterator[Piece]:
        """The pieces that a file holds, one at a time."""
        ...


@dataclass(frozen=True, slots=True)
class Sample:
    """What a file's kind is told by: its name in lower case, its bytes, their beginning without marks and blanks.

    Of a ZIP file ``members`` are the names in it, ``mimetype`` the type that OpenDocument files state.
    """

    name: str
    data: bytes
    head: bytes = b""
    members: frozenset[str] = frozenset()
    mimetype: bytes = b""

    @property
    def is_package(self) -> bool:
        """Is it a ZIP file, whose members tell what it is?"""
        return self.data.startswith(PACKAGES)

    def ends(self, *endings: str) -> bool:
        """Does the name end so?"""
        return self.name.endswith(endings)

    @classmethod
    def of_archive(cls, archive: zipfile.ZipFile) -> "Sample":
        """The sample of an archive, of whose members only a small ``mimetype`` is opened."""
        members = frozenset(archive.namelist())
        told = b""
        if {"mimetype", "content.xml"} <= members:
            info = archive.getinfo("mimetype")
            told = archive.read(info)[:100] if info.file_size < 1000 and not info.flag_bits & 1 else b""
        return cls("", PACKAGES[0], members=members, mimetype=told)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is read.

    ``reader`` is the module of this package and the function in it, None where only what it holds is read; ``endings``
    what a picker offers, ``label`` what people call it (translated; empty: not told of), ``types`` what servers call
    it; ``asks_url``: the reader takes the page's address too, ``asks_columns``: what the columns of a table mean.
    """

    name: str
    is_kind: Callable[[Sample], bool]
    reader: tuple[str, str] | None
    endings: tuple[str, ...]
    label: str
    types: tuple[str, ...] = ()
    asks_url: bool = False
    asks_columns: bool = False

    def read(
        self,
        data: bytes,
        limits: Limits,
        charset: str | None,
        url: str | None,
        columns: Mapping[str, str] | None = None,
    ) -> Iterator[Piece]:
        """The pieces of a file of this kind. Raises Refused."""
        assert self.reader
        module, function = self.reader
        reader = cast(Reader, getattr(import_module(f"app.intake.{module}"), function))
        more = ({"url": url} if self.asks_url else {}) | ({"columns": columns} if self.asks_columns else {})
        return reader(data, limits, charset, **more)


@dataclass(frozen=True, slots=True)
class Unread:
    """A kind of file that is known and not read, with the reason."""

    is_kind: Callable[[Sample], bool]
    why: Refused


def N_(label: str) -> str:
    """A label that is translated where it is shown."""
    return label


def _is_blank(sample: Sample) -> bool:
    return not sample.data.strip(b"\x00 \t\r\n\xef\xbb\xbf")


def _is_pdf(sample: Sample) -> bool:
    return b"%PDF-" in sample.data[:1024]


def _is_word(sample: Sample) -> bool:
    return _is_office(sample) and any(name.startswith("word/") for name in sample.members)


def _is_office(sample: Sample) -> bool:
    return "[Content_Types].xml" in sample.members


def _is_opendocument_text(sample: Sample) -> bool:
    return _is_opendocument(sample) and sample.mimetype.startswith(b"application/vnd.oasis.opendocument.text")


def _is_opendocument(sample: Sample) -> bool:
    return {"mimetype", "content.xml"} <= sample.members


def _is_book(sample: Sample) -> bool:
    return "META-INF/container.xml" in sample.members


def _is_old_office(sample: Sample) -> bool:
    return sample.data.startswith(b"\xd0\xcf\x11\xe0")


def _is_encrypted_office(sample: Sample) -> bool:
    """A new Word or Excel file with a password is packed in an old one, whose directory names it so."""
    return _is_old_office(sample) and "EncryptedPackage".encode("utf-16-le") in sample.data


def _is_picture(sample: Sample) -> bool:
    return sample.data.startswith(PICTURES) or (sample.data[:4] == b"RIFF" and sample.data[8:12] == b"WEBP")


def _is_recording(sample: Sample) -> bool:
    return sample.data.startswith(RECORDINGS) or sample.data[:4] == b"RIFF" or sample.data[4:8] == b"ftyp"


def _is_gzip(sample: Sample) -> bool:
    return sample.data.startswith(GZIP)


def _is_packed(sample: Sample) -> bool:
    return sample.data.startswith(PACKED) or sample.data[257:262] == b"ustar"


def _is_binary(sample: Sample) -> bool:
    return b"\x00" in sample.data and not sample.data.startswith(UTF_16)


def _is_mailbox(sample: Sample) -> bool:
    return MAILBOX.match(sample.head) is not None


def _is_mail(sample: Sample) -> bool:
    """At least two known header lines at the top, none but headers before them, one of them only mail has."""
    known = 0
    for line in sample.head.splitlines()[:12]:
        if MAIL_HEADER.match(line):
            known += 1
        elif not re.match(rb"[\w-]{2,40}:|[ \t]+\S", line):
            break
    return known >= 2 and ONLY_MAIL.search(sample.head) is not None


def _is_saved_page(sample: Sample) -> bool:
    return _is_mail(sample) and SAVED_PAGE.search(sample.head) is not None


def _is_feed(sample: Sample) -> bool:
    return sample.head[:1] == b"<" and FEED.search(sample.head) is not None


def _is_other_xml(sample: Sample) -> bool:
    is_xml = sample.head.startswith(b"<?xml") and not HTML.search(sample.head)
    return is_xml or NEWS_XML.search(sample.head) is not None


def _is_page(sample: Sample) -> bool:
    if sample.ends(".html", ".htm", ".xhtml") and b"<" in sample.data:
        return True
    return sample.head[:1] == b"<" and HTML.search(sample.head) is not None


def _is_json(sample: Sample) -> bool:
    if sample.ends(".jsonl", ".ndjson", ".json"):
        return True
    return JSON_RECORD.match(sample.head) is not None or JSON_LIST.match(sample.head) is not None


def _is_table(sample: Sample) -> bool:
    """Named so, or a first line of nothing but known column names, the text's among them."""
    from app.intake.tables.table_shapes import is_header

    first = sample.head.partition(b"\n")[0].decode("utf-8", "replace")
    return sample.ends(".csv", ".tsv") or is_header(first)


def _is_markdown(sample: Sample) -> bool:
    return sample.ends(".md", ".markdown", ".mdown") or FRONT_MATTER.match(sample.head) is not None


def _is_sheets(sample: Sample) -> bool:
    return _is_office(sample) and any(name.startswith("xl/") for name in sample.members)


def _is_opendocument_sheets(sample: Sample) -> bool:
    return _is_opendocument(sample) and b"opendocument.spreadsheet" in sample.mimetype


def _is_outlook(sample: Sample) -> bool:
    return _is_old_office(sample) and _in_directory("__properties_version1.0", sample)


def _is_old_sheets(sample: Sample) -> bool:
    return _is_old_office(sample) and (_in_directory("Workbook", sample) or _in_directory("Book", sample))


def _in_directory(name: str, sample: Sample) -> bool:
    """Does a compound file hold something of this name?"""
    return f"{name}\0".encode("utf-16-le") in sample.data


def _is_shortcut(sample: Sample) -> bool:
    return sample.head.startswith((b"[InternetShortcut]", b"[Desktop Entry]")) or (
        sample.ends(".webloc") and sample.data.startswith((b"bplist", b"<?xml")))  # fmt: skip


def _is_subtitles(sample: Sample) -> bool:
    from app.intake.text_kinds import is_subtitles

    return b"WEBVTT" in sample.head[:10] or (b"-->" in sample.head and is_subtitles(sample.data))


def _is_transcript(sample: Sample) -> bool:
    from app.intake.text_kinds import is_transcript

    return not sample.ends(".html", ".htm", ".md") and is_transcript(sample.data)


def _is_link_list(sample: Sample) -> bool:
    from app.intake.text_kinds import is_link_list

    return not sample.ends(".html", ".htm", ".md") and is_link_list(sample.data)


def _is_bookmarks(sample: Sample) -> bool:
    from app.intake.text_kinds import is_bookmarks

    return is_bookmarks(sample.data)


_SPREADSHEET = Refused("spreadsheet", "This is a presentation or a drawing. Save its articles as text.")
KINDS: tuple[Kind | Unread, ...] = (
    Unread(_is_blank, Refused("empty", "There is nothing in this file.")),
    Kind("pdf", _is_pdf, ("documents.pdf", "read_pdf"), (".pdf",), "PDF", ("application/pdf",)),
    Kind("docx", _is_word, ("documents.documents", "read_docx"), (".docx",), "Microsoft Word",
         ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)),
    Kind("xlsx", _is_sheets, ("tables.spreadsheets", "read_spreadsheet"), (".xlsx",), "Excel",
         ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",), asks_columns=True),
    Unread(_is_office, _SPREADSHEET),
    Kind("odt", _is_opendocument_text, ("documents.documents", "read_odt"), (".odt",), "OpenDocument",
         ("application/vnd.oasis.opendocument.text",)),
    Kind("ods", _is_opendocument_sheets, ("tables.spreadsheets", "read_spreadsheet"), (".ods",), "",
         ("application/vnd.oasis.opendocument.spreadsheet",), asks_columns=True),
    Unread(_is_opendocument, _SPREADSHEET),
    Unread(_is_book, Refused("unknown-kind", "This is an electronic book. Save its articles as text.")),
    Kind("zip", lambda sample: sample.is_package, None, (".zip",), ""),
    Kind("rtf", lambda sample: sample.data.startswith(b"{\\rtf"), ("documents.documents", "read_rtf"), (".rtf",), "RTF",
         ("application/rtf", "text/rtf")),
    Unread(_is_encrypted_office, Refused(
        "encrypted", "This file is protected by a password. Remove the protection and try again.")),
    Kind("msg", _is_outlook, ("mail.outlook", "read_msg"), (".msg",), "Outlook", ("application/vnd.ms-outlook",)),
    Kind("xls", _is_old_sheets, ("tables.spreadsheets", "read_spreadsheet"), (".xls",), "",
         ("application/vnd.ms-excel",), asks_columns=True),
    Unread(_is_old_office, Refused(
        "old-office", "This is an old Word, Excel or Outlook file. Save it as .docx or .txt and try again.")),
    Unread(_is_picture, Refused(
        "picture", "This is a picture. Only text can be taken, and pictures of text are not read.")),
    Unread(_is_recording, Refused("recording", "This is a sound or video recording. Only text can be taken.")),
    Kind("gz", _is_gzip, None, (".gz",), ""),
    Unread(_is_packed, Refused(
        "archive-kind", "This archive is packed in a way that is not read here. Pack it as ZIP and try again.")),
    Unread(lambda sample: sample.data.startswith(PROGRAMS),
           Refused("binary", "This file is a program or a database, not text.")),
    Kind("shortcut", _is_shortcut, ("web.links", "read_shortcut"), (".url", ".webloc"), ""),
    Unread(_is_binary, Refused("binary", "This file is not text, and its kind is not known here.")),
    Kind("mbox", _is_mailbox, ("mail.mailboxes", "read_mbox"), (".mbox",), N_("mailboxes"), ("application/mbox",)),
    Kind("mhtml", _is_saved_page, ("web.pages", "read_mhtml"), (".mht", ".mhtml"), "", ("multipart/related",)),
    Kind("eml", _is_mail, ("mail.messages", "read_eml"), (".eml",), N_("e-mail"), ("message/rfc822",)),
    Kind("feed", _is_feed, ("web.feeds", "read_feed"), (".xml", ".rss", ".atom"), N_("feeds"),
         ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")),
    Kind("bookmarks", _is_bookmarks, ("web.links", "read_bookmarks"), (), N_("bookmarks")),
    Kind("xml", _is_other_xml, ("web.news_xml", "read_xml"), (), N_("news XML")),
    Kind("html", _is_page, ("web.pages", "read_html"), (".html", ".htm"), "HTML",
         ("text/html", "application/xhtml+xml"), asks_url=True),
    Kind("vtt", _is_subtitles, ("transcripts", "read_subtitles"), (".vtt", ".srt"), N_("subtitles"), ("text/vtt",)),
    Kind("jsonl", _is_json, ("tables.dumps", "read_jsonl"), (".jsonl", ".json"), "JSON Lines", asks_columns=True),
    Kind("csv", _is_table, ("tables.tables", "read_csv"), (".csv",), "CSV", asks_columns=True),
    Kind("transcript", _is_transcript, ("transcripts", "read_transcript"), (), ""),
    Kind("links", _is_link_list, ("web.links", "read_links"), (), ""),
    Kind("md", _is_markdown, ("plain_text", "read_md"), (".md",), "Markdown", ("text/markdown",)),
    Kind("txt", lambda sample: True, ("plain_text", "read_txt"), (".txt",), N_("Text"), ("text/plain",)),
)  # fmt: skip
READ = tuple(kind for kind in reversed(KINDS) if isinstance(kind, Kind))  # the plain ones first, as people name them
# What a picker of files offers, what people are told, and what servers may call an article ("" where they do not say).
ENDINGS = tuple(ending for kind in READ for ending in kind.endings)
LABELS = tuple(kind.label for kind in READ if kind.label)
TYPES = frozenset({"", *(content_type for kind in READ for content_type in kind.types)})


def kind_of(name: str, data: bytes, limits: Limits) -> Kind:
    """The kind of a file. Raises Refused where nothing here can read it, saying what it seems to be."""
    sample = Sample(name.lower(), data, data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n"))
    if sample.is_package and not _is_pdf(sample):
        with open_archive(io.BytesIO(data), limits) as archive:
            return package_kind(archive)
    return _first(sample)


def stream_kind(sample: Sample) -> str | None:
    """How a file too large to be read at once can be cut: "csv", "json", "mbox"; None for every other kind."""
    try:
        found = _first(sample).name
    except Refused:
        return None
    return {"csv": "csv", "jsonl": "json", "mbox": "mbox"}.get(found)


def package_kind(archive: zipfile.ZipFile) -> Kind:
    """What a ZIP file is: a document that is packed as one, or an archive (a kind without a reader). Raises Refused."""
    return _first(Sample.of_archive(archive))


def _first(sample: Sample) -> Kind:
    """The first row whose test holds: the last one's holds for everything. Raises Refused."""
    found = next(kind for kind in KINDS if kind.is_kind(sample))
    if isinstance(found, Unread):
        raise Refused(found.why.code, found.why.message, **found.why.values)
    return found
