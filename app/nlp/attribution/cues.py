"""A cue: the sign in a sentence that somebody speaks; and a word that may be one, with the place where it stands."""

from dataclasses import dataclass
from typing import Literal

from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.discourse import Speaker
from app.nlp.german.clauses import Item, Phrase, Segment, View
from app.nlp.german.reporting_verbs import ReportingVerb

How = Literal["verb", "as", "phrase", "so", "anonymous", "subordinate", "hearsay"]


@dataclass(slots=True)
class Cue:
    """A sign of speech. ``segment`` is its place; ``opens`` tells that the verb stands first in it ("…, sagte X").
    ``span`` are the offsets of a phrase that is no clause of its own ("laut X")."""

    how: How
    segment: int
    speakers: tuple[Speaker, ...]
    word: str
    verb: ReportingVerb | None = None
    opens: bool = False
    own_words: int = 0
    pronoun: bool = False
    alive: bool = True
    span: tuple[int, int] | None = None
    whole: str | None = None  # with what stands apart: "hob … hervor", "nach Angaben"

    @property
    def surface(self) -> str:
        """What readers are shown as the verb."""
        return self.whole or self.word


Cues = tuple[Cue, ...]  # what a rule answers: one cue, or none
NO_CUE: Cues = ()


@dataclass(slots=True)
class Word:
    """A word that may be a cue: the item at ``place`` of the segment ``number``, which may be ``subordinate``."""

    view: View
    number: int
    place: int
    coreference: Coreference
    subordinate: bool = False

    @property
    def segment(self) -> Segment:
        return self.view.segments[self.number]

    @property
    def items(self) -> list[Item]:
        return self.view.segments[self.number].items

    @property
    def item(self) -> Item:
        return self.view.segments[self.number].items[self.place]

    @property
    def low(self) -> str:
        return self.view.segments[self.number].items[self.place].low

    @property
    def before(self) -> str:
        """The word before in small letters, "" where it opens the clause."""
        return self.items[self.place - 1].low if self.place else ""

    def meant(self, phrase: Phrase, verb: str = "") -> tuple[Speaker, ...]:
        """The speakers whom a phrase of this sentence names."""
        return self.coreference.of_phrase(phrase, verb, self.view.paragraph)

    def beside(self, place: int) -> set[str]:
        """A word and its neighbours, in small letters."""
        return {item.low for item in self.items[max(0, place - 1) : place + 2]}
