"""A press review: what a person put together of a summit's articles, with all that a document says about it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What was remembered."""

    PASSAGE = "passage"
    QUOTATION = "quotation"
    FIGURE = "figure"
    SHARED = "shared"
    ARTICLE = "article"
    CHART = "chart"


@dataclass(frozen=True, slots=True)
class Clipping:
    """The article that an item comes from. ``address`` leads to it in this program, ``url`` to the outlet's own page.

    ``text`` is the whole of it, never shortened: whoever makes a document decides how much of it may be given.
    """

    id: int
    headline: str | None
    outlet: str
    published: str | None  # 2021, 2021-06, 2021-06-16 or a moment with its zone
    author: str | None
    agencies: tuple[str, ...]
    page: str | None
    url: str | None
    address: str
    text: str
    words: int
    licence: str = ""  # what allows to give it whole, as a person wrote it down


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where words of an item stand as well, word for word. ``agency``: its text is signed with these."""

    outlets: tuple[str, ...]
    agency: tuple[str, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class Saying:
    """Words in quotation marks within an item: offsets into the article's text, whose they are, and the number of the
    sentence in which they begin (0: not known)."""

    start: int
    end: int
    speaker: str | None
    proposed: bool = False
    probability: float | None = None
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart that was remembered: its address in this program, and the picture (SVG, UTF-8) where it was drawn."""

    title: str
    address: str
    svg: bytes = b""
    chart: str = ""  # which one: matrix, strands, barcodes, shares, scale


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a review. ``text`` is ``clipping.text[start:end]``; a chart has none, and a clipping only where it
    is of one figure, which stands there.

    ``sentence``: number of its first sentence in the article, from 1. ``changed``: a person corrected the article's
    marks or its data after it was remembered. ``gone``: its article was removed; ``text`` is then what was kept.
    """

    kind: Kind
    text: str = ""
    start: int = 0
    end: int = 0
    sentence: int = 0
    clipping: Clipping | None = None
    picture: Picture | None = None
    speaker: str | None = None
    proposed: bool = False  # whose words they are is likely, not certain
    probability: float | None = None
    sayings: tuple[Saying, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    note: str = ""
    address: str = ""  # of the very sentence in this program
    changed: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Rubric:
    """Items under one heading; the first of a review may have none."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """How the marks came about: versions, what people decided, what the filters left out, and when it was made."""

    program: str
    pipeline: tuple[str, ...]
    lexicon: str
    corrections: int
    filters: tuple[str, ...]  # as sentences or labels in the reader's language
    made_at: datetime
    articles: int
    sources: int


@dataclass(frozen=True, slots=True)
class Review:
    """All of it. ``base``: what stands before an address to make it one that others can open; empty: addresses stay."""

    summit: str
    place: str
    starts_on: date | None
    ends_on: date | None
    title: str
    rubrics: tuple[Rubric, ...]
    method: Method
    invented: bool = False
    readers: str = ""  # the circle of readers, as the person wrote it
    note: str = ""
    base: str = ""
    language: str = "de"
    outlets: tuple[str, ...] = field(default=())  # of all its items, once each, in order

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in their order."""
        return tuple(item for rubric in self.rubrics for item in rubric.items)
