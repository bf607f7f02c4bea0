"""The tab of figures, as the seeds fill it: every number leads to sentences."""

import re

import pytest
from fastapi.testclient import TestClient

from app.pages.figures import measured

PAGE = "/summits/genf-2021/figures"


def test_the_length_of_the_talks_is_one_comparison_and_the_first_round_is_not_in_it(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    group = next(
        part for part in re.findall("<article.*?</article>", html, re.S) if "drei Stunden und 21 Minuten</p>" in part
    )
    assert "gerundet" in group
    assert "dreieinhalbstündigen</p>" in group
    assert "rund dreistündigen</p>" in group
    given = group.split('class="claims"')[0]
    assert "Stunde und 45 Minuten" not in given
    assert "<svg" in group
    assert "Dasselbe als Tabelle" in group


def test_longer_and_shorter_than_expected_stand_side_by_side(seeded: TestClient) -> None:
    html = seeded.get(PAGE, params={"kind": "comparison"}).text
    (group,) = re.findall("<article.*?</article>", html, re.S)
    assert "länger als erwartet</p>" in group
    assert "kürzer als erwartet</p>" in group
    assert "Beides kann stimmen" in group


def test_every_link_of_a_figure_leads_to_its_sentence(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    links = set(re.findall(r'href="(/articles/\d+)[^"#]*#(s\d+)"', html))
    assert len(links) > 10
    for address, anchor in links:
        assert f'id="{anchor}"' in seeded.get(address).text


def test_each_kind_says_how_many_it_shows(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    numbers = {kind: int(n) for kind, n in re.findall(r'id="kind-(\w+)".*?<small>(\d+)</small>', html)}
    total = int(re.search(r"<b>(\d+)</b>", html)[1])
    assert sum(numbers.values()) == total > 20
    for kind, number in numbers.items():
        assert f"<b>{number}</b>" in seeded.get(PAGE, params={"kind": kind}).text


def test_all_of_one_source(seeded: TestClient) -> None:
    numbers = re.findall(r'id="alone-(quelle-\w)".*?<small>(\d+) ', seeded.get(PAGE).text, re.S)
    assert numbers
    for source, number in numbers:
        listed = seeded.get(PAGE, params={"alone": source}).text.split('class="figure-list"')[1]
        assert listed.count("<li ") == int(number)
        # each says where it was searched in vain, or of which sources nothing can be said
        assert len(re.findall("keine ähnliche Stelle in|Keine Aussage zu", listed)) >= int(number)


@pytest.mark.parametrize(
    "query", [{"kind": "x'\"<"}, {"alone": "<script>"}, {"offset": "999999"}, {"person": "niemand"}]
)
def test_odd_addresses_break_nothing(seeded: TestClient, query: dict[str, str]) -> None:
    assert seeded.get(PAGE, params=query).status_code == 200
    assert seeded.get("/summits/nirgends/figures").status_code == 404


def test_an_empty_summit_says_what_to_do(client: TestClient) -> None:
    assert client.get(PAGE).status_code == 404


def test_the_overview_shows_what_differs(seeded: TestClient) -> None:
    html = seeded.get("/summits/genf-2021").text
    assert "Zahlen, nicht überall gleich" in html
    address = re.search(r'href="(/summits/genf-2021/figures)#(figure-\d+)"', html)
    assert address
    assert f'id="{address[2]}"' in seeded.get(address[1]).text


@pytest.mark.parametrize(
    ("value", "unit", "kind", "text"),
    [
        (201, "min", "duration", "3 Std. 21 Min."),
        (45, "min", "duration", "45 Min."),
        (180, "min", "duration", "3 Std."),
        (1440 * 3, "min", "duration", "3 Tg."),
        (10_080 * 2, "min", "duration", "2 Wo."),
        (525_600 * 10, "min", "duration", "10 J"),
        (0, "min", "duration", "0 Min."),
        (300, "m", "distance", "300 m"),
        (12_500, "m", "distance", "12,5 km"),
        (3.5, None, "percentage", "3,5 %"),
        (1_500_000, "EUR", "money", "1.500.000 €"),
        (16, "Bereiche", "count", "16 Bereiche"),
        (45, "years", "age", "45"),
    ],
)
def test_values_as_people_write_them(value: float, unit: str | None, kind: str, text: str) -> None:
    assert measured(value, unit, kind, "de").replace("\xa0", " ") == text


def test_no_page_shows_what_a_comparison_is_called_inside(seeded: TestClient) -> None:
    articles = [seeded.get(f"/api/articles/{id_}").json() for id_ in range(1, 6)]
    told = [
        (article["id"], sentence)
        for article in articles
        for figure in article["figures"]
        for sentence in article["sentences"]
        if figure["kind"] == "comparison" and sentence["start"] <= figure["start"] < sentence["end"]
    ]
    assert told
    for id_, sentence in told:
        html = seeded.get(f"/articles/{id_}?fix=sentence:{sentence['start']}-{sentence['end']}").text
        assert 'type="hidden" name="label" value="comparison"' in html
        assert not re.search(r'<input(?![^>]*type="hidden")[^>]*dauer:erwartung', html)
        assert ">dauer:" not in html
