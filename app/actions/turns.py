"""An article's turn at the worker."""

from dataclasses import dataclass

from sqlmodel import Session, select

from app.actions.articles import set_status
from app.models import Article


@dataclass(frozen=True, slots=True)
class Turn:
    """The text to analyse, with its headline. ``begun``: a worker had taken it up before and has not come to an end."""

    text: str
    begun: bool
    title: str | None = None


def take_up(session: Session, article_id: int) -> Turn | None:
    """Mark a waiting article as being analysed; None where it is gone or no longer waits: nothing runs twice."""
    found = session.exec(
        select(Article.text, Article.status, Article.title).where(Article.id == article_id)
    ).one_or_none()
    if found is None or found[1] not in {"queued", "analysing"}:
        return None
    set_status(session, article_id, "analysing")
    return Turn(text=found[0], begun=found[1] == "analysing", title=found[2])
