"""The record of what people decided: lines are added, never changed; what holds is read off all of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.correct.decisions import Claim, Decision, NotSame, Same, read, written
from app.correct.history import REDO, TURNS, UNDO, Record, standing
from app.models import Article, Correction

MOST_BY = 80  # characters of a name


def keep(
    session: Session,
    summit_id: int,
    decision: Decision,
    *,
    article: Article | None = None,
    by: str = "",
    taken_with: int | None = None,
) -> int:
    """Write a decision down; the id of its line. ``taken_with``: the line of one that it holds no longer than."""
    row = Correction(
        summit_id=summit_id,
        article_id=article.id if article else None,
        sha256=article.sha256 if article else None,
        kind=decision.KIND,
        payload=written(decision),
        of_id=taken_with,
        by=by[:MOST_BY],
    )
    return _added(session, row)


def keep_turn(session: Session, line: Correction, *, redo: bool, by: str = "") -> int:
    """Write down that a decision is undone, or holds again; the id of the new line."""
    row = Correction(
        summit_id=line.summit_id,
        article_id=line.article_id,
        sha256=line.sha256,
        kind=REDO if redo else UNDO,
        of_id=line.id,
        by=by[:MOST_BY],
    )
    return _added(session, row)


def holding(session: Session, summit_id: int, article_id: int | None) -> list[tuple[int, Decision]]:
    """The decisions that hold about an article, or (None) about the summit as a whole, with the ids of their lines."""
    here = col(Correction.article_id) == article_id if article_id else col(Correction.sha256).is_(None)
    asked = here if article_id else or_(here, col(Correction.kind).in_((Same.KIND, *TURNS)))  # some hold with a yes
    rows = _lines(session, summit_id, asked)
    if not rows:
        return []
    payloads = {row.id: (row.kind, row.payload) for row in rows if article_id or row.sha256 is None}
    return [(id_, read(*payloads[id_])) for id_ in lines_that_hold(rows) if id_ in payloads]


def claims_that_hold(session: Session, summit_id: int) -> list[tuple[int, str, Claim]]:
    """What people said of offered passages anywhere in the summit: line, sha256 of the text, decision."""
    rows = _lines(session, summit_id, col(Correction.kind).in_((Same.KIND, NotSame.KIND, *TURNS)))
    by_id = {row.id: row for row in rows}
    found = []
    for id_ in lines_that_hold(rows):
        decision = read(by_id[id_].kind, by_id[id_].payload)
        assert isinstance(decision, Claim)
        found.append((id_, by_id[id_].sha256, decision))
    return found


def _lines(session: Session, summit_id: int, which: ColumnElement[bool]) -> Sequence[Any]:
    """Lines of a summit, in their order: id, kind, payload, of_id, sha256."""
    return session.execute(
        columns(
            col(Correction.id),
            col(Correction.kind),
            col(Correction.payload),
            col(Correction.of_id),
            col(Correction.sha256),
        )
        .where(col(Correction.summit_id) == summit_id, which)
        .order_by(col(Correction.id))
    ).all()


def lines_taken_with(session: Session, line_id: int) -> list[Correction]:
    """The decisions that hold no longer than that one."""
    here = col(Correction.of_id) == line_id, col(Correction.kind).not_in(TURNS)
    return list(session.exec(select(Correction).where(*here).order_by(col(Correction.id))))


def lines_that_hold(rows: Iterable[Any]) -> list[int]:
    """Ids, of rows with ``id``, ``kind`` and ``of_id``."""
    return standing(Record(row.id, row.kind, row.of_id) for row in rows)


def decisions(session: Session, summit_id: int, article_id: int | None = None) -> list[Decision]:
    """The same without the ids."""
    return [decision for _, decision in holding(session, summit_id, article_id)]


def take_back(session: Session, article: Article) -> None:
    """Give an article that has come (again) the decisions that were once taken about its text."""
    session.exec(
        update(Correction)
        .where(
            col(Correction.summit_id) == article.summit_id,
            col(Correction.sha256) == article.sha256,
            col(Correction.article_id).is_(None),
        )
        .values(article_id=article.id)
    )


def _added(session: Session, row: Correction) -> int:
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id
