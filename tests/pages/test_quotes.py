"""Quotations: every number of the page leads to as many sentences."""

import re

import pytest
from fastapi.testclient import TestClient

PAGE = "/summits/genf-2021/quotes"


def listed(client: TestClient, **query: str) -> tuple[int, int]:
    """(the number in the head, the quotations listed over all pages)"""
    found, offset, total = 0, 0, None
    while True:
        html = client.get(PAGE, params={**query, "offset": str(offset)}).text
        total = int(re.search(r"<b>(\d+)</b>", html)[1]) if total is None else total
        here = html.count('<li class="quote ')
        found += here
        offset += 40
        if here < 40:
            return total, found


@pytest.mark.parametrize(
    "query",
    [{}, {"kind": "direct"}, {"person": "wladimir-putin"}, {"source": "quelle-b", "kind": "indirect"}, {"kind": "odd"}],
)
def test_the_number_in_the_head_is_the_number_listed(seeded: TestClient, query: dict[str, str]) -> None:
    total, found = listed(seeded, **query)
    assert total == found > 0


def test_each_kind_shows_as_many_as_its_link_says(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    numbers = {kind: int(n) for kind, n in re.findall(r'id="kind-(\w+)".*?<small>(\d+)</small>', html)}
    assert sum(numbers.values()) == listed(seeded)[0]
    for kind, number in numbers.items():
        assert listed(seeded, kind=kind)[0] == number


def test_a_cell_of_the_table_leads_to_its_quotations(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    cells = re.findall(r'<td class="num"><a href="([^"]+)">(\d+)</a>', html)
    assert cells
    for address, number in cells[:6]:
        answer = seeded.get(address.replace("&amp;", "&")).text
        assert int(re.search(r"<b>(\d+)</b>", answer)[1]) == int(number)


def test_only_the_speaker_counts_not_who_is_mentioned(seeded: TestClient) -> None:
    html = seeded.get(PAGE, params={"person": "kira-jarmysch"}).text
    assert set(re.findall(r'<p class="by"><a [^>]*>([^<]+)</a>', html)) == {"Kira Jarmysch"}


def test_an_unknown_summit_topic_or_person_breaks_nothing(seeded: TestClient) -> None:
    assert seeded.get("/summits/nirgends/quotes").status_code == 404
    assert seeded.get(PAGE, params={"topic": "<script>"}).status_code == 200
    assert "gibt es keine Zitate" in seeded.get(PAGE, params={"person": "niemand"}).text
