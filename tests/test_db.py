"""Readers and writers: who waits for the lock waits alone, not for long, and loses nothing."""

import inspect
import re
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from html import unescape
from importlib import import_module
from pkgutil import iter_modules

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, make_url, text

from app import api, db, pages
from app.actions.summits import add_summit
from app.db import session_scope
from app.main import create_app
from app.settings import Settings
from tests.databases import PostgresServer

SUMMIT = "/summits/genf-2021"
PAGES = ["/", SUMMIT, f"{SUMMIT}/articles", "/articles/1", f"{SUMMIT}/persons", "/summits"]
NEW = {"name": "Gipfel am Meer", "place": "Ostende"}
HELD = 60.0  # seconds; no test takes so long
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@contextmanager
def held(url: str) -> Iterator[None]:
    """Somebody else is writing for as long as the block lasts."""
    with closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def served(app: FastAPI) -> Iterator[httpx.Client]:
    """A browser before a real server."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until(lambda: server.started)
        limits = httpx.Limits(max_connections=20)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            with httpx.Client(base_url=address, timeout=HELD, limits=limits) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


def until(happened: Callable[[], bool]) -> None:
    for _ in range(int(HELD / 0.01)):
        if happened():
            return
        time.sleep(0.01)
    raise AssertionError("it never happened")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "REQUEST_PATIENCE", 0.05)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "REQUEST_PATIENCE", HELD)


@pytest.mark.usefixtures("patient")
def test_pages_are_answered_while_five_writers_wait(seeded_settings: Settings) -> None:
    app = create_app(seeded_settings)
    writers = app.state.threads.writers
    with served(app) as client, ThreadPoolExecutor(5) as five:
        with held(seeded_settings.database_url):
            waiting = [five.submit(client.post, "/summits", data=NEW) for _ in range(5)]
            until(lambda: writers.statistics().tasks_waiting == 5 - db.WRITERS)
            assert [client.get(page).status_code for page in PAGES] == [307, 200, 200, 200, 200, 200]
            assert not any(one.done() for one in waiting)
        assert sorted(one.result().headers["location"] for one in waiting) == [
            f"/summits/gipfel-am-meer{number}/desk" for number in ("-2", "-3", "-4", "-5", "")
        ]


def test_pages_are_answered_while_the_queue_is_locked(seeded_settings: Settings) -> None:
    app = create_app(seeded_settings)
    queue = app.state.threads.queue
    with served(app) as client:
        first = client.post(f"/api{SUMMIT}/articles", json={"text": "Der Gipfel beginnt am Montag in Genf."})
        assert first.status_code == 202
        until(lambda: queue.statistics().borrowed_tokens == 0)
        with held(seeded_settings.jobs_url):
            for number in range(5):
                body = {"text": f"Zum {number}. Mal spricht die Delegation über Wasser."}
                assert client.post(f"/api{SUMMIT}/articles", json=body).status_code == 202
            until(lambda: queue.statistics().tasks_waiting == 4)
            assert client.get(SUMMIT).status_code == 200


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de", "Gerade wird etwas anderes"), ("en", "Something else is being stored")],
)
def test_a_lock_not_had_is_a_sentence_and_what_was_typed_can_be_sent_again(
    seeded: TestClient, seeded_settings: Settings, language: str, sentence: str
) -> None:
    seeded.cookies.set("lang", language)
    typed = NEW | {"name": 'Gipfel "A" & <B>', "day": "2031-05-01", "last_day": ""}
    with held(seeded_settings.database_url):
        answer = seeded.post("/summits", data=typed)
    assert answer.status_code == 503
    assert answer.headers["retry-after"].isdigit()
    assert sentence in answer.text
    kept = {name: unescape(value) for name, value in HIDDEN.findall(answer.text)}
    assert kept == typed
    assert '<form method="post" action="/summits"' in answer.text
    again = seeded.post("/summits", files={name: (None, value) for name, value in kept.items()}, follow_redirects=False)
    assert again.status_code == 303


@pytest.mark.usefixtures("impatient")
def test_a_text_that_could_not_be_stored_comes_back_whole(seeded: TestClient, seeded_settings: Settings) -> None:
    typed = {"text": "Erste Zeile.\nZweite Zeile: „Ja“, sagte er.\n" * 2_000, "title": "Ein Titel", "source": "Blatt"}
    with held(seeded_settings.database_url):
        answer = seeded.post(f"{SUMMIT}/upload", files={name: (None, value) for name, value in typed.items()})
    assert answer.status_code == 503
    assert {name: unescape(value) for name, value in HIDDEN.findall(answer.text)} == typed


@pytest.mark.usefixtures("impatient")
def test_a_program_is_told_to_come_again(seeded: TestClient, seeded_settings: Settings) -> None:
    with held(seeded_settings.database_url):
        answer = seeded.post(f"/api{SUMMIT}/articles", json={"text": "Neu."}, headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"].isdigit()
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Something else is being stored just now")


@pytest.mark.usefixtures("impatient")
def test_what_is_refused_or_only_shown_never_waits_for_the_lock(seeded: TestClient, seeded_settings: Settings) -> None:
    text_there = seeded.get("/api/articles/1").json()["text"]
    with held(seeded_settings.database_url):
        told = {
            "no name": seeded.post("/summits", data={"name": ""}).status_code,
            "no summit": seeded.post("/summits/nirgends/delete").status_code,
            "no article": seeded.post("/articles/999/delete").status_code,
            "no draft": seeded.post("/drafts/999", data={"action": "keep"}).status_code,
            "no day": seeded.post("/articles/1", data={"source": "Blatt", "published": "gestern"}).status_code,
            "no text": seeded.post(f"{SUMMIT}/upload", data={"text": ""}).status_code,
            "no field": seeded.post(f"/api{SUMMIT}/articles", json={}).status_code,
            "there already": seeded.post(f"{SUMMIT}/upload", data={"text": text_there}).status_code,
            "a preview": seeded.post(
                f"{SUMMIT}/new-topic", data={"act": "preview", "label_de": "Wasser", "strong": "wasser"}
            ).status_code,
        }
    assert told == {
        "no name": 422, "no summit": 404, "no article": 404, "no draft": 404, "no day": 422, "no text": 422,
        "no field": 422, "there already": 409, "a preview": 200,
    }  # fmt: skip


def test_one_of_many_who_bring_the_same_text_at_once_brings_it(seeded_settings: Settings) -> None:
    with served(create_app(seeded_settings)) as client, ThreadPoolExecutor(6) as six:
        for number in range(5):
            body = {"text": f"Zum {number}. Mal spricht die Delegation über die Kontrolle der Waffen."}
            answers = list(six.map(lambda _: client.post(f"/api{SUMMIT}/articles", json=body), range(6)))  # noqa: B023
            assert sorted(one.status_code for one in answers) == [202, 409, 409, 409, 409, 409]


@pytest.mark.usefixtures("impatient")
def test_on_postgresql_too_a_lock_not_had_is_a_sentence(
    postgres: PostgresServer, postgres_engine: Engine, settings: Settings
) -> None:
    address = postgres_engine.url.render_as_string(hide_password=False)
    with session_scope(postgres_engine, write=True) as session:
        add_summit(session, "Gipfel am Meer", slug="meer")
    settings = settings.model_copy(update={"database_url": address})
    with TestClient(create_app(settings)) as client:
        with postgres_engine.begin() as other:
            other.execute(text("SELECT id FROM summit FOR UPDATE"))
            answer = client.post("/api/summits/meer/articles", json={"text": "Neu."})
            assert client.get("/summits/meer").status_code == 200
            missing = client.post("/api/summits/nirgends/articles", json={"text": "Neu."})
        assert (answer.status_code, missing.status_code) == (503, 404)
        assert client.post("/api/summits/meer/articles", json={"text": "Neu."}).status_code == 202
        client.app.state.engine.dispose()  # type: ignore[attr-defined]


def test_the_command_line_waits_longer_than_a_request(seeded_settings: Settings) -> None:
    assert db.PATIENCE > db.REQUEST_PATIENCE
    engine = db.make_engine(seeded_settings.database_url)
    with session_scope(engine.execution_options(patience=0.05)) as quick:
        assert quick.execute(text("PRAGMA busy_timeout")).scalar_one() == 50
    with session_scope(engine) as usual:
        assert usual.execute(text("PRAGMA busy_timeout")).scalar_one() == db.PATIENCE * 1000
    engine.dispose()


def test_every_endpoint_that_may_write_keeps_off_the_readers_threads() -> None:
    names = [f"{room.__name__}.{one.name}" for room in (pages, api) for one in iter_modules(room.__path__)]
    rooms = [import_module(name) for name in names]
    routes = [route for room in rooms if hasattr(room, "router") for route in room.router.routes]
    writing = [one for one in routes if any(part.call is db._write_session for part in one.dependant.dependencies)]
    assert {one.path for one in writing} >= {"/summits", "/api/summits/{slug}/articles", "/drafts/{draft_id}"}
    assert {one.path for one in writing if not inspect.iscoroutinefunction(one.endpoint)} == set()
