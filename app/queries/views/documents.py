"""What addresses under ``/api`` answer with, field by field: what programs rely on, and what ``/openapi.json`` says.

Offsets count Unicode code points, start inclusive, end exclusive. Fields may be added, none is renamed. Marks of an
article have their shapes in ``nlp.shapes``.
"""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict  # that of ``typing`` tells pydantic too little before Python 3.12

from app.nlp.shapes import EntityName, Probability, Surface
from app.nlp.types import GenreName, Status

Slug = Annotated[str, Field(description="stands in addresses and never changes", examples=["genf-2021"])]
SourceSlug = Annotated[str, Field(description="slug of the source", examples=["quelle-a"])]
Total = Annotated[int, Field(ge=0, description="how many there are in all, whatever the page", examples=[42])]
ArticleId = Annotated[int, Field(description="of an article: GET /api/articles/{id}", examples=[1])]
Start = Annotated[int, Field(ge=0, description="offset of the first code point", examples=[120])]
End = Annotated[int, Field(ge=0, description="offset behind the last code point", examples=[131])]
Part = Annotated[
    Literal["text", "headline"], Field(description="what the offsets count in; headline: the title", examples=["text"])
]
GroupId = Annotated[
    str, Field(description="the same as long as its first member is the same text", examples=["0a5d1c9e"])
]
Sources = Annotated[int, Field(ge=0, description="how many sources give it", examples=[3])]
Notices = Annotated[
    list[str], Field(description="sentences about what of the filters made no sense and was left out", examples=[[]])
]


# --- summits


class SummitEntry(TypedDict):
    """A summit."""

    slug: Slug
    name: Annotated[str, Field(description="what it is called", examples=["Genf 2021"])]
    place: Annotated[str, Field(description="empty where it is not known", examples=["Genf"])]
    starts_on: Annotated[
        str | None, Field(description="its first day", json_schema_extra={"format": "date"}, examples=["2021-06-16"])
    ]
    ends_on: Annotated[
        str | None,
        Field(
            description="its last day; null: it has one day, or its end is not known",
            json_schema_extra={"format": "date"},
            examples=["2021-06-17"],
        ),
    ]
    articles: Annotated[int, Field(ge=0, description="how many articles it holds", examples=[5])]
    sources: Annotated[int, Field(ge=0, description="from how many sources they come", examples=[5])]


class SummitList(TypedDict):
    """Every summit."""

    items: Annotated[list[SummitEntry], Field(description="latest first")]


class TopicLabel(TypedDict):
    """What a topic is called."""

    de: Annotated[str, Field(description="in German", examples=["Rüstungskontrolle"])]
    en: Annotated[str, Field(description="in English", examples=["Arms control"])]


class MatrixTopic(TypedDict):
    """A row of the matrix."""

    slug: Annotated[str, Field(description="of the topic, within the summit", examples=["ruestungskontrolle"])]
    group: Annotated[str, Field(description="issue, or frame for how it is told", examples=["issue"])]
    label: TopicLabel
    origin: Annotated[
        str, Field(description="lexicon, event (out of its texts), or people (made by hand)", examples=["lexicon"])
    ]
    within: Annotated[str | None, Field(description="slug of the topic that it is a part of", examples=["energie"])]
    pinned: Annotated[bool, Field(description="stands before all others", examples=[False])]
    hidden: Annotated[bool, Field(description="people do not want to see it: pages leave it out", examples=[False])]
    event: Annotated[
        bool, Field(description="covers so much of the summit that it is the event itself", examples=[False])
    ]


class MatrixSource(TypedDict):
    """A column of the matrix."""

    slug: SourceSlug
    name: Annotated[str, Field(description="of the source", examples=["Quelle A"])]
    articles: Annotated[int, Field(ge=0, description="its articles under the filters", examples=[1])]
    words: Annotated[int, Field(ge=0, description="words of these", examples=[612])]
    proper_sentences: Annotated[
        int,
        Field(ge=0, description="their sentences without headings; with persons: those that name them", examples=[34]),
    ]
    without_topic: Annotated[int, Field(ge=0, description="of these sentences: bear no topic", examples=[9])]


