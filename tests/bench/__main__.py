"""``make bench``: what the pages cost with few and with many articles, what a visit weighs, what the processes hold.

``make bench ARGS="--sizes 5,500 --requests 40"`` is a quick look; ``--keep FOLDER`` keeps the databases for next time.
Absolute numbers belong to the machine they are printed with; the empty template and the bare SQL are measured in the
same minutes, so what counts is how far a page lies from them. Exit status 1 where a limit is passed.
"""

import argparse
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil

from app.db import make_engine
from tests.bench.adding import GROWTH, SIZES, adding
from tests.bench.corpus import HANDFUL, SOURCES, fill
from tests.bench.load import measure
from tests.bench.nlp import words_per_second
from tests.bench.pages import ADDRESSES, bare_sql
from tests.bench.server import Server, serving
from tests.bench.weight import LIMIT_KB, first_visit
from tests.bench.worker import worker_memory
from tests.conftest import migrate

CONNECTIONS = 16
SMALL, LARGE = 500, 5000
RATIO, WEB_MB, WORKER_MB = 2.0, 150, 400
_COLUMNS = ("1 connection", "16 connections", "empty, 1", "empty, 16")
HEAD = f"{'articles':>8}  {'page':9}{'kB':>5}  {'  '.join(f'{name:>15}' for name in _COLUMNS)}  {'bare SQL':>13}"


def main() -> int:
    """Measure and print; 0 where every limit is kept."""
    options = _options()
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        topic: dict[int, float] = {}
        web, weight = 0.0, 0.0
        print(f"\nMilliseconds as p50 / p95 of {options.requests} requests; SQL as statements and p50.\n{HEAD}")
        for size in options.sizes:
            with serving(database(folder, size)) as server:
                for page in ADDRESSES:
                    topic[size] = _page(server, folder / f"{size}.db", size, page, options.requests, topic.get(size))
                weight = sum(first_visit(server.url + ADDRESSES["overview"]).values()) / 1000
                web = max(web, server.memory())
        print()
        verdicts = [_topic_verdict(topic)] if {SMALL, LARGE} <= set(topic) else []
        verdicts.append(_verdict("first visit, over the wire", weight, LIMIT_KB, "kB"))
        verdicts.append(_verdict("web process, resident", web, WEB_MB, "MB"))
        if not options.pages_only:
            with tempfile.TemporaryDirectory() as worker:
                verdicts.append(_verdict("worker, resident", worker_memory(Path(worker)), WORKER_MB, "MB"))
            ours, blank = words_per_second()
            print(f"language service: {ours:,.0f} words/s; blank German spaCy with sentencizer: {blank:,.0f} words/s")
    if options.adding:
        with tempfile.TemporaryDirectory() as temporary:
            seconds = adding(options.keep or Path(temporary), tuple(options.adding))
        if len(seconds) > 1:
            *_, before, last = sorted(seconds)
            growth = seconds[last] / seconds[before]
            verdicts.append(_verdict(f"adding one article, {last:,} : {before:,}", growth, GROWTH, "times", digits=2))
    return 0 if all(verdicts) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the program on this machine.")
    sizes = lambda text: [int(part) for part in text.split(",")]  # noqa: E731
    parser.add_argument("--sizes", type=sizes, default=[5, SMALL, LARGE], help="articles, e.g. 5,500")
    parser.add_argument("--requests", type=int, default=100, help="requests for each figure")
    parser.add_argument("--adding", type=sizes, default=list(SIZES), help="articles of a summit that gets one more")
    parser.add_argument("--keep", type=Path, help="a folder to keep the databases in and to find them again")
    parser.add_argument("--pages-only", action="store_true", help="neither worker nor language service")
    return parser.parse_args()


def machine() -> str:
    """What the figures were measured on and with."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor()
    memory = psutil.virtual_memory().total / 2**30
    load = ", ".join(f"{value:.1f}" for value in psutil.getloadavg())
    return (
        f"{model}, {psutil.cpu_count()} cores, {memory:.0f} GB, load {load}; {platform.platform(terse=True)}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n"
        f"Data: the seeds' sentences permuted and reworded, all in one summit of {SOURCES} sources; "
        f"a passage is shared by at most {HANDFUL} articles."
    )


def database(folder: Path, size: int) -> Path:
    """A database of so many articles, made where the folder does not hold it."""
    path = folder / f"{size}.db"
    if not path.exists():
        began = time.monotonic()
        part = folder / f"{size}.part"
        part.unlink(missing_ok=True)
        engine = make_engine(f"sqlite:///{part}")
        migrate(engine)
        fill(engine, size)
        engine.dispose()
        part.rename(path)
        print(
            f"made {size} articles in {time.monotonic() - began:.0f} s, {path.stat().st_size / 1e6:.0f} MB",
            file=sys.stderr,
        )
    return path


def _page(server: Server, path: Path, size: int, page: str, requests: int, topic: float | None) -> float:
    """Print a line; the page's p50 where it is the topic page, else what was known of that."""
    html = httpx.get(server.url + ADDRESSES[page]).raise_for_status().text
    blank = server.url + server.keep_blank(page, html)
    cells = []
    for address in (server.url + ADDRESSES[page], blank):
        cells += [measure(address, requests), measure(address, requests, CONNECTIONS)]
    sql, statements = bare_sql(path, page, max(5, requests // 5))
    shown = "  ".join(f"{one.p50:7.1f}/{one.p95:7.1f}" for one in cells)
    print(f"{size:8}  {page:9}{len(html.encode()) / 1000:5.0f}  {shown}  {statements:3} in{sql.p50:7.1f}", flush=True)
    return cells[0].p50 if page == "topic" else topic or 0.0


def _topic_verdict(topic: dict[int, float]) -> bool:
    return _verdict(f"topic page, {LARGE} : {SMALL} articles", topic[LARGE] / topic[SMALL], RATIO, "times", digits=2)


def _verdict(what: str, value: float, limit: float, unit: str, digits: int = 0) -> bool:
    kept = value <= limit
    print(f"{what}: {value:.{digits}f} {unit} (at most {limit:g}){'' if kept else '  TOO MUCH'}")
    return kept


if __name__ == "__main__":
    sys.exit(main())
