"""What a mail holds, however it was kept: the article it is or sends on, those of a digest, and its attachments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.intake.dates import Moment
from app.intake.drafts import HEAD_LINE, one_line
from app.intake.items import Broken, Extent, Limits, Linked, Parsed, Part, Piece, Refused
from app.intake.layouts.splitting import split
from app.intake.mail.digests import Digest, Section, digest, text_blocks
from app.intake.mail.forwards import Segment, quoted_reply, segments
from app.intake.mail.mail_pages import Block, mail_blocks, without_furniture
from app.intake.mail.senders import Sender, sender
from app.intake.plain_text import unwrap
from app.intake.web.pages import without_headline

COVER_WORDS = 40  # fewer words beside an attachment are a covering note
NOTE_WORDS = 80  # fewer words above a mail that is sent on are a note to it
TEASER_WORDS = 25  # fewer words with an address are a teaser
NOTE_CHARS = 1_000
SIGNATURE_LINES = 14
_SENT_FROM = re.compile(
    r"\s*(?:(?:von|aus) (?:meinem|outlook)|gesendet (?:von|mit|aus)|sent (?:from|with)|get outlook"
    r"|diese nachricht wurde von meinem|envoyé de mon|inviato da)\b[^\n]{0,80}$", re.I,
)  # fmt: skip
FORWARD_NOTE = "forward-note:"  # what somebody wrote above the mail that was sent on
DEEPEST = 5  # mails attached to each other
# "WG: ", "Re[2]: ", "[EXTERN] AW: ", in the languages mail programs speak.
_PREFIX = re.compile(
    r"^(?:\s*(?:\[(?:ext|extern|external|spam)\]|(?:re|aw|wg|fwd?|fw|antw|sv|tr|rv|vs|vl|pd|odp|rif|enc|res|ynt|ilt|vb|fs|vá|ha"
    r"|i|doorst|továbbítás)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?:))+\s*", re.I,
)  # fmt: skip
_IS_FORWARD = re.compile(r"^\s*(?:\[\w{2,10}\]\s*)?(?:wg|fwd?|tr|rv|vs|vl|pd|enc|i|vb|doorst)\s?:", re.I)
_PLACEHOLDER = re.compile(
    r"html[ -]?(?:format|fähig|version|ansicht|e-?mail|mail|darstell)"
    r"|(?:kein|nicht|unterstützt|support|view|display).{0,40}html"
    r"|(?:ihr|dein|your) (?:e-?mail|mail)[ -]?(?:programm|client|reader).{0,80}(?:nicht|not|kein)|in ihrem browser"
    r"|in your browser|online-?(?:version|fassung|ansicht)", re.I,
)  # fmt: skip


@dataclass(slots=True)
class Letter:
    """A mail whose parts have been told apart. ``plain`` and ``page`` (HTML) are two forms of one body; where
    ``is_sequence`` both are parts of it. ``attached`` are files, or mails (then Letters).
    """

    subject: str = ""
    sender: str = ""
    list_id: str | None = None
    sent: Moment | None = None
    plain: str = ""
    page: str = ""
    is_sequence: bool = False
    notes: tuple[str, ...] = ()
    attached: "list[Part | Letter]" = field(default_factory=list)


def pieces_of(letter: Letter, limits: Limits, suffix: str = "", depth: int = 0) -> Iterator[Piece]:
    """The articles of a mail and of the mails attached to it, and its attachments. Raises Refused where it has none."""
    blocks = _body(letter)
    words = sum(block.words for block in blocks)
    if letter.attached and blocks and words < COVER_WORDS:
        why = Refused("cover-note", "This message is only a covering note; what is attached to it was taken by itself.")
        yield Broken(suffix, why)
    elif words:
        yield from _articles(letter, blocks, suffix)
    elif not letter.attached:
        raise Refused("no-text", "There is no text in this file.")
    number = 0
    for one in letter.attached:
        if isinstance(one, Part):
            yield one
            continue
        number += 1
        inner = ", ".join(filter(None, (suffix, f"attached message {number}")))
        if depth >= DEEPEST:
            why = Refused("nested", "This is an attachment of an attachment. Save it as a file first.")
            yield Broken(inner, why)
            continue
        try:
            yield from pieces_of(one, limits, inner, depth + 1)
        except Refused as why:
            yield Broken(inner, why)


def counted(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces of the mails in one file; at their end the words of all bodies, where not all were taken."""
    words = taken = 0
    for piece in pieces:
        if isinstance(piece, Extent):
            words += piece.words
            continue
        taken += len(piece.text.split()) if isinstance(piece, Parsed) else 0
        yield piece
    if taken < words:
        yield Extent(words)


