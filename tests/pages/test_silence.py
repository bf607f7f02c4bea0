"""The tab of silences, as the seeds fill it."""

import re

import pytest
from fastapi.testclient import TestClient

PAGE = "/summits/genf-2021/silence"
EARLY, GAP = "vor dem Ende des Ereignisses verfasst", "Textlücke vermutet"


def topic(html: str, name: str) -> str:
    parts = re.findall("<article.*?</article>", html, re.S)
    return next(part for part in parts if name in part.split("</h3>")[0])


def test_of_the_early_text_and_the_cut_one_nothing_is_said_and_why(seeded: TestClient) -> None:
    html = topic(seeded.get(PAGE).text, "Rüstungskontrolle")
    told = html.split("Keine Aussage zu:")[1]
    early, cut = told.index("Quelle C</b>"), told.index("Quelle E</b>")
    assert early < told.index(EARLY) < cut < told.rindex(GAP)
    assert "Biden wollte nach dem Gipfel noch eine eigene Pressekonferenz geben" in html
    assert html.count("Vorschlag:") == 2
    assert "Nicht gefunden in" not in html


def test_what_was_not_found_says_where_and_what_was_searched(seeded: TestClient) -> None:
    rows = re.findall(r'<li id="silence-arktis".*?</li>', seeded.get(PAGE).text, re.S)
    told = " ".join(re.sub("<[^>]+>", " ", rows[0]).split())
    assert re.search(
        r"Nicht gefunden in: .*Quelle A.*Quelle B.*Quelle D.*\(.*kein Treffer in 3 Artikeln, \d+ Sätzen", told
    )
    assert "Vorschlag" not in told


def test_a_passage_that_may_be_on_it_keeps_the_source_from_being_silent(seeded: TestClient) -> None:
    html = topic(seeded.get(PAGE).text, "Vorgeschichte")
    assert "Vielleicht in:" in html
    assert "Nicht gefunden in" not in html.split("Vielleicht in:")[1]
    assert 'value="yes"' in html


def test_what_most_report_comes_first(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    numbers = [int(n) for n in re.findall(r'class="finding">Gefunden in (\d) von 5', html)]
    issues = numbers[: numbers.index(min(numbers)) + 1]
    assert issues == sorted(issues, reverse=True)
    assert numbers[0] == 4


def test_the_matrix_and_the_topic_say_so_quietly(seeded: TestClient) -> None:
    assert "keine Aussage möglich (vor dem Ereignis verfasst)" in seeded.get("/summits/genf-2021").text
    assert EARLY in seeded.get("/summits/genf-2021/topics/ruestungskontrolle").text
    assert EARLY not in seeded.get("/summits/genf-2021/topics/cybersicherheit").text


def test_whom_most_name_and_one_does_not(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text.split('id="silence-persons"')[1].split("</section>")[0]
    (nawalny,) = [li for li in html.split("<li ") if "Alexej Nawalny" in li]
    assert "Quelle A" in nawalny
    assert "Quelle B" not in nawalny


def test_every_count_of_the_table_leads_to_as_many(seeded: TestClient) -> None:
    table = seeded.get(PAGE).text.split("only-counts")[1].split("</table>")[0]
    links = re.findall(r'href="([^"]+)#only"[^>]*>(\d+)</a>', table)
    assert len(links) > 10
    for address, number in links[::3]:
        html = seeded.get(address.replace("&amp;", "&")).text.split('class="only-items"')[1].split("</ul>")[0]
        assert html.count("<li ") == min(int(number), 30)


@pytest.mark.parametrize(
    "query", [{"kind": "<x>"}, {"offset": "99999"}, {"person": "niemand"}, {"since": "2030-01-01"}]
)
def test_odd_addresses_break_nothing(seeded: TestClient, query: dict[str, str]) -> None:
    assert seeded.get(PAGE, params=query).status_code == 200
    assert seeded.get("/summits/nirgends/silence").status_code == 404
