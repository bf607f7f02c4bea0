"""Signs that a source could not have what others report: its text has a gap, or was written before the event ended."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article
from app.queries.scope import Scope, article_conditions
from app.queries.views.heads import SourceView
from app.queries.views.silence import Sign
from app.tallies import ArticleTally

CODES = ("possible-gap", "before-event")  # what is missing from the text explains more than when it was written


def source_signs(session: Session, scope: Scope, sources: dict[int, SourceView]) -> dict[int, tuple[Sign, ...]]:
    """By source id, one sign of each code, the first. Two statements where there are any, one more under dates.

    A source has them only where each of its articles under the dates carries a sign: a whole article that says nothing
    of a topic is silent, whatever is missing from another one.
    """
    dates = replace(scope, filters=replace(scope.filters, sources=(), persons=()))
    signed = _signed(session, dates)
    whole = [id_ for id_, view in sources.items() if view.articles and signed.get(id_, 0) == view.articles]
    if not whole:
        return {}
    first: dict[tuple[int, str], Any] = {}
    for row in session.execute(
        columns(
            col(Article.source_id),
            col(Article.id).label("article_id"),
            col(Annotation.label),
            func.min(col(Annotation.start)).label("start"),
        )
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*article_conditions(dates), col(Article.source_id).in_(whole))
        .where(col(Annotation.layer) == "warning", col(Annotation.label).in_(CODES))
        .group_by(col(Article.source_id), col(Article.id), col(Annotation.label))
        .order_by(col(Article.id))
    ):
        first.setdefault((row.source_id, row.label), row)
    texts = _sentences(session, {row.article_id for row in first.values()})
    signs: dict[int, list[Sign]] = defaultdict(list)
    for (source_id, code), row in sorted(first.items(), key=lambda item: CODES.index(item[0][1])):
        if (row.article_id, code) in texts:
            signs[source_id].append(Sign(code, row.article_id, *texts[row.article_id, code]))
    return {source_id: tuple(own) for source_id, own in signs.items()}


def _signed(session: Session, scope: Scope) -> dict[int, int]:
    """By source: how many of its articles carry a sign."""
    if not scope.dates:
        return {one.id: sum(kind[-1] for kind in one.kinds if kind[1] or kind[2]) for one in scope.numbers}
    days = columns(col(Article.id)).where(*article_conditions(scope))
    rows = session.execute(
        columns(col(ArticleTally.source_id), func.count())
        .where(col(ArticleTally.article_id).in_(days), or_(col(ArticleTally.gap), col(ArticleTally.early)))
        .group_by(col(ArticleTally.source_id))
    )
    return dict(rows.all())


def _sentences(session: Session, articles: set[int]) -> dict[tuple[int, str], tuple[int, str]]:
    """(start, text) of the sentence with the first warning of each code, by article; up to the warning's own end."""
    sentence = aliased(Annotation)
    around = and_(
        col(sentence.article_id) == col(Annotation.article_id),
        col(sentence.layer) == "sentence",
        col(sentence.start) <= col(Annotation.start),
        col(sentence.end) > col(Annotation.start),
    )
    rows = session.execute(
        columns(
            col(Annotation.article_id),
            col(Annotation.label),
            col(sentence.start),
            col(sentence.end),
            col(Annotation.end).label("until"),
            col(Article.text),
        )
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .join(sentence, around)
        .where(
            col(Annotation.article_id).in_(articles),
            col(Annotation.layer) == "warning",
            col(Annotation.label).in_(CODES),
        )
        .order_by(col(Annotation.start))
    )
    found: dict[tuple[int, str], tuple[int, str]] = {}
    for row in rows:
        text = " ".join(row.text[row.start : max(row.end, row.until)].split())
        found.setdefault((row.article_id, row.label), (row.start, text))
    return found
