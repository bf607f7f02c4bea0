"""The process that analyses: durable workflows (DBOS) take article after article from the queue.

A workflow is one article, or all articles of a summit that have to follow decisions. It may be cut off at any point,
SIGKILL included: DBOS starts it again, and its one step is safe to repeat, because an analysis replaces whatever is
there in one transaction and an article that is ready, or not behind, is left alone.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from dbos import DBOS, DBOSConfig
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.actions.analyses import store_again, store_analysis
from app.actions.articles import queued_ids, read_both, set_status, summit_of
from app.actions.comparisons import compare_article
from app.actions.headlines import await_headline, unread_headline
from app.actions.imports import unread_items
from app.actions.rework import is_behind, leave_behind, next_behind, summits_behind
from app.actions.turns import take_up
from app.db import make_engine, session_scope
from app.importer import Importer
from app.jobs import (
    APPLICATION,
    APPLICATION_VERSION,
    QUEUE,
    READING,
    READING_QUEUE,
    REWORK,
    WORKFLOW,
    enqueue_analysis,
    enqueue_reading,
    enqueue_rework,
    prepare_queue,
)
from app.nlp.headlines import analyse_article, analyse_headline
from app.nlp.types import Analysis
from app.revisions import of_summit
from app.settings import Settings

POLL_SECONDS = 0.25  # how long a new article waits at most to be seen; an idle worker costs 1 to 2 % of a core
CLAIMED = 4  # workflows taken out of the line at once; they take turns, so this only saves waiting for the next poll
ATTEMPTS = 3  # so often may a text end the whole process (out of memory, a crash in C) before it is given up
GRACE_SECONDS = 5.0
PAUSE_SECONDS = 0.01  # between articles that catch up, so that those waiting to be analysed get their turn

FAILED = "analysis-failed"  # codes: templates/partials/article.html has the sentences
DEADLY = "analysis-ended"

log = logging.getLogger("gipfelspiegel.worker")


class Analyst:
    """Analyses one article at a time: more at once gain nothing under Python's lock and cost memory.

    Loads the language service at once (OSError where it cannot be), so that a broken installation fails no article.
    """

    def __init__(self, engine: Engine) -> None:
        analyse_article(
            "Der Minister sprach in Genf.", "Minister: „Gut so“"
        )  # not get_pipeline() alone: some parts load when first used
        self.engine = engine
        self.turn = threading.Lock()

    def work(self, article_id: int, attempt: int = 1) -> None:
        """From text to stored analysis; no session is open while the analysis runs.

        ``attempt`` counts how often this work was begun. What cannot be analysed ends as ``failed``; only a database
        that cannot be reached raises (OperationalError), and is worth another try.
        """
        with self.turn:
            with self._writing(article_id) as session:
                turn = take_up(session, article_id)
                behind = turn is None and is_behind(session, article_id)
            if turn is None:
                if behind:  # its headline was edited
                    self._catch_up_with(article_id)
                return
            if turn.begun and attempt > ATTEMPTS:
                self.give_up(article_id, DEADLY)
                return
            try:
                self._store(article_id, analyse_article(turn.text, turn.title))
            except OperationalError:
                raise
            except Exception:
                log.exception("Article %d could not be analysed.", article_id)
                self.give_up(article_id, FAILED)

    def catch_up(self, summit_id: int) -> None:
        """Bring every article of a summit that is behind up to date, one after the other, others in between.

        May be cut off anywhere: what is done is no longer behind. OperationalError is worth another try.
        """
        while True:
            with self.turn:
                with session_scope(self.engine, write=True) as session, of_summit(session, summit_id):
                    article_id = next_behind(session, summit_id)
                if article_id is None:
                    return
                self._catch_up_with(article_id)
            time.sleep(PAUSE_SECONDS)

    def _catch_up_with(self, article_id: int) -> None:
        try:
            self._follow(article_id)
        except OperationalError:
            raise
        except Exception:
            log.exception("Article %d could not follow the corrections.", article_id)
            with self._writing(article_id) as session:
                leave_behind(session, article_id)

    def _follow(self, article_id: int) -> None:
        """Put an article's marks right, and read its headline if it is new; analyse what no analysis was kept of."""
        with session_scope(self.engine) as session:
            unread = unread_headline(session, article_id)
        headline = analyse_headline(unread.title, unread.analysis) if unread else None
        with self._writing(article_id) as session:
            if store_again(session, article_id, tag=True, headline=headline):
                return
            found = read_both(session, article_id)
        if found is not None:
            self._store(article_id, analyse_article(*found))

    def _store(self, article_id: int, analysis: Analysis) -> None:
        """Keep an analysis; where the headline was edited while it was made, that one is read too."""
        with self._writing(article_id) as session:
            store_analysis(session, article_id, analysis)
            compare_article(session, article_id)
            late = await_headline(session, article_id)
        if late:
            self._follow(article_id)

    @contextmanager
    def _writing(self, article_id: int) -> Iterator[Session]:
        """What is found in an article shows on pages of its summit alone."""
        with session_scope(self.engine, write=True) as session, of_summit(session, summit_of(session, article_id)):
            yield session

    def give_up(self, article_id: int, reason: str) -> None:
        """Mark the article as failed; the code of the reason becomes a sentence where it is shown."""
        with self._writing(article_id) as session:
            set_status(session, article_id, "failed", reason)


