"""The index as an FTS5 table ``article_search(stems)`` whose rowid is the article's id.

Its tokenizer is ``ascii``: it splits at our spaces and leaves all other letters as they are, where ``unicode61`` would
fold and split once more, by a Unicode version of its own. ``detail=none``: which articles, not where in them.
"""

from sqlalchemy import Select, column, literal_column, select, table, text
from sqlmodel import Session

from app.search.words import begins, query_stems, stems

_index = table("article_search", column("rowid"))


class SqliteSearch:
    """Articles by their stemmed words, in SQLite."""

    def put(self, session: Session, article_id: int, text_: str) -> None:
        """Index an article anew."""
        self.drop(session, article_id)
        statement = text("INSERT INTO article_search(rowid, stems) VALUES (:id, :stems)")
        session.connection().execute(statement, {"id": article_id, "stems": " ".join(sorted(set(stems(text_))))})

    def drop(self, session: Session, article_id: int) -> None:
        """Forget an article."""
        session.connection().execute(text("DELETE FROM article_search WHERE rowid = :id"), {"id": article_id})

    def ids(self, query: str) -> Select[tuple[int]] | None:
        """Ids of the articles that hold every word; None for a query without words."""
        words = query_stems(query)
        if not words:
            return None
        match = " AND ".join(f'"{word}"' + "*" * begins(word) for word in words)  # a stem is letters and digits only
        where = literal_column("article_search").op("MATCH")(match)
        return select(_index.c.rowid).where(where)
