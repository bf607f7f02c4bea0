"""Every page of a summit, the first time and again, over one connection and over sixteen, and what its SQL costs."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import event

from app.db import make_engine
from app.main import create_app
from app.settings import Settings
from tests.bench.addresses import OVERVIEW, TOPIC, addresses, subjects
from tests.bench.databases import Stock
from tests.bench.datasette import BESIDE, DATASETTE, TIMES_OF_DATASETTE, measure_datasette
from tests.bench.load import CONNECTIONS, Load, measure
from tests.bench.server import EMPTY, Server, serving
from tests.bench.verdicts import Verdicts
from tests.bench.weight import LIMIT_KB, first_visit

FEW, SMALL, LARGE = 5, 50, 5_000
SIZES = (FEW, SMALL, 500, LARGE)
HANDFUL_MS, FAST_MS, EVERY_MS, AGAIN_MS = 12, 60, 100, 2.5
GROWTH, PAGE_KB, WEB_MB, RATE = 3.0, 250, 150, 300
COLUMNS = {
    "kB": 6, "sent": 6, "first": 9, "CPU": 9, "16 conn.": 10, "a second": 10, "SQL": 5, "its ms": 8,
    "again": 8, " CPU": 7, "a second ": 10, "304": 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A page: made anew over one connection and over many; again, where it may have been kept; again, not modified."""

    first: Load
    many: Load
    again: Load
    again_many: Load
    known: Load
    statements: int
    sql: float


@dataclass(slots=True)
class Pages:
    """All pages of a summit by name, and the MB resident of a server that kept none of them."""

    rows: dict[str, Row]
    memory: float

    def take(self, of: Callable[[Row], float], pages: Collection[str] | None = None) -> dict[str, float]:
        """A figure of each page, or of some."""
        return {page: of(row) for page, row in self.rows.items() if pages is None or page in pages}


def measure_pages(stock: Stock, sizes: Sequence[int], requests: int, verdicts: Verdicts, *, by: str) -> None:
    """Print a line for each page and size, and hold them to their goals; ``by`` p50 or cpu."""
    print(f"\nPages: ms, the median of {requests} requests at least; CPU: ms of the server's processor time for one.")
    print("first: nothing is kept; again: as it may have been kept; 304: the browser has it; a second: answers over")
    print(f"{CONNECTIONS} connections. SQL: its statements and the ms that they take alone.")
    measured: dict[int, Pages] = {}
    heaviest = 0.0
    stock.articles(max(sizes))  # once for all
    for size in sorted(sizes):
        path = stock.database(size)
        known = subjects(path)
        pages = measured[size] = _measured(path, addresses(known), requests, f"{size:,} articles")
        with serving(path) as server:
            heaviest = max(heaviest, sum(first_visit(f"{server.url}/summits/{known.summit}").values()) / 1000)
        theirs = measure_datasette(stock, size, requests)
        if theirs:
            _beside(pages, theirs, verdicts if size == LARGE else None, by)
    _print_growth(measured, by)
    _hold(measured, verdicts, by)
    path = stock.demo()
    asked = {page: address for page, address in addresses(subjects(path)).items() if page in (OVERVIEW, TOPIC)}
    demo = _measured(path, asked, requests, "the demo")
    rates = demo.take(lambda row: row.again_many.rate)
    verdicts.hold_all(f"demo again, over {CONNECTIONS} connections", rates, RATE, "a second", least=True)
    verdicts.hold("first visit (overview), over the wire", heaviest, LIMIT_KB, "kB")


def _measured(path: Path, asked: Mapping[str, str], requests: int, label: str) -> Pages:
    """Measure, and print a line for each page."""
    print(f"\n  {label:24}" + "".join(f"{name:>{width}}" for name, width in COLUMNS.items()))
    with serving(path, kept_mb=0) as server:
        empty = measure(server.process, server.url + EMPTY, requests)
        firsts = {page: _both(server, address, requests) for page, address in asked.items()}
        memory = server.memory()
    rows: dict[str, Row] = {}
    with serving(path) as server:
        for page, address in asked.items():
            again = _both(server, address, requests)
            known = measure(server.process, server.url + address, requests, tag=again[0].tag)
            rows[page] = Row(*firsts[page], *again, known, *bare_sql(path, address, 3))
            print(_line(page, rows[page]), flush=True)
    size = f"{empty.size / 1000:6.0f}{empty.sent / 1000:6.0f}"
    print(f"  {'a template without data':24}{size}{empty.p50:9.1f}{empty.cpu:9.1f}")
    return Pages(rows, memory)


def _both(server: Server, address: str, requests: int) -> tuple[Load, Load]:
    """Over one connection, and over many."""
    url = server.url + address
    return measure(server.process, url, requests), measure(server.process, url, CONNECTIONS, CONNECTIONS)


