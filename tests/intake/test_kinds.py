"""The registry of kinds: a new kind of file is a row, and everybody who needs to know of it reads the row."""

import io
import zipfile
from importlib import import_module

import pytest

from app.intake import kinds
from app.intake.fetching import TYPES
from app.intake.items import Limits, Parsed, Refused
from app.intake.kinds import ENDINGS, KINDS, LABELS, READ, Kind, Unread, kind_of


def packed(*names: str, mimetype: bytes = b"") -> bytes:
    """A ZIP file with empty members of these names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, mimetype if name == "mimetype" else b"")
    return data.getvalue()


ODT = b"application/vnd.oasis.opendocument.text"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
ODP = b"application/vnd.oasis.opendocument.presentation"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"%PDF-1.7", "pdf"),
        ("a.bin", packed("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.bin", packed("mimetype", "content.xml", mimetype=ODT), "odt"),
        ("a.docx", packed("a.txt"), "zip"),
        ("a.bin", packed("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a.bin", packed("mimetype", "content.xml", mimetype=ODS), "ods"),
        ("a.html.gz", b"\x1f\x8b\x08", "gz"),
        ("a.txt", b"https://taz.de/1\nhttps://taz.de/2\n", "links"),
        (
            "a.txt",
            b"Mehr dazu: https://taz.de/1 und weiter geht es mit einem langen Text, der mehr als nur Adressen ist.\n"
            + b"Noch ein Satz, der steht hier, damit es ein Text ist.\n" * 5,
            "txt",
        ),
        ("a.url", b"[InternetShortcut]\nURL=https://taz.de/1", "shortcut"),
        ("a.html", b"<!DOCTYPE NETSCAPE-Bookmark-file-1>", "bookmarks"),
        ("a.doc", b"{\\rtf1 Text}", "rtf"),
        ("a.txt", b"From: a@b.example\nTo: c@d.example\n\nText", "eml"),
        ("a.eml", b"From a@b.example\nFrom: a\n", "mbox"),
        ("a.txt", b"From a@b.example Wed Jun 16 10:30:00 2021\nEnvelope-To: a@b.example\n", "mbox"),
        ("a.txt", b"From Genf berichtet Anna Weber\nTitel: a\n", "txt"),
        ("a.eml", b"Von: Anna\nText", "txt"),
        ("a.txt", b"From: a\nSnapshot-Content-Location: https://a.example\n\n", "mhtml"),
        ("a.html", b'\xef\xbb\xbf\n<?xml version="1.0"?><rss version="2.0">', "feed"),
        ("a.xml", b'<?xml version="1.0"?><html>', "html"),
        ("a.xml", b"<?xml version='1.0'?><urlset>", "xml"),
        ("a.xml", b"<?xml version='1.0'?><nitf><head><title>", "xml"),
        ("a.HTM", b"Text <b>fett</b>", "html"),
        ("a.txt", b'{"text": "a"}', "jsonl"),
        ("a.txt", b'[ {"text": "a"}]', "jsonl"),
        ("a.json", b"1", "jsonl"),
        ("a.txt", b"Titel;Text;Datum\n", "csv"),
        ("a.tsv", b"a", "csv"),
        ("a.txt", b"---\ntitle: a\n---\n", "md"),
        ("a.md", b"a", "md"),
        ("a", b"Ein Text.", "txt"),
    ],
)
def test_a_kind_is_told_by_its_content_before_its_name(name: str, data: bytes, kind: str) -> None:
    assert kind_of(name, data, Limits()).name == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" \x00\n", "empty"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "spreadsheet"),
        (packed("mimetype", "content.xml", mimetype=ODP), "spreadsheet"),
        (packed("META-INF/container.xml"), "unknown-kind"),
        (b"\xd0\xcf\x11\xe0", "old-office"),
        (b"RIFF\x00\x00\x00\x00WEBP", "picture"),
        (b"RIFF\x00\x00\x00\x00WAVE", "recording"),
        (b"BZh9", "archive-kind"),
        (b"\x7fELF", "binary"),
        (b"a\x00b", "binary"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_of("a.txt", data, Limits())
    assert refused.value.code == code


def test_every_row_is_whole() -> None:
    assert all(ending.startswith(".") and ending == ending.lower() for ending in ENDINGS)
    assert len(set(ENDINGS)) == len(ENDINGS)
    assert len(set(LABELS)) == len(LABELS)
    assert {"text/html", "text/plain", "application/pdf", ""} <= TYPES
    for kind in READ:
        if kind.reader is not None:
            module, function = kind.reader
            assert callable(getattr(import_module(f"app.intake.{module}"), function))


def test_a_made_up_kind_takes_a_row_and_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Kind(
        "upper", lambda sample: sample.data.startswith(b"UPPER"), ("plain_text", "read_upper"), (".up",), "Upper"
    )

    def read_upper(data: bytes, limits: Limits, charset: str | None):  # type: ignore[no-untyped-def]
        yield Parsed(data.decode().lower(), "upper")

    monkeypatch.setattr(kinds, "KINDS", (row, *KINDS))
    monkeypatch.setattr("app.intake.plain_text.read_upper", read_upper, raising=False)
    (piece,) = kind_of("a.txt", b"UPPER Text", Limits()).read(b"UPPER Text", Limits(), None, None)
    assert piece == Parsed("upper text", "upper")


def test_the_last_row_takes_everything() -> None:
    assert not isinstance(KINDS[-1], Unread)
    assert KINDS[-1].name == "txt"
