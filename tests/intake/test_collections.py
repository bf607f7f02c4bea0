"""Spreadsheets, messages of Outlook, lists of addresses, packed files: each through the one door."""

# ruff: noqa: E501 - tables, in which a line is a row

import gzip
import io
import plistlib
import struct
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.intake.items import Address, Columns, Found, Item, Refusal
from app.intake.mail.outlook import unpacked
from app.intake.reading import read
from app.intake.sandbox import Sandbox
from tests.intake.compound import Tree, compound, properties

TEXT = "Die Delegation sprach am Mittwoch in Genf lange über den Vertrag. " * 6
ROWS = [
    ["Datum", "Medium", "Titel", "Text"],
    ["2021-06-16", "taz", "Genf schweigt", TEXT],
    ["2021-06-17", "NZZ", "Wien redet", TEXT],
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def xlsx(**sheets: list[list[str]]) -> bytes:
    """A workbook as small as Excel's readers take it."""
    out = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    names = list(sheets)
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets>{listed}</sheets></workbook>'
        )
        targets = "".join(
            f'<Relationship Id="r{n}" Type="{rels}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{targets}</Relationships>'
        )
        for n, rows in enumerate(sheets.values(), 1):
            cells = "".join(
                f"<row r='{r}'>" + "".join(f"<c r='{chr(65 + c)}{r}' t='inlineStr'><is><t>{cell}</t></is></c>" for c, cell in enumerate(row)) + "</row>"
                for r, row in enumerate(rows, 1)
            )  # fmt: skip
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
            )
    return out.getvalue()


def test_a_spreadsheet_is_a_table(sandbox: Sandbox) -> None:
    columns, *found = read("a.xlsx", xlsx(Tabelle1=[["Clippings Juni"], [], *ROWS]), sandbox=sandbox)
    assert isinstance(columns, Columns)
    assert columns.fields == ("published", "source", "title", "text")
    assert [(one.draft.title, one.draft.source) for one in found if isinstance(one, Found)] == [
        ("Genf schweigt", "taz"),
        ("Wien redet", "NZZ"),
    ]


def test_each_sheet_is_a_table(sandbox: Sandbox) -> None:
    items = list(read("a.xlsx", xlsx(Juni=ROWS, Summen=[["Anzahl"], ["2"]], Juli=ROWS), sandbox=sandbox))
    assert [item.name for item in items if isinstance(item, Found)] == [
        "a.xlsx (Juni, row 2)", "a.xlsx (Juni, row 3)", "a.xlsx (Juli, row 2)", "a.xlsx (Juli, row 3)"]  # fmt: skip
    assert not any(isinstance(item, Refusal) for item in items)


def test_a_damaged_spreadsheet_is_named(sandbox: Sandbox) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x")
        archive.writestr("xl/workbook.xml", "<x")
    assert [getattr(item, "code", "") for item in read("a.xlsx", out.getvalue(), sandbox=sandbox)] == ["broken"]


def told(items: list[Item]) -> list[tuple[str, str | None]]:
    return [(item.url, item.title) for item in items if isinstance(item, Address)]


