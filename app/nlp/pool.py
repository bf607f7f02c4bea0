"""The language service in processes of its own, so that no text can stop or end the worker.

A process is kept warm and used again; it is replaced when a text hung it, when it died, and when it has grown. This
side of it loads nothing that analyses.
"""

import os
import queue
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any, Self

from app.nlp.child import READY
from app.nlp.types import Analysis, Headline

ROOT = Path(__file__).resolve().parents[2]
CHILD = (sys.executable, "-m", "app.nlp.child")
SECRETS = ("DATABASE_URL", "JOBS_DATABASE_URL")  # of our settings; the child needs none of them

# Ten times what the slowest text on record takes that is analysed in time proportional to its length (0.026 ms a
# character), so that a machine that is slow and busy besides has its time; below that, what starting to swap may take.
SECONDS, SECONDS_A_CHARACTER = 30.0, 0.25e-3
MOST_MEMORY = 250_000_000  # bytes; a process begins with 215 MB, and has 45 more after 600 articles: new words

TRIES = 3  # so often may a process end over a text (it may have been ended by somebody else) before it is given up


class NotAnalysed(Exception):
    """A text was not analysed: the language service raised. Another try would end the same way."""


class TooLong(NotAnalysed):
    """The text took longer than it may: its process was ended."""


class Died(NotAnalysed):
    """The process ended while it analysed the text, and so did the next ones."""


class Closed(Exception):
    """Nothing is analysed here any more."""


class CannotStart(OSError):
    """The language service cannot be loaded: no text's fault."""


def seconds_for(characters: int) -> float:
    """How long the analysis of a text may take."""
    return SECONDS + SECONDS_A_CHARACTER * characters


class Pool:
    """``size`` processes that analyse. May be shared by threads; who comes when all are busy waits its turn.

    The first is started at once, so that it loads while others prepare themselves; ``wait`` tells how that went.
    """

    def __init__(self, size: int = 1, command: Sequence[str] = CHILD) -> None:
        self.size = size
        self.children = [_Child(command) for _ in range(size)]
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="analysis")
        for child in self.children:
            self._idle.put(child)
        self._first = self._threads.submit(self._warm)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self.children:
            child.close()

    def wait(self) -> None:
        """Until the first is ready. Raises CannotStart where the language service cannot be loaded, Closed."""
        self._first.result()

    def ahead(self, text: str, title: str | None) -> "Future[Analysis]":
        """The analysis of an article, to be asked for later; what it raises is raised then."""
        return self._threads.submit(self._ask, "article", (text, title), len(text))

    def article(self, text: str, title: str | None) -> Analysis:
        """The analysis of an article. Raises NotAnalysed, CannotStart."""
        return self.ahead(text, title).result()

    def headline(self, title: str, analysis: Analysis) -> Headline:
        """What the headline of an analysed text has. Raises NotAnalysed, CannotStart."""
        characters = len(title) + sum(len(one.name) for one in analysis.entities)
        found: Headline = self._threads.submit(self._ask, "headline", (title, analysis), characters).result()
        return found

    def _warm(self) -> None:
        child = self._idle.get()
        try:
            child.start()
        finally:
            self._idle.put(child)

    def _ask(self, task: str, arguments: tuple[Any, ...], characters: int) -> Any:
        child = self._idle.get()
        try:
            for _ in range(TRIES - 1):
                with suppress(Died):
                    return child.ask(task, arguments, seconds_for(characters))
            return child.ask(task, arguments, seconds_for(characters))
        finally:
            self._idle.put(child)


class _Child:
    """One process; it is started when it is first asked. One thread at a time may ask, any may close."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None
        self._lock = Lock()  # so that ``close`` never misses a process that another thread is just starting
        self._closed = False

    def ask(self, task: str, arguments: tuple[Any, ...], seconds: float) -> Any:
        connection = self.start()
        try:
            connection.send((task, arguments, seconds))
            result, problem, memory = connection.recv()
        except (EOFError, OSError) as gone:
            status = self._end()
            if self._closed:
                raise Closed from gone
            late = status == -signal.SIGALRM
            raise (TooLong if late else Died)(f"the process ended with status {status}") from gone
        if memory > MOST_MEMORY:
            self._end()
        if problem is not None:
            raise NotAnalysed(problem)
        return result

    def start(self) -> "Connection[Any, Any]":
        """The connection to a process that is ready. Raises CannotStart, Closed."""
        if self._connection is not None and self.process is not None and self.process.poll() is None:
            return self._connection
        self._end()
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            if self._closed:
                raise Closed
            self.process = subprocess.Popen(  # noqa: S603 - our own module, no input in the command
                [*self.command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                env={name: value for name, value in os.environ.items() if name not in SECRETS},
                start_new_session=True,  # Ctrl-C is for the worker, which ends us in order
            )
        self._connection = connection = Connection(ours.detach())
        with suppress(EOFError, OSError):
            if connection.recv() == READY:
                return connection
        status = self._end()
        if self._closed:
            raise Closed
        raise CannotStart(f"The language service cannot be loaded: its process ended with status {status}.")

    def close(self) -> None:
        """End the process and start none again. Whoever asks it gets Closed."""
        with self._lock:
            self._closed = True
            if self.process is not None:
                self.process.kill()

    def _end(self) -> int | None:
        """Kill the process if it still lives; how it ended."""
        process, self.process = self.process, None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if process is None:
            return None
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)  # one whose socket has just closed is about to end by itself
        process.kill()
        return process.wait()
