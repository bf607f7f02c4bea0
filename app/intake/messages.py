"""Mail (.eml), by Python's own email library: press releases, newsletters, articles sent on, and what is attached."""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import Any

from app.intake.dates import whole_date
from app.intake.items import Broken, Limits, Parsed, Part, Piece, Refused
from app.intake.pages import read_html
from app.intake.plain_text import text_of, unwrap

ATTACHMENTS = 50
# What mail programs attach by themselves, and pictures: nobody means them as articles.
_NOT_MEANT = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|ico|ics|vcf|asc|sig|p7s|p7m|css|js)$", re.I)
_REPLY = re.compile(r"^(?:\s*(?:Re|AW|WG|Fwd?|Antw|SV)\s*:\s*)+", re.I)
COVER_WORDS = 40  # fewer words beside an attachment are a covering note
# Mail providers: a writer's address there names no outlet.
_PROVIDERS = re.compile(
    r"(?:^|\.)(?:gmail|googlemail|gmx|web|outlook|hotmail|live|yahoo|icloud|me|t-online|posteo|mailbox|proton|protonmail"
    r"|freenet|aol|bluewin|arcor|example)\.\w{2,3}$"
)


def read_eml(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The message itself as an article (subject, sender, day), then each attachment as a file of its own."""
    message: EmailMessage = message_from_bytes(data, policy=default)
    attached = list(_attachments(message))
    body = _body(message, limits)
    if attached and body is not None and len(body.text.split()) < COVER_WORDS:
        why = Refused("cover-note", "This message is only a covering note; what is attached to it was taken by itself.")
        yield Broken("", why)
    elif body is not None and body.text.strip():
        subject = _REPLY.sub("", _header(message, "Subject") or "")
        name, address = parseaddr(_header(message, "From") or "")
        domain = address.rpartition("@")[2].lower()
        body.kind = "eml"
        body.title = subject or body.title
        body.published = whole_date(_header(message, "Date")) or body.published
        body.published_by = "mail" if body.published else None
        if domain and not _PROVIDERS.search(domain) and not body.source:
            body.source, body.source_by = domain, "mail"
        body.author = body.author or (name if " " in name and not re.search(r"[@\d]", name) else None)
        yield body
    elif not attached:
        raise Refused("no-text", "There is no text in this file.")
    yield from attached


def _header(message: EmailMessage, name: str) -> str | None:
    """A header's text; None where it is missing or so damaged that Python's parsers fail on it."""
    try:
        return " ".join(str(message.get(name) or "").split()) or None
    except Exception:  # they raise IndexError, TypeError, AttributeError and others
        return None


def _attachments(message: EmailMessage) -> Iterator[Part]:
    count = 0
    for part in message.walk():
        name = _filename(part)
        if not name or part.is_multipart() or _NOT_MEANT.search(name):
            continue
        content = part.get_payload(decode=True)
        count += 1
        if count > ATTACHMENTS:
            return
        if isinstance(content, bytes) and content:
            yield Part(name, content)


def _filename(part: Any) -> str | None:
    try:
        return part.get_filename() if part.get_content_disposition() == "attachment" or part.get_filename() else None
    except Exception:  # see _header
        return None


def _body(message: EmailMessage, limits: Limits) -> Parsed | None:
    """The plain text, unless the HTML beside it says much more."""
    plain, page = _texts(message)
    written: Parsed | None = None
    if plain is not None:
        text, notes = text_of(*plain)
        written = Parsed(unwrap(text).strip(), "eml", notes=notes)
    if page is not None and (written is None or len(written.text) < 200):
        with suppress(Refused):
            for piece in read_html(page[0], limits, page[1]):
                if isinstance(piece, Parsed) and (written is None or len(piece.text) > 2 * len(written.text)):
                    return piece
    return written


def _texts(message: EmailMessage) -> tuple[tuple[bytes, str | None] | None, tuple[bytes, str | None] | None]:
    """The first plain and the first HTML part that are no attachments, with their charsets."""
    found: dict[str, tuple[bytes, str | None]] = {}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"} and kind not in found and not _filename(part):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                found[kind] = content, _charset(part)
    return found.get("text/plain"), found.get("text/html")


def _charset(part: Any) -> str | None:
    try:
        value = part.get_content_charset()
    except Exception:  # see _header
        return None
    return value if isinstance(value, str) else None
