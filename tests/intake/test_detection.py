"""Headline, outlet, day, author: taken where a text says them itself, and never from what it tells about."""

import pytest

from app.intake.dates import date_line, find_date, whole_date
from app.intake.detection import make
from app.intake.items import Limits, Outlet, Parsed
from app.intake.outlets import outlet_of_address, outlet_signing
from app.intake.plain_text import read_md

BODY = " ".join(
    f"Der Rat hat am Mittwoch zum {n}. Mal getagt, wie der Spiegel am 3. Mai 2020 schrieb." for n in range(30)
)
KNOWN = [Outlet("Wochenblatt", ("Das Wochenblatt", "WB"), ("wochenblatt.example",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BODY, {}),
        (f"Rat tagt lange\n\n{BODY}", {"title": "Rat tagt lange"}),
        (f"Rat tagt lange.\n\n{BODY}", {}),
        (f"Warum tagt der Rat?\n\n{BODY}", {"title": "Warum tagt der Rat?"}),
        (f"16.06.2021\nRat tagt lange\n\n{BODY}", {"title": "Rat tagt lange", "published": "2021-06-16"}),
        (f"Titel: Rat tagt\nQuelle: NZZ\nDatum: Juni 2021\n\n{BODY}",
         {"title": "Rat tagt", "source": "NZZ", "published": "2021-06"}),
        (f"Titel: Der Link: ein Weg\nQuelle: NZZ | Datum: 28.6.2021\n\n{BODY}",
         {"title": "Der Link: ein Weg", "source": "NZZ", "published": "2021-06-28"}),
        (f"Rat tagt lange\nVon Anna Weber und Ben Fuchs, WB\n\n{BODY}",
         {"title": "Rat tagt lange", "author": "Anna Weber und Ben Fuchs", "source": "Wochenblatt"}),
        (f"{BODY}\n\n© ZEIT ONLINE", {"source": "Die Zeit"}),
        (f"Rat tagt\n\nBerlin, 17. Juni 2021 (dpa) – {BODY}", {"published": "2021-06-17", "agencies": ("dpa",)}),
        (f"Rat tagt\n\nBerlin, 17. Juni (dpa) – {BODY} Am 3. Mai 2020 war es anders.", {"agencies": ("dpa",)}),
        (f"{BODY}\n\n(Der Standard, 17.6.2021)", {"source": "Der Standard", "published": "2021-06-17"}),
        (f"{BODY} (APA, 17. 6. 2021)", {"agencies": ("APA",), "published": "2021-06-17"}),
        (f"{BODY}\n\nQuelle: AFP/dpa", {"agencies": ("AFP", "dpa")}),
        (f"{BODY}\n\nQuelle: ntv.de, dpa", {"source": "n-tv", "agencies": ("dpa",)}),
        (f"URL: https://www.faz.net/a-1\n\n{BODY}", {"source": "FAZ", "url": "https://www.faz.net/a-1"}),
        (f"URL: https://www.unbekannt.example/a\n\n{BODY}", {"source": "unbekannt.example", "url": "https://www.unbekannt.example/a"}),
        (f"Quelle: Neuer Bote\nURL: https://www.unbekannt.example/a\n\n{BODY}",
         {"source": "Neuer Bote", "url": "https://www.unbekannt.example/a"}),
        (f"Die Welt ist nicht genug\n\n{BODY}", {"title": "Die Welt ist nicht genug"}),
    ],
)  # fmt: skip
def test_what_a_text_says_of_itself(text: str, expected: dict[str, object]) -> None:
    draft = make(Parsed(text, "txt"), "a.txt", Limits(), KNOWN)
    told = {"title": draft.title, "source": draft.source, "author": draft.author, "url": draft.url,
            "published": draft.published.text if draft.published else None, "agencies": draft.agencies}  # fmt: skip
    assert {name: value for name, value in told.items() if value} == expected
    assert draft.text == (BODY if text.startswith(("Titel:", "URL:", "Quelle: Neuer")) else text)
    assert {name for name, _ in draft.found} == {name for name in expected if name not in {"agencies", "url"}}


def test_the_name_of_a_file_is_the_last_resort() -> None:
    draft = make(Parsed(BODY, "txt"), "faz_2021-06-16_genf.txt", Limits())
    assert draft.published
    assert draft.published.text == "2021-06-16"
    assert dict(draft.found)["published"] == "file-name"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("16. Juni 2021", "2021-06-16"),
        ("Mittwoch, 16. Juni 2021, 19:45 Uhr", "2021-06-16"),
        ("Stand: 16.06.2021, 8.30 Uhr", "2021-06-16"),
        ("Veröffentlicht am 16.6.2021 | Aktualisiert am 17.6.2021", "2021-06-16"),
        ("3. Jänner 2022", "2022-01-03"),
        ("2021-06-16T10:00:00", None),
        ("16.06.21", "2021-06-16"),
        ("Juni 2021", "2021-06"),
        ("June 16, 2021", "2021-06-16"),
        ("31. Februar 2021", None),
        ("Am 16. Juni 2021 tagte der Rat.", None),
        ("Genf", None),
    ],
)
def test_lines_that_are_dates(line: str, value: str | None) -> None:
    assert date_line(line) == value


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Wed, 16 Jun 2021 10:00:00 +0200", "2021-06-16"),
        ("2021", "2021"),
        ("1/2", None),
        (None, None),
        (20210616, "2021-06-16"),
    ],
)
def test_fields_that_are_dates(value: object, day: str | None) -> None:
    assert whole_date(value) == day
    assert find_date("am 40.13.2021") is None


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.faz.net/aktuell/x", "FAZ"),
        ("https://magazin.spiegel.de/x", "Der Spiegel"),
        ("https://kiosk.wochenblatt.example/x", "Wochenblatt"),
        ("https://evilfaz.net/", "evilfaz.net"),
        ("https://faz.net.evil.example/", "faz.net.evil.example"),
        ("http://[::1", None),
    ],
)
def test_outlets_of_addresses(url: str, outlet: str | None) -> None:
    assert outlet_of_address(url, KNOWN) == outlet


@pytest.mark.parametrize(
    ("line", "outlet"), [("Die Welt, Bild und der Blick", None), ("Welt", None), ("© Welt", "Die Welt")]
)
def test_names_that_are_words(line: str, outlet: str | None) -> None:
    assert outlet_signing(line) == outlet


def test_fields_in_markdown_keep_their_lines() -> None:
    source = f"# Rat tagt\n\nQuelle: NZZ\nDatum: 28.6.2021\n\nDer Rat tagt\nlange.\n\n{BODY}\n"
    (parsed,) = read_md(source.encode(), Limits(), None)
    assert isinstance(parsed, Parsed)
    assert parsed.text == f"Quelle: NZZ\nDatum: 28.6.2021\n\nDer Rat tagt lange.\n\n{BODY}"
    draft = make(parsed, "a.md", Limits())
    assert draft.source == "NZZ"
    assert draft.published
    assert draft.published.text == "2021-06-28"
