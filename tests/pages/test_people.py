"""Persons: the list, and one person source by source."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

EN = {"accept-language": "en"}
LIST = "/summits/genf-2021/persons"


def test_the_list_begins_with_the_most_mentioned(seeded: TestClient) -> None:
    page = seeded.get(LIST).text
    names = re.findall(rf'<a href="{LIST}/[\w-]+">([^<]+)</a></th>', page)
    assert set(names[:2]) == {"Joe Biden", "Wladimir Putin"}
    assert len(names) == len(set(names)) >= 12


def test_the_list_keeps_the_filters(seeded: TestClient) -> None:
    page = seeded.get(f"{LIST}?source=quelle-c").text
    assert f'{LIST}/joe-biden?source=quelle-c"' in page


def test_a_person_in_every_source(seeded: TestClient) -> None:
    page = seeded.get(f"{LIST}/wladimir-putin", headers=EN).text
    for letter in "abcde":
        assert f'id="column-quelle-{letter}"' in page
    assert "<h1>Wladimir Putin</h1>" in page
    assert "Kremlchef" in page or "Kreml-Chef" in page


def test_every_number_of_a_name_opens_as_many_sentences(seeded: TestClient) -> None:
    page = unescape(seeded.get(f"{LIST}/wladimir-putin").text)
    cells = re.findall(r'class="cell" href="([^"#]+form=[^"#]+)#lines".*?<span>(\d+)</span>', page)
    assert len(cells) > 10
    for address, number in cells[::3]:
        opened = seeded.get(address).text
        lines = opened[opened.index('id="lines"') :].split("</section>")[0]
        assert lines.count("<mark>") == int(number), address


def test_a_word_of_somebody_else_is_not_the_sources(seeded: TestClient) -> None:
    page = unescape(seeded.get(f"{LIST}/alexej-nawalny", headers=EN).text)
    own, others = page.split("Not the sources' own words")
    assert re.search("Kreml-?[Kk]ritiker", own)
    assert "45-Jährige" in others
    assert "Wladimir Putin" in others


def test_killer_is_bidens_word_and_only_proposed_for_putin(seeded: TestClient) -> None:
    page = unescape(seeded.get(f"{LIST}/wladimir-putin", headers=EN).text)
    own, others = page.split("Not the sources' own words")
    assert ">Killer</a>" not in own
    row = next(part for part in others.split("<tr>") if ">Killer</a>" in part)
    assert "Joe Biden" in row
    assert 'class="proposed"' in row
    cells = re.findall(r'class="cell" href="([^"#]+)#lines".*?<span>(\d+)</span>', row)
    for address, number in cells:
        opened = seeded.get(address).text
        assert opened.count("<mark>") == int(number)


def test_quotations_lead_to_their_sentences(seeded: TestClient) -> None:
    page = unescape(seeded.get(f"{LIST}/joe-biden?source=quelle-a").text)
    links = sorted(set(re.findall(r'href="(/articles/\d+\?[^"]*at=\d+)#here"', page)))
    assert len(links) > 5
    for link in links[:6]:
        article = seeded.get(link).text
        assert '<a id="here">' in article
        assert 'href="/summits/genf-2021/persons/joe-biden?source=quelle-a"' in article


def test_who_leaves_a_person_out_is_said(seeded: TestClient) -> None:
    page = seeded.get(f"{LIST}/julia-nawalnaja", headers=EN).text
    assert "Not found in:" in page
    assert re.search(r"not found in \d sources?<", page)


def test_under_filters_that_leave_nothing(seeded: TestClient) -> None:
    page = seeded.get(f"{LIST}/julia-nawalnaja?source=quelle-c", headers=EN)
    assert page.status_code == 200
    assert "does not occur under these filters" in page.text
    assert "Clear all filters" in page.text


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}/niemand",
        f"{LIST}/%3Cscript%3E",
        f"{LIST}/{'x' * 500}",
        "/summits/nirgends/persons",
        "/summits/nirgends/persons/joe-biden",
    ],
)
def test_unknown_persons_and_summits(seeded: TestClient, address: str) -> None:
    response = seeded.get(address)
    assert response.status_code == 404
    assert 'href="/"' in response.text
    assert "<script>" not in response.text


def test_an_empty_summit_says_what_to_do(client: TestClient, engine: object) -> None:
    from sqlmodel import Session

    from app.actions.summits import add_summit
    from app.db import session_scope

    with session_scope(engine, write=True) as session:  # type: ignore[arg-type]
        assert isinstance(session, Session)
        add_summit(session, "Leer", slug="leer")
    for path in ("persons", "articles", "sources", "search?q=x"):
        response = client.get(f"/summits/leer/{path}")
        assert response.status_code == 200
        assert 'class="empty-state"' in response.text


def test_a_person_beside_nobody_has_no_empty_choice_of_persons(seeded: TestClient) -> None:
    addresses = set(re.findall(rf'href="({LIST}/[\w-]+)"', seeded.get(LIST).text))
    shown = [seeded.get(address, headers=EN).text for address in sorted(addresses)]
    assert len(shown) > 10
    assert not any("No persons found yet." in page for page in shown)
