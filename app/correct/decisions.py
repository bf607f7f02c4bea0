"""What people decide, as plain frozen data. Every decision is a whole statement; the last word on a spot counts.

Decisions about a text name offsets into it and the words there (``surface``), never a stored mark: so they hold when
the text is analysed again, and show when they do not fit a text. Decisions about a summit name entities by their
folded names and topics by their slugs; a figure or an utterance is named by where it stands in its text (``Anchor``).
Programs outside keep them as ``kind`` and a JSON object of the other fields.
"""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, TypeAdapter, ValidationError

from app.nlp.figures.kinds import known_kind
from app.nlp.layers import LAYERS
from app.nlp.types import EntityKind, FigureKind, GenreName, Precision, QuotationKind, TopicGroup, Via

Part = Literal["text", "headline"]


class Unreadable(ValueError):
    """Not a decision: an unknown kind, or fields that do not fit it."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person, place or organisation by its folded name; the rest is for an entity that has to be made anew."""

    kind: EntityKind
    key: str
    name: str
    family: str | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfText:
    """A decision about ``text[start:end]``, which was ``surface`` when it was taken."""

    start: int
    end: int
    surface: str

    def fits(self, text: str, title: str | None = None) -> bool:
        """Does the text still have these words there?"""
        return _stands(self, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics(OfText):
    """The sentences there are not of the topics ``drop``, and are of the topics ``add`` (slugs)."""

    KIND: ClassVar[str] = "topics"
    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(OfText):
    """These words are a mention of ``who``; of somebody of ``label`` who stays open; or, without both, no mention."""

    KIND: ClassVar[str] = "mention"
    label: EntityKind | None = None
    via: Via = "name"
    who: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted(OfText):
    """These words are given as somebody's; without ``label`` they are not. Neither speaker: unclear whose."""

    KIND: ClassVar[str] = "quotation"
    label: QuotationKind | None = None
    speaker: Who | None = None
    speaker_text: str | None = None
    verb: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(OfText):
    """These words are a figure; without ``label`` they are none. The fields are those of ``nlp.types.Figure``."""

    KIND: ClassVar[str] = "figure"
    label: Annotated[FigureKind, AfterValidator(known_kind)] | None = None
    value: float | None = None
    high: float | None = None
    unit: str | None = None
    precision: Precision = "exact"
    when: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(OfText):
    """These words are a mark of ``layer`` (its name in ``nlp.layers``) and of that kind; without ``label`` they are
    none. For every layer that has no decision of its own."""

    KIND: ClassVar[str] = "mark"
    layer: str
    label: str | None = None

    @property
    def title(self) -> str:
        """What the layer is called; its name where this program does not know it."""
        return LAYERS[self.layer].title if self.layer in LAYERS else self.layer


@dataclass(frozen=True, slots=True, kw_only=True)
class NotShared(OfText):
    """What is marked here as shared with ``other_start`` to ``other_end`` of another text (its sha256) is not."""

    KIND: ClassVar[str] = "shared"
    other: str
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfArticle(OfText):
    """A decision about an article as a whole; the words are those with which its text begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGenre(OfArticle):
    """The article is of this genre; without ``label`` of none that there is a word for."""

    KIND: ClassVar[str] = "genre"
    label: GenreName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging(OfArticle):
    """The article belongs to the event, or does not."""

    KIND: ClassVar[str] = "belonging"
    belongs: bool


@dataclass(frozen=True, slots=True)
class Anchor:
    """A figure or quotation of another text: its sha256, the part of it, where it stood and what it was."""

    kind: Literal["figure", "quotation"]
    sha256: str
    part: Part
    start: int
    end: int
    surface: str


Thing = str | Who | Anchor  # what a text may hold: a topic (its slug), an entity, a figure or an utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class OfThing(OfText):
    """A decision about a thing and a place. The offsets of a place in the headline are those of the title."""

    thing: Thing
    part: Part = "text"

    def fits(self, text: str, title: str | None = None) -> bool:
        """Does the part still have these words there?"""
        return _stands(self, text if self.part == "text" else title or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Same(OfThing):
    """This place holds the thing: "yes" to what was offered."""

    KIND: ClassVar[str] = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSame(OfThing):
    """This place does not hold the thing, and is not to be offered for it again."""

    KIND: ClassVar[str] = "not-same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two entities are one: whatever stands for ``who`` stands for ``into``, whose kind counts."""

    KIND: ClassVar[str] = "entity-join"
    who: Who
    into: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A name stands for an entity of its own again."""

    KIND: ClassVar[str] = "entity-split"
    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name stands for another entity, wherever it occurs and whenever it comes."""

    KIND: ClassVar[str] = "entity-alias"
    who: Who
    into: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """An entity is shown under another name."""

    KIND: ClassVar[str] = "entity-rename"
    who: Who
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoName:
    """What stands for an entity names nobody and nothing, wherever the machine finds it."""

    KIND: ClassVar[str] = "entity-none"
    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDescribed:
    """A topic's names and descriptions."""

    KIND: ClassVar[str] = "topic-describe"
    slug: str
    label_de: str
    label_en: str
    description_de: str = ""
    description_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCreated:
    """A topic that the lexicon lacks."""

    KIND: ClassVar[str] = "topic-create"
    slug: str
    label_de: str
    label_en: str
    group: TopicGroup = "issue"
    description_de: str = ""
    description_en: str = ""
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWords:
    """Lines that a topic gets or loses; what is not named stays, so that newer lexica reach it too."""

    KIND: ClassVar[str] = "topic-words"
    slug: str
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    drop_strong: tuple[str, ...] = ()
    drop_weak: tuple[str, ...] = ()
    drop_exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsJoined:
    """Two topics are one: ``into`` has the words and the passages of both."""

    KIND: ClassVar[str] = "topic-join"
    slug: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSplit:
    """Some lines of a topic become a topic of their own, ``into``, with these names."""

    KIND: ClassVar[str] = "topic-split"
    slug: str
    into: str
    label_de: str
    label_en: str
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPinned:
    """A topic stands before all others; or, with ``on`` false, in its place again."""

    KIND: ClassVar[str] = "topic-pin"
    slug: str
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicHidden:
    """A topic is not wanted to be seen: no row, and nothing is said of it; or, with ``on`` false, it is again."""

    KIND: ClassVar[str] = "topic-hide"
    slug: str
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicNested:
    """A topic is a part of ``within``, and stands under it; without it, it stands for itself. One level, no more."""

    KIND: ClassVar[str] = "topic-nest"
    slug: str
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTopic:
    """These words make no topic of this summit: they are not suggested again."""

    KIND: ClassVar[str] = "topic-dismiss"
    words: tuple[str, ...]


Mark = Topics | Named | Quoted | Counted | Marked
Claim = Same | NotSame
Identity = Joined | Split | Alias | Renamed | NoName
TopicPlaced = TopicPinned | TopicHidden | TopicNested  # where a topic is shown: its words and marks stay what they are
WordEdit = TopicCreated | TopicWords | TopicsJoined | TopicSplit  # what articles have to follow
TopicEdit = TopicDescribed | WordEdit | TopicPlaced
TOPIC_EDITS: tuple[type[TopicEdit], ...] = (
    *(TopicDescribed, TopicCreated, TopicWords, TopicsJoined, TopicSplit),
    *(TopicPinned, TopicHidden, TopicNested),
)
Whole = OfGenre | Belonging
Decision = Mark | NotShared | Whole | Claim | Identity | TopicEdit | NoTopic

KINDS: dict[str, type[Decision]] = {
    one.KIND: one
    for one in (
        *(Topics, Named, Quoted, Counted, Marked, NotShared, OfGenre, Belonging, Same, NotSame),
        *(Joined, Split, Alias, Renamed, NoName),
        *(*TOPIC_EDITS, NoTopic),
    )
}


def _stands(place: OfText, words: str) -> bool:
    return 0 <= place.start < place.end and words[place.start : place.end] == place.surface


def written(decision: Decision) -> dict[str, Any]:
    """Its fields as JSON takes them; ``decision.KIND`` is kept beside them."""
    return asdict(decision)


def read(kind: str, fields: dict[str, Any]) -> Decision:
    """The decision of such fields. Raises Unreadable."""
    try:
        return _readers()[kind].validate_python(fields)
    except (KeyError, ValidationError) as error:
        raise Unreadable(f"{kind}: {error}") from error


@cache
def _readers() -> dict[str, TypeAdapter[Decision]]:
    return {kind: TypeAdapter(type_) for kind, type_ in KINDS.items()}