class MatrixCell(TypedDict):
    """What one source says on one topic."""

    topic: Annotated[str, Field(description="slug of the topic", examples=["ruestungskontrolle"])]
    source: SourceSlug
    sentences: Annotated[int, Field(ge=0, description="its sentences on the topic", examples=[7])]
    share: Annotated[float, Field(ge=0, description="of its sentences: 0 to 1, four decimals", examples=[0.2059])]


class Matrix(TypedDict):
    """Sentences of each source on each topic; cells that are not there are zero."""

    topics: Annotated[list[MatrixTopic], Field(description="those that any source has, in the summit's order")]
    sources: Annotated[list[MatrixSource], Field(description="those under the filters")]
    cells: Annotated[list[MatrixCell], Field(description="by topic, then source")]


class MatrixAnswer(Matrix):
    """The same, and what of the filters was left out."""

    notices: Notices


class TopicPassage(TypedDict):
    """A run of neighbouring sentences of one topic in one article."""

    article: ArticleId
    source: SourceSlug
    start: Start
    end: End
    first: Annotated[int, Field(ge=1, description="number of its first sentence in the article", examples=[4])]
    sentences: Annotated[int, Field(ge=1, description="how many sentences it has", examples=[2])]


class TopicPassages(TypedDict):
    """One page of passages."""

    total: Total
    items: Annotated[list[TopicPassage], Field(description="source by source, in article order")]


class TopicPassagesAnswer(TopicPassages):
    """The same, and what of the filters was left out."""

    notices: Notices


# --- articles


class SourceName(TypedDict):
    """An outlet."""

    slug: SourceSlug
    name: Annotated[str, Field(description="as it is shown", examples=["Quelle A"])]


class GenreEvidence(TypedDict):
    """Words that tell a genre, or a place that shows its form."""

    part: Annotated[Literal["text", "headline", "author"], Field(description="where", examples=["text"])]
    start: Start
    end: End
    surface: Surface


class GenreDocument(TypedDict):
    """What kind of text it is."""

    name: Annotated[GenreName | Literal["unknown"], Field(description="the genre", examples=["comment"])]
    status: Annotated[
        Literal["certain", "proposed", "decided", "unknown"],
        Field(description="named by words; shown by its form; decided by a person", examples=["certain"]),
    ]
    evidence: Annotated[list[GenreEvidence], Field(description="offsets into that part")]


class ArticleEntry(TypedDict):
    """An article in a list."""

    id: ArticleId
    title: Annotated[str | None, Field(description="its headline", examples=["Biden trifft Putin"])]
    source: SourceName
    published: Annotated[
        str | None,
        Field(description="as precise as known: a year, a month, a day or a moment", examples=["2021-06-16"]),
    ]
    agencies: Annotated[list[str], Field(description="agencies that sign it", examples=[["AFP"]])]
    status: Annotated[
        Literal["queued", "analysing", "ready", "failed"],
        Field(description="how far its analysis is; marks are there when it is ready", examples=["ready"]),
    ]
    words: Annotated[int, Field(ge=0, description="of its text; 0 before it is ready", examples=[612])]
    belonging: Annotated[
        Literal["", "proposed", "yes", "no"],
        Field(description="proposed as not belonging to the event, or decided; empty: it seems to", examples=[""]),
    ]


class ArticleList(TypedDict):
    """One page of articles."""

    total: Total
    items: Annotated[list[ArticleEntry], Field(description="in the order in which they came")]


class ArticleListAnswer(ArticleList):
    """The same, and what of the filters was left out."""

    notices: Notices


