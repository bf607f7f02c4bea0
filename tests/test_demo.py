"""The second demo: its gold holds what the texts say, and every page of it says that it is invented."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.seeds import DEMO, load_demo
from app.actions.summit_edits import remove_summit
from app.actions.summit_files import read_summit, write_summit
from app.db import session_scope
from app.main import create_app
from app.models import Article, Source, Summit
from app.settings import Settings
from tests.demo_gold import FOLDER, Gold, Wrong, gold_file, read_gold, unnamed_runs, written

SAID = {"de": "Erfundener Gipfel:", "en": "Invented summit:"}
SOME = [f"/articles/{number}" for number in range(1, 65, 9)]  # all pages of articles are made alike
LINK = re.compile(rf'href="(/(?:summits/{DEMO}|articles/)[^"#?]*)')


@pytest.fixture(scope="module")
def gold() -> Gold:
    return read_gold()


@pytest.fixture
def loaded(settings: Settings, engine: Engine) -> Iterator[TestClient]:
    """A browser on the demo, whose articles still wait for their analysis."""
    with session_scope(engine, write=True) as session:
        load_demo(session)
    with TestClient(create_app(settings)) as client:
        yield client


def test_the_compiled_gold_is_that_of_the_annotations(gold: Gold) -> None:
    assert (FOLDER / "gold.json").read_text(encoding="utf-8") == written(gold_file(gold))


def test_every_offset_leads_to_its_words(gold: Gold) -> None:
    event = gold_file(gold)["events"][DEMO]
    marks = [one for kind in ("figures", "utterances") for group in event[kind] for one in group["members"]]
    marks += [one for kind in ("figure_traps", "utterance_traps") for trap in event[kind] for one in trap["members"]]
    marks += event["speakers"] + [one["a"] | {"text": one["text"]} for one in event["shared"]]
    for mark in marks:
        text = gold.documents[mark["document"]].text
        assert text[mark["start"] : mark["end"]] == mark["text"]


def test_nothing_is_left_out_that_the_texts_have(gold: Gold) -> None:
    event = gold.compiled()
    assert gold.missed == []
    assert list(unnamed_runs(gold, event)) == []
    for group in event["figures"] + event["utterances"]:
        assert {gold.documents[member["document"]].source for member in group["members"]} <= set(group["has"])


def test_an_annotation_that_does_not_hold_is_refused(gold: Gold) -> None:
    with pytest.raises(Wrong, match="does not stand there"):
        gold.member([4, "der Bundeskanzler von Atlantis"])
    careless = {"id": "f0", "relation": ["same"], "members": [[4, "41 Staaten"]], "look": "41 Staaten"}
    fresh = Gold(gold.documents, gold.notes, gold.name)
    fresh._group(careless)
    assert any(line.startswith("f0: 003") for line in fresh.missed)


def test_the_gold_is_as_large_as_it_has_to_be(gold: Gold) -> None:
    event = gold.compiled()
    several = {kind: [one for one in event[kind] if len(one["has"]) > 1] for kind in ("figures", "utterances")}
    assert len(several["figures"]) >= 45
    assert len(several["utterances"]) >= 35
    assert sum(not one.get("optional") for one in event["shared"]) >= 30
    assert sum(bool(one["has"]) for one in event["topics"]) >= 12
    assert sum(one.get("difference") in ("value", "time") for one in event["figures"]) >= 8
    assert len(event["sources"]) == 15


def test_texts_are_taken_unchanged_and_outlets_described(engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        ids = load_demo(session)
    manifest = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))
    assert len(ids) == len(manifest["articles"]) == len(list(FOLDER.glob("*.txt")))
    with session_scope(engine) as session:
        for article in session.exec(select(Article)):
            assert article.file is not None
            assert article.text == (FOLDER / article.file).read_bytes().decode()
            assert article.title
        kinds = Counter(source.kind for source in session.exec(select(Source)))
    assert kinds["agency"] == 2
    assert "" not in kinds


def test_an_outlet_that_is_known_stays_as_people_described_it(engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        session.add(Source(slug="querblick", name="Querblick", hue=3, kind="newspaper", country="LU"))
    with session_scope(engine, write=True) as session:
        load_demo(session)
    with session_scope(engine) as session:
        known = session.exec(select(Source).where(Source.name == "Querblick")).one()
        assert (known.kind, known.country, known.hue) == ("newspaper", "LU", 3)


def test_loaded_with_one_press_and_offered_until_then(client: TestClient) -> None:
    assert 'action="/demo"' in client.get("/summits").text
    answer = client.post("/demo", headers={"Origin": "http://testserver"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/summits/{DEMO}")
    assert 'action="/demo"' not in client.get("/summits").text
    assert len(client.get(f"/api/summits/{DEMO}/articles?limit=100").json()["items"]) == 64
    client.post("/demo", headers={"Origin": "http://testserver"})  # pressed twice
    assert len(client.get("/api/summits").json()["items"]) == 1


def test_no_other_site_loads_it(client: TestClient) -> None:
    assert client.post("/demo", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.get("/api/summits").json()["items"] == []


def test_out_of_sight_it_is_offered_and_brought_back(engine: Engine, loaded: TestClient) -> None:
    with session_scope(engine, write=True) as session:
        remove_summit(session, DEMO)
    assert 'action="/demo"' in loaded.get("/summits").text
    loaded.post("/demo", headers={"Origin": "http://testserver"})
    assert loaded.get(f"/summits/{DEMO}").status_code == 200


def test_every_page_of_it_says_that_it_is_invented(demo: TestClient) -> None:
    start, seen = f"/summits/{DEMO}", set[str]()
    waiting = [start]
    while waiting:
        address = waiting.pop()
        answer = demo.get(address, headers={"Accept-Language": "de"})
        seen.add(address)
        assert answer.status_code == 200, address
        assert SAID["de"] in answer.text, address
        found = sorted(set(LINK.findall(answer.text)) - seen - set(waiting))
        waiting += [
            link for link in found if (not link.startswith("/articles/") or link in SOME) and "/charts/" not in link
        ]
    assert {f"{start}/{tab}" for tab in ("figures", "quotes", "shared", "silence", "words", "compare", "desk")} <= seen
    assert set(SOME) <= seen
    assert any(address.startswith(f"{start}/persons/") for address in seen)
    assert any(address.startswith(f"{start}/topics/") for address in seen)


def test_a_chart_of_it_says_so_too(demo: TestClient) -> None:
    drawn = demo.get(f"/summits/{DEMO}/charts/matrix.svg", headers={"Accept-Language": "de"})
    assert "Zur Vorführung erfunden: Nichts davon hat stattgefunden." in drawn.text


@pytest.mark.parametrize("address", [f"/summits/{DEMO}", f"/summits/{DEMO}/figures", "/articles/7"])
def test_it_is_said_in_english_too(loaded: TestClient, address: str) -> None:
    assert SAID["en"] in loaded.get(address, headers={"Accept-Language": "en"}).text


def test_dispatches_are_found_in_the_papers_that_took_them(demo: TestClient, gold: Gold) -> None:
    rows = demo.get(f"/api/summits/{DEMO}/articles?limit=100").json()["items"]
    place = {id_: place for place, id_ in enumerate(sorted(row["id"] for row in rows))}
    shared = demo.get(f"/api/summits/{DEMO}/shared-passages").json()["items"]
    found = {frozenset((place[one["a"]["article"]], place[one["b"]["article"]])) for one in shared}
    long = [one for one in gold.compiled()["shared"] if one["words"] >= 20]
    assert len(long) >= 10
    for one in long:
        assert frozenset((one["a"]["document"], one["b"]["document"])) in found, one["text"]


def test_other_summits_are_not_called_invented(seeded: TestClient) -> None:
    for address in ("/summits/genf-2021", "/articles/1"):
        page = seeded.get(address).text
        assert not any(said in page for said in SAID.values())


def test_the_list_of_summits_tells_them_apart(engine: Engine, loaded: TestClient) -> None:
    assert "erfunden</" in loaded.get("/summits", headers={"Accept-Language": "de"}).text


def test_its_file_carries_along_that_it_is_invented(engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        load_demo(session)
    with session_scope(engine, write=True) as session:
        file = write_summit(session, DEMO)
        assert json.loads(file)["summit"]["invented"] is True
        slug, ids = read_summit(session, file, max_chars=100_000)
        assert len(ids) == 64
        assert _summit(session, slug).invented is True
        older = json.loads(file)  # written before a file said anything about it
        del older["summit"]["invented"]
        slug, _ = read_summit(session, json.dumps(older).encode(), max_chars=100_000)
        assert _summit(session, slug).invented is False


def _summit(session: Session, slug: str) -> Summit:
    return session.exec(select(Summit).where(Summit.slug == slug)).one()
