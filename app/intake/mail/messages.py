"""Mail (.eml), by Python's own email library: press releases, newsletters, articles sent on, and what is attached."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from app.intake.charset import text_of
from app.intake.dates import moment
from app.intake.items import Limits, Part, Piece
from app.intake.mail.letters import Letter, counted, pieces_of
from app.intake.web.pages import declared_charset

ATTACHMENTS = 50
PARTS = 2_000  # of one mail, at any depth
DEEPEST = 60  # parts within parts
# What mail programs attach by themselves, and pictures: nobody means them as articles.
NOT_MEANT = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|ico|ics|vcf|asc|sig|p7s|p7m|css|js|emz|wmz)$", re.I)
_FROM_LINE = re.compile(rb"\A\s*(?:>?From [^\r\n]{0,400}\r?\n)+")


def read_eml(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The message itself as an article (subject, sender, day) or those it sends on, then each attachment as a file of
    its own."""
    yield from counted(pieces_of(letter_of(data), limits))


def letter_of(data: bytes) -> Letter:
    """A message from its bytes, with or without the ``From `` line of a mailbox before it."""
    message = message_from_bytes(_FROM_LINE.sub(b"", data[:2_000]) + data[2_000:], policy=default)
    return _letter(message, 0, [PARTS])


def _letter(message: EmailMessage, depth: int, left: list[int]) -> Letter:
    letter = Letter(
        subject=header(message, "Subject") or "",
        sender=header(message, "From") or header(message, "Sender") or "",
        list_id=header(message, "List-Id") or ("-" if header(message, "List-Unsubscribe") else None),
        sent=moment(header(message, "Date")),
        is_sequence=True,
    )
    _gather(message, letter, depth, left)
    return letter


def _gather(part: EmailMessage, letter: Letter, depth: int, left: list[int]) -> None:
    """Put the parts of a message where they belong. ``left`` is how many may still be looked at."""
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST:
        return
    kind = part.get_content_type()
    if kind in {"message/rfc822", "message/global"}:
        inner = _message_in(part)
        if inner is not None:
            letter.attached.append(_letter(inner, depth + 1, left))
    elif part.is_multipart():
        letter.is_sequence = letter.is_sequence and kind != "multipart/alternative"
        payload = part.get_payload()
        for one in payload if isinstance(payload, list) else ():
            if isinstance(one, EmailMessage):
                _gather(one, letter, depth + 1, left)
    else:
        _leaf(part, kind, letter)


def _message_in(part: EmailMessage) -> EmailMessage | None:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], EmailMessage):
        return payload[0]
    content = part.get_payload(decode=True)
    return message_from_bytes(content, policy=default) if isinstance(content, bytes) and content.strip() else None


def _leaf(part: EmailMessage, kind: str, letter: Letter) -> None:
    name = _filename(part)
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return
    if name:
        files = sum(isinstance(one, Part) for one in letter.attached)
        if not NOT_MEANT.search(name) and files < ATTACHMENTS:
            letter.attached.append(Part(name, content))
    elif kind == "text/plain":
        text, notes = text_of(content, _charset(part))
        text = _unflowed(text, is_joined=_parameter(part, "delsp") == "yes") if (
            _parameter(part, "format") == "flowed") else text  # fmt: skip
        letter.plain = "\n\n".join(filter(None, (letter.plain, text)))
        letter.notes = tuple(dict.fromkeys((*letter.notes, *notes)))
    elif kind == "text/html":
        text, notes = text_of(content, _charset(part) or declared_charset(content))
        letter.page += text
        letter.notes = tuple(dict.fromkeys((*letter.notes, *notes)))


def _unflowed(text: str, *, is_joined: bool) -> str:
    """A text whose lines flow (RFC 3676): a blank at a line's end says that it goes on."""
    lines = [""]
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line[1:] if line.startswith(" ") else line
        if goes_on:
            lines[-1] += bare
        else:
            lines.append(bare)
        goes_on = bare.endswith(" ") and bare != "-- " and not bare.startswith(">")
        if goes_on and is_joined:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines[1:])


def header(message: EmailMessage, name: str) -> str | None:
    """A header's text; None where it is missing or so damaged that Python's parsers fail on it."""
    try:
        return " ".join(str(message.get(name) or "").split()) or None
    except Exception:  # they raise IndexError, TypeError, AttributeError and others
        return None


def _filename(part: Any) -> str | None:
    try:
        return part.get_filename() or ("attachment" if part.get_content_disposition() == "attachment" else None)
    except Exception:  # see header
        return None


def _parameter(part: Any, name: str) -> str | None:
    try:
        value = part.get_param(name)
    except Exception:  # see header
        return None
    return value.lower() if isinstance(value, str) else None


def _charset(part: Any) -> str | None:
    try:
        value = part.get_content_charset()
    except Exception:  # see header
        return None
    return value if isinstance(value, str) else None
