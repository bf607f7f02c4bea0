"""Search: every word, in whatever form, under the same filters, and straight to the sentence."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

SEARCH = "/summits/genf-2021/search"
EN = {"accept-language": "en"}


def articles(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/articles/(\d+)', page)


def test_hits_lead_to_their_sentence(seeded: TestClient) -> None:
    page = seeded.get(SEARCH, params={"q": "Botschafter"}).text
    assert articles(page)
    assert re.search(r"<mark>Botschafter\w*</mark>", page)
    link = unescape(re.search(r'class="found"><a href="([^"]+)"', page)[1])  # type: ignore[index]
    address, _, anchor = link.partition("#")
    article = seeded.get(address).text
    assert f'id="{anchor}"' in article
    assert f'href="{SEARCH}?q=Botschafter"' in article


def test_other_forms_of_a_word_are_found(seeded: TestClient) -> None:
    assert articles(seeded.get(f"{SEARCH}?q=botschafters").text) == articles(seeded.get(f"{SEARCH}?q=Botschafter").text)


def test_filters_narrow_the_search(seeded: TestClient) -> None:
    assert articles(seeded.get(f"{SEARCH}?q=Putin&source=quelle-c").text) == ["3"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "qqqxyz",
        '"',
        "a OR b",
        "NEAR(",
        "*",
        "-",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "\x00",
        "ä" * 5000,
        "😀",
        "%",
        "x " * 400,
    ],
)
def test_odd_queries(seeded: TestClient, query: str) -> None:
    response = seeded.get(SEARCH, params={"q": query}, headers=EN)
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_nothing_found_says_what_to_do(seeded: TestClient) -> None:
    page = seeded.get(f"{SEARCH}?q=Blumenkohl&source=quelle-a", headers=EN).text
    assert "Nothing found." in page
    assert "Search without filters" in page


def test_unknown_summits(seeded: TestClient) -> None:
    assert seeded.get("/summits/nirgends/search?q=a").status_code == 404
