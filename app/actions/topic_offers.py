"""Where an article may be about a topic that was not found in it: the topic's words stand there."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from app.actions.sentence_index import Line
from app.compare.offers import Offered
from app.models import Article


def topics_offered(session: Session, article: Article, lines: Sequence[Line]) -> Iterator[Offered]:
    return iter(())
