"""Suggested topics, accepted or turned down in one click."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.analyses import store_again
from app.actions.rework import next_behind
from app.actions.summit_files import write_summit
from app.db import make_engine, session_scope
from app.models import Summit
from app.settings import Settings
from tests.stories import S, add_story

PAGE = "/summits/gipfel/new-topic"
EN = {"accept-language": "en"}


@pytest.fixture
def trains(settings: Settings) -> Engine:
    """Two sources write about night trains, which no topic of the lexicon has."""
    engine = make_engine(settings.database_url)
    about = S("Man sprach über den Beitritt zur Nato.", "nato"), S("Die Nato schwieg.", "nato")
    add_story(engine, S("Der Nachtzug fährt."), S("Ein Nachtzug hält, sagte {Joe Biden}."), *about)
    add_story(engine, S("Wieder fährt der Nachtzug."), *about, source="Quelle B")
    return engine


def catch_up(engine: Engine) -> int:
    """Do what the worker does."""
    number = 0
    while True:
        with session_scope(engine, write=True) as session:
            article = next_behind(session, session.exec(select(Summit.id)).one() or 0)
            if article is None:
                return number
            assert store_again(session, article, tag=True)
            number += 1


def form(page: str) -> dict[str, str]:
    """The hidden fields of the first suggestion."""
    part = page[page.index('class="suggestions"') :].split("</form>")[0]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', part)}


def suggested(client: TestClient) -> list[str]:
    return re.findall(r'<li id="suggested-(\w+)"', client.get(PAGE).text)


def test_the_number_opens_as_many_sentences(trains: Engine, client: TestClient) -> None:
    page = client.get(f"{PAGE}?words=nachtzug", headers=EN).text
    assert "3 sentences" in page
    assert "2 sources" in page
    assert page.count("<mark>") == 3


def test_accepting_makes_a_topic_that_finds_its_sentences(trains: Engine, client: TestClient) -> None:
    fields = form(client.get(PAGE).text)
    assert fields["strong"].splitlines() == ["Nachtzug"]
    made = client.post(PAGE, data={**fields, "act": "save"}, follow_redirects=False)
    assert made.status_code == 303
    assert "/topics/nachtzug/edit" in made.headers["location"]
    assert 'id="rework"' in client.get(made.headers["location"]).text
    assert catch_up(trains) == 2
    assert client.get("/summits/gipfel/topics/nachtzug", headers=EN).text.count("Nachtzug") >= 3
    assert suggested(client) == []


def test_an_accepted_topic_can_be_unmade(trains: Engine, client: TestClient) -> None:
    fields = form(client.get(PAGE).text)
    told = client.post(PAGE, data={**fields, "act": "save"}).text
    action = re.search(r'action="(/summits/gipfel/corrections/\d+/undo)">.*?name="back" value="([^"]+)"', told)
    assert action
    back = client.post(action[1], data={"back": action[2]})
    assert back.status_code == 200, "the page of the topic has gone with it"
    catch_up(trains)
    assert suggested(client) == ["nachtzug"]


def test_turned_down_for_good_and_undone(trains: Engine, client: TestClient) -> None:
    words = form(client.get(PAGE).text)["words"]
    answer = client.post(f"{PAGE}/dismiss", data={"words": words}, headers=EN)
    assert "not to be suggested as a topic" in answer.text
    assert suggested(client) == []
    undo = re.search(r'action="(/summits/gipfel/corrections/\d+)/undo"', answer.text)
    assert undo
    client.post(f"{undo[1]}/undo")
    assert suggested(client) == ["nachtzug"]
    client.post(f"{undo[1]}/redo")
    assert suggested(client) == []
    with session_scope(trains) as session:
        exported = write_summit(session, "gipfel")
    assert b"topic-dismiss" in exported


def test_looking_first_shows_what_would_come(trains: Engine, client: TestClient) -> None:
    fields = form(client.get(PAGE).text)
    page = client.post(PAGE, data={**fields, "act": "preview"}, headers=EN).text
    assert "3 sentences come" in page
    assert ">Nachtzug</textarea>" in page


@pytest.mark.parametrize("words", ["", "  \n ", "x\n" * 3 + "\n".join("abcdefghijkl"), "x" * 200])
def test_nonsense_is_refused(trains: Engine, client: TestClient, words: str) -> None:
    assert client.post(f"{PAGE}/dismiss", data={"words": words}).status_code == 422


def test_an_empty_summit_says_what_to_do(client: TestClient, seeded: TestClient) -> None:
    assert client.post("/summits/nowhere/new-topic/dismiss", data={"words": "x"}).status_code == 404
    page = seeded.get("/summits/genf-2021/new-topic", headers=EN).text
    assert "No word stands in enough of them" in page