def run_worker(settings: Settings, name: str = "local", *, supervised: bool = False) -> None:
    """Work until SIGTERM or SIGINT, or, ``supervised``, until the process that holds our standard input has gone.

    ``name`` tells workers apart where several share one PostgreSQL database: each takes up again what it had begun.
    """
    engine = make_engine(settings.database_url)
    analyst = Analyst(engine)
    importer = Importer(engine, settings, partial(enqueue_reading, settings))
    stop = _stop_event(supervised)  # until here a signal ends us at once: there is nothing to put in order yet
    prepare_queue(settings.jobs_url)
    DBOS(config=_config(settings, name))
    _define_workflows(analyst, importer)
    DBOS.launch()
    for queue in (QUEUE, READING_QUEUE):
        DBOS.register_queue(
            queue, worker_concurrency=CLAIMED, polling_interval_sec=POLL_SECONDS, on_conflict="always_update"
        )
    with session_scope(engine) as session:
        waiting, behind, unread = queued_ids(session), summits_behind(session), unread_items(session)
    enqueue_analysis(settings, waiting)
    enqueue_rework(settings, behind)
    enqueue_reading(settings, unread)
    stop.wait()
    analyst.turn.acquire(timeout=GRACE_SECONDS)  # let the article in hand be finished, and no other begin
    importer.turn.acquire(timeout=GRACE_SECONDS)
    importer.close()
    DBOS.destroy()


def _define_workflows(analyst: Analyst, importer: Importer) -> None:
    """Tell DBOS about our workflows. Their results stay None: what they find is stored in our tables, not DBOS's."""

    @DBOS.step(retries_allowed=True, max_attempts=5, should_retry=lambda e: isinstance(e, OperationalError))
    def work(article_id: int) -> None:
        status = DBOS.get_workflow_status(DBOS.workflow_id or "")
        analyst.work(article_id, (status and status.recovery_attempts) or 1)

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=1_000)
    def analyse_article(article_id: int) -> None:
        try:
            work(article_id)
        except Exception:
            log.exception("Article %d could not be analysed.", article_id)
            analyst.give_up(article_id, FAILED)

    @DBOS.step(retries_allowed=True, max_attempts=5, should_retry=lambda e: isinstance(e, OperationalError))
    def read(item_id: int) -> None:
        importer.work(item_id)

    @DBOS.workflow(name=READING, max_recovery_attempts=1_000)
    def read_item(item_id: int) -> None:
        read(item_id)

    @DBOS.step(retries_allowed=True, max_attempts=5, should_retry=lambda e: isinstance(e, OperationalError))
    def catch_up(summit_id: int) -> None:
        analyst.catch_up(summit_id)

    @DBOS.workflow(name=REWORK, max_recovery_attempts=1_000)
    def rework_summit(summit_id: int) -> None:
        catch_up(summit_id)


def _config(settings: Settings, name: str) -> DBOSConfig:
    """DBOS without its console, telemetry and chatter: it opens no port and talks to nobody but its database."""
    return {
        "name": APPLICATION,
        "system_database_url": settings.jobs_url,
        "application_version": APPLICATION_VERSION,
        "executor_id": name,
        "log_level": "WARNING",
        "enable_otlp": False,
        "scheduler_polling_interval_sec": 3_600.0,  # nothing of ours is scheduled
    }


def _stop_event(supervised: bool) -> threading.Event:
    stop = threading.Event()

    def on_signal(_number: int, _frame: Any) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    if supervised:

        def watch() -> None:
            while os.read(sys.stdin.fileno(), 1024):
                pass
            stop.set()

        threading.Thread(target=watch, daemon=True, name="parent-watch").start()
    return stop
