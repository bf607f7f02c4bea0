"""Figures over JSON: groups whose members can be found in the texts."""

from fastapi.testclient import TestClient

ADDRESS = "/api/summits/genf-2021/figures"


def test_every_member_stands_in_its_article(seeded: TestClient) -> None:
    document = seeded.get(ADDRESS).json()
    assert document["total"] == len(document["items"]) >= 3
    texts: dict[int, str] = {}
    for item in document["items"]:
        assert item["relation"] in {"differing", "complementing", "rounded", "same", "perhaps", "perhaps-differing"}
        assert item["sources"] >= 2 or item["perhaps"]  # one alone stands there for the passages that are offered
        for one in item["members"]:
            text = texts.setdefault(one["article"], seeded.get(f"/api/articles/{one['article']}").json()["text"])
            assert text[one["start"] : one["end"]] == one["surface"]


def test_pages_of_groups_and_an_unknown_summit(seeded: TestClient) -> None:
    whole = seeded.get(ADDRESS).json()["items"]
    assert seeded.get(ADDRESS, params={"offset": 1, "limit": 1}).json()["items"] == whole[1:2]
    assert seeded.get("/api/summits/nirgends/figures").status_code == 404
    assert seeded.get(ADDRESS, params={"limit": 0}).status_code == 422
