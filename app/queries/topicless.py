"""Sentences that bear no topic: how many each source has, and which they are.

Headings and lines that are none are left out. Under persons: the sentences that name them, or give their words.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article
from app.queries.article_counts import article_bar, kept_conditions, person_conditions
from app.queries.filters import Filters
from app.queries.lines import LINES, sentence_lines
from app.queries.scope import Scope, article_conditions, find_scope, source_rows
from app.queries.views.heads import SourceView
from app.queries.views.lines import Lines
from app.queries.views.topicless import Share, Topicless, TopiclessPage
from app.tallies import ArticleTally

_NAMES = ("mention", "quotation")


def topicless_page(session: Session, slug: str, filters: Filters, offset: int = 0) -> TopiclessPage | None:
    """The sentences under the filters, in a fixed number of statements; None where there is no such summit."""
    filters = filters.with_proposed()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=(), sources=())))
    shares = topicless_shares(session, scope, sources)
    chosen = [view for id_, view in sources.items() if not filters.sources or id_ in scope.source_ids]
    total = sum(shares.of(view).without for view in chosen)
    page = session.execute(topicless_statement(scope).offset(offset).limit(LINES))
    spots = [(article, start, end) for article, start, end in page]
    after = offset + LINES if offset + LINES < total else None
    return TopiclessPage(
        summit=scope.summit,
        bar=article_bar(session, scope, sources),
        shares=shares,
        chosen=Topicless(tuple(one for one in shares.sources if one.source in chosen)),
        found=Lines(sentence_lines(session, spots, sources), total, after),
    )


def topicless_statement(scope: Scope) -> Any:
    """(article id, start, end) of the sentences without a topic under the filters, in reading order; joined with
    Article."""
    sentence = aliased(Annotation)
    return (
        columns(col(sentence.article_id), col(sentence.start).label("start"), col(sentence.end).label("end"))
        .join(Article, col(Article.id) == col(sentence.article_id))
        .where(*article_conditions(scope), *_proper(sentence), *_naming(scope, sentence), ~_bears_topic(sentence))
        .order_by(col(sentence.article_id), col(sentence.start))
    )


def topicless_shares(session: Session, scope: Scope, sources: dict[int, SourceView]) -> Topicless:
    """Of each of the sources. One statement, without dates and persons none."""
    if scope.filters.persons:
        counts = _naming_counts(session, scope)
    elif scope.dates:
        counts = _counts_under_dates(session, scope)
    else:
        counts = {one.id: (one.topicless, one.proper) for one in scope.numbers}
    return Topicless(tuple(Share(view, *counts.get(id_, (0, 0))) for id_, view in sources.items()))


def _counts_under_dates(session: Session, scope: Scope) -> dict[int, tuple[int, int]]:
    counted = (
        columns(col(ArticleTally.source_id), func.sum(col(ArticleTally.topicless)), func.sum(col(ArticleTally.proper)))
        .where(*kept_conditions(scope, sources=False))
        .group_by(col(ArticleTally.source_id))
    )
    return {source: (int(without), int(of)) for source, without, of in session.execute(counted)}


def _naming_counts(session: Session, scope: Scope) -> dict[int, tuple[int, int]]:
    """Of the sentences that name the persons chosen."""
    everywhere = replace(scope, filters=replace(scope.filters, sources=()))
    sentence = aliased(Annotation)
    counted = (
        columns(col(Article.source_id), func.count().filter(~_bears_topic(sentence)), func.count())
        .select_from(sentence)
        .join(Article, col(Article.id) == col(sentence.article_id))
        .where(*article_conditions(everywhere), *_proper(sentence), *_naming(scope, sentence))
        .group_by(col(Article.source_id))
    )
    return {source: (without, of) for source, without, of in session.execute(counted)}


def _proper(sentence: Any) -> list[ColumnElement[bool]]:
    return [col(sentence.layer) == "sentence", col(sentence.label) == "sentence"]


def _bears_topic(sentence: Any) -> ColumnElement[bool]:
    topic = aliased(Annotation)
    return exists().where(
        col(topic.article_id) == col(sentence.article_id),
        col(topic.layer) == "topic",
        col(topic.start) == col(sentence.start),
    )


def _naming(scope: Scope, sentence: Any) -> list[ColumnElement[bool]]:
    """The sentence names, or gives words of, all chosen persons (or any of them): as the filter has it."""
    if not scope.filters.persons:
        return []
    mark = aliased(Annotation)
    tests = [
        exists().where(
            col(mark.article_id) == col(sentence.article_id),
            col(mark.layer).in_(_NAMES),
            col(mark.start) < col(sentence.end),
            col(mark.end) > col(sentence.start),
            col(mark.entity_id) == person,
        )
        for person in scope.person_ids
    ]
    missing = len(scope.filters.persons) > len(tests)
    if not tests or (missing and not scope.filters.any_person):
        return [false()]
    wanted = or_(*tests) if scope.filters.any_person else and_(*tests)
    return [*_articles_naming(scope, sentence), wanted]


def _articles_naming(scope: Scope, sentence: Any) -> list[Any]:
    """Only articles that name anybody of them are looked through; where the marks are kept tells which."""
    return person_conditions(scope, sentence.article_id)
