"""A mailbox in one file (mbox): its messages, one after the other, as articles of their own.

A message begins with a line "From sender date". A line of a text that begins with the word is quoted by a ">", which is
taken off again.
"""

import re
from collections.abc import Iterator

from app.intake.items import Broken, Limits, Piece, Refused
from app.intake.mail.letters import counted, pieces_of
from app.intake.mail.messages import letter_of
from app.intake.streams import MESSAGE
from app.intake.tables.tables import too_many

_QUOTED = re.compile(rb"^>(>*From )", re.M)


def read_mbox(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The articles of each message; one that cannot be read never stops the others."""
    yield from counted(_messages(data, limits))


def _messages(data: bytes, limits: Limits) -> Iterator[Piece]:
    places = [match.start() for match in MESSAGE.finditer(data)]
    for number, start in enumerate(places, 1):
        if number > limits.items:
            yield Broken("", too_many(limits))
            return
        end = places[number] if number < len(places) else len(data)
        suffix = f"message {number}" if len(places) > 1 else ""
        try:
            yield from pieces_of(letter_of(_QUOTED.sub(rb"\1", data[start:end])), limits, suffix)
        except Refused as why:
            yield Broken(suffix, why)
