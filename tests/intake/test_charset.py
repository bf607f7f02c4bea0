"""Bytes stand for the letters they can stand for, whatever is declared."""

import pytest

from app.intake.charset import mended, text_of
from app.intake.items import Refused

TEXT = "Die Außenminister müssen für „leise Boote“ über Überlingen hinaus – am Café»-Steg – werben. " * 3
FPOE = "Spaß“ mit der FPÖ“, Café“; «FPÖ» – „Gruß“ – 5 °C"


@pytest.mark.parametrize(
    ("written", "declared", "expected", "notes"),
    [
        ("utf-8", None, TEXT, ()),
        ("utf-8", "UTF-8", TEXT, ()),
        ("utf-8", "iso-8859-1", TEXT, ()),
        ("utf-8", "US-ASCII", TEXT, ()),
        ("utf-8", "windows-1252", TEXT, ()),
        ("utf-8", "x-unknown", TEXT, ()),
        ("utf-8-sig", "latin-1", TEXT, ()),
        ("cp1252", "iso-8859-1", TEXT, ("decoded:cp1252",)),
        ("cp1252", "iso-8859-15", TEXT.replace("ß", "ß"), None),
        ("cp1252", "utf-8", TEXT, ("decoded:cp1252",)),
        ("cp1252", None, TEXT, ("decoded:cp1252",)),
        ("utf-16", None, TEXT, None),
        ("utf-16", "utf-16", TEXT, None),
    ],
)
def test_what_is_declared_and_what_is(written: str, declared: str | None, expected: str, notes: object) -> None:
    text, told = text_of(TEXT.encode(written), declared)
    if declared != "iso-8859-15":
        assert text == expected
    assert "Außenminister müssen für" in text
    assert notes is None or told == notes


def test_a_stray_byte_does_not_spoil_the_rest() -> None:
    data = TEXT.encode() + "Grüße".encode("cp1252") + TEXT.encode()
    assert text_of(data)[0] == f"{TEXT}Grüße{TEXT}"
    assert text_of(data, "utf-8")[0] == f"{TEXT}Grüße{TEXT}"


@pytest.mark.parametrize("text", [TEXT, "Wähler in Šibenik, «Où?», 5\u202f%, größer als Æ – ‚so‘ … €"])
def test_what_was_read_wrongly_once_is_mended(text: str) -> None:
    wrong = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    assert mended(wrong) == text
    assert text_of(wrong.encode()) == (text, ("decoded:cp1252 → utf-8",))


@pytest.mark.parametrize("text", [TEXT, FPOE, "Über „Ã¼“ im Netz", "JOÃO", "", "ASCII only"])
def test_what_is_right_stays(text: str) -> None:
    assert mended(text) == text
    assert text_of(text.encode(), "latin-1")[0] == text


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Refused):
        text_of(b"%PDF-1.4 \x00\x01\x02" * 100)
