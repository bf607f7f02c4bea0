"""Marked text: pieces, and the blocks they stand in."""

from dataclasses import dataclass

from app.nlp.layers import Look
from app.queries.views.heads import TopicView


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
    spot: str | None = None  # where the whole mention stands: "120-131"
    corrected: bool = False  # people have said that it is so
    looks: tuple[Look, ...] = ()  # of other layers whose marks hold it
    probability: float | None = None  # that a proposed mention is right, where that is reckoned


@dataclass(frozen=True, slots=True)
class Speech:
    """Whose words a block gives. ``speaker`` None: unclear; ``slug`` only where it is a person of the summit."""

    kind: str  # direct | indirect
    speaker: str | None
    slug: str | None
    verb: str | None
    proposed: bool
    probability: float | None = None  # that a proposed speaker is right, where that is reckoned


@dataclass(frozen=True, slots=True)
class Block:
    """One or more sentences set alike: heading, plain text, or somebody's words (then ``speech`` is set)."""

    kind: str  # heading | text | speech | meta | signature
    pieces: tuple[Piece, ...]
    speech: Speech | None = None
    context: bool = False  # greyed: the sentence before or after the passage
    start: int = 0
    end: int = 0
    topics: tuple[TopicView, ...] = ()  # article page: for the margin
    doubted: tuple[str, ...] = ()  # slugs of those of its topics that are only proposed
    colour: int | None = None
    paragraph: bool = False  # a paragraph of the article begins here
