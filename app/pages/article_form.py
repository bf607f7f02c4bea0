"""The form that describes an article: what was typed, checked as a whole, and never lost.

A pasted text and a chosen file are read as the desk reads them. What a person typed wins; what the text itself says
fills the fields that were left empty, and it is said by what it was told. A file that was read comes back as text, so
that it need not be chosen again; one that holds more than one article belongs on the desk.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Annotated, Self

from anyio.to_thread import run_sync
from fastapi import Depends, Request
from sqlalchemy import Engine
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from app.actions.imports import Brought
from app.actions.summits import known_outlets
from app.db import session_scope
from app.intake.drafts import (
    HEAD_LINE,
    MAX_FIELD_CHARS,
    TOLD,
    ArticleDraft,
    Description,
    Errors,
    IntakeError,
    as_typed,
    check_article,
    check_description,
    one_line,
)
from app.intake.items import Found, Item, Limits, Outlet, Refusal
from app.intake.reading import read, read_paste
from app.intake.sandbox import Sandbox
from app.settings import Settings

GERMAN_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})(?:,?\s+(\d{1,2})[:.](\d{2})(?:\s*Uhr)?)?")
DESCRIPTION = ("source", "title", "published", "url")
READING_SECONDS = 10.0  # somebody waits; the desk takes longer
TOO_SLOW = "too-slow"
NOTES = ("decoded:", HEAD_LINE)  # what is told of a file and goes with its text when the form comes back
MOST_NOTES, NOTE_CHARS = 12, 500
MOST_FIELDS = 1_200  # a text can be split at many places, and a table has many columns


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """The fields as typed. ``errors`` by field, ``file`` the name of the file that the text came from,
    ``action`` the button that was pressed, ``chosen`` a file that has not been read yet.

    ``found`` says by what a field was told that nobody typed; author and agencies are never typed.
    """

    text: str = ""
    source: str = ""
    title: str = ""
    published: str = ""
    url: str = ""
    file: str = ""
    action: str = ""
    author: str = ""
    agencies: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    chosen: Brought | None = None
    errors: Mapping[str, IntakeError] = field(default_factory=dict)

    def with_error(self, error: IntakeError, name: str | None = None) -> Self:
        """The same form with one more mistake, at the field ``name`` or at the one the error names."""
        return replace(self, errors={**self.errors, name or error.field: error})

    def filled(self, draft: ArticleDraft) -> Self:
        """The same form with what reading its text told, in the fields that nobody filled."""
        told = {
            "source": draft.source,
            "title": draft.title,
            "published": as_typed(draft.appeared),
            "url": draft.url,
        }
        now = {name: getattr(self, name) if name in self.typed else value or "" for name, value in told.items()}
        return replace(
            self,
            text=draft.text,
            source=now["source"],
            title=now["title"],
            published=now["published"],
            url=now["url"],
            file=self.file or draft.file or "",
            author=self.author or draft.author or "",
            agencies=draft.agencies,
            notes=tuple(dict.fromkeys((*self.notes, *draft.notes))),
            found={name: how for name, how in draft.found if name in told and name not in self.typed},
        )

    @property
    def typed(self) -> tuple[str, ...]:
        """The fields of the description that are not empty."""
        return tuple(name for name in DESCRIPTION if getattr(self, name).strip())

    @property
    def status(self) -> int:
        """The HTTP status that belongs to the mistakes."""
        return status_of(self.errors)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a posted form: ``typed`` is shown again where something is wrong, ``filled`` is what to keep.

    ``for_desk`` is a file that does not hold one article alone; ``found`` the one that a file does, as it was read.
    """

    typed: ArticleForm
    filled: ArticleForm
    for_desk: Brought | None = None
    found: ArticleDraft | None = None


def status_of(errors: Mapping[str, IntakeError]) -> int:
    """The HTTP status that belongs to mistakes: 413 for too long a text, 422 for the rest."""
    return 413 if any(error.code == "text-too-long" for error in errors.values()) else 422


async def posted(request: Request) -> FormData:
    """The fields of a posted form. Long texts are fields too: the limit is that of the whole body, not Starlette's."""
    try:
        return await request.form(
            max_part_size=request.app.state.settings.max_body_bytes, max_files=5, max_fields=MOST_FIELDS
        )
    except HTTPException as error:
        too_long = "maximum size" in str(error.detail)
        raise HTTPException(413 if too_long else 400) from error


