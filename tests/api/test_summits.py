"""Summits are made over JSON; whatever is wrong is said in a sentence, and then none is made."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.schemas import NewSummit
from app.queries.views.documents import SummitEntry

CLIMATE = {"name": "Weltklimakonferenz", "place": "Dubai", "starts_on": "2023-11-30", "ends_on": "2023-12-13"}
SUMMITS = "/api/summits"


def test_a_summit_is_made_and_found_where_the_answer_says(api: TestClient) -> None:
    answer = api.post(SUMMITS, json=CLIMATE)
    assert answer.status_code == 201
    made = answer.json()
    assert made == CLIMATE | {"slug": "weltklimakonferenz", "articles": 0, "sources": 0}
    assert answer.headers["location"] == f"{SUMMITS}/{made['slug']}"
    assert api.get(answer.headers["location"]).json() == made
    assert api.get(SUMMITS).json() == {"items": [made]}
    article = api.post(f"{SUMMITS}/{made['slug']}/articles", json={"text": "Die Staaten einigten sich."})
    assert article.status_code == 202
    assert api.get(answer.headers["location"]).json()["articles"] == 1


def test_only_the_name_is_needed(api: TestClient) -> None:
    made = api.post(SUMMITS, json={"name": "  Gipfel \n in  Genf ", "place": None}).json()
    assert (made["name"], made["slug"]) == ("Gipfel in Genf", "gipfel-in-genf")
    assert (made["place"], made["starts_on"], made["ends_on"]) == ("", None, None)


def test_a_slug_that_is_taken_gets_a_number_even_of_a_removed_summit(api: TestClient) -> None:
    assert [api.post(SUMMITS, json=CLIMATE).json()["slug"] for _ in range(2)] == [
        "weltklimakonferenz",
        "weltklimakonferenz-2",
    ]
    api.post("/summits/weltklimakonferenz-2/delete")
    assert api.post(SUMMITS, json=CLIMATE).json()["slug"] == "weltklimakonferenz-3"


@pytest.mark.parametrize(
    ("change", "field", "part"),
    [
        ({"name": ""}, "name", "needs a name"),
        ({"name": " \u200b\x00 "}, "name", "needs a name"),
        ({"name": "x" * 121}, "name", "at most 120 characters"),
        ({"place": "x" * 121}, "place", "at most 120 characters"),
        ({"starts_on": "2023-02-30"}, "starts_on", "“2023-02-30” is not a day"),
        ({"starts_on": "20231130"}, "starts_on", "“20231130” is not a day"),
        ({"ends_on": "13. Dezember"}, "ends_on", "“13. Dezember” is not a day"),
        ({"ends_on": "2023-11-29"}, "ends_on", "last day comes before the first"),
        ({"name": None}, None, "name"),
        ({"name": 7}, None, "name"),
        ({"starts_on": 2023}, None, "starts_on"),
        ({"begins": "2023-11-30"}, None, "begins"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    api: TestClient, change: dict[str, Any], field: str | None, part: str
) -> None:
    answer = api.post(SUMMITS, json=CLIMATE | change, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().get("field") == field
    assert part in answer.json()["detail"]
    assert api.get(SUMMITS).json()["items"] == []


def test_half_a_character_is_no_name(api: TestClient) -> None:
    answer = api.post(SUMMITS, content=b'{"name": "\\ud800"}', headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert api.get(SUMMITS).json()["items"] == []


def test_the_sentence_comes_in_german_too(api: TestClient) -> None:
    answer = api.post(SUMMITS, json=CLIMATE | {"ends_on": "2023-01-01"}, headers={"accept-language": "de"})
    assert answer.json()["detail"] == "Der letzte Tag liegt vor dem ersten."


def test_a_summit_that_is_not_there(api: TestClient) -> None:
    answer = api.get(f"{SUMMITS}/nirgends")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_other_sites_cannot_make_one(api: TestClient) -> None:
    assert api.post(SUMMITS, json=CLIMATE, headers={"origin": "https://boese.example"}).status_code == 403
    assert api.get(SUMMITS).json()["items"] == []


def test_openapi_documents_every_field(api: TestClient) -> None:
    document = api.get("/openapi.json").json()
    schemas, call = document["components"]["schemas"], document["paths"][SUMMITS]["post"]
    asked = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    answered = call["responses"]["201"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    assert set(schemas[asked]["properties"]) == set(NewSummit.model_fields) == set(CLIMATE)
    assert (
        set(schemas[answered]["properties"])
        == set(SummitEntry.__annotations__)
        == set(CLIMATE)
        | {
            "slug",
            "articles",
            "sources",
        }
    )
    problem = call["responses"]["422"]["content"]
    assert list(problem) == ["application/problem+json"]
    assert "detail" in problem["application/problem+json"]["schema"]["properties"]
