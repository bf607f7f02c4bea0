"""What endpoints share."""

import logging
from typing import Any

import pytest
from fastapi import BackgroundTasks, HTTPException, Request
from fastapi.testclient import TestClient

from app.pages.deps import in_summit, queue_after, read_number
from tests.conftest import run_apart
from tests.pages.test_hostile import addresses


@pytest.mark.parametrize(
    ("given", "number"), [("0", 0), ("041", 41), ("999999999", 999_999_999), ("1234567890", None), ("", None)]
)
def test_numbers_in_addresses(given: str, number: int | None) -> None:
    assert read_number(given) == number


@pytest.mark.parametrize("given", ["-1", "1.5", "٣", "²", " 1", "1e3", "x"])
def test_what_is_no_number(given: str) -> None:
    assert read_number(given) is None


def test_what_is_found_is_given_back() -> None:
    assert in_summit([]) == []
    with pytest.raises(HTTPException) as missing:
        in_summit(None)
    assert missing.value.status_code == 404


def test_every_address_in_an_unknown_summit_is_not_there(client: TestClient) -> None:
    paths = {path for method, path in addresses(client.app.routes) if method == "GET"}  # type: ignore[attr-defined]
    of_summits = [path for path in paths if "summits/{slug}" in path and path.count("{") == 1]
    assert len(of_summits) > 20
    for path in of_summits:
        answer = client.get(path.replace("{slug}", "nicht-da"), follow_redirects=False)
        if answer.status_code != 307:  # an old address that leads to another one
            assert answer.status_code == 404, path
            assert "Gipfel gibt es nicht" in answer.text, path


def test_what_cannot_be_put_in_line_is_told_and_nothing_else(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[Any] = []

    def enqueue_reading(settings: object, ids: list[int]) -> None:
        done.append((settings, ids))
        raise OSError("no queue")

    request = Request({"type": "http", "app": client.app})
    after = BackgroundTasks()
    queue_after(request, after, enqueue_reading, [1, 2])
    assert not done, "not before the answer"
    with caplog.at_level(logging.ERROR):
        run_apart(after())
    assert done == [(client.app.state.settings, [1, 2])]  # type: ignore[attr-defined]
    assert "enqueue_reading([1, 2],)" in caplog.text
