"""How long answers take: requests one after another, or from many connections at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

import httpx

WARM = 5  # requests that are not counted


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: the median, and what 95 of 100 requests stay under."""

    p50: float
    p95: float


def measure(url: str, requests: int, connections: int = 1) -> Times:
    """Fetch an address so many times over so many connections kept open."""
    each = max(1, requests // connections)
    with ThreadPoolExecutor(connections) as pool:
        results = list(pool.map(lambda _: _fetch(url, each), range(connections)))
    return times([one for part in results for one in part])


def times(milliseconds: list[float]) -> Times:
    """p50 and p95 of single times."""
    cuts = quantiles(milliseconds, n=20, method="inclusive")
    return Times(cuts[9], cuts[18])


def _fetch(url: str, requests: int) -> list[float]:
    found = []
    with httpx.Client(timeout=60) as client:
        for number in range(WARM + requests):
            began = time.perf_counter()
            client.get(url).raise_for_status()
            if number >= WARM:
                found.append(1000 * (time.perf_counter() - began))
    return found
