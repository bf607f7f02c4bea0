"""Figures and their groups made by hand: tests of what is shown must not depend on what is found and grouped."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from app.actions.stated_marks import state_marks
from app.actions.tallies import touch
from app.db import session_scope
from app.models import Annotation, Article, Parallel, ParallelMember


def add_figure(
    engine: Engine, article_id: int, surface: str, kind: str = "count", value: float | None = None, **attrs: Any
) -> int:
    """Mark the first place of ``surface`` in the article as a figure; the id of the annotation."""
    with session_scope(engine, write=True) as session:
        start = session.get_one(Article, article_id).text.index(surface)
        mark = Annotation(
            article_id=article_id,
            layer="figure",
            label=kind,
            start=start,
            end=start + len(surface),
            score=value,
            surface=surface,
            attrs={"precision": "exact", **attrs},
        )
        session.add(mark)
        session.flush()
        assert mark.id is not None
        state_marks(session, article_id)
        return mark.id


def add_group(engine: Engine, label: str, marks: Sequence[int], layer: str = "figure") -> int:
    """Join marks; the id of the group."""
    with session_scope(engine, write=True) as session:
        rows = session.exec(select(Annotation).where(col(Annotation.id).in_(marks))).all()
        articles = [session.get_one(Article, row.article_id) for row in rows]
        sources = len({article.source_id for article in articles})
        group = Parallel(summit_id=articles[0].summit_id, layer=layer, label=label, sources=sources, members=len(rows))
        session.add(group)
        session.flush()
        assert group.id is not None
        for row in rows:
            assert row.id is not None
            session.add(ParallelMember(annotation_id=row.id, parallel_id=group.id, article_id=row.article_id))
        return group.id


def add_warning(engine: Engine, article_id: int, code: str, surface: str) -> None:
    """A warning at the first place of ``surface``."""
    with session_scope(engine, write=True) as session:
        start = session.get_one(Article, article_id).text.index(surface)
        end = start + len(surface)
        session.add(Annotation(article_id=article_id, layer="warning", label=code, start=start, end=end))
        touch(session, [article_id])
