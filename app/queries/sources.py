"""The sources of a summit."""

from sqlmodel import Session, col, select

from app.models import Source
from app.queries.filters import Filters
from app.queries.scope import find_scope, source_rows
from app.queries.views.sources import OutletView, SourcesPage


def sources_page(session: Session, slug: str) -> SourcesPage | None:
    """Every source with what it has brought; None for a summit that is not there."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    sources = source_rows(session, scope)
    known = {one.id: one for one in session.exec(select(Source).order_by(col(Source.name)))}
    return SourcesPage(
        scope.summit,
        tuple(sources.values()),
        tuple(
            OutletView(view, known[id_].kind, known[id_].country, tuple(known[id_].domains), tuple(known[id_].aliases))
            for id_, view in sources.items()
        ),
        tuple((one.slug, one.name) for one in known.values()),
    )
