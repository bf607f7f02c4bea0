"""A table as it leaves the program: whole, as filtered, row by row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.queries.views.review import Method

Kind = Literal["text", "number", "share", "address", "flag"]
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` for programs, ``title`` in the reader's language; addresses are whole ones, shares from 0 to 1."""

    name: str
    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` can be gone through once and are never all in memory. ``address``: of the page that shows it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]
    summit: str
    address: str
    method: Method
    language: str

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return self.method.made_at
