"""Add articles one after the other as the worker does, in a process that loads what a worker needs, and measure.

``python -m tests.bench.added FOLDER FILE SIZE,SIZE,...`` makes ``FOLDER/SIZE.db`` for each size, the articles of FILE
in their order. What is there already is not made again: then some more articles are added to a copy, so that the cost
of an article is measured all the same. Prints JSON (``Measured``) for each size, one a line.
"""

import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import psutil
from sqlalchemy import Engine
from sqlmodel import Session

from app.actions import comparisons
from app.actions.analyses import store_analysis
from app.actions.comparisons import compare_article
from app.db import make_engine, session_scope
from app.nlp.headlines import analyse_article
from tests.bench.corpus import Written, kept_articles
from tests.bench.filling import add_empty_summit, add_written
from tests.conftest import migrate

LAST = 100  # articles of which the mean is taken
WARM = 20  # articles added to a copy that are not counted
COMPARISONS = {
    "shared text": "share_text",
    "quotations": "group_quotations",
    "figures": "group_figures",
    "wider search": "search_offers",
}
LANGUAGE, STORING, OTHER = "language service", "storing", "other"
PARTS = (LANGUAGE, STORING, *COMPARISONS, OTHER)


@dataclass(frozen=True, slots=True)
class Measured:
    """ms of processor time an article, the mean of the last, by part; MB resident now and at most; how many articles
    this process has added; seconds the longest write took; MB of the database."""

    size: int
    parts: dict[str, float]
    resident: float
    peak: float
    added: int
    longest_write: float
    megabytes: float

    @property
    def whole(self) -> float:
        """ms for everything."""
        return sum(self.parts.values())


class Clock:
    """ms of processor time by part; what runs within another part counts as its own."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._within = 0.0

    @contextmanager
    def on(self, part: str) -> Iterator[None]:
        """Add the block's time to a part."""
        outer, self._within = self._within, 0.0
        began = time.process_time()
        yield
        whole = 1000 * (time.process_time() - began)
        self.spent[part] = self.spent.get(part, 0.0) + whole - self._within
        self._within = outer + whole


class Adding:
    """One process that adds, and what each article cost it."""

    def __init__(self) -> None:
        self.costs: list[dict[str, float]] = []
        self.writes: list[float] = []

    def add(self, engine: Engine, articles: Iterable[Written]) -> None:
        """Add articles; those that are there already cost nothing."""
        for written in articles:
            with session_scope(engine, write=True) as session:
                article_id = add_written(session, written)
            if article_id is None:
                continue
            clock = Clock()
            with clock.on(LANGUAGE):
                analysis = analyse_article(written.text, written.title)
            held = time.perf_counter()
            with clock.on(OTHER), ExitStack() as stack:
                for name, function in COMPARISONS.items():
                    work = _watched(getattr(comparisons, function), name, clock)
                    stack.enter_context(patch.object(comparisons, function, work))
                with session_scope(engine, write=True) as session:
                    with clock.on(STORING):
                        store_analysis(session, article_id, analysis)
                        session.flush()
                    compare_article(session, article_id)
            self.costs.append(clock.spent)
            self.writes.append(time.perf_counter() - held)

    def measured(self, size: int, megabytes: float) -> Measured:
        """What the last articles cost."""
        last = self.costs[-LAST:]
        return Measured(
            size=size,
            parts={part: sum(cost.get(part, 0.0) for cost in last) / len(last) for part in PARTS},
            resident=psutil.Process().memory_info().rss / 1e6,
            peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024 / 1e3,
            added=len(self.costs),
            longest_write=max(self.writes[-LAST:]),
            megabytes=megabytes,
        )


def _watched(work: Callable[..., None], name: str, clock: Clock) -> Callable[..., None]:
    """The same function, the processor time of which is added up."""

    def watched(session: Session, article_id: int, **options: bool) -> None:
        with clock.on(name):
            work(session, article_id, **options)
            session.flush()

    return watched


def grow(folder: Path, articles: Path, sizes: Iterable[int]) -> Iterator[Measured]:
    """Make the databases that are missing, from the smallest to the largest; measure at each."""
    adding = Adding()
    work = folder / "growing.db"
    engine, done = None, 0
    for size in sorted(sizes):
        path = folder / f"{size}.db"
        there = path.exists()
        if there or engine is None:  # else it grows on, as a worker's database does, with the same connections
            if engine is not None:
                engine.dispose()
            done = size if there else _largest(folder, size)
            engine = _begin(folder / f"{done}.db", work)
        adding.add(engine, islice(kept_articles(articles), done, size + WARM + LAST if there else size))
        if there:
            engine.dispose()
            engine = None  # has more articles than it should
        else:
            done = size
            _save(work, path)
        yield adding.measured(size, path.stat().st_size / 1e6)
    if engine is not None:
        engine.dispose()
    for left in folder.glob(f"{work.name}*"):
        left.unlink()


def _largest(folder: Path, below: int) -> int:
    """How many articles the largest database has that has fewer than these."""
    sizes = [int(path.stem) for path in folder.glob("*.db") if path.stem.isdecimal()]
    return max((size for size in sizes if size < below), default=0)


def _begin(path: Path, work: Path) -> Engine:
    """An engine on a copy of a database, on an empty summit where there is none."""
    for old in (work, *(work.with_name(work.name + ending) for ending in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    if path.exists():
        _save(path, work)
    engine = make_engine(f"sqlite:///{work}")
    migrate(engine)
    if not path.exists():
        add_empty_summit(engine)
    return engine


def _save(path: Path, to: Path) -> None:
    """Copy a database, whoever has it open."""
    part = to.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    part.rename(to)


if __name__ == "__main__":
    for one in grow(Path(sys.argv[1]), Path(sys.argv[2]), [int(size) for size in sys.argv[3].split(",")]):
        print(json.dumps(asdict(one)), flush=True)
