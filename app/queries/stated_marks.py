"""Figures and quotations by what is kept of them (``app.sums``): conditions that never look at their words."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.models import Annotation, Article, ParallelMember
from app.queries.scope import Scope, dated
from app.sums import ALONE, APART, SHARED, StatedMark


def stated_conditions(scope: Scope, *layers: str) -> list[ColumnElement[bool]]:
    """Conditions on StatedMark: summit, layers, dates."""
    here = col(StatedMark.layer) == layers[0] if len(layers) == 1 else col(StatedMark.layer).in_(layers)
    conditions = [col(StatedMark.summit_id) == scope.summit_id, here]
    if scope.dates:
        days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        conditions.append(col(StatedMark.article_id).in_(days))
    return conditions


def of_sources(scope: Scope) -> list[ColumnElement[bool]]:
    """The chosen ones; no condition where none is chosen."""
    chosen = [id_ for id_, _ in scope.outlets.values()]
    return [col(StatedMark.source_id).in_(chosen)] if scope.filters.sources else []


def unshared() -> ColumnElement[bool]:
    """The mark has not its like in another source."""
    return col(StatedMark.bond) < SHARED


def kinds_of_alone(summit_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Unshared, and no passage is offered for it, or was accepted: in no group; in a group of its own source."""
    mate, member, own = aliased(StatedMark), aliased(ParallelMember), aliased(ParallelMember)
    offered = (
        columns(col(member.parallel_id))
        .join(mate, col(mate.annotation_id) == col(member.annotation_id))
        .where(col(mate.summit_id) == summit_id, col(mate.layer).in_(["figure", "quotation"]))
        .where(col(mate.bond) == APART, col(mate.open))
        .correlate(None)
    )
    spoken_for = exists().where(
        col(own.annotation_id) == col(StatedMark.annotation_id), col(own.parallel_id).in_(offered)
    )
    nothing = ~col(StatedMark.open)
    return (col(StatedMark.bond) == ALONE) & nothing, and_(col(StatedMark.bond) == APART, nothing, ~spoken_for)


def is_alone(summit_id: int) -> ColumnElement[bool]:
    """Either of both."""
    return or_(*kinds_of_alone(summit_id))


def named_beside(scope: Scope, mark: Any, sentence: Any = None) -> ColumnElement[bool]:
    """The sentence in which a mark begins names all chosen persons, or any of them; so do its own marks.

    ``mark`` has ``article_id`` and ``start``; ``sentence`` is where its sentence begins, if that is known.
    """
    tests = [_names(person, mark, sentence) for person in scope.person_ids]
    missing = len(scope.filters.persons) > len(tests)
    if not tests or (missing and not scope.filters.any_person):
        return col(mark.article_id).is_(None)
    return or_(*tests) if scope.filters.any_person else and_(*tests)


def _names(person: int, mark: Any, sentence: Any) -> ColumnElement[bool]:
    around, named = aliased(Annotation), aliased(Annotation)
    begins = [col(around.start) <= col(mark.start)] if sentence is None else [col(around.start) == sentence]
    return exists().where(
        col(named.entity_id) == person,
        col(named.layer).in_(["mention", "quotation"]),
        col(named.article_id) == col(mark.article_id),
        col(around.article_id) == col(mark.article_id),
        col(around.layer) == "sentence",
        *begins,
        col(around.end) > col(mark.start),
        col(named.start) < col(around.end),
        col(named.end) > col(around.start),
    )
