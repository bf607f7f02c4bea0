"""One group of figures by itself, for the picture of it."""

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Parallel
from app.queries.figures import load_groups
from app.queries.filters import Filters
from app.queries.scope import find_scope, source_rows
from app.queries.views.figures import FigureGroup


def figure_group(session: Session, slug: str, group: int) -> FigureGroup | None:
    """One group of several sources; None where the summit has none of this id."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    chosen = columns(col(Parallel.id), col(Parallel.label), col(Parallel.sources), col(Parallel.members)).where(
        col(Parallel.id) == group, col(Parallel.summit_id) == scope.summit_id, col(Parallel.layer) == "figure"
    )
    return next(iter(load_groups(session, chosen, source_rows(session, scope))), None)
