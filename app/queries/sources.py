"""The sources of a summit."""

from sqlmodel import Session

from app.queries.filters import Filters
from app.queries.scope import find_scope, source_rows
from app.queries.views.sources import SourcesPage


def sources_page(session: Session, slug: str) -> SourcesPage | None:
    """Every source with what it has brought; None for a summit that is not there."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    return SourcesPage(scope.summit, tuple(source_rows(session, scope).values()))
