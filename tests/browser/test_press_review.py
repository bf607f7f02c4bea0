"""A press review from the first mark to the file, every link in which leads to its sentence; and without JavaScript."""

import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MS

pytestmark = pytest.mark.timeout(300)

SUMMIT = "/summits/genf-2021"
SCREENS = (f"{SUMMIT}/topics/ruestungskontrolle?person=joe-biden", f"{SUMMIT}/quotes?person=joe-biden&kind=direct")
PASSAGES = 8


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def reader(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser with JavaScript, and of one without."""
    context = chromium.new_context(
        locale="de-DE", java_script_enabled=request.param, viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def squeezed(text: str) -> str:
    """Without what setting a text changes: white space, hyphens where lines end."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def of_docx(data: bytes) -> tuple[str, list[str]]:
    """Words and links of a Word document."""
    document = Document(io.BytesIO(data))
    links = [rel.target_ref for rel in document.part.rels.values() if rel.reltype.endswith("/hyperlink")]
    words = "".join(str(node.text or "") for node in document.element.body.iter() if str(node.tag).endswith("}t"))
    return words, links


def of_pdf(data: bytes) -> tuple[str, list[str]]:
    """Words and links of a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    links = [str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})]
    return "\n".join(page.extract_text() for page in reader.pages), links


FILES: dict[str, Callable[[bytes], tuple[str, list[str]]]] = {"docx": of_docx, "pdf": of_pdf}


def remember(page: Page, site: str) -> None:
    """Eight passages under a filter, and a chart."""
    page.goto(f"{site}{SUMMIT}?person=joe-biden")
    page.locator("button.keep[value^='chart:'][value$=':matrix']").click()
    expect(page.get_by_text(re.compile("Gemerkt in|In der Mappe gemerkt")).first).to_be_visible()
    left = PASSAGES
    for screen in SCREENS:
        page.goto(site + screen)
        places = [one.get_attribute("value") or "" for one in page.locator("#view [data-step] button.keep").all()]
        before = PASSAGES - left
        for place in places[:left]:
            page.locator(f"button.keep[value='{place}']").first.click()
            expect(page.locator(".keep.kept, .kept-notice").first).to_be_visible()
            left -= 1
        if page.evaluate("typeof htmx") != "undefined":  # pressed one after the other without waiting: all are kept
            expect(page.locator(".keep.kept")).to_have_count(min(len(places), PASSAGES - before))
    assert left == 0


def test_from_the_first_mark_to_the_file(reader: Page, site: str, tmp_path: Path) -> None:
    remember(reader, site)
    reader.goto(f"{site}{SUMMIT}/folders/mappe")
    expect(reader.locator(".folder-item")).to_have_count(PASSAGES + 1)
    first = reader.locator(".folder-item").first
    first.locator("summary").click()
    first.locator("textarea").fill("Für die Leitung")
    first.get_by_role("button", name="Notiz speichern").click()
    expect(reader.locator(".folder-item").first.locator(".folder-note")).to_have_text("Für die Leitung")
    for ending, read in FILES.items():
        reader.goto(f"{site}{SUMMIT}/folders/mappe/document")
        expect(reader.locator("input[name=mode][value=excerpts]")).to_be_checked()
        reader.locator(f"input[name=format][value={ending}]").check()
        with reader.expect_download() as started:
            reader.get_by_role("button", name="Dokument anfertigen").click()
        file = tmp_path / f"review.{ending}"
        started.value.save_as(file)
        words, links = read(file.read_bytes())
        assert squeezed("Für die Leitung") in squeezed(words)
        assert squeezed("Wer schreibt worüber?") in squeezed(words)
        own = [link for link in dict.fromkeys(links) if link.startswith(f"{site}/articles/")]
        assert len(own) == PASSAGES, ending
        if ending == "docx":
            leads_to_its_sentence(reader, own, squeezed(words))


def leads_to_its_sentence(page: Page, links: list[str], words: str) -> None:
    """Each link leads to a sentence of which the document has words."""
    for link in links:
        page.goto(link)
        sentence = page.locator(".sentence:has(#here)")
        expect(sentence).to_have_count(1)
        told = re.findall(r"\w+", sentence.inner_text())
        # A quotation may be two words, or a long one.
        rows = [one + other for one, other in pairwise(told) if len(one + other) > 8] + [w for w in told if len(w) > 9]
        assert any(row in re.sub(r"\W+", "", words) for row in rows), link


def test_a_quotation_is_copied(chromium: Browser, site: str) -> None:
    context = chromium.new_context(locale="de-DE", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}{SUMMIT}/quotes")
    button = page.locator("a[data-cite]").first
    button.click()
    expect(button).to_have_text("Kopiert")
    line = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"„.+“ \(.*Joe Biden.*in: Quelle A, .*Satz \d+\)", line)
    expect(button).to_have_text("Zitat kopieren")
    context.close()


def test_without_javascript_the_line_has_a_page(chromium: Browser, site: str) -> None:
    context: BrowserContext = chromium.new_context(locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{SUMMIT}/quotes")
    page.locator("a[data-cite]").first.click()
    expect(page.locator("#line")).to_contain_text("in: Quelle A")
    expect(page.locator("button.copy")).to_be_hidden()
    page.get_by_role("link", name="im Artikel").click()
    expect(page.locator("#here")).to_be_attached()
    context.close()
