"""Much is stored piece by piece, and others get the lock in between."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.summits import source_named
from app.db import session_scope
from app.models import Source
from app.pieces import in_pieces

NAMES = [f"Blatt {number}" for number in range(7)]


def store(session: Session, names: Sequence[str]) -> int:
    for name in names:
        if name == "Blatt 5":
            raise ValueError(name)
        source_named(session, name)
    return len(names)


def stored(engine: Engine) -> list[str]:
    with session_scope(engine) as session:
        return list(session.exec(select(Source.name)))


def test_each_piece_is_committed_before_the_next_and_nobody_is_kept_waiting(engine: Engine) -> None:
    sizes = []
    for size in in_pieces(engine, NAMES[:5], store, size=2):
        sizes.append(size)
        assert stored(engine) == NAMES[: sum(sizes)]
        with closing(sqlite3.connect(engine.url.database or "", timeout=0)) as other, other:
            other.execute("BEGIN IMMEDIATE")
    assert sizes == [2, 2, 1]


def test_what_was_stored_stays_when_a_later_piece_fails(engine: Engine) -> None:
    with pytest.raises(ValueError, match="Blatt 5"):
        list(in_pieces(engine, NAMES, store, size=2))
    assert stored(engine) == NAMES[:4]