def _line(page: str, row: Row) -> str:
    cells = (
        f"{row.first.size / 1000:.0f}",
        f"{row.first.sent / 1000:.0f}",
        f"{row.first.p50:.1f}",
        f"{row.first.cpu:.1f}",
        f"{row.many.p50:.0f}",
        f"{row.many.rate:.0f}",
        f"{row.statements}",
        f"{row.sql:.1f}",
        f"{row.again.p50:.1f}",
        f"{row.again.cpu:.1f}",
        f"{row.again_many.rate:.0f}",
        f"{row.known.p50:.1f}" if row.again.tag else "-",
    )
    return f"  {page:24}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, COLUMNS.values(), strict=True))


def _beside(pages: Pages, theirs: Mapping[str, Load], verdicts: Verdicts | None, by: str) -> None:
    """Print Datasette's time for the pages that it has too, and hold ours to it."""
    print(f"\n  {DATASETTE:24}{'ms':>9}{'CPU':>9}{'ours':>9}{'CPU':>9}{'times':>9}")
    for page, load in theirs.items():
        first = pages.rows[page].first
        times = _of(first, by) / _of(load, by)
        print(f"  {page:24}{load.p50:9.1f}{load.cpu:9.1f}{first.p50:9.1f}{first.cpu:9.1f}{times:9.1f}", flush=True)
        if verdicts:
            limit = TIMES_OF_DATASETTE.get(page, 1.0)
            verdicts.hold(f"{page}, beside Datasette", times, limit, "times", digits=2)


def _print_growth(measured: Mapping[int, Pages], by: str) -> None:
    """Every page at every size, and how many times as long it takes with the most articles."""
    sizes = sorted(measured)
    print(f"\n  {'made anew, ms, by ' + by:24}" + "".join(f"{size:9,}" for size in sizes) + f"{'growth':>9}")
    begin = SMALL if SMALL in measured else sizes[0]
    for page in measured[sizes[-1]].rows:
        values = [_of(measured[size].rows[page].first, by) for size in sizes]
        growth = values[-1] / values[sizes.index(begin)]
        print(f"  {page:24}" + "".join(f"{value:9.1f}" for value in values) + f"{growth:9.2f}")
    print(f"  growth: {sizes[-1]:,} articles : {begin:,}", flush=True)


def _hold(measured: Mapping[int, Pages], verdicts: Verdicts, by: str) -> None:
    """Hold the pages to what they may take at most."""
    fast = {OVERVIEW, TOPIC}
    if FEW in measured:
        verdicts.hold_all(f"pages with {FEW} articles", measured[FEW].take(lambda row: _of(row.first, by)), HANDFUL_MS)
    if LARGE in measured:
        large = measured[LARGE]
        first = large.take(lambda row: _of(row.first, by))
        quick = {page: value for page, value in first.items() if page in fast}
        others = {page: value for page, value in first.items() if page not in {*fast, *BESIDE}}
        verdicts.hold_all(f"overview and topic with {LARGE:,} articles", quick, FAST_MS)
        verdicts.hold_all(f"every other page with {LARGE:,} articles", others, EVERY_MS)
        verdicts.hold_all("again", large.take(lambda row: _of(row.again, by)), AGAIN_MS, digits=1)
        verdicts.hold_all("again, as not modified", large.take(lambda row: _of(row.known, by)), AGAIN_MS, digits=1)
        verdicts.hold_all("HTML of a page", large.take(lambda row: row.first.size / 1000), PAGE_KB, "kB")
    if {SMALL, LARGE} <= set(measured):
        before = measured[SMALL].rows
        growth = {page: _of(row.first, by) / _of(before[page].first, by) for page, row in measured[LARGE].rows.items()}
        verdicts.hold_all(f"growth of a page, {LARGE:,} : {SMALL} articles", growth, GROWTH, "times", digits=1)
    most = max(pages.memory for pages in measured.values())
    verdicts.hold(f"web process, resident, after {CONNECTIONS} connections, none kept", most, WEB_MB, "MB")


def _of(load: Load, by: str) -> float:
    return load.cpu if by == "cpu" else load.p50


def bare_sql(database: Path, address: str, runs: int) -> tuple[int, float]:
    """How many statements a page has, and the median ms of all of them on a plain connection of the program's."""
    statements = _statements(database, address)
    found = []
    engine = make_engine(f"sqlite:///{database}")
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        for _ in range(runs):
            began = time.perf_counter()
            for statement, values in statements:
                cursor.execute(statement, values).fetchall()
            found.append(1000 * (time.perf_counter() - began))
    engine.dispose()
    return len(statements), median(found)


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
