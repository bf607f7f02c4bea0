"""What a search found."""

from dataclasses import dataclass

from app.queries.views.heads import ArticleView, FilterBar, SummitView
from app.queries.views.text import Piece


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that holds every word of the query, with its first matching sentences."""

    article: ArticleView
    sentences: tuple[tuple[int, tuple[Piece, ...]], ...]  # start, pieces


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Search results."""

    summit: SummitView
    bar: FilterBar
    query: str
    hits: tuple[SearchHit, ...]
    total: int
    next_offset: int | None
