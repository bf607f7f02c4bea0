"""What each layer's marks look like as JSON, field by field: what programs are told, and what ``/openapi.json`` says.

Offsets count Unicode code points, start inclusive, end exclusive: into ``text``, in a headline into ``title``. Fields
may be added, none is renamed. Which layer has which shape stands in ``layers``.
"""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict  # that of ``typing`` tells pydantic too little before Python 3.12

from app.nlp.types import EntityKind, Precision, QuotationKind, SentenceKind, Status, Via

Start = Annotated[int, Field(ge=0, description="offset of its first code point", examples=[120])]
End = Annotated[int, Field(ge=0, description="offset behind its last code point", examples=[131])]
Surface = Annotated[str, Field(description="its words: text[start:end]", examples=["Putin"])]
Corrected = Annotated[bool, Field(description="people have said so, not the language service", examples=[False])]

Probability = Annotated[
    float | None,
    Field(ge=0, le=1, description="that it is so; null where nobody reckons it, or people said so", examples=[0.93]),
]


class EntityName(TypedDict):
    """A person, place or organisation of the summit."""

    slug: Annotated[str, Field(description="its address within the summit", examples=["wladimir-putin"])]
    name: Annotated[str, Field(description="as it is shown everywhere", examples=["Wladimir Putin"])]


class TopicDocument(TypedDict):
    """A topic of a sentence or headline, with the words that are the evidence."""

    slug: Annotated[str, Field(description="of the topic, within the summit", examples=["ruestungskontrolle"])]
    score: Annotated[float, Field(description="how strong the evidence is", examples=[1.0])]
    evidence: Annotated[list[str], Field(description="words of the text", examples=[["Botschafter"]])]
    carried: Annotated[
        bool, Field(description="a heading or neighbour brought it, not its own words", examples=[False])
    ]
    status: Annotated[Status, Field(description="proposed: rather likely", examples=["certain"])]
    probability: Probability
    corrected: Corrected


class SentenceDocument(TypedDict):
    """A sentence, or a line that is none: a heading, leaked page furniture (meta), an agency's signature."""

    start: Start
    end: End
    kind: Annotated[
        SentenceKind, Field(description="meta: leaked from the page around the text", examples=["sentence"])
    ]
    topics: Annotated[list[TopicDocument], Field(description="empty where it is of none")]


class MentionDocument(TypedDict):
    """Where somebody or something is named, or pointed to by office or epithet."""

    start: Start
    end: End
    surface: Surface
    kind: Annotated[EntityKind, Field(description="of what is named", examples=["person"])]
    via: Annotated[Via, Field(description="role: by office or epithet (der Kremlchef)", examples=["name"])]
    entity: Annotated[EntityName | None, Field(description="null where it is open who is meant")]
    status: Annotated[
        Status,
        Field(description="proposed: rather likely, or only other articles tell who is meant", examples=["certain"]),
    ]
    probability: Probability
    metonym: Annotated[bool, Field(description="a place that stands for who governs there", examples=[False])]
    corrected: Corrected
    voice: Annotated[
        Literal["own", "quoted", "reported"] | None,
        Field(description="in whose words it stands; own: the outlet's", examples=["own"]),
    ]


class QuotationDocument(TypedDict):
    """Words given as somebody's. Marked ones include their quotation marks."""

    start: Start
    end: End
    kind: Annotated[
        QuotationKind,
        Field(
            description="partial: a marked fragment in the outlet's own sentence; label: a single marked word or name;"
            " indirect: reported speech without marks, its sentence or clause",
            examples=["direct"],
        ),
    ]
    speaker: Annotated[EntityName | None, Field(description="null where nobody known to the summit is named")]
    speaker_text: Annotated[
        str | None, Field(description="words that name a speaker without an entry", examples=["ein Sprecher"])
    ]
    verb: Annotated[str | None, Field(description="that brings the words, as in the text", examples=["sagte"])]
    status: Annotated[Status, Field(description="of the speaker", examples=["certain"])]
    probability: Probability
    corrected: Corrected


class FigureDocument(TypedDict):
    """A number, date or measure."""

    start: Start
    end: End
    surface: Surface
    kind: Annotated[
        str, Field(description="duration, count, date, year, age, distance, money ...", examples=["duration"])
    ]
    value: Annotated[
        float | str | None,
        Field(
            description="a number in the base of ``unit``; of a date the day, month or year as far as it is known"
            " (2021-06-16); null where the text is vague (Hunderte)",
            examples=[180.0],
        ),
    ]
    high: Annotated[float | None, Field(description="upper end of a span, in the base of ``unit``", examples=[240.0])]
    unit: Annotated[
        str | None,
        Field(
            description="min, m, %, points, years, an ISO 4217 currency, or of a count the noun that is counted; of a"
            " comparison its axis and yardstick",
            examples=["min"],
        ),
    ]
    per: Annotated[
        str | None,
        Field(description="it is so much in each year, month, week, day, hour ...", examples=["year"]),
    ]
    precision: Annotated[Precision, Field(description="how exactly the text gives it", examples=["about"])]
    when: Annotated[str | None, Field(description="of a date: as the text gives it, folded", examples=["heute"])]
    about: Annotated[str | None, Field(description="words it is about; null where that is open", examples=["Gespräch"])]


class WarningDocument(TypedDict):
    """Something a reader should know about the text."""

    code: Annotated[str, Field(description="stable, for programs", examples=["possible-gap"])]
    message: Annotated[str, Field(description="an English sentence", examples=["Something seems to be missing here."])]
    start: Start
    end: End
