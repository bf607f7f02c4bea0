"""What one article has in common with the others of its summit: brought up to date when it comes, changes or goes."""

from sqlmodel import Session

from app.actions.shared import share_text


def compare_article(session: Session, article_id: int) -> None:
    """Compare an article just analysed with its candidates among the others, and store what they share.

    Runs in the transaction that stored the analysis, so that a reader never sees one without the other. Safe to
    repeat: what an earlier run found for this article is replaced.
    """
    share_text(session, article_id)
