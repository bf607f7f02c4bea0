"""SIGKILL at twenty random moments of a morning, of web, worker or what analyses for it: nothing that the screen had
confirmed is lost."""

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

from app.db import make_engine, session_scope
from app.desk import Draft, ImportItem
from app.models import Annotation, Article, Entity, EntityAlias, Run
from app.settings import ROOT
from tests.journeys import coverage

SUMMIT = "/summits/genf-2021"
KILLS = 20
PASSAGE = re.compile(
    r'action="(/articles/\d+/corrections)"><input[^>]*>'
    r'<input type="hidden" name="start" value="(\d+)"><input[^>]*name="end" value="(\d+)"'
)
PATIENCE = 120.0  # seconds that a step may take, restarts included


class Program:
    """Web and worker as two processes, which can be killed and come back."""

    def __init__(self, database: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.env = os.environ | {"DATABASE_URL": database, "JOBS_DATABASE_URL": ""}
        self.commands = {"web": ["serve", "--no-worker", "--port", str(self.port)], "worker": ["worker"]}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.lock = threading.Lock()
        for name in self.commands:
            self.start(name)

    def start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "app.cli", *self.commands[name]],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name: str) -> None:
        """SIGKILL, and a new one: as a supervisor does it."""
        with self.lock:
            self.running[name].kill()
            self.running[name].wait()
            self.start(name)

    def kill_analysing(self) -> None:
        """SIGKILL to what analyses for the worker: the worker itself has to do without it."""
        with self.lock:
            for child in self.analysing():
                child.kill()

    def analysing(self) -> list[psutil.Process]:
        """The processes that analyse for the worker."""
        found = []
        for child in psutil.Process(self.running["worker"].pid).children():
            with suppress(psutil.Error):  # it has just ended
                found += [child] if "app.nlp.child" in child.cmdline() else []
        return found

    def close(self) -> None:
        left = self.analysing()
        for process in self.running.values():
            process.kill()
            process.wait()
        psutil.wait_procs(left, 20)
        assert not any(child.is_running() for child in left)


