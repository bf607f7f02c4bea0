"""What a reader feels: a click in a real browser on a processor slowed fourfold, until something is painted.

The first figure is that of Chromium itself (event timing, as in "interaction to next paint"): from the click to the
next frame, in steps of 8 ms. An answer comes after that frame; how long it takes until it is shown, and the longest
task that the browser does for it (a click meanwhile would wait so long), stand beside it.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.bench.addresses import Subjects, subjects
from tests.bench.databases import Stock
from tests.bench.server import serving
from tests.bench.verdicts import Verdicts

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SLOWED, CLICKS, LIMIT_MS = 4, 7, 100
PATIENCE_MS = 60_000
_WATCH = """
window.seen = {events: [], tasks: []};
new PerformanceObserver(list => seen.events.push(...list.getEntries().map(e => [e.interactionId, e.duration])))
    .observe({type: "event", durationThreshold: 16});
new PerformanceObserver(list => seen.tasks.push(...list.getEntries().map(e => e.duration)))
    .observe({type: "longtask"});
"""
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"


@dataclass(frozen=True, slots=True)
class Felt:
    """ms: until the next paint, until the answer is shown, the longest task."""

    paint: float
    shown: float
    task: float


def measure_browser(stock: Stock, size: int, verdicts: Verdicts) -> None:
    """Print a line for each click, and hold it to its limit; without a Chromium, say so."""
    path = next(filter(None, (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES))), None)
    if path is None:
        print("\nNo Chromium was found: what a click costs a reader is not measured (CHROMIUM names one).")
        return
    database = stock.database(size)
    known = subjects(database)
    print(f"\nA click with {size:,} articles, processor slowed {SLOWED} times: ms, the median of {CLICKS}")
    print(f"  {'':34}{'next paint':>12}{'answer shown':>14}{'longest task':>14}")
    with serving(database) as server, _opened(path) as page:
        for what, address, click in _clicks(known):
            felt = _felt(page, server.url + address, click)
            print(f"  {what:34}{felt.paint:12.0f}{felt.shown:14.0f}{felt.task:14.0f}", flush=True)
            verdicts.hold(f"{what}, {size:,} articles, to the next paint", felt.paint, LIMIT_MS)


def _clicks(known: Subjects) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """What is clicked, where, and what shows that the answer is there."""
    overview = f"/summits/{known.summit}"
    row = f"#open-{known.topic}"
    yield "opening a row of the overview", overview, (row, f"{row}[aria-expanded=true]")
    chip = f"#filter-source-{known.left}"
    for screen, address in (("overview", overview), ("list", f"{overview}/articles")):
        yield f"a filter of the {screen}", address, (chip, f"{chip}[aria-pressed=true]")


def _felt(page: Page, address: str, click: tuple[str, str]) -> Felt:
    found: list[Felt] = []
    for _ in range(CLICKS):
        page.goto(address, wait_until="load")
        page.wait_for_timeout(500)  # what a page does when it is loaded is no part of the click
        page.evaluate(_WATCH)
        began = time.perf_counter()
        page.locator(click[0]).click()
        page.wait_for_selector(click[1])
        page.evaluate(_PAINTED)
        shown = 1000 * (time.perf_counter() - began)
        page.wait_for_timeout(300)  # the observers are told later
        events = page.evaluate("seen.events")
        found.append(
            Felt(
                paint=max((duration for interaction, duration in events if interaction), default=8.0),
                shown=shown,
                task=max(page.evaluate("seen.tasks"), default=0.0),
            )
        )
    return Felt(*(median(getattr(one, name) for one in found) for name in ("paint", "shown", "task")))


@contextmanager
def _opened(path: str) -> Iterator[Page]:
    """A page of a Chromium without a window, slowed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(locale="de-DE", viewport={"width": 1440, "height": 900}, bypass_csp=True)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        yield page
        browser.close()
