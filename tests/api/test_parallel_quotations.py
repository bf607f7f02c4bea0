"""``GET /api/summits/{slug}/parallel-quotations``: the fields that programs rely on, and what they say of the seeds."""

from typing import Any

from fastapi.testclient import TestClient

PATH = "/api/summits/genf-2021/parallel-quotations"


def said(client: TestClient, member: dict[str, Any]) -> str:
    article = client.get(f"/api/articles/{member['article']}").json()
    return str(article["text"][member["start"] : member["end"]])


def test_members_are_quotations_of_their_articles(seeded: TestClient) -> None:
    items = seeded.get(PATH).json()["items"]
    assert items
    for item in items:
        assert {"speaker", "members"} <= set(item)
        lone = item["relation"] == "perhaps"
        assert lone or item["relation"] in {"identical", "wording", "reported"}
        assert item["perhaps"] if lone else len({member["article"] for member in item["members"]}) >= 2
        for member in item["members"]:
            article = seeded.get(f"/api/articles/{member['article']}").json()
            spans = {
                (one["start"], one["end"], one["kind"])
                for one in article["quotations"]
                if one["speaker"] in (item["speaker"], None) or item["speaker"] is None
            }
            assert (member["start"], member["end"], member["kind"]) in spans


def test_what_two_sources_quote_word_for_word_is_one_group(seeded: TestClient) -> None:
    items = seeded.get(PATH).json()["items"]
    groups = [{said(seeded, member).strip('„“”"') for member in item["members"]} for item in items]
    assert {"Putin weiß, dass ich handeln werde"} in groups
    [hostility] = [item for item in items if any("keinerlei Feindsel" in said(seeded, m) for m in item["members"])]
    assert hostility["relation"] == "reported"
    assert hostility["sources"] == 3


def test_paging_and_what_is_not_there(seeded: TestClient) -> None:
    whole = seeded.get(PATH).json()
    assert whole["total"] == len(whole["items"])
    parts = [seeded.get(PATH, params={"offset": n, "limit": 1}).json()["items"] for n in range(whole["total"])]
    assert [one for part in parts for one in part] == whole["items"]
    assert seeded.get("/api/summits/nirgends/parallel-quotations").status_code == 404
    assert seeded.get(PATH, params={"limit": 0}).status_code == 422
