"""Text shared between the sources of a summit, as pages and the JSON contract give it."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, SharedPassage
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.scope import Scope, dated, find_scope, source_rows
from app.queries.views.heads import SourceView
from app.queries.views.shared import SharedText

EXCERPT_CHARS = 180


def shared_texts(
    session: Session,
    scope: Scope,
    sources: dict[int, SourceView],
    *where: ColumnElement[bool],
    limit: int = 1000,
    seen_from: int | None = None,
) -> list[SharedText]:
    """Passages that articles of different sources share, longest first; two statements.

    A verbatim run inside a longer near-verbatim passage is told by the longer one. ``seen_from`` puts that article's
    side first.
    """
    a, b = aliased(Article), aliased(Article)
    text = func.substr(a.text, col(SharedPassage.a_start) + 1, col(SharedPassage.a_end) - col(SharedPassage.a_start))
    rows = session.execute(
        columns(SharedPassage, text)
        .join(a, a.id == SharedPassage.a_id)  # type: ignore[arg-type]
        .join(b, b.id == SharedPassage.b_id)  # type: ignore[arg-type]
        .where(col(SharedPassage.summit_id) == scope.summit_id, col(a.source_id) != col(b.source_id), *where)
        .order_by(col(SharedPassage.words).desc(), col(SharedPassage.id))
        .limit(limit)
    ).all()
    of_pair: dict[tuple[int, int], list[SharedPassage]] = defaultdict(list)
    for row, _ in rows:
        of_pair[row.a_id, row.b_id].append(row)
    outer = [(row, text) for row, text in rows if not any(_inside(row, o) for o in of_pair[row.a_id, row.b_id])]
    views = article_views(session, sorted({i for row, _ in outer for i in (row.a_id, row.b_id)}), sources)
    return [_view(row, text, views, swap=row.b_id == seen_from) for row, text in outer]


def _inside(one: SharedPassage, other: SharedPassage) -> bool:
    """Whether a passage lies in a longer one of the same pair of articles, on both sides."""
    if one is other:
        return False
    a = other.a_start <= one.a_start and one.a_end <= other.a_end
    b = other.b_start <= one.b_start and one.b_end <= other.b_end
    return a and b


def _view(row: SharedPassage, text: str, views: dict[int, Any], *, swap: bool) -> SharedText:
    a = (views[row.a_id], row.a_start, row.a_end)
    b = (views[row.b_id], row.b_start, row.b_end)
    (here, start, end), (twin, twin_start, twin_end) = (b, a) if swap else (a, b)
    line = " ".join(text.split())
    cut = line if len(line) <= EXCERPT_CHARS else line[:EXCERPT_CHARS].rsplit(" ", 1)[0] + " …"
    agencies = dict.fromkeys([*here.agencies, *twin.agencies])
    return SharedText(cut, row.words, row.verbatim, here, start, end, twin, twin_start, twin_end, tuple(agencies))


def shared_under(
    session: Session, scope: Scope, sources: dict[int, SourceView], limit: int
) -> tuple[tuple[SharedText, ...], int]:
    """The longest passages under the filters (chosen sources, named persons), and how many there are in all."""
    where: list[ColumnElement[bool]] = []
    if scope.filters.sources:
        chosen = columns(col(Article.id)).where(col(Article.source_id).in_([id_ for id_, _ in scope.outlets.values()]))
        where.append(col(SharedPassage.a_id).in_(chosen) | col(SharedPassage.b_id).in_(chosen))
    if scope.filters.since or scope.filters.until:
        days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        where += [col(SharedPassage.a_id).in_(days), col(SharedPassage.b_id).in_(days)]
    named = [
        exists().where(
            col(Annotation.article_id) == col(SharedPassage.a_id),
            col(Annotation.entity_id) == person,
            col(Annotation.start) < col(SharedPassage.a_end),
            col(Annotation.end) > col(SharedPassage.a_start),
        )
        for person in scope.person_ids
    ]
    if scope.filters.persons:
        where.append(or_(false(), *named) if scope.filters.any_person or not named else and_(*named))
    found = shared_texts(session, scope, sources, *where)
    return tuple(found[:limit]), len(found)


def shared_document(session: Session, slug: str) -> dict[str, Any] | None:
    """``GET /api/summits/{slug}/shared-passages``: every run and every near-verbatim passage between two articles."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    rows = session.execute(
        columns(SharedPassage)
        .where(col(SharedPassage.summit_id) == scope.summit_id)
        .order_by(col(SharedPassage.a_id), col(SharedPassage.b_id), col(SharedPassage.a_start))
    ).scalars()
    return {
        "items": [
            {
                "a": {"article": row.a_id, "start": row.a_start, "end": row.a_end},
                "b": {"article": row.b_id, "start": row.b_start, "end": row.b_end},
                "words": row.words,
                "verbatim": row.verbatim,
            }
            for row in rows
        ]
    }


def shared_with(session: Session, scope: Scope, article_id: int) -> list[SharedText]:
    """What one article shares with others, in reading order."""
    sources = source_rows(session, replace(scope, filters=Filters()))
    pair = (col(SharedPassage.a_id) == article_id) | (col(SharedPassage.b_id) == article_id)
    found = shared_texts(session, scope, sources, pair, seen_from=article_id)
    return sorted(found, key=lambda one: (one.start, one.end))
