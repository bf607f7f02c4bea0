"""The button *Remember*, on every screen: with JavaScript a fragment, without it the page again."""

import re

import pytest
from fastapi.testclient import TestClient

KEPT = {"hx-request": "true", "hx-target": "div#kept"}
HERE = "/summits/genf-2021"
SCREENS = (
    HERE,
    f"{HERE}?open=ruestungskontrolle",
    f"{HERE}/topics/ruestungskontrolle",
    f"{HERE}/quotes",
    f"{HERE}/quotes?view=same",
    f"{HERE}/quotes?view=voices",
    f"{HERE}/shared",
    f"{HERE}/figures",
    f"{HERE}/silence",
    f"{HERE}/articles",
    f"{HERE}/search?q=biden",
    f"{HERE}/without-topic",
    f"{HERE}/compare",
    f"{HERE}/persons/wladimir-putin",
    "/articles/1",
)


def places(page: str) -> list[str]:
    return re.findall(r'name="place" value="([^"]+:[^"]*)"', page)


@pytest.mark.parametrize("address", SCREENS)
def test_whatever_a_button_offers_can_be_remembered(seeded: TestClient, address: str) -> None:
    page = seeded.get(address).text
    found = places(page)
    assert found
    ids = re.findall(r'\bid="(keep:[^"]+)"', page)
    assert len(ids) == len(set(ids)) == len(found)
    for place in found:
        answer = seeded.post(f"{HERE}/folders/items", data={"place": place, "back": address}, headers=KEPT)
        assert answer.status_code == 200, place
        assert f"hx-target='[id=\"keep:{place}\"]'" in answer.text
        assert 'name="undo"' in answer.text


def test_without_javascript_one_comes_back_to_the_button_and_is_told(seeded: TestClient) -> None:
    address = f"{HERE}/topics/ruestungskontrolle"
    place = places(seeded.get(address).text)[0]
    answer = seeded.post(f"{HERE}/folders/items", data={"place": place, "back": address}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{address}?kept=mappe%3A1#keep%3A")
    page = seeded.get(answer.headers["location"]).text
    assert f"{HERE}/folders/mappe" in page
    answer = seeded.post(f"{HERE}/folders/items", data={"undo": "1", "back": address}, follow_redirects=False)
    assert answer.headers["location"] == f"{address}?kept=mappe%3A0"
    assert "Nicht mehr gemerkt" in seeded.get(answer.headers["location"]).text


def test_the_same_is_not_remembered_twice_and_can_be_taken_back(seeded: TestClient) -> None:
    data = {"place": "article:1:text:0-0:", "back": HERE}
    assert "Gemerkt in" in seeded.post(f"{HERE}/folders/items", data=data, headers=KEPT).text
    again = seeded.post(f"{HERE}/folders/items", data=data, headers=KEPT).text
    assert "Schon in" in again
    undo = re.findall(r'name="undo" value="([^"]+)"', again)[0]
    back = seeded.post(f"{HERE}/folders/items", data={"undo": undo, "back": HERE}, headers=KEPT).text
    assert places(back) == [data["place"]]
    assert "Gemerkt in" in seeded.post(f"{HERE}/folders/items", data=data, headers=KEPT).text


@pytest.mark.parametrize(
    "place",
    [
        "",
        "x",
        "passage:1:text:0-99999999:",
        "passage:1:text:5-5:",
        "passage:0:text:0-5:",
        "chart:0:text:0-0:nonsense",
        "passage:1:text:0-5:matrix",
        "passage:1:text:0-5\x00:",
    ],
)
def test_what_is_no_place_is_a_sentence(seeded: TestClient, place: str) -> None:
    data = {"place": place, "back": HERE}
    assert seeded.post(f"{HERE}/folders/items", data=data).status_code == 422
    told = seeded.post(f"{HERE}/folders/items", data=data, headers=KEPT)
    assert told.status_code == 200
    assert 'class="notice bad"' in told.text


def test_an_article_of_nowhere_is_not_found(seeded: TestClient) -> None:
    answer = seeded.post(f"{HERE}/folders/items", data={"place": "passage:99:text:0-5:", "back": HERE})
    assert answer.status_code == 404
