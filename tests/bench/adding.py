"""What one more article costs in a summit that has many: everything the worker does once the analysis is there.

The article is the late one of a handful: it shares wording with up to three articles, set phrases with a number of
others that grows with the summit, and speaks of the same persons and things as all (see ``copies``). Measured in a
process of its own, with processor time: what else the machine does counts as little as possible.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from app.settings import ROOT
from tests.bench.added import ADDED, COMPARISONS, STORING, Cost, Measured
from tests.bench.databases import database
from tests.bench.verdicts import Verdicts

SIZES = (1_000, 10_000, 50_000)
GROWTH = 1.5  # at most, from the last size but one to the last
MEMORY_MB = 400  # as the worker
HEAD = ("articles", *COMPARISONS, "all comparisons", STORING, "whole", "shares with", "memory")


def measure_adding(folder: Path, sizes: tuple[int, ...], verdicts: Verdicts, *, keep: bool) -> None:
    """Print a line for each size, and hold growth and memory to their limits."""
    print(f"\nOne more article: ms of processor time, the median of {ADDED} (every comparison is bounded by look-ups)")
    print(f"{HEAD[0]:>9}" + "".join(f"{name:>17}" for name in HEAD[1:]))
    known: dict[int, Measured] = {}
    for size in sizes:
        path = database(folder, size)
        known[size] = _measured(path)
        if not keep:
            path.unlink()
        print(_line(size, known[size]), flush=True)
    if len(known) > 1:
        *_, before, last = sorted(known)
        for name, of in _series().items():
            growth = _median(known[last], of) / _median(known[before], of)
            verdicts.hold(f"adding one article, {name}, {last:,} : {before:,}", growth, GROWTH, "times", digits=2)
    most = max(measured.resident for measured in known.values())
    verdicts.hold("adding one article, resident memory", most, MEMORY_MB, "MB")


def _series() -> dict[str, Callable[[Cost], float]]:
    """What must not grow: each comparison, all of them, and the whole."""
    each = {name: lambda cost, name=name: cost.parts[name] for name in COMPARISONS}
    return each | {"all comparisons": lambda cost: cost.compared, "the whole": lambda cost: cost.whole}


def _median(measured: Measured, of: Callable[[Cost], float]) -> float:
    return median(of(cost) for cost in measured.costs)


def _line(size: int, measured: Measured) -> str:
    spent = [lambda cost, name=name: cost.parts[name] for name in COMPARISONS]
    spent += [lambda cost: cost.compared, lambda cost: cost.parts[STORING], lambda cost: cost.whole]
    partners = f"{_median(measured, lambda cost: cost.partners):.0f} articles"
    cells = "".join(f"{_median(measured, of):17.0f}" for of in spent)
    return f"{size:9,}{cells}{partners:>17}{measured.resident:14.0f} MB"


def _measured(path: Path) -> Measured:
    command = [sys.executable, "-m", "tests.bench.added", str(path)]
    known = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    return Measured([Cost(**cost) for cost in known["costs"]], known["resident"])