class Screen:
    """Somebody in front of a browser, who tries again until the screen says that it is done."""

    def __init__(self, program: Program, moments: set[int], choose: random.Random) -> None:
        self.program, self.moments, self.choose = program, moments, choose
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{program.port}", timeout=20)
        self.steps = 0
        self.killers: list[threading.Thread] = []

    def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        """One step. When its moment has come, something is killed while it is under way."""
        self.steps += 1
        if self.steps in self.moments:
            name, delay = self.choose.choice(["web", "worker", "analysing"]), self.choose.uniform(0, 0.15)
            kill = self.program.kill_analysing if name == "analysing" else partial(self.program.kill, name)
            killer = threading.Timer(delay, kill)
            killer.start()
            self.killers.append(killer)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.client.request(method, path, **more)  # type: ignore[arg-type]
            except httpx.TransportError:
                assert time.monotonic() < end, f"{method} {path} was never answered"
                time.sleep(0.2)
                continue
            if answer.status_code == 503 and time.monotonic() < end:  # "nothing was changed, please try again"
                time.sleep(int(answer.headers["Retry-After"]))
                continue
            assert answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
            return answer

    def until(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end, "what was confirmed never came about"
            self.ask("GET", f"{SUMMIT}/desk/reading")
            time.sleep(0.5)


@pytest.fixture
def database(seeded_template: Path, tmp_path: Path) -> str:
    shutil.copy(seeded_template, tmp_path / "kills.db")
    shutil.copy(seeded_template.with_name("empty-jobs.db"), tmp_path / "kills-jobs.db")
    return f"sqlite:///{tmp_path / 'kills.db'}"


@pytest.fixture
def program(database: str) -> Iterator[Program]:
    program = Program(database)
    yield program
    program.close()


@pytest.fixture
def engine_there(database: str) -> Iterator[Engine]:
    engine = make_engine(database)
    yield engine
    engine.dispose()


def number(engine: Engine, *where: object) -> int:
    with session_scope(engine) as session:
        return session.exec(select(func.count()).select_from(Article).where(*where)).one()  # type: ignore[arg-type]


def drafts(engine: Engine) -> list[tuple[int, str | None]]:
    with session_scope(engine) as session:
        rows = session.exec(select(Draft).where(Draft.status == "open").order_by(col(Draft.id))).all()
        return [(one.id or 0, one.title) for one in rows]


@pytest.mark.timeout(600)
def test_what_the_screen_confirmed_is_there(program: Program, engine_there: Engine) -> None:
    choose = random.Random(20210616)
    moments = set(choose.sample(range(2, 46), KILLS))
    screen = Screen(program, moments, choose)
    pack = {"files": ("presse.zip", coverage.archive(), "application/zip")}
    screen.ask("POST", f"{SUMMIT}/desk", files=pack)

    def unread() -> int:
        with session_scope(engine_there) as session:
            waiting = select(func.count()).where(col(ImportItem.status).in_(["waiting", "reading"]))
            return session.exec(waiting).one()

    screen.until(lambda: unread() == 0 and len(drafts(engine_there)) >= coverage.FRESH + 1)
    confirmed: dict[str, str] = {}
    for draft_id, _title in drafts(engine_there):
        title = f"Titel {draft_id}"
        answer = screen.ask("POST", f"/drafts/{draft_id}", data={"title": title, "source": "Morgen", "action": "keep"})
        if answer.status_code == 303:
            with session_scope(engine_there) as session:
                confirmed[session.get_one(Draft, draft_id).sha256] = title
    screen.until(lambda: number(engine_there, col(Article.status) != "ready") == 0)
    edit = f"{SUMMIT}/persons/ute-brandt/edit"
    screen.ask("POST", edit, data={"act": "join", "name": coverage.OTHER_NAME})
    passages = screen.ask("GET", f"{SUMMIT}/topics/arktis").text
    form = PASSAGE.search(passages)
    assert form is not None
    moved = {"what": "topics", "start": form[2], "end": form[3], "drop": "arktis", "act": "move", "topic": "raumfahrt"}
    screen.ask("POST", form[1], data=moved)
    while screen.steps < max(moments):
        screen.ask("GET", SUMMIT)
    for killer in screen.killers:
        killer.join()
    assert len(screen.killers) == KILLS
    screen.until(lambda: number(engine_there, col(Article.status) != "ready") == 0)
    screen.until(lambda: number(engine_there, col(Article.behind).is_(True)) == 0)

    assert len(confirmed) == coverage.FRESH
    assert number(engine_there) == 5 + coverage.FRESH
    with session_scope(engine_there) as session:
        assert {
            one.sha256: one.title for one in session.exec(select(Article).where(Article.title != "")).all()
        } == confirmed
        assert session.exec(select(func.count()).select_from(Run)).one() == 5 + coverage.FRESH
        stored = select(Annotation.article_id, func.count()).where(Annotation.layer == "sentence")
        rows = dict(session.exec(stored.group_by(col(Annotation.article_id))).all())
        assert rows == dict(session.exec(select(Article.id, Article.sentences)).all())
        names = {coverage.PERSON, coverage.OTHER_NAME}
        owners = session.exec(select(EntityAlias.entity_id).where(col(EntityAlias.name).in_(names)).distinct()).all()
        assert len(owners) == 1
        assert session.get_one(Entity, owners[0]).name == coverage.PERSON
        there = (Annotation.article_id == int(form[1].split("/")[2])) & (Annotation.layer == "topic")
        inside = there & (Annotation.start >= int(form[2])) & (Annotation.end <= int(form[3]))
        topics = set(session.exec(select(Annotation.label).where(inside)).all())
        assert "raumfahrt" in topics
        assert "arktis" not in topics
