"""The reading process: reads one file after the other from its standard input, with little memory, time and rights.

Whoever writes a file may want this process to hang, explode or crash; nothing is lost if it does. It is given bytes,
never names of files, may open none but the program's own, has no network, and answers in JSON lines. Run by
app/intake/sandbox.py.
"""

import base64
import json
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from app.intake.confinement import close_off
from app.intake.drafts import ArticleDraft, IntakeError
from app.intake.items import Broken, Columns, Extent, Limits, Linked, Outlet, Parsed, Part, Piece, Refused


def confine(limits: Limits) -> None:
    """No more address space than ``limits.memory``, no file written, no core left behind."""
    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (value, value))


def allow(seconds: int) -> None:
    """Let the process compute for that long from now; then the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def read(request: dict[str, Any], data: bytes, limits: Limits) -> Iterator[dict[str, Any]]:
    """The answers for one file, as they go over the pipe."""
    known = [Outlet(one["name"], tuple(one["aliases"]), tuple(one["domains"])) for one in request["known"]]
    try:
        from app.intake.kinds import kind_of

        kind = kind_of(request["name"], data, limits)
        for piece in kind.read(data, limits, request["charset"], request["url"], request["columns"]):
            if isinstance(piece, Parsed) and request["url"]:
                piece.url = piece.url or request["url"]
            yield answer(piece, request["name"], limits, known)
    except Refused as why:
        yield refusal("", why)
    except RecursionError:
        yield refusal("", Refused("too-complex", "This file is nested so deeply that it is not read."))


def answer(piece: Piece, name: str, limits: Limits, known: list[Outlet]) -> dict[str, Any]:
    """One piece as JSON: a draft, a refusal, an attachment or an address."""
    if isinstance(piece, Broken):
        return refusal(piece.suffix, piece.why)
    if isinstance(piece, Part):
        return {"part": piece.name, "data": base64.b64encode(piece.data).decode("ascii")}
    if isinstance(piece, Linked):
        return {"link": asdict(piece)}
    if isinstance(piece, Extent):
        return {"extent": piece.words}
    if isinstance(piece, Columns):
        return {"columns": asdict(piece)}
    from app.intake.detection import make

    try:
        return {"suffix": piece.suffix, "draft": packed(make(piece, name, limits, known))}
    except IntakeError as why:
        return refusal(
            piece.suffix, Refused(f"no-{why.field}" if why.field == "text" else why.field, why.message, **why.values)
        )


def packed(draft: ArticleDraft) -> dict[str, Any]:
    """A draft as JSON; its date as written, the rest follows from it."""
    return asdict(draft) | {"published": draft.published.text if draft.published else None}


def refusal(suffix: str, why: Refused) -> dict[str, Any]:
    """A refusal as JSON."""
    return {"suffix": suffix, "code": why.code, "message": why.message, "values": why.values}


def peak() -> int:
    """The most memory this process has held since ``forget_peak``, in bytes (0 where the system does not say)."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0


def forget_peak() -> None:
    """Begin to count the most memory anew, so that each file's share can be told (Linux; elsewhere nothing happens)."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as control:
            control.write("5")
    except OSError:
        pass


def serve(source: BinaryIO, out: BinaryIO) -> None:
    """Read requests until the other side closes: a line of JSON, then that many bytes of the file."""
    while header := source.readline():
        request = json.loads(header)
        data = source.read(request["size"])
        limits = Limits(**request["limits"])
        forget_peak()
        allow(limits.cpu_seconds)
        end: dict[str, Any] = {"end": True}
        try:
            for one in read(request, data, limits):
                out.write(json.dumps(one).encode("ascii") + b"\n")
                out.flush()  # the other side waits from one to the next
                allow(limits.cpu_seconds)
        except MemoryError:
            # What is left of memory may not do for another file: say so and go.
            end = refusal(
                "", Refused("memory", "Reading this file takes more memory than is allowed. It was not taken.")
            )
            end |= {"end": True, "gone": True}
        except Exception as fault:
            end = refusal("", Refused("crashed", "This file cannot be read: it is damaged, or made to be unreadable."))
            end |= {"end": True, "gone": True, "fault": f"{type(fault).__name__}: {fault}"[:500]}
        del data
        out.write(json.dumps(end | {"peak": peak()}).encode("ascii") + b"\n")
        out.flush()
        if "gone" in end:
            return


def main() -> None:
    """Entry point. Whatever a library prints must not reach the pipe."""
    limits = Limits(**json.loads(sys.argv[1]))
    out = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    confine(limits)
    close_off()
    sys.setrecursionlimit(2_000)
    from app.intake import detection, kinds  # noqa: F401 - every file needs them: none waits for them

    out.write(b'{"ready": true}\n')  # the time of the first file begins
    out.flush()
    serve(sys.stdin.buffer, out)


if __name__ == "__main__":
    main()
