"""The databases that are measured: made where the folder does not hold them yet."""

import shutil
import sys
import time
from pathlib import Path

from app.db import make_engine
from tests.bench.copies import multiply
from tests.bench.corpus import BASE, fill
from tests.conftest import migrate


def database(folder: Path, articles: int) -> Path:
    """A database of so many articles in one summit, rounded up to a multiple of BASE where there are more than that."""
    path = folder / f"{articles}.db"
    if path.exists():
        return path
    began = time.monotonic()
    if articles <= BASE:
        _filled(path, articles)
    else:
        part = path.with_suffix(".part")
        shutil.copy(database(folder, BASE), part)
        multiply(part, -(-articles // BASE) - 1)
        part.rename(path)
    print(
        f"(made {articles:,} articles in {time.monotonic() - began:.0f} s, {path.stat().st_size / 1e6:,.0f} MB)",
        file=sys.stderr,
        flush=True,
    )
    return path


def _filled(path: Path, articles: int) -> None:
    """All articles the usual way."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    engine = make_engine(f"sqlite:///{part}")
    migrate(engine)
    fill(engine, articles)
    engine.dispose()
    part.rename(path)
