"""Text shared between the sources of a summit, as pages and the JSON contract give it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.compare.provenance import is_speech
from app.models import Annotation, Article, SharedPassage
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.provenance import tells_speech
from app.queries.scope import Scope, dated, find_scope, source_rows
from app.queries.views.documents import SharedPassages
from app.queries.views.heads import SourceView
from app.queries.views.shared import SharedText
from app.queries.word_differences import side_by_side

EXCERPT_CHARS = 180
one_side, other_side = aliased(Article), aliased(Article)


def of_two_sources(*where: ColumnElement[bool]) -> Any:
    """Passages that tell something: of two sources, and in no longer one of theirs."""
    outward = col(SharedPassage.a_source) != col(SharedPassage.b_source)
    return columns().select_from(SharedPassage).where(~col(SharedPassage.inside), outward, *where)


def shared_texts(
    session: Session,
    sources: dict[int, SourceView],
    *where: ColumnElement[bool],
    limit: int = 1000,
    offset: int = 0,
    seen_from: int | None = None,
) -> list[SharedText]:
    """Passages that articles of different sources share, longest first; three statements.

    ``seen_from`` puts that article's side first.
    """
    order = col(SharedPassage.words).desc(), col(SharedPassage.id)
    # First which, then their texts: SQLite would cut the text of every passage there is before it sorts.
    chosen = of_two_sources(*where).add_columns(col(SharedPassage.id)).order_by(*order).offset(offset).limit(limit)
    ids = session.scalars(chosen).all()
    rows = session.execute(
        columns(
            SharedPassage,
            _stretch(one_side, SharedPassage.a_start, SharedPassage.a_end),
            _stretch(other_side, SharedPassage.b_start, SharedPassage.b_end),
        )
        .join(one_side, col(one_side.id) == SharedPassage.a_id)
        .join(other_side, col(other_side.id) == SharedPassage.b_id)
        .where(col(SharedPassage.id).in_(ids))
        .order_by(*order)
    ).all()
    views = article_views(session, sorted({i for row, _, _ in rows for i in (row.a_id, row.b_id)}), sources)
    return [_view(row, a, b, views, swap=row.b_id == seen_from) for row, a, b in rows]


def _stretch(article: Any, start: Any, end: Any) -> Any:
    return func.substr(col(article.text), col(start) + 1, col(end) - col(start))


def _view(row: SharedPassage, text_a: str, text_b: str, views: dict[int, Any], *, swap: bool) -> SharedText:
    a = (views[row.a_id], row.a_start, row.a_end, text_a)
    b = (views[row.b_id], row.b_start, row.b_end, text_b)
    (here, start, end, text), (twin, twin_start, twin_end, theirs) = (b, a) if swap else (a, b)
    line = " ".join(text.split())
    wording, twin_wording = side_by_side(line, " ".join(theirs.split()))
    return SharedText(
        excerpt=line if len(line) <= EXCERPT_CHARS else line[:EXCERPT_CHARS].rsplit(" ", 1)[0] + " …",
        words=row.words,
        verbatim=row.verbatim,
        article=here,
        start=start,
        end=end,
        twin=twin,
        twin_start=twin_start,
        twin_end=twin_end,
        agencies=tuple(dict.fromkeys([*here.agencies, *twin.agencies])),
        wording=wording,
        twin_wording=twin_wording,
        quoted=row.quoted,
        speech=is_speech(row.words, row.quoted),
    )


def shared_conditions(scope: Scope, *, persons: bool = True, sources: bool = True) -> list[ColumnElement[bool]]:
    """Conditions on SharedPassage under the filters.

    One chosen source: what it shares with any; several: what they share with each other. Both sides in the dates, the
    persons named in the passage. Without ``persons`` or ``sources`` that filter is left out, for counts of its options.
    """
    where: list[ColumnElement[bool]] = [col(SharedPassage.summit_id) == scope.summit_id]
    if sources and scope.filters.sources:
        chosen = [id_ for id_, _ in scope.outlets.values()]
        a, b = col(SharedPassage.a_source).in_(chosen), col(SharedPassage.b_source).in_(chosen)
        where.append(a & b if len(scope.outlets) > 1 else a | b)
    if scope.dates:
        days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        where += [col(SharedPassage.a_id).in_(days), col(SharedPassage.b_id).in_(days)]
    if persons and scope.filters.persons:
        named = [_names(person) for person in scope.person_ids]
        missing = len(scope.filters.persons) > len(named)
        if not named or (missing and not scope.filters.any_person):
            where.append(false())
        else:
            where.append(or_(*named) if scope.filters.any_person else and_(*named))
    return where


def named_in() -> ColumnElement[bool]:
    """The annotation is a mention within the passage, on its first side."""
    return and_(
        col(Annotation.article_id) == col(SharedPassage.a_id),
        col(Annotation.layer) == "mention",
        col(Annotation.start) < col(SharedPassage.a_end),
        col(Annotation.end) > col(SharedPassage.a_start),
    )


def _names(person: int) -> ColumnElement[bool]:
    return exists().where(named_in(), col(Annotation.entity_id) == person).correlate(SharedPassage)


def numbers_of(session: Session, where: list[ColumnElement[bool]]) -> tuple[int, int]:
    """How many passages there are, and how many of them are shared quotations. One statement."""
    counts = func.count(), func.count().filter(tells_speech())
    total, speeches = session.execute(of_two_sources(*where).add_columns(*counts)).one()
    return total, speeches


def shared_under(
    session: Session, scope: Scope, sources: dict[int, SourceView], limit: int
) -> tuple[tuple[SharedText, ...], int, int]:
    """For the overview: the longest passages, how many there are in all, and how many besides. Three statements.

    Both sides are under the filters; those besides are what a single chosen source shares with others.
    """
    where = shared_conditions(scope)
    number = numbers_of(session, where)[0]
    if scope.filters.sources and len(scope.outlets) == 1:
        return (), 0, number
    return tuple(shared_texts(session, sources, *where, limit=limit)), number, 0


def shared_document(session: Session, slug: str, offset: int = 0, limit: int | None = None) -> SharedPassages | None:
    """``GET /api/summits/{slug}/shared-passages``: every run and every near-verbatim passage between two articles.

    ``total`` tells how many there are beside the page asked for.
    """
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    own = col(SharedPassage.summit_id) == scope.summit_id
    spans = (col(getattr(SharedPassage, name)) for name in ("a_id", "a_start", "a_end", "b_id", "b_start", "b_end"))
    rows = session.execute(
        columns(*spans, col(SharedPassage.words), col(SharedPassage.verbatim), col(SharedPassage.quoted))
        .where(own)
        .order_by(*(col(getattr(SharedPassage, name)) for name in ("a_id", "b_id", "a_start", "id")))
        .offset(offset)
        .limit(limit)
    )
    return {
        "total": session.execute(columns(func.count()).select_from(SharedPassage).where(own)).scalar_one(),
        "items": [
            {
                "a": {"article": row.a_id, "start": row.a_start, "end": row.a_end},
                "b": {"article": row.b_id, "start": row.b_start, "end": row.b_end},
                "words": row.words,
                "verbatim": row.verbatim,
                "quoted": row.quoted,
            }
            for row in rows
        ],
    }


def shared_with(session: Session, scope: Scope, article_id: int) -> list[SharedText]:
    """What one article shares with others, in reading order."""
    sources = source_rows(session, replace(scope, filters=Filters()))
    pair = (col(SharedPassage.a_id) == article_id) | (col(SharedPassage.b_id) == article_id)
    found = shared_texts(session, sources, pair, seen_from=article_id)
    return sorted(found, key=lambda one: (one.start, one.end))