class ProvenanceDocument(TypedDict):
    """Words by whose they are; no word counts twice in own, signed, quoted and unsigned."""

    own: Annotated[int, Field(ge=0, description="found in no other source of the summit", examples=[580])]
    signed: Annotated[int, Field(ge=0, description="in a text that an agency signs", examples=[12])]
    quoted: Annotated[int, Field(ge=0, description="somebody's words in another source too", examples=[20])]
    unsigned: Annotated[int, Field(ge=0, description="in a source whose agency cannot be told", examples=[0])]
    elsewhere: Annotated[int, Field(ge=0, description="of all words: in another source, whosever", examples=[32])]
    whole: Annotated[bool, Field(description="agencies sign this very text: all is signed", examples=[False])]
    agencies: Annotated[list[str], Field(description="these agencies", examples=[["AFP"]])]


class ArticleFrame(ArticleEntry):
    """One article with its text, without its marks: which there are, the registry of layers tells."""

    genre: GenreDocument
    url: Annotated[str | None, Field(description="where it was published", examples=["https://www.example.org/a"])]
    language: Annotated[str | None, Field(description="ISO 639-1 code, as it was found", examples=["de"])]
    changed_at: Annotated[
        str | None, Field(description="when it was changed last, where known", examples=["2021-06-16T18:05:00+02:00"])
    ]
    page: Annotated[str | None, Field(description="page of the printed issue, where known", examples=["4"])]
    text: Annotated[
        str,
        Field(
            description="offsets of all marks but the headline's count its code points", examples=["Die Präsidenten …"]
        ),
    ]
    file: Annotated[str | None, Field(description="the file that it came as", examples=["bericht.txt"])]
    provenance: ProvenanceDocument


class Queued(TypedDict):
    """An article that has been taken."""

    id: ArticleId
    status: Annotated[Literal["queued"], Field(description="its analysis follows", examples=["queued"])]


# --- places, and what may be said of sources


class Place(TypedDict):
    """A stretch of an article's text or of its headline."""

    article: ArticleId
    part: Part
    start: Start
    end: End


class Candidate(Place):
    """A passage that the wider search offers, and why."""

    score: Annotated[float, Field(ge=0, le=1, description="how sure the search is", examples=[0.72])]
    reasons: Annotated[
        list[str], Field(description="codes, or a code and the words it is about", examples=[["word:Energie"]])
    ]


class Searched(TypedDict):
    """What of a source was searched, and for what."""

    articles: Annotated[int, Field(ge=0, description="articles of the source", examples=[1])]
    sentences: Annotated[int, Field(ge=0, description="their sentences", examples=[34])]
    terms: Annotated[list[str], Field(description="words that were looked for", examples=[["Abrüstung"]])]


Kind = Literal["topic", "person", "organisation", "place", "figure", "quotation", "shared"]
Reason = Literal[
    "short", "before-event", "gap", "other-language", "no-topics", "not-searched", "comment", "foreign", "part"
]


class Absence(TypedDict):
    """One thing and one source in which it was not found."""

    kind: Annotated[Kind, Field(description="of the thing", examples=["topic"])]
    name: Annotated[str, Field(description="of the thing, or its words", examples=["Rüstungskontrolle"])]
    topic: Annotated[str | None, Field(description="slug, where it is a topic", examples=["ruestungskontrolle"])]
    person: Annotated[str | None, Field(description="slug, where it is a person", examples=[None])]
    members: Annotated[list[Place], Field(description="where the thing is found; the first twenty")]
    source: SourceSlug
    verdict: Annotated[
        Literal["absent", "perhaps", "withheld"],
        Field(
            description="searched in vain; passages are offered; the source cannot carry an absence",
            examples=["absent"],
        ),
    ]
    reason: Annotated[Reason | None, Field(description="of withheld: why nothing is said", examples=[None])]
    searched: Searched
    candidates: Annotated[list[Candidate], Field(description="passages that are offered; of perhaps alone")]


