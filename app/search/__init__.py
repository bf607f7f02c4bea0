"""Full text search over articles: one protocol, SQLite FTS5 and PostgreSQL behind it.

Neither database stems German, so words are folded and stemmed here, for the index and for the query alike, and both
engines answer the same. A user's text never reaches a match expression raw.
"""

from typing import Protocol

from sqlalchemy import Select
from sqlmodel import Session

from app.search.postgres import PostgresSearch
from app.search.sqlite import SqliteSearch
from app.search.words import matching_spans, stems

__all__ = ["ArticleSearch", "article_search", "matching_spans", "stems"]


class ArticleSearch(Protocol):
    """What both engines can do. ``ids`` is a subquery of article ids that hold every word of the query."""

    def put(self, session: Session, article_id: int, text: str) -> None: ...

    def drop(self, session: Session, article_id: int) -> None: ...

    def ids(self, query: str) -> Select[tuple[int]] | None: ...


def article_search(session: Session) -> ArticleSearch:
    """The engine that belongs to the session's database."""
    return SqliteSearch() if session.get_bind().dialect.name == "sqlite" else PostgresSearch()
