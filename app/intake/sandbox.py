"""Reading in a process of its own: started when first needed, used again, replaced when it crashed, hung or grew.

Whatever a file does to the libraries that read it, here it ends as one sentence.
"""

import base64
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any, Self

from app.intake.drafts import ArticleDraft, parse_published
from app.intake.items import Columns, Extent, Limits, Linked, Outlet, Part, Refused
from app.nlp.types import Warning

ROOT = Path(__file__).resolve().parents[2]
STARTING = 20.0  # seconds that a new process may take before it begins to read
FILES = 500  # after so many a new process begins: libraries keep things
log = logging.getLogger(__name__)

Answer = tuple[str, ArticleDraft | Refused | Part | Linked | Extent | Columns]


class Sandbox:
    """A reading process with its limits. May be shared by threads: it reads one file at a time.

    ``peak`` is the most memory that reading the last file took there, in bytes (0 where it was not told).
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.peak = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; a later ``read`` starts another."""
        with self._lock:
            self._end()

    def read(
        self,
        name: str,
        data: bytes,
        known: Sequence[Outlet] = (),
        url: str | None = None,
        charset: str | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> list[Answer]:
        """All that a file holds, each with what tells it apart within the file. Never raises for what a file does."""
        request = {
            "name": name.encode("utf-8", "replace").decode(), "size": len(data), "url": url, "charset": charset,
            "limits": asdict(self.limits), "known": [asdict(outlet) for outlet in known],
            "columns": None if columns is None else dict(columns),
        }  # fmt: skip
        with self._lock:
            try:
                return self._ask(json.dumps(request).encode("ascii") + b"\n", data)
            except _Lost as lost:
                code = self._end()
                late = lost.late or code == -signal.SIGXCPU
                return [
                    *lost.before,
                    ("", _why_lost(late, sum(isinstance(one, ArticleDraft) for _, one in lost.before))),
                ]

    def _ask(self, header: bytes, data: bytes) -> list[Answer]:
        process = self._ready()
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError):  # then the answer says how it ended
            process.stdin.write(header + data)
            process.stdin.flush()
        answers: list[Answer] = []
        starting = STARTING if self._files == 0 else 0.0
        for line in _lines(process.stdout.fileno(), self.limits, answers, starting):
            try:
                told = json.loads(line)
                if told.get("ready"):
                    continue
                if told.get("end"):
                    self._finish(told)
                    return answers + ([("", _refused(told))] if "code" in told else [])
                answers.append(_answer(told))
            except (ValueError, KeyError, TypeError, AttributeError):  # not what our process writes: it was taken over
                raise _Lost(answers) from None
        raise _Lost(answers)

    def _finish(self, told: dict[str, Any]) -> None:
        self.peak = int(told.get("peak", 0))
        self._files += 1
        if "fault" in told:
            log.info("A file could not be read: %s", told["fault"])
        if told.get("gone") or self._files >= FILES or self.peak > self.limits.memory // 2:
            self._end()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no input in the command
                [sys.executable, "-B", "-m", "app.intake.child", json.dumps(asdict(self.limits))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                # None of our settings: they hold the database's address.
                env={"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "PYTHONHASHSEED": "random"},
                start_new_session=True,  # Ctrl-C is for the one who asked
            )
            self._files = 0
        return self._process

    def _end(self) -> int | None:
        """Kill the process if there is one; how it had ended, where it had ended by itself."""
        process, self._process = self._process, None
        if process is None:
            return None
        code = None
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(0.2 if process.stdout and process.stdout.closed else 0.05)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        return code if code is not None else process.returncode


class _Lost(Exception):
    """The process is gone, or must go: too late, too much, or dead. ``before`` are the answers it gave until then."""

    def __init__(self, before: list[Answer], late: bool = False) -> None:
        super().__init__()
        self.before = before
        self.late = late


def _why_lost(late: bool, taken: int) -> Refused:
    """Why nothing more came of a file, of which so many texts were taken."""
    match late, taken:
        case True, 0:
            return Refused("too-slow", "Reading this file took too long. It was not taken.")
        case True, _:
            return Refused("too-slow", "Reading this file took too long: only its first %(number)d texts were taken.",
                           number=taken)  # fmt: skip
        case _, 0:
            return Refused("crashed", "This file cannot be read: it is damaged, or made to be unreadable.")
    return Refused("crashed", "This file is damaged or unreadable: only its first %(number)d texts were taken.",
                   number=taken)  # fmt: skip


def _lines(pipe: int, limits: Limits, before: list[Answer], starting: float) -> Any:
    """Lines from a pipe as they come. Raises _Lost where the next does not come in time; ends at too many bytes.

    ``starting``: seconds that the process may take besides until its first line.
    """
    rest = bytearray()
    limit = 12 * limits.file_bytes
    longest = time.monotonic() + limits.longest + starting
    until = min(longest, time.monotonic() + limits.seconds + starting)
    total = 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            wait = until - time.monotonic()
            if wait <= 0 or not selector.select(wait):
                raise _Lost(before, late=True)
            piece = os.read(pipe, 1 << 20)
            total += len(piece)
            if not piece or total > limit:
                return
            head, newline, tail = piece.rpartition(b"\n")
            rest += head + newline
            if newline:
                until = min(longest, time.monotonic() + limits.seconds)
                whole, rest = rest, bytearray(tail)
                yield from whole.splitlines()
            else:
                rest += tail


def _answer(told: dict[str, Any]) -> Answer:
    if "part" in told:
        return "", Part(str(told["part"]), base64.b64decode(told["data"]))
    if "link" in told:
        return "", Linked(**told["link"])
    if "extent" in told:
        return "", Extent(int(told["extent"]))
    if "columns" in told:
        return "", _columns(told["columns"])
    return str(told["suffix"]), _refused(told) if "code" in told else _draft(told["draft"])


def _columns(told: dict[str, Any]) -> Columns:
    rows = tuple(tuple(row) for row in told["sample"])
    return Columns(told["name"], tuple(told["header"]), tuple(told["fields"]), rows)


def _refused(told: dict[str, Any]) -> Refused:
    return Refused(str(told["code"]), str(told["message"]), **told["values"])


def _draft(told: dict[str, Any]) -> ArticleDraft:
    return ArticleDraft(
        **told
        | {
            "published": parse_published(told["published"]),
            "agencies": tuple(told["agencies"]),
            "notes": tuple(told["notes"]),
            "found": tuple((field, how) for field, how in told["found"]),
            "warnings": tuple(Warning(**one) for one in told["warnings"]),
        }
    )