def _body(letter: Letter) -> list[Block]:
    """The lines of the body, of its plain or its HTML form: whichever holds the text."""
    plain = [Block(line, "", None) for line in letter.plain.split("\n")] if letter.plain.strip() else []
    page: list[Block] = []
    if letter.page:
        try:
            page = mail_blocks(letter.page)
        except Refused:
            if not plain:
                raise
    if letter.is_sequence or not page or not plain:
        return page + plain
    words = sum(block.words for block in plain)
    shown = sum(block.words for block in page)
    is_stub = words < 150 and shown > words / 2 and _PLACEHOLDER.search(letter.plain[:3_000]) is not None
    is_source = letter.plain.count("http") > 3 and shown > words / 3
    return page if is_stub or is_source or shown > 1.5 * words else plain


def _articles(letter: Letter, blocks: Sequence[Block], suffix: str) -> Iterator[Piece]:
    """The article that a mail is or sends on; of a digest each."""
    lines = "\n".join(block.text for block in blocks)
    found = segments(lines)
    if len(found) == 1 and _IS_FORWARD.search(letter.subject) and (quoted := quoted_reply(lines)):
        found = [Segment({}, (), lines.partition(quoted.lines[0])[0].strip()), quoted]
    chosen = _chosen(found)
    for number, segment in enumerate(found):
        if number not in chosen:
            continue
        own = replace(letter, notes=letter.notes + _notes(found[:number], chosen))
        own_suffix = suffix if len(chosen) == 1 else ", ".join(filter(None, (suffix, f"message {number + 1}")))
        yield from _article(own, segment, _blocks_of(segment, blocks, letter), own_suffix)
    yield Extent(sum(segment.words for segment in found))


def _chosen(found: Sequence[Segment]) -> list[int]:
    """Which of the mails in a text are articles: those of some length, else the longest that was sent on."""
    long = [number for number, segment in enumerate(found) if segment.words >= NOTE_WORDS]
    if long or len(found) == 1:
        return long or [0]
    best = max(range(1, len(found)), key=lambda number: found[number].words)
    return [best if found[best].words else 0]


def _notes(before: Sequence[Segment], chosen: Sequence[int]) -> tuple[str, ...]:
    """What stood above a mail that was sent on, but for what became an article."""
    return tuple(
        f"{FORWARD_NOTE}{one_line(segment.text)[:NOTE_CHARS]}"
        for number, segment in enumerate(before)
        if number not in chosen and segment.words
    )


def _blocks_of(segment: Segment, blocks: Sequence[Block], letter: Letter) -> list[Block]:
    """The lines of one mail as they are marked in HTML; none for plain text, whose lines are told by their looks."""
    texts = [line for line in segment.text.split("\n") if line.strip()]
    if not letter.page or not any(block.level or block.url for block in blocks):
        return []
    for start in range(len(blocks) - len(texts), -1, -1):
        if (
            texts
            and blocks[start].text == texts[0]
            and [one.text for one in blocks[start : start + len(texts)]] == texts
        ):
            return list(blocks[start : start + len(texts)])
    return []


