"""How long answers take, one after another or from many connections at once, and what the server spends on them."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from itertools import count, takewhile
from statistics import median
from urllib.parse import urlsplit

import psutil

CONNECTIONS = 16
SECONDS = 0.4  # that a figure is measured for at least, so that short answers are many


@dataclass(frozen=True, slots=True)
class Load:
    """Of the requests: the median and the server's processor time in ms, answers a second, bytes of a page and sent."""

    p50: float
    cpu: float
    rate: float
    size: int
    sent: int
    tag: str


class Connection:
    """One connection kept open, which asks as a browser does."""

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        parts = urlsplit(url)
        self._target = parts.path + (f"?{parts.query}" if parts.query else "")
        self._http = HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        self._headers = {"Accept-Encoding": "gzip", "Accept-Language": "de"} | (headers or {})
        self.tag = ""
        self.sent = 0

    def ask(self) -> float:
        """Milliseconds of one answer; raises RuntimeError where it is no page."""
        try:
            answer, body, spent = self._answer()
        except ConnectionError:  # too long without a request: servers close such connections
            self._http.close()
            answer, body, spent = self._answer()
        if answer.status not in (200, 304):
            raise RuntimeError(f"{self._target}: {answer.status}")
        self.tag, self.sent = answer.headers.get("ETag", ""), len(body)
        return spent

    def _answer(self) -> tuple[HTTPResponse, bytes, float]:
        began = time.perf_counter()
        self._http.request("GET", self._target, headers=self._headers)
        answer = self._http.getresponse()
        body = answer.read()
        return answer, body, 1000 * (time.perf_counter() - began)

    def close(self) -> None:
        """End it."""
        self._http.close()


def measure(
    process: psutil.Process, url: str, requests: int, connections: int = 1, *, tag: str = "", warm: int = 1
) -> Load:
    """Fetch an address at least so many times over so many connections; with a ``tag``, as one that is known."""
    open_ = [Connection(url, {"If-None-Match": tag} if tag else None) for _ in range(connections)]
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(lambda one: [one.ask() for _ in range(warm)], open_))
        spent, began = _spent(process), time.perf_counter()
        each = -(-requests // connections)

        def going(number: int) -> bool:
            return number < each or time.perf_counter() - began < SECONDS

        found = list(pool.map(lambda one: [one.ask() for _ in takewhile(going, count())], open_))
        seconds, cpu = time.perf_counter() - began, _spent(process) - spent
    for one in open_:
        one.close()
    times = [spent for part in found for spent in part]
    return Load(
        p50=median(times),
        cpu=1000 * cpu / len(times),
        rate=len(times) / seconds,
        size=page_size(url),
        sent=open_[0].sent,
        tag=open_[0].tag,
    )


def page_size(url: str) -> int:
    """Bytes of a page as it is, not as it is sent."""
    plain = Connection(url, {"Accept-Encoding": "identity"})
    plain.ask()
    plain.close()
    return plain.sent


def _spent(process: psutil.Process) -> float:
    """Seconds of processor time so far, of threads that have ended too: to the nanosecond on Linux, elsewhere by the
    clock's step."""
    if sys.platform == "linux":
        return time.clock_gettime(~process.pid << 3 | 2)  # the process's clock, as clock_getcpuclockid(3) gives it
    times = process.cpu_times()
    return float(times.user + times.system)
