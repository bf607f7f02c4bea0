"""The walk of somebody with ten minutes and a question, in a real browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS

pytestmark = pytest.mark.timeout(300)

TEXT = (
    "Die Kanzlerin Angela Merkel traf in Paris den französischen Präsidenten Emmanuel Macron. "
    "„Wir reden über Hackerangriffe und über Cybersicherheit“, sagte Macron. "
    "Merkel erklärte, die Rückkehr der Botschafter sei ein gutes Zeichen."
)
SUMMIT = "/summits/genf-2021"


def test_from_the_overview_to_the_sentence_and_back(page: Page, site: str) -> None:
    page.goto(site)
    expect(page).to_have_url(site + SUMMIT)

    page.click("#open-cybersicherheit")
    expect(page.locator("#row-cybersicherheit")).to_contain_text("Cyber")
    expect(page.locator("#open-cybersicherheit")).to_have_attribute("aria-expanded", "true")

    page.click("#topic-cybersicherheit th a[href*='/topics/']")
    expect(page.locator("h1")).to_contain_text("Cybersicherheit")
    all_passages = page.locator("article.passage").count()

    page.evaluate("window.same = true")
    page.click("#filter-person-wladimir-putin")
    expect(page).to_have_url(re.compile(r"topics/cybersicherheit\?person=wladimir-putin"))
    expect(page.locator("#filter-person-wladimir-putin")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.same") is True, "a change of filter must not load the page anew"
    assert 0 < page.locator("article.passage").count() <= all_passages
    filtered = page.url

    link = page.locator("article.passage a[href^='/articles/']").first
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    expect(page).to_have_url(re.compile(r"/articles/\d+\?.*person=wladimir-putin.*#s\d+$"))
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    expect(page.locator("#text .person.on").first).to_be_visible()

    page.click("#back")
    expect(page).to_have_url(filtered)
    expect(page.locator("#filter-person-wladimir-putin")).to_have_attribute("aria-pressed", "true")


def test_an_upload_shows_its_progress_and_arrives_in_the_matrix(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}/upload")
    page.fill("#text", TEXT)
    page.fill("#source", "Pariser Blatt")
    page.fill("#title", "Treffen in Paris")
    page.click("#upload button[value=add]")
    expect(page).to_have_url(re.compile(r"/articles/\d+$"))
    expect(page.locator("#text")).to_contain_text("Merkel erklärte")
    expect(page.locator("#text .person").first).to_be_visible(timeout=60_000)  # swapped in when the worker is done
    expect(page.locator("#progress")).to_have_count(0)
    assert page.locator("#article").count() == 1

    page.goto(site + SUMMIT)
    expect(page.locator(".matrix thead")).to_contain_text("Pariser Blatt")
    expect(page.locator("#topic-cybersicherheit td").nth(5)).to_have_text(re.compile(r"\d"))


def test_the_layers_of_marks_can_be_switched_off(page: Page, site: str) -> None:
    page.goto(f"{site}/articles/1")
    name = page.locator("#text .person").first
    line = "getComputedStyle(document.querySelector('#text .person')).textDecorationLine"
    assert page.evaluate(line) == "underline"
    page.uncheck("#show-person")
    assert page.evaluate(line) == "none"
    expect(name).to_be_visible()
    page.uncheck("#show-topic")
    expect(page.locator("#text .strip").first).to_be_hidden()


def test_stepping_through_mentions(page: Page, site: str) -> None:
    page.goto(f"{site}/articles/1")
    entity = page.locator(".entities details").first
    entity.locator("summary").click()
    entity.locator(".steps a").nth(4).click()
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    expect(target).to_have_class(re.compile("name person"))


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_scrolls_sideways(chromium: Browser, site: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    wide = []
    for path in (
        SUMMIT,
        f"{SUMMIT}?count=strands",
        f"{SUMMIT}/topics/cybersicherheit",
        f"{SUMMIT}/topics/cybersicherheit/edit",
        f"{SUMMIT}/quotes",
        f"{SUMMIT}/quotes?view=same",
        f"{SUMMIT}/quotes?view=voices",
        f"{SUMMIT}/shared",
        f"{SUMMIT}/figures",
        f"{SUMMIT}/silence",
        f"{SUMMIT}/words",
        f"{SUMMIT}/compare",
        f"{SUMMIT}/persons",
        f"{SUMMIT}/persons/joe-biden",
        f"{SUMMIT}/persons/joe-biden/edit",
        f"{SUMMIT}/corrections",
        f"{SUMMIT}/desk",
        f"{SUMMIT}/articles",
        f"{SUMMIT}/sources",
        f"{SUMMIT}/search?q=Putin",
        f"{SUMMIT}/upload",
        "/articles/1",
        "/articles/1?fix=sentence:325-413",
        "/docs",
    ):
        page.goto(site + path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    context.close()
    assert wide == []


def test_everything_works_without_javascript(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{site}{SUMMIT}/topics/cybersicherheit")
    page.click("#filter-person-wladimir-putin")
    expect(page).to_have_url(re.compile(r"\?person=wladimir-putin"))
    page.locator("article.passage a[href^='/articles/']").first.click()
    page.uncheck("#show-person")
    page.click("#back")
    expect(page).to_have_url(re.compile(r"topics/cybersicherheit\?person=wladimir-putin"))

    page.goto(f"{site}{SUMMIT}/upload")
    page.fill("#published", "2021-02-31")
    page.fill("#title", "Ohne Skript")
    page.click("#upload button[value=add]")
    expect(page.locator("#published-wrong")).to_contain_text("is not a date")
    expect(page.locator("#title")).to_have_value("Ohne Skript")
    page.fill("#published", "2021-02-28")
    page.fill("#text", f"{TEXT} Mehr war am Sonntag nicht zu erfahren.")
    page.click("#upload button[value=add]")
    expect(page.locator("h1")).to_have_text("Ohne Skript")
    for _ in range(120):
        if page.locator("#progress").count() == 0:
            break
        page.wait_for_timeout(500)
        page.locator("#progress a").click()
    expect(page.locator("#text .person").first).to_be_visible()
    context.close()
