"""Marks as lists ask for them (``app.sums``): written with the marks, and moved where a name or an article moves."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, delete, exists, func, insert, or_, union_all, update
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.actions.tallies import touch
from app.models import Annotation, Article, Entity, Offer, Passage, SharedPassage, table_of
from app.sums import SharedPerson, SharedTally, StatedMark, StatedPerson, StatedTopic

LAYERS = ("figure", "quotation")


def state_marks(session: Session, article_id: int) -> None:
    """Write down the figures and quotations of an article whose marks have just been stored: in no group yet."""
    session.execute(_new_rows(), {"article": article_id})
    session.execute(_new_topics(), {"article": article_id})
    _name_persons(session, [article_id])


def state_topics(session: Session, article_id: int) -> None:
    """Tell anew which topics its quotations touch, where only topics have changed."""
    own = columns(col(StatedMark.annotation_id)).where(col(StatedMark.article_id) == article_id)
    session.execute(delete(StatedTopic).where(col(StatedTopic.annotation_id).in_(own)))
    session.execute(_new_topics(), {"article": article_id})


def share_names(session: Session, article_ids: Collection[int]) -> None:
    """Tell anew whom the passages that articles share with others name, and how many words they are."""
    pair = or_(col(SharedPassage.a_id).in_(article_ids), col(SharedPassage.b_id).in_(article_ids))
    ends = session.execute(
        columns(col(SharedPassage.id), col(SharedPassage.a_id), col(SharedPassage.b_id)).where(pair)
    ).all()
    if ends:
        session.execute(delete(SharedPerson).where(col(SharedPerson.shared_id).in_([row.id for row in ends])))
        names = ["shared_id", "entity_id", "summit_id"]
        session.execute(insert(table_of(SharedPerson)).from_select(names, _shared_names(pair)))
    count_shared(session, {*article_ids, *(id_ for row in ends for id_ in (row.a_id, row.b_id))})


def count_shared(session: Session, article_ids: Collection[int]) -> None:
    """Sum up anew the words that articles share."""
    session.execute(delete(SharedTally).where(col(SharedTally.article_id).in_(article_ids)))
    sides: list[Any] = [
        columns(col(side).label("article_id"), col(SharedPassage.summit_id), col(SharedPassage.words)).where(
            col(side).in_(article_ids), *_OUTWARD
        )
        for side in (SharedPassage.a_id, SharedPassage.b_id)
    ]
    both = union_all(*sides).subquery()
    by = both.c.article_id, both.c.summit_id
    sums = columns(*by, func.sum(both.c.words)).group_by(*by)
    session.execute(insert(table_of(SharedTally)).from_select(["article_id", "summit_id", "words"], sums))


def sharing_with(session: Session, article_id: int) -> list[int]:
    """Ids of the articles that one shares text with."""
    ends = columns(col(SharedPassage.a_id), col(SharedPassage.b_id)).where(
        or_(col(SharedPassage.a_id) == article_id, col(SharedPassage.b_id) == article_id)
    )
    return sorted({id_ for row in session.execute(ends) for id_ in row} - {article_id})


_OUTWARD = (~col(SharedPassage.inside), col(SharedPassage.a_source) != col(SharedPassage.b_source))


def _shared_names(pair: ColumnElement[bool]) -> Any:
    return (
        columns(col(SharedPassage.id), col(Annotation.entity_id), col(SharedPassage.summit_id))
        .join(
            Annotation,
            and_(
                col(Annotation.article_id) == col(SharedPassage.a_id),
                col(Annotation.layer) == "mention",
                col(Annotation.start) < col(SharedPassage.a_end),
                col(Annotation.end) > col(SharedPassage.a_start),
            ),
        )
        .join(Entity, and_(col(Entity.id) == col(Annotation.entity_id), col(Entity.kind) == "person"))
        .where(pair, *_OUTWARD)
        .distinct()
    )


def _name_persons(session: Session, article_ids: Collection[int]) -> None:
    """Whom the sentences of figures name."""
    sentence = aliased(Annotation)
    own = columns(col(StatedMark.annotation_id)).where(col(StatedMark.article_id).in_(article_ids))
    session.execute(delete(StatedPerson).where(col(StatedPerson.annotation_id).in_(own)))
    named = (
        columns(col(StatedMark.annotation_id), col(Annotation.entity_id), col(StatedMark.summit_id))
        .join(
            sentence,
            and_(
                col(sentence.article_id) == col(StatedMark.article_id),
                col(sentence.layer) == "sentence",
                col(sentence.start) == col(StatedMark.at),
                col(sentence.end) > col(StatedMark.start),
            ),
        )
        .join(
            Annotation,
            and_(
                col(Annotation.article_id) == col(StatedMark.article_id),
                col(Annotation.layer) == "mention",
                col(Annotation.start) >= col(sentence.start),
                col(Annotation.start) < col(sentence.end),
            ),
        )
        .join(Entity, and_(col(Entity.id) == col(Annotation.entity_id), col(Entity.kind) == "person"))
        .where(col(StatedMark.article_id).in_(article_ids), col(StatedMark.layer) == "figure")
        .distinct()
    )
    session.execute(insert(table_of(StatedPerson)).from_select(["annotation_id", "entity_id", "summit_id"], named))


def move_marks(session: Session, article_ids: Collection[int]) -> None:
    """Follow articles to another source, or their marks to another person."""
    if not article_ids:
        return
    touch(session, article_ids)
    mark, article = aliased(Annotation), aliased(Article)
    own = columns(col(mark.entity_id)).where(col(mark.id) == col(StatedMark.annotation_id)).scalar_subquery()
    nested = columns(_nested(mark)).where(col(mark.id) == col(StatedMark.annotation_id)).scalar_subquery()
    doubted = columns(_doubted(mark)).where(col(mark.id) == col(StatedMark.annotation_id)).scalar_subquery()
    source = columns(col(article.source_id))
    of_mark = source.where(col(article.id) == col(StatedMark.article_id)).scalar_subquery()
    statements = [
        update(StatedMark)
        .where(col(StatedMark.article_id).in_(article_ids))
        .values(entity_id=own, nested=nested, proposed=doubted, source_id=of_mark),
        update(Passage)
        .where(col(Passage.article_id).in_(article_ids))
        .values(source_id=source.where(col(article.id) == col(Passage.article_id)).scalar_subquery()),
        *(
            update(table)
            .where(col(side).in_(article_ids))
            .values({kept: source.where(col(article.id) == col(side)).scalar_subquery()})
            for table, side, kept in (
                (SharedPassage, SharedPassage.a_id, "a_source"),
                (SharedPassage, SharedPassage.b_id, "b_source"),
                (Offer, Offer.article_id, "source_id"),
            )
        ),
    ]
    for statement in statements:
        session.execute(statement, execution_options={"synchronize_session": False})
    _name_persons(session, article_ids)
    share_names(session, article_ids)


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


def _doubted(mark: Any) -> ColumnElement[bool]:
    """Only likely its speaker's; words of nobody are told as unclear (``queries.scope.is_certain``)."""
    told = or_(col(mark.entity_id).is_not(None), col(mark.attrs)["speaker"].as_string().is_not(None))
    return and_(col(mark.layer) == "quotation", col(mark.status) == "proposed", told)


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
            col(mark.end),
            func.coalesce(begins, col(mark.start)).label("at"),
            case((col(mark.layer) == "quotation", col(mark.surface))).label("verb"),
            col(mark.words),
            _nested(mark).label("nested"),
            _doubted(mark).label("proposed"),
        )
        .join(Article, col(Article.id) == col(mark.article_id))
        .outerjoin(StatedMark, col(StatedMark.annotation_id) == col(mark.id))
        .where(col(mark.article_id) == bindparam("article"), or_(*(col(mark.layer) == one for one in LAYERS)))
        .where(col(StatedMark.annotation_id).is_(None))
        .subquery()
    )
    place = func.row_number().over(
        partition_by=[found.c.layer, found.c.at], order_by=[found.c.start, found.c.annotation_id]
    )
    names = [column.name for column in found.c]
    chosen = columns(*found.c, (place == 1).label("leads"))
    return insert(table_of(StatedMark)).from_select([*names, "leads"], chosen, include_defaults=False)


@cache
def _new_topics() -> Any:
    """A statement for one ``article``, the same for all."""
    known = aliased(StatedTopic)
    touched = (
        columns(col(StatedMark.annotation_id), col(Annotation.topic_id), col(StatedMark.summit_id))
        .join(
            Annotation,
            and_(
                col(Annotation.article_id) == col(StatedMark.article_id),
                col(Annotation.layer) == "topic",
                col(Annotation.start) < col(StatedMark.end),
                col(Annotation.end) > col(StatedMark.start),
            ),
        )
        .where(col(StatedMark.article_id) == bindparam("article"), col(StatedMark.layer) == "quotation")
        .where(col(Annotation.topic_id).is_not(None))
        .where(~exists().where(col(known.annotation_id) == col(StatedMark.annotation_id)))
        .distinct()
    )
    return insert(table_of(StatedTopic)).from_select(["annotation_id", "topic_id", "summit_id"], touched)
