"""Which text an article shares with others of its summit: found once when it comes, gone when either article goes."""

from dataclasses import asdict

from sqlalchemy import delete, func, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.compare.shared import fingerprints, shared_passages, split_words
from app.models import Article, Fingerprint, SharedPassage

COMMON = 60  # a run of words that so many articles hold is boilerplate: it makes nobody a candidate
CANDIDATES = 40  # at most so many articles are aligned with a new one, those with the most common fingerprints
LOOKED_UP = 400  # hashes in one statement


def share_text(session: Session, article_id: int) -> None:
    """Find and store the passages an article shares with its candidates; safe to repeat. Never compares with all."""
    article = session.get(Article, article_id)
    if article is None:
        return
    hashes = sorted(fingerprints(split_words(article.text)))
    session.exec(delete(Fingerprint).where(col(Fingerprint.article_id) == article_id))
    pair = (col(SharedPassage.a_id) == article_id) | (col(SharedPassage.b_id) == article_id)
    session.exec(delete(SharedPassage).where(pair))
    if not hashes:
        return
    candidates = _candidates(session, article.summit_id, hashes)
    rows = [{"summit_id": article.summit_id, "article_id": article_id, "hash": value} for value in hashes]
    session.execute(insert(Fingerprint), rows)
    others = session.exec(select(Article).where(col(Article.id).in_(candidates)).order_by(col(Article.id))).all()
    found: list[dict[str, int | bool]] = []
    for other in others:
        first, second = (article, other) if article_id < (other.id or 0) else (other, article)
        found += _aligned(first, second)
    if found:
        session.execute(insert(SharedPassage), found)


def _aligned(a: Article, b: Article) -> list[dict[str, int | bool]]:
    """Rows of what two articles share; the older one is ``a``, so that both orders of arrival give the same rows."""
    assert a.id is not None
    assert b.id is not None
    ends = {"summit_id": a.summit_id, "a_id": a.id, "b_id": b.id}
    return [{**ends, **asdict(one)} for one in shared_passages(split_words(a.text), split_words(b.text))]


def _candidates(session: Session, summit_id: int, hashes: list[int]) -> list[int]:
    """Ids of the articles with the most fingerprints in common, by look-ups in the index alone."""
    common: dict[int, int] = {}
    for first in range(0, len(hashes), LOOKED_UP):
        chosen = hashes[first : first + LOOKED_UP]
        here = (col(Fingerprint.summit_id) == summit_id) & col(Fingerprint.hash).in_(chosen)
        rare = columns(col(Fingerprint.hash)).where(here).group_by(col(Fingerprint.hash)).having(func.count() < COMMON)
        counted = (
            columns(col(Fingerprint.article_id), func.count())
            .where(here, col(Fingerprint.hash).in_(rare))
            .group_by(col(Fingerprint.article_id))
        )
        for article_id, number in session.execute(counted):
            common[article_id] = common.get(article_id, 0) + number
    return sorted(common, key=lambda article_id: (-common[article_id], article_id))[:CANDIDATES]
