"""Filter, remember eight passages and a chart, put them in order, note, take back: by keys, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS

pytestmark = pytest.mark.timeout(300)

SUMMIT = "/summits/genf-2021"
FILTERED = f"{SUMMIT}/topics/ruestungskontrolle?person=joe-biden&person=wladimir-putin&match=any"
PASSAGES = 8


def items(page: Page) -> list[str]:
    """The ids of a folder's items in their order."""
    return [one.get_attribute("id") or "" for one in page.locator(".folder-item").all()]


def test_with_keys(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}?person=joe-biden")
    page.locator("button.keep[value^='chart:'][value$=':matrix']").click()
    kept = page.locator(".keep.kept")
    expect(kept).to_contain_text("Gemerkt in Mappe")
    expect(kept.locator("button")).to_be_focused()

    remembered = 0
    for screen in (f"{site}{FILTERED}", f"{site}{SUMMIT}/quotes?person=joe-biden"):
        page.goto(screen)
        for number in range(min(page.locator("[data-step]").count(), PASSAGES - remembered)):
            page.keyboard.press("j")
            expect(page.locator("[data-step]:focus button.keep")).to_have_count(1)
            page.keyboard.press("m")
            expect(page.locator(".keep.kept")).to_have_count(number + 1)
            expect(page.locator(":focus")).to_have_text("Zurücknehmen")
            remembered += 1
    assert remembered == PASSAGES

    page.click(".keep.kept a >> nth=0")
    expect(page).to_have_url(f"{site}{SUMMIT}/folders/mappe")
    expect(page.locator(".folder-item")).to_have_count(PASSAGES + 1)
    before = items(page)
    chart = page.locator(".folder-item").first
    expect(chart).to_contain_text("Wer schreibt worüber?")

    down = chart.get_by_role("button", name="Nach unten")
    moved = down.get_attribute("id")
    down.focus()
    for place in (1, 2):
        page.keyboard.press("Enter")
        expect(page.locator(".folder-item").nth(place)).to_contain_text("Wer schreibt worüber?")
        expect(page.locator(f"#{moved}")).to_be_focused()
    assert items(page) == [before[1], before[2], before[0], *before[3:]]

    first = page.locator(".folder-item").first
    first.locator("summary").click()
    first.locator("textarea").fill("Für die Leitung")
    first.get_by_role("button", name="Notiz speichern").click()
    expect(page.locator(".folder-item").first.locator(".folder-note")).to_have_text("Für die Leitung")

    page.locator(".folder-item").nth(1).get_by_role("button", name=re.compile("Herausnehmen")).click()
    expect(page.locator(".folder-item")).to_have_count(PASSAGES)
    page.click("#bring-back")
    expect(page.locator(".folder-item")).to_have_count(PASSAGES + 1)
    assert items(page) == [before[1], before[2], before[0], *before[3:]]

    address = page.locator(".folder-item").nth(1).locator(".words a").get_attribute("href") or ""
    page.goto(site + address)
    expect(page.locator("#here")).to_be_attached()
    sentence = page.locator(".sentence:has(#here)")
    expect(sentence).to_be_in_viewport()


def test_dragged_by_hand(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}/articles")
    for button in page.locator(".article-line button.keep").all()[:2]:
        button.click()
    expect(page.locator(".keep.kept")).to_have_count(2)
    page.goto(f"{site}{SUMMIT}/folders/mappe")
    before = items(page)
    first, last = page.locator(".folder-item .grip").first, page.locator(".folder-item .grip").last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5) if box else None
    page.mouse.down()
    page.evaluate("scrollTo(0, 0)")
    goal = first.bounding_box()
    page.mouse.move(goal["x"] + 8, goal["y"] + 8, steps=4) if goal else None
    page.mouse.up()
    expect(page.locator(".folder-item").first).to_have_id(before[-1])
    assert items(page) == [before[-1], *before[:-1]]


def test_without_javascript(chromium: Browser, site: str) -> None:
    context = chromium.new_context(locale="de-DE", java_script_enabled=False, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{site}{SUMMIT}/folders")
    page.fill("#folder-name", "Ohne Skript")
    page.click(".folder-new button")
    expect(page.locator("h1")).to_have_text("Ohne Skript")

    page.goto(f"{site}{SUMMIT}?person=joe-biden")
    page.locator("button.keep[value$=':matrix']").click()
    expect(page.locator(".kept-notice")).to_contain_text("In der Mappe gemerkt")
    remembered = 0
    for screen in (f"{site}{FILTERED}", f"{site}{SUMMIT}/quotes?person=joe-biden"):
        page.goto(screen)
        for number in range(min(page.locator("[data-step] button.keep").count(), PASSAGES - remembered)):
            page.locator("[data-step] button.keep").nth(number).click()
            expect(page.locator(".kept-notice")).to_be_visible()
            remembered += 1
    assert remembered == PASSAGES
    page.click(".kept-notice button")
    expect(page.locator(".kept-notice")).to_contain_text("Nicht mehr gemerkt")
    page.locator("[data-step] button.keep").nth(0).click()
    page.click(".kept-notice a")
    expect(page.locator("h1")).to_have_text("Ohne Skript")
    before = items(page)
    assert PASSAGES <= len(before) <= PASSAGES + 1

    page.locator(".folder-item").first.get_by_role("button", name="Nach unten").click()
    expect(page.locator(".folder-item").nth(1)).to_have_id(before[0])
    first = page.locator(".folder-item").first
    first.locator("summary").click()
    first.locator("textarea").fill("Für die Leitung")
    first.get_by_role("button", name="Notiz speichern").click()
    expect(page.locator(".folder-item").first.locator(".folder-note")).to_have_text("Für die Leitung")
    page.locator(".folder-item").first.get_by_role("button", name=re.compile("Herausnehmen")).click()
    expect(page.locator(".folder-item")).to_have_count(len(before) - 1)
    page.click("#bring-back")
    expect(page.locator(".folder-item")).to_have_count(len(before))
    page.locator(".folder-item").nth(0).locator(".words a").click()
    expect(page.locator("#here")).to_be_attached()
    context.close()
