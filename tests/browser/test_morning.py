"""The whole morning of somebody who brings the coverage and puts right what the machine got wrong."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.settings import ROOT
from tests.browser.conftest import PATIENCE_MS
from tests.journeys import coverage

SUMMIT = "/summits/genf-2021"
LONG_MS = 6 * PATIENCE_MS


def until_ready(page: Page, site: str, articles: int) -> None:
    """Wait for the worker: no notice about articles that are missing below."""
    for _ in range(120):
        page.goto(f"{site}{SUMMIT}")
        expect(page.locator("#summit-title")).to_contain_text(f"{articles} Artikel")
        if not page.locator("#summit-title .notice").count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the articles were not analysed in time")


@pytest.mark.timeout(600)
def test_a_morning(chromium: Browser, site: str, database: dict[str, str], tmp_path: Path) -> None:
    packed = tmp_path / "presse.zip"
    packed.write_bytes(coverage.archive())
    page = chromium.new_page(locale="de-DE", viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.set_default_timeout(LONG_MS)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))

    # Drop a ZIP of twenty and watch it being read.
    page.goto(f"{site}{SUMMIT}/desk")
    page.set_input_files("#files", packed)
    page.click("#bring button")
    expect(page.locator("#drafts-title")).to_contain_text("20 Entwürfe", timeout=LONG_MS)
    expect(page.locator("article.draft")).to_have_count(20)

    # Put date and source of one right and keep it; settle the duplicate; keep the rest.
    first = page.locator("article.draft").first
    first.locator("[name=published]").fill("17.6.2021")
    first.locator("[name=source]").fill("Neue Presse")
    first.get_by_role("button", name="Behalten", exact=True).click()
    expect(page.locator("article.draft").first).to_contain_text("Behalten.")
    duplicate = page.locator("article.draft", has=page.locator(".rival"))
    expect(duplicate).to_have_count(1)
    duplicate.get_by_role("button", name="Was darüber bekannt ist, hierdurch ersetzen").click()
    expect(page.locator("article.draft .rival")).to_have_count(0)
    page.goto(f"{site}{SUMMIT}/desk")
    page.get_by_role("button", name="Alle 18 Entwürfe behalten").click()
    expect(page.locator("#drafts-title")).to_contain_text("0 Entwürfe")
    until_ready(page, site, 24)
    page.goto(f"{site}{SUMMIT}/articles?source=neue-presse")
    expect(page.locator("#main")).to_contain_text("17. Juni 2021")

    # Two names that are one person.
    page.goto(f"{site}{SUMMIT}/persons/ute-brandt/edit")
    page.fill("#other", coverage.OTHER_NAME)
    page.click("button[value=join]")
    expect(page.locator("h1")).to_contain_text(coverage.PERSON)

    # A passage that belongs to another topic.
    page.goto(f"{site}{SUMMIT}/topics/arktis")
    passage = page.locator("article.passage", has=page.locator(".passage-fix")).first
    here = passage.locator("form [name=start]").get_attribute("value"), passage.locator("form").get_attribute("action")
    passage.locator(".passage-fix summary").click()
    passage.locator("select[name=topic]").select_option("raumfahrt")
    passage.locator("button[value=move]").click()
    page.wait_for_url(re.compile("fixed="))

    def stands_in(topic: str) -> bool:
        answer = page.request.get(f"{site}{SUMMIT}/topics/{topic}")
        return answer.ok and f'name="start" value="{here[0]}"' in answer.text() and str(here[1]) in answer.text()

    def decided() -> bool:
        person = page.request.get(f"{site}{SUMMIT}/persons/ute-holm")
        return person.url.endswith("/ute-brandt") and stands_in("raumfahrt") and not stands_in("arktis")

    for _ in range(60):  # joining persons of many articles is the worker's work
        if decided():
            break
        page.wait_for_timeout(500)
    assert decided()

    # Analysed anew, both still hold; undone, one does not.
    again = [sys.executable, "-m", "app.cli", "reanalyse", "--summit", "genf-2021"]
    subprocess.run(again, cwd=ROOT, env=os.environ | database, check=True)
    until_ready(page, site, 24)
    assert decided()
    page.goto(f"{site}{SUMMIT}/corrections")
    page.locator("li, tr", has_text="Raumfahrt").get_by_role("button", name="Zurücknehmen").first.click()
    expect(page.locator("#main")).to_contain_text("zurückgenommen", ignore_case=True)
    for _ in range(60):
        if stands_in("arktis") and not stands_in("raumfahrt"):
            break
        page.wait_for_timeout(500)
    assert stands_in("arktis")
    assert not stands_in("raumfahrt")
    assert wrong == []
    page.close()
