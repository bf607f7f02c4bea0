"""Full text search: articles that hold every word, in text or headline, each with its first sentences that hold one."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity, Passage
from app.queries.articles import articles_chosen, kept_conditions, persons_in
from app.queries.filters import Filters
from app.queries.heads import article_view
from app.queries.reading import Emphasis, Mark, load_marks, pieces
from app.queries.scope import (
    Scope,
    filter_bar,
    find_scope,
    passage_conditions,
    person_counts,
    source_options,
    source_rows,
)
from app.queries.views.heads import Option, SourceView
from app.queries.views.search import SearchHit, SearchPage
from app.queries.views.text import Piece
from app.search import article_search, matching_spans
from app.tallies import ArticleEntity, ArticleTally

PAGE = 20
SENTENCES = 3


def search_page(
    session: Session, slug: str, query: str, filters: Filters, offset: int = 0, limit: int = PAGE
) -> SearchPage | None:
    """Articles of a summit that hold every word of the query, in the order in which they came.

    With persons chosen: those that have a passage with them.
    """
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    found = article_search(session).ids(query)
    sources = source_rows(session, replace(scope, filters=Filters()))
    total = 0
    hits: tuple[SearchHit, ...] = ()
    persons, options = _facets(session, scope, sources, found)
    if found is not None:
        where: list[Any] = [*kept_conditions(scope), col(ArticleTally.article_id).in_(found)]
        if filters.persons:
            where.append(
                col(ArticleTally.article_id).in_(columns(col(Passage.article_id)).where(*passage_conditions(scope)))
            )
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
        bar=filter_bar(scope, persons, options, "articles"),
        query=query,
        hits=hits,
        total=total,
        next_offset=offset + limit if offset + limit < total else None,
    )


def _facets(
    session: Session, scope: Scope, sources: dict[int, SourceView], found: Any
) -> tuple[list[tuple[str, str, int]], list[Option]]:
    """Persons and sources with the articles found that have a passage (with the persons chosen). Two statements."""
    if scope.filters.persons:
        holding = [col(Passage.article_id).in_(found)] if found is not None else []
        options = source_options(session, scope, sources, *holding, articles=True)
        return person_counts(session, scope, *holding, articles=True), options
    if found is None:
        options = source_options(session, scope, sources, articles=True)
        return person_counts(session, scope, articles=True), options
    holds = col(ArticleTally.article_id).in_(found)
    unsourced = kept_conditions(replace(scope, filters=replace(scope.filters, sources=())))
    counted = columns(col(ArticleTally.source_id), func.count()).where(*unsourced, holds, col(ArticleTally.covered))
    counts = dict(session.execute(counted.group_by(col(ArticleTally.source_id))).all())
    chosen = scope.filters.sources
    options = [Option(v.slug, v.name, counts.get(id_, 0), v.slug in chosen, v.hue) for id_, v in sources.items()]
    there = col(ArticleEntity.passages) > 0
    return persons_in(session, [*kept_conditions(scope), holds], there, col(Entity.id)), options


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
