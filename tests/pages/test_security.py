"""Who may ask, how much may be sent, what every answer carries; errors as sentences."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import ROOT, Settings

SUMMIT = "/summits/genf-2021"
FORM = {"name": "Gipfel", "place": "Genf", "day": "2021-06-16"}


@pytest.mark.parametrize(
    "path", ["/", SUMMIT, f"{SUMMIT}/topics/cybersicherheit", "/nowhere", "/static/css/base.css", "/api/summits"]
)
def test_every_answer_carries_the_headers(seeded: TestClient, path: str) -> None:
    headers = seeded.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_scripts_and_htmx_carry_the_nonce_of_their_answer(seeded: TestClient) -> None:
    answer = seeded.get(SUMMIT)
    nonce = re.search(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"])
    assert nonce
    assert set(re.findall(r'<script[^>]* nonce="([^"]+)"', answer.text)) == {nonce[1]}
    active = re.findall(r"<[^>]*\shx-(?:get|post)=[^>]*>", answer.text)
    assert active
    assert all(f'hx-nonce="{nonce[1]}"' in element for element in active)
    assert nonce[1] not in seeded.get(SUMMIT).text


def test_pages_have_no_inline_style_or_script(seeded: TestClient) -> None:
    for path in ("", "?open=cybersicherheit", "/topics/cybersicherheit"):
        page = seeded.get(SUMMIT + path).text
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"\son\w+=", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)
        assert "hx-on" not in page


def test_versioned_files_never_change_and_pages_are_asked_for_again(seeded: TestClient) -> None:
    page = seeded.get(SUMMIT)
    assert page.headers["cache-control"] == "no-cache"
    for part in ("Cookie", "HX-Target", "HX-Request"):
        assert part in page.headers["vary"]
    sheet = re.search(r'href="(/static/css/base\.css\?v=\w+)"', page.text)
    assert sheet
    assert "immutable" in seeded.get(sheet[1]).headers["cache-control"]
    assert seeded.get("/static/css/base.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver.evil.example"}, 403),
        ({"origin": "http://testserver:8080"}, 403),
        ({"origin": "http://[broken"}, 403),
    ],
)
def test_only_own_pages_may_write(seeded: TestClient, headers: dict[str, str], status: int) -> None:
    answer = seeded.post(SUMMIT, data=FORM | {"name": "Anders"}, headers=headers, follow_redirects=False)
    assert answer.status_code == status
    assert ("Anders" in seeded.get(SUMMIT).text) == (status == 303)
    if status == 403:
        assert "anderen Website" in answer.text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_method_that_writes_passes(seeded: TestClient, method: str) -> None:
    assert getattr(seeded, method)("/api/summits", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_other_sites_may_link_here(seeded: TestClient) -> None:
    assert seeded.get(SUMMIT, headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("TESTSERVER", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("", 400),
    ],
)
def test_only_known_names_are_answered(seeded: TestClient, host: str, status: int) -> None:
    answer = seeded.get(SUMMIT, headers={"host": host})
    assert answer.status_code == status
    if status == 400:
        assert "ALLOWED_HOSTS" in answer.text


@pytest.fixture
def small(settings: Settings) -> TestClient:
    return TestClient(create_app(settings.model_copy(update={"max_body_bytes": 2_000})))


@pytest.mark.parametrize("announced", [True, False])
def test_too_much_is_refused_with_a_sentence(small: TestClient, announced: bool) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"text="
        for _ in range(40):
            yield b"a" * 100

    body = b"text=" + b"a" * 4_000 if announced else chunks()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = small.post(f"{SUMMIT}/upload", content=body, headers=headers)
    assert answer.status_code == 413
    assert "höchstens 2 kB" in answer.text


def test_a_length_that_is_none_is_refused(small: TestClient) -> None:
    assert small.post(SUMMIT, content=b"", headers={"content-length": "-1"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("get", "/nowhere", 404, "Unter dieser Adresse gibt es nichts"),
        ("get", "/summits/nowhere", 404, "Diesen Gipfel gibt es nicht"),
        ("get", f"{SUMMIT}/topics/nowhere", 404, "Dieses Thema gibt es in diesem Gipfel nicht"),
        ("get", "/articles/abc", 404, "Unter dieser Adresse gibt es nichts"),
        ("delete", SUMMIT, 405, "Diese Adresse lässt sich so nicht benutzen"),
        ("get", "/static/nowhere.css", 404, "Unter dieser Adresse gibt es nichts"),
    ],
)
def test_errors_are_sentences_with_a_way_on(
    seeded: TestClient, method: str, path: str, status: int, words: str
) -> None:
    answer = getattr(seeded, method)(path)
    assert answer.status_code == status
    assert words in answer.text
    assert '<a href="/">' in answer.text


def test_errors_of_the_interface_are_problem_documents(seeded: TestClient) -> None:
    answer = seeded.get("/api/nowhere", headers={"accept-language": "en"})
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["title"]) == (404, "Not Found")
    assert body["detail"].endswith(".")


def test_what_breaks_says_so_without_details(seeded_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("app.pages.summits.overview_page", broken)
    answer = TestClient(create_app(seeded_settings), raise_server_exceptions=False).get(SUMMIT)
    assert answer.status_code == 500
    assert "schiefgegangen" in answer.text
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_user_s_text_is_never_markup(seeded: TestClient) -> None:
    evil = '<script>alert("x")</script>'
    assert seeded.post(SUMMIT, data={"name": evil, "place": evil, "day": ""}).status_code == 200
    for path in (SUMMIT, f"{SUMMIT}?person={evil}&q={evil}&since={evil}&sort={evil}&open={evil}"):
        page = seeded.get(path).text
        assert "<script>alert" not in page
    assert "&lt;script&gt;" in seeded.get(SUMMIT).text


def test_templates_trust_nothing() -> None:
    """No ``|safe`` anywhere: highlights are loops over typed pieces of text."""
    for path in (ROOT / "templates").rglob("*.html"):
        assert not re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8")), path


def test_the_first_visit_is_light(seeded: TestClient) -> None:
    """Page, sheets, scripts and both preloaded fonts: at most 200 kB as they travel."""
    page = seeded.get(SUMMIT)
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    sizes = {part: len(b"".join(_raw(seeded, part))) for part in parts}
    assert sum(sizes.values()) + len(b"".join(_raw(seeded, SUMMIT))) <= 200_000, sizes


def _raw(client: TestClient, path: str) -> Iterator[bytes]:
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        yield from answer.iter_raw()


@pytest.mark.parametrize("path", [SUMMIT, "/static/css/base.css"])
def test_head_is_get_without_the_body(seeded: TestClient, path: str) -> None:
    answer = seeded.head(path)
    assert answer.status_code == 200
    assert answer.content == b""
