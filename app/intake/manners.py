"""Good manners towards servers: one request at a time, no request while one asks to be left alone, nothing twice."""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

import httpx

from app.intake.items import Refused

LONGEST_WAIT = 5.0  # seconds that are waited for; more is said to whoever asked
MOST_WAIT = 3600.0  # seconds: nobody is left alone for longer
HOSTS = 500
PAGES, PAGE_BYTES = 100, 20_000_000  # that are kept to be asked for again
_BUSY = {429, 503}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address led to: the last address after redirects, its bytes, and the type its server names."""

    url: str
    data: bytes
    content_type: str


@dataclass(slots=True)
class Hosts:
    """Which hosts are being asked, and until when (monotonic seconds) some want to be left alone."""

    locks: defaultdict[str, Lock] = field(default_factory=lambda: defaultdict(Lock))
    until: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def alone(self, host: str, until: float, seconds: float) -> Iterator[None]:
        """Be the only one to ask a host. Raises Refused where it wants no request now, or the others take too long."""
        wait = self.until.get(host, 0.0) - time.monotonic()
        if wait > 0:
            raise busy(wait)
        if len(self.locks) > HOSTS:
            self.locks = defaultdict(Lock, {name: lock for name, lock in self.locks.items() if lock.locked()})
            self.until = {name: end for name, end in self.until.items() if end > time.monotonic()}
        lock = self.locks[host]
        if not lock.acquire(timeout=max(0.0, until - time.monotonic())):
            raise too_slow(seconds)
        try:
            yield
        finally:
            lock.release()

    def asked_to_wait(self, host: str, answer: httpx.Response) -> float | None:
        """How many seconds a server asks to be left alone (Retry-After), from now on; None where it does not."""
        wait = _seconds(answer.headers.get("retry-after", "")) if answer.status_code in _BUSY else None
        if wait is None:
            self.until.pop(host, None)
            return None
        if wait > LONGEST_WAIT:
            self.until[host] = time.monotonic() + wait
        return wait


def _seconds(value: str) -> float | None:
    """Seconds of a Retry-After header, which gives seconds or a moment."""
    value = value.strip()[:60]
    if value.isdecimal() and value.isascii():
        return min(float(value[:9]), MOST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), MOST_WAIT)


@dataclass(slots=True)
class Kept:
    """Pages whose servers told how to ask whether they have changed (ETag, Last-Modified), the oldest leave first."""

    pages: OrderedDict[str, tuple[Page, dict[str, str]]] = field(default_factory=OrderedDict)
    size: int = 0

    def conditions(self, url: str) -> dict[str, str]:
        """The headers that ask for a page only if it has changed."""
        return dict(self.pages[url][1]) if url in self.pages else {}

    def page(self, url: str) -> Page | None:
        """A page as it was when it was fetched last."""
        return self.pages[url][0] if url in self.pages else None

    def keep(self, page: Page, answer: httpx.Response) -> None:
        """Keep a page, where its server told how to ask for it again."""
        told = {
            "If-None-Match": answer.headers.get("etag", ""),
            "If-Modified-Since": answer.headers.get("last-modified", ""),
        }
        conditions = {name: value for name, value in told.items() if value and len(value) < 500}
        if page.url in self.pages:
            self.size -= len(self.pages.pop(page.url)[0].data)
        if not conditions or len(page.data) > PAGE_BYTES // 10:
            return
        self.pages[page.url] = page, conditions
        self.size += len(page.data)
        while len(self.pages) > PAGES or self.size > PAGE_BYTES:
            _, (old, _) = self.pages.popitem(last=False)
            self.size -= len(old.data)


def busy(seconds: float) -> Refused:
    """The refusal of a server that asks to be left alone."""
    return Refused(
        "status",
        "The server asks to be left alone for %(seconds)d seconds. Try again then.",
        seconds=round(seconds) or 1,
    )


def too_slow(seconds: float) -> Refused:
    """The refusal of a server that takes too long."""
    return Refused("timeout", "The server took more than %(limit)d seconds. Try again later.", limit=round(seconds))
