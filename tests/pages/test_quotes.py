"""Quotations: every number of the page leads to as many sentences; each view keeps the filters."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.db import session_scope
from app.models import Annotation, Entity

PAGE = "/summits/genf-2021/quotes"
SENTENCES = 40


def head(html: str) -> int:
    """The number of quotations in the head of the page."""
    return int(re.search(r"<b>(\d+)</b>", html)[1])


def listed(client: TestClient, **query: str) -> tuple[int, int, list[str]]:
    """(the number in the head, the marks listed over all pages, where their sentences stand)"""
    found, offset, total, places = 0, 0, None, []
    while True:
        html = client.get(PAGE, params={**query, "offset": str(offset)}).text
        total = head(html) if total is None else total
        found += sum(map(int, re.findall(r'data-marks="(\d+)"', html)))
        here = re.findall(r'<p class="as"><a href="([^"]+)"', html)
        places += here
        offset += SENTENCES
        if len(here) < SENTENCES:
            return total, found, places


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"kind": "direct"},
        {"person": "wladimir-putin"},
        {"source": "quelle-b", "kind": "indirect"},
        {"kind": "odd"},
        {"stance": "neutral"},
        {"verb": "sagte"},
        {"verb": "sagen"},
        {"stance": "confirming", "person": "joe-biden"},
    ],
)
def test_the_number_in_the_head_is_the_number_listed_and_no_sentence_comes_twice(
    seeded: TestClient, query: dict[str, str]
) -> None:
    total, found, places = listed(seeded, **query)
    assert total == found > 0
    assert len(places) == len(set(places))


def test_each_kind_shows_as_many_as_its_link_says(seeded: TestClient) -> None:
    html = seeded.get(PAGE).text
    numbers = {kind: int(n) for kind, n in re.findall(r'id="kind-(\w+)".*?<small>(\d+)</small>', html)}
    assert sum(numbers.values()) == listed(seeded)[0]
    for kind, number in numbers.items():
        assert listed(seeded, kind=kind)[0] == number


def test_cells_verbs_and_stances_lead_to_as_many_quotations(seeded: TestClient) -> None:
    html = seeded.get(PAGE, params={"view": "voices"}).text
    cells = re.findall(r'<a class="count" href="([^"]+)">(\d+)</a>', html)
    signs = re.findall(r'<a class="sign \w+" href="([^"]+)">(\d+)<', html)
    verbs = re.findall(r'<a href="([^"]+(?:verb|stance)=[^"]+)">[^<]+<small>(\d+)</small>', html)
    assert cells
    assert signs
    assert verbs
    for address, number in [*cells[:6], *signs, *verbs]:
        assert head(seeded.get(unescape(address)).text) == int(number), address


def test_shares_of_each_source_make_a_hundred_and_the_table_tells_the_words(seeded: TestClient) -> None:
    html = seeded.get(PAGE, params={"view": "voices"}).text
    columns: list[list[int]] = [[] for _ in range(5)]
    shares = re.findall(r'<span class="share (?:none">|hue-\d">.*?<small>(\d+)\s%)', html)
    assert len(shares) % 5 == 0
    for number, percent in enumerate(shares):
        columns[number % 5].append(int(percent or 0))
    assert all(98 <= sum(column) <= 102 for column in columns)
    assert "in Anführungszeichen" in html


def test_the_same_utterance_stands_once_with_all_its_sources(seeded: TestClient) -> None:
    html = seeded.get(PAGE, params={"view": "same"}).text.split('id="doubts"')[0]
    [group] = [part for part in html.split('<article class="parallel"') if "keinerlei Feindseligkeit" in part]
    assert group.count("keinerlei Feindseligkeit") == 1
    wordings, silent = group.split('class="claims"')
    assert [wordings.count(f"Quelle {letter}<") for letter in "ABCDE"] == [1, 1, 1, 0, 0]
    assert "Quelle D" in silent
    assert "Quelle E" in silent
    assert "Quelle B" not in silent
    assert "<em>verstehen</em>" in group
    for address in re.findall(r'<a class="dot" href="([^"]+)"', group):
        path, _, anchor = unescape(address).partition("#")
        assert "Feindseligkeit" in seeded.get(path).text.partition(f'id="{anchor}"')[2][:1500]


@pytest.mark.parametrize(
    "query",
    [{}, {"person": "joe-biden"}, {"source": "quelle-d"}, {"kind": "label"}, {"topic": "ton"}, {"verb": "sagen"}],
)
def test_groups_are_counted_as_listed_under_every_filter(seeded: TestClient, query: dict[str, str]) -> None:
    html = seeded.get(PAGE, params={**query, "view": "same"}).text
    listed_groups = html.count('<article class="parallel"')
    assert int(re.search(r'id="view-same".*?<small>(\d+)</small>', html)[1]) == listed_groups > 0
    numbers = dict(re.findall(r'id="how-(\w+)".*?<small>(\d+)</small>', html))
    assert sum(map(int, numbers.values())) == listed_groups
    for how, number in numbers.items():
        answer = seeded.get(PAGE, params={**query, "view": "same", "how": how}).text
        assert answer.count('<article class="parallel"') == int(number)


def test_views_keep_the_filters_and_each_other(seeded: TestClient) -> None:
    html = seeded.get(PAGE, params={"person": "joe-biden", "kind": "direct", "view": "same"}).text
    address = unescape(re.search(r'id="view-voices" href="([^"]+)"', html)[1])
    assert {"person=joe-biden", "kind=direct", "view=voices"} <= set(re.split("[?&]", address))
    chip = unescape(re.search(r'id="filter-source-quelle-a"[^>]*href="([^"]+)"', html)[1])
    assert {"view=same", "kind=direct", "source=quelle-a"} <= set(re.split("[?&]", chip))


def test_only_the_speaker_counts_not_who_is_mentioned(seeded: TestClient) -> None:
    html = seeded.get(PAGE, params={"person": "kira-jarmysch"}).text
    assert set(re.findall(r'<span class="voice"><b><a [^>]*>([^<]+)</a>', html)) == {"Kira Jarmysch"}


@pytest.mark.parametrize("view", ["all", "same", "voices", "odd"])
def test_an_unknown_summit_topic_or_person_breaks_nothing(seeded: TestClient, view: str) -> None:
    assert seeded.get("/summits/nirgends/quotes", params={"view": view}).status_code == 404
    for query in ({"topic": "<script>"}, {"verb": "\0"}, {"stance": "x"}, {"how": "x"}, {"offset": "9999"}):
        assert seeded.get(PAGE, params={**query, "view": view}).status_code == 200
    assert "gibt es keine Zitate" in seeded.get(PAGE, params={"person": "niemand", "view": view}).text


@pytest.mark.parametrize("query", [{}, {"person": "joe-biden"}, {"person": "joe-biden", "topic": "erwartungen"}])
def test_a_speaker_who_is_only_likely_is_said_to_be_under_every_filter(
    seeded: TestClient, seeded_engine: Engine, query: dict[str, str]
) -> None:
    with session_scope(seeded_engine) as session:
        biden = session.exec(select(Entity.id).where(Entity.slug == "joe-biden")).one()
        rows = session.exec(select(Annotation).where(Annotation.layer == "quotation", Annotation.status == "proposed"))
        proposed = {
            (row.article_id, row.start)
            for row in rows
            if row.entity_id == biden or (not query and (row.entity_id or row.attrs.get("speaker")))
        }
        ends = {
            (row.article_id, row.start): row.end
            for row in session.exec(select(Annotation).where(Annotation.layer == "sentence"))
        }
    told = 0
    for offset in range(0, 400, 40):
        html = seeded.get(PAGE, params=query | {"offset": str(offset)}, headers={"accept-language": "de"}).text
        for sentence in re.findall(r'<li class="sentence.*?</li>', html, re.S):
            place = re.search(r'class="as"><a href="/articles/(\d+)[^"]*?#s(\d+)"', sentence)
            assert place is not None
            article, start = int(place[1]), int(place[2])
            within = any(id_ == article and start <= at < ends[article, start] for id_, at in proposed)
            told += within
            assert ('class="maybe" title="vermutet' in sentence) == within
    assert told
