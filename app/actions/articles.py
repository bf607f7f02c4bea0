"""Articles come, are replaced, go; and what the worker needs to know of them."""

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app.actions.records import take_back
from app.actions.stated_marks import move_marks
from app.actions.summits import source_named, unnamed_source
from app.actions.tallies import let_go, touch
from app.intake.drafts import ArticleDraft
from app.models import Article, Source, Summit
from app.search import article_search

WAITS = {"status": "queued", "error": None, "attempts": 0, "awaited": False}


class DuplicateArticle(Exception):
    """The summit holds this text already, as the article with ``article_id``."""

    def __init__(self, article_id: int) -> None:
        super().__init__(f"article {article_id} has the same text")
        self.article_id = article_id


def add_article(session: Session, summit: Summit, draft: ArticleDraft, *, awaited: bool = False) -> Article:
    """Store a draft as ``queued``; whoever commits enqueues it. Raises DuplicateArticle.

    ``awaited``: somebody waits for it, so it is analysed before those that came in bulk.

    The summit is locked meanwhile, so that of two who bring the same text at once the second is told.
    """
    session.exec(select(Summit.id).where(Summit.id == summit.id).with_for_update())
    same = find_same(session, summit, draft)
    if same is not None and same.id is not None:
        raise DuplicateArticle(same.id)
    article = Article(summit_id=_id(summit), source_id=0, text=draft.text, sha256=draft.sha256, awaited=awaited)
    _describe(session, article, draft)
    article.words = len(draft.text.split())
    session.add(article)
    session.flush()
    touch(session, [article.id])
    take_back(session, article)
    return article


def find_same(session: Session, summit: Summit, draft: ArticleDraft) -> Article | None:
    """The article of this summit with the same text, white space aside."""
    return session.exec(
        select(Article).where(Article.summit_id == summit.id, Article.sha256 == draft.sha256)
    ).one_or_none()


def describe_again(session: Session, article: Article, draft: ArticleDraft) -> None:
    """Replace what is known *about* an article (the text is the same): only fields that the draft gives."""
    _describe(session, article, draft, keep=True)
    session.add(article)
    session.flush()
    move_marks(session, [_id(article)])
    touch(session, [article.id])


def delete_article(session: Session, article: Article) -> None:
    """Remove an article and everything that hangs on it."""
    assert article.id is not None
    article_search(session).drop(session, article.id)
    let_go(session, article.id)
    session.delete(article)
    session.flush()
    ready = select(func.count()).where(Article.summit_id == article.summit_id, Article.status == "ready")
    summit = session.get_one(Summit, article.summit_id)
    summit.topics_at = min(summit.topics_at, session.exec(ready).one())  # what comes next may give it others


def queued_ids(session: Session) -> list[int]:
    """Articles that still wait for an analysis, oldest first: what a starting worker takes up again."""
    waiting = select(Article.id).where(col(Article.status).in_(["queued", "analysing"])).order_by(col(Article.id))
    return [article_id for article_id in session.exec(waiting) if article_id is not None]


def requeue(session: Session, summit_slug: str | None = None) -> list[int]:
    """Mark articles for a new analysis (all, or one summit's) and return their ids; old marks stay meanwhile.

    The weights of the summits' words are taken anew with the first of them (see ``actions.offers``).
    """
    chosen = select(Article.id)
    if summit_slug is not None:
        chosen = chosen.join(Summit, col(Summit.id) == Article.summit_id).where(Summit.slug == summit_slug)
    ids = [article_id for article_id in session.exec(chosen.order_by(col(Article.id))) if article_id is not None]
    session.exec(update(Article).where(col(Article.id).in_(chosen)).values(WAITS))
    here = [Summit.slug == summit_slug] if summit_slug is not None else []
    session.exec(update(Summit).where(*here).values(damped_at=0))  # type: ignore[arg-type]
    return ids


def summit_of(session: Session, article_id: int) -> int | None:
    """The id of an article's summit, or None where the article is gone."""
    return session.exec(select(Article.summit_id).where(Article.id == article_id)).one_or_none()


def read_text(session: Session, article_id: int) -> str | None:
    """The text, or None where the article is gone."""
    return session.exec(select(Article.text).where(Article.id == article_id)).one_or_none()


def read_both(session: Session, article_id: int) -> tuple[str, str | None] | None:
    """Text and headline, or None where the article is gone."""
    found = session.exec(select(Article.text, Article.title).where(Article.id == article_id)).one_or_none()
    return (found[0], found[1]) if found else None


def set_status(session: Session, article_id: int, status: str, error: str | None = None) -> None:
    """How far the analysis is: queued, analysing, ready, failed (then ``error`` says why)."""
    session.exec(update(Article).where(col(Article.id) == article_id).values(status=status, error=error))


_TOLD = ("title", "author", "url", "file", "changed_at", "page")  # alike in drafts and articles


def _describe(session: Session, article: Article, draft: ArticleDraft, *, keep: bool = False) -> None:
    if draft.source or not keep:
        source = _source(session, article, draft.source)
        assert source.id is not None
        article.source_id = source.id
    if draft.published or not keep:
        article.published = draft.appeared
        article.published_from = draft.published.earliest if draft.published else None
        article.published_to = draft.published.latest if draft.published else None
    for name in _TOLD:
        said = getattr(draft, name)
        if said or not keep:
            setattr(article, name, said or None)
    article.agencies = list(draft.agencies) or list(article.agencies or [])
    article.notes = list(draft.notes)


def _source(session: Session, article: Article, name: str | None) -> Source:
    return source_named(session, name, article.summit_id) if name else unnamed_source(session, article.summit_id)


def _id(row: Summit | Article) -> int:
    assert row.id is not None
    return row.id
