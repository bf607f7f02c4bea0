"""What addresses of folders under ``/api`` answer with, field by field."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from app.nlp.shapes import Probability
from app.queries.views.documents import End, Slug, Start, Total

Sure = Annotated[
    Literal["certain", "proposed"],
    Field(description="proposed: the text does not give the speaker outright", examples=["certain"]),
]
Moment = Annotated[
    str,
    Field(
        description="when it was last written to",
        json_schema_extra={"format": "date-time"},
        examples=["2021-06-17T06:30:00+00:00"],
    ),
]
Text = Annotated[str, Field(description="the very words; of a chart empty", examples=["Die Präsidenten trafen sich."])]


class FolderEntry(TypedDict):
    """A folder."""

    slug: Slug
    name: Annotated[str, Field(description="what it is called", examples=["Mappe"])]
    note: Annotated[str, Field(description="written beside it; empty: nothing", examples=[""])]
    readers: Annotated[str, Field(description="the circle of readers; empty: not told", examples=["Vorstand"])]
    items: Annotated[int, Field(ge=0, description="how many it holds", examples=[40])]
    changed_at: Moment


class FolderList(TypedDict):
    """Every folder of a summit."""

    items: Annotated[list[FolderEntry], Field(description="the one written to last first")]


class SayingEntry(TypedDict):
    """Words in quotation marks within an item."""

    start: Start
    end: End
    speaker: Annotated[str | None, Field(description="null: unclear", examples=["Joe Biden"])]
    status: Sure
    probability: Probability


class ElsewhereEntry(TypedDict):
    """Where words of an item stand as well, one for one."""

    outlets: Annotated[list[str], Field(description="names of the other sources", examples=[["Quelle B"]])]
    agencies: Annotated[list[str], Field(description="that sign their text; empty: none does", examples=[["AFP"]])]
    words: Annotated[int, Field(ge=0, description="how many at most", examples=[31])]


class FolderItemEntry(TypedDict):
    """A thing that was remembered."""

    kind: Annotated[
        Literal["passage", "quotation", "figure", "shared", "article", "chart"],
        Field(description="what it is", examples=["passage"]),
    ]
    rubric: Annotated[str, Field(description="the heading it stands under; empty: none", examples=["Inland"])]
    article: Annotated[int | None, Field(description="id; null: a chart, or the article was removed", examples=[1])]
    outlet: Annotated[str | None, Field(description="name of the source; null: a chart", examples=["Quelle A"])]
    headline: Annotated[str | None, Field(description="null: none is known", examples=["Treffen in Genf"])]
    published: Annotated[str | None, Field(description="as precise as known", examples=["2021-06-16"])]
    text: Text
    start: Start
    end: End
    sentence: Annotated[int, Field(ge=0, description="number of its first sentence, from 1; 0: none", examples=[3])]
    speaker: Annotated[str | None, Field(description="whose words it gives, if somebody's", examples=["Joe Biden"])]
    status: Sure
    probability: Probability
    sayings: Annotated[list[SayingEntry], Field(description="words in quotation marks within it")]
    elsewhere: Annotated[list[ElsewhereEntry], Field(description="where words of it stand as well")]
    title: Annotated[str | None, Field(description="of a chart", examples=[None])]
    address: Annotated[str, Field(description="of the very sentence, or the chart", examples=["/articles/1?at=9#here"])]
    note: Annotated[str, Field(description="written beside it", examples=[""])]
    changed: Annotated[
        bool, Field(description="marks or particulars of its article were corrected since", examples=[False])
    ]
    gone: Annotated[bool, Field(description="its article was removed; text is what it said", examples=[False])]


class FolderAnswer(FolderEntry):
    """A folder with a page of what it holds."""

    total: Total
    entries: Annotated[list[FolderItemEntry], Field(description="in their order")]
