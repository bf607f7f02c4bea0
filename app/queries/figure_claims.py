"""The page of figures with what may be said of the sources that do not give them, and what there is to decide."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import ParallelMember
from app.queries.claims import ask, mark_claims, withheld
from app.queries.doubts import best_statement, doubts
from app.queries.figures import figures_of, narrow_figures
from app.queries.filters import Filters
from app.queries.scope import Scope, find_scope, source_rows
from app.queries.stated_marks import unshared
from app.queries.statement_cache import built
from app.queries.terms import mark_terms
from app.queries.views.figures import FiguresPage


@built
def _doubtful(scope: Scope, kind: str | None) -> Any:
    where = [*narrow_figures(scope, kind).without(), unshared()]
    return best_statement(scope.summit_id, "figure", where)


def figures_with_claims(
    session: Session, slug: str, filters: Filters, kind: str | None = None, offset: int = 0, alone: str | None = None
) -> FiguresPage | None:
    """``figures.figures_page`` with its claims; doubts stand on the first page. A fixed number of statements."""
    filters = filters.with_proposed()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    sources = source_rows(session, replace(scope, filters=Filters()))
    page = figures_of(session, scope, sources, kind, offset, alone)
    dates = replace(scope, filters=replace(filters, persons=(), sources=()))
    under_dates = source_rows(session, dates) if filters.narrows_articles else sources
    asked = ask(session, scope, under_dates)
    figures = [figure.id for one in page.alone for figure in one.figures] if page.chosen else []
    member = col(ParallelMember.annotation_id)
    rows = session.execute(columns(member, col(ParallelMember.parallel_id)).where(member.in_(figures)))
    groups: dict[int, int] = dict(rows.all())
    things = {figure: groups.get(figure, -figure) for figure in figures} | {one.id: one.id for one in page.groups}
    claims = mark_claims(session, asked, set(things.values()), mark_terms(session, set(things.values())))
    first = not offset and page.chosen is None
    found, number = doubts(session, asked, _doubtful(scope, page.kind)) if first else ((), 0)
    return replace(
        page,
        withheld=withheld(asked),
        claims={id_: claims[thing] for id_, thing in things.items()},
        doubts=found,
        doubtful=number,
    )
