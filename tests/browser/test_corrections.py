"""Putting right what is wrong, with mouse and keyboard, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.timeout(300)
SUMMIT = "/summits/genf-2021"

# Selects words of the text as a mouse would; says whether they were found.
SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    return true;
  }
  return false;
}"""


def test_words_that_were_missed_are_selected_and_marked(page: Page, site: str) -> None:
    page.goto(f"{site}/articles/1")
    page.click("text=Markierungen berichtigen")
    expect(page.locator("#text.fixing")).to_be_visible()
    page.evaluate("window.same = true")
    assert page.evaluate(SELECT, "hörenswert")
    page.click("#mark-selected")
    panel = page.locator("#fix[data-here]")
    expect(panel.locator("blockquote")).to_have_text("hörenswert")
    panel.locator("#fix-label").select_option("organisation")
    panel.locator("#fix-name").fill("Hörensender")
    panel.get_by_role("button", name="Als Namen markieren").click()
    expect(page.locator(".notice.fixed")).to_contain_text("Hörensender")
    marked = page.locator("#text .organisation.corrected", has_text="hörenswert")
    expect(marked).to_be_visible()
    assert page.evaluate("window.same") is True, "a correction must not load the page anew"

    page.locator(".notice.fixed").get_by_role("button", name="Zurücknehmen").click()
    expect(page.locator(".notice.fixed")).to_contain_text("Zurückgenommen")
    expect(marked).to_have_count(0)


def test_a_name_is_put_right_by_keyboard_alone(page: Page, site: str) -> None:
    page.goto(f"{site}/articles/1?fix=on")
    name = page.locator("#text a.person[data-fix]", has_text="Joe Biden").first
    name.focus()
    page.keyboard.press("e")
    expect(page.locator("#fix[data-here]")).to_be_focused()
    page.keyboard.press("Tab")  # close
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Kein Name")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".notice.fixed")).to_contain_text("ist kein Name")
    page.locator(".notice.fixed").get_by_role("button", name="Zurücknehmen").click()
    expect(page.locator(".notice.fixed")).to_contain_text("Zurückgenommen")


def test_two_persons_are_joined_and_separated_again(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}/persons/joe-biden")
    page.click("text=Berichtigen: verbinden")
    page.fill("#other", "Jake Sullivan")
    page.get_by_role("button", name="Verbinden", exact=True).click()
    expect(page.locator(".notice.fixed")).to_contain_text("Jake Sullivan")
    page.goto(f"{site}{SUMMIT}/persons/jake-sullivan")
    expect(page).to_have_url(re.compile("/persons/joe-biden$"))

    page.goto(f"{site}{SUMMIT}/corrections")
    page.locator("tr", has_text="Jake Sullivan").get_by_role("button", name="Zurücknehmen").click()
    expect(page.locator("tr.undone", has_text="Jake Sullivan")).to_be_visible()
    page.goto(f"{site}{SUMMIT}/persons/jake-sullivan")
    expect(page.locator("h1")).to_have_text("Jake Sullivan")


def test_a_passage_leaves_a_topic_in_two_clicks(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}/topics/cybersicherheit")
    passages = page.locator("article.passage").count()
    first = page.locator("article.passage").first
    first.get_by_text("Berichtigen").first.click()
    first.get_by_role("button", name="Nicht dieses Thema").click()
    expect(page.locator(".notice.fixed")).to_contain_text("nicht: Cybersicherheit")
    expect(page.locator("article.passage")).to_have_count(passages - 1)


def test_a_new_topic_is_followed_while_one_watches(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}/new-topic")
    page.fill("#label_de", "Presse")
    page.fill("#strong", "Reporterin\nPressekonferenz")
    page.get_by_role("button", name="Zeigen, was kommt und geht").click()
    expect(page.locator(".would")).to_contain_text("Reporterin")
    page.get_by_role("button", name="Dieses Thema anlegen").click()
    expect(page.locator(".notice.fixed")).to_contain_text("Presse")
    expect(page.locator("#rework progress")).to_have_count(0, timeout=60_000)
    page.goto(f"{site}{SUMMIT}/topics/presse")
    expect(page.locator("article.passage").first).to_be_visible()
