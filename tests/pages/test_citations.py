"""Words to be copied, files for reference managers, and addresses that last."""

import re

import bibtexparser
import pytest
from fastapi.testclient import TestClient

HERE = "/summits/genf-2021"
LISTS = {"quotes": "quotes?view=same", "figures": "figures", "shared": "shared"}


def test_a_line_to_copy(seeded: TestClient) -> None:
    text = seeded.get("/api/articles/1").json()["text"]
    line = seeded.get("/articles/1/citation", params={"kind": "quotation", "start": 325, "format": "txt"})
    assert line.headers["content-type"].startswith("text/plain")
    assert line.text.startswith(f"„{text[325:413]}“ (Joe Biden, sinngemäß, in: Quelle A, ")
    page = seeded.get("/articles/1/citation", params={"kind": "quotation", "start": 325}).text
    assert text[325:413] in page
    assert 'href="/articles/1?at=325#here"' in page


@pytest.mark.parametrize("place", ["start=99999999", "start=10&end=5", "start=0&end=99999999", "part=headline"])
def test_words_that_are_not_there(seeded: TestClient, place: str) -> None:
    answer = seeded.get(f"/articles/1/citation?{place}")
    assert answer.status_code == 404
    assert "stehen nicht im Artikel" in answer.text


def test_every_place_that_can_be_remembered_can_be_cited(seeded: TestClient) -> None:
    for address in (f"{HERE}/topics/ruestungskontrolle", f"{HERE}/quotes", f"{HERE}/search?q=Putin", "/articles/2"):
        html = seeded.get(address).text
        places = re.findall(r'data-cite href="([^"]+)"', html)
        assert places, address
        for place in places[::7]:
            assert seeded.get(place.replace("&amp;", "&")).status_code == 200, place


@pytest.mark.parametrize("kind", LISTS)
def test_an_address_that_lasts(seeded: TestClient, kind: str) -> None:
    html = seeded.get(f"{HERE}/{LISTS[kind]}").text
    keys = re.findall(rf'class="lasting quiet" href="{HERE}/{kind}/([^"]+)"', html)
    assert keys
    for key in keys:
        answer = seeded.get(f"{HERE}/{kind}/{key}")
        (led,) = answer.history
        assert (led.status_code, answer.status_code) == (303, 200)
        own = answer.url.path.rpartition("/")[2]
        assert re.fullmatch(r"[0-9a-f]{12}-\d+-[0-9a-f]+", own)
        assert "Feste Adresse" in answer.text
        assert not seeded.get(answer.url.path).history


def test_every_member_leads_to_the_group(seeded: TestClient) -> None:
    group = seeded.get("/api/summits/genf-2021/parallel-quotations").json()["items"][0]
    led = {
        seeded.get(f"{HERE}/quotes/{one['article']}-{one['start']}-{one['end']}").url.path for one in group["members"]
    }
    assert len(group["members"]) > 1
    assert len(led) == 1


def test_a_mark_in_no_group_has_an_address_too(seeded: TestClient) -> None:
    document = seeded.get("/api/articles/1").json()
    for mark in document["quotations"][:6]:
        answer = seeded.get(f"{HERE}/quotes/1-{mark['start']}-{mark['end']}")
        assert answer.status_code == 200
        words = document["text"][mark["start"] : mark["end"]].split()[1]
        assert words.strip('"„“,.') in answer.text


@pytest.mark.parametrize("key", ["quatsch", "1-99999999", "ffffffffffff-0-9", "1-0-ffffffffffff", "0-0", "9" * 30])
@pytest.mark.parametrize("kind", LISTS)
def test_nothing_stands_there(seeded: TestClient, kind: str, key: str) -> None:
    answer = seeded.get(f"{HERE}/{kind}/{key}")
    assert answer.status_code == 404
    assert "steht nichts mehr" in answer.text


def test_articles_as_citations(seeded: TestClient) -> None:
    whole = bibtexparser.parse_string(seeded.get(f"{HERE}/articles?format=bib").text)
    assert len(whole.entries) == 5
    filtered = bibtexparser.parse_string(seeded.get(f"{HERE}/articles?format=bib&source=quelle-b").text)
    assert [one.fields_dict["journal"].value for one in filtered.entries] == ["Quelle B"]
    answer = seeded.get("/articles/3?format=csl")
    assert answer.headers["content-disposition"].endswith('genf-2021-articles.csl.json"')
    assert [one["container-title"] for one in answer.json()] == ["Quelle C"]
    assert seeded.get("/articles/99?format=bib").status_code == 404
    assert seeded.get("/articles/3?format=doc").status_code == 422
    assert "BibTeX" in seeded.get("/articles/3").text
