"""Engines and sessions. The only commit of the whole program stands in this file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from app.precedence import waiting

BUSY_TIMEOUT_MS = 15_000


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys, explicit BEGIN) or PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Four connections stay open: each holds a page cache, and more than a few never run at once under Python's lock.
    engine = create_engine(parsed, connect_args={"check_same_thread": False}, pool_size=4, max_overflow=44)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # pysqlite must not open transactions by itself: we say BEGIN
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "cache_size=-1000",  # kB for each connection; the operating system caches the file for all of them
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    """A transaction that will write takes the lock at once: a read turned write fails whatever the timeout."""
    if connection.get_execution_options().get("write"):
        with waiting(connection.engine.url):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN DEFERRED")


@contextmanager
def session_scope(engine: Engine, *, write: bool = False) -> Iterator[Session]:
    """A session for workers and the command line; a write session commits when the block ends without an error."""
    bind = engine.execution_options(write=True) if write else engine
    with Session(bind, expire_on_commit=False) as session:
        yield session
        if write:
            session.commit()


def _read_session(request: Request) -> Iterator[Session]:
    with session_scope(request.app.state.engine) as session:
        yield session


def _write_session(request: Request) -> Iterator[Session]:
    with session_scope(request.app.state.engine, write=True) as session:
        yield session


ReadSession = Annotated[Session, Depends(_read_session)]
# scope="function": commit before the response is sent, so that a failed commit is not answered with success.
WriteSession = Annotated[Session, Depends(_write_session, scope="function")]
