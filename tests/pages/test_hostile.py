"""Whatever is asked of any address, in any order, gets an answer that is no fault of ours, and loses no way back."""

import random
import re
from collections.abc import Iterable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

REQUESTS = 250
KNOWN = {
    "slug": "genf-2021", "article_id": "1", "topic_slug": "cybersicherheit", "person": "joe-biden", "line": "1",
    "source_slug": "quelle-a", "draft_id": "1", "way": "undo", "what": "keep",
}  # fmt: skip
ODD = ["x", "0", "-1", "%2e%2e", "9999999999999999999999", "%00", "ä", "a" * 400]
VALUES = [
    "0", "-1", "1", "99999999999999999999", "../x", "😀", "2021-13-40", "2021-06-16", "genf-2021",
    "wladimir-putin", "cybersicherheit", "quelle-a", "null", "[]", "{}", "1:2", "same", "near", "keep", "merge",
    "join", "split", "rename", "none", "is", "move", "add", "drop", "mention", "topics", "quotation", "figure",
    "shared", "nan", "inf", "", "Wladimir Putin", "<script>alert(1)</script>", "'; DROP TABLE article;--",
    "\xe4\x00x", "\u202egnp.exe", "\r\nX: y", "9" * 400, "a" * 5000,
]  # fmt: skip
NAMES = [
    "a", "act", "action", "alias", "at", "b", "by", "count", "day", "end", "entity", "from", "into", "kind",
    "label", "limit", "name", "of", "offset", "person", "place", "published", "q", "said", "seen", "show",
    "since", "sort", "source", "speaker", "start", "strong", "surface", "text", "title", "to", "topic", "until",
    "url", "verb", "view", "weak", "what", "word",
]  # fmt: skip


def addresses(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    """(method, path) of everything that can be asked for."""
    for route in routes:
        inner = getattr(route, "original_router", route)
        if hasattr(route, "path") and getattr(route, "methods", None):
            yield from ((method, route.path) for method in sorted(route.methods) if method in {"GET", "POST"})
        elif getattr(inner, "routes", None):
            yield from addresses(inner.routes)


def filled(name: str, chance: random.Random) -> str:
    """A part of a path: mostly something that is there."""
    return KNOWN.get(name, "1") if chance.random() < 0.9 else chance.choice(ODD)


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_that_is_asked_ends_in_an_error_of_ours(seeded: TestClient, seed: int) -> None:
    chance = random.Random(seed)
    assert isinstance(seeded.app, FastAPI)
    every = list(addresses(seeded.app.routes))
    assert len(every) > 40
    for _ in range(REQUESTS):
        method, path = chance.choice(every)
        url = re.sub(r"{(\w+)[^}]*}", lambda part: filled(part[1], chance), path)
        fields = {name: chance.choice(VALUES) for name in chance.sample(NAMES, chance.randint(0, 6))}
        if method == "GET":
            answer = seeded.get(url, params=fields, follow_redirects=False)
        elif path.startswith("/api"):
            answer = seeded.post(
                url, json=chance.choice([fields, [], None, "x", {"text": 3}, {"text": fields.get("text")}])
            )
        else:
            answer = seeded.post(url, data=fields, headers={"Origin": "http://testserver"}, follow_redirects=False)
        assert answer.status_code < 500, (method, url, fields)
