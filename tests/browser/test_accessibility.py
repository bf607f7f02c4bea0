"""axe finds nothing on any page, in light and dark, and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app.settings import ROOT

pytestmark = pytest.mark.timeout(300)

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SUMMIT = "/summits/genf-2021"
PAGES = {
    "overview": SUMMIT,
    "overview, filtered": f"{SUMMIT}?person=joe-biden&person=wladimir-putin&source=quelle-a",
    "overview, a row open": f"{SUMMIT}?open=cybersicherheit",
    "overview, strands": f"{SUMMIT}?count=strands",
    "overview, a period": f"{SUMMIT}?until=2021-07-01",
    "quotations": f"{SUMMIT}/quotes",
    "quotations, the same utterance": f"{SUMMIT}/quotes?view=same",
    "quotations, who has a voice": f"{SUMMIT}/quotes?view=voices",
    "shared wording": f"{SUMMIT}/shared",
    "figures": f"{SUMMIT}/figures",
    "silences": f"{SUMMIT}/silence",
    "choice of words": f"{SUMMIT}/words",
    "choice of words, one word": f"{SUMMIT}/words?word=gespräch",
    "two sources": f"{SUMMIT}/compare",
    "summits": "/summits",
    "desk": f"{SUMMIT}/desk",
    "a new topic": f"{SUMMIT}/new-topic",
    "interface for programs": "/docs",
    "topic": f"{SUMMIT}/topics/cybersicherheit",
    "topic, filtered": f"{SUMMIT}/topics/cybersicherheit?person=wladimir-putin",
    "persons": f"{SUMMIT}/persons",
    "person": f"{SUMMIT}/persons/joe-biden",
    "person, left out": f"{SUMMIT}/persons/julia-nawalnaja?source=quelle-c",
    "articles": f"{SUMMIT}/articles",
    "article": "/articles/1?topic=cybersicherheit&person=wladimir-putin",
    "article at an offset": "/articles/5?of=joe-biden&at=900#here",
    "sources": f"{SUMMIT}/sources",
    "search": f"{SUMMIT}/search?q=Putin",
    "nothing found": f"{SUMMIT}/search?q=Blumenkohl",
    "upload": f"{SUMMIT}/upload",
    "a sentence to be corrected": "/articles/1?fix=sentence:325-413",
    "words to be marked": "/articles/1?fix=text:141-157",
    "corrections": f"{SUMMIT}/corrections",
    "person to be corrected": f"{SUMMIT}/persons/joe-biden/edit",
    "topic to be corrected": f"{SUMMIT}/topics/cybersicherheit/edit",
    "remembered": f"{SUMMIT}?kept=mappe:1",
    "folders": f"{SUMMIT}/folders",
    "folder": f"{SUMMIT}/folders/mappe",
    "folder, something taken out": f"{SUMMIT}/folders/mappe?removed=1&both=1",
    "proposals for a folder": f"{SUMMIT}/folders/proposals?source=quelle-a",
    "nothing there": "/articles/9999",
}
LOOKS = [("light", 1440), ("dark", 1440), ("light", 390)]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page under one look; the Content-Security-Policy is lifted, for axe alone."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: `make assets` fetches it")
    scheme, width = request.param
    context: BrowserContext = chromium.new_context(
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        locale="de-DE",
    )
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe says, one line for each element."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        " ".join([one["id"], str(node["target"]), *node["failureSummary"].split()])[:300]
        for one in found
        for node in one["nodes"]
    ]


@pytest.fixture
def complaints(page: Page, site: str) -> dict[str, list[str]]:
    """Complaints by page, all pages of one look in one go: starting a browser page costs more than axe."""
    found = {}
    for place in ("article:1:text:0-0:", "passage:2:text:0-0:", "chart:0:text:0-0:matrix"):
        page.request.post(f"{site}{SUMMIT}/folders/items", form={"place": place, "back": SUMMIT})
    page.request.post(f"{site}{SUMMIT}/folders/mappe/rubrics", form={"title": "Inland"})
    for name, path in PAGES.items():
        page.goto(site + path)
        for details in page.locator("main details").all():
            details.evaluate("one => { one.open = true }")
        found[name] = violations(page)
    return found


def test_every_page(complaints: dict[str, list[str]]) -> None:
    assert {name: lines for name, lines in complaints.items() if lines} == {}


def test_what_forms_say(page: Page, site: str) -> None:
    """Mistakes, a text that is there already, a removed article."""
    page.goto(f"{site}{SUMMIT}/upload")
    page.fill("#published", "gestern")
    page.fill("#url", "nirgends")
    page.click("#upload button[value=add]")
    assert page.locator(".wrong").count() == 3
    assert violations(page) == []

    text = page.request.get(f"{site}/api/articles/3").json()["text"]
    page.goto(f"{site}{SUMMIT}/upload")
    page.fill("#text", text)
    page.click("#upload button[value=add]")
    assert page.locator("#duplicate").is_visible()
    assert violations(page) == []

    page.goto(f"{site}/articles/3")
    page.click("#edit summary")
    page.fill("#url", "nirgends")
    page.click("#edit .fields button")
    assert page.locator("#url-wrong").is_visible()
    assert violations(page) == []
