"""Whether articles belong to the event of their summit: proposed when one comes, changes or goes, decided by people.

Looked at are the oldest and the newest articles (``SAMPLE``), the one in hand and the latest that are proposed, so that
its cost does not grow with the summit; the others keep what was said of them when they were among the newest.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.actions.records import decisions
from app.actions.tallies import touch
from app.compare.belonging import Candidate, foreign_articles, spelt, traits_of
from app.correct.decisions import Belonging
from app.models import Article, Summit
from app.terms import ArticleTrait

SAMPLE = 32  # articles from either end
SPELLING = 8  # texts that are read for how words are spelt
PROPOSED, YES, NO = "proposed", "yes", "no"


def hold_against_others(session: Session, article_id: int) -> None:
    """Keep the traits of an article that has come or changed, and tell again who belongs."""
    article = session.get(Article, article_id)
    if article is None:
        return
    session.execute(delete(ArticleTrait).where(col(ArticleTrait.article_id) == article_id))
    if article.language in (None, "de"):
        row = {
            "article_id": article_id,
            "summit_id": article.summit_id,
            "traits": traits_of(article.text, article.title),
        }
        session.execute(insert(ArticleTrait), [row])
    tell_belonging(session, article.summit_id, article_id)


def tell_belonging(session: Session, summit_id: int, article_id: int | None = None) -> None:
    """Propose anew who does not belong. ``article_id``: one that has changed, or of which people decided."""
    if article_id is not None:
        _follow_decision(session, summit_id, article_id)
    rows = _rows(session, summit_id, article_id)
    summit = session.get_one(Summit, summit_id)
    candidates = [
        Candidate(row.id, row.traits, row.published_from, row.belonging == YES) for row in rows if row.belonging != NO
    ]
    known = 2 * _number(session, ArticleTrait, summit_id) >= _number(session, Article, summit_id)
    foreign = foreign_articles(candidates, f"{summit.name} {summit.place}") if known else {}
    wanted = {row.id: PROPOSED if row.id in foreign else "" for row in rows if row.belonging not in (YES, NO)}
    changed = [row.id for row in rows if wanted.get(row.id, row.belonging) != row.belonging]
    natives = _texts(session, [row.id for row in rows if row.id not in foreign]) if foreign and changed else []
    for id_ in changed:
        article = session.get_one(Article, id_)
        article.belonging, article.foreign = wanted[id_], wanted[id_] == PROPOSED
        article.belonging_evidence = spelt(foreign.get(id_, ()), natives)
        session.add(article)
    session.flush()
    touch(session, changed)


def _follow_decision(session: Session, summit_id: int, article_id: int) -> None:
    """The last word of people on an article; where there is none (any more), it is as good as any other."""
    article = session.get_one(Article, article_id)
    said = [one for one in decisions(session, summit_id, article_id) if isinstance(one, Belonging)]
    if not said and article.belonging not in (YES, NO):
        return
    article.belonging = (YES if said[-1].belongs else NO) if said else ""
    article.belonging_evidence, article.foreign = [], article.belonging == NO
    session.add(article)
    session.flush()
    touch(session, [article_id])


def _rows(session: Session, summit_id: int, article_id: int | None) -> list[Any]:
    """The sample, and the article in hand. Three statements, one more of a large summit."""
    trait = col(ArticleTrait.article_id)
    here = columns(trait).where(col(ArticleTrait.summit_id) == summit_id)
    ids = {id_ for order in (trait, trait.desc()) for id_ in session.scalars(here.order_by(order).limit(SAMPLE))}
    if len(ids) == 2 * SAMPLE:
        proposed = here.join(Article, col(Article.id) == trait).where(col(Article.belonging) == PROPOSED)
        ids.update(session.scalars(proposed.order_by(trait.desc()).limit(SAMPLE)))
    rows = (
        columns(col(Article.id), col(Article.published_from), col(Article.belonging), col(ArticleTrait.traits))
        .join(ArticleTrait, trait == col(Article.id))
        .where(or_(col(Article.id).in_(ids), col(Article.id) == article_id), col(Article.summit_id) == summit_id)
        .order_by(col(Article.id))
    )
    return list(session.execute(rows))


def _number(session: Session, of: type[Article] | type[ArticleTrait], summit_id: int) -> int:
    """How many a summit has. Of an older database most articles may have no traits yet: then nobody can tell."""
    counted = columns(func.count()).select_from(of).where(col(of.summit_id) == summit_id)
    return int(session.execute(counted).scalar_one())


def _texts(session: Session, ids: Sequence[int]) -> list[str]:
    """The texts of some of them, for their spellings."""
    return list(session.scalars(columns(col(Article.text)).where(col(Article.id).in_(ids[:SPELLING]))))
