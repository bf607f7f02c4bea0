"""What was searched for a thing, in words that a reader can search again."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.nearness import told_words
from app.compare.topic_search import search_of
from app.correct.lexicon import finders_of
from app.models import Annotation, Article
from app.queries.claims import standing_for, thing_of
from app.queries.suggestions import decided_topics

MOST, MOST_OF_TOPICS = 6, 40  # words that are told
AROUND = 60  # characters on either side of a figure whose words are told where nothing says what it is about

Terms = dict[int, tuple[str, ...]]


def topic_terms(session: Session, summit_id: int, topics: Mapping[int, str]) -> Terms:
    """By topic id, from their slugs: the words that the topic has in this summit. One statement."""
    lexicon, _ = decided_topics(session, summit_id)
    searches = [search_of(finder.lexicon) for finder in finders_of(lexicon)]
    return {
        id_: search.words(slug)[:MOST_OF_TOPICS]
        for id_, slug in topics.items()
        for search in searches
        if slug in search.slugs
    }


def mark_terms(session: Session, things: Collection[int]) -> Terms:
    """By thing (see ``claims.thing_of``): the value of a figure and the words around it, the words of an utterance.

    One statement.
    """
    found: Terms = {}
    for row in session.execute(_marks(things)):
        if row.thing in found:
            continue
        if row.layer == "figure":
            about = told_words(row.attrs.get("about") or _whole_words(row.around or ""), MOST - 1)
            found[row.thing] = tuple(dict.fromkeys((row.surface or "", *about)))
        else:
            found[row.thing] = told_words(row.words, MOST)
    return found


def _whole_words(text: str) -> str:
    """Without what may be cut off at either end."""
    return " ".join(text.split()[1:-1])


def _marks(things: Collection[int]) -> Any:
    start, end = col(Annotation.start), col(Annotation.end)
    thing = thing_of(col(Annotation.id))
    return (
        columns(
            thing.label("thing"),
            col(Annotation.layer),
            col(Annotation.surface),
            col(Annotation.attrs),
            func.substr(col(Article.text), start + 1, end - start).label("words"),
            func.substr(col(Article.text), start + 1 - AROUND, end - start + 2 * AROUND).label("around"),
        )
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(standing_for(things, col(Annotation.id)))
        .order_by(col(Annotation.id))
    )
