"""``make bench``: what the pages cost with few and with many articles, what one more article costs, memory, weight.

``make bench ARGS="pages --sizes 5,500"`` is a quick look; ``--keep FOLDER`` keeps the databases for next time. Absolute
numbers belong to the machine they are printed with. What they stand beside (an empty template, spaCy's blank pipeline,
a smaller summit) is measured in the same minutes: what counts is how far they lie apart. Exit status 1 where a limit is
passed.
"""

import argparse
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.bench import adding, pages
from tests.bench.adding import measure_adding
from tests.bench.corpus import BASE, HANDFUL, KEPT, SOURCES
from tests.bench.nlp import measure_nlp
from tests.bench.pages import measure_pages
from tests.bench.verdicts import Verdicts
from tests.bench.worker import measure_worker

PARTS = ("nlp", "worker", "pages", "adding")


def main() -> int:
    """Measure and print; 0 where every limit is kept."""
    options = _options()
    parts = options.parts or PARTS
    began = time.monotonic()
    verdicts = Verdicts()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if "nlp" in parts:
            measure_nlp(verdicts)
        if "worker" in parts:
            measure_worker(Path(temporary), verdicts)
        if "pages" in parts:
            measure_pages(folder, options.sizes or pages.SIZES, options.requests, verdicts)
        if "adding" in parts:
            measure_adding(folder, options.sizes or adding.SIZES, verdicts, keep=options.keep is not None)
    print(f"\n{verdicts}\n\n{(time.monotonic() - began) / 60:.0f} minutes, {_load()}")
    return 0 if verdicts.kept else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the program on this machine.")
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS), help="what to measure (all)")
    parser.add_argument("--sizes", type=_numbers, help="articles in the summits of pages or adding, e.g. 5,500")
    parser.add_argument("--requests", type=int, default=20, help="requests for each figure of a page")
    parser.add_argument("--keep", type=Path, help="a folder to keep the databases in and to find them again")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return options


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def machine() -> str:
    """What the figures were measured on and with."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor()
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Machine: {model}, {psutil.cpu_count()} cores, {memory:.0f} GB, {_load()}; {platform.platform(terse=True)}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n"
        f"Data: the seeds' sentences in new orders and other words, all in one summit of {SOURCES} sources. {HANDFUL}\n"
        f"articles at a time use the same words. {BASE} articles go the usual way; the others are rewordings of them\n"
        f"that keep {KEPT:.0%} of the words beside the names, and of all other rows once more (tests/bench/copies.py)."
    )


def _load() -> str:
    return "load " + ", ".join(f"{value:.1f}" for value in psutil.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
