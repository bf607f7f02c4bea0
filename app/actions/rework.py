"""Articles that have yet to follow decisions about their summit: marked here, brought up to date by the worker."""

from collections.abc import Collection

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app.actions.analyses import store_again, tell_unsearched
from app.actions.topics import summit_lexicon
from app.compare.event_topics import GROWTH, LEAST_ARTICLES
from app.models import Article, Rework, Run, Summit

AT_ONCE = 6  # so many articles follow within the request; more wait for the worker


def follow(session: Session, summit_id: int, article_ids: Collection[int]) -> bool:
    """Bring articles up to date: a few here and now, many by the worker. True where somebody must call it."""
    late = [id_ for id_ in sorted(article_ids) if len(article_ids) > AT_ONCE or not store_again(session, id_)]
    return bool(late) and fall_behind(session, summit_id, late)


def fall_behind(session: Session, summit_id: int, article_ids: Collection[int] | None = None) -> bool:
    """Mark articles (all analysed ones of the summit) as behind the decisions. True where there are any."""
    chosen = (col(Article.summit_id) == summit_id) & (col(Article.status) == "ready")
    if article_ids is not None:
        chosen &= col(Article.id).in_(article_ids)
    rework = session.get(Rework, summit_id)
    done = rework.total - _number_behind(session, summit_id) if rework else 0
    session.exec(update(Article).where(chosen).values(behind=True))
    number = _number_behind(session, summit_id)
    if number:
        session.merge(Rework(summit_id=summit_id, total=max(0, done) + number))
    session.flush()
    return bool(number)


def analysed(session: Session, summit_id: int) -> list[int]:
    """Ids of the summit's articles that have marks to be put right."""
    return list(session.exec(select(Run.article_id).join(Article).where(Article.summit_id == summit_id)))


def await_tags(session: Session, summit_id: int) -> None:
    """The summit's words have changed by its own texts: articles whose topics were found by others are to follow."""
    number = len(analysed(session, summit_id))
    session.merge(Rework(summit_id=summit_id, total=number))
    session.flush()


def next_behind(session: Session, summit_id: int) -> int | None:
    """An article that is behind, or whose topics were found by other words than the summit has by now; None where there
    is none (any more), and then the work counts as done."""
    stamp = summit_lexicon(session, summit_id).stamp
    found = session.exec(
        select(Article.id)
        .join(Run)
        .where(Article.summit_id == summit_id, Article.status == "ready")
        .where(col(Article.behind).is_(True) | (col(Run.lexicon) != stamp))
        .order_by(col(Article.id))
        .limit(1)
    ).one_or_none()
    if found is None and (rework := session.get(Rework, summit_id)) is not None:
        session.delete(rework)
    return found


def is_behind(session: Session, article_id: int) -> bool:
    """Does an analysed article wait to be brought up to date?"""
    found = session.exec(select(Article.behind, Article.status).where(Article.id == article_id)).one_or_none()
    return found is not None and found[0] and found[1] == "ready"


def leave_behind(session: Session, article_id: int) -> None:
    """Leave an article as it is: it shall not keep the others waiting, nor be taken up again for the same words.

    It carries the warning that its topics were not searched for, so that none is called absent from its source. Both
    go when it is analysed or follows again.
    """
    session.exec(update(Article).where(col(Article.id) == article_id).values(behind=False))
    article, run = session.get(Article, article_id), session.get(Run, article_id)
    if article is None or run is None:
        return
    run.lexicon = summit_lexicon(session, article.summit_id).stamp
    session.add(run)
    tell_unsearched(session, article_id, is_so=True)


def summits_behind(session: Session) -> list[int]:
    """Summits with articles that are behind, whose work was not ended, or whose own topics are due (as in a database of
    before there were such): for a starting worker."""
    waiting = set(session.exec(select(Article.summit_id).where(col(Article.behind).is_(True)).distinct()))
    number, made_of = func.count(), col(Summit.topics_at)
    large = (
        select(Article.summit_id)
        .join(Summit)
        .where(Article.status == "ready")
        .group_by(col(Article.summit_id), made_of)
        .having(number >= LEAST_ARTICLES, number > made_of, number >= GROWTH * made_of)
    )
    return sorted(waiting | set(session.exec(select(Rework.summit_id))) | set(session.exec(large)))


def _number_behind(session: Session, summit_id: int) -> int:
    count = select(func.count()).where(Article.summit_id == summit_id, col(Article.behind).is_(True))
    return session.exec(count).one()
