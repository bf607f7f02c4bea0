"""The index as a table ``article_search(article_id, document tsvector)`` in the 'simple' configuration."""

from itertools import accumulate

from sqlalchemy import Select, cast, column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session

from app.search.words import begins, query_stems, stems

_index = table("article_search", column("article_id"), column("document"))
MAX_BYTES = 1_000_000  # a tsvector holds 1 MiB of words: more can only be an artificial text, whose rest is left out


class PostgresSearch:
    """Articles by their stemmed words, in PostgreSQL."""

    def put(self, session: Session, article_id: int, text_: str) -> None:
        """Index an article anew."""
        statement = text(
            "INSERT INTO article_search(article_id, document) VALUES (:id, array_to_tsvector(:stems)) "
            "ON CONFLICT (article_id) DO UPDATE SET document = excluded.document"
        )
        session.connection().execute(statement, {"id": article_id, "stems": _fitting(text_)})

    def drop(self, session: Session, article_id: int) -> None:
        """Forget an article."""
        session.connection().execute(text("DELETE FROM article_search WHERE article_id = :id"), {"id": article_id})

    def ids(self, query: str) -> Select[tuple[int]] | None:
        """Ids of the articles that hold every word; None for a query without words."""
        words = query_stems(query)
        if not words:
            return None
        match = cast(
            " & ".join(f"'{word}'" + ":*" * begins(word) for word in words), TSQUERY
        )  # a stem is letters and digits only
        return select(_index.c.article_id).where(_index.c.document.bool_op("@@")(match))


def _fitting(text_: str) -> list[str]:
    """The distinct index words of a text, sorted, as many as fit."""
    words = sorted(set(stems(text_)))
    sizes = accumulate(len(word.encode()) for word in words)
    return [word for word, size in zip(words, sizes, strict=True) if size <= MAX_BYTES]
