"""Marks as lists ask for them (``app.sums``): written with the marks, and moved where a name or an article moves."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, insert, or_, update
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, Passage, SharedPassage
from app.sums import StatedMark

LAYERS = ("figure", "quotation")


def state_marks(session: Session, article_id: int) -> None:
    """Write down the figures and quotations of an article whose marks have just been stored: in no group yet."""
    session.execute(_new_rows(), {"article": article_id})


def move_marks(session: Session, article_ids: Collection[int]) -> None:
    """Follow articles to another source, or their marks to another person."""
    if not article_ids:
        return
    mark, article = aliased(Annotation), aliased(Article)
    own = columns(col(mark.entity_id)).where(col(mark.id) == col(StatedMark.annotation_id)).scalar_subquery()
    nested = columns(_nested(mark)).where(col(mark.id) == col(StatedMark.annotation_id)).scalar_subquery()
    source = columns(col(article.source_id))
    of_mark = source.where(col(article.id) == col(StatedMark.article_id)).scalar_subquery()
    statements = [
        update(StatedMark)
        .where(col(StatedMark.article_id).in_(article_ids))
        .values(entity_id=own, nested=nested, source_id=of_mark),
        update(Passage)
        .where(col(Passage.article_id).in_(article_ids))
        .values(source_id=source.where(col(article.id) == col(Passage.article_id)).scalar_subquery()),
        *(
            update(SharedPassage)
            .where(col(side).in_(article_ids))
            .values({kept: source.where(col(article.id) == col(side)).scalar_subquery()})
            for side, kept in ((SharedPassage.a_id, "a_source"), (SharedPassage.b_id, "b_source"))
        ),
    ]
    for statement in statements:
        session.execute(statement, execution_options={"synchronize_session": False})


def _nested(mark: Any) -> Any:
    """Marked words inside a report of the same speaker: they are not reported as well."""
    report = aliased(Annotation)
    inside = exists().where(
        col(report.article_id) == col(mark.article_id),
        col(report.layer) == "quotation",
        col(report.label) == "indirect",
        col(report.entity_id) == col(mark.entity_id),
        col(report.start) <= col(mark.start),
        col(report.end) >= col(mark.end),
    )
    return and_(col(mark.layer) == "quotation", col(mark.label).in_(["direct", "partial"]), inside)


@cache
def _new_rows() -> Any:
    """A statement for one ``article``, the same for all."""
    mark, sentence = aliased(Annotation), aliased(Annotation)
    begins = (
        columns(func.max(col(sentence.start)))
        .where(
            col(sentence.article_id) == col(mark.article_id),
            col(sentence.layer) == "sentence",
            col(sentence.start) <= col(mark.start),
        )
        .scalar_subquery()
    )
    found = (
        columns(
            col(mark.id).label("annotation_id"),
            col(Article.summit_id),
            col(Article.source_id),
            col(mark.article_id),
            col(mark.layer),
            col(mark.label),
            col(mark.entity_id),
            col(mark.start),
            func.coalesce(begins, col(mark.start)).label("at"),
            case((col(mark.layer) == "quotation", col(mark.surface))).label("verb"),
            col(mark.words),
            _nested(mark).label("nested"),
        )
        .join(Article, col(Article.id) == col(mark.article_id))
        .where(col(mark.article_id) == bindparam("article"), or_(*(col(mark.layer) == one for one in LAYERS)))
        .subquery()
    )
    place = func.row_number().over(
        partition_by=[found.c.layer, found.c.at], order_by=[found.c.start, found.c.annotation_id]
    )
    names = [column.name for column in found.c]
    chosen = columns(*found.c, (place == 1).label("leads"))
    table: Any = StatedMark.__table__  # type: ignore[attr-defined]
    return insert(table).from_select([*names, "leads"], chosen, include_defaults=False)
