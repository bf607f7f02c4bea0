"""The marks of an article's headline: kept with those of its text, under layers of their own, and read anew when the
headline is edited. Only the worker can read one, so it is called; what was marked in the old headline goes at once."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.comparisons import compare_marks
from app.actions.passages import project_passages
from app.actions.persons import prune
from app.actions.tallies import touch, touch_offers
from app.correct.machine import is_unread, unpacked
from app.models import HEADLINE_LAYERS, Annotation, Article, Offer, Run
from app.nlp.types import Analysis


@dataclass(frozen=True, slots=True)
class Unread:
    """A headline that nobody has looked at yet, and what is known of the text below."""

    title: str
    analysis: Analysis


def unread_headline(session: Session, article_id: int) -> Unread | None:
    """The headline of an analysed article, if what is kept is of none or of an earlier one."""
    article, run = session.get(Article, article_id), session.get(Run, article_id)
    if article is None or run is None or run.machine is None:
        return None
    analysis = unpacked(run.machine)
    return Unread(article.title or "", analysis) if is_unread(article.title, analysis) else None


def await_headline(session: Session, article_id: int) -> bool:
    """Mark an article as behind whose headline has changed while its text was analysed; True where it has."""
    article = session.get(Article, article_id)
    if article is None or unread_headline(session, article_id) is None:
        return False
    article.behind = True
    session.add(article)
    return True


def retitle(session: Session, article: Article) -> bool:
    """Follow an edited headline. True where the worker has to read it: whoever commits puts the article in line.

    An article that still waits for its analysis gets its headline read with it.
    """
    assert article.id is not None
    if article.status != "ready":
        return False
    marks = (col(Annotation.article_id) == article.id) & col(Annotation.layer).in_(HEADLINE_LAYERS)
    aliases = set(session.exec(select(Annotation.alias_id).where(marks).distinct()))
    touch(session, [article.id])
    near = columns(col(Annotation.id)).where(marks)  # what is offered for these goes with them
    touch_offers(session, session.scalars(columns(col(Offer.article_id)).where(col(Offer.annotation_id).in_(near))))
    session.exec(delete(Annotation).where(marks))
    for other in sorted(prune(session, article.summit_id, {alias for alias in aliases if alias is not None})):
        project_passages(session, other)
        compare_marks(session, other)
    article.behind = article.behind or bool(article.title)
    session.add(article)
    session.flush()
    return bool(article.title)
