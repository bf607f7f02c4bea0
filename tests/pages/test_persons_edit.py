"""Places and organisations, listed and put right by the same pages as persons."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

SUMMIT = "/summits/genf-2021"
EN = {"accept-language": "en"}


def listed(client: TestClient, kind: str, query: str = "") -> dict[str, int]:
    """Mentions by slug."""
    page = client.get(f"{SUMMIT}/{kind}s{query}").text
    rows = re.findall(
        rf'<a href="{SUMMIT}/{kind}s/([\w-]+)[^>]*>[^<]+</a></th>.*?<span>([\d.]+)</span>', page, re.DOTALL
    )
    return {slug: int(number) for slug, number in rows}


def act(client: TestClient, kind: str, slug: str, status: int = 303, **fields: str) -> str:
    answer = client.post(f"{SUMMIT}/{kind}s/{slug}/edit", data=fields, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.headers.get("location", "")


def undo(client: TestClient, location: str) -> None:
    line = re.search(r"fixed=(\d+)", location)
    assert line
    client.post(f"{SUMMIT}/corrections/{line[1]}/undo")


@pytest.mark.parametrize("kind", ["place", "organisation"])
def test_every_count_leads_to_as_many_sentences(seeded: TestClient, kind: str) -> None:
    found = listed(seeded, kind)
    assert len(found) >= 3
    for slug, mentions in list(found.items())[:4]:
        page = unescape(seeded.get(f"{SUMMIT}/{kind}s/{slug}", headers=EN).text)
        assert f"<b>{mentions}</b> mention" in page
        cells = re.findall(r'class="cell" href="([^"#]+form=[^"#]+)#lines".*?<span>(\d+)</span>', page)
        for address, number in cells[:4]:
            opened = seeded.get(address).text
            assert opened[opened.index('id="lines"') :].split("</section>")[0].count("<mark>") == int(number), address


def test_the_person_filter_leaves_the_mentions_in_their_passages(seeded: TestClient) -> None:
    every, with_nawalny = listed(seeded, "place"), listed(seeded, "place", "?person=alexej-nawalny")
    assert with_nawalny
    assert set(with_nawalny) <= set(every)
    assert sum(with_nawalny.values()) < sum(every.values())
    assert all(number <= every[slug] for slug, number in with_nawalny.items())


def test_a_place_becomes_an_organisation_in_one_click(seeded: TestClient) -> None:
    before = listed(seeded, "place")["kreml"]
    told = act(seeded, "place", "kreml", act="kind", label="organisation")
    assert told.startswith(f"{SUMMIT}/organisations/kreml/edit?fixed=")
    assert "is an organisation" in seeded.get(told, headers=EN).text
    assert "kreml" not in listed(seeded, "place")
    assert listed(seeded, "organisation")["kreml"] == before
    undo(seeded, told)
    assert listed(seeded, "place")["kreml"] == before


def test_what_is_no_name_goes_from_the_list_until_undone(seeded: TestClient) -> None:
    before = listed(seeded, "organisation")
    told = act(seeded, "organisation", "allianz", act="none")
    assert told.startswith(f"{SUMMIT}/organisations?fixed=")
    assert seeded.get(told).status_code == 200
    assert "allianz" not in listed(seeded, "organisation")
    undo(seeded, told)
    assert listed(seeded, "organisation") == before


def test_two_places_are_joined_split_and_renamed(seeded: TestClient) -> None:
    before = listed(seeded, "place")
    act(seeded, "place", "usa", act="join", name="Washington")
    assert listed(seeded, "place")["usa"] == before["usa"] + before["washington"]
    assert seeded.get(f"{SUMMIT}/places/washington", follow_redirects=False).headers["location"].endswith("/places/usa")
    edit = seeded.get(f"{SUMMIT}/places/usa/edit", headers=EN).text
    assert f"{before['washington']} mentions" in edit
    act(seeded, "place", "usa", act="split", key="washington", of="place")
    assert listed(seeded, "place") == before
    act(seeded, "place", "usa", act="rename", name="Vereinigte Staaten")
    assert "<h1>Vereinigte Staaten</h1>" in seeded.get(f"{SUMMIT}/places/usa").text


def test_an_article_says_of_one_mark_what_it_is(seeded: TestClient) -> None:
    marks = seeded.get("/api/articles/1").json()["mentions"]
    mark = next(one for one in marks if one["kind"] == "place")
    spot = {"start": str(mark["start"]), "end": str(mark["end"])}
    page = unescape(seeded.get(f"/articles/1?fix=mention:{mark['start']}-{mark['end']}", headers=EN).text)
    assert '<button class="second" name="as" value="organisation">' in page
    assert "everywhere in this summit" in page
    seeded.post(
        "/articles/1/corrections", data={"what": "mention", **spot, "as": "organisation", "name": mark["surface"]}
    )
    now = seeded.get("/api/articles/1").json()["mentions"]
    assert next(one["kind"] for one in now if one["start"] == mark["start"]) == "organisation"


def test_numbers_agree_between_the_list_the_page_and_the_names(seeded: TestClient) -> None:
    mentions = listed(seeded, "person")["joe-biden"]
    page = unescape(seeded.get(f"{SUMMIT}/persons/joe-biden", headers=EN).text)
    edit = unescape(seeded.get(f"{SUMMIT}/persons/joe-biden/edit", headers=EN).text)
    assert f"<b>{mentions}</b> mentions" in page
    assert sum(map(int, re.findall(r"(\d+) mentions?<", edit))) == mentions
    spoken = re.search(r"<b>(\d+)</b> quotations", page)
    single = re.search(r"Besides, (\d+) single", page)
    all_ = re.search(r"<b>(\d+)</b> quotations", seeded.get(f"{SUMMIT}/quotes?person=joe-biden", headers=EN).text)
    numbers = [int(one[1]) for one in (spoken, single, all_) if one]
    assert len(numbers) == 3
    assert numbers[0] + numbers[1] == numbers[2]


@pytest.mark.parametrize(
    "address", ["places/nirgendwo", "organisations/nirgendwo/edit", "places/Ö", "places/joe-biden"]
)
def test_what_does_not_occur_is_not_found(seeded: TestClient, address: str) -> None:
    assert seeded.get(f"{SUMMIT}/{address}").status_code == 404
