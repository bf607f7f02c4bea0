"""The worker: every article once, whatever happens to the process."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from dbos import DBOSClient
from sqlalchemy import Engine
from sqlmodel import col, func, select

from app import worker
from app.actions.articles import requeue, set_status
from app.actions.edits import bring_article
from app.actions.summits import add_summit
from app.db import session_scope
from app.intake.drafts import ArticleDraft
from app.jobs import APPLICATION, enqueue_analysis, workflow_id
from app.models import Annotation, Article, Run
from app.nlp.types import Analysis
from app.serve import Supervisor
from app.settings import ROOT, Settings
from app.worker import ATTEMPTS, DEADLY, FAILED, Analyst

TEXT = "Putin und Biden sprachen in Genf über Abrüstung. „Das war gut“, sagte Putin."


def bring(engine: Engine, text: str = TEXT) -> int:
    """A new article of the summit g7, which is made where it is missing."""
    with session_scope(engine, write=True) as session:
        return bring_article(session, "g7", ArticleDraft(text=text, source="Quelle A"))


def state(engine: Engine, article_id: int) -> tuple[str, str | None]:
    with session_scope(engine) as session:
        article = session.get_one(Article, article_id)
        return article.status, article.error


@pytest.fixture
def summit(engine: Engine) -> Engine:
    """An empty database with one summit."""
    with session_scope(engine, write=True) as session:
        add_summit(session, "G7")
    return engine


@pytest.fixture(scope="module")
def load_once() -> None:
    """The language service is loaded by the first Analyst: outside of the tests that replace it."""
    worker.analyse_article("Ein Satz.", None)


@pytest.fixture
def broken(load_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language service that stumbles over texts with the word "kaputt"."""
    real: Callable[[str, str | None], Analysis] = worker.analyse_article

    def analyse(text: str, title: str | None) -> Analysis:
        if "kaputt" in text:
            raise ValueError("no idea")
        return real(text, title)

    monkeypatch.setattr(worker, "analyse_article", analyse)


class TestAnalyst:
    def test_takes_an_article_from_queued_to_ready(self, summit: Engine) -> None:
        article_id = bring(summit)
        Analyst(summit).work(article_id)
        assert state(summit, article_id) == ("ready", None)

    def test_a_text_that_cannot_be_analysed_fails_with_a_sentence(self, summit: Engine, broken: None) -> None:
        bad, good = bring(summit, "Das ist kaputt."), bring(summit)
        analyst = Analyst(summit)
        analyst.work(bad)
        analyst.work(good)
        assert state(summit, bad) == ("failed", FAILED)
        assert state(summit, good)[0] == "ready"

    def test_a_text_that_ended_the_process_too_often_is_given_up(self, summit: Engine) -> None:
        article_id = bring(summit)
        with session_scope(summit, write=True) as session:
            set_status(session, article_id, "analysing")
        Analyst(summit).work(article_id, ATTEMPTS + 1)
        assert state(summit, article_id) == ("failed", DEADLY)

    def test_a_text_that_only_waited_while_others_ended_the_process_is_not_blamed(self, summit: Engine) -> None:
        article_id = bring(summit)
        Analyst(summit).work(article_id, ATTEMPTS + 1)
        assert state(summit, article_id) == ("ready", None)

    def test_leaves_alone_what_is_ready_or_gone(self, summit: Engine, broken: None) -> None:
        article_id = bring(summit, "Das ist kaputt.")
        with session_scope(summit, write=True) as session:
            set_status(session, article_id, "ready")
        analyst = Analyst(summit)
        analyst.work(article_id)
        analyst.work(article_id + 1)
        assert state(summit, article_id) == ("ready", None)


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
