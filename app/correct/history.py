"""Which of the decisions on record hold: undoing and redoing are records too, and the last word on each counts."""

from collections.abc import Iterable
from dataclasses import dataclass

UNDO, REDO = "undo", "redo"
TURNS = (UNDO, REDO)


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the record. ``of`` is the line that an undo or redo is about.

    Of a decision ``of`` is the one that it was taken together with ("yes, and this word belongs to the topic"): it
    holds no longer than that one. None for a decision by itself.
    """

    id: int
    kind: str
    of: int | None = None


def standing(records: Iterable[Record]) -> list[int]:
    """Ids of the decisions that hold, in the order in which they were taken."""
    holds: dict[int, bool] = {}
    taken_with: dict[int, int] = {}
    for record in sorted(records, key=lambda one: one.id):
        if record.kind not in TURNS:
            holds[record.id] = True
            if record.of is not None:
                taken_with[record.id] = record.of
        elif record.of in holds:
            holds[record.of] = record.kind == REDO
    return [id_ for id_, yes in holds.items() if yes and holds.get(taken_with.get(id_, id_), True)]
