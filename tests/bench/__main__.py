"""``make bench``: what the pages cost with few and with many articles, what one more article costs, memory, weight.

``make bench ARGS="pages --sizes 5,500"`` is a quick look; ``--keep FOLDER`` keeps the databases for next time. Absolute
numbers belong to the machine they are printed with, and to what else it does: beside each wall-clock median stands the
server's processor time, and beside a page the same of Datasette, measured in the same minutes. Exit status 1 where a
limit is passed.
"""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import psutil

from app.settings import ROOT
from tests.bench import adding, pages
from tests.bench.adding import measure_adding
from tests.bench.browser import measure_browser
from tests.bench.corpus import EIGHTH, MOST, OUTLETS, RUN
from tests.bench.databases import Stock
from tests.bench.documents import measure_documents
from tests.bench.nlp import measure_nlp
from tests.bench.pages import measure_pages
from tests.bench.tables import measure_tables
from tests.bench.verdicts import Verdicts
from tests.bench.worker import measure_worker

PARTS = ("nlp", "adding", "worker", "pages", "tables", "documents", "browser")
CORPORA = ROOT.parent / "shared" / "corpora"


def main() -> int:
    """Measure and print; 0 where every limit is kept."""
    options = _options()
    parts = options.parts or PARTS
    began = time.monotonic()
    verdicts = Verdicts()
    print(machine(options.corpora), flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        # Databases of other texts are kept apart.
        folder = (options.keep or Path(temporary)).resolve() / ("corpora" if options.corpora else "own")
        folder.mkdir(parents=True, exist_ok=True)
        stock = Stock(folder, options.corpora)
        shown = options.sizes or pages.SIZES
        added = options.sizes or adding.SIZES
        if "nlp" in parts:
            measure_nlp(verdicts)
        if "adding" in parts:
            measure_adding(stock, added, shown if {"pages", "browser"} & set(parts) else (), verdicts)
        if "worker" in parts:
            measure_worker(stock, verdicts)
        if "pages" in parts:
            measure_pages(stock, shown, options.requests, verdicts, by=options.by)
        if "tables" in parts:
            measure_tables(stock, verdicts)
        if "documents" in parts:
            measure_documents(stock, verdicts)
        if "browser" in parts:
            measure_browser(stock, max(shown), verdicts)
    print(f"\n{verdicts}\n\n{(time.monotonic() - began) / 60:.0f} minutes, {_load()}")
    return 0 if verdicts.kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the program on this machine.")
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS), help="what to measure (all)")
    parser.add_argument("--sizes", type=_numbers, help="articles in the summits of pages and adding, e.g. 5,50,500")
    parser.add_argument("--requests", type=int, default=30, help="requests for each figure of a page, at least")
    parser.add_argument("--by", choices=("p50", "cpu"), default="p50", help="what pages are held to: median or CPU")
    parser.add_argument("--keep", type=Path, help="a folder to keep the databases in and to find them again")
    parser.add_argument("--corpora", type=Path, help="a folder of corpora whose sentences are taken; CORPORA names one")
    parser.add_argument("--own", action="store_true", help="take the sentences of the tests' texts, corpora or not")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    named = os.environ.get("CORPORA")
    options.corpora = options.corpora or (Path(named) if named else CORPORA if CORPORA.exists() else None)
    if options.own:
        options.corpora = None
    return options


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def machine(corpora: Path | None) -> str:
    """What the figures were measured on and with."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor()
    memory = psutil.virtual_memory().total / 2**30
    origin = f"sentences of the corpora in {corpora.name}" if corpora else "sentences of the tests' own texts"
    return (
        f"Machine: {model}, {psutil.cpu_count()} cores, {memory:.0f} GB, {_load()}; {platform.platform(terse=True)}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n"
        f"Data: all-different articles of {len(OUTLETS)} outlets in one summit, {origin}\n"
        f"in new orders by topic, names, numbers and words varied; no run of {RUN} words in more than {MOST}\n"
        f"articles; one article of {EIGHTH} takes 3 to 6 sentences of an agency's report (tests/bench/corpus.py)."
    )


def _load() -> str:
    return "load " + ", ".join(f"{value:.1f}" for value in psutil.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
