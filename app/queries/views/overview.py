"""The summit overview: matrix, barcodes and what stands below."""

from dataclasses import dataclass

from app.compare.coverage import Reach
from app.queries.views.claims import Claims, ClaimView
from app.queries.views.figures import Unlike
from app.queries.views.heads import ArticleView, FilterBar, SourceView, SummitView, TopicView
from app.queries.views.shared import NO_STRANDS, SharedText, Strands
from app.queries.views.topicless import Topicless

NO_FIGURES = Unlike()


@dataclass(frozen=True, slots=True)
class Cell:
    """One source in one topic. ``share`` of its sentences (0 to 1); ``bar`` relative to the longest (0 to 100).

    ``claim`` says what is to be said where it has no sentence; ``proposed``: none of a few is certain to be of it.
    """

    source: SourceView
    sentences: int
    share: float
    bar: int
    claim: ClaimView
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One topic; ``cells`` in the order of the columns. ``claims`` are those of the sources shown.

    ``nested``: it stands under the topic that it is a part of. ``reach``: how far one reaches that is the event itself.
    """

    topic: TopicView
    cells: tuple[Cell, ...]
    covering: int
    sentences: int
    claims: Claims
    strands: Strands = NO_STRANDS  # the sources that share text in this topic count once
    nested: bool = False
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A sentence in a barcode: left edge and width in thousandths of the strip; the leading issue topic, if any."""

    x: int
    width: int
    number: int
    start: int
    topic: TopicView | None
    colour: int | None  # 0 to 11, stable for a topic on this page; None without an issue topic
    dimmed: bool = False  # outside the person filter


@dataclass(frozen=True, slots=True)
class Barcode:
    """One article as a strip. ``leads_with`` is the topic of its first sentence that has one."""

    article: "ArticleView"
    ticks: tuple[Tick, ...]
    leads_with: TopicView | None


@dataclass(frozen=True, slots=True)
class OnlyHere:
    """A topic found in one source and offered in no other, with the first sentence that says so."""

    topic: TopicView
    source: SourceView
    sentence: str
    article_id: int
    start: int
    claims: Claims
    proposed: bool = False  # that the sentence is of the topic

    @property
    def place(self) -> tuple[int, int]:
        """The sentence; topics that stand in the same one share it."""
        return self.article_id, self.start


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    """How often, and with how many words, the articles give a person's words."""

    slug: str
    name: str
    quotations: int
    words: int
    bar: int  # 0 to 100
    proposed: int = 0  # of the quotations: only likely this speaker's


@dataclass(frozen=True, slots=True)
class Left:
    """What the filters leave of a summit, for its head. Under a person filter: articles that have such a passage."""

    articles: int
    sources: int
    topics: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Screen 1. ``pinned``, ``issues``, ``events`` (issues that are the event itself) and ``frames`` are the groups of
    rows, ``hidden`` the topics that people do not want to see; ``legend`` explains the barcode's colours."""

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]
    pinned: tuple[MatrixRow, ...]
    issues: tuple[MatrixRow, ...]
    events: tuple[MatrixRow, ...]
    frames: tuple[MatrixRow, ...]
    whole: Reach  # what the event itself is measured by
    hidden: tuple[TopicView, ...]
    topicless: Topicless
    left: Left
    absent: tuple[TopicView, ...]  # topics of the lexicon that no article (under these filters) has
    barcodes: tuple[Barcode, ...]
    legend: tuple[tuple[TopicView, int], ...]
    uncoloured: int  # issues beyond the twelve that have a colour
    more_barcodes: int  # sources that have none, since they are many
    only_here: tuple[OnlyHere, ...]
    speakers: tuple[SpeakerShare, ...]
    shared: tuple[SharedText, ...] = ()
    more_shared: int = 0
    beyond_shared: int = 0  # of one chosen source with others
    figures: Unlike = NO_FIGURES
