"""Passages of a topic, in columns."""

from dataclasses import dataclass, field

from app.queries.views.claims import Claims
from app.queries.views.heads import ArticleView, FilterBar, SourceView, SummitView, TopicView
from app.queries.views.shared import NO_STRANDS, Strands
from app.queries.views.silence import Sign
from app.queries.views.text import Block


@dataclass(frozen=True, slots=True)
class PassageView:
    """A run of sentences of one topic; ``first`` to ``last`` of ``of``. ``why`` are the distinct evidence words."""

    id: int
    article: ArticleView
    first: int
    last: int
    of: int
    start: int
    end: int
    blocks: tuple[Block, ...]
    why: tuple[str, ...]
    carried: bool  # nothing but a heading or neighbour put it here
    proposed: bool = False  # none of its sentences is certain to be of the topic
    probability: float | None = None  # that the likeliest of them is, where that is reckoned


@dataclass(frozen=True, slots=True)
class Column:
    """One source on the topic page. ``more`` passages are not shown yet; ``next_offset`` gets them."""

    source: SourceView
    passages: tuple[PassageView, ...]
    total_passages: int
    total_sentences: int
    more: int
    next_offset: int | None
    proposed: int = 0  # of the sentences, or of those hidden for it: in passages that are only proposed
    goes_on: bool = False  # these are fewer than a column has: the next come as one scrolls


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Screen 2."""

    summit: SummitView
    bar: FilterBar
    topic: TopicView
    previous: TopicView | None
    next: TopicView | None
    columns: tuple[Column, ...]
    silent: Claims  # of the sources shown that have no passage under the filters
    sentences: int
    sentences_unfiltered: int
    active_persons: tuple[str, ...]  # names
    proposed: int = 0  # sentences in passages that are only proposed, shown or hidden
    strands: Strands = NO_STRANDS  # of the sources that cover it under the filters
    signs: dict[str, tuple[Sign, ...]] = field(default_factory=dict)  # by slug of a silent source: why it may be silent


@dataclass(frozen=True, slots=True)
class RowPreview:
    """A matrix row opened in place: the first passage of each source that has one."""

    summit: SummitView
    topic: TopicView
    passages: tuple[PassageView, ...]
    silent: Claims  # of the sources without a passage under the filters
