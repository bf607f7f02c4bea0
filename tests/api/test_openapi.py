"""What ``/openapi.json`` promises: every field and parameter is told, and whatever is asked, the answer is as told.

schemathesis finds nothing either (``st run http://.../openapi.json --checks all``), but for the one thing that a schema
cannot say: that a summit's last day is not before its first.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx import Response
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from starlette.routing import Match
from typing_extensions import is_typeddict

from app.api import articles, claims, folders, summits
from app.api.schemas import ADDRESS, PUBLISHED, Duplicate, Problem
from app.intake.drafts import IntakeError, make_draft, parse_published

SUMMIT = "genf-2021"
ROUTES = [
    route
    for module in (summits, articles, claims, folders)
    for route in module.router.routes
    if isinstance(route, APIRoute) and route.include_in_schema
]
MEDIA = {  # of answers that are no JSON of a shape of their own
    "GET /api/articles/{article_id}/text": "text/plain",
    "GET /api/articles/{article_id}/annotations": "application/ld+json",
}


@pytest.fixture
def openapi(client: TestClient) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/openapi.json").json()
    return document


def calls(openapi: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in openapi["paths"].items():
        for method, call in methods.items():
            yield f"{method.upper()} {path}", call


# --- nothing is left untold


def test_every_field_has_its_meaning_and_an_example(openapi: dict[str, Any]) -> None:
    for name, schema in openapi["components"]["schemas"].items():
        assert schema.get("description"), name
        for field, told in schema["properties"].items():
            if "$ref" in told:
                continue  # of a shape that has a meaning of its own
            assert told.get("description"), (name, field)
            assert "$ref" in str(told) or told.get("examples"), (name, field)


def test_every_parameter_and_answer_has_its_meaning(openapi: dict[str, Any]) -> None:
    for call, told in calls(openapi):
        assert told["description"], call
        for parameter in told.get("parameters", ()):
            assert parameter.get("description"), (call, parameter["name"])
        for status, answer in told["responses"].items():
            assert answer["description"], (call, status)
            kind = MEDIA.get(call, "application/json") if status.startswith("2") else "application/problem+json"
            assert answer["content"][kind]["schema"], (call, status)


def test_what_a_call_can_answer_is_told_status_by_status(openapi: dict[str, Any]) -> None:
    writing = {"400", "403", "413", "422", "503", "default"}
    expected = {
        "GET /api/summits": {"200", "default"},
        "POST /api/summits": {"201", *writing},
        "POST /api/summits/{slug}/articles": {"202", "404", "409", *writing},
        "GET /api/articles/{article_id}": {"200", "404", "default"},
    }
    told = {call: set(answers["responses"]) for call, answers in calls(openapi)}
    assert {call: told[call] for call in expected} == expected
    for call, statuses in told.items():
        assert "{" not in call or "404" in statuses
    for call, answers in calls(openapi):
        if call.startswith("POST"):
            assert "Retry-After" in answers["responses"]["503"]["headers"]


# --- every answer is as told


def told_of(answer: Response) -> dict[str, Any]:
    """What the call that was made tells of an answer of this status, with its shape as ``model``."""
    request = answer.request
    scope = {"type": "http", "path": request.url.path, "method": request.method, "root_path": "", "headers": []}
    [route] = [route for route in ROUTES if route.matches(scope)[0] == Match.FULL]
    responses: dict[int | str, dict[str, Any]] = route.responses
    assert answer.status_code in responses, f"{answer.status_code} is told nowhere"
    return responses[answer.status_code]


def assert_as_told(answer: Response) -> None:
    told = told_of(answer)
    for header in told.get("headers", ()):
        assert answer.headers.get(header)
    if answer.is_success and "model" not in told:
        (media,) = told["content"]
        assert answer.headers["content-type"].startswith(media)
    elif answer.is_success:
        assert answer.headers["content-type"] == "application/json"
        TypeAdapter(told["model"]).validate_json(answer.content, strict=True)
        assert_nothing_untold(answer.json(), told["model"])
    else:
        assert answer.headers["content-type"] == "application/problem+json"
        shape = Duplicate if answer.status_code == 409 else Problem
        assert shape.model_validate_json(answer.content, strict=True).status == answer.status_code


def assert_nothing_untold(document: Any, shape: Any) -> None:
    """Does a document have only fields of its shape, and its items?"""
    hints = get_type_hints(shape) if is_typeddict(shape) else {k: f.annotation for k, f in shape.model_fields.items()}
    assert set(document) == set(hints), shape.__name__
    for name, hint in hints.items():
        inner = [one for one in getattr(hint, "__args__", ()) if is_typeddict(one)] or [hint]
        if is_typeddict(inner[0]) and document[name] is not None:
            for one in document[name] if isinstance(document[name], list) else [document[name]]:
                assert_nothing_untold(one, inner[0])


words = st.one_of(st.text(max_size=20), st.sampled_from(["", "joe-biden", "wladimir-putin", "quelle-a", "abrüstung"]))
days = st.one_of(words, st.dates().map(str), st.sampled_from(["2021-06-16", "2021-02-30", "2021-6-1"]))
numbers = st.one_of(st.integers(-1, 10**8).map(str), words)
queries = st.fixed_dictionaries(
    {},
    optional={
        "person": st.lists(words, max_size=3),
        "source": st.lists(words, max_size=3),
        "match": words,
        "since": days,
        "until": days,
        "q": words,
        "topic": words,
        "offset": numbers,
        "limit": numbers,
        "kind": st.sampled_from(["topic", "figure", "weather"]),
    },
)
paths = st.sampled_from([route.path for route in ROUTES if "GET" in route.methods])
once = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


@once
@given(path=paths, slug=st.sampled_from([SUMMIT, "nirgends"]), topic=words, article=numbers, query=queries)
def test_reading(seeded: TestClient, path: str, slug: str, topic: str, article: str, query: dict[str, Any]) -> None:
    assume("/" not in topic + article and topic not in {"", ".", ".."} and article not in {"", ".", ".."})
    values = {"slug": slug, "topic": topic, "article_id": article, "folder": topic}
    address = re.sub(r"\{(\w+)\}", lambda match: values[match[1]].replace("?", "%3F").replace("#", "%23"), path)
    assume(all(character >= " " for character in address))
    assert_as_told(seeded.get(address, params=query))


@pytest.mark.parametrize("path", [route.path for route in ROUTES if "GET" in route.methods])
def test_reading_what_is_there(seeded: TestClient, path: str) -> None:
    place = {"place": "passage:1:text:0-0:", "back": "/"}
    assert seeded.post(f"/summits/{SUMMIT}/folders/items", data=place).status_code == 200
    address = path.format(slug=SUMMIT, topic="ruestungskontrolle", article_id=1, folder="mappe")
    answer = seeded.get(address)
    assert answer.status_code == 200
    assert_as_told(answer)


fields: st.SearchStrategy[Any] = st.one_of(st.text(max_size=400), st.none(), st.integers(), days)
articles_sent = st.fixed_dictionaries(
    {"text": st.one_of(fields, st.text(min_size=1).map("Ein Text: {}".format))},
    optional=dict.fromkeys(("title", "source", "published", "url", "more"), fields),
)
summits_sent = st.fixed_dictionaries(
    {"name": fields}, optional=dict.fromkeys(("place", "starts_on", "ends_on"), fields)
)
ADDRESSES = (f"/api/summits/{SUMMIT}/articles", "/api/summits/nirgends/articles", "/api/summits")


@once
@given(address=st.sampled_from(ADDRESSES), article=articles_sent, summit=summits_sent)
@example(ADDRESSES[0], {"text": "Zweimal."}, {})
@example(ADDRESSES[0], {"text": "Zweimal."}, {})
def test_writing(seeded: TestClient, address: str, article: dict[str, Any], summit: dict[str, Any]) -> None:
    body = summit if address.endswith("summits") else article
    assert_as_told(seeded.post(address, json=body))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"content": b"[" * 100_000, "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 422),
        ({"json": {}, "headers": {"origin": "https://boese.example"}}, 403),
        ({"content": b"x" * 10_000_000}, 413),
    ],
)
def test_bodies_that_cannot_be_taken(seeded: TestClient, address: str, sent: dict[str, Any], status: int) -> None:
    answer = seeded.post(address, **sent)
    assert answer.status_code == status
    assert_as_told(answer)


def test_other_methods_are_told_what_can_be_done(client: TestClient) -> None:
    for address in ("/api/summits", f"/api/summits/{SUMMIT}/articles"):
        for ask in (client.put, client.delete, client.options):
            answer = ask(address)
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
            assert answer.headers["content-type"] == "application/problem+json"


# --- what schemas say of strings is what is checked


def taken(check: Callable[[], object]) -> bool:
    try:
        check()
    except IntakeError:
        return False
    return True


@given(st.one_of(st.dates().map(str), st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}", fullmatch=True), st.text()))
def test_published(value: str) -> None:
    assume(value.strip() == value != "")
    assume(not re.search("-00", value))
    assert bool(re.search(PUBLISHED, value)) == taken(lambda: parse_published(value))


@given(st.from_regex(ADDRESS, fullmatch=True))
def test_addresses(value: str) -> None:
    assume(value.isprintable())
    assert taken(lambda: make_draft("Ein Text.", max_chars=100, url=value)) or len(value) > 2_000
