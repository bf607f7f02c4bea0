"""The bench looks at every screen of a summit, and finds who and what it is about most."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.bench.addresses import addresses, subjects
from tests.pages.test_hostile import addresses as every_address

# Answers to a browser that is waiting, and pages that hang on one entry of a desk or list, on a folder or a place.
BESIDE = {
    "/summits/{slug}/documents/{token}",
    "/summits/{slug}/documents/{token}/file",
    "/summits/{slug}/folders/{folder}/document",
    "/summits/{slug}/desk/reading",
    "/summits/{slug}/desk/tables/{item_id}",
    "/summits/{slug}/corrections/progress",
    "/summits/{slug}/offers/{offer_id}",
    "/summits/{slug}/quotes/{key}",
    "/summits/{slug}/figures/{key}",
    "/summits/{slug}/shared/{key}",
    "/articles/{article_id}/progress",
    "/articles/{article_id}/citation",
}


def test_every_screen_of_a_summit_is_measured(demo_template: Path) -> None:
    asked = [address.split("?")[0] for address in addresses(subjects(demo_template)).values()]
    missed = {
        route
        for route in _screens(create_app(Settings(database_url=f"sqlite:///{demo_template}")))
        if not any(re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", route), address) for address in asked)
    }
    assert missed == BESIDE


def _screens(app: FastAPI) -> Iterator[str]:
    for method, path in every_address(app.routes):
        if method == "GET" and re.match(r"/(summits|articles)/\{", path):
            yield path


def test_every_address_is_a_page(demo: TestClient, demo_template: Path) -> None:
    for page, address in addresses(subjects(demo_template)).items():
        assert demo.get(address).status_code == 200, page


def test_who_is_named_most_is_named_most(demo: TestClient, demo_template: Path) -> None:
    known = subjects(demo_template)
    listed = demo.get(f"/summits/{known.summit}/persons").text
    first = re.search(r'/persons/([a-z0-9-]+)"', listed)
    assert first is not None
    assert known.name in listed


def test_without_articles_there_is_nothing_to_ask_for(empty_template: Path) -> None:
    with pytest.raises((LookupError, ValueError)):
        subjects(empty_template)
