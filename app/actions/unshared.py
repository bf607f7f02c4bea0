"""Shared text that people said is none: taken out again whenever articles are compared."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.actions.records import lines_that_hold
from app.actions.shared import mark_inside
from app.actions.stated_marks import count_shared
from app.actions.tallies import touch
from app.correct.decisions import NotShared, read
from app.correct.history import REDO, UNDO
from app.models import Article, Correction, SharedPassage


def drop_unshared(session: Session, article_id: int) -> None:
    """Delete the shared passages of an article that a decision about either text is about (most of both spans)."""
    article = session.get(Article, article_id)
    if article is None:
        return
    said = _said(session, article.summit_id)
    if not said:
        return
    pair = (col(SharedPassage.a_id) == article_id) | (col(SharedPassage.b_id) == article_id)
    rows = session.exec(select(SharedPassage).where(pair)).all()
    ids = {id_ for row in rows for id_ in (row.a_id, row.b_id)}
    texts = dict(session.exec(select(Article.id, Article.sha256).where(col(Article.id).in_(ids))).all())
    gone = [row.id for row in rows if any(_about(row, one, here, texts) for here, one in said)]
    if gone:
        touch(session, [article_id])
        session.exec(delete(SharedPassage).where(col(SharedPassage.id).in_(gone)))
        mark_inside(session, pair)
        count_shared(session, ids)


def _said(session: Session, summit_id: int) -> list[tuple[str, NotShared]]:
    """The decisions that hold, each with the sha256 of the text that its offsets are of."""
    kinds = (NotShared.KIND, UNDO, REDO)
    rows = session.exec(
        select(Correction).where(Correction.summit_id == summit_id, col(Correction.kind).in_(kinds))
    ).all()
    by_id = {row.id: row for row in rows}
    said = []
    for id_ in lines_that_hold(rows):
        row = by_id[id_]
        if row.kind == NotShared.KIND and row.sha256:
            decision = read(row.kind, row.payload)
            assert isinstance(decision, NotShared)
            said.append((row.sha256, decision))
    return said


def _about(row: SharedPassage, one: NotShared, here: str, texts: dict[int | None, str]) -> bool:
    a, b = (row.a_start, row.a_end), (row.b_start, row.b_end)
    own, other = (one.start, one.end), (one.other_start, one.other_end)
    if (texts[row.a_id], texts[row.b_id]) == (here, one.other):
        return _same(a, own) and _same(b, other)
    return (texts[row.b_id], texts[row.a_id]) == (here, one.other) and _same(b, own) and _same(a, other)


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return 2 * (min(one[1], other[1]) - max(one[0], other[0])) > max(one[1] - one[0], other[1] - other[0])
