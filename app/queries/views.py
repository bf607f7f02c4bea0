"""What pages and API get to see: frozen view models. No table object leaves app/queries."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class SummitView:
    """The head of every screen of a summit. ``persons`` and ``topics`` count what occurs in its articles."""

    slug: str
    name: str
    place: str
    starts_on: date | None
    articles: int
    sources: int
    topics: int = 0
    persons: int = 0
    waiting: int = 0  # articles still to be analysed
    failed: int = 0


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as column head. ``articles``, ``words`` and the rest are of this summit."""

    slug: str
    name: str
    hue: int  # 0 to 7
    articles: int = 0
    words: int = 0
    sentences: int = 0
    agencies: tuple[str, ...] = ()
    published: str | None = None  # of its only or latest dated article, as precise as known


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic in both languages; templates choose with ``topic.label(locale)``."""

    slug: str
    group: str  # issue | frame
    label_de: str
    label_en: str
    description_de: str = ""
    description_en: str = ""

    def label(self, locale: str) -> str:
        """The name in the reader's language."""
        return self.label_en if locale == "en" else self.label_de

    def description(self, locale: str) -> str:
        """What belongs to it, in the reader's language."""
        return self.description_en if locale == "en" else self.description_de


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter, with the number of things that would be shown with it under the other filters."""

    slug: str
    name: str
    count: int
    active: bool
    hue: int | None = None  # of a source


@dataclass(frozen=True, slots=True)
class FilterBar:
    """The filter bar. ``unit`` says what the counts count. ``undated`` articles are hidden by dates."""

    persons: tuple[Option, ...]  # the first few, active ones first
    more_persons: tuple[Option, ...]
    sources: tuple[Option, ...]
    unit: str  # "articles" | "passages"
    earliest: date | None
    latest: date | None
    undated: int
    unknown: tuple[str, ...] = ()  # slugs in the URL that this summit does not know


@dataclass(frozen=True, slots=True)
class Cell:
    """One source in one topic. ``share`` of its sentences (0 to 1); ``bar`` relative to the longest (0 to 100)."""

    source: SourceView
    sentences: int
    share: float
    bar: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One topic; ``cells`` in the order of the columns. ``only`` is the one source that has it, if it is one."""

    topic: TopicView
    cells: tuple[Cell, ...]
    covering: int
    sentences: int
    only: SourceView | None


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
class ArticleView:
    """An article in lists and heads. ``title`` is never invented: ``opening`` are the first words, marked as such."""

    id: int
    title: str | None
    opening: str
    source: SourceView
    published: str | None
    agencies: tuple[str, ...]
    status: str  # queued | analysing | ready | failed
    words: int
    sentences: int
    language: str | None = None
    url: str | None = None
    file: str | None = None
    error: str | None = None
    added_at: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks; concatenated pieces give the text back.

    ``kind`` person, place, organisation or None; ``entity`` its slug; ``active`` when it is what the filter asks for;
    ``evidence`` when it put the sentence into the topic; ``quoted`` inside marks; ``hit`` when a search found it.
    """

    text: str
    kind: str | None = None
    entity: str | None = None
    entity_name: str | None = None
    via: str | None = None  # name | role
    proposed: bool = False
    metonym: bool = False
    active: bool = False
    evidence: bool = False
    quoted: str | None = None  # direct | partial | label
    hit: bool = False
    shared: int | None = None  # hue of the source that has the same words


@dataclass(frozen=True, slots=True)
class Speech:
    """Whose words a block gives. ``speaker`` None: unclear; ``slug`` only where it is a person of the summit."""

    kind: str  # direct | indirect
    speaker: str | None
    slug: str | None
    verb: str | None
    proposed: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One or more sentences set alike: heading, plain text, or somebody's words (then ``speech`` is set)."""

    kind: str  # heading | text | speech | meta | signature
    pieces: tuple[Piece, ...]
    speech: Speech | None = None
    context: bool = False  # greyed: the sentence before or after the passage
    start: int = 0
    topics: tuple[TopicView, ...] = ()  # article page: for the margin
    colour: int | None = None
    paragraph: bool = False  # a paragraph of the article begins here


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


@dataclass(frozen=True, slots=True)
class Column:
    """One source on the topic page. ``more`` passages are not shown yet; ``next_offset`` gets them."""

    source: SourceView
    passages: tuple[PassageView, ...]
    total_passages: int
    total_sentences: int
    more: int
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class OnlyHere:
    """A topic that one source alone has, with the first sentence that says so."""

    topic: TopicView
    source: SourceView
    sentence: str
    article_id: int
    start: int


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    """How often, and with how many words, the articles give a person's words."""

    slug: str
    name: str
    quotations: int
    words: int
    bar: int  # 0 to 100


