"""A summit that comes with many articles: out of sight until the last of them is stored, so that nobody sees half.

Each piece is a transaction of its own. A reading that was cut off goes on when the same is read again, and what is
there already is not stored twice; one that never goes on is forgotten like a summit that was removed.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from sqlmodel import Session

from app.actions.articles import DuplicateArticle, add_article
from app.intake.drafts import ArticleDraft
from app.models import Summit


def put_aside(session: Session, summit: Summit, sha256: str) -> None:
    """Take a new summit out of sight, and remember which file it comes from."""
    summit.removed_at, summit.unfinished = datetime.now(UTC), sha256
    session.add(summit)
    session.flush()


def add_articles(session: Session, summit_id: int, drafts: Sequence[ArticleDraft]) -> list[int]:
    """Store drafts as ``queued``, but those that are there; the ids of the new articles."""
    summit = session.get_one(Summit, summit_id)
    added = []
    for draft in drafts:
        with suppress(DuplicateArticle):
            article = add_article(session, summit, draft)
            assert article.id is not None
            added.append(article.id)
    return added


def finish_summit(session: Session, summit_id: int) -> str:
    """All of it is there: into sight with it; its slug."""
    summit = session.get_one(Summit, summit_id)
    summit.removed_at, summit.unfinished = None, ""
    session.add(summit)
    session.flush()
    return summit.slug
