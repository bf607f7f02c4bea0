"""What may be said of sources, in JSON: statements of absence, groups, and passages that are offered."""

from typing import Literal

from pydantic import BaseModel, Field

Kind = Literal["topic", "person", "organisation", "place", "figure", "quotation", "shared"]


class Place(BaseModel):
    """A stretch of an article's text or of its headline, in Unicode code points."""

    article: int
    part: Literal["text", "headline"]
    start: int = Field(ge=0)
    end: int


class Candidate(Place):
    """A passage that the wider search offers, and why."""

    score: float = Field(ge=0, le=1)
    reasons: list[str] = Field(description="codes, or a code and the words it is about: word:Energie")


class Searched(BaseModel):
    """What of a source was searched, and for what."""

    articles: int
    sentences: int
    terms: list[str]


class Absence(BaseModel):
    """One thing and one source in which it was not found."""

    kind: Kind
    name: str
    topic: str | None = Field(description="slug")
    person: str | None = Field(description="slug")
    members: list[Place] = Field(description="where the thing is found; the first twenty")
    source: str = Field(description="slug")
    verdict: Literal["absent", "perhaps", "withheld"] = Field(
        description="searched in vain; passages are offered; the source cannot carry an absence"
    )
    reason: Literal["short", "before-event", "gap", "other-language", "no-topics", "not-searched"] | None = Field(
        description="why nothing is said"
    )
    searched: Searched
    candidates: list[Candidate]


class Absences(BaseModel):
    """One page of statements."""

    total: int
    items: list[Absence]
    notices: list[str] = Field(default=[], description="what of the filters made no sense and was left out")


class FigureMember(Place):
    """A figure in a group. ``value`` and ``high`` are in the base of ``unit``; ``day``: of a date, what it is."""

    surface: str | None
    kind: str
    value: float | None
    high: float | None
    unit: str | None
    precision: str | None
    when: str | None
    day: str | None
    about: str | None


class FigureGroup(BaseModel):
    """Figures of one thing, or one figure for which passages of other sources are offered."""

    id: str = Field(description="the same as long as its first member is the same text")
    relation: Literal["differing", "complementing", "rounded", "same", "perhaps", "perhaps-differing"] = Field(
        description="how the members relate; perhaps: one member alone; perhaps-differing: passages with another value"
    )
    sources: int
    members: list[FigureMember]
    perhaps: list[Candidate] = Field(description="passages of other sources that may belong to it")


class FigureGroups(BaseModel):
    """One page of groups."""

    total: int
    items: list[FigureGroup]


class Speaker(BaseModel):
    """Who says it."""

    slug: str
    name: str


class QuotationMember(Place):
    """A quotation in a group."""

    kind: Literal["direct", "partial", "label", "indirect"]
    verb: str | None


class QuotationGroup(BaseModel):
    """One utterance as several sources give it, or one for which passages of other sources are offered."""

    id: str = Field(description="the same as long as its first member is the same text")
    speaker: Speaker | None = Field(description="null where nobody, or more than one person, is named")
    relation: Literal["identical", "wording", "reported", "perhaps"]
    sources: int
    members: list[QuotationMember]
    perhaps: list[Candidate] = Field(description="passages of other sources that may give it, too")


class QuotationGroups(BaseModel):
    """One page of groups."""

    total: int
    items: list[QuotationGroup]
