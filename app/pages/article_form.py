"""The form that describes an article: what was typed, checked field by field, and never lost.

Every mistake is told at once, each beside its field; a file that was read comes back as text, so that it need not be
chosen again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.intake.drafts import ArticleDraft, IntakeError, decode, make_draft, parse_published

GERMAN_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
DESCRIPTION = ("source", "title", "published", "url")


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """The fields as typed. ``errors`` by field, ``file`` the name of the file that the text came from,
    ``action`` the button that was pressed.
    """

    text: str = ""
    source: str = ""
    title: str = ""
    published: str = ""
    url: str = ""
    file: str = ""
    action: str = ""
    notes: tuple[str, ...] = ()
    errors: Mapping[str, IntakeError] = field(default_factory=dict)

    def with_error(self, error: IntakeError, name: str | None = None) -> Self:
        """The same form with one more mistake, at the field ``name`` or at the one the error names."""
        return replace(self, errors={**self.errors, name or error.field: error})

    @property
    def status(self) -> int:
        """The HTTP status that belongs to the mistakes: 413 for too long a text, 422 for the rest."""
        text = self.errors.get("text")
        return 413 if text is not None and "limit" in text.values else 422


async def posted(request: Request) -> FormData:
    """The fields of a posted form. Long texts are fields too: the limit is that of the whole body, not Starlette's."""
    try:
        return await request.form(max_part_size=request.app.state.settings.max_body_bytes, max_files=5, max_fields=30)
    except HTTPException as error:
        too_long = "maximum size" in str(error.detail)
        raise HTTPException(413 if too_long else 400) from error


async def posted_article(request: Request) -> ArticleForm:
    """The article form as posted, a chosen file read and decoded into ``text``."""
    data = await posted(request)
    form = ArticleForm(
        text=_value(data, "text"),
        source=_value(data, "source"),
        title=_value(data, "title"),
        published=_value(data, "published"),
        url=_value(data, "url"),
        file=_value(data, "file_name")[:200],
        action=_value(data, "action"),
    )
    chosen = data.get("file")
    if not isinstance(chosen, UploadFile) or not chosen.filename:
        return form
    content = await chosen.read()
    await chosen.close()
    if form.text.strip():
        both = (
            "There is a text in the field and a file besides. Empty the field to take the file, or choose it no more."
        )
        return form.with_error(IntakeError("file", both))
    try:
        text, notes = decode(content)
    except IntakeError as error:
        return form.with_error(error)
    return replace(form, text=text, file=chosen.filename.replace("\\", "/").rsplit("/", 1)[-1][:200], notes=notes)


def checked(form: ArticleForm, max_chars: int) -> tuple[ArticleDraft | None, ArticleForm]:
    """The draft, or None and the form with a sentence for every field that is wrong."""
    if "file" not in form.errors:
        form = _check(form, "text", max_chars)
    for name in DESCRIPTION:
        form = _check(form, name, 1)
    if form.errors:
        return None, form
    return _draft(form, max_chars), form


def published_from(form: ArticleForm) -> str:
    """The date as ISO wants it; ``16.6.2021`` is what Germans write."""
    found = GERMAN_DAY.fullmatch(form.published.strip())
    if not found:
        return form.published
    day, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _check(form: ArticleForm, name: str, max_chars: int) -> ArticleForm:
    """One field by itself: the intake stops at the first mistake, people want to see all of them."""
    try:
        if name == "published":
            _check_date(form)
        else:
            make_draft(**{"text": "a", name: getattr(form, name)}, max_chars=max_chars)
    except IntakeError as error:
        return form.with_error(error, name)
    return form


def _check_date(form: ArticleForm) -> None:
    try:
        parse_published(published_from(form))
    except IntakeError as error:
        raise IntakeError("published", error.message, value=form.published.strip()[:40]) from None


def _draft(form: ArticleForm, max_chars: int) -> ArticleDraft:
    return make_draft(
        form.text,
        max_chars=max_chars,
        source=form.source,
        title=form.title,
        published=published_from(form),
        url=form.url,
        file=form.file,
        notes=form.notes,
    )


def _value(data: FormData, name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
