"""The worker: every article once, whatever happens to the process."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from dbos import DBOSClient
from sqlalchemy import Engine
from sqlmodel import col, func, select

from app.actions.article_edits import bring_article
from app.actions.articles import requeue
from app.actions.summits import add_summit
from app.db import session_scope
from app.intake.drafts import ArticleDraft
from app.jobs import APPLICATION, MOST_SHARES, SHARE, enqueue_analysis, enqueue_round, workflow_id
from app.models import Annotation, Article, Run
from app.serve import WORKER, Supervisor
from app.settings import ROOT, Settings
from tests.test_analyst import TEXT, bring


@pytest.fixture
def summit(engine: Engine) -> Engine:
    """An empty database with one summit."""
    with session_scope(engine, write=True) as session:
        add_summit(session, "G7")
    return engine


class TestQueue:
    @pytest.fixture
    def queue(self, settings: Settings) -> Iterator[Callable[[], dict[str, str]]]:
        """Asks for the queue's work: status by id."""
        client = DBOSClient(system_database_url=settings.jobs_url, application_name=APPLICATION)
        yield lambda: {work.workflow_id: work.status for work in client.list_workflows()}
        client.destroy()

    def test_enqueuing_twice_does_nothing(self, settings: Settings, queue: Callable[[], dict[str, str]]) -> None:
        enqueue_analysis(settings, [1, 2])
        enqueue_analysis(settings, [2, 1])
        assert queue() == {workflow_id(1): "ENQUEUED", workflow_id(2): "ENQUEUED"}

    def test_many_take_few_entries_however_many_they_are(
        self, settings: Settings, queue: Callable[[], dict[str, str]]
    ) -> None:
        for number, entries in ((0, 0), (1, 1), (SHARE, 2), (10_000, 2 + MOST_SHARES)):
            enqueue_round(settings, number)
            assert list(queue().values()) == ["ENQUEUED"] * entries

    def test_what_is_over_can_be_asked_for_again(self, settings: Settings, queue: Callable[[], dict[str, str]]) -> None:
        enqueue_analysis(settings, [1])
        with closing(sqlite3.connect(settings.jobs_url.removeprefix("sqlite:///"))) as jobs, jobs:
            jobs.execute("UPDATE workflow_status SET status = 'SUCCESS'")
        enqueue_analysis(settings, [1])
        enqueue_analysis(settings, [1])
        assert queue() == {workflow_id(1): "SUCCESS", f"{workflow_id(1)}:2": "ENQUEUED"}

    def test_makes_its_database_where_there_is_none(self, tmp_path: Path) -> None:
        settings = Settings(database_url=f"sqlite:///{tmp_path / 'new' / 'x.db'}")
        enqueue_analysis(settings, [1])
        assert (tmp_path / "new" / "x-jobs.db").exists()


@pytest.fixture
def supervisor(settings: Settings, summit: Engine) -> Iterator[Supervisor]:
    """A real worker process on the test's database, kept alive as `serve` does."""
    supervisor = Supervisor(env={**os.environ, "DATABASE_URL": settings.database_url, "PYTHONPATH": str(ROOT)})
    supervisor.start()
    yield supervisor
    supervisor.close()


def ready(engine: Engine) -> int:
    with session_scope(engine) as session:
        return session.exec(select(func.count()).where(col(Article.status) == "ready")).one()


def wait_for(engine: Engine, number: int, seconds: float = 150) -> None:
    end = time.monotonic() + seconds
    while ready(engine) < number:
        assert time.monotonic() < end, f"{ready(engine)} of {number} articles are ready after {seconds} seconds"
        time.sleep(0.05)


@pytest.mark.timeout(400)
def test_sigkill_during_an_upload_loses_none_and_doubles_none(
    settings: Settings, summit: Engine, supervisor: Supervisor
) -> None:
    sentences = [
        line for path in sorted((ROOT / "seeds").glob("*.txt")) for line in path.read_text("utf-8").split(". ")
    ]

    def upload() -> None:
        for number in range(200):
            text = f"Meldung {number}. " + ". ".join(sentences[number % 40 :: 40])
            enqueue_analysis(settings, [bring(summit, text)])

    uploading = threading.Thread(target=upload)
    uploading.start()
    for killed_after in (10, 90):
        wait_for(summit, killed_after)
        assert supervisor.process is not None
        supervisor.process.kill()
        supervisor.process.wait()
    uploading.join()
    wait_for(summit, 200)
    with session_scope(summit) as session:
        assert session.exec(select(func.count()).select_from(Run)).one() == 200
        stored = select(Annotation.article_id, func.count()).where(Annotation.layer == "sentence")
        rows = dict(session.exec(stored.group_by(col(Annotation.article_id))).all())
        assert rows == dict(session.exec(select(Article.id, Article.sentences)).all())


@pytest.mark.timeout(400)
def test_what_waits_is_taken_up_at_the_start_and_again_when_asked(
    settings: Settings, summit: Engine, supervisor: Supervisor
) -> None:
    article_id = bring(summit)  # never put in line: as if the web had died right after its commit
    supervisor.close()
    again = Supervisor(env=supervisor.env)
    again.start()
    try:
        wait_for(summit, 1)
        with session_scope(summit, write=True) as session:
            assert requeue(session) == [article_id]
        began = time.monotonic()
        enqueue_analysis(settings, [article_id])
        wait_for(summit, 1)
        assert time.monotonic() - began < 5
    finally:
        again.close()


def analysing(process: psutil.Process) -> list[psutil.Process]:
    """The processes that analyse for a worker."""
    return [child for child in process.children() if "app.nlp.child" in child.cmdline()]


@pytest.mark.timeout(400)
def test_sigkill_of_the_analysing_and_of_the_worker_loses_none_doubles_none_and_leaves_none(
    settings: Settings, summit: Engine
) -> None:
    number = 80
    with session_scope(summit, write=True) as session:
        for count in range(number):
            bring_article(session, "g7", ArticleDraft(text=f"Meldung {count}. {TEXT}", source="Quelle A"))
    environment = {**os.environ, "DATABASE_URL": settings.database_url, "PYTHONPATH": str(ROOT)}
    watching = Supervisor((*WORKER, "--processes", "2"), env=environment)
    watching.start()
    seen: set[psutil.Process] = set()
    try:
        for killed_after, whole in ((5, False), (20, True), (40, False)):
            wait_for(summit, killed_after)
            assert watching.process is not None
            process = psutil.Process(watching.process.pid)
            children = analysing(process)
            seen.update(children)
            if whole:
                process.kill()
                process.wait(20)
                psutil.wait_procs(children, 20)
                assert not any(child.is_running() for child in children)
            else:
                children[0].kill()
        enqueue_round(settings, 1)  # as if more had come: nothing is done twice
        wait_for(summit, number)
        assert watching.process is not None
        seen.update(analysing(psutil.Process(watching.process.pid)))
    finally:
        watching.close()
    psutil.wait_procs(seen, 20)
    assert not any(child.is_running() for child in seen)
    assert len(seen) >= 3
    with session_scope(summit) as session:
        assert session.exec(select(func.count()).select_from(Run)).one() == number
        stored = select(Annotation.article_id, func.count()).where(Annotation.layer == "sentence")
        rows = dict(session.exec(stored.group_by(col(Annotation.article_id))).all())
        assert rows == dict(session.exec(select(Article.id, Article.sentences)).all())
        assert set(session.exec(select(Article.error)).all()) == {None}
