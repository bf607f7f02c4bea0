"""What is only proposed is told so, with how sure it is, and can be hidden on every screen that tells it apart."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

DE = {"accept-language": "de"}
HERE = "/summits/genf-2021"
TOLD = ("/quotes", "/quotes?view=same", "/quotes?view=voices", "/persons", "/persons/joe-biden", "/topics/ukraine", "")

OTHERS = ("/silence", "/compare", "/figures", "/shared", "/words", "/articles", "/search?q=Biden")


def read(web: TestClient, address: str) -> str:
    return unescape(web.get(address, headers=DE).text)


def hidden(address: str) -> str:
    return address + ("&" if "?" in address else "?") + "unsure=hide"


@pytest.mark.parametrize("path", TOLD)
def test_a_switch_hides_what_is_proposed_and_brings_it_back(seeded: TestClient, path: str) -> None:
    shown, without = read(seeded, HERE + path), read(seeded, hidden(HERE + path))
    on = re.search(r'id="filter-unsure"[^>]*href="([^"]+)"[^>]*aria-pressed="false"', shown)
    off = re.search(r'id="filter-unsure"[^>]*href="([^"]+)"[^>]*aria-pressed="true"', without)
    assert on is not None
    assert off is not None
    assert "unsure=hide" in on[1]
    assert "unsure" not in off[1]
    assert "<span>ohne Vermutetes</span>" in without
    assert "ohne Vermutetes" not in shown
    assert f'{HERE}/persons/wladimir-putin?unsure=hide"' in without or "person=wladimir-putin&unsure=hide" in without


@pytest.mark.parametrize(
    "path", ["/silence", "/compare", "/figures", "/shared", "/words", "/articles", "/search?q=Biden"]
)
def test_other_screens_keep_the_switch_and_say_that_they_do_not_follow_it(seeded: TestClient, path: str) -> None:
    html = read(seeded, hidden(HERE + path))
    assert "Vermutetes wird hier trotzdem gezeigt" in html
    assert 'id="filter-unsure"' not in html
    assert html.count("unsure=hide") > 3


def test_numbers_say_how_many_are_proposed_and_how_many_are_hidden(seeded: TestClient) -> None:
    shown, without = read(seeded, f"{HERE}/quotes"), read(seeded, f"{HERE}/quotes?unsure=hide")
    (all_,) = re.findall(r"<b>(\d+)</b> Zitate", shown)
    (left,) = re.findall(r"<b>(\d+)</b> Zitate", without)
    (proposed,) = re.findall(r"davon (\d+) vermutet", shown)
    assert f"ausgeblendet: {proposed} vermutet" in without
    assert int(all_) - int(proposed) == int(left)
    assert 'class="maybe" title' not in without


def test_a_title_says_how_sure_it_is_in_words_with_the_number(seeded: TestClient) -> None:
    html = read(seeded, f"{HERE}/quotes")
    assert re.search(r'class="maybe" title="vermutet: in etwa [1-9] von 10 Fällen richtig">vermutet<', html)


def test_an_article_hides_its_marks_and_says_how_many(seeded: TestClient) -> None:
    shown, without = read(seeded, "/articles/1"), read(seeded, "/articles/1?unsure=hide")
    number = re.search(r'id="hide-unsure"[^>]*>Vermutetes ausblenden <small>(\d+)', shown)
    assert number is not None
    assert f"{number[1]} vermutete Markierungen sind ausgeblendet." in without
    assert 'class="maybe" title' in shown
    assert 'class="maybe" title' not in without
    assert (
        re.sub(r"<[^>]+>", "", shown[shown.index('id="text"') :])[:200].split()[:5]
        == (re.sub(r"<[^>]+>", "", without[without.index('id="text"') :])[:200].split()[:5])
    )


def test_the_box_of_a_quotation_says_with_what_it_is_told_and_how_sure(seeded: TestClient) -> None:
    html = read(seeded, "/articles/1")
    told = 0
    for start in re.findall(r'<span id="s(\d+)" class="sentence speech', html)[:6]:
        box = read(seeded, f"/articles/1?fix=sentence:{start}-{int(start) + 20}")
        told += bool(re.search(r'<p class="now"><b>[^<]+</b> · (mit „[^“]+“ gegeben|ohne Verb des Sagens) · ', box))
    assert told == 6


@pytest.mark.parametrize("path", ["/matrix", "/articles"])
def test_programs_may_ask_for_it_too(seeded: TestClient, path: str) -> None:
    assert seeded.get(f"/api{HERE}{path}?unsure=hide").status_code == 200
