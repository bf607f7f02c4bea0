"""How much memory the worker holds after it has analysed the seeds."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
from sqlmodel import func, select

from app.actions.seeds import load_seeds
from app.db import make_engine, session_scope
from app.models import Article
from app.settings import ROOT
from tests.bench.verdicts import Verdicts
from tests.conftest import migrate

LIMIT_MB = 400
PATIENCE = 120.0  # seconds


def measure_worker(folder: Path, verdicts: Verdicts) -> None:
    """Hold the memory of a worker to its limit."""
    verdicts.hold("worker, resident, after the five seeds", worker_memory(folder), LIMIT_MB, "MB")


def worker_memory(folder: Path) -> float:
    """Resident MB of a worker that has taken the five articles from the queue and analysed them."""
    engine = make_engine(f"sqlite:///{folder / 'worker.db'}")
    migrate(engine)
    with session_scope(engine, write=True) as session:
        load_seeds(session, ROOT / "seeds")
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder / 'worker.db'}"}
    worker = subprocess.Popen([sys.executable, "-m", "app.cli", "worker"], cwd=ROOT, env=environment)
    try:
        waiting = select(func.count()).select_from(Article).where(Article.status != "ready")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with session_scope(engine) as session:
                if not session.exec(waiting).one():
                    return float(psutil.Process(worker.pid).memory_info().rss) / 1e6
            time.sleep(0.5)
        raise TimeoutError("the worker did not finish the seeds")
    finally:
        worker.terminate()
        worker.wait(20)
        engine.dispose()
