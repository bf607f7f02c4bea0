"""Two processes against one: ``python -m tests.bench.processes [--articles 400] [--processes 1,2] FILE.jsonl``.

FILE has a JSON object with ``text`` and ``title`` on each line; sentences of them, in new orders and each article with
a number of its own, make articles that are all different. A worker as ``serve`` starts it takes them from a database of
their own; counted is from the first that is ready to the last. Elapsed time only means something on cores that nobody
else uses, so the processor time of all its processes stands beside it: where two cores are free for two processes,
the ratio of elapsed times is what the issue asks for (1.7); the ratio of processor times tells what running in parallel
costs. Also printed: the most memory of worker and analysing processes together, and that the results are the same.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import psutil
from sqlalchemy import Engine, func, text
from sqlmodel import select

from app.actions.arrivals import add_articles
from app.actions.summits import add_summit
from app.db import make_engine, session_scope
from app.intake.drafts import ArticleDraft
from app.models import Article
from app.settings import ROOT
from tests.conftest import migrate

GOAL = 1.7
SENTENCES, OUTLETS = 18, 17
PATIENCE = 3_600.0  # seconds
COMPARED = ("annotation", "entity", "entity_alias", "passage", "shared_passage", "parallel", "offer")


class Measured(NamedTuple):
    """Of a run: seconds elapsed and of the processors for the articles counted, bytes at most, the results."""

    articles: int
    elapsed: float
    spent: float
    memory: int
    results: str


def different(file: Path, number: int) -> list[ArticleDraft]:
    """Articles of sentences in new orders, the same at every call."""
    choose = random.Random(15)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    sentences = [one for line in lines for one in line["text"].replace("\n", " ").split(". ") if 30 < len(one) < 300]
    titles = [line["title"] for line in lines]
    return [
        ArticleDraft(
            text=f"{'. '.join(choose.sample(sentences, SENTENCES))}. Es war die Meldung {count}.",
            title=choose.choice(titles),
            source=f"Blatt {count % OUTLETS}",
        )
        for count in range(number)
    ]


def measure(folder: Path, drafts: list[ArticleDraft], processes: int) -> Measured:
    """Lay the articles, let a worker take them, and watch it."""
    address = f"sqlite:///{folder / f'{processes}.db'}"
    engine = make_engine(address)
    migrate(engine)
    with session_scope(engine, write=True) as session:
        add_articles(session, add_summit(session, "Viel").id or 0, drafts)
    worker = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "worker", "--processes", str(processes)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address, "JOBS_DATABASE_URL": ""},
    )
    try:
        process = psutil.Process(worker.pid)
        memory, first = 0, None
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            done = ready(engine)
            memory = max(memory, held(process))
            if first is None and done:
                first = done, time.monotonic(), spent(process)
            if first is not None and done == len(drafts):
                elapsed, cost = time.monotonic() - first[1], spent(process) - first[2]
                return Measured(done - first[0], elapsed, cost, memory, results(engine))
            time.sleep(0.1)
        raise TimeoutError("the worker did not finish")
    finally:
        worker.terminate()
        worker.wait(30)
        engine.dispose()


def ready(engine: Engine) -> int:
    """Articles that have been analysed."""
    with session_scope(engine) as session:
        return session.exec(select(func.count()).select_from(Article).where(Article.status == "ready")).one()


def family(process: psutil.Process) -> list[psutil.Process]:
    """The worker and the processes that analyse for it."""
    return [process, *process.children(recursive=True)]


def held(process: psutil.Process) -> int:
    """Resident bytes of all of them."""
    total = 0
    for one in family(process):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def spent(process: psutil.Process) -> float:
    """Processor seconds of the worker and of its processes, those that were replaced included."""
    own = process.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for one in process.children(recursive=True):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def results(engine: Engine) -> str:
    """What tells two databases with different marks, names or comparisons apart."""
    told = sha256()
    with engine.connect() as connection:
        for table in COMPARED:
            for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id")):
                told.update(repr(tuple(row)).encode())
    return told.hexdigest()


def main() -> int:
    """Print what was measured; status 1 where the goal was missed or the results differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--processes", default="1,2")
    options = parser.parse_args()
    drafts = different(options.file, options.articles)
    words = sum(draft.words for draft in drafts) / len(drafts)
    load = os.getloadavg()[0]
    print(f"{len(drafts)} different articles of {words:.0f} words; {os.cpu_count()} cores, load before: {load:.1f}")
    told: list[Measured] = []
    for number in (int(one) for one in options.processes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            told.append(one := measure(Path(folder), drafts, number))
        print(
            f"{number} {'process' if number == 1 else 'processes'}: {one.elapsed / one.articles * 1e3:.0f} ms elapsed"
            f" and {one.spent / one.articles * 1e3:.0f} ms of the processors an article,"
            f" {one.memory / 1e6:.0f} MB in all"
        )
    if len(told) < 2:
        return 0
    ratio = (told[0].elapsed / told[0].articles) / (told[-1].elapsed / told[-1].articles)
    same = len({one.results for one in told}) == 1
    print(f"{ratio:.2f} times as fast (goal: {GOAL}); the results are {'the same' if same else 'DIFFERENT'}")
    return int(ratio < GOAL or not same)


if __name__ == "__main__":
    sys.exit(main())
