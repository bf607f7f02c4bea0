"""The topic page: one column a source, passages as the JSON gives them, silence said aloud."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.conftest import counting

SUMMIT = "/summits/genf-2021"
SPEAKER = r'<span class="speaker" lang="de">(.*?), (?:wörtlich|indirekt)</span>'


def covered(client: TestClient, sources: int) -> str:
    """The slug of a topic that so many sources have."""
    page = client.get(SUMMIT).text
    for topic in re.findall(r'<tr id="topic-([\w-]+)">', page):
        row = re.search(rf'<tr id="topic-{topic}">(.*?)</tr>', page, re.S)
        if row and row[1].count('class="cell"') == sources:
            return topic
    raise AssertionError(f"no topic with {sources} sources")


def passages(page: str) -> list[str]:
    return re.findall(r'<article class="passage".*?</article>', page, re.S)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_columns_and_silence_add_up(seeded: TestClient) -> None:
    page = seeded.get(f"{SUMMIT}/topics/{covered(seeded, 4)}").text
    assert page.count('<section class="column') == 4
    assert page.count('<section class="silent') == 1
    assert "<b>4</b> von <b>5</b> Quellen" in page
    assert re.search("keine Aussage möglich|gesucht, nicht gefunden|vielleicht: ansehen", page)


def test_passages_are_the_article_s_own_words(seeded: TestClient) -> None:
    page = seeded.get(f"{SUMMIT}/topics/{covered(seeded, 4)}").text
    for passage in passages(page):
        number = re.search(r"/articles/(\d+)\?topic=", unescape(passage))
        assert number
        text = " ".join(seeded.get(f"/api/articles/{number[1]}").json()["text"].split())
        body = re.search(r'<div class="words".*?</div>', passage, re.S)
        assert body
        spoken = re.sub(SPEAKER, "", body[0])
        for part in re.findall(r'<(?:span|strong) class="(?:said|text|sub)[^"]*">(.*?)\n', spoken):
            assert words(part) in text


def test_each_passage_says_why_it_is_here(seeded: TestClient) -> None:
    found = passages(seeded.get(f"{SUMMIT}/topics/{covered(seeded, 5)}").text)
    assert found
    for passage in found:
        assert "Warum hier?" in passage
        evidence = [unescape(word) for word in re.findall(r'<em lang="de">(.*?)</em>', passage)]
        assert evidence or "Nachbarsatz" in passage
        for word in evidence:
            assert word.casefold() in words(passage).casefold()


def test_speech_is_set_apart_with_its_speaker(seeded: TestClient) -> None:
    topic = covered(seeded, 5)
    page = seeded.get(f"{SUMMIT}/topics/{topic}").text
    speakers = re.findall(SPEAKER, page)
    assert len(speakers) == page.count('<span class="speaker"') > 0
    assert not any("<" in re.sub(r' <span class="maybe"[^>]*>vermutet</span>', "", speaker) for speaker in speakers)
    english = seeded.get(f"{SUMMIT}/topics/{topic}", headers={"accept-language": "en"}).text
    assert ", indirect</span>" in english or ", verbatim</span>" in english


def test_a_person_keeps_the_passages_that_name_or_quote_them(seeded: TestClient) -> None:
    topic = covered(seeded, 4)
    every = passages(seeded.get(f"{SUMMIT}/topics/{topic}").text)
    page = seeded.get(f"{SUMMIT}/topics/{topic}?person=wladimir-putin").text
    kept = passages(page)
    assert 0 < len(kept) <= len(every)
    for passage in kept:
        assert "Putin" in passage or "Kreml" in passage or ' on"' in passage
    number = re.search(r"davon mit Wladimir Putin <b>(\d+)</b>", page)
    assert number
    heads = re.findall(r"· <b>(\d+) S(?:atz|ätze)</b>", page)
    assert int(number[1]) == sum(map(int, heads))


def test_the_marks_of_the_filter_are_told_apart(seeded: TestClient) -> None:
    page = seeded.get(f"{SUMMIT}/topics/{covered(seeded, 4)}?person=wladimir-putin").text
    assert re.search(r'class="m person on', page)
    assert not re.search(r'class="m (?:place|organisation) on', page)


def test_neighbours_and_the_way_back_keep_the_filters(seeded: TestClient) -> None:
    topic = covered(seeded, 4)
    page = unescape(seeded.get(f"{SUMMIT}/topics/{topic}?person=joe-biden").text)
    links = re.findall(r'<a rel="(?:prev|next)" href="([^"]+)"', page)
    assert links
    for link in links:
        assert link.endswith("?person=joe-biden")
        assert seeded.get(link).status_code == 200
    assert f'href="{SUMMIT}?person=joe-biden#topic-{topic}"' in page
    assert re.search(rf"/articles/\d+\?person=joe-biden&topic={topic}#s\d+", page)


def test_a_topic_that_nobody_has_under_the_filters(seeded: TestClient) -> None:
    page = seeded.get(f"{SUMMIT}/topics/{covered(seeded, 4)}?person=joe-biden&since=2030-01-01").text
    assert "Unter diesen Filtern schreibt keine Quelle über dieses Thema." in page
    assert "Alle Filter aufheben" in page


def test_no_statement_more_for_more_passages(seeded: TestClient, seeded_engine: Engine) -> None:
    """The same number of statements for a topic with one source and one with five."""
    numbers = set()
    for sources in (1, 4, 5):
        topic = covered(seeded, sources)
        with counting(seeded.app.state.engine) as count:  # type: ignore[attr-defined]
            seeded.get(f"{SUMMIT}/topics/{topic}")
            numbers.add(count())
    assert len(numbers) == 1


@pytest.fixture
def crowded(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """One passage a column at first, the rest on demand."""
    monkeypatch.setattr("app.queries.topics.PER_COLUMN", 1)
    return seeded


def many_passages(client: TestClient) -> tuple[str, str]:
    """The address of a topic page and of the next passages of one of its columns."""
    for topic in re.findall(r'<tr id="topic-([\w-]+)">', client.get(SUMMIT).text):
        page = unescape(client.get(f"{SUMMIT}/topics/{topic}").text)
        link = re.search(r'id="more-[\w-]+"><a class="button second" href="([^"]+)"', page)
        if link:
            return f"{SUMMIT}/topics/{topic}", link[1]
    raise AssertionError("no topic has two passages in one source")


def test_further_passages_come_on_demand(crowded: TestClient) -> None:
    address, link = many_passages(crowded)
    source = re.search(r"more=([\w-]+)", link)
    assert source
    first = passages(crowded.get(f"{address}?source={source[1]}").text)
    part = crowded.get(link, headers={"hx-request": "true", "hx-target": f"p#more-{source[1]}"}).text
    assert "<html" not in part
    assert "<header" not in part
    new = passages(part)
    assert new
    assert not {re.sub(r"\s+", "", one) for one in first} & {re.sub(r"\s+", "", one) for one in new}
    whole = crowded.get(link).text
    assert "Nur die weiteren Stellen von" in whole
    assert len(passages(whole)) == len(new)


@pytest.mark.parametrize("query", ["?more=nowhere", "?more=quelle-a&offset=9999"])
def test_no_further_passages(crowded: TestClient, query: str) -> None:
    address, _ = many_passages(crowded)
    answer = crowded.get(address + query)
    assert answer.status_code in {200, 404}
    if answer.status_code == 200:
        assert not passages(answer.text)


@pytest.mark.parametrize("offset", ["-1", "x", "١", "999999999999999999999"])
def test_an_offset_that_is_none_is_the_beginning(seeded: TestClient, offset: str) -> None:
    topic = covered(seeded, 5)
    assert seeded.get(f"{SUMMIT}/topics/{topic}?more=quelle-a&offset={offset}").status_code == 200
