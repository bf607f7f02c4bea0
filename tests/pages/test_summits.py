"""The overview: matrix, rows that open, filters in the URL, barcodes; with and without htmx."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, delete

from app.actions.articles import requeue
from app.db import session_scope
from app.models import Run

SUMMIT = "/summits/genf-2021"
VIEW = {"hx-request": "true", "hx-target": "div#view"}


def cells(page: str, topic: str) -> list[int]:
    """The numbers of one row of the matrix; 0 for a gap."""
    row = re.search(rf'<tr id="topic-{topic}">(.*?)</tr>', page, re.S)
    assert row, f"no row {topic}"
    found = []
    for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.S):
        number = re.search(r"</svg><span>([\d.,]+)", cell)
        found.append(int(number[1]) if number else 0)
        said = ("gesucht, nicht gefunden", "vielleicht: ansehen", "keine Aussage möglich", "nicht unter diesen Filtern")
        assert number or any(one in cell for one in said)
    return found


def topics(page: str) -> list[str]:
    return re.findall(r'<tr id="topic-([\w-]+)">', page)


def test_the_only_summit_is_the_home_page(seeded: TestClient) -> None:
    answer = seeded.get("/", follow_redirects=False)
    assert answer.headers["location"] == SUMMIT


def test_no_summit_yet_says_what_to_do(client: TestClient) -> None:
    assert "gipfelspiegel seed" in client.get("/").text


def test_articles_analysed_again_show_what_was_known(seeded: TestClient) -> None:
    before = seeded.get(SUMMIT).text
    with session_scope(seeded.app.state.engine, write=True) as session:  # type: ignore[attr-defined]
        requeue(session)
    again = seeded.get(SUMMIT).text
    assert "5 Artikel werden neu ausgewertet" in again
    assert "fehlen hier noch" not in again
    assert topics(again) == topics(before)
    assert again.count('class="code ') == before.count('class="code ') == 5
    with session_scope(seeded.app.state.engine, write=True) as session:  # type: ignore[attr-defined]
        session.exec(delete(Run).where(col(Run.article_id) == 1))
    assert "1 Artikel wird noch ausgewertet und fehlt hier noch." in seeded.get(SUMMIT).text


def test_the_head_counts(seeded: TestClient) -> None:
    page = seeded.get(SUMMIT).text
    assert "<b>5</b> Artikel" in page
    assert "aus <b>5</b> Quellen" in page
    assert "16. Juni 2021" in page


def test_the_matrix_is_a_table_with_heads(seeded: TestClient) -> None:
    page = seeded.get(SUMMIT).text
    assert len(re.findall(r'<th scope="col">', page.split("</thead>")[0])) == 6
    assert len(topics(page)) >= 12
    for topic in topics(page):
        assert len(cells(page, topic)) == 5
        assert any(cells(page, topic))


def test_a_cell_leads_to_as_many_sentences_as_it_says(seeded: TestClient) -> None:
    page = seeded.get(SUMMIT).text
    topic = topics(page)[0]
    for letter, number in zip("abcde", cells(page, topic), strict=True):
        if number:
            assert f'href="{SUMMIT}/topics/{topic}#source-quelle-{letter}"' in page
            column = seeded.get(f"{SUMMIT}/topics/{topic}?source=quelle-{letter}").text
            assert re.search(rf"<b>{number} S(?:atz|ätze)</b>", column)


@pytest.mark.parametrize("sort", ["coverage", "difference", "name"])
def test_rows_can_be_sorted(seeded: TestClient, sort: str) -> None:
    page = seeded.get(f"{SUMMIT}?sort={sort}&rows=all").text
    assert re.search(rf'id="sort-{sort}"[^>]*aria-current="true"', page)
    assert sorted(topics(page)) == sorted(topics(seeded.get(f"{SUMMIT}?rows=all").text))
    if sort != "coverage":
        assert f"{SUMMIT}?person=wladimir-putin&amp;sort={sort}" in page


def test_sorting_by_name_follows_the_language(seeded: TestClient) -> None:
    for language in ("de", "en"):
        page = seeded.get(f"{SUMMIT}?sort=name", headers={"accept-language": language}).text
        issues = page.split('scope="rowgroup"')[1]
        names = [unescape(name).casefold() for name in re.findall(r'topics/[\w-]+">([^<]+)</a>\n<small>', issues)]
        assert names == sorted(names)


def test_a_person_narrows_the_matrix_and_says_so(seeded: TestClient) -> None:
    everything = seeded.get(f"{SUMMIT}?rows=all").text
    narrowed = seeded.get(f"{SUMMIT}?person=alexej-nawalny&rows=all").text
    assert "Nur mit Alexej Nawalny" in narrowed
    assert re.search(r'id="filter-person-alexej-nawalny"[^>]*aria-pressed="true"', narrowed)
    assert len(topics(narrowed)) < len(topics(everything))
    for topic in topics(narrowed):
        assert all(few <= many for few, many in zip(cells(narrowed, topic), cells(everything, topic), strict=True))


def test_two_persons_are_and_until_one_is_enough(seeded: TestClient) -> None:
    both = f"{SUMMIT}?person=alexej-nawalny&person=joe-biden"
    page, either = seeded.get(both).text, seeded.get(f"{both}&match=any").text
    assert "Nur mit " in page
    assert " und " in page.split('role="status"')[1].split("</p>")[0]
    assert " oder " in either.split('role="status"')[1].split("</p>")[0]
    assert re.search(r'id="match-all"[^>]*aria-pressed="true"', page)
    assert re.search(r'id="match-any"[^>]*aria-pressed="true"', either)
    assert sum(sum(cells(page, topic)) for topic in topics(page)) < sum(
        sum(cells(either, topic)) for topic in topics(either)
    )


def test_a_choice_can_be_taken_back_and_all_cleared(seeded: TestClient) -> None:
    page = unescape(seeded.get(f"{SUMMIT}?person=joe-biden&source=quelle-a").text)
    assert f'id="filter-person-joe-biden" class="chip" href="{SUMMIT}?source=quelle-a"' in page
    assert f'id="clear-filters" href="{SUMMIT}"' in page


def test_every_link_keeps_the_filters(seeded: TestClient) -> None:
    page = unescape(seeded.get(f"{SUMMIT}?person=joe-biden").text)
    for link in re.findall(rf'href="({SUMMIT}/(?:topics|persons|articles|sources)[^"]*)"', page):
        assert "person=joe-biden" in link, link


def test_a_period_hides_what_has_no_date_and_says_so(seeded: TestClient) -> None:
    page = seeded.get(f"{SUMMIT}?since=2021-06-01&until=2021-06-30").text
    assert "vom 1. Juni 2021 bis zum 30. Juni 2021" in page
    assert "4 Artikel ohne Datum sind ausgeblendet" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=2021-02-30", "„2021-02-30“ ist kein Tag"),
        ("until=gestern", "„gestern“ ist kein Tag"),
        ("since=2021-07-01&until=2021-06-01", "Beide wurden vertauscht"),
        ("person=niemand-sonst", "In diesem Gipfel nicht bekannt: niemand-sonst"),
        ("source=quelle-z", "In diesem Gipfel nicht bekannt: quelle-z"),
        ("person=<b>", "lässt sich nicht filtern"),
        ("person=%00%F0%9F%98%80", "lässt sich nicht filtern"),
        ("&".join(f"person=p{number}" for number in range(30)), "Höchstens 20 Angaben"),
    ],
)
def test_what_makes_no_sense_is_left_out_and_told(seeded: TestClient, query: str, sentence: str) -> None:
    answer = seeded.get(f"{SUMMIT}?{query}")
    assert answer.status_code == 200
    assert sentence in unescape(answer.text)


def test_nothing_left_says_what_to_do(seeded: TestClient) -> None:
    page = seeded.get(f"{SUMMIT}?person=julia-nawalnaja&person=dmitri-peskow&source=quelle-c").text
    assert "Zu dieser Verbindung von Filtern passt nichts." in page
    assert "match=any" in page


def test_a_change_of_filter_gets_the_view_alone(seeded: TestClient) -> None:
    page, part = (
        seeded.get(f"{SUMMIT}?person=joe-biden").text,
        seeded.get(f"{SUMMIT}?person=joe-biden", headers=VIEW).text,
    )
    assert "<html" not in part
    assert "<title>Genfer Gipfel · Gipfelspiegel</title>" in part
    assert re.findall(r'<tr id="topic-[\w-]+">.*?</tr>', part, re.S)
    assert topics(part) == topics(page)
    assert '<hx-partial hx-target="#masthead"' in part


def test_going_back_restores_the_whole_page(seeded: TestClient) -> None:
    answer = seeded.get(SUMMIT, headers=VIEW | {"hx-history-restore-request": "true", "hx-target": "body"})
    assert answer.text.startswith("<!doctype html>")


def test_an_error_goes_to_the_view_whatever_was_the_target(seeded: TestClient) -> None:
    answer = seeded.get("/summits/nowhere", headers={"hx-request": "true", "hx-target": "td#row-x"})
    assert answer.status_code == 404
    assert answer.headers["hx-retarget"] == "#view"
    assert "<html" not in answer.text


def test_a_row_opens_in_place(seeded: TestClient) -> None:
    topic = topics(seeded.get(SUMMIT).text)[0]
    headers = {"hx-request": "true", "hx-target": f"td#row-{topic}"}
    opened = seeded.get(f"{SUMMIT}?open={topic}", headers=headers).text
    assert opened.count('<article class="card') == sum(map(bool, cells(seeded.get(SUMMIT).text, topic)))
    assert 'aria-expanded="true"' in opened
    assert "<table" not in opened
    closed = seeded.get(SUMMIT, headers=headers).text
    assert 'aria-expanded="false"' in closed
    assert "<article" not in closed
    whole = seeded.get(f"{SUMMIT}?open={topic}").text
    assert whole.count('<article class="card') == opened.count('<article class="card')


def test_opening_what_is_not_there_is_no_error(seeded: TestClient) -> None:
    assert seeded.get(f"{SUMMIT}?open=nowhere").status_code == 200
    headers = {"hx-request": "true", "hx-target": "td#row-nowhere"}
    assert seeded.get(f"{SUMMIT}?open=nowhere", headers=headers).status_code == 404


def test_every_sentence_is_a_tick_that_leads_to_it(seeded: TestClient) -> None:
    page = unescape(seeded.get(SUMMIT).text)
    strips = re.findall(r'<svg viewBox="0 0 1000 30".*?</svg>', page, re.S)
    assert len(strips) == 5
    for strip in strips:
        links = re.findall(r'href="/articles/(\d+)#s(\d+)"', strip)
        assert len({article for article, _ in links}) == 1
        text = seeded.get(f"/articles/{links[0][0]}").text
        assert all(f'id="s{start}"' in text for _, start in links)
    assert "Dasselbe als Tabelle" in page


def test_the_summit_can_be_renamed_and_keeps_its_address(seeded: TestClient) -> None:
    form = {"name": "Treffen in Genf", "place": "Villa La Grange", "day": "2021-06-15"}
    assert seeded.post(SUMMIT, data=form, follow_redirects=False).headers["location"] == SUMMIT
    page = seeded.get(SUMMIT).text
    assert "<h1>Treffen in Genf</h1>" in page
    assert "Villa La Grange, 15. Juni 2021" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "  "}, "Ein Gipfel braucht einen Namen."),
        ({"name": "x" * 200}, "höchstens 120 Zeichen"),
        ({"day": "2021-02-30"}, "„2021-02-30“ ist kein Tag."),
        ({"last_day": "2021-02-30"}, "„2021-02-30“ ist kein Tag."),
        ({"last_day": "2021-06-15"}, "Der letzte Tag liegt vor dem ersten."),
    ],
)
def test_a_wrong_name_is_told_and_nothing_typed_is_lost(
    seeded: TestClient, change: dict[str, str], sentence: str
) -> None:
    form = {"name": "Genf", "place": "Da & dort", "day": "2021-06-16"} | change
    answer = seeded.post(SUMMIT, data=form)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert 'value="Da &amp; dort"' in answer.text
    assert "<h1>Genfer Gipfel</h1>" in answer.text


@pytest.mark.parametrize(
    ("first", "last", "german", "english"),
    [
        ("2021-06-16", "", "16. Juni 2021", "June 16, 2021"),
        ("2021-06-16", "2021-06-16", "16. Juni 2021", "June 16, 2021"),
        ("2021-06-16", "2021-06-18", "16.–18. Juni 2021", "June 16 – 18, 2021"),
        ("2023-11-30", "2023-12-13", "30. November – 13. Dezember 2023", "November 30 – December 13, 2023"),
        ("2023-12-30", "2024-01-02", "30. Dezember 2023 – 2. Januar 2024", "December 30, 2023 – January 2, 2024"),
        ("", "2023-12-13", "bis zum 13. Dezember 2023", "until December 13, 2023"),
    ],
)
def test_the_head_tells_the_days(seeded: TestClient, first: str, last: str, german: str, english: str) -> None:
    form = {"name": "Genf", "place": "Genf", "day": first, "last_day": last}
    assert seeded.post(SUMMIT, data=form).status_code == 200
    for language, told in (("de", german), ("en", english)):
        for address in (SUMMIT, "/summits"):
            page = seeded.get(address, headers={"accept-language": language}).text
            head = " ".join(page.replace("\u2009", " ").split())
            assert f"Genf, {told} ·" in head, (language, address)
    page = seeded.get(SUMMIT).text
    assert f'name="last_day" value="{last}"' in page  # ready to be edited


def test_a_new_summit_has_a_last_day_or_says_why_not(client: TestClient) -> None:
    form = {"name": "Klima", "place": "Dubai", "day": "2023-11-30", "last_day": "2023-11-29"}
    refused = client.post("/summits", data=form)
    assert refused.status_code == 422
    assert "Der letzte Tag liegt vor dem ersten." in refused.text
    assert re.search(r'name="last_day" value="2023-11-29"[^>]*aria-invalid="true"', refused.text)
    assert client.post("/summits", data=form | {"last_day": "2023-12-13"}).status_code == 200
    assert "30. November – 13. Dezember 2023" in client.get("/summits/klima").text.replace("\u2009", " ")


def test_renaming_nothing_is_not_found(seeded: TestClient) -> None:
    assert seeded.post("/summits/nowhere", data={"name": "x"}).status_code == 404


def test_what_a_removed_summit_holds_is_out_of_reach_until_it_comes_back(seeded: TestClient) -> None:
    here = {"Origin": "http://testserver"}
    reads = ["/articles/1", "/articles/1/progress", "/api/articles/1", SUMMIT, f"/api{SUMMIT}/matrix"]
    writes = ["/articles/1", "/articles/1/delete", "/articles/1/corrections", f"{SUMMIT}/desk", f"{SUMMIT}/upload"]
    fields = {"title": "Neu", "text": "Guten Tag.", "what": "mention", "start": "0", "end": "3", "act": "none"}
    assert seeded.post(f"{SUMMIT}/delete", headers=here).status_code == 200  # the list, with the way back
    assert [seeded.get(address).status_code for address in reads] == [404] * len(reads)
    assert [seeded.post(address, data=fields, headers=here).status_code for address in writes] == [404] * len(writes)
    assert seeded.post(f"/api{SUMMIT}/articles", json={"text": "Guten Tag."}).status_code == 404
    seeded.post(f"{SUMMIT}/restore", headers=here)
    assert [seeded.get(address).status_code for address in reads] == [200] * len(reads)
