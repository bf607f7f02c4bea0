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


# What a printed page may not have: controls that can be seen, boxes that cut what they hold, things that stay folded.
LOST = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const name = (one) => `${one.tagName.toLowerCase()}#${one.id}.${one.className}`;
  const all = [...document.querySelectorAll("main *")];
  const scrolls = (one) => ["auto", "scroll", "hidden"].includes(getComputedStyle(one).overflowX)
    && one.scrollWidth > one.clientWidth + 1 && !one.classList.contains("hidden") && !(one instanceof SVGElement);
  const controls = "button, select, textarea, form:not(.paper) input, a[role=button]";
  const aside = ".pop, .edit, .rename, .more-about, .passage-fix, .hidden-topics";
  const open = (one) => one.closest("details").checkVisibility() && getComputedStyle(one).display !== "none";
  const behind = [...document.querySelectorAll("main details > :not(summary)")].filter((one) => !one.closest(aside));
  return {
    controls: all.filter((one) => one.matches(controls) && seen(one)).map(name),
    cut: all.filter((one) => seen(one) && scrolls(one)).map(name),
    folded: behind.filter((one) => open(one) && !seen(one)).map(name),
  };
}"""
PRINTED = (
    SUMMIT,
    f"{SUMMIT}?count=strands",
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
    f"{SUMMIT}/topics/cybersicherheit",
    f"{SUMMIT}/without-topic",
    f"{SUMMIT}/articles",
    f"{SUMMIT}/sources",
    f"{SUMMIT}/corrections",
    f"{SUMMIT}/search?q=Putin",
    "/articles/1",
)


@pytest.mark.parametrize("address", PRINTED)
def test_paper_loses_nothing(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}{address}")
    expect(page.locator(".paper-foot")).to_be_hidden()
    page.emulate_media(media="print")
    assert page.evaluate(LOST) == {"controls": [], "cut": [], "folded": []}
    foot = page.locator(".paper-foot")
    expect(foot).to_be_visible()
    expect(foot).to_contain_text(f"{site}{address}")
    expect(foot).to_contain_text("Gipfelspiegel 0.")


def test_paper_has_all_columns_of_the_matrix(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}")
    page.emulate_media(media="print")
    heads = page.locator(".matrix thead th .source")
    assert heads.count() == 5
    right = page.evaluate("document.querySelector('.matrix').getBoundingClientRect().right")
    assert right <= page.evaluate("document.documentElement.clientWidth") + 1
    for sign in page.locator(".matrix .claim-sign").all()[:5]:
        assert sign.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"


def test_an_outlet_s_name_stands_on_paper(page: Page, site: str) -> None:
    page.goto(f"{site}{SUMMIT}/sources")
    page.emulate_media(media="print")
    expect(page.locator("input[name=name]").first).to_be_visible()
    expect(page.locator("input[name=name]").first).to_have_value("Quelle A")
