"""An article's turn at the worker: which comes next, and how often it was begun."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.actions.addresses import present_article
from app.actions.articles import set_status
from app.models import Article

QUEUED, WAITING = ("queued",), ("queued", "analysing")


@dataclass(frozen=True, slots=True)
class Turn:
    """The text to analyse, with its headline. ``attempts``: how often its turn has come, this time included."""

    text: str
    title: str | None = None
    attempts: int = 0


def next_waiting(session: Session, number: int) -> list[int]:
    """The articles whose turn is next, in this order: those that somebody waits for, then as they came."""
    found: list[int] = []
    for awaited in (True, False):
        if len(found) < number:
            here = col(Article.status) == "queued", col(Article.awaited).is_(awaited)
            ids = session.exec(select(Article.id).where(*here).order_by(col(Article.id)).limit(number - len(found)))
            found += [article_id for article_id in ids if article_id is not None]
    return found


def waiting_in(session: Session, summit_id: int) -> list[int]:
    """The articles of a summit that wait, in their order."""
    here = Article.summit_id == summit_id, col(Article.status).in_(WAITING)
    return [id_ for id_ in session.exec(select(Article.id).where(*here).order_by(col(Article.id))) if id_ is not None]


def read_waiting(session: Session, article_id: int) -> Turn | None:
    """What is to be analysed; None where the article is gone or no longer waits: nothing runs twice."""
    found = session.exec(
        select(Article.text, Article.title, Article.attempts, Article.status).where(Article.id == article_id)
    ).one_or_none()
    return Turn(*found[:3]) if found is not None and found[3] in WAITING else None


def show_begun(session: Session, article_id: int) -> Turn | None:
    """The same, for an article that somebody looks at: it says that it is being read."""
    turn = read_waiting(session, article_id)
    if turn is not None:
        set_status(session, article_id, "analysing")
    return turn


def take_up(session: Session, article_id: int, waiting: Sequence[str] = WAITING) -> Turn | None:
    """The same, with its turn counted: what now ends the whole process is this article's doing.

    Whoever only goes by takes what is ``queued``: what is being analysed somebody else has in hand. One statement, so
    that of two workers only one has it.
    """
    chosen = col(Article.id) == article_id, col(Article.status).in_(waiting)
    begun = update(Article).where(*chosen).values(status="analysing", attempts=Article.attempts + 1)
    found = session.execute(begun.returning(col(Article.text), col(Article.title), col(Article.attempts))).one_or_none()
    return Turn(*found) if found is not None else None


def put_back(session: Session) -> int:
    """Have what an ended worker was analysing wait again; how many articles wait in all."""
    session.exec(update(Article).where(col(Article.status) == "analysing").values(status="queued"))
    return len(session.exec(select(Article.id).where(Article.status == "queued")).all())


def try_again(session: Session, article_id: int) -> bool:
    """Have an article that could not be analysed wait once more. False where it has not failed. Raises Unknown."""
    article = present_article(session, article_id)
    if article.status != "failed":
        return False
    article.status, article.error, article.attempts, article.awaited = "queued", None, 0, True
    session.add(article)
    return True
