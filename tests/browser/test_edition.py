"""An edition opens from a folder, with and without JavaScript, and axe finds nothing in it."""

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.db import make_engine, session_scope
from app.editions.archive import edition
from app.exports.rights import Terms
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.timeout(300)

PAGES = (
    "index.html",
    "topics/cybersicherheit.html",
    "quotes--view-same.html",
    "shared.html",
    "persons/joe-biden.html",
    "articles/1.html",
    "figures.html",
    "silence.html",
    "method.html",
    "search.html",
)


@pytest.fixture(scope="module")
def folder(seeded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of the five articles, unpacked."""

    def made() -> bytes:
        engine = make_engine(f"sqlite:///{seeded_template}")
        with session_scope(engine) as session:
            return edition(session, "genf-2021", Terms(), "de")

    with ThreadPoolExecutor(1) as apart:  # in this thread the browser has a loop of its own
        data = apart.submit(made).result()
    place = tmp_path_factory.mktemp("edition")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(place)
    return place


@pytest.fixture(params=["light", "dark"])
def opened(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser; it may not reach the network."""
    context = chromium.new_context(color_scheme=request.param, offline=True)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing(opened: Page, folder: Path) -> None:
    script = AXE.read_text("utf-8")
    for name in PAGES:
        opened.goto(f"file://{folder / name}")
        opened.add_script_tag(content=script)
        found = opened.evaluate(
            "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)]))"
        )
        assert found == [], name


def test_a_reader_follows_a_number_to_its_sentence(chromium: Browser, folder: Path) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(f"file://{folder / 'index.html'}")
    page.locator("#topic-cybersicherheit a.cell").first.click()
    assert page.url.startswith(f"file://{folder}/topics/cybersicherheit.html#source-")
    page.get_by_role("link", name="im Artikel").first.click()
    assert "/articles/" in page.url
    assert page.locator(f"[id='{page.url.partition('#')[2]}']").count() == 1
    page.get_by_role("link", name="In dieser Ausgabe suchen").click()
    assert "braucht JavaScript" in page.locator("noscript").inner_text()
    context.close()


def test_its_search(opened: Page, folder: Path) -> None:
    opened.goto(f"file://{folder / 'search.html'}")
    opened.get_by_label("Wörter, die eine Seite alle enthält").fill("nawalny MENSCHENRECHTE")
    opened.locator("#found a").first.wait_for()
    assert opened.locator("#found li").count() > 2
    opened.locator("#found a").first.click()
    assert opened.locator("h1").count() == 1
    opened.go_back()
    opened.get_by_label("Wörter, die eine Seite alle enthält").fill("Blumenkohlsuppe")
    assert opened.locator("#found").inner_text() == "Auf keiner Seite gefunden."
