"""The sentence around a place of a text, for whoever reads or writes."""

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article


def sentence_around(session: Session, article: Article, start: int) -> tuple[int, int]:
    """Start and end of the sentence in which an offset stands; where none is known, of the line."""
    row = session.execute(
        columns(col(Annotation.start), col(Annotation.end))
        .where(col(Annotation.article_id) == article.id, col(Annotation.layer) == "sentence")
        .where(col(Annotation.start) <= start, col(Annotation.end) > start)
        .order_by(col(Annotation.start).desc())
        .limit(1)
    ).first()
    if row is not None:
        return row[0], row[1]
    first = article.text.rfind("\n", 0, start) + 1
    last = article.text.find("\n", start)
    return first, last if last >= 0 else len(article.text)
