"""How long answers take, one after another or from many connections at once, and what the server spends on them."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

import httpx
import psutil

CONNECTIONS = 16
WARM = 1  # requests of each connection that are not counted


@dataclass(frozen=True, slots=True)
class Load:
    """Milliseconds: the median, what 95 of 100 requests stay under, the server's processor time for one of them."""

    p50: float
    p95: float
    cpu: float

    @property
    def shown(self) -> str:
        """The median and the 95th."""
        return f"{self.p50:.1f} / {self.p95:.1f}"


def measure(server: psutil.Process, url: str, requests: int, connections: int = 1) -> Load:
    """Fetch an address so many times over so many connections kept open."""
    each = -(-requests // connections)
    with ThreadPoolExecutor(connections) as pool:
        clients = [httpx.Client(timeout=120) for _ in range(connections)]
        list(pool.map(lambda client: _fetch(client, url, WARM), clients))
        before = _spent(server)
        results = list(pool.map(lambda client: _fetch(client, url, each), clients))
        cpu = 1000 * (_spent(server) - before) / (each * connections)
        for client in clients:
            client.close()
    cuts = quantiles([one for part in results for one in part], n=20, method="inclusive")
    return Load(cuts[9], cuts[18], cpu)


def _spent(process: psutil.Process) -> float:
    """Seconds of processor time so far, in steps of a hundredth on Linux."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _fetch(client: httpx.Client, url: str, requests: int) -> list[float]:
    found = []
    for _ in range(requests):
        began = time.perf_counter()
        client.get(url).raise_for_status()
        found.append(1000 * (time.perf_counter() - began))
    return found
