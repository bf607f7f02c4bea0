"""What reading gives: drafts, addresses still to be fetched, or a refusal, which is one clear sentence."""

import re
from dataclasses import dataclass, field

from app.intake.drafts import ArticleDraft

# Words before a colon that name a field of the article, in a file's head or its front matter.
LABELS = {
    "titel": "title", "title": "title", "headline": "title", "überschrift": "title", "quelle": "source",
    "source": "source", "medium": "source", "outlet": "source", "zeitung": "source", "datum": "published",
    "date": "published", "published": "published", "veröffentlicht": "published", "erschienen": "published",
    "stand": "published", "autor": "author", "autorin": "author", "author": "author", "url": "url", "link": "url",
}  # fmt: skip
LABELLED = re.compile(rf"\s*({'|'.join(LABELS)})\s*[:=]\s*(\S.{{0,400}})", re.I)


class Refused(Exception):
    """Something cannot be read. ``code`` is stable; ``message`` is an English sentence with %-placeholders for
    ``values`` and the key of its translation."""

    def __init__(self, code: str, message: str, **values: object) -> None:
        super().__init__(message % values)
        self.code = code
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that was brought and cannot be taken; ``sentence`` says why and what to do."""

    name: str
    code: str
    message: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The reason in English."""
        return self.message % self.values

    @classmethod
    def of(cls, name: str, why: Refused) -> "Refusal":
        """The refusal of ``name`` for the reason that was raised."""
        return cls(name, why.code, why.message, dict(why.values))


@dataclass(frozen=True, slots=True)
class Found:
    """A draft and where it comes from: ``name`` is the path within what was brought (``april.zip/faz/1.txt``)."""

    name: str
    draft: ArticleDraft


@dataclass(frozen=True, slots=True)
class Address:
    """An entry of a feed that holds no more than a teaser: its page is still to be fetched."""

    name: str
    url: str
    title: str | None = None
    published: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """How many words there are in a file, furniture and all: told once a file, so that none is lost unsaid."""

    name: str
    words: int


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table's columns are understood: told once a table, before its articles, so that it can be corrected.

    ``name`` is that of the file with the sheet's behind it (of a piece: the sheet's alone); ``fields`` are as many as
    ``header``: one of columns.FIELDS, or None for a column that is not taken; ``sample`` are the first rows, cut short.
    """

    name: str
    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    sample: tuple[tuple[str, ...], ...]


Item = Found | Refusal | Address | Read | Columns


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken. Sizes in bytes, times in seconds; ``memory`` is the reading process's address space.

    ``seconds`` and ``cpu_seconds`` are from one thing found in a file to the next, ``longest`` is for the whole file.
    """

    max_chars: int = 500_000
    file_bytes: int = 20_000_000
    archive_bytes: int = 500_000_000
    members: int = 5_000
    ratio: int = 200
    items: int = 5_000
    seconds: float = 30.0
    cpu_seconds: int = 20
    longest: float = 300.0
    memory: int = 700_000_000


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet the summit's people already know: its name, further names, its homepage's domains."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(slots=True)
class Parsed:
    """What a format's reader took from a file, before anything is checked.

    ``suffix`` tells several articles of one file apart (``row 3``). ``published`` is ISO (a day, month or year).
    A headline that the file marks as such no longer stands in the text; one that is guessed from the text still does.
    ``published_at`` and ``changed_at`` are moments in ISO 8601 with their zone (``2021-06-16T06:30:00+02:00``), where
    the file states them; ``page`` is that of the printed issue (``4``, ``B2``). ``beside`` are lines of the text that
    the file sets apart from the article.
    """

    text: str
    kind: str
    title: str | None = None
    published: str | None = None
    published_by: str | None = None
    source: str | None = None
    source_by: str | None = None
    author: str | None = None
    url: str | None = None
    agencies: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    suffix: str = ""
    paywalled: bool = False
    published_at: str | None = None
    changed_at: str | None = None
    page: str | None = None
    beside: tuple[str, ...] = ()


@dataclass(slots=True)
class Part:
    """A file within a file (an attachment), to be read on its own."""

    name: str
    data: bytes


@dataclass(slots=True)
class Linked:
    """An entry of a feed or a row of a table without a text, to be fetched."""

    url: str
    title: str | None = None
    published: str | None = None
    source: str | None = None


@dataclass(slots=True)
class Broken:
    """One part of a file that cannot be taken, while its others can (a line, a row)."""

    suffix: str
    why: Refused


@dataclass(slots=True)
class Extent:
    """How many words a file has, furniture and all. A reader gives it once, where it may not take all of them."""

    words: int


Piece = Parsed | Part | Linked | Broken | Extent | Columns
