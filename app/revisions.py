"""What has changed: every summit has a revision, and one row stands for everything; each write replaces the number.

Numbers are drawn, not counted: after a backup was put back, counting would use numbers a second time, for another
state. ``app/db.py`` follows every write session with ``Writes`` and stores new numbers before it commits, in the same
transaction. What is not said to be of one summit counts as everything.
"""

import logging
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Engine, ForeignKey, Integer, event, inspect, text
from sqlmodel import Field, Session, SQLModel

WRITES = "writes"  # the execution option under which a write session's connection knows its ``Writes``
READING = {"SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "EXPLAIN", "SET", "SHOW", "VALUES"}
CHANGING = re.compile(r"\b(?:INSERT|UPDATE|DELETE)\b", re.IGNORECASE)  # behind a WITH

EVERYTHING = text("UPDATE revision SET number = :number WHERE summit_id IS NULL")
# Of a summit that has gone meanwhile there is nothing to say.
SUMMIT = text(
    "INSERT INTO revision (summit_id, number) SELECT id, :number FROM summit WHERE id = :summit"
    " ON CONFLICT (summit_id) DO UPDATE SET number = excluded.number"
)
OF_ALL = "SELECT summit_id, number FROM revision"
OF_ONE = (
    "SELECT summit_id, number FROM revision"
    " WHERE summit_id IS NULL OR summit_id = (SELECT id FROM summit WHERE slug = ?)"
)

State = frozenset[tuple[int | None, int]]  # summits and their numbers: while it is equal, nothing has changed
log = logging.getLogger("gipfelspiegel.web")


class Revision(SQLModel, table=True):
    """The number of a summit; that of no summit stands for everything."""

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("summit.id", ondelete="CASCADE"), unique=True)
    )
    number: int = Field(sa_column=Column(BigInteger, nullable=False))


class Writes:
    """What a session has changed so far: single summits, or ``everything``."""

    def __init__(self) -> None:
        self.everything = False
        self.summits: set[int] = set()
        self.summit: int | None = None  # of which all is that is being written now

    def note(self, statement: str) -> None:
        """Remember what a statement that has run may have changed."""
        if not _reads(statement):
            if self.summit is None:
                self.everything = True
            else:
                self.summits.add(self.summit)


def follow(engine: Engine) -> None:
    """Have every statement of every write session noted, however it was made."""

    def note(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        writes = connection.get_execution_options().get(WRITES)
        if writes is not None:
            writes.note(statement)

    event.listen(engine, "after_cursor_execute", note)


def _reads(statement: str) -> bool:
    first = statement.lstrip("( \n\t")[:10].split(None, 1)[0].upper() if statement.strip() else "SELECT"
    return first in READING or (first == "WITH" and not CHANGING.search(statement))


@contextmanager
def of_summit(session: Session, summit_id: int | None) -> Iterator[None]:
    """Whatever is written inside this block shows on pages of this summit alone. None: that is not known."""
    writes = session.get_bind().get_execution_options().get(WRITES)
    if writes is None:
        yield
        return
    session.flush()  # what was changed before is not said to be of this summit
    before, writes.summit = writes.summit, summit_id
    try:
        yield
        session.flush()
    finally:
        writes.summit = before


def renew(session: Session, writes: Writes) -> None:
    """New numbers for what was changed. The last statements of a transaction: nobody waits for their locks for long."""
    session.flush()
    summits = [] if writes.everything else sorted(writes.summits)
    if writes.everything:
        session.execute(EVERYTHING, {"number": _number()})
    for summit in summits:
        session.execute(SUMMIT, {"number": _number(), "summit": summit})


def renew_everything(connection: Connection) -> None:
    """The same past all sessions, for whatever changes the tables themselves; nothing where there are no revisions."""
    if inspect(connection).has_table("revision"):
        connection.execute(EVERYTHING, {"number": _number()})


def _number() -> int:
    return secrets.randbits(62)


class Revisions:
    """Reads revisions for the event loop, over a connection of its own: one statement, no thread.

    SQLite answers in microseconds and is never waited for; PostgreSQL is asked without holding up the loop.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.connection: Any = None
        self.sqlite = engine.dialect.name == "sqlite"

    async def read(self, slug: str | None) -> State | None:
        """What a page about a summit (without one: about anything) depends on; None where that cannot be told now."""
        if self.sqlite:
            return self._ask_sqlite(slug)
        return await self._ask_postgres(slug)

    def _ask_sqlite(self, slug: str | None) -> State | None:
        try:
            if self.connection is None:
                file = Path(self.engine.url.database or "").absolute().as_uri()
                self.connection = sqlite3.connect(
                    f"{file}?mode=ro", uri=True, timeout=0, isolation_level=None, check_same_thread=False
                )
            if slug is None:
                return frozenset(self.connection.execute(OF_ALL).fetchall())
            return frozenset(self.connection.execute(OF_ONE, (slug,)).fetchall())
        except (sqlite3.Error, OSError, ValueError):  # locked whole, not there yet, or an address that is no text
            log.debug("the revisions cannot be read", exc_info=True)
            return None

    async def _ask_postgres(self, slug: str | None) -> State | None:
        import psycopg  # twenty megabytes that SQLite does without

        try:
            if self.connection is None or self.connection.closed:
                arguments, options = self.engine.dialect.create_connect_args(self.engine.url)
                self.connection = await psycopg.AsyncConnection.connect(*arguments, autocommit=True, **options)
            statement, values = (OF_ALL, ()) if slug is None else (OF_ONE.replace("?", "%s"), (slug,))
            cursor = await self.connection.execute(statement, values)
            return frozenset(await cursor.fetchall())
        except (psycopg.Error, OSError, ValueError):
            log.debug("the revisions cannot be read", exc_info=True)
            return None

    async def close(self) -> None:
        """Give the connection back."""
        connection, self.connection = self.connection, None
        if connection is not None and self.sqlite:
            connection.close()
        elif connection is not None:
            await connection.close()
