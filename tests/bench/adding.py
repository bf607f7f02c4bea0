"""What one more article costs in a summit that has many: the whole of ``compare_article``, and the memory it takes.

Some articles of permuted sentences go the usual way; the rest of a big summit are copies of their rows, made in the
database. So a run of words, a quotation, a figure occurs in every copy: the worst case for all look-ups.
"""

import time
from pathlib import Path
from statistics import median

import psutil
from sqlalchemy import Engine, Table, text
from sqlmodel import SQLModel

from app.actions.analyses import store_analysis
from app.actions.articles import add_article
from app.actions.comparisons import compare_article
from app.actions.summits import add_summit
from app.db import make_engine, session_scope
from app.intake.drafts import ArticleDraft
from app.models import Summit
from tests.bench.corpus import FIRST_DAY, SOURCES, article
from tests.conftest import migrate

BASE = 40  # articles that go the usual way
ADDED = 9  # of which the median counts
SIZES = (1_000, 10_000, 50_000)
GROWTH = 1.5  # at most, from the second size to the third
SHIFTED = "article"
_BESIDE = {"draft", "correction"}  # hang on articles, and are nothing that a comparison reads


def adding(folder: Path, sizes: tuple[int, ...] = SIZES) -> dict[int, float]:
    """Print a line for each size; seconds of processor time for one article by size (other programs do not count)."""
    seconds = {}
    for size in sizes:
        engine = make_engine(f"sqlite:///{folder / f'adding-{size}.db'}")
        began = time.monotonic()
        _fill(engine, size)
        made = time.monotonic() - began
        costs = [_add(engine, number) for number in range(ADDED)]
        engine.dispose()
        seconds[size] = median(compared for _, compared in costs)
        resident = psutil.Process().memory_info().rss / 1e6
        print(
            f"adding one article to {size:6}: {1000 * seconds[size]:7.0f} ms of processor time for all comparisons, "
            f"{1000 * median(stored for stored, _ in costs):5.0f} ms for storing its analysis; "
            f"{resident:.0f} MB resident (database made in {made:.0f} s)",
            flush=True,
        )
        (folder / f"adding-{size}.db").unlink()
    return seconds


def _add(engine: Engine, number: int) -> tuple[float, float]:
    """Seconds for storing and for comparing one more article, in the transaction that the worker uses."""
    content, analysis = article(10_000_000 + number)
    with session_scope(engine, write=True) as session:
        draft = ArticleDraft(text=content, source=f"Quelle {number % SOURCES + 1}")
        added = add_article(session, session.get_one(Summit, 1), draft)
        began = time.process_time()
        store_analysis(session, added.id or 0, analysis)
        session.flush()
        stored = time.process_time()
        compare_article(session, added.id or 0)
        session.flush()
        return stored - began, time.process_time() - stored


def _fill(engine: Engine, size: int) -> None:
    migrate(engine)
    with session_scope(engine, write=True) as session:
        summit = add_summit(session, "Gipfel", "Genf", FIRST_DAY, slug="gipfel")
        for number in range(min(BASE, size)):
            content, analysis = article(number)
            draft = ArticleDraft(text=content, source=f"Quelle {number % SOURCES + 1}")
            added = add_article(session, summit, draft)
            session.flush()
            store_analysis(session, added.id or 0, analysis)
            compare_article(session, added.id or 0)
    with session_scope(engine, write=True) as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        tables = _tables()
        heights = {
            table.name: session.execute(text(f"SELECT coalesce(max(id), 0) FROM {table.name}")).scalar_one()
            for table in tables
            if "id" in table.c
        }
        for copy in range(1, -(-size // BASE)):
            for table in tables:
                session.execute(text(_copied(table, heights, copy)))
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))


def _tables() -> list[Table]:
    """The tables whose rows belong to an article, directly or by what hangs on it, in the order of their keys."""
    chosen: list[Table] = []
    for table in SQLModel.metadata.sorted_tables:
        parents = {key.column.table.name for key in table.foreign_keys if key.column.table is not table}
        hangs = parents & {one.name for one in chosen}
        if (hangs or table.name in {SHIFTED, "parallel"}) and table.name not in _BESIDE:
            chosen.append(table)
    return chosen


def _copied(table: Table, heights: dict[str, int], copy: int) -> str:
    """INSERT of the first articles' rows once more, their own keys and what they refer to moved up."""
    cells, first = [], ""
    for column in table.columns:
        parent = next((key.column.table.name for key in column.foreign_keys), table.name if column.name == "id" else "")
        name = f'"{column.name}"'
        if column.name == "sha256":
            cells.append(f"{name} || '-{copy}'")
        elif parent in heights:
            cells.append(f"{name} + {copy * heights[parent]}")
            first = first or f"{name} <= {heights[parent]}"
        else:
            cells.append(name)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) SELECT {', '.join(cells)} FROM {table.name} WHERE {first}"
