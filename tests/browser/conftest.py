"""A real Chromium against the real program: web server and worker as processes of their own, on a copy of the seeds.

Where no Chromium is installed these tests are skipped and say so; in CI (``CI=true``) that is a failure.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from app.settings import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
READY = "Gipfelspiegel is ready: "
PATIENCE_MS = 30_000  # machines that run all tests at once are slow

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine (CHROMIUM names another), without a window."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = "no Chromium found: install one, or name it in CHROMIUM, to run the tests in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="de-DE", viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when anything is blocked or goes wrong in the console."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    assert wrong == []


@pytest.fixture(scope="module")
def database(seeded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A copy of the seeds, as the environment names it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(seeded_template, folder / "site.db")
    shutil.copy(seeded_template.with_name("empty-jobs.db"), folder / "site-jobs.db")
    return {"DATABASE_URL": f"sqlite:///{folder / 'site.db'}", "JOBS_DATABASE_URL": ""}


@pytest.fixture(scope="module")
def site(database: dict[str, str]) -> Iterator[str]:
    """The address of the program as ``gipfelspiegel serve`` starts it: web and worker, a port of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", "0"],
        cwd=ROOT,
        env=os.environ | database,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    line = next((line for line in process.stdout if READY in line), "")
    assert line, "the server ended before it was ready"
    yield line.partition(READY)[2].split()[0]
    process.send_signal(signal.SIGINT)
    process.wait(20)
