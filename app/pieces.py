"""Much to be stored, piece by piece: each in a transaction of its own, and others get theirs in between."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import session_scope

PIECE = 20  # articles: some 40 ms, on a slow and busy machine a tenth of a second or two

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def in_pieces(
    engine: Engine, things: Sequence[Thing], store: Callable[[Session, Sequence[Thing]], Result], size: int = PIECE
) -> Iterator[Result]:
    """What ``store`` gives for each piece, once it is committed. Whoever stops asking has the pieces so far."""
    for first in range(0, len(things), size):
        began = time.monotonic()
        with session_scope(engine, write=True) as session:
            done = store(session, things[first : first + size])
        took = time.monotonic() - began
        yield done
        step_aside(took)


def step_aside(took: float) -> None:
    """After so many seconds with the only lock: whoever waits for it looks every tenth of a second at the latest."""
    time.sleep(min(took, 0.1))
