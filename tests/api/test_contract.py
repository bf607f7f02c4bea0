"""The addresses and fields that other programs rely on."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.article_schemas import ArticleDocument
from tests.stories import SLUG, S, add_story, add_text, headline


@pytest.fixture
def two(each: Engine) -> Engine:
    """Two articles of two sources, and one that waits."""
    add_story(
        each,
        S("{Joe Biden} sagte: „Über Waffen.“", "ruestungskontrolle", says="Joe Biden"),
        S("Nichts weiter."),
        published="2021-06",
    )
    add_story(each, S("{Biden} und {Wladimir Putin} sprachen.", "ruestungskontrolle"), source="Quelle B")
    add_text(each, "Noch nicht gelesen.", source="Quelle B")
    return each


def get(api: TestClient, path: str) -> Any:
    answer = api.get(f"/api{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def test_summits(two: Engine, api: TestClient) -> None:
    assert get(api, "/summits")["items"] == [
        {
            "slug": SLUG,
            "name": "Gipfel",
            "place": "Genf",
            "starts_on": "2021-06-16",
            "ends_on": None,
            "articles": 3,
            "sources": 2,
        }
    ]


def test_articles(two: Engine, api: TestClient) -> None:
    page = get(api, f"/summits/{SLUG}/articles")
    assert page["total"] == 3
    assert page["items"][0] == {
        "id": 1,
        "title": None,
        "source": {"slug": "quelle-a", "name": "Quelle A"},
        "published": "2021-06",
        "agencies": [],
        "status": "ready",
        "words": 7,
        "belonging": "",
    }
    assert page["items"][2]["status"] == "queued"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("source=quelle-b", [2, 3]),
        ("person=wladimir-putin", [2]),
        ("person=joe-biden", [1, 2]),
        ("person=joe-biden&person=wladimir-putin", [2]),
        ("topic=ruestungskontrolle", [1, 2]),
        ("topic=gibt-es-nicht", []),
        ("q=waffe", [1]),
        ("q=", [1, 2, 3]),
        ("offset=1&limit=1", [2]),
        ("offset=9", []),
    ],
)
def test_articles_are_filtered(two: Engine, api: TestClient, query: str, ids: list[int]) -> None:
    assert [item["id"] for item in get(api, f"/summits/{SLUG}/articles?{query}")["items"]] == ids


def test_one_article(two: Engine, api: TestClient) -> None:
    article = get(api, "/articles/1")
    text = article["text"]
    assert {"id", "title", "source", "published", "agencies", "status", "words", "file", "warnings", "figures"} <= set(
        article
    )
    assert article["genre"] == {"name": "unknown", "status": "unknown", "evidence": []}
    topic = article["sentences"][0]["topics"][0]
    assert (topic["slug"], topic["score"], topic["evidence"]) == ("ruestungskontrolle", 1.0, ["Joe"])
    for kind in ("sentences", "mentions", "quotations"):
        assert all(0 <= one["start"] < one["end"] <= len(text) for one in article[kind])
    (mention,) = article["mentions"]
    assert mention["surface"] == text[mention["start"] : mention["end"]] == "Joe Biden"
    assert mention["entity"] == {"slug": "joe-biden", "name": "Joe Biden"}
    assert (mention["kind"], mention["via"], mention["status"]) == ("person", "name", "certain")
    (quotation,) = article["quotations"]
    assert (quotation["kind"], quotation["verb"]) == ("direct", "sagte")
    assert quotation["speaker"] == {"slug": "joe-biden", "name": "Joe Biden"}


def test_a_name_told_by_other_articles_is_proposed(two: Engine, api: TestClient) -> None:
    mention = get(api, "/articles/2")["mentions"][0]
    assert (mention["entity"]["slug"], mention["status"]) == ("joe-biden", "proposed")


def test_matrix(two: Engine, api: TestClient) -> None:
    matrix = get(api, f"/summits/{SLUG}/matrix")
    (topic,) = matrix["topics"]
    assert topic["slug"] == "ruestungskontrolle"
    assert set(topic["label"]) == {"de", "en"}
    assert [source["slug"] for source in matrix["sources"]] == ["quelle-a", "quelle-b"]
    assert matrix["cells"] == [
        {"topic": "ruestungskontrolle", "source": "quelle-a", "sentences": 1, "share": 0.5},
        {"topic": "ruestungskontrolle", "source": "quelle-b", "sentences": 1, "share": 1.0},
    ]
    filtered = get(api, f"/summits/{SLUG}/matrix?person=wladimir-putin")
    assert [cell["source"] for cell in filtered["cells"]] == ["quelle-b"]


def test_passages(two: Engine, api: TestClient) -> None:
    page = get(api, f"/summits/{SLUG}/topics/ruestungskontrolle/passages?person=wladimir-putin")
    assert page["total"] == 1
    assert page["items"][0].items() >= {"article": 2, "source": "quelle-b", "start": 0, "sentences": 1}.items()


def test_a_new_article(two: Engine, api: TestClient) -> None:
    body = {"text": "Etwas <script>Neues</script>.", "title": "Kopf", "source": "Neu", "published": "2021-06-16"}
    answer = api.post(f"/api/summits/{SLUG}/articles", json=body | {"url": "https://ort.example/a?b=c"})
    assert (answer.status_code, answer.json()) == (202, {"id": 4, "status": "queued"})
    assert answer.headers["location"] == "/api/articles/4"
    article = get(api, "/articles/4")
    assert (article["text"], article["title"]) == (body["text"], "Kopf")
    assert article["source"] == {"slug": "neu", "name": "Neu"}


def test_a_moment_comes_back_as_it_was_given(two: Engine, api: TestClient) -> None:
    body = {"text": "Um halb sieben erschienen.", "published": "2025-08-16T06:30:00+02:00"}
    place = api.post(f"/api/summits/{SLUG}/articles", json=body).headers["location"]
    assert api.get(place).json()["published"] == body["published"]


def test_a_text_that_is_already_there(two: Engine, api: TestClient) -> None:
    answer = api.post(f"/api/summits/{SLUG}/articles", json={"text": " Noch nicht  gelesen.\n"})
    assert (answer.status_code, answer.json()["id"]) == (409, 3)
    assert get(api, f"/summits/{SLUG}/articles")["total"] == 3


def test_openapi_describes_every_address(api: TestClient) -> None:
    paths = api.get("/openapi.json").json()["paths"]
    assert {
        "/api/summits",
        "/api/summits/{slug}/articles",
        "/api/articles/{article_id}",
        "/api/summits/{slug}/matrix",
    } <= set(paths)


HEADLINE = {
    "mentions": [
        {
            "start": 0,
            "end": 5,
            "surface": "Biden",
            "kind": "person",
            "via": "name",
            "entity": {"slug": "joe-biden", "name": "Joe Biden"},
            "status": "proposed",
            "probability": None,
            "metonym": False,
            "corrected": False,
            "voice": "own",
        }
    ],
    "quotations": [
        {
            "start": 7,
            "end": 20,
            "kind": "direct",
            "speaker": {"slug": "joe-biden", "name": "Joe Biden"},
            "speaker_text": None,
            "verb": "sagte",
            "status": "proposed",
            "probability": None,
            "corrected": False,
        }
    ],
    "figures": [],
    "topics": [
        {
            "slug": "nato",
            "score": 1.0,
            "evidence": ["Bid"],
            "carried": False,
            "status": "certain",
            "probability": None,
            "corrected": False,
        }
    ],
}


def test_the_headline_has_its_own_marks(two: Engine, api: TestClient) -> None:
    above = headline("{Biden}: „Ja zur Nato“", "nato", says="Biden")
    id_ = add_story(two, S("{Biden} sprach.", "ruestungskontrolle"), above=above)
    article = get(api, f"/articles/{id_}")
    assert article["headline"] == HEADLINE
    assert [mark["surface"] for mark in article["mentions"]] == ["Biden"]
    assert (article["quotations"], article["words"]) == ([], 2)
    assert get(api, "/articles/1")["headline"] == {"mentions": [], "quotations": [], "figures": [], "topics": []}


def test_headlines_are_not_in_the_matrix(two: Engine, api: TestClient) -> None:
    before = get(api, f"/summits/{SLUG}/matrix")
    add_story(two, S("Gar nichts."), source="Quelle A", above=headline("{Biden} zur Nato", "nato ruestungskontrolle"))
    after = get(api, f"/summits/{SLUG}/matrix")
    assert (after["topics"], [cell["sentences"] for cell in after["cells"]]) == (
        before["topics"],
        [cell["sentences"] for cell in before["cells"]],
    )


def test_an_article_has_a_schema_that_it_keeps(two: Engine, api: TestClient) -> None:
    id_ = add_story(two, S("{Biden} sprach."), above=headline("{Biden}: „Ja“", "nato", says="Biden"))
    openapi = api.get("/openapi.json").json()
    answer = openapi["paths"]["/api/articles/{article_id}"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ArticleDocument"}
    for article in (get(api, f"/articles/{id_}"), get(api, "/articles/3")):
        ArticleDocument.model_validate(article, strict=True)
        assert set(article) == set(openapi["components"]["schemas"]["ArticleDocument"]["properties"])
        assert set(article["headline"]) == set(openapi["components"]["schemas"]["HeadlineDocument"]["properties"])
