"""A text on the desk that holds several articles is split where a person says, joined again, and rid of single lines.

Nothing is lost: the whole text waits behind its parts, and a line that was taken out stands in the draft's notes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.drafts import change_text, lay_draft, open_draft
from app.desk import Draft, drafts_before
from app.intake.drafts import CUT_LINE, HEAD_LINE, SEVERAL, TOLD, ArticleDraft, parse_published
from app.intake.items import Limits, Outlet
from app.intake.reading import read_paste

# Ways to tell an outlet that hold for a file, and so for every article in it; a line of the text is one article's.
OF_THE_FILE = {"page", "domain", "feed", "mail", "field"}
MOST_PARTS = 500
_LINE = re.compile(r"[^\n]*\S[^\n]*")


class Changed(Exception):
    """The text is no longer the one that was shown, or nothing was said that could be done with it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text that is not blank, and where it begins."""

    start: int
    text: str


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of a text between which it can be split."""
    return [Paragraph(found.start(), found[0].strip()) for found in _LINE.finditer(text)]


def split_draft(
    session: Session, draft_id: int, sha256: str, starts: Sequence[int], limits: Limits, known: Sequence[Outlet] = ()
) -> list[int]:
    """Make a draft of each part of a text, which begin at its start and at ``starts`` (offsets of paragraphs).

    The ids, in order. Each part is read as a paste is; the first keeps what is known of the whole. Raises Unknown where
    the draft is gone, Changed where its text is another by now or no cut is one, IntakeError where a part is no text.
    """
    row = open_draft(session, draft_id)
    begins = {paragraph.start for paragraph in paragraphs(row.text)[1:]}
    cuts = sorted(set(starts))
    if row.sha256 != sha256 or not cuts or not begins.issuperset(cuts) or len(cuts) >= MOST_PARTS:
        raise Changed
    parts = [row.text[start:end].strip("\n") for start, end in zip([0, *cuts], [*cuts, len(row.text)], strict=True)]
    number = columns(func.min(col(Draft.number))).where(col(Draft.item_id) == row.item_id)
    lowest = min(0, int(session.execute(number).scalar_one() or 0))  # below those that the reader counts
    ids = []
    read = list(_read_parts(row, parts, limits, known))  # before anything is laid: a part may be no text
    for count, (draft, notes) in enumerate(read, 1):
        part = replace(draft, file=row.file, kind="txt", notes=notes)
        part_id = lay_draft(session, row.summit_id, row.item_id, lowest - count, part, row.language)
        session.get_one(Draft, part_id).whole_id = row.id
        ids.append(part_id)
    row.status = "split"
    session.add(row)
    session.flush()
    return ids


def _read_parts(
    row: Draft, parts: Sequence[str], limits: Limits, known: Sequence[Outlet]
) -> Iterator[tuple[ArticleDraft, tuple[str, ...]]]:
    """Each part as an article, with its notes."""
    told = dict(note.removeprefix(TOLD).split(":", 1) for note in row.notes if note.startswith(TOLD))
    shared = row.source if told.get("source") in OF_THE_FILE else None
    for number, text in enumerate(parts):
        draft = read_paste(text, limits, known)
        if number == 0:
            first = replace(
                draft,
                title=row.title or draft.title,
                source=row.source or draft.source,
                published=parse_published(row.published) or draft.published,
                published_at=None,
                changed_at=row.changed_at,
                page=row.page or draft.page,
                url=row.url or draft.url,
                author=row.author or draft.author,
                found=(),
            )
            yield first, (*(note for note in row.notes if not note.startswith(SEVERAL)), *draft.notes)
        else:
            yield replace(draft, source=draft.source or shared), draft.notes


def join_draft(session: Session, draft_id: int) -> int:
    """Undo a split: the whole text is back on the desk, its parts are gone; or, of a draft that the reader made, put
    its text behind the one before it in the same file, and drop it. The id of what holds the text now.

    Raises Unknown where there is no such draft, Changed where a part is an article already, or there is none before.
    """
    row = open_draft(session, draft_id)
    whole = session.get(Draft, row.whole_id) if row.whole_id is not None else None
    if whole is not None and whole.status == "split":
        parts = session.exec(select(Draft).where(Draft.whole_id == whole.id)).all()
        if any(part.status == "kept" for part in parts):
            raise Changed
        whole.status = "open"
        session.add(whole)
        for part in parts:
            session.delete(part)
        session.flush()
        assert whole.id is not None
        return whole.id
    before = session.exec(drafts_before(row).limit(1)).first()
    if before is None:
        raise Changed
    change_text(session, before, f"{before.text.rstrip()}\n\n{_with_head(row)}")
    row.status = "dropped"
    session.add(row)
    session.flush()
    assert before.id is not None
    return before.id


def _with_head(row: Draft) -> str:
    """A text with the lines at its head that left it, its headline first."""
    head = [note.removeprefix(HEAD_LINE) for note in row.notes if note.startswith(HEAD_LINE)]
    title = [row.title] if row.title and row.title not in row.text[: len(row.title) + 200] else []
    return "\n\n".join([*title, *head, row.text.lstrip()])


def cut_lines(session: Session, draft_id: int, lines: Sequence[str]) -> None:
    """Take lines out of a draft's text: each the first that equals one of these. They stand in its notes, to be put
    back. Raises Unknown; a line that is not there any more is passed over.
    """
    row = open_draft(session, draft_id)
    text, notes = row.text, list(row.notes)
    for line in lines:
        place = _place_of(text, line)
        if place is not None:
            text = text[:place] + text[place + len(line) :].removeprefix("\n")
            notes.append(f"{CUT_LINE}{place}:{line}")
    if text.strip() and text != row.text:
        row.notes = notes
        change_text(session, row, text)


def put_back(session: Session, draft_id: int, note: str) -> None:
    """Put a line back that was taken out of a text: by a person where it stood, by the reader at the head.

    Raises Unknown; a note that is not there (any more) changes nothing.
    """
    row = open_draft(session, draft_id)
    if note not in row.notes or not note.startswith((CUT_LINE, HEAD_LINE)):
        return
    row.notes = [one for one in row.notes if one != note]
    if note.startswith(HEAD_LINE):
        change_text(session, row, f"{note.removeprefix(HEAD_LINE)}\n\n{row.text}")
        return
    where, _, line = note.removeprefix(CUT_LINE).partition(":")
    place = min(int(where), len(row.text)) if where.isascii() and where.isdigit() else len(row.text)
    place = row.text.rfind("\n", 0, place) + 1 if place < len(row.text) else place  # at the beginning of a line
    gap = "\n" if place == len(row.text) and not row.text.endswith("\n") else ""
    change_text(session, row, f"{row.text[:place]}{gap}{line}\n{row.text[place:]}".rstrip("\n"))


def _place_of(text: str, line: str) -> int | None:
    """Where a whole line of the text is this one."""
    found = re.search(rf"^[ \t]*{re.escape(line)}[ \t]*$", text, re.M)
    return text.find(line, found.start()) if found else None
