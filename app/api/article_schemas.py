"""What the addresses answer with, field by field, for ``/openapi.json`` (``shared/design/contract.md`` in words).

Offsets count Unicode code points, start inclusive, end exclusive. Fields may be added, so none is turned away.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["certain", "proposed"]


class Document(BaseModel):
    """A JSON object that may have more fields than these."""

    model_config = ConfigDict(extra="allow")


class SourceName(Document):
    slug: str
    name: str


class EntityName(Document):
    slug: str
    name: str


class TopicDocument(Document):
    """A topic of a sentence or headline, with the words that are the evidence."""

    slug: str
    score: float
    evidence: list[str]
    carried: bool = Field(description="a heading or neighbour brought it, not its own words")
    corrected: bool


class MentionDocument(Document):
    start: int
    end: int
    surface: str
    kind: Literal["person", "place", "organisation"]
    via: Literal["name", "role"]
    entity: EntityName | None
    status: Status
    metonym: bool = Field(description="a place that stands for who governs there")
    corrected: bool
    voice: Literal["own", "quoted", "reported"] | None


class QuotationDocument(Document):
    start: int
    end: int
    kind: Literal["direct", "partial", "label", "indirect"]
    speaker: EntityName | None
    speaker_text: str | None
    verb: str | None
    status: Status = Field(description="of the speaker")
    corrected: bool


class FigureDocument(Document):
    """A number, date or measure. ``value`` of a date is the day, month or year as far as it is known."""

    start: int
    end: int
    surface: str
    kind: str
    value: float | str | None
    high: float | None
    unit: str | None
    precision: str
    when: str | None
    about: str | None


class SentenceDocument(Document):
    start: int
    end: int
    kind: Literal["sentence", "heading", "meta", "signature"]
    topics: list[TopicDocument]


class WarningDocument(Document):
    code: str
    message: str
    start: int
    end: int


class HeadlineDocument(Document):
    """The marks of the headline: offsets into ``title``. They are in no count."""

    mentions: list[MentionDocument]
    quotations: list[QuotationDocument]
    figures: list[FigureDocument]
    topics: list[TopicDocument]


class ProvenanceDocument(Document):
    """Words by where else they stand: in an agency's text, in a source of unknown agency, nowhere."""

    own: int
    signed: int
    unsigned: int
    agencies: list[str]


class ArticleDocument(Document):
    """One article with its text and every mark."""

    id: int
    title: str | None
    source: SourceName
    published: str | None
    agencies: list[str]
    status: Literal["queued", "analysing", "ready", "failed"]
    words: int
    url: str | None
    language: str | None
    text: str = Field(description="offsets of all marks but the headline's count its code points")
    file: str | None
    warnings: list[WarningDocument]
    sentences: list[SentenceDocument]
    mentions: list[MentionDocument]
    quotations: list[QuotationDocument]
    figures: list[FigureDocument]
    headline: HeadlineDocument
    provenance: ProvenanceDocument
