"""Engines and sessions. The only commit of the whole program stands in this file."""

import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial, wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import BackgroundTasks, Depends, Request
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.precedence import waiting
from app.revisions import WRITES, Writes, follow, renew

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 15.0  # seconds that the worker and the command line wait for the write lock
REQUEST_PATIENCE = 5.0  # seconds that somebody in front of a browser does: the worker stores a text in up to one
WRITERS = 3  # requests that may wait for the lock or hold it; others queue
LOCK_STATES = {"55P03", "40P01"}  # PostgreSQL: a lock not had in time, a deadlock that another was let out of


class Busy(Exception):
    """The lock for writing was not to be had in time. Nothing was changed; the same request may succeed in a moment."""


@dataclass(frozen=True, slots=True)
class Threads:
    """Room for requests that write, for calls to the queue and for files that are read while somebody waits, apart from
    the readers' threads: all of them may have to wait.

    One call to the queue at a time: its database has one lock too, and whoever called is not waiting any more. One file
    at a time: each takes a process of its own.
    """

    writers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(WRITERS))
    queue: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    files: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys, explicit BEGIN) or PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_postgres)
        follow(engine)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Four connections stay open: each holds a page cache, and more than a few never run at once under Python's lock.
    engine = create_engine(parsed, connect_args={"check_same_thread": False}, pool_size=4, max_overflow=44)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    follow(engine)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # pysqlite must not open transactions by itself: we say BEGIN
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-1000",  # kB for each connection; the operating system caches the file for all of them
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    """A transaction that will write takes the lock at once: a read turned write fails whatever the timeout.

    That is what the first attempt of a request is (``writing``): it reads, and writes only if it never has to wait.
    """
    options = connection.get_execution_options()
    patience = options.get("patience", PATIENCE)
    connection.connection.driver_connection.execute(f"PRAGMA busy_timeout={patience * 1000:.0f}")
    if options.get("locked"):
        with waiting(connection.engine.url):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN DEFERRED")


def _begin_postgres(connection: Any) -> None:
    """Requests wait no longer for a lock than they say; the worker and the command line as long as it takes."""
    patience = connection.get_execution_options().get("patience")
    if patience is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(patience * 1000, 1):.0f}")


def _is_busy(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) in LOCK_STATES


@contextmanager
def session_scope(engine: Engine, *, write: bool = False) -> Iterator[Session]:
    """A session for workers and the command line; a write session commits when the block ends without an error.

    What it has written raises the revisions of the summits concerned, in the same transaction.
    """
    writes = Writes()
    bind = engine.execution_options(**{WRITES: writes, "locked": True}) if write else engine
    with Session(bind, expire_on_commit=False) as session:
        yield session
        if write:
            renew(session, writes)
            session.commit()


def _read_session(request: Request) -> Iterator[Session]:
    with session_scope(request.app.state.engine) as session:
        yield session


async def _write_session(request: Request) -> Session:
    """Opened, committed and closed by ``writing``."""
    return Session(request.app.state.engine, expire_on_commit=False, info={"threads": request.app.state.threads})


ReadSession = Annotated[Session, Depends(_read_session)]
WriteSession = Annotated[Session, Depends(_write_session)]  # for endpoints under ``writing``


def writing(endpoint: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """For every endpoint with a WriteSession: it never keeps a reader's thread waiting for the lock.

    It runs among the readers first and never waits: whatever is refused, missing or only shown ends there. Where its
    first write finds the lock taken, or what it read changed meanwhile, nothing has happened yet, and it runs once
    more from its beginning, among the writers, with the lock from its first statement on. Raises Busy where that is
    not to be had in REQUEST_PATIENCE. It is committed before the response is sent, so that a failed commit is not
    answered with success.
    """

    @wraps(endpoint)
    async def answered(*given: P.args, **named: P.kwargs) -> R:
        session = next(one for one in named.values() if isinstance(one, Session))
        after = next((one for one in named.values() if isinstance(one, BackgroundTasks)), BackgroundTasks())
        threads: Threads = session.info["threads"]
        run = partial(endpoint, *given, **named)
        try:
            answer = await run_sync(_attempt, session, run, 0.0)
        except Busy:
            after.tasks.clear()
            answer = await run_sync(_attempt, session, run, REQUEST_PATIENCE, limiter=threads.writers)
        for task in after.tasks:
            task.func, task.is_async = partial(run_sync, task.func, limiter=threads.queue), True
        return answer

    return answered


def _attempt(session: Session, run: Callable[[], R], patience: float) -> R:
    """Run and commit with the lock, which may take so many seconds to get; 0: without, never waiting. Raises Busy."""
    engine = session.get_bind().engine
    writes = Writes()
    session.bind = engine.execution_options(**{WRITES: writes, "locked": patience > 0, "patience": patience})
    try:
        answer = run()
        renew(session, writes)
        session.commit()
    except DBAPIError as error:
        if _is_busy(error):
            raise Busy from error
        raise
    finally:
        session.close()
    return answer
