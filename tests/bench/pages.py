"""Every page of a summit, what the server spends on it, and what its SQL costs without the rest."""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import event

from app.main import create_app
from app.settings import Settings
from tests.bench.corpus import SUMMIT
from tests.bench.databases import database
from tests.bench.load import CONNECTIONS, Load, measure
from tests.bench.server import Server, serving
from tests.bench.verdicts import Verdicts
from tests.bench.weight import LIMIT_KB, first_visit

SMALL, LARGE = 500, 5_000
SIZES = (5, SMALL, LARGE)
RATIO, WEB_MB = 2.0, 150
EMPTY = 200  # requests of an empty template at least: each takes less than the clock's step
PERSON, LEFT, RIGHT = "joe-biden", "quelle-1", "quelle-2"
TOPIC = "topic"  # the page whose cost must not follow the number of articles; alone measured with LARGE of them

ADDRESSES = {
    "overview": f"/summits/{SUMMIT}",
    "overview, strands": f"/summits/{SUMMIT}?count=strands",
    "overview, of a person": f"/summits/{SUMMIT}?person={PERSON}",
    TOPIC: f"/summits/{SUMMIT}/topics/ukraine",
    "topic, of a person": f"/summits/{SUMMIT}/topics/ukraine?person={PERSON}",
    "quotes": f"/summits/{SUMMIT}/quotes",
    "quotes, same": f"/summits/{SUMMIT}/quotes?view=same",
    "quotes, voices": f"/summits/{SUMMIT}/quotes?view=voices",
    "quotes, of a person": f"/summits/{SUMMIT}/quotes?person={PERSON}",
    "shared": f"/summits/{SUMMIT}/shared",
    "figures": f"/summits/{SUMMIT}/figures",
    "silence": f"/summits/{SUMMIT}/silence",
    "words": f"/summits/{SUMMIT}/words",
    "compare two": f"/summits/{SUMMIT}/compare?left={LEFT}&right={RIGHT}",
    "persons": f"/summits/{SUMMIT}/persons",
    "person": f"/summits/{SUMMIT}/persons/{PERSON}",
    "articles": f"/summits/{SUMMIT}/articles",
    "article": "/articles/1",
    "sources": f"/summits/{SUMMIT}/sources",
    "search": f"/summits/{SUMMIT}/search?q=Gipfel",
}
_TIMES = {"1 connection": 17, "CPU": 7, "16 connections": 20, "empty, 1": 15, "its CPU": 9, "empty, 16": 16}  # widths
HEAD = f"{'articles':>8}  {'page':22}{'kB':>5}{'sent':>6}  " + "".join(
    f"{name:>{width}}" for name, width in _TIMES.items()
)
HEAD += f"{'times empty':>13}{'SQL':>5}{'its p50':>9}"


def measure_pages(folder: Path, sizes: Sequence[int], requests: int, verdicts: Verdicts) -> None:
    """Print a line for each page and size, and hold cost, weight and memory to their limits."""
    print(f"\nPages: ms as p50 / p95 of {requests} requests (sixteen connections: at least as many), CPU: ms of the")
    print("server's processor time for one request; beside an empty template: the same page as text without any data.")
    print(HEAD)
    topic: dict[int, float] = {}
    heaviest, web = 0.0, 0.0
    for size in sizes:
        path = database(folder, size)
        pages = ADDRESSES if size < LARGE else {TOPIC: ADDRESSES[TOPIC]}
        with serving(path) as server:
            loads = {page: _loads(server, server.url + address, requests) for page, address in pages.items()}
            web = max(web, server.memory())  # before it holds our templates too
            heaviest = max(heaviest, sum(first_visit(server.url + ADDRESSES["overview"]).values()) / 1000)
            for page, address in pages.items():
                print(_line(server, path, size, page, address, loads[page], requests), flush=True)
        if TOPIC in loads:
            topic[size] = loads[TOPIC][0].cpu
    if {SMALL, LARGE} <= set(topic):
        ratio = topic[LARGE] / topic[SMALL]
        verdicts.hold(f"topic page, CPU, {LARGE:,} : {SMALL:,} articles", ratio, RATIO, "times", digits=2)
    verdicts.hold("first visit (overview), over the wire", heaviest, LIMIT_KB, "kB")
    verdicts.hold(f"web process, resident, after {CONNECTIONS} connections", web, WEB_MB, "MB")


def _loads(server: Server, url: str, requests: int) -> tuple[Load, Load]:
    """Over one connection, and over many."""
    return measure(server.process, url, requests), measure(server.process, url, requests, CONNECTIONS)


def _line(
    server: Server, path: Path, size: int, page: str, address: str, loads: tuple[Load, Load], requests: int
) -> str:
    html, sent = server.fetch(server.url + address)
    empty = _loads(server, server.url + server.keep_blank(page, html), max(requests, EMPTY))
    sql, statements = bare_sql(path, address, max(3, requests // 10))
    cells = [cell for one, many in (loads, empty) for cell in (one.shown, f"{one.cpu:.1f}", many.shown)]
    return (
        f"{size:8,}  {page:22}{len(html.encode()) / 1000:5.0f}{sent / 1000:6.0f}  "
        + "".join(f"{cell:>{width}}" for cell, width in zip(cells, _TIMES.values(), strict=True))
        + f"{loads[0].cpu / empty[0].cpu:13.1f}{statements:5}{sql:9.1f}"
    )


def bare_sql(database: Path, address: str, runs: int) -> tuple[float, int]:
    """Median ms of all statements of a page on a plain sqlite3 connection, and how many they are."""
    statements = _statements(database, address)
    found = []
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA cache_size=-1000")  # as the program's own connections
        for _ in range(runs):
            began = time.perf_counter()
            for statement, values in statements:
                connection.execute(statement, values).fetchall()
            found.append(1000 * (time.perf_counter() - began))
    return sorted(found)[len(found) // 2], len(statements)


def _statements(database: Path, address: str) -> list[tuple[str, Any]]:
    """What the page asks the database, with the values."""
    app = create_app(Settings(database_url=f"sqlite:///{database}"))
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            seen.append((statement, values))

    with TestClient(app) as client:
        event.listen(app.state.engine, "before_cursor_execute", note)
        client.get(address).raise_for_status()
    app.state.engine.dispose()
    return seen