class Absences(TypedDict):
    """One page of statements."""

    total: Total
    items: Annotated[list[Absence], Field(description="thing by thing, source by source")]


class AbsencesAnswer(Absences):
    """The same, and what of the filters was left out."""

    notices: Notices


class FigureMember(Place):
    """A figure in a group."""

    surface: Annotated[str | None, Field(description="its words", examples=["drei Stunden"])]
    kind: Annotated[str, Field(description="what it measures", examples=["duration"])]
    value: Annotated[
        float | None,
        Field(
            description="in the base of ``unit`` (minutes, metres, points, whole units of a currency)", examples=[180.0]
        ),
    ]
    high: Annotated[float | None, Field(description="upper end of a span, in the same unit", examples=[None])]
    unit: Annotated[str | None, Field(description="of counts the noun that is counted", examples=["min"])]
    precision: Annotated[str | None, Field(description="how exactly the text gives it", examples=["about"])]
    when: Annotated[str | None, Field(description="of a date: as the text gives it, folded", examples=[None])]
    day: Annotated[
        str | None, Field(description="of a date: what it is against the day of the article", examples=[None])
    ]
    about: Annotated[str | None, Field(description="words it is about", examples=["das Gespräch"])]


class FigureGroup(TypedDict):
    """Figures of one thing, or one figure for which passages of other sources are offered."""

    id: GroupId
    relation: Annotated[
        Literal["differing", "complementing", "rounded", "same", "perhaps", "perhaps-differing"],
        Field(
            description="how the members relate; perhaps: one member alone; perhaps-differing: passages with another"
            " value",
            examples=["differing"],
        ),
    ]
    sources: Sources
    members: Annotated[list[FigureMember], Field(description="in the order of their articles")]
    perhaps: Annotated[list[Candidate], Field(description="passages of other sources that may belong to it")]


class FigureGroups(TypedDict):
    """One page of groups."""

    total: Total
    items: Annotated[list[FigureGroup], Field(description="those that differ first")]


class QuotationMember(Place):
    """A quotation in a group."""

    kind: Annotated[
        Literal["direct", "partial", "label", "indirect"], Field(description="how it is given", examples=["direct"])
    ]
    verb: Annotated[str | None, Field(description="that brings the words", examples=["sagte"])]
    status: Annotated[Status, Field(description="of the speaker", examples=["certain"])]
    probability: Probability


class QuotationGroup(TypedDict):
    """One utterance as several sources give it, or one for which passages of other sources are offered."""

    id: GroupId
    speaker: Annotated[EntityName | None, Field(description="null where nobody, or more than one person, is named")]
    relation: Annotated[
        Literal["identical", "wording", "reported", "perhaps"],
        Field(
            description="wording: worded differently; reported: between marks here, reported there; perhaps: one"
            " member alone",
            examples=["identical"],
        ),
    ]
    sources: Sources
    members: Annotated[list[QuotationMember], Field(description="in the order of their articles")]
    perhaps: Annotated[list[Candidate], Field(description="passages of other sources that may give it, too")]


class QuotationGroups(TypedDict):
    """One page of groups."""

    total: Total
    items: Annotated[list[QuotationGroup], Field(description="those of most sources first")]


class Side(TypedDict):
    """A stretch of one of two articles."""

    article: ArticleId
    start: Start
    end: End


class SharedPassage(TypedDict):
    """Text that two articles share."""

    a: Side
    b: Side
    words: Annotated[int, Field(ge=0, description="words that are equal on both sides", examples=[23])]
    verbatim: Annotated[bool, Field(description="false: small edits are bridged", examples=[True])]
    quoted: Annotated[int, Field(ge=0, description="of the words, those that both give as somebody's", examples=[0])]


class SharedPassages(TypedDict):
    """One page of passages."""

    total: Total
    items: Annotated[list[SharedPassage], Field(description="by the two articles, in reading order")]
