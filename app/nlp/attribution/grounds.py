"""What an attribution rests on: kept beside each quotation until its likely speakers have been compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.nlp.attribution.cues import Cue
from app.nlp.attribution.discourse import Speakers

OF_TURN, OF_TEXT = "turn", "second pass"  # what names the speakers where no rule of the sentence does


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a rule gave some words to somebody.

    ``place``: of its unit in the text; ``paragraph`` of that unit. ``rule``: by which the ``speakers`` were named, ""
    where none spoke. ``cue``: the sign of speech that governs the words. ``signs``: what else the sentence shows, as
    short words ("mood first").
    """

    place: int
    paragraph: int
    rule: str
    speakers: Speakers
    cue: Cue | None = None
    signs: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Is it told by the whole text, by a turn of a conversation or a later sentence?"""
        return self.rule in (OF_TEXT, OF_TURN)


class Grounds:
    """The grounds of the quotations of one text, by where these stand."""

    def __init__(self) -> None:
        self._at: dict[tuple[int, int], Ground] = {}

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._at)

    def keep(self, start: int, end: int, ground: Ground) -> None:
        self._at[start, end] = ground

    def of(self, start: int, end: int) -> Ground | None:
        return self._at.get((start, end))
