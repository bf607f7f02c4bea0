"""What the wider search costs for one more article, on real and all-different text.

``python -m tests.bench.claims FILE``, where FILE has an article a line (JSON with ``title`` and ``text``), as that of
Wikinews. They come one after the other into one summit, by turns from fifteen outlets. Printed are milliseconds of
processor time an article, the median of each hundred, for the language service, for storing, for the comparisons, and
of these for the wider search.
"""

import argparse
import json
import resource
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from app.actions import comparisons
from app.actions.analyses import store_analysis
from app.actions.articles import DuplicateArticle, add_article
from app.actions.summits import add_summit
from app.db import make_engine, session_scope
from app.intake.drafts import make_draft
from app.models import Summit
from app.nlp.headlines import analyse_article
from tests.conftest import migrate

OUTLETS = 15
STEP = 100  # articles of a line
PARTS = ("language service", "storing", "comparing", "wider search")


def measure(path: Path, most: int) -> None:
    """Print a line for each hundred articles, and how the last compares with the second (the first warms up)."""
    spent: dict[str, list[float]] = defaultdict(list)
    search = comparisons.search_offers

    def timed(*args: object) -> None:
        began = time.process_time()
        search(*args)  # type: ignore[arg-type]
        spent["wider search"].append(time.process_time() - began)

    comparisons.search_offers = timed  # type: ignore[assignment]
    print(f"{'articles':>9}" + "".join(f"{name:>18}" for name in PARTS) + f"{'memory MB':>11}")
    lines: list[list[float]] = []
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/claims.db")
        migrate(engine)
        with session_scope(engine, write=True) as session:
            summit = add_summit(session, "Nachrichten", "", None).id
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[:most], 1):
            entry = json.loads(line)
            with session_scope(engine, write=True) as session:
                outlet = f"Quelle {number % OUTLETS}"
                draft = make_draft(entry["text"], title=entry.get("title"), source=outlet, max_chars=500_000)
                try:
                    article = add_article(session, session.get_one(Summit, summit), draft).id or 0
                except DuplicateArticle:
                    continue
            began = time.process_time()
            analysis = analyse_article(draft.text, draft.title)
            spent["language service"].append(time.process_time() - began)
            with session_scope(engine, write=True) as session:
                began = time.process_time()
                store_analysis(session, article, analysis)
                stored = time.process_time()
                comparisons.compare_article(session, article)
                spent["storing"].append(stored - began)
                spent["comparing"].append(time.process_time() - stored)
            if number % STEP == 0:
                lines.append([1000 * median(spent[name]) for name in PARTS])
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"{number:>9}" + "".join(f"{value:18.0f}" for value in lines[-1]) + f"{memory:11.0f}", flush=True)
                spent.clear()
        engine.dispose()
    if len(lines) > 2:
        growth = lines[-1][-1] / lines[1][-1]
        print(f"wider search, last hundred : second hundred = {growth:.2f} times")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--most", type=int, default=700)
    asked = parser.parse_args()
    measure(asked.articles, asked.most)
