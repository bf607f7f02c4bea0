"""What endpoints share: who is not there, numbers out of addresses and forms, and work for the worker.

Every query finds the summit with its own first statement and gives None where there is none: ``in_summit`` makes that
the answer 404. A dependency that looked first would cost each page a statement more.
"""

import logging
from collections.abc import Callable
from typing import Annotated, ParamSpec, TypeVar

from fastapi import BackgroundTasks, HTTPException, Path, Request

from app.language import N_
from app.settings import Settings

log = logging.getLogger(__name__)

ArticleId = Annotated[  # what the databases take for a key
    int, Path(ge=1, le=2**31 - 1, description="as lists of articles give it", examples=[1])
]
NO_SUMMIT = N_("There is no such summit. Its address may have been mistyped.")
NO_ARTICLE = N_("There is no such article. It may have been removed.")

Found = TypeVar("Found")
P = ParamSpec("P")


def no_summit() -> HTTPException:
    """The answer where there is no such summit, to be raised."""
    return HTTPException(404, NO_SUMMIT)


def in_summit(found: Found | None) -> Found:
    """What was looked up in a summit. Raises 404 where it is None: there is no such summit."""
    if found is None:
        raise no_summit()
    return found


def read_number(value: str) -> int | None:
    """A number of up to nine digits as an address or a form has it; None for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def queue_after(
    request: Request,
    after: BackgroundTasks,
    enqueue: Callable[..., None],
    *arguments: object,
) -> None:
    """Put work in line (``enqueue`` of ``app.jobs``, called with the settings first) once all has been committed.

    What was decided is kept, whatever happens to the queue: a starting worker takes up all that waits or is behind.
    """
    after.add_task(_put_in_line, enqueue, request.app.state.settings, *arguments)


def _put_in_line(enqueue: Callable[..., None], settings: Settings, *arguments: object) -> None:
    try:
        enqueue(settings, *arguments)
    except Exception:
        log.exception("%s%s: stored, but could not be put in line", getattr(enqueue, "__name__", enqueue), arguments)
