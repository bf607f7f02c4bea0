"""A press office's morning at the desk: an export of ten, a mailbox of five, a table, a text to be split: all kept."""

import io
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS

DESK = "/summits/genf-2021/desk"
LONG_MS = 6 * PATIENCE_MS
TOWNS = (
    "Lindau",
    "Bregenz",
    "Rorschach",
    "Meersburg",
    "Konstanz",
    "Romanshorn",
    "Wasserburg",
    "Hagnau",
    "Arbon",
    "Horn",
)
TALKS = "Gespräche", "Verhandlungen", "Beratungen", "Sitzungen", "Runden"
SPLIT_AT = "Ein Papier ohne Zahlen"
PASTED = (
    "Leise Boote auf dem See\n\nDie Minister einigten sich am Abend auf einen Fahrplan für leise Boote.\n\n"
    f"{SPLIT_AT}\n\nDas Papier nennt keine einzige Zahl, und Kritiker sprechen von einem Feigenblatt für alle."
)


def body(town: str, number: int) -> str:
    """A text of its own for each town: nothing here may look like another one's duplicate."""
    words = [f"{town}er", f"Hafen{number}", f"Ufer{number * 7}", f"Steg{number * 13}", f"Mole{number * 29}"]
    return " ".join(f"Der {word} Rat sprach über {town} und das {word}gebiet am {number + 3}. Tag." for word in words)


def nexis() -> bytes:
    """Ten articles as Nexis Uni exports them to Word."""
    document = docx.Document()
    for number, town in enumerate(TOWNS, 1):
        document.add_paragraph(f"{town} zählt seine Boote")
        for line in (
            "Süddeutsche Zeitung", f"{number + 5}. Juni 2021 Mittwoch", "Copyright 2021 Süddeutsche Zeitung GmbH",
            "Section: POLITIK; S. 4", "Length: 60 words", "Byline: Petra Amsel", "Body",
        ):  # fmt: skip
            document.add_paragraph(line)
        document.add_paragraph(body(town, number))
        document.add_paragraph("Load-Date: June 18, 2021")
        document.add_paragraph("End of Document")
    whole = io.BytesIO()
    document.save(whole)
    return whole.getvalue()


def mailbox() -> bytes:
    """Five mails in one file."""
    parts = []
    for number, talk in enumerate(TALKS, 1):
        mail = EmailMessage()
        mail["From"] = f"Presse Seeblatt <presse{number}@seeblatt.example>"
        mail["To"] = "post@amt.example"
        mail["Subject"] = f"{talk} am See gehen weiter"
        mail["Date"] = f"Thu, {16 + number} Jun 2021 08:30:00 +0200"
        mail.set_content(body(talk, 20 + number))
        parts.append(b"From presse@seeblatt.example Thu Jun 17 08:30:00 2021\n" + mail.as_bytes() + b"\n")
    return b"".join(parts)


TABLE = (
    "Nr;Worte;Blatt;Am\n"
    f"7;{body('Langenargen', 61)};Seeblatt;16.6.2021\n8;{body('Nonnenhorn', 73)};Stadtblatt;17.6.2021\n"
).encode()


def drafts(page: Page, site: str, number: int) -> None:
    """Look again until so many drafts are there and nothing is being read."""
    for _ in range(120):
        page.goto(f"{site}{DESK}")
        if not page.locator("#reading progress").count():
            break
        page.wait_for_timeout(1000)
    expect(page.locator("#drafts-title")).to_contain_text(f"{number} Entw")


@pytest.mark.timeout(600)
def test_a_morning_at_the_desk(chromium: Browser, site: str, tmp_path: Path) -> None:
    page = chromium.new_page(locale="de-DE", viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.set_default_timeout(LONG_MS)
    files = {"nexis.docx": nexis(), "postfach.mbox": mailbox(), "tabelle.csv": TABLE, "zwei.txt": PASTED.encode()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page.goto(f"{site}{DESK}")
    page.set_input_files("#files", [tmp_path / name for name in files])
    page.click("#bring button")
    drafts(page, site, 18)

    # Outlet, day and page of the export; words of each file.
    first = page.locator("article.draft", has_text="nexis.docx").first
    expect(first.locator("[name=source]")).to_have_value("Süddeutsche Zeitung")
    expect(first.locator("[name=published]")).to_have_value("2021-06-06")
    expect(first).to_contain_text("Seite 4")
    row = page.locator(".files tr", has_text="nexis.docx")
    expect(row.locator("td").first).to_have_text("10")

    # One column was not understood: said once, and read again so.
    page.get_by_role("link", name="Wie ihre Spalten verstanden wurden").click()
    page.get_by_label("Nr", exact=True).select_option("page")
    page.get_by_role("button", name="So noch einmal lesen").click()
    drafts(page, site, 18)

    # The paste holds two articles.
    page.goto(f"{site}{DESK}")
    page.locator(".files tr", has_text="zwei.txt").get_by_role("link").click()
    page.get_by_role("link", name="Mehrere Artikel darin? Aufteilen").click()
    page.locator("li", has_text=SPLIT_AT).get_by_role("checkbox").check()
    page.get_by_role("button", name="Hier aufteilen").click()
    expect(page.locator("[name=title]")).to_have_value("Leise Boote auf dem See")
    drafts(page, site, 19)

    # Keep all of them.
    page.get_by_role("button", name="Alle 19 Entwürfe behalten").click()
    expect(page.locator("#drafts-title")).to_contain_text("0 Entwürfe", timeout=LONG_MS)
    page.goto(f"{site}/summits/genf-2021/articles")
    expect(page.locator("#main")).to_contain_text(SPLIT_AT)
    page.close()
