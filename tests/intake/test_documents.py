"""What is visible of a document is read: not what was deleted, moved away, hidden, or stands in side files."""

# ruff: noqa: E501 - tables, in which a line is a row

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from app.intake.documents.documents import read_docx, read_odt, read_rtf
from app.intake.items import Limits, Parsed, Refused
from app.intake.kinds import kind_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def word(body: str, parts: dict[str, tuple[str, bytes]] | None = None) -> bytes:
    """A Word document of this body; ``parts`` are embedded documents by the id of their relation."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                data = f'<w:document xmlns:w="{W}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>'.encode()
            elif info.filename == "word/_rels/document.xml.rels":
                more = "".join(
                    f'<Relationship Id="{name}" Type="{RELATIONS}/aFChunk" Target="/word/{file}"/>'
                    for name, (file, _) in (parts or {}).items()
                )
                data = data.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            elif info.filename == "[Content_Types].xml":
                kinds = "".join(
                    f'<Default Extension="{one}" ContentType="text/html"/>' for one in ("html", "mht", "rtf")
                )
                data = data.replace(b"<Override", kinds.encode() + b"<Override", 1)
            target.writestr(info.filename, data)
        for file, data in (parts or {}).values():
            target.writestr(f"word/{file}", data)
    return out.getvalue()


SHOWN = '<w:vanish w:val="0"/>'
LARGE = '<w:sz w:val="36"/>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def odt(body: str, side: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        target.writestr("content.xml", f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}">'
                        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>")  # fmt: skip
        for name, text in (side or {}).items():
            target.writestr(name, text)
    return out.getvalue()


def text_of(read: Callable[..., object], data: bytes) -> str:
    (piece,) = read(data, Limits(), None)  # type: ignore[misc]
    assert isinstance(piece, Parsed)
    return piece.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{run('Ein ')}<w:del>{run('alter ')}</w:del><w:ins>{run('neuer ')}</w:ins>{run('Satz.')}</w:p>", "Ein neuer Satz."),
        (f"<w:p><w:moveFrom>{run('Ein Satz.')}</w:moveFrom></w:p><w:p><w:moveTo>{run('Ein Satz.')}</w:moveTo></w:p>", "Ein Satz."),
        (f"<w:p>{run('Ein Satz.')}{run('Geheim', '<w:vanish/>')}{run('Sichtbar', SHOWN)}</w:p>", "Ein Satz.Sichtbar"),
        (f"<w:p>{run('Siehe ')}<w:hyperlink>{run('hier')}</w:hyperlink></w:p>", "Siehe hier"),
        (f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run('Ein Satz.')}</w:p>", "Ein Satz."),
        (f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('Im Kasten.')}</w:p></w:txbxContent></w:pict></w:r>{run('Davor.')}</w:p>", "Im Kasten.\n\nDavor."),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('Medium')}</w:p></w:tc><w:tc><w:p>{run('taz')}</w:p></w:tc></w:tr></w:tbl>", "Medium taz"),
    ],
    ids=["changes", "moved", "hidden", "link", "field", "text box", "row"],
)  # fmt: skip
def test_word_shows(body: str, text: str) -> None:
    assert text_of(read_docx, word(body)) == text


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("a.html", b"<html><body><p>Am See.</p></body></html>"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body><p>Am See.</p></body></html>"),
        ("a.rtf", b"{\\rtf1 Am See.\\par}"),
        ("a.html", word(f"<w:p>{run('Am See.')}</w:p>")),
    ],
    ids=["HTML", "MHTML", "RTF", "Word"],
)  # fmt: skip
def test_embedded_documents_are_shown_in_their_place(file: str, data: bytes) -> None:
    body = f'<w:p>{run("Davor.")}</w:p><w:altChunk r:id="c1"/><w:altChunk r:id="c9"/><w:p>{run("Danach.")}</w:p>'
    assert text_of(read_docx, word(body, {"c1": (file, data)})) == "Davor.\n\nAm See.\n\nDanach."


def test_what_looks_like_headings() -> None:
    from app.intake.documents.word import read

    new_page = '<w:r><w:br w:type="page"/></w:r>'
    runs = (run("Titel", LARGE), run("Fett", "<w:b/>"), run("Text. " * 9), new_page + run("Neue Seite"))
    body = "".join(f"<w:p>{one}</w:p>" for one in runs)
    assert [(one.level, one.rule) for one in read(word(body), Limits()).blocks] == [
        (6, False), (8, False), (0, False), (0, True),
    ]  # fmt: skip


def test_open_document_with_a_doctype_in_a_side_file() -> None:
    side = {
        "META-INF/manifest.xml": '<!DOCTYPE manifest SYSTEM "Manifest.dtd"><manifest/>',
        "Basic/x.xml": "<!DOCTYPE x><x/>",
    }
    assert text_of(read_odt, odt("<text:p>Ein Satz.</text:p>", side)) == "Ein Satz."


def test_locked_files_are_named_so() -> None:
    side = {"META-INF/manifest.xml": f'<m:manifest xmlns:m="{MANIFEST}"><m:encryption-data/></m:manifest>'}
    office = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    for read in (lambda: list(read_odt(odt("", side), Limits(), None)), lambda: kind_of("a.docx", office, Limits())):
        with pytest.raises(Refused) as refused:
            read()  # type: ignore[no-untyped-call]
        assert refused.value.code == "encrypted"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Für die Straße.".encode(), "Für die Straße."),
        ("Für die Straße – „ja“.".encode("cp1252"), "Für die Straße – „ja“."),
        (b"F\\'c3\\'bcr die Stra\\'c3\\'9fe.", "Für die Straße."),
        (b"Ein {\\field{\\*\\fldinst{HYPERLINK \"https://a.example\"}}{\\fldrslt Satz}}.", "Ein Satz."),
        (b"\\trowd Medium\\cell taz\\cell\\row Ein Satz.", "Medium taz\n\nEin Satz."),
    ],
    ids=["UTF-8", "Windows-1252", "UTF-8 in escapes", "link", "table"],
)  # fmt: skip
def test_rich_text(body: bytes, text: str) -> None:
    assert text_of(read_rtf, b"{\\rtf1\\ansi\\ansicpg1252 " + body + b"\\par}") == text
