"""What a search found."""

from dataclasses import dataclass

from app.queries.views.heads import ArticleView, FilterBar, SummitView
from app.queries.views.text import Piece


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that holds every word of the query, with its first matching sentences.

    ``headline``: its pieces where a word of the query stands there, else empty.
    """

    article: ArticleView
    sentences: tuple[tuple[int, tuple[Piece, ...]], ...]  # start, pieces
    headline: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Search results."""

    summit: SummitView
    bar: FilterBar
    query: str
    hits: tuple[SearchHit, ...]
    total: int
    next_offset: int | None
