"""A figure as the database keeps it, and back: the one codec of the ``attrs`` of its annotation.

Beside the fields of ``Figure`` they hold ``day``: what the date means, read against the article's own (EDTF), told once
the article is compared. Pure functions.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, NamedTuple

from app.nlp.types import Figure

_FIELDS = frozenset(field.name for field in fields(Figure))


class Stored(NamedTuple):
    """A figure with the day it means, None where that cannot be told or nobody has asked."""

    figure: Figure
    day: str | None = None


def encode(figure: Figure) -> dict[str, Any]:
    """What is stored of a figure that has been found."""
    return asdict(figure)


def with_day(attrs: Mapping[str, Any], day: str | None) -> dict[str, Any]:
    """The same with the day that was read."""
    return {**attrs, "day": day}


def decode(attrs: Mapping[str, Any]) -> Stored:
    """What was stored; of another version of this program what is still known."""
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in attrs.items() if name in _FIELDS
    }
    return Stored(Figure(**known), attrs.get("day"))
