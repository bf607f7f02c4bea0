"""A table of 100,000 rows as CSV and XLSX out of the real server: rows a second, and what memory it takes more.

The rows are sentences without a topic: pairs of sentences of the shipped articles and of the invented summit, no pair
twice, marked as the language service marks sentences. Written straight into the database, for nothing but the way from
there to the file is measured.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from threading import Event, Thread

import httpx
import psutil
from sqlalchemy import insert
from sqlmodel import select

from app.db import make_engine, session_scope
from app.models import Annotation, Article, Source, Summit
from app.settings import ROOT
from tests.bench.corpus import SUMMIT
from tests.bench.databases import Stock
from tests.bench.filling import add_empty_summit
from tests.bench.server import Server, serving
from tests.bench.verdicts import Verdicts
from tests.conftest import migrate

ROWS, OF_ARTICLE = 100_000, 20
ROUNDS = 3
RATE, MORE_MB = 20_000, 50
ADDRESS = f"/summits/{SUMMIT}/without-topic"
SENTENCE = re.compile(r"[A-ZÄÖÜ„][^.!?\n]{30,300}[.!?]“?(?=\s)")


@dataclass(frozen=True, slots=True)
class Streamed:
    """Seconds until the last byte, of them processor time of the server; bytes; MB resident more at most."""

    seconds: float
    cpu: float
    size: int
    more: float


def measure_tables(stock: Stock, verdicts: Verdicts) -> None:
    """Print a line a format; hold CSV to its goals."""
    path = _database(stock)
    print(f"\nTables: {ROWS:,} rows, all different, of {ROWS // OF_ARTICLE:,} articles; the median of {ROUNDS} times")
    with serving(path, kept_mb=0) as server:
        for ending in ("csv", "xlsx"):  # what is loaded once, and what the first requests take for good
            httpx.get(f"{server.url}/summits/{SUMMIT}/sources?format={ending}", timeout=60).raise_for_status()
        for ending in ("csv", "xlsx"):
            found = sorted((_streamed(server, ending) for _ in range(ROUNDS)), key=lambda one: one.seconds)
            middle, most = found[ROUNDS // 2], max(one.more for one in found)
            rate = ROWS / middle.seconds
            print(
                f"  {ending:5}{rate:9,.0f} rows a second,{ROWS / middle.cpu:9,.0f} a second of processor time,"
                f"{middle.size / 1e6:7.1f} MB, at most {most:.0f} MB more memory",
                flush=True,
            )
            if ending == "csv":
                verdicts.hold("table of 100,000 rows, CSV", rate, RATE, "rows/s", least=True)
            verdicts.hold(f"table of 100,000 rows, {ending.upper()}, memory more", most, MORE_MB, "MB")


def _streamed(server: Server, ending: str) -> Streamed:
    before, began, size = server.process.cpu_times(), time.perf_counter(), 0
    with _watched(server.process) as seen:
        with httpx.stream("GET", f"{server.url}{ADDRESS}?format={ending}", timeout=600) as answer:
            answer.raise_for_status()
            for part in answer.iter_raw():
                size += len(part)
        seconds = time.perf_counter() - began
    after = server.process.cpu_times()
    spent = after.user + after.system - before.user - before.system
    return Streamed(seconds, spent, size, max(seen) - seen[0])


@contextmanager
def _watched(process: psutil.Process) -> Iterator[list[float]]:
    """MB resident, looked at two hundred times a second as long as the block lasts; the first before it began."""
    seen, is_over = [process.memory_info().rss / 1e6], Event()

    def look() -> None:
        while not is_over.wait(0.005):
            seen.append(process.memory_info().rss / 1e6)

    watch = Thread(target=look)
    watch.start()
    try:
        yield seen
    finally:
        is_over.set()
        watch.join()


def pairs() -> Iterator[str]:
    """Two sentences of real texts each, no pair twice, always in the same order."""
    texts = [path.read_text("utf-8-sig") for path in sorted((ROOT / "seeds").glob("**/*.txt"))]
    sentences = list(dict.fromkeys(one for text in texts for one in SENTENCE.findall(text)))
    chance = Random(21)
    for away in range(1, len(sentences)):
        order = list(range(len(sentences)))
        chance.shuffle(order)
        for place in order:
            yield f"{sentences[place]} {sentences[place - away]}"


def _database(stock: Stock) -> Path:
    path = stock.folder / "table.db"
    if path.exists():
        return path
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    engine = make_engine(f"sqlite:///{part}")
    migrate(engine)
    add_empty_summit(engine)
    told = islice(pairs(), ROWS)
    with session_scope(engine, write=True) as session:
        summit = session.exec(select(Summit)).one()
        sources = session.exec(select(Source)).all()
        for number in range(ROWS // OF_ARTICLE):
            lines = list(islice(told, OF_ARTICLE))
            article = _article(summit.id or 0, sources[number % len(sources)].id or 0, lines)
            session.add(article)
            session.flush()
            session.execute(insert(Annotation), list(_marks(article.id or 0, lines)))
    engine.dispose()
    part.rename(path)
    return path


def _article(summit_id: int, source_id: int, lines: list[str]) -> Article:
    text = "\n".join(lines)
    return Article(
        summit_id=summit_id,
        source_id=source_id,
        title=lines[0][:80],
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        published="2021-06-16",
        status="ready",
        words=len(text.split()),
        sentences=len(lines),
        language="de",
    )


def _marks(article_id: int, lines: list[str]) -> Iterator[dict[str, object]]:
    start = 0
    for line in lines:
        mark = {"article_id": article_id, "layer": "sentence", "label": "sentence", "start": start}
        yield mark | {"end": start + len(line), "status": "certain", "words": 0, "attrs": {}, "corrected": False}
        start += len(line) + 1
