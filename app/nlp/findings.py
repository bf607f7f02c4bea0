"""What a recogniser finds, before it becomes a mention."""

from typing import Literal, NamedTuple

from app.nlp.types import EntityKind

Kind = EntityKind | Literal["other"]


class Found(NamedTuple):
    """A name: token range ``first`` to ``after`` (exclusive), its kind, how sure the recogniser is (0 to 1)."""

    first: int
    after: int
    kind: Kind
    score: float
