"""The pages that are measured, and what their SQL costs without the rest."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from app.db import make_engine, session_scope
from app.queries.articles import article_page
from app.queries.filters import Filters
from app.queries.people import person_page
from app.queries.summits import overview_page
from app.queries.topics import topic_page
from tests.bench.corpus import SUMMIT
from tests.bench.load import Times, times

TOPIC, PERSON = "ukraine", "joe-biden"

ADDRESSES = {
    "overview": f"/summits/{SUMMIT}",
    "topic": f"/summits/{SUMMIT}/topics/{TOPIC}",
    "person": f"/summits/{SUMMIT}/persons/{PERSON}",
    "article": "/articles/1",
}
QUERIES: dict[str, Callable[[Session], object]] = {
    "overview": lambda session: overview_page(session, SUMMIT, Filters()),
    "topic": lambda session: topic_page(session, SUMMIT, TOPIC, Filters()),
    "person": lambda session: person_page(session, SUMMIT, PERSON, Filters()),
    "article": lambda session: article_page(session, 1),
}


def bare_sql(database: Path, page: str, runs: int) -> tuple[Times, int]:
    """Times of all statements of a page on a plain sqlite3 connection, and how many they are."""
    statements = _statements(database, page)
    found = []
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA cache_size=-1000")  # as the program's own connections
        for _ in range(runs):
            began = time.perf_counter()
            for statement, values in statements:
                connection.execute(statement, values).fetchall()
            found.append(1000 * (time.perf_counter() - began))
    return times(found), len(statements)


def _statements(database: Path, page: str) -> list[tuple[str, Any]]:
    engine = make_engine(f"sqlite:///{database}")
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            seen.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    with session_scope(engine) as session:
        if QUERIES[page](session) is None:
            raise LookupError(f"{page}: nothing there to be measured")
    engine.dispose()
    return seen
