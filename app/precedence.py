"""Who writes much lets others go first: whoever waits for SQLite's only write lock says so beside the database.

SQLite has those who wait look again every tenth of a second; to a process that writes one transaction after the other
they would lose every time. The sign is a lock of the system's on a file of its own, so it goes with the process that
gave it. PostgreSQL needs none of this.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Engine
from sqlalchemy.engine import URL

LONGEST = 0.2  # seconds: twice as long as it takes until everybody who waits has looked again
LOOK = 0.005


@contextmanager
def waiting(url: URL) -> Iterator[None]:
    """The sign is given as long as the block lasts."""
    sign = _sign(url)
    if sign is not None:
        fcntl.flock(sign, fcntl.LOCK_SH)
    try:
        yield
    finally:
        if sign is not None:
            os.close(sign)


def let_pass(engine: Engine) -> None:
    """Wait until nobody gives the sign, but no longer than it takes whoever does to get the lock."""
    sign = _sign(engine.url)
    if sign is None:
        return
    end = time.monotonic() + LONGEST
    try:
        while time.monotonic() < end:
            with suppress(BlockingIOError):
                return fcntl.flock(sign, fcntl.LOCK_EX | fcntl.LOCK_NB)
            time.sleep(LOOK)
    finally:
        os.close(sign)


def _sign(url: URL) -> int | None:
    """The opened file; None where there is none to be had: then nobody waits for anybody."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    with suppress(OSError):
        return os.open(f"{url.database}-waiting", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    return None
