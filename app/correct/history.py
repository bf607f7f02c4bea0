"""Which of the decisions on record hold: undoing and redoing are records too, and the last word on each counts."""

from collections.abc import Iterable
from dataclasses import dataclass

UNDO, REDO = "undo", "redo"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the record. ``of`` is the line that an undo or redo is about; None for a decision."""

    id: int
    kind: str
    of: int | None = None


def standing(records: Iterable[Record]) -> list[int]:
    """Ids of the decisions that hold, in the order in which they were taken."""
    holds: dict[int, bool] = {}
    for record in sorted(records, key=lambda one: one.id):
        if record.of is None:
            holds[record.id] = True
        elif record.of in holds:
            holds[record.of] = record.kind == REDO
    return [id_ for id_, yes in holds.items() if yes]
