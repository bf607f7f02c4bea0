"""Passages that may hold a thing are accepted and refused with one click, and stay so whatever happens after that."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.settings import ROOT

pytestmark = pytest.mark.timeout(600)


def offers(page: Page, site: str, slug: str = "genf-2021") -> Locator:
    """Every topic and source on the page of silences for which passages are offered."""
    page.goto(f"{site}/summits/{slug}/silence")
    return page.locator(".silence .perhaps-in, .rare .perhaps-in")


def command(database: dict[str, str], *arguments: str) -> str:
    line = [sys.executable, "-m", "app.cli", *arguments]
    done = subprocess.run(line, cwd=ROOT, env=os.environ | database, check=True, capture_output=True, text=True)
    return done.stdout


def until_analysed(page: Page, site: str, slug: str) -> None:
    for _ in range(120):
        articles = page.request.get(f"{site}/api/summits/{slug}/articles").json()["items"]
        if articles and all(one["status"] == "ready" for one in articles):
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the articles were not analysed in time")


def answer(page: Page, chosen: Locator, button: str) -> tuple[str, str]:
    """Open what is offered first and press a button; the topic and the place (article:part:from-to) it was about."""
    chosen.locator("summary").click()
    form = chosen.locator("form").first
    topic = chosen.locator("xpath=ancestor::*[starts-with(@id, 'silence-')][1]").get_attribute("id") or ""
    place = form.locator("[name=at]").get_attribute("value") or ""
    form.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".recorded")).to_be_visible()
    return topic.removeprefix("silence-"), place


def test_yes_and_no_hold_through_analysis_export_and_import(
    page: Page, site: str, database: dict[str, str], tmp_path: Path
) -> None:
    offered = offers(page, site)
    before = offered.count()
    assert before >= 2
    page.evaluate("window.same = true")
    yes_topic, yes_place = answer(page, offered.first, "Ja, dasselbe")
    expect(page.locator(".recorded")).to_contain_text(re.compile("Thema .+: ja"))
    assert page.evaluate("window.same") is True, "an answer must not load the page anew"
    expect(offered).to_have_count(before - 1)
    no_topic, no_place = answer(page, offers(page, site).first, "Nein")
    expect(page.locator(".recorded")).to_contain_text("nein")

    def articles(slug: str) -> list[int]:
        return [one["id"] for one in page.request.get(f"{site}/api/summits/{slug}/articles").json()["items"]]

    order, no_span = articles("genf-2021"), no_place.partition(":")[2]

    def held(slug: str) -> bool:
        """The accepted sentence is on its topic, and what was refused is offered no more."""
        article, _, span = yes_place.split(":")
        known = page.request.get(f"{site}/api/articles/{articles(slug)[order.index(int(article))]}").json()
        start = int(span.partition("-")[0])
        here = [one for one in known["sentences"] if one["start"] <= start < one["end"]]
        answers = page.request.get(f"{site}/summits/{slug}/silence").text()
        refused = re.search(rf'id="silence-{no_topic}".*?(?=id="silence-|$)', answers, re.S)
        on_topic = any(topic["slug"] == yes_topic for one in here for topic in one["topics"])
        return on_topic and f":{no_span}" not in (refused[0] if refused else "")

    assert held("genf-2021")
    command(database, "reanalyse", "--summit", "genf-2021")
    until_analysed(page, site, "genf-2021")
    assert held("genf-2021")

    file = tmp_path / "genf.json"
    command(database, "export", "genf-2021", str(file))
    brought = re.search(r"/summits/([a-z0-9-]+)", command(database, "import", str(file)))
    assert brought
    until_analysed(page, site, brought[1])
    assert held(brought[1])
    page.goto(f"{site}/summits/{brought[1]}/corrections")
    expect(page.locator("table.record")).to_contain_text(re.compile("Thema .+: ja"))
    expect(page.locator("table.record")).to_contain_text(re.compile("Thema .+: nein"))

    # Undone, the passage is offered again.
    page.locator("tr", has_text=": nein").get_by_role("button", name="Zurücknehmen").click()
    expect(page.locator("tr.undone")).to_have_count(1)
    offers(page, site, brought[1])
    expect(page.locator(f'#silence-{no_topic} [name=at][value$=":{no_span}"]')).to_have_count(1)


def test_an_answer_works_without_javascript(chromium: object, site: str) -> None:
    context = chromium.new_context(locale="de-DE", java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    offered = offers(page, site)
    before = offered.count()
    answer(page, offered.first, "Nein")
    expect(page).to_have_url(re.compile(r"/silence\?fixed=\d+#silence-"))
    page.locator(".recorded").get_by_role("button", name="Zurücknehmen").click()
    expect(offers(page, site)).to_have_count(before)
    context.close()
