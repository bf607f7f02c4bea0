"""What was put right, what can be put right at one place, and how far the articles have followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.correct.decisions import Decision
from app.nlp.layers import Layer
from app.queries.views.heads import ArticleView, SourceView, SummitView, TopicView


@dataclass(frozen=True, slots=True)
class LineView:
    """A decision on record. ``article`` None with ``of_text``: the article has been removed meanwhile.

    ``taken_with`` is the line of one that it was taken together with. ``turnable``: it can be undone or redone alone.
    """

    id: int
    said: Decision
    holds: bool
    at: datetime
    by: str
    turned_at: datetime | None  # when it was last undone or redone
    turned_by: str
    of_text: bool
    article: ArticleView | None
    taken_with: int | None = None
    turnable: bool = True

    @property
    def kind(self) -> str:
        """The decision's kind."""
        return self.said.KIND


@dataclass(frozen=True, slots=True)
class Rework:
    """So many of the articles that have to follow decisions have done so."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """Everything on record, latest first."""

    summit: SummitView
    lines: tuple[LineView, ...]
    total: int
    next_offset: int | None
    counts: dict[str, int]  # by kind
    undone: int
    rework: Rework | None
    topics: dict[str, TopicView]


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark that can be put right. ``name`` of an entity (at ``slug``), or of a speaker who is none."""

    layer: str
    label: str
    start: int
    end: int
    words: str
    name: str
    via: str
    verb: str
    proposed: bool
    corrected: bool
    probability: float | None = None  # that it is right, where that is reckoned
    value: float | None = None
    unit: str = ""
    about: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class TopicSpot:
    """A topic of a sentence."""

    topic: TopicView
    corrected: bool
    carried: bool
    proposed: bool = False
    probability: float | None = None  # that it is right, where that is reckoned
    words: tuple[str, ...] = ()  # that put the sentence there


@dataclass(frozen=True, slots=True)
class FixPanel:
    """What stands at ``start`` to ``end``. ``layer``: mention, sentence, or text for words just selected."""

    layer: str
    start: int
    end: int
    words: str
    sentence_start: int
    sentence_end: int
    sentence: str
    mention: Spot | None
    mentions: tuple[Spot, ...]
    quotations: tuple[Spot, ...]
    figures: tuple[Spot, ...]
    topics: tuple[TopicSpot, ...]
    others: tuple[TopicView, ...]  # topics that the sentence is not of
    names: tuple[str, ...]  # of the summit's entities, persons first
    parts: tuple[tuple[int, int, str], ...]  # the sentence's words, to choose from without a mouse
    marks: tuple[Spot, ...] = ()  # of the layers that have no form of their own
    layers: Mapping[str, Layer] = field(default_factory=dict)  # these layers by name


@dataclass(frozen=True, slots=True)
class AliasView:
    """A name that stands for an entity. ``own``: the one that made it. ``kind``: what the machine takes it for."""

    kind: str
    key: str
    name: str
    bare: bool
    own: bool
    mentions: int


@dataclass(frozen=True, slots=True)
class PersonEdit:
    """What can be put right about a person, place or organisation."""

    summit: SummitView
    kind: str
    slug: str
    name: str
    aliases: tuple[AliasView, ...]
    others: tuple[tuple[str, str], ...]  # slug and name of those it could be joined with


@dataclass(frozen=True, slots=True)
class TopicEditPage:
    """A topic with its words as lines, and the topics it could be joined with."""

    summit: SummitView
    topic: TopicView | None  # None: a new one
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    exclude: tuple[str, ...]
    others: tuple[TopicView, ...]
    rework: Rework | None
    homes: tuple[TopicView, ...] = ()  # topics that it could be a part of; none where it has parts itself
    parts: tuple[TopicView, ...] = ()


@dataclass(frozen=True, slots=True)
class Origination:
    """The sentence that a new topic begins with: where it stands, and its words that could tell the topic."""

    article: ArticleView
    start: int
    sentence: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renaming:
    """What another name changes: where the topic stands under it. Its address stays."""

    before: TopicView
    after: TopicView
    sources: int
    sentences: int
    said: bool  # its description is another, too
    twin: TopicView | None  # one that is called so already


Origin = Literal["own", "heading", "neighbour"]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence that would come into a topic, or go from it, by the words ``why``; ``origin``: where these stand."""

    article: ArticleView
    start: int
    words: str
    why: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Shift:
    """Sentences of a topic in a source, as it is and as it would be."""

    source: SourceView
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ShiftedTopic:
    """A topic of which counts would change. ``own``: the edit is about it (made, changed, joined or split)."""

    topic: TopicView
    sources: tuple[Shift, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What an edit of a topic would do to the articles looked at; ``articles`` of ``of`` all."""

    come: tuple[SentenceView, ...]
    go: tuple[SentenceView, ...]
    coming: int
    going: int
    stay: int
    articles: int
    of: int
    shifts: tuple[ShiftedTopic, ...]

    @property
    def moves_others(self) -> bool:
        """Would counts change of a topic that the edit is not about?"""
        return any(not one.own for one in self.shifts)
