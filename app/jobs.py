"""The queue as whoever brings articles sees it: put them in line, once. The worker (``app/worker.py``) takes them out.

DBOS keeps the line in a database of its own beside ours, so what stands in it survives any crash of any process. It is
imported when first needed: with its PostgreSQL driver it takes 20 MB, and most web processes mostly read.
"""

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from app.nlp.version import pipeline_version
from app.settings import Settings

if TYPE_CHECKING:
    from dbos import DBOSClient

APPLICATION = "gipfelspiegel"
QUEUE = "analyses"
WORKFLOW = "analyse_article"
ROUND_QUEUE = "rounds"
ROUND = "analyse_waiting"
REWORK_QUEUE = "reworks"
REWORK = "rework_summit"
KEEPING = "keep_drafts"
MAKING = "make_document"
READING_QUEUE = "readings"
READING = "read_item"
# DBOS leaves work of another application version alone. Ours stays the same, so that an upgrade finishes what waits.
APPLICATION_VERSION = "1"
UNFINISHED = {"ENQUEUED", "DELAYED", "PENDING"}
SHARE, MOST_SHARES = 100, 4  # articles that make it worth another worker's while, where several share one database


def enqueue_analysis(settings: Settings, article_ids: Iterable[int]) -> None:
    """Put articles that somebody waits for in line, before any round. One that stands there is not doubled.

    Call it after the commit that made the articles ``queued``: a crash in between loses nothing, because a starting
    worker puts everything in line that is still ``queued``.
    """
    for article_id in article_ids:
        _enqueue(settings, QUEUE, WORKFLOW, workflow_id(article_id), article_id)


def enqueue_round(settings: Settings, number: int) -> None:
    """Call the worker to the ``number`` articles that have come to wait: one entry, however many they are.

    A round goes through all that waits, in its order, until nothing does. Every call is one of its own: an earlier one
    may just have found nothing more to do.
    """
    for _ in range(min(-(-number // SHARE), MOST_SHARES)):
        _enqueue(settings, ROUND_QUEUE, ROUND, f"round:{token_hex(8)}")


def enqueue_rework(settings: Settings, summit_ids: Iterable[int]) -> None:
    """Call the worker to articles that are behind the decisions about their summits; each call is one of its own."""
    for summit_id in summit_ids:
        _enqueue(settings, REWORK_QUEUE, REWORK, f"rework:{summit_id}:{token_hex(8)}", summit_id)


def enqueue_keeping(settings: Settings, summit_ids: Iterable[int]) -> None:
    """Call the worker to desks with drafts that are still to be kept; each call is one of its own."""
    for summit_id in summit_ids:
        _enqueue(settings, REWORK_QUEUE, KEEPING, f"keep:{summit_id}:{token_hex(8)}", summit_id)


def enqueue_reading(settings: Settings, item_ids: Iterable[int]) -> None:
    """Put what was brought to the desk in line for the reader; the same promises."""
    for item_id in item_ids:
        _enqueue(settings, READING_QUEUE, READING, f"read:{item_id}", item_id)


def enqueue_document(settings: Settings, document_id: int) -> None:
    """Put a document in line that is to be made; the same promises."""
    _enqueue(settings, REWORK_QUEUE, MAKING, f"document:{document_id}", document_id)


def _enqueue(settings: Settings, queue: str, workflow: str, name: str, *arguments: int) -> None:
    """The id of a workflow is the same for the same work, so that enqueuing twice does nothing."""
    from dbos import error

    client = _client(settings.jobs_url)
    for run in count(1):
        try:
            client.enqueue(
                {
                    "queue_name": queue,
                    "workflow_name": workflow,
                    "workflow_id": name if run == 1 else f"{name}:{run}",
                    "workflow_id_reuse_policy": "reject",
                    "app_version": APPLICATION_VERSION,
                },
                *arguments,
            )
        except error.DBOSWorkflowIDInUseError as taken:
            if taken.workflow_status not in UNFINISHED:
                continue  # the same work, long over: this is its next run
        break


def workflow_id(article_id: int) -> str:
    """Of an analysis: another one for another version of the language service."""
    return f"analyse:{article_id}:{pipeline_version()}"


def prepare_queue(url: str) -> None:
    """Create DBOS's tables, or bring them up to date; quick where nothing is to be done.

    SQLite gets write-ahead logging (a property of the file), so that the worker's polling and the web's enqueuing do
    not block each other.
    """
    from dbos import DBOS

    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(parsed.database, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()
    DBOS.migrate(url)


@lru_cache
def _client(url: str) -> "DBOSClient":
    from dbos import DBOSClient

    prepare_queue(url)
    return DBOSClient(system_database_url=url, application_name=APPLICATION)