@dataclass(frozen=True, slots=True)
class SharedText:
    """A passage that two articles of different sources share; ``here`` and ``there`` are offsets into each.

    ``agencies`` sign one of the two texts; without any, who wrote it first cannot be told from the texts.
    """

    excerpt: str
    words: int  # equal ones
    verbatim: bool
    article: ArticleView
    start: int
    end: int
    twin: ArticleView
    twin_start: int
    twin_end: int
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Screen 1. ``issues`` and ``frames`` are the two groups of rows; ``legend`` explains the barcode's colours."""

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]
    issues: tuple[MatrixRow, ...]
    frames: tuple[MatrixRow, ...]
    absent: tuple[TopicView, ...]  # topics of the lexicon that no article (under these filters) has
    barcodes: tuple[Barcode, ...]
    legend: tuple[tuple[TopicView, int], ...]
    uncoloured: int  # issues beyond the twelve that have a colour
    more_barcodes: int
    only_here: tuple[OnlyHere, ...]
    speakers: tuple[SpeakerShare, ...]
    shared: tuple[SharedText, ...] = ()
    more_shared: int = 0


@dataclass(frozen=True, slots=True)
class RowPreview:
    """A matrix row opened in place: the first passage of each source that has one."""

    topic: TopicView
    passages: tuple[PassageView, ...]
    silent: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Screen 2."""

    summit: SummitView
    bar: FilterBar
    topic: TopicView
    previous: TopicView | None
    next: TopicView | None
    columns: tuple[Column, ...]
    silent: tuple[SourceView, ...]
    sentences: int
    sentences_unfiltered: int
    filtered_out: frozenset[str]  # slugs of silent sources that have the topic, but not with the persons chosen
    active_persons: tuple[str, ...]  # names


@dataclass(frozen=True, slots=True)
class QuotationView:
    """A quotation in lists, with the sentence(s) around it."""

    article: ArticleView
    start: int
    kind: str
    verb: str | None
    speaker: str | None
    proposed: bool
    pieces: tuple[Piece, ...]
    words: int
    slug: str | None = None  # of a speaker who is a person


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """Who is quoted how often by each source; ``counts`` in the order of the columns. ``name`` None: unclear."""

    slug: str | None  # of a person, who can be filtered by
    name: str | None
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """Screen 5: who said what. ``kinds`` and ``topics`` are (value, number) under the other filters."""

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]
    speakers: tuple[SpeakerRow, ...]
    more_speakers: int
    quotations: tuple[QuotationView, ...]
    total: int
    next_offset: int | None
    kind: str | None
    kinds: tuple[tuple[str, int], ...]
    topic: TopicView | None
    topics: tuple[tuple[TopicView, int], ...]


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name or role as one source writes it, how often, and where first."""

    surface: str
    via: str
    count: int
    article_id: int
    start: int


@dataclass(frozen=True, slots=True)
class PersonColumn:
    """One source on the person page."""

    source: SourceView
    mentions: int
    names: tuple[NameForm, ...]
    quotations: tuple[QuotationView, ...]
    quotations_total: int
    quoted_words: int


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person in lists."""

    slug: str
    name: str
    mentions: int
    articles: int
    quotations: int
    sources: tuple[SourceView, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Screen 3. ``beside`` are persons in the same passages, with the number of passages."""

    summit: SummitView
    bar: FilterBar
    person: PersonView
    columns: tuple[PersonColumn, ...]
    silent: tuple[SourceView, ...]
    topics: tuple[tuple[TopicView, int], ...]
    beside: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PersonsPage:
    """All persons of a summit, most mentioned first."""

    summit: SummitView
    bar: FilterBar
    persons: tuple[PersonView, ...]
    total: int
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class WarningView:
    """Something to know about a text; ``code`` is translated by the templates, ``excerpt`` the words it is about."""

    code: str
    excerpt: str
    start: int


@dataclass(frozen=True, slots=True)
class EntityCount:
    """A person, place or organisation of one article; ``starts`` are the offsets of its mentions, to step through."""

    slug: str
    name: str
    kind: str
    count: int
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Screen 4. Blocks in reading order; every sentence block carries ``start`` for the anchor ``#s<start>``."""

    summit: SummitView
    article: ArticleView
    blocks: tuple[Block, ...]
    topics: tuple[tuple[TopicView, int, int | None], ...]  # topic, sentences, colour
    entities: tuple[EntityCount, ...]
    warnings: tuple[WarningView, ...]
    notes: tuple[str, ...]
    quotations: int
    previous_id: int | None
    next_id: int | None
    pipeline: str | None
    shared: tuple[SharedText, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """The list of articles under the filters, and of those that a search finds."""

    summit: SummitView
    bar: FilterBar
    articles: tuple[ArticleView, ...]
    total: int
    next_offset: int | None


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


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The sources of a summit, to be renamed in place."""

    summit: SummitView
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the analysis of an article is. ``ahead`` articles of the queue come first."""

    article: ArticleView
    summit_slug: str
    ahead: int


@dataclass(frozen=True, slots=True)
class SummitsPage:
    """All summits."""

    summits: tuple[SummitView, ...] = field(default=())
