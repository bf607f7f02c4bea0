"""What paper shows of a page: a filtered table must not look like the whole."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.timeout(300)
SUMMIT = "/summits/genf-2021"


def test_paper_tells_the_filters_in_words(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}?source=quelle-b&person=joe-biden&since=2021-06-17&until=2021-06-17&source=zzz")
    lead = page.get_by_text("Diese Seite ist gefiltert:")
    expect(lead).to_be_hidden()
    page.emulate_media(media="print")
    expect(lead).to_be_visible()
    for words in ("Nur mit Joe Biden", "nur in Quelle B", "vom 17. Juni 2021", "nur auf den Monat datiert", "zzz"):
        expect(page.locator("#active-filters").get_by_text(words)).to_be_visible()
    expect(page.locator("#filter-source-quelle-b")).to_be_hidden()
    expect(page.locator("#clear-filters")).to_be_hidden()
    expect(page.locator(".title .dek")).to_contain_text("1 von 5 Artikeln")


def test_paper_says_nothing_of_filters_where_there_are_none(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}")
    page.emulate_media(media="print")
    expect(page.locator("#active-filters")).to_be_hidden()
    expect(page.get_by_text("Diese Seite ist gefiltert:")).to_have_count(0)