def _article(letter: Letter, segment: Segment, blocks: Sequence[Block], suffix: str) -> Iterator[Piece]:
    kept = without_furniture(blocks)
    kept = kept[: signature([block.text for block in kept])]
    lines = segment.text.split("\n")
    text = "\n\n".join(block.text for block in kept) if kept else unwrap("\n".join(lines[: signature(lines)])).strip()
    by = sender(segment.fields["from"]) if segment.fields else sender(letter.sender, letter.list_id)
    told = _parsed(letter, segment, by, suffix)
    # In HTML headings tell a digest; a plain text is an export, or a press review with its marks, before it is one.
    several = digest(kept) if kept else None
    exported = [] if several else split(text, "eml")
    if exported:
        yield from _exported(exported, told)
        return
    several = several or (None if kept else digest(text_blocks(text)))
    if several:
        yield from _sections(several, told)
        return
    told.text = without_headline(text, told.title)
    yield told


def signature(lines: Sequence[str]) -> int:
    """Where the sender's signature begins: behind the line of two dashes (RFC 3676), or with the phone's own line.

    The number of lines where there is none. What stands behind two dashes and is longer than a signature is text.
    """
    end = len(lines)
    while end and (not lines[end - 1].strip() or _SENT_FROM.match(lines[end - 1])):
        end -= 1
    for number in range(end - 1, max(0, end - SIGNATURE_LINES) - 1, -1):
        if lines[number].rstrip("\r\n ") == "--" and number and sum(len(one.split()) for one in lines[number:]) < 60:
            return number
    return end


def _exported(found: Sequence[Parsed], told: Parsed) -> Iterator[Parsed]:
    """The articles of an export that came by mail; of the mail they have what they do not say themselves."""
    before = f"{told.suffix}, " if told.suffix else ""
    for number, one in enumerate(found, 1):
        day, by = (one.published, one.published_by) if one.published else (told.published, told.published_by)
        notes = (*told.notes, *one.notes)
        yield replace(one, published=day, published_by=by, notes=notes, suffix=f"{before}article {number}")


def _parsed(letter: Letter, segment: Segment, by: Sender, suffix: str) -> Parsed:
    """What the header says, be it the mail's own or one in its text; the text itself is still to come."""
    sent = segment.sent if segment.fields else letter.sent
    subject = segment.fields.get("subject") or letter.subject
    return Parsed(
        "",
        "eml",
        title=_PREFIX.sub("", subject).strip() or None,
        published=sent.day if sent else None,
        published_by="mail" if sent else None,
        published_at=sent.at if sent else None,
        source=by.outlet,
        source_by="mail" if by.outlet else None,
        author=by.author,
        notes=(*letter.notes, *(f"{HEAD_LINE}{line}" for line in segment.lines)),
        suffix=suffix,
    )


def _sections(found: Digest, told: Parsed) -> Iterator[Piece]:
    """The articles of a digest; what stands before them is one where it is long."""
    before = f"{told.suffix}, " if told.suffix else ""
    if len(found.intro.split()) >= NOTE_WORDS:
        yield replace(told, text=found.intro, suffix=f"{before}article 0")
    for number, section in enumerate(found.sections, 1):
        cited = section.citation
        if section.url and section.words < TEASER_WORDS:
            yield Linked(
                section.url, section.title, cited.day if cited else told.published, cited.outlet if cited else None
            )
            continue
        yield _section(section, told, f"{before}article {number}")


def _section(section: Section, told: Parsed, suffix: str) -> Parsed:
    cited = section.citation
    parsed = replace(told, text=section.text, title=section.title, url=section.url, author=None, suffix=suffix)
    if cited:
        parsed.source, parsed.source_by = cited.outlet, "field"
        parsed.author, parsed.page = cited.author, cited.page
        if cited.day:
            parsed.published, parsed.published_at, parsed.published_by = cited.day, cited.at, "label"
    return parsed