async def posted_article(request: Request) -> ArticleForm:
    """The article form as posted, a chosen file with its bytes."""
    data = await posted(request)
    form = ArticleForm(
        text=_value(data, "text"),
        source=_value(data, "source"),
        title=_value(data, "title"),
        published=_value(data, "published"),
        url=_value(data, "url"),
        file=_value(data, "file_name")[:200],
        action=_value(data, "action"),
        author=one_line(_value(data, "author"))[:MAX_FIELD_CHARS],
        notes=_kept_notes(data.getlist("note")),
    )
    file = data.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return form
    content = await file.read()
    await file.close()
    if form.text.strip():
        both = (
            "There is a text in the field and a file besides. Empty the field to take the file, or choose it no more."
        )
        return form.with_error(IntakeError("file", both))
    name = file.filename.replace("\\", "/").rsplit("/", 1)[-1][:200]
    return replace(form, file="", author="", notes=(), chosen=Brought(name, data=content))


async def read_article(request: Request, typed: Annotated[ArticleForm, Depends(posted_article)]) -> Reading:
    """The article form as posted, its text or file read: before the database is locked, and one file at a time."""
    state = request.app.state
    if typed.action == "edit":
        return Reading(typed, typed)
    limiter = state.threads.files if typed.chosen else None
    return await run_sync(_read, state.engine, state.settings, typed, limiter=limiter)


ReadArticle = Annotated[Reading, Depends(read_article)]


def _read(engine: Engine, settings: Settings, typed: ArticleForm) -> Reading:
    with session_scope(engine) as session:
        known = known_outlets(session)
    limits = Limits(
        max_chars=settings.max_text_chars,
        file_bytes=settings.max_import_bytes,
        seconds=READING_SECONDS,
        cpu_seconds=8,
        longest=READING_SECONDS,
    )
    if typed.chosen is not None:
        return _read_file(replace(typed, chosen=None), typed.chosen, limits, known)
    try:
        return Reading(typed, typed.filled(read_paste(typed.text, limits, known)))
    except IntakeError:  # told with all else that is wrong
        return Reading(typed, typed)


def _read_file(typed: ArticleForm, file: Brought, limits: Limits, known: list[Outlet]) -> Reading:
    with Sandbox(limits) as sandbox:
        items: list[Item] = list(islice(read(file.name, file.data or b"", known=known, sandbox=sandbox), 2))
    match items:
        case [Found(draft=draft)]:
            form = replace(typed, file=file.name).filled(draft)
            return Reading(form, form, found=draft)
        case [Refusal(code=code) as why] if code != TOO_SLOW:
            form = typed.with_error(IntakeError("file", why.message, "wrong", **why.values))
            return Reading(form, form)
    return Reading(typed, typed, file)


def checked(form: ArticleForm, max_chars: int) -> tuple[ArticleDraft | None, Errors]:
    """The draft, or None and a sentence for every field that is wrong."""
    draft, errors = check_article(
        form.text,
        max_chars=max_chars,
        source=form.source,
        title=form.title,
        published=published_from(form),
        url=form.url,
        file=form.file,
        notes=form.notes,
    )
    if "file" in form.errors:
        errors.pop("text", None)  # there is none because the file could not be taken
    errors = {**form.errors, **_as_typed(form, errors)}
    if draft is None or errors:
        return None, errors
    told = tuple(f"{TOLD}{name}:{how}" for name, how in form.found.items())
    return replace(draft, author=form.author or None, agencies=form.agencies, notes=(*draft.notes, *told)), {}


def described(form: ArticleForm) -> tuple[Description, Errors]:
    """What the form says about an article whose text stays as it is, and a sentence for every field that is wrong."""
    known, errors = check_description(
        source=form.source, title=form.title, published=published_from(form), url=form.url
    )
    return known, _as_typed(form, errors)


def published_from(form: ArticleForm) -> str:
    """The date as ISO wants it; ``16.6.2021`` or ``16.6.2021, 6.30 Uhr`` is what Germans write."""
    found = GERMAN_DAY.fullmatch(form.published.strip())
    if not found:
        return form.published
    day, month, year, hour, minute = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}" + (f" {hour:0>2}:{minute}" if hour else "")


def _as_typed(form: ArticleForm, errors: Errors) -> Errors:
    """The mistakes, that of a date with the date as it was typed."""
    wrong = errors.get("published")
    if wrong is None:
        return errors
    return {
        **errors,
        "published": IntakeError("published", wrong.message, wrong.code, value=form.published.strip()[:40]),
    }


def _kept_notes(given: Iterable[object]) -> tuple[str, ...]:
    """The notes that went out with a form, as far as they are of the kinds that do."""
    notes = (one_line(note)[:NOTE_CHARS] for note in given if isinstance(note, str) and note.startswith(NOTES))
    return tuple(islice(notes, MOST_NOTES))


def _value(data: FormData, name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
