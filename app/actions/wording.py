"""The words of an article's own voice, kept so that sources can be compared by them."""

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from app.compare.words import own_words
from app.models import Article, ArticleWord
from app.nlp.types import Analysis


def store_words(session: Session, article: Article, analysis: Analysis) -> None:
    """Replace the article's own words by those of its analysis. Touches no other article."""
    session.exec(delete(ArticleWord).where(col(ArticleWord.article_id) == article.id))
    rows = [
        {
            "article_id": article.id,
            "summit_id": article.summit_id,
            "stem": word.stem,
            "surface": word.surface,
            "count": len(word.places),
            "places": list(word.places),
        }
        for word in own_words(article.text, analysis)
    ]
    if rows:
        session.connection().execute(insert(ArticleWord), rows)
