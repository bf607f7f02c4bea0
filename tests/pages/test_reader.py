"""A page knows of its reader what every reader with the same key has, unless it says that it wants more."""

from fastapi import Request
from fastapi.testclient import TestClient

from app.pages.reader import own, shared
from tests.changes import application

SECRET = {"cookie": "editor=x; lang=en", "user-agent": "me", "referer": "/there", "x-anything": "1", "accept": "*/*"}


def seen(client: TestClient, address: str) -> dict[str, object]:
    found: dict[str, object] = client.get(address, headers=SECRET | {"hx-request": "true"}).json()
    return found


def test_what_is_one_persons_is_out_of_sight_unless_asked_for(seeded: TestClient) -> None:
    app = application(seeded)

    @app.get("/seen")
    def page(request: Request) -> dict[str, object]:
        return {"headers": dict(request.headers), "cookies": request.cookies, "client": request.client}

    @app.get("/own")
    def owned(request: Request) -> dict[str, object]:
        return {"cookies": own(request).cookies, "agent": own(request).headers["user-agent"]}

    everybody = seen(seeded, "/seen")
    assert everybody["headers"] == {"host": "testserver", "accept-language": "en", "hx-request": "true"}
    assert everybody["cookies"] == {}
    assert everybody["client"] is None
    assert seen(seeded, "/own") == {"cookies": {"editor": "x", "lang": "en"}, "agent": "me"}
    assert "etag" in seeded.get("/seen").headers
    assert "etag" not in seeded.get("/own").headers


def test_forms_come_with_everything() -> None:
    request = Request({"type": "http", "headers": [(b"cookie", b"editor=x")], "state": {}})
    assert own(request).cookies == {"editor": "x"}


def test_requests_have_one_key_exactly_where_a_page_cannot_tell_them_apart() -> None:
    def key(path: str = "/a", query: bytes = b"", **headers: str) -> object:
        raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "query_string": query, "headers": raw}
        return shared(scope).key

    same = [{}, {"accept_language": "de-AT, en;q=0.5"}, {"cookie": "lang=de; editor=x"}, {"user_agent": "y"}]
    assert len({key(**headers) for headers in same}) == 1
    other = [{"cookie": "lang=en"}, {"hx_request": "true"}, {"hx_target": "div#view"}, {"host": "other"}]
    keys = [key(**headers) for headers in other] + [key("/b"), key(query=b"x=1"), key()]
    assert len(set(keys)) == len(keys)
