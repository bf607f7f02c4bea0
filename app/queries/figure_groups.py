"""One group of figures by itself, for the picture of it."""

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article, Parallel, ParallelMember, Summit
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


def group_of_figure(session: Session, slug: str, article_id: int, start: int) -> int | None:
    """The group of several sources that the figure at this place is in; None where there is none."""
    return session.execute(
        columns(col(Parallel.id))
        .join(ParallelMember, col(ParallelMember.parallel_id) == col(Parallel.id))
        .join(Annotation, col(Annotation.id) == col(ParallelMember.annotation_id))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .join(Summit, col(Summit.id) == col(Article.summit_id))
        .where(col(Summit.slug) == slug, col(Article.id) == article_id, col(Parallel.layer) == "figure")
        .where(col(Annotation.start) <= start, col(Annotation.end) > start)
        .limit(1)
    ).scalar_one_or_none()