@pytest.mark.parametrize(
    ("name", "data", "addresses"),
    [
        ("a.txt", b"https://taz.de/1\n\nhttps://taz.de/2\nhttps://taz.de/1\n", [("https://taz.de/1", None), ("https://taz.de/2", None)]),
        ("a.txt", b"Leise Boote\nhttps://taz.de/1\n\nLaute Boote\nhttps://taz.de/2\n", [("https://taz.de/1", "Leise Boote"), ("https://taz.de/2", "Laute Boote")]),
        ("a.txt", b"- taz: Leise Boote (https://taz.de/1)\n- <https://taz.de/2>\n", [("https://taz.de/1", "taz: Leise Boote"), ("https://taz.de/2", None)]),
        ("a.csv", b"url\nhttps://taz.de/1\nhttps://taz.de/2\n", [("https://taz.de/1", None), ("https://taz.de/2", None)]),
        ("a.csv", b"https://taz.de/1\nhttps://taz.de/2\n", [("https://taz.de/1", None), ("https://taz.de/2", None)]),
        ("a.csv", b"Titel;Link\nLeise Boote;https://taz.de/1\n", [("https://taz.de/1", "Leise Boote")]),
        ("a.url", b"[InternetShortcut]\r\nURL=https://taz.de/1\r\n", [("https://taz.de/1", None)]),
        ("a.desktop", b"[Desktop Entry]\nType=Link\nName=Leise Boote\nURL=https://taz.de/1\n", [("https://taz.de/1", "Leise Boote")]),
        ("a.webloc", plistlib.dumps({"URL": "https://taz.de/1"}), [("https://taz.de/1", None)]),
        ("a.webloc", plistlib.dumps({"URL": "https://taz.de/1"}, fmt=plistlib.FMT_BINARY), [("https://taz.de/1", None)]),
        ("b.html", b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF='https://taz.de/1' ADD_DATE='1'>Leise</A>", [("https://taz.de/1", "Leise")]),
    ],
)  # fmt: skip
def test_lists_of_addresses(name: str, data: bytes, addresses: list[tuple[str, str | None]], sandbox: Sandbox) -> None:
    assert told(list(read(name, data, sandbox=sandbox))) == addresses


def test_a_text_with_an_address_stays_a_text(sandbox: Sandbox) -> None:
    for text in (TEXT + "\nhttps://taz.de/1\n", f"URL: https://taz.de/1\nTitel: Genf\n\n{TEXT}\n\n{TEXT}"):
        assert [type(item) for item in read("a.txt", text.encode(), sandbox=sandbox)] == [Found]


def test_a_packed_file_is_read(sandbox: Sandbox) -> None:
    (item,) = read("a.txt.gz", gzip.compress(TEXT.encode()), sandbox=sandbox)
    assert item.name == "a.txt"
    codes = [getattr(one, "code", "") for one in read("a.gz", gzip.compress(TEXT.encode())[:-20], sandbox=sandbox)]
    assert codes == ["broken"]
    (bomb,) = read("a.gz", gzip.compress(bytes(15_000_000)), sandbox=sandbox)
    assert isinstance(bomb, Refusal)
    assert bomb.code == "bomb"


def msg(body: str, subject: str = "Genf einigt sich", header: int = 32, **more: Tree) -> Tree:
    texts = {0x0037: subject, 0x1000: body, 0x0C1A: "Petra Amsel", 0x5D01: "amsel@nzz.ch", 0x001A: "IPM.Note"}
    return {**properties(header, texts, datetime(2021, 6, 16, 8, 30, tzinfo=UTC)), **more}


def test_a_message_of_outlook(sandbox: Sandbox) -> None:
    (item,) = read("a.msg", compound(msg(TEXT)), sandbox=sandbox)
    assert isinstance(item, Found)
    draft = item.draft
    assert (draft.title, draft.author, draft.source) == ("Genf einigt sich", "Petra Amsel", "NZZ")
    assert draft.published_at == "2021-06-16T10:30:00+02:00"
    assert draft.text.strip() == TEXT.strip()


def test_what_is_attached_to_a_message_of_outlook(sandbox: Sandbox) -> None:
    file = properties(8, {0x3707: "artikel.txt"}, files={0x3701: TEXT.encode() * 12})
    inner = {**properties(8, {0x3001: "WG"}), "__substg1.0_3701000D": msg(TEXT, "Ein anderer Titel", 24)}
    outer = msg("Anbei.", "WG: Genf", **{"__attach_version1.0_#00000000": file, "__attach_version1.0_#00000001": inner})
    items = list(read("a.msg", compound(outer), sandbox=sandbox))
    assert [item.code for item in items if isinstance(item, Refusal)] == ["cover-note"]
    assert [item.name for item in items if isinstance(item, Found)] == [
        "a.msg/artikel.txt",
        "a.msg (attached message 1)",
    ]


def test_packed_rtf() -> None:
    """The example of [MS-OXRTFCP] 3.1."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(struct.pack("<4I", 0, 5, 0x414C454D, 0) + b"{\\rtf") == b"{\\rtf"
