"""What an address names, as long as it is in sight: a removed summit and all that it holds are there for nobody."""

from sqlmodel import Session, col, select

from app.models import Article, Summit


class Unknown(LookupError):
    """What the address names is not there (any more)."""


def present_summit(session: Session, slug: str) -> Summit:
    """The summit of that address. Raises Unknown."""
    here = select(Summit).where(Summit.slug == slug.replace("\0", "?"), col(Summit.removed_at).is_(None))
    summit = session.exec(here).one_or_none()
    if summit is None:
        raise Unknown(slug)
    return summit


def present_article(session: Session, article_id: int) -> Article:
    """The article of that number. Raises Unknown."""
    article = session.get(Article, article_id)
    if article is None or session.get_one(Summit, article.summit_id).removed_at is not None:
        raise Unknown(str(article_id))
    return article
