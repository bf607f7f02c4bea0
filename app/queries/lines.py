"""From places in texts to the sentences around them: what a count opens."""

from bisect import bisect_right
from collections.abc import Sequence

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.words import WORD
from app.models import Annotation, Article
from app.queries.heads import article_views
from app.queries.views.heads import SourceView
from app.queries.views.lines import Line

LINES = 40
_MARGIN = 160  # characters on either side where a place is in no sentence

Spot = tuple[int, int, int | None]  # article id, start, end; None: the word that begins there


def sentence_lines(session: Session, spots: Sequence[Spot], sources: dict[int, SourceView]) -> tuple[Line, ...]:
    """One line for each spot, in their order. Three statements, however many articles."""
    ids = sorted({article for article, _, _ in spots})
    views = article_views(session, ids, sources)
    texts = {
        row.id: row.text
        for row in session.execute(columns(col(Article.id), col(Article.text)).where(col(Article.id).in_(ids)))
    }
    bounds: dict[int, list[tuple[int, int]]] = {}
    rows = session.execute(
        columns(col(Annotation.article_id), col(Annotation.start), col(Annotation.end))
        .where(col(Annotation.article_id).in_(ids), col(Annotation.layer) == "sentence")
        .order_by(col(Annotation.article_id), col(Annotation.start))
    )
    for article, start, end in rows:
        bounds.setdefault(article, []).append((start, end))
    found = []
    for article, start, given in spots:
        text, sentences = texts[article], bounds.get(article, [])
        word = WORD.match(text, start)
        end = given if given is not None else word.end() if word else start + 1
        first, last = _around(sentences, start, end, len(text))
        before, after = text[first:start].lstrip(), text[end:last].rstrip()
        found.append(Line(views[article], first, start, before, text[start:end], after))
    return tuple(found)


def _around(sentences: list[tuple[int, int]], start: int, end: int, length: int) -> tuple[int, int]:
    """The sentence that holds a spot; without one, some characters on either side."""
    place = bisect_right(sentences, (start, length + 1)) - 1
    if place >= 0 and sentences[place][1] > start:
        return sentences[place][0], max(end, sentences[place][1])
    return max(0, start - _MARGIN), min(length, end + _MARGIN)
