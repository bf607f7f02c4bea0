"""Passages as columns show them: text of the sentences, context, speech, marks and the reason for being there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article, Passage
from app.queries.heads import article_views
from app.queries.reading import Emphasis, Mark, join_speech, load_marks, probability, sentence_blocks
from app.queries.scope import Scope
from app.queries.views.heads import ArticleView, SourceView
from app.queries.views.text import Block
from app.queries.views.topics import PassageView

MOST_WHY = 8
LAYERS = ("sentence", "mention", "quotation", "topic")


@dataclass(frozen=True, slots=True)
class Place:
    """A passage's row, as chosen by a query."""

    id: int
    topic_id: int
    source_id: int
    article_id: int
    first: int
    sentences: int
    start: int
    end: int
    before: int
    after: int


_PLACES = columns(
    col(Passage.id),
    col(Passage.topic_id),
    col(Passage.source_id),
    col(Passage.article_id),
    col(Passage.first),
    col(Passage.sentences),
    col(Passage.start),
    col(Passage.end),
    col(Passage.before),
    col(Passage.after),
)


def place_columns() -> Any:
    """The statement to which a query adds its conditions; every row makes a Place."""
    return _PLACES


def passage_views(
    session: Session, scope: Scope, places: Sequence[Place], sources: dict[int, SourceView]
) -> dict[int, PassageView]:
    """Views by passage id, in three statements however many passages there are."""
    if not places:
        return {}
    article_ids = sorted({place.article_id for place in places})
    texts = dict(session.execute(_TEXTS, {"ids": article_ids}).all())
    articles = article_views(session, article_ids, sources)
    marks = _marks_near(session, [place.id for place in places])
    if scope.filters.certain:
        marks = {id_: [mark for mark in own if not mark.proposed] for id_, own in marks.items()}
    persons = frozenset(scope.person_ids)
    return {
        place.id: _view(place, articles[place.article_id], texts[place.article_id], marks[place.article_id], persons)
        for place in places
    }


def _marks_near(session: Session, passage_ids: Sequence[int]) -> dict[int, list[Mark]]:
    """Marks inside the passages and their sentences of context; a quotation may begin before.

    Quotations are asked for apart, so that everything else is a short stretch of the index by its start.
    """
    return load_marks(session, LAYERS, _NEAR, passages=list(passage_ids))


def _near() -> Any:
    here = columns(col(Annotation.id)).join(Passage, col(Passage.article_id) == col(Annotation.article_id))
    chosen = col(Passage.id).in_(bindparam("passages", expanding=True))
    here = here.where(chosen, col(Annotation.start) < col(Passage.after))
    begun = here.where(
        col(Annotation.layer).in_(["sentence", "mention", "topic"]), col(Annotation.start) >= col(Passage.before)
    )
    spoken = here.where(col(Annotation.layer) == "quotation", col(Annotation.end) > col(Passage.before))
    return col(Annotation.id).in_(begun.union(spoken))


_NEAR = _near()
_TEXTS = columns(col(Article.id), col(Article.text)).where(col(Article.id).in_(bindparam("ids", expanding=True)))


def _view(place: Place, article: ArticleView, text: str, marks: list[Mark], persons: frozenset[int]) -> PassageView:
    evidence: list[tuple[int, int, str]] = []
    carried = True
    sure = []
    for mark in marks:
        if mark.layer == "topic" and mark.topic_id == place.topic_id and place.start <= mark.start < place.end:
            sure.append(mark)
            # Words of a heading above, or of the sentence before, are no words of the passage.
            words = mark.attrs.get("evidence", ())
            evidence += [(a, b, surface) for a, b, surface in words if place.start <= a < place.end]
            carried = carried and bool(mark.attrs.get("carried"))
    emphasis = Emphasis(persons=persons, evidence=tuple((a, b) for a, b, _ in evidence))
    quiet = Emphasis(persons=persons)
    before = [_grey(b) for b in sentence_blocks(text, marks, place.before, place.start, quiet)]
    inside = sentence_blocks(text, marks, place.start, place.end, emphasis)
    after = [_grey(b) for b in sentence_blocks(text, marks, place.end, place.after, quiet)]
    return PassageView(
        id=place.id,
        article=article,
        first=place.first,
        last=place.first + place.sentences - 1,
        of=article.sentences,
        start=place.start,
        end=place.end,
        blocks=join_speech([*before, *inside, *after]),
        why=tuple(dict.fromkeys(surface for _, _, surface in sorted(evidence)))[:MOST_WHY],
        carried=carried,
        proposed=bool(sure) and all(mark.proposed for mark in sure),
        probability=max((own for own in map(probability, sure) if own is not None), default=None),
    )


def _grey(block: Block) -> Block:
    """Context is not the passage: no speech, no emphasis."""
    return replace(block, context=True, kind="text" if block.kind == "speech" else block.kind, speech=None)
