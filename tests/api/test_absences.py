"""``GET /api/summits/{slug}/absences``, and what groups of figures and utterances say may belong to them."""

from collections import Counter
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import col, select

from app.actions.tallies import touch
from app.db import session_scope
from app.models import Annotation, Article, Offer, Source

PATH = "/api/summits/genf-2021/absences"


def statements(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    """All of them, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        page = client.get(PATH, params={"limit": 200, "offset": len(found), **params}).json()
        found += page["items"]
        assert page["items"] or len(found) == page["total"]
        if len(found) >= page["total"]:
            return found


def test_every_statement_has_its_thing_its_source_and_what_was_searched(seeded: TestClient) -> None:
    items = statements(seeded)
    assert {item["kind"] for item in items} >= {"topic", "person", "figure", "quotation"}
    told = Counter((item["kind"], item["name"], str(item["members"]), item["source"]) for item in items)
    assert {kind for (kind, *_), number in told.items() if number > 1} <= {"quotation"}  # one sentence, two speakers
    for item in items:
        assert item["searched"]["articles"] == 1
        assert item["searched"]["sentences"] > 0
        assert bool(item["candidates"]) == (item["verdict"] == "perhaps")
        assert bool(item["reason"]) == (item["verdict"] == "withheld")


def test_a_thing_is_never_missing_where_it_is_found(seeded: TestClient) -> None:
    source_of = {
        row["id"]: row["source"]["slug"] for row in seeded.get("/api/summits/genf-2021/articles").json()["items"]
    }
    for item in statements(seeded):
        assert item["source"] not in {source_of[member["article"]] for member in item["members"]}


@pytest.mark.parametrize("path", ["articles", "matrix", "topics/ruestungskontrolle/passages", "absences"])
def test_days_that_are_none_are_told(seeded: TestClient, path: str) -> None:
    address = f"/api/summits/genf-2021/{path}"
    answer = seeded.get(f"{address}?since=2021-99-99", headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["detail"] == "“2021-99-99” is not a day. Write it like 2021-06-16."
    assert seeded.get(f"{address}?since=2021-06-01").json()["notices"] == []


def test_pages_follow_one_another(seeded: TestClient) -> None:
    whole = statements(seeded, kind="person")
    parts = [
        item
        for offset in range(0, len(whole), 7)
        for item in seeded.get(PATH, params={"kind": "person", "offset": offset, "limit": 7}).json()["items"]
    ]
    assert parts == whole


def test_who_is_named_by_family_name_alone_is_not_absent(seeded: TestClient) -> None:
    for item in statements(seeded, kind="person"):
        if item["verdict"] != "absent":
            continue
        family = item["name"].split()[-1]
        for row in seeded.get("/api/summits/genf-2021/articles", params={"source": item["source"]}).json()["items"]:
            article = seeded.get(f"/api/articles/{row['id']}").json()
            assert family not in f"{article['title']} {article['text']}".split(), item["name"]


@pytest.mark.parametrize("state", ["same", "not-same"])
def test_what_people_said_of_an_offer_counts(seeded: TestClient, seeded_engine: Engine, state: str) -> None:
    before = next(item for item in statements(seeded) if item["verdict"] == "perhaps" and item["kind"] == "figure")
    [place, *_] = before["candidates"]
    with session_scope(seeded_engine, write=True) as session:
        marks = columns_of(before)
        here = select(Offer).where(Offer.article_id == place["article"], Offer.start == place["start"])
        for offer in session.exec(here.where(Offer.kind == "figure")):
            mark = session.get_one(Annotation, offer.annotation_id)
            if (mark.article_id, mark.start) in marks:
                offer.state = state
                session.add(offer)
    after = [i for i in statements(seeded) if (i["kind"], i["members"], i["source"]) == key(before)]
    if state == "same":
        assert after == []
    else:
        assert all(place not in item["candidates"] for item in after)


def key(item: dict[str, Any]) -> tuple[Any, ...]:
    return item["kind"], item["members"], item["source"]


def columns_of(item: dict[str, Any]) -> set[tuple[int, int]]:
    return {(member["article"], member["start"]) for member in item["members"]}


def test_groups_have_an_id_and_what_may_belong_to_them(seeded: TestClient, seeded_engine: Engine) -> None:
    for name in ("figures", "parallel-quotations"):
        document = seeded.get(f"/api/summits/genf-2021/{name}").json()
        items = document["items"]
        assert document["total"] == len(items)
        assert len({item["id"] for item in items}) == len(items)
        assert any(item["perhaps"] for item in items)
        for item in items:
            assert item["members"]
            assert item["perhaps"] or item["relation"] not in ("perhaps", "perhaps-differing")
    with session_scope(seeded_engine) as session:
        assert session.exec(select(Article).where(col(Article.status) != "ready")).all() == []


def test_what_is_not_there(seeded: TestClient) -> None:
    assert seeded.get("/api/summits/nirgends/absences").status_code == 404
    assert seeded.get(PATH, params={"kind": "weather"}).status_code == 422
    schema = seeded.get("/openapi.json").json()["components"]["schemas"]["Absence"]["properties"]
    assert {"verdict", "reason", "searched", "candidates", "members"} <= schema.keys()


def test_what_could_not_be_searched_for_is_not_absent(seeded: TestClient) -> None:
    """A layer of one article is missing: nothing more is called absent from its source."""
    lacking = {item["source"] for item in statements(seeded) if item["verdict"] == "absent"}
    assert "quelle-b" in lacking
    with session_scope(seeded.app.state.engine, write=True) as session:  # type: ignore[attr-defined]
        article = session.exec(select(Article).join(Source).where(Source.slug == "quelle-b")).one()
        session.add(Annotation(article_id=article.id, layer="warning", label="left-out-names", start=0, end=9))
        touch(session, [article.id])
    of_source = [item for item in statements(seeded) if item["source"] == "quelle-b"]
    assert {item["verdict"] for item in of_source} <= {"withheld", "perhaps"}
    reasons = {item["reason"] for item in of_source if item["verdict"] == "withheld"}
    assert "not-searched" in reasons <= {"not-searched", "short"}  # short: a thing without a telling word
    assert {item["source"] for item in statements(seeded) if item["verdict"] == "absent"} == lacking - {"quelle-b"}
