"""One article, lists of them, and how far an analysis is."""

from dataclasses import dataclass

from app.queries.views.heads import ArticleView, FilterBar, SummitView, TopicView
from app.queries.views.shared import Provenance, SharedText
from app.queries.views.text import Block, Piece, Speech


@dataclass(frozen=True, slots=True)
class WarningView:
    """Something to know about a text; ``code`` is translated by the templates, ``excerpt`` the words it is about."""

    code: str
    excerpt: str
    start: int


@dataclass(frozen=True, slots=True)
class EntityCount:
    """A person, place or organisation of one article; ``starts`` are the offsets of its mentions, to step through.

    ``headline`` counts its mentions above the text, which are in no other number.
    """

    slug: str
    name: str
    kind: str
    count: int
    starts: tuple[int, ...]
    proposed: int = 0  # of the mentions: only likely to mean it
    headline: int = 0


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """The headline of one article under its marks, whose words it gives, and its topics."""

    pieces: tuple[Piece, ...]
    said: tuple[Speech, ...] = ()
    topics: tuple[TopicView, ...] = ()
    doubted: tuple[str, ...] = ()  # slugs of those of its topics that are only proposed

    @property
    def marked(self) -> bool:
        """Is any of it under a mark, or what a search found?"""
        return any(one.kind or one.quoted or one.hit for one in self.pieces)


@dataclass(frozen=True, slots=True)
class GenreSign:
    """Words that tell the genre of an article. ``start``: where in the text; None in headline or byline."""

    surface: str
    start: int | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Screen 4. Blocks in reading order; every sentence block carries ``start`` for the anchor ``#s<start>``."""

    summit: SummitView
    article: ArticleView
    blocks: tuple[Block, ...]
    topics: tuple[tuple[TopicView, int, int | None, int], ...]  # topic, sentences, colour, proposed sentences
    entities: tuple[EntityCount, ...]
    warnings: tuple[WarningView, ...]
    notes: tuple[str, ...]
    quotations: int
    previous_id: int | None
    next_id: int | None
    pipeline: str | None
    shared: tuple[SharedText, ...] = ()
    provenance: Provenance | None = None
    headline: HeadlineView | None = None
    genre_signs: tuple[GenreSign, ...] = ()
    proposed: int = 0  # of all its marks, whether they are shown or hidden
    proposed_quotations: int = 0
    lacking: tuple[str, ...] = ()  # words of the others, where it does not seem to belong


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """The list of articles under the filters, and of those that a search finds."""

    summit: SummitView
    bar: FilterBar
    articles: tuple[ArticleView, ...]
    total: int
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the analysis of an article is. ``ahead`` articles of the queue come first."""

    article: ArticleView
    summit_slug: str
    ahead: int
