"""The real worker: how much memory it holds after the seeds, and how much faster two processes are than one."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

import psutil
from sqlalchemy import Engine
from sqlalchemy import select as columns
from sqlmodel import SQLModel, col, func, select

from app.actions.seeds import load_seeds
from app.db import make_engine, session_scope
from app.models import Article
from app.settings import ROOT
from tests.bench.corpus import kept_articles
from tests.bench.databases import Stock
from tests.bench.filling import add_empty_summit, add_written
from tests.bench.verdicts import Verdicts
from tests.conftest import migrate

LIMIT_MB = 400
FASTER = 1.7  # two processes on two cores, at least
ARTICLES = 300  # that wait when the worker starts
COMPARED = ("annotation", "entity", "entity_alias", "passage", "shared_passage", "parallel", "offer")
PATIENCE = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """Articles a second of wall-clock time; of all processes together ms of processor time for one and MB resident.

    ``results``: a digest of everything that was found.
    """

    rate: float
    cpu: float
    memory: float
    results: str


def measure_worker(stock: Stock, verdicts: Verdicts) -> None:
    """Hold the memory of a worker to its limit, and two processes to what they are for."""
    verdicts.hold("worker, resident, after the five seeds", worker_memory(stock.folder), LIMIT_MB, "MB")
    print(f"\nThe worker with {ARTICLES} articles that wait, from the first that is ready to the last")
    paces: dict[int, Pace] = {}
    for processes in (1, 2):
        pace = _pace(stock, processes)
        if pace is None:
            print("  this worker knows no --processes")
            return
        paces[processes] = pace
        print(
            f"  {processes} process{'es' if processes > 1 else '':2}{pace.rate:9.1f} articles a second,"
            f"{pace.cpu:7.0f} ms of processor time an article,{pace.memory:6.0f} MB in all",
            flush=True,
        )
    same = paces[1].results == paces[2].results
    verdicts.hold("two processes find the same as one", int(same), 1, "", least=True)
    verdicts.hold("two processes : one", paces[2].rate / paces[1].rate, FASTER, "times", digits=2, least=True)


def worker_memory(folder: Path) -> float:
    """Resident MB of a worker and its processes that have taken the five articles from the queue and analysed them."""
    with _database(folder) as engine:
        with session_scope(engine, write=True) as session:
            load_seeds(session, ROOT / "seeds")
        with _working(engine) as worker:
            for left in _left(engine, worker):
                if not left:
                    return _resident(worker)
    raise RuntimeError("the worker ended before it had finished the seeds")


def _pace(stock: Stock, processes: int) -> Pace | None:
    """How fast so many processes are; None where the worker does not know the option."""
    with _database(stock.folder) as engine:
        with session_scope(engine, write=True) as session:
            for written in islice(kept_articles(stock.articles(ARTICLES)), ARTICLES):
                add_written(session, written)
        with _working(engine, ["--processes", str(processes)]) as worker:
            began, spent, before = 0.0, 0.0, 0
            for left in _left(engine, worker):
                if left < ARTICLES and not began:
                    began, spent, before = time.perf_counter(), _spent(worker), left
                if not left:
                    seconds = time.perf_counter() - began
                    cpu = 1000 * (_spent(worker) - spent) / before
                    return Pace(before / seconds, cpu, _resident(worker), _results(engine))
    return None


@contextmanager
def _database(folder: Path) -> Iterator[Engine]:
    """An engine on an empty summit, for one measurement."""
    for old in folder.glob("worker*"):
        old.unlink()
    engine = make_engine(f"sqlite:///{folder / 'worker.db'}")
    migrate(engine)
    add_empty_summit(engine)
    yield engine
    engine.dispose()


@contextmanager
def _working(engine: Engine, options: Sequence[str] = ()) -> Iterator[psutil.Process]:
    """The worker as people start it, as long as the block lasts."""
    environment = os.environ | {"DATABASE_URL": str(engine.url)}
    command = [sys.executable, "-m", "app.cli", "worker", *options]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL if options else None)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _left(engine: Engine, worker: psutil.Process) -> Iterator[int]:
    """How many articles are not ready yet, looked at ten times a second as long as the worker lives."""
    waiting = select(func.count()).select_from(Article).where(col(Article.status).in_(("queued", "analysing")))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and worker.status() != psutil.STATUS_ZOMBIE:
        with session_scope(engine) as session:
            left = session.exec(waiting).one()
        yield left
        time.sleep(0.1)


def _results(engine: Engine) -> str:
    """A digest of the marks, names, passages and comparisons, whatever keys and order they have."""
    told = sha256()
    with engine.connect() as connection:
        for name in COMPARED:
            table = SQLModel.metadata.tables[name]
            kept = [column for column in table.columns if column.name != "id" and not column.name.endswith("_id")]
            told.update("\n".join(sorted(map(repr, connection.execute(columns(*kept)).all()))).encode())
    return told.hexdigest()


def _all(worker: psutil.Process) -> list[psutil.Process]:
    return [worker, *worker.children(recursive=True)]


def _resident(worker: psutil.Process) -> float:
    return float(sum(one.memory_info().rss for one in _all(worker))) / 1e6


def _spent(worker: psutil.Process) -> float:
    spent = 0.0
    for one in _all(worker):
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            spent += times.user + times.system
            if one is worker:  # those of its processes that were replaced
                spent += times.children_user + times.children_system
    return spent
