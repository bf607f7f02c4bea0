"""Whatever is wrong is answered by a problem document with a sentence, never by a 500, and nothing is kept."""

import json

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine

from tests.stories import SLUG, S, add_story

ARTICLES = f"/api/summits/{SLUG}/articles"


@pytest.fixture(autouse=True)
def one(each: Engine) -> None:
    """A summit with one article."""
    add_story(each, S("{Joe Biden} sprach über Waffen.", "ruestungskontrolle"))


def assert_problem(answer: Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert len(body["detail"]) > 10
    assert body["title"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/summits/nirgends/articles",
        "/api/summits/nirgends/matrix",
        "/api/summits/%00/matrix",
        "/api/summits/%F0%9F%98%80/matrix",
        f"/api/summits/{SLUG}/topics/gibt-es-nicht/passages",
        f"/api/summits/{SLUG}/topics/%00/passages",
        "/api/articles/77",
        "/api/articles/0",
        "/api/articles/-1",
        "/api/articles/99999999999999999999999",
        "/api/articles/2147483648",
        "/api/articles/abc",
        "/api/articles/1%00",
        "/api/nichts",
        "/api",
    ],
)
def test_what_is_not_there(api: TestClient, path: str) -> None:
    assert_problem(api.get(path), 404)


@pytest.mark.parametrize(
    "query",
    [
        "person=%00",
        "person=<script>alert(1)</script>",
        "person=' OR 1=1 --",
        "person=" + "x" * 5_000,
        "&".join(f"person=p{number}" for number in range(60)),
        "source=%00&source=%F0%9F%98%80",
        "since=",
        "since=2021-06-30&until=2021-06-01",
        "match=vielleicht",
        "topic=%00",
        "topic=' OR 1=1 --",
        'q="',
        "q=*",
        "q=a NEAR b",
        "q=AND OR NOT",
        "q=--",
        "q=%00",
        "q=" + "wort " * 2_000,
        "q=%F0%9F%98%80",
    ],
)
def test_hostile_filters_are_answered(api: TestClient, query: str) -> None:
    for path in (ARTICLES, f"/api/summits/{SLUG}/matrix", f"/api/summits/{SLUG}/topics/ruestungskontrolle/passages"):
        assert api.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["since=2021-99-99", "until=nie", "since=2021", "until=%D9%A2021-06-01"])
def test_days_that_are_none(api: TestClient, query: str) -> None:
    for path in (ARTICLES, f"/api/summits/{SLUG}/matrix", f"/api/summits/{SLUG}/topics/ruestungskontrolle/passages"):
        assert_problem(api.get(f"{path}?{query}"), 422)


@pytest.mark.parametrize("query", ["offset=-1", "limit=0", "limit=100000", "offset=abc", "limit=99999999999999999999"])
def test_pages_that_cannot_be(api: TestClient, query: str) -> None:
    assert_problem(api.get(f"{ARTICLES}?{query}"), 422)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": " \n"}, 422),
        ({"text": "\x00\x01"}, 422),
        ({"text": "123 ..."}, 422),
        ({"text": None}, 422),
        ({"text": 5}, 422),
        ({"text": ["a"]}, 422),
        ({}, 422),
        ({"text": "Gut.", "titel": "x"}, 422),
        ({"text": "Gut.", "published": "2021-02-30"}, 422),
        ({"text": "Gut.", "published": "\x00"}, 422),
        ({"text": "Gut.", "url": "javascript:alert(1)"}, 422),
        ({"text": "Gut.", "title": "x" * 301}, 422),
        ({"text": "Gut.", "source": "x" * 200}, 422),
        ({"text": "wort " * 150_000}, 413),
        ({"text": "x" * 10_000_000}, 413),
    ],
)
def test_articles_that_cannot_be_taken(api: TestClient, body: object, status: int) -> None:
    assert_problem(api.post(ARTICLES, json=body), status)
    assert api.get(ARTICLES).json()["total"] == 1


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b'{"text": "\\ud800"}', "application/json", 422),
        (b'{"text": "Gut.", "published": "\\ud800"}', "application/json", 422),
        (b"text=Gut", "application/x-www-form-urlencoded", 422),
        (b"[" * 100_000, "application/json", 400),
    ],
)
def test_bodies_that_are_no_article(api: TestClient, content: bytes, kind: str, status: int) -> None:
    answer = api.post(ARTICLES, content=content, headers={"content-type": kind})
    assert_problem(answer, status)
    assert api.get(ARTICLES).json()["total"] == 1


@pytest.mark.parametrize("field", ["title", "source"])
@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "\x00", "\u202e", "' OR 1=1 --", "😀"])
def test_odd_fields_are_kept_as_text_or_left_out(api: TestClient, field: str, value: str) -> None:
    answer = api.post(ARTICLES, json={"text": "Ein neuer Text.", field: value})
    assert answer.status_code == 202
    article = api.get(answer.headers["location"]).json()
    assert article["source"]["name"]
    assert "\x00" not in json.dumps(article, ensure_ascii=False)


def test_other_ways_of_asking_are_refused(api: TestClient) -> None:
    assert_problem(api.delete("/api/articles/1"), 405)
    assert_problem(api.post("/api/summits/nirgends/articles", json={"text": "Gut."}), 404)


def test_other_sites_cannot_write(api: TestClient) -> None:
    answer = api.post(ARTICLES, json={"text": "Gut."}, headers={"origin": "https://boese.example"})
    assert_problem(answer, 403)
    assert api.get(ARTICLES).json()["total"] == 1
