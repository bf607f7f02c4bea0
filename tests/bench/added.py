"""Add articles to a kept database, in a process that loads what a worker needs: ``python -m tests.bench.added FILE``.

Prints JSON (``Measured``) for ``adding``, which explains what is measured.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

import psutil
from sqlalchemy import Engine, or_
from sqlmodel import Session, col, select

from app.actions import comparisons
from app.actions.analyses import store_analysis
from app.actions.articles import DuplicateArticle, add_article
from app.actions.comparisons import compare_article
from app.db import make_engine, session_scope
from app.models import SharedPassage, Summit
from tests.bench.corpus import BASE, HANDFUL, article, draft, late_comer

WARM = 2  # articles that are not counted: statements are compiled, pages of the file read
ADDED = 12  # of which the median counts
COMPARISONS = {"shared text": "share_text", "quotations": "group_quotations", "figures": "group_figures"}
STORING = "storing"  # the analysis, and all that is no comparison


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one article: ms of processor time by what they were spent on, and how many articles it shares text with."""

    parts: dict[str, float]
    partners: int

    @property
    def compared(self) -> float:
        """ms for all comparisons."""
        return sum(spent for part, spent in self.parts.items() if part != STORING)

    @property
    def whole(self) -> float:
        """ms for comparing and storing."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Measured:
    """The articles added to one summit, and the MB resident after them, the language service among it."""

    costs: list[Cost]
    resident: float


def add(path: Path) -> Measured:
    """Add articles one after the other, each in a transaction of its own as the worker does."""
    engine = make_engine(f"sqlite:///{path}")
    costs: list[Cost] = []
    for number in range(BASE // (HANDFUL - 1)):
        try:
            costs.append(_add_one(engine, late_comer(number)))
        except DuplicateArticle:
            continue  # a database that was kept has it from last time
        if len(costs) == WARM + ADDED:
            break
    engine.dispose()
    return Measured(costs[WARM:], psutil.Process().memory_info().rss / 1e6)


def _add_one(engine: Engine, number: int) -> Cost:
    content, analysis = article(number)
    parts: dict[str, float] = {}
    began = time.process_time()
    with session_scope(engine, write=True) as session, ExitStack() as stack:
        added = add_article(session, session.get_one(Summit, 1), draft(number, content))
        assert added.id is not None
        for name, function in COMPARISONS.items():
            timed = _timed(getattr(comparisons, function), name, parts)
            stack.enter_context(patch.object(comparisons, function, timed))
        store_analysis(session, added.id, analysis)
        session.flush()
        compare_article(session, added.id)
    parts[STORING] = 1000 * (time.process_time() - began) - sum(parts.values())
    return Cost(parts, _partners(engine, added.id))


def _partners(engine: Engine, article_id: int) -> int:
    """How many articles an article shares text with."""
    ends = (col(SharedPassage.a_id), col(SharedPassage.b_id))
    with session_scope(engine) as session:
        pairs = session.exec(select(*ends).where(or_(*(end == article_id for end in ends)))).all()
    return len({id_ for pair in pairs for id_ in pair} - {article_id})


def _timed(work: Callable[..., None], name: str, parts: dict[str, float]) -> Callable[..., None]:
    """The same function, the processor time of which is added up."""

    def timed(session: Session, article_id: int) -> None:
        began = time.process_time()
        work(session, article_id)
        session.flush()
        parts[name] = parts.get(name, 0.0) + 1000 * (time.process_time() - began)

    return timed


if __name__ == "__main__":
    print(json.dumps(asdict(add(Path(sys.argv[1])))))
