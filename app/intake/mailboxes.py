"""A mailbox in one file (mbox): its messages, one after the other, as articles of their own.

A message begins with a line "From sender date". A line of a text that begins with the word is quoted by a ">", which is
taken off again.
"""

import re
from collections.abc import Iterator

from app.intake.items import Broken, Limits, Piece, Refused
from app.intake.letters import pieces_of
from app.intake.messages import letter_of
from app.intake.tables import too_many

# The date may be missing where a header line follows at once. Blank lines before it are usual, and sometimes missing.
_START = re.compile(
    rb"^From (?:[^\r\n]{0,200}?\s)?(?:\w{3},? +)?(?:\w{3} +\d{1,2}|\d{1,2} +\w{3}|\d{4}-\d\d-\d\d)[ T][^\r\n]{4,60}\r?$"
    rb"|^From [^\r\n]{0,200}\r?\n(?=(?:From|To|Date|Subject|Return-Path|Received|Message-ID|X-[\w-]{1,40}|MIME-Version"
    rb"|Delivered-To|Content-Type|Status): )",
    re.M | re.I,
)
_QUOTED = re.compile(rb"^>(>*From )", re.M)


def starts(data: bytes) -> list[int]:
    """Where the messages of a mailbox begin."""
    return [match.start() for match in _START.finditer(data)]


def read_mbox(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The articles of each message; one that cannot be read never stops the others."""
    places = starts(data)
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
