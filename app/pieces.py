"""Much to be stored, piece by piece: each in a transaction of its own, and others get theirs in between."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import session_scope
from app.precedence import let_pass

PIECE = 20  # articles: some 40 ms, on a slow and busy machine a tenth of a second or two

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def in_pieces(
    engine: Engine, things: Sequence[Thing], store: Callable[[Session, Sequence[Thing]], Result], size: int = PIECE
) -> Iterator[Result]:
    """What ``store`` gives for each piece, once it is committed. Whoever stops asking has the pieces so far."""
    for first in range(0, len(things), size):
        with session_scope(engine, write=True) as session:
            done = store(session, things[first : first + size])
        yield done
        let_pass(engine)
