"""What an article costs in a summit that has many: language service, storing, and every comparison.

One process adds all articles one after the other, as the worker does, from none to the largest size; at each size the
mean of the last hundred is taken, and the memory of the process. Its databases are those that the pages are measured
on. Processor time is measured: what else the machine does counts as little as possible.
"""

from collections.abc import Sequence

from tests.bench.added import LAST, PARTS, Measured
from tests.bench.databases import Stock
from tests.bench.verdicts import Verdicts

FIRST, MANY = 1_000, 10_000
SIZES = (FIRST, 5_000, 20_000)
WHOLE_MS, GROWTH, MEMORY_MB, HELD = 80, 1.3, 400, 0.5
WIDTHS = {name: len(name) + 3 for name in PARTS}


def measure_adding(stock: Stock, sizes: Sequence[int], beside: Sequence[int], verdicts: Verdicts) -> None:
    """Print a line for each size; databases of the sizes ``beside`` are made on the way."""
    print(
        f"\nOne more article: ms of processor time, the mean of the last {LAST}; MB of the process that added so many"
    )
    head = "".join(f"{name:>{width}}" for name, width in WIDTHS.items())
    print(f"{'articles':>9}{'whole':>8}{head}{'longest write':>15}{'MB':>7}{'at most':>9}{'added':>9}{'database':>11}")
    known: dict[int, Measured] = {}
    for one in stock.grow(sorted({*sizes, *(size for size in beside if size <= max(sizes))})):
        known[one.size] = one
        print(_line(one), flush=True)
    _print_growth([known[size] for size in sorted(sizes)])
    _hold({size: known[size] for size in sizes}, verdicts)


def _line(one: Measured) -> str:
    cells = "".join(f"{one.parts[name]:{width}.1f}" for name, width in WIDTHS.items())
    return (
        f"{one.size:9,}{one.whole:8.1f}{cells}{one.longest_write:13.2f} s{one.resident:7.0f}{one.peak:9.0f}"
        f"{one.added:9,}{one.megabytes:8,.0f} MB"
    )


def _print_growth(known: Sequence[Measured]) -> None:
    """How many times the first size's cost each part takes at the others."""
    first, *others = known
    for one in others:
        growth = {name: one.parts[name] / first.parts[name] for name in PARTS if first.parts[name]}
        cells = "".join(f"{growth.get(name, 0.0):{width}.2f}" for name, width in WIDTHS.items())
        label = f"{one.size:,}:{first.size:,}"
        print(f"{label:>12}{one.whole / first.whole:5.2f}{cells}  times", flush=True)


def _hold(known: dict[int, Measured], verdicts: Verdicts) -> None:
    if FIRST in known:
        verdicts.hold(f"adding an article to {FIRST:,}, processor", known[FIRST].whole, WHOLE_MS)
        for size in sorted(known):
            if size > FIRST:
                growth = known[size].whole / known[FIRST].whole
                verdicts.hold(f"adding an article, {size:,} : {FIRST:,}", growth, GROWTH, "times", digits=2)
    most = known[max(known)]
    verdicts.hold(f"adding, resident memory after {most.added:,} articles", most.resident, MEMORY_MB, "MB")
    verdicts.hold("adding, longest write", max(one.longest_write for one in known.values()), HELD, "s", digits=2)
