"""The process that works: durable workflows (DBOS) call the analyst and the importer.

A workflow is one article that somebody waits for, everything that waits, one file or address of the desk, or all
articles of a summit that have to follow decisions. It may be cut off at any point, SIGKILL included: DBOS starts it
again, and its one step is safe to repeat, because an analysis replaces whatever is there in one transaction and an
article that is ready, or not behind, is left alone.
"""

import logging
import os
import signal
import sys
import threading
from functools import partial
from typing import Any

from dbos import DBOS, DBOSConfig
from sqlalchemy.exc import OperationalError

from app.actions.imports import unread_items
from app.actions.keeping import still_keeping
from app.actions.made_documents import waiting_documents
from app.actions.rework import summits_behind
from app.actions.turns import put_back
from app.analyst import FAILED, Analyst
from app.db import make_engine, session_scope
from app.importer import Importer
from app.jobs import (
    APPLICATION,
    APPLICATION_VERSION,
    KEEPING,
    MAKING,
    QUEUE,
    READING,
    READING_QUEUE,
    REWORK,
    REWORK_QUEUE,
    ROUND,
    ROUND_QUEUE,
    WORKFLOW,
    enqueue_document,
    enqueue_keeping,
    enqueue_reading,
    enqueue_rework,
    enqueue_round,
    prepare_queue,
)
from app.nlp.pool import CannotStart, Closed, Pool
from app.settings import Settings
from app.typesetter import make_document

POLL_SECONDS = 0.25  # how long a new article waits at most to be seen; an idle worker costs 1 to 2 % of a core
CLAIMED = 4  # workflows taken out of a line at once; they take turns, so this only saves waiting for the next poll
GRACE_SECONDS = 5.0

log = logging.getLogger("gipfelspiegel.worker")


def run_worker(settings: Settings, name: str = "local", *, processes: int = 1, supervised: bool = False) -> bool:
    """Work until SIGTERM or SIGINT, or, ``supervised``, until the process that holds our standard input has gone.

    ``name`` tells workers apart where several share one PostgreSQL database: each takes up again what it had begun.
    ``processes``: how many analyse. With one, nothing else is done meanwhile; with more, results are stored meanwhile.
    False where it ended because the language service could not be loaded.
    """
    engine = make_engine(settings.database_url)
    pool = Pool(processes)
    analyst = Analyst(engine, pool)  # what waits for it waits in the pool
    importer = Importer(engine, settings, partial(enqueue_reading, settings))
    broken = threading.Event()
    stop = _stop_event(supervised)  # until here a signal ends us at once: there is nothing to put in order yet
    prepare_queue(settings.jobs_url)
    DBOS(config=_config(settings, name))
    _define_workflows(analyst, importer, stop, broken)
    with session_scope(engine, write=True) as session:
        waiting, behind, unread = put_back(session), summits_behind(session), unread_items(session)
        keeping, unmade = still_keeping(session), waiting_documents(session)
    DBOS.launch()
    for queue, at_once in ((QUEUE, CLAIMED), (READING_QUEUE, CLAIMED), (REWORK_QUEUE, CLAIMED), (ROUND_QUEUE, 1)):
        DBOS.register_queue(
            queue, worker_concurrency=at_once, polling_interval_sec=POLL_SECONDS, on_conflict="always_update"
        )
    enqueue_round(settings, waiting)
    enqueue_rework(settings, behind)
    enqueue_reading(settings, unread)
    enqueue_keeping(settings, keeping)
    for document_id in unmade:
        enqueue_document(settings, document_id)
    try:
        pool.wait()
    except CannotStart as why:
        log.error("%s The worker ends.", why)
        broken.set()
        stop.set()
    stop.wait()
    analyst.turns.take(timeout=GRACE_SECONDS)  # let the article in hand be finished, and no other begin
    importer.turn.acquire(timeout=GRACE_SECONDS)
    importer.close()
    DBOS.destroy()
    pool.close()
    return not broken.is_set()


def _define_workflows(analyst: Analyst, importer: Importer, stop: threading.Event, broken: threading.Event) -> None:
    """Tell DBOS about our workflows. Their results stay None: what they find is stored in our tables, not DBOS's."""
    step = DBOS.step(retries_allowed=True, max_attempts=5, should_retry=lambda e: isinstance(e, OperationalError))
    # What goes through many articles goes on, however long the database could not be had: nobody would call it again.
    endless = DBOS.step(
        retries_allowed=True,
        max_attempts=1_000_000,
        interval_seconds=5.0,
        backoff_rate=1.0,
        should_retry=lambda e: not isinstance(e, (CannotStart, Closed)),
    )

    def end(why: Exception) -> None:
        """Without the language service every article would fail: whoever watches over us starts us again."""
        if isinstance(why, CannotStart):
            log.error("%s The worker ends.", why)
            broken.set()
            stop.set()

    @step
    def work(article_id: int) -> None:
        analyst.work(article_id)

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=1_000)
    def analyse_article(article_id: int) -> None:
        try:
            work(article_id)
        except (CannotStart, Closed) as why:
            end(why)
        except Exception:
            log.exception("Article %d could not be analysed.", article_id)
            analyst.give_up(article_id, FAILED)

    @endless
    def work_through() -> None:
        analyst.work_through()

    @DBOS.workflow(name=ROUND, max_recovery_attempts=1_000)
    def analyse_waiting() -> None:
        try:
            work_through()
        except (CannotStart, Closed) as why:
            end(why)

    @step
    def read(item_id: int) -> None:
        importer.work(item_id)

    @DBOS.workflow(name=READING, max_recovery_attempts=1_000)
    def read_item(item_id: int) -> None:
        read(item_id)

    @endless
    def keep(summit_id: int) -> None:
        for number in importer.keep(summit_id):
            enqueue_round(importer.settings, number)

    @DBOS.workflow(name=KEEPING, max_recovery_attempts=1_000)
    def keep_drafts(summit_id: int) -> None:
        keep(summit_id)

    @step
    def make(document_id: int) -> None:
        make_document(importer.engine, document_id)

    @DBOS.workflow(name=MAKING, max_recovery_attempts=10)
    def make_ordered(document_id: int) -> None:
        make(document_id)

    @endless
    def catch_up(summit_id: int) -> None:
        analyst.catch_up(summit_id)

    @DBOS.workflow(name=REWORK, max_recovery_attempts=1_000)
    def rework_summit(summit_id: int) -> None:
        try:
            catch_up(summit_id)
        except (CannotStart, Closed) as why:
            end(why)


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
