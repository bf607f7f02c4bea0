"""Where an article may be about a topic that was not found in it: the topic's words stand there."""

from collections.abc import Iterator, Sequence
from itertools import chain

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.actions.sentence_index import HEADLINE, Line
from app.actions.topics import summit_lexicon
from app.compare.offers import Offered
from app.compare.topic_search import LEAST_STRENGTH, search_of, strength
from app.correct.lexicon import finders_of
from app.models import Annotation, Article, Topic


def topics_offered(session: Session, article: Article, lines: Sequence[Line]) -> Iterator[Offered]:
    """Lines that hold words of topics which no sentence of the article has. Two statements."""
    assert article.id is not None
    searches = [search_of(finder.lexicon) for finder in finders_of(summit_lexicon(session, article.summit_id))]
    missing = dict(session.execute(_MISSING, {"article": article.id, "summit": article.summit_id}).all())
    for line in lines:
        for slug, hits in chain.from_iterable(search.hits(line.text).items() for search in searches):
            told = strength(hits)
            if slug not in missing or told < LEAST_STRENGTH:
                continue
            part, start = ("headline", 0) if line.place == HEADLINE else ("text", line.place)
            place = (article.id, part, start + hits[0].start, start + hits[0].end)
            reasons = tuple(dict.fromkeys(f"word:{hit.word}" for hit in hits))
            yield Offered("topic", place, told, reasons, topic=missing[slug])


# Slugs and ids of the summit's topics that the article has not.
_OWN = columns(col(Annotation.topic_id)).where(
    col(Annotation.article_id) == bindparam("article"), col(Annotation.layer) == "topic"
)
_MISSING = columns(col(Topic.slug), col(Topic.id)).where(
    col(Topic.summit_id) == bindparam("summit"), col(Topic.joined_to).is_(None), col(Topic.id).not_in(_OWN)
)
