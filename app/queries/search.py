"""Full text search: articles that hold every word, in text or headline, each with its first sentences that hold one."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article
from app.queries.article_counts import article_bar, kept_conditions, person_conditions
from app.queries.articles import articles_chosen
from app.queries.filters import Filters
from app.queries.heads import article_view
from app.queries.reading import Emphasis, Mark, load_marks, pieces
from app.queries.scope import find_scope, source_rows
from app.queries.views.search import SearchHit, SearchPage
from app.queries.views.text import Piece
from app.search import article_search, matching_spans
from app.tallies import ArticleTally

PAGE = 20
SENTENCES = 3


def search_page(
    session: Session, slug: str, query: str, filters: Filters, offset: int = 0, limit: int = PAGE
) -> SearchPage | None:
    """Articles of a summit that hold every word of the query, in the order in which they came.

    With persons chosen: those that name them.
    """
    filters = filters.with_proposed()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    found = article_search(session).ids(query)
    sources = source_rows(session, replace(scope, filters=Filters()))
    total = 0
    hits: tuple[SearchHit, ...] = ()
    holds = [col(ArticleTally.article_id).in_(found)] if found is not None else []
    if holds:
        where: list[Any] = [*kept_conditions(scope), *person_conditions(scope), *holds]
        total = session.execute(columns(func.count()).select_from(ArticleTally).where(*where)).scalar_one()
        rows = articles_chosen(session, where, offset, limit, col(Article.text))
        ids = [row.id for row in rows]
        lines = _lines(session, ids)
        marks = load_marks(session, ["mention"], _THERE, ids=ids)
        hits = tuple(
            SearchHit(
                article_view(row, sources[row.source_id]),
                _sentences(row.text, lines[row.id], marks.get(row.id, []), query),
                _headline(row.title or "", query),
            )
            for row in rows
        )
    return SearchPage(
        summit=scope.summit,
        bar=article_bar(session, scope, sources, *holds),
        query=query,
        hits=hits,
        total=total,
        next_offset=offset + limit if offset + limit < total else None,
    )


def _headline(title: str, query: str) -> tuple[Piece, ...]:
    """The headline with what the search found in it; empty where that is nothing."""
    hits = tuple(matching_spans(title, query))
    return pieces(title, 0, len(title), (), Emphasis(hits=hits)) if hits else ()


_THERE = col(Annotation.article_id).in_(bindparam("ids", expanding=True))
_LINES = (
    columns(col(Annotation.article_id), col(Annotation.start), col(Annotation.end))
    .where(_THERE, col(Annotation.layer) == "sentence")
    .order_by(col(Annotation.article_id), col(Annotation.start), col(Annotation.id))
)


def _lines(session: Session, ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    """(start, end) of the sentences by article. One statement."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for article, start, end in session.execute(_LINES, {"ids": ids}):
        found[article].append((start, end))
    return found


def _sentences(text: str, lines: list[tuple[int, int]], marks: list[Mark], query: str) -> tuple[Any, ...]:
    """(start, pieces) of the sentences with the most different words of the query, in reading order."""
    hits = tuple(matching_spans(text, query))
    ranked = [(len({text[a:b].lower() for a, b in hits if start <= a < end}), start, end) for start, end in lines]
    best = sorted((one for one in ranked if one[0]), key=lambda one: -one[0])[:SENTENCES]
    emphasis = Emphasis(hits=hits)
    return tuple(
        (start, pieces(text, start, end, [m for m in marks if m.start < end and m.end > start], emphasis))
        for _, start, end in sorted(best, key=lambda one: one[1])
    )
