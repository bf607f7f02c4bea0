"""A quantity where it stands: what rules about it look at."""

from app.nlp import lexicon
from app.nlp.figures.clause import Clauses, is_noun
from app.nlp.figures.discourse import Discourse
from app.nlp.figures.measure import Measure
from app.nlp.german.clauses import Item
from app.nlp.types import FigureKind

_ADVERBS = lexicon.function_words("before_number")
_TIMES = lexicon.words("time")


class Setting:
    """A measure in its clause, its sentence and its text.

    ``items`` are those of the sentence, ``inside`` those of the clause; ``first`` and ``last`` the indices of the items
    that the measure begins and ends in, ``segment`` the number of its clause; None where the sentence was cut before.
    ``leading`` is the word in front of it, lower case.
    """

    __slots__ = ("clauses", "discourse", "first", "inside", "items", "last", "leading", "measure", "segment")

    def __init__(self, discourse: Discourse, clauses: Clauses, measure: Measure) -> None:
        self.discourse = discourse
        self.clauses = clauses
        self.measure = measure
        self.items: list[Item] = clauses.items
        self.segment = clauses.segment_of(measure.start)
        self.inside: list[Item] = clauses.segments[self.segment].items if self.segment is not None else []
        self.first = clauses.item_at(measure.start)
        self.last = clauses.item_at(measure.end - 1)
        self.leading = clauses.items[self.first - 1].low if self.first else ""

    @property
    def kind(self) -> FigureKind:
        return self.measure.kind

    @property
    def behind(self) -> int | None:
        """Index of the item right behind the measure; None where there is none."""
        if self.first is None or self.last is None or self.last + 1 >= len(self.items):
            return None
        return self.last + 1

    @property
    def before(self) -> int:
        """Index of the item in front of the measure, adverbs left out; -1 where there is none."""
        if self.first is None or self.last is None:
            return -1
        at = self.first - 1
        while at >= 0 and self.items[at].low in _ADVERBS:
            at -= 1
        return at


def is_thing(item: Item) -> bool:
    """Is it a noun that a sum or a share can be of: no name, and no time?"""
    return item.capital and item.name is None and is_noun(item) and item.low not in _TIMES
