"""Who and what occurs how often: the list of persons, places or organisations of a summit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import HEADLINE, Annotation, Article, Entity, Passage, PassagePerson
from app.queries.article_counts import article_bar, kept_conditions
from app.queries.filters import Filters
from app.queries.scope import (
    Scope,
    article_conditions,
    find_scope,
    is_certain,
    passage_conditions,
    source_rows,
)
from app.queries.views.people import PersonsPage, PersonView
from app.tallies import ArticleEntity, ArticleTally, EntityTally

PAGE = 100
_COUNTED = ("mentions", "texts", "quotations", "labels", "headlines", "proposed")


def _kept(session: Session, scope: Scope, kind: str, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    """A page of all there are, and their number, as they are kept. Two statements."""
    where = [EntityTally.summit_id == scope.summit_id, EntityTally.kind == kind, EntityTally.articles > 0]
    number = session.execute(columns(func.count()).select_from(EntityTally).where(*where)).scalar_one()  # type: ignore[arg-type]
    told = col(EntityTally.mentions)
    last = columns(told).where(*where).order_by(told.desc()).offset(offset + limit - 1).limit(1)  # type: ignore[arg-type]
    rows = session.execute(
        columns(col(Entity.slug), col(Entity.name), *(col(getattr(EntityTally, name)) for name in _COUNTED))
        .join(Entity, col(Entity.id) == col(EntityTally.entity_id))
        .where(*where, told >= func.coalesce(last.scalar_subquery(), 0))  # type: ignore[arg-type]
        .order_by(told.desc(), col(Entity.name))
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), number


def _counts(scope: Scope, kind: str) -> Any:
    """(slug, name, mentions, articles, quotations, single words, mentions in headlines) under the filters; who is named
    in headlines alone comes last, with nothing counted but these.

    With persons chosen: who is in the same passages, and only what stands in texts.
    """
    own = ArticleEntity
    texts = (col(own.mentions) + col(own.quotations) + col(own.labels)) > 0
    number = {
        "mentions": func.sum(own.mentions),
        "texts": func.count().filter(texts),
        "quotations": func.sum(own.quotations),
        "labels": func.sum(own.labels),
        "headlines": func.sum(own.headlines if not scope.filters.persons else 0),
        "proposed": func.sum(own.proposed),
    }
    counts: Any = (
        columns(col(own.entity_id), *(number[name].label(name) for name in _COUNTED))
        .join(ArticleTally, col(ArticleTally.article_id) == col(own.article_id))
        .where(*kept_conditions(scope), texts if scope.filters.persons else or_(texts, col(own.above) > 0))
        .group_by(col(own.entity_id))
    )
    if scope.filters.persons:
        counts = counts.where(col(own.entity_id).in_(_company(scope)))
    counts = counts.subquery()
    return (
        columns(col(Entity.slug), col(Entity.name), *(counts.c[name] for name in _COUNTED))
        .join(counts, counts.c.entity_id == col(Entity.id))
        .where(col(Entity.kind) == kind)
        .order_by(counts.c.mentions.desc(), col(Entity.name))
    )


def mark_kinds() -> dict[str, ColumnElement[bool]]:
    """Of marks that name somebody or give words: how each is counted."""
    said = col(Annotation.layer) == "quotation"
    return {
        "mentions": col(Annotation.layer) == "mention",
        "quotations": said & (col(Annotation.label) != "label"),
        "labels": said & (col(Annotation.label) == "label"),
        "headlines": col(Annotation.layer) == f"{HEADLINE}mention",
    }


def mark_conditions(scope: Scope, kind: str) -> list[ColumnElement[bool]]:
    """Which marks the list counts under the filters; joined with Article and Entity.

    With persons chosen: of everybody who is in a passage with them all marks; of places and organisations, and where
    only what is certain counts, the marks in such a passage; never those in headlines.
    """
    kinds = mark_kinds()
    where = [*article_conditions(scope), col(Entity.kind) == kind, or_(*kinds.values())]
    if scope.filters.certain:
        where.append(is_certain())
    if not scope.filters.persons:
        return where
    return [*where, ~kinds["headlines"], _beside(scope, kind)]


def _beside(scope: Scope, kind: str) -> ColumnElement[bool]:
    if kind == "person" and not scope.filters.certain:
        return col(Annotation.entity_id).in_(_company(scope))
    return exists().where(
        col(Passage.article_id) == col(Annotation.article_id),
        col(Passage.start) <= col(Annotation.start),
        col(Passage.end) > col(Annotation.start),
        *passage_conditions(scope),
    )


def _company(scope: Scope) -> Any:
    """Ids of who is in a passage with the persons chosen."""
    return (
        columns(col(PassagePerson.entity_id))
        .join(Passage, col(Passage.id) == col(PassagePerson.passage_id))
        .where(*passage_conditions(scope))
    )


def _counts_of_marks(scope: Scope, kind: str) -> Any:
    """The same, of single marks: of places and organisations those in a passage with the persons chosen, and of all
    those that are certain, where the rest is hidden."""
    kinds = mark_kinds()
    text = ~kinds["headlines"]
    return (
        columns(
            col(Entity.slug),
            col(Entity.name),
            func.count().filter(kinds["mentions"]).label("mentions"),
            func.count(case((text, col(Annotation.article_id))).distinct()).label("texts"),
            *(func.count().filter(kinds[name]).label(name) for name in ("quotations", "labels", "headlines")),
            func.count().filter(kinds["quotations"], ~is_certain()).label("proposed"),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(*mark_conditions(scope, kind))
        .group_by(col(Entity.id), col(Entity.slug), col(Entity.name))
        .order_by(func.count().filter(kinds["mentions"]).desc(), col(Entity.name))
    )


def _numbers(session: Session, summit_id: int) -> dict[str, int]:
    """How many persons, places and organisations the summit has. One statement."""
    rows = session.execute(
        columns(col(EntityTally.kind), func.count())
        .where(col(EntityTally.summit_id) == summit_id)
        .group_by(col(EntityTally.kind))
    )
    return dict(rows.all())


def persons_page(
    session: Session, slug: str, filters: Filters, offset: int = 0, limit: int = PAGE, *, kind: str = "person"
) -> PersonsPage | None:
    """Persons (places, organisations) by how often they are mentioned; with persons chosen, in the same passages."""
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    if filters.active:
        beside = filters.certain or (filters.persons and kind != "person")
        every = session.execute(_counts_of_marks(scope, kind) if beside else _counts(scope, kind)).all()
        rows, total = every[offset : offset + limit], len(every)  # counting them costs as much as giving them
    else:
        rows, total = _kept(session, scope, kind, offset, limit)
    sources = source_rows(session, replace(scope, filters=Filters()))
    return PersonsPage(
        summit=scope.summit,
        bar=article_bar(session, scope, sources),
        persons=tuple(
            PersonView(
                r.slug,
                r.name,
                r.mentions,
                r.texts,
                r.quotations,
                r.labels,
                headlines=r.headlines,
                proposed_quotations=r.proposed,
            )
            for r in rows
        ),
        kind=kind,
        numbers=_numbers(session, scope.summit_id),
        total=total,
        next_offset=offset + limit if offset + limit < total else None,
    )
