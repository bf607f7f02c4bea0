"""Sentences that stand behind a count, one a line, with the words that were counted."""

from dataclasses import dataclass

from app.queries.views.heads import ArticleView


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence cut around the words it is shown for. ``start`` is the offset of the sentence, ``at`` of the words."""

    article: ArticleView
    start: int
    at: int
    before: str
    hit: str
    after: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of such sentences, in the order of the articles; ``total`` counts all of them."""

    lines: tuple[Line, ...]
    total: int
    next_offset: int | None
