"""Articles as lists and column heads show them: everything but the text, of which only the opening is read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Article
from app.queries.views.heads import AGENCY, ArticleView, SourceView

OPENING_CHARS = 90


_COLUMNS = columns(  # built once: every list and head asks for it
    col(Article.id),
    col(Article.title),
    col(Article.author),
    func.substr(col(Article.text), col(Article.lead) + 1, 4 * OPENING_CHARS).label("opening"),
    col(Article.source_id),
    col(Article.published),
    col(Article.changed_at),
    col(Article.page),
    col(Article.agencies),
    col(Article.status),
    col(Article.words),
    col(Article.sentences),
    col(Article.language),
    col(Article.url),
    col(Article.file),
    col(Article.error),
    col(Article.added_at),
    col(Article.genre),
    col(Article.genre_status),
    col(Article.belonging),
)
_OF_IDS = _COLUMNS.where(col(Article.id).in_(bindparam("ids", expanding=True)))


def article_columns() -> Any:
    """What lists need of an article: everything but its text, of which only the opening is read."""
    return _COLUMNS


def article_view(row: Any, source: SourceView) -> ArticleView:
    """The view of a row of ``article_columns``, or of a whole Article."""
    return ArticleView(
        id=row.id,
        title=row.title,
        author=row.author,
        opening=_opening(row.text[row.lead :] if isinstance(row, Article) else row.opening),
        source=source,
        published=row.published,
        changed_at=row.changed_at,
        page=row.page,
        agencies=tuple(row.agencies) or ((source.name,) if source.kind == AGENCY else ()),
        status=row.status,
        words=row.words,
        sentences=row.sentences,
        language=row.language,
        url=row.url,
        file=row.file,
        error=row.error,
        genre=row.genre,
        genre_status=row.genre_status,
        belonging=row.belonging,
        added_at=row.added_at.isoformat() if row.added_at else "",
    )


def _opening(text: str) -> str:
    """The first words of a text, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= OPENING_CHARS:
        return line
    return line[: OPENING_CHARS + 1].rsplit(" ", 1)[0][:OPENING_CHARS].rstrip(" ,;:–-") + " …"


def article_views(session: Session, ids: Sequence[int], sources: dict[int, SourceView]) -> dict[int, ArticleView]:
    """Views by id. One statement."""
    rows = session.execute(_OF_IDS, {"ids": list(ids)})
    return {row.id: article_view(row, sources[row.source_id]) for row in rows}
