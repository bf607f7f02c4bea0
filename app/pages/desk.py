"""The ingest desk: bring many texts at once, see what was understood, put it right, keep or drop it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException as StarletteHTTPException

from app.actions.addresses import Unknown
from app.actions.drafts import (
    Undecided,
    bring_back,
    drop_draft,
    edit_draft,
    keep_draft,
    reopen_draft,
)
from app.actions.imports import Brought, cancel, forget_refused, retry, start_batch
from app.actions.keeping import keep_ready, still_keeping
from app.actions.splits import cut_lines, put_back
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import MAX_FIELD_CHARS, ArticleDraft, IntakeError, as_typed, one_line
from app.intake.kinds import ENDINGS, LABELS
from app.jobs import enqueue_analysis, enqueue_keeping, enqueue_reading, enqueue_round
from app.language import N_
from app.pages.article_form import ArticleForm, checked, posted
from app.pages.deps import ArticleId, in_summit, no_summit, queue_after, read_number
from app.pages.filters import read_offset
from app.pages.rendering import render, target
from app.queries.desk import desk_page, draft_page, reading_of
from app.queries.views.desk import DraftPage, DraftView

router = APIRouter(include_in_schema=False)

NO_DRAFT = N_("This draft is no longer on the desk. It may have been kept or cleared away meanwhile.")
NOTHING = N_("Nothing was chosen. Choose files or a folder, or give an address.")
NO_ADDRESS = N_("This is not a web address. It should begin with https://.")
ADDRESS = re.compile(r"/summits/[^/]+/desk")  # where large bodies are accepted
MAX_ADDRESSES = 500
MAX_FILES = 2_000


@router.get("/summits/{slug}/desk")
def desk(request: Request, session: ReadSession, slug: str, show: str = "open") -> Response:
    """Drafts in their order; ``?show=dropped`` those that were put away."""
    return _desk(request, session, slug, show=show)


@router.get("/summits/{slug}/desk/reading")
def desk_reading(request: Request, session: ReadSession, slug: str, seen: str = "") -> Response:
    """The panel that asks again by itself: nothing while nothing has changed; without JavaScript the desk."""
    state = in_summit(reading_of(session, slug))
    if target(request) != "reading":
        return RedirectResponse(f"/summits/{slug}/desk", 303)
    now = f"{state.total}-{state.done}-{sum(found for _, found in state.in_hand)}"
    if seen == now:
        return Response(status_code=204)
    return render(
        request,
        "pages/desk.html",
        fragments=["reading"],
        state=state,
        slug=slug,
        done=state.unread == 0,
        empty=request.query_params.get("empty") == "1",
    )


async def brought(request: Request) -> tuple[list[UploadFile], str]:
    """The files and addresses of a posted form. Files stay on the disk until each is stored."""
    limit = request.app.state.settings.max_import_bytes
    try:
        data = await request.form(max_part_size=1_000_000, max_files=MAX_FILES, max_fields=20)
    except StarletteHTTPException as error:
        raise HTTPException(413 if "maximum size" in str(error.detail) else 400) from error
    files = [one for one in data.getlist("files") if isinstance(one, UploadFile) and one.filename]
    too_large = next((one for one in files if (one.size or 0) > limit), None)
    if too_large is not None:
        raise HTTPException(413)
    addresses = data.get("addresses", "")
    return files, addresses if isinstance(addresses, str) else ""


@router.post("/summits/{slug}/desk")
@writing
def bring(
    request: Request,
    session: WriteSession,
    after: BackgroundTasks,
    slug: str,
    given: Annotated[tuple[list[UploadFile], str], Depends(brought)],
) -> Response:
    """Put files and addresses in line for the reader."""
    files, addresses = given
    lines = [line.strip() for line in addresses.splitlines() if line.strip()][:MAX_ADDRESSES]
    wrong = next((line for line in lines if not line.lower().startswith(("http://", "https://"))), None)
    if wrong is not None or not (files or lines):
        problem = NO_ADDRESS if wrong is not None else NOTHING
        return _desk(request, session, slug, problem=problem, typed=addresses, status=422)
    try:
        ids = start_batch(session, slug, _opened(files, lines))
    except Unknown:
        raise no_summit() from None
    queue_after(request, after, enqueue_reading, ids)
    return RedirectResponse(f"/summits/{slug}/desk", 303)


@router.post("/summits/{slug}/desk/{what}")
@writing
def whole_desk(
    request: Request,
    session: WriteSession,
    after: BackgroundTasks,
    slug: str,
    what: str,
    data: Annotated[FormData, Depends(posted)],
) -> Response:
    """``keep`` all that need no decision, ``cancel`` the reading, ``retry`` or ``clear`` what could not be read."""
    settings = request.app.state.settings
    if what == "keep":
        kept = keep_ready(session, slug, settings.max_text_chars)
        queue_after(request, after, enqueue_round, len(kept))
        queue_after(request, after, enqueue_keeping, still_keeping(session, slug))
    elif what == "cancel":
        cancel(session, slug)
    elif what == "retry":
        item = read_number(str(data.get("item", "")))
        queue_after(request, after, enqueue_reading, retry(session, slug, item))
    elif what == "clear":
        forget_refused(session, slug)
    else:
        raise HTTPException(404)
    return RedirectResponse(f"/summits/{slug}/desk", 303)


@router.get("/drafts/{draft_id}")
def draft(request: Request, session: ReadSession, draft_id: ArticleId) -> Response:
    """One draft with its whole text."""
    return _draft(request, _found(session, draft_id))


@router.post("/drafts/{draft_id}")
@writing
def change(
    request: Request,
    session: WriteSession,
    after: BackgroundTasks,
    draft_id: ArticleId,
    data: Annotated[FormData, Depends(posted)],
) -> Response:
    """``action`` is save, keep, both, replace, drop, reopen or restore; what was typed is saved with each.

    ``cut`` takes lines out of the text, ``back`` puts one there again: both save.
    """
    page = _found(session, draft_id)
    form = _form(data, page.draft)
    settings = request.app.state.settings
    described, errors = checked(form, settings.max_text_chars)
    if form.action in {"drop", "reopen", "restore"}:
        described = None
    elif described is None:
        form = replace(form, errors=errors)
        return _draft(request, page, form, form.status)
    try:
        if form.action == "restore":
            restored = bring_back(session, draft_id, settings.max_text_chars)
            queue_after(request, after, enqueue_analysis, [restored])
            return RedirectResponse(f"/articles/{restored}", 303)
        article_id = _done(session, draft_id, form.action, described)
    except Unknown:
        raise HTTPException(404, NO_DRAFT) from None
    except Undecided:
        return _draft(request, _found(session, draft_id), form, 409)
    except IntakeError as error:
        return _draft(request, page, form.with_error(error, "source"), 422)
    if form.action == "save":
        _lines(session, draft_id, data)
    if article_id is not None:
        queue_after(request, after, enqueue_analysis, [article_id])
    if target(request) is not None:
        return _draft(request, _found(session, draft_id))
    return RedirectResponse(_next(page, draft_id, form.action, str(data.get("from", ""))), 303)


def _done(session: WriteSession, draft_id: int, action: str, described: ArticleDraft | None) -> int | None:
    """The id of the article that came of it, if one did."""
    if action == "drop":
        drop_draft(session, draft_id)
    elif action == "reopen":
        reopen_draft(session, draft_id)
    elif described is not None and action in {"keep", "both", "replace"}:
        return keep_draft(session, draft_id, described, action)
    elif described is not None:
        edit_draft(session, draft_id, described)
    return None


def _lines(session: WriteSession, draft_id: int, data: FormData) -> None:
    """``cut`` lines of the text, or put one ``back`` that left it."""
    lines = [line for some in data.getlist("cut") if isinstance(some, str) for line in some.splitlines() if line]
    note = data.get("back")
    if lines:
        cut_lines(session, draft_id, lines)
    if isinstance(note, str):
        put_back(session, draft_id, note)


def _next(page: DraftPage, draft_id: int, action: str, came_from: str) -> str:
    """Where somebody without JavaScript goes on: the same place, or the next draft once this one is settled."""
    desk = f"/summits/{page.summit.slug}/desk"
    if came_from != "draft":
        return f"{desk}#draft-{draft_id}"
    if action in {"keep", "both", "replace", "drop"}:
        return f"/drafts/{page.next_id}" if page.next_id else desk
    return f"/drafts/{draft_id}"


def _form(data: FormData, view: DraftView) -> ArticleForm:
    """The form as posted; the text only where it was part of it."""

    def value(name: str, usual: str | None) -> str:
        given = data.get(name)
        return given if isinstance(given, str) else usual or ""

    return ArticleForm(
        text=value("text", view.text),
        source=value("source", view.source),
        title=value("title", view.title),
        published=value("published", as_typed(view.published)),
        url=value("url", view.url),
        author=one_line(value("author", view.author))[:MAX_FIELD_CHARS],
        file=view.file or "",
        action=value("action", "save" if "cut" in data or "back" in data else ""),
        notes=view.notes,
    )


def form_of(view: DraftView) -> ArticleForm:
    """The fields as they are stored."""
    return ArticleForm(
        text=view.text,
        source=view.source or "",
        title=view.title or "",
        published=as_typed(view.published),
        url=view.url or "",
        author=view.author or "",
        file=view.file or "",
    )


def _opened(files: list[UploadFile], addresses: list[str]) -> Iterator[Brought]:
    """One after the other, so that never more than one file is in memory."""
    for file in files:
        yield Brought(_name(file.filename or ""), data=file.file.read())
        file.file.close()
    for address in addresses:
        yield Brought(address[:300], url=address)


def _name(name: str) -> str:
    """A file's name with its folders, for people to read: it is never used as a path."""
    shown = "".join(character for character in name.replace("\\", "/") if character.isprintable())
    return shown.strip("/ ")[-200:] or "?"


def _desk(
    request: Request,
    session: ReadSession,
    slug: str,
    *,
    show: str = "open",
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> Response:
    offset = read_offset(request)
    page = in_summit(desk_page(session, slug, show if show in {"open", "dropped"} else "open", offset))
    return render(
        request,
        "pages/desk.html",
        status=status,
        page=page,
        forms={view.id: form_of(view) for view in page.drafts},
        state=page.reading,
        slug=slug,
        empty=not page.drafts,
        problem=problem,
        typed=typed,
        endings=ENDINGS,
        labels=LABELS,
        offset=offset,
        summit=page.summit,
        section="desk",
    )


def _draft(request: Request, page: DraftPage, form: ArticleForm | None = None, status: int = 200) -> Response:
    view = page.draft
    if target(request) not in {None, "view"}:
        view = replace(view, text=view.text.strip()[:420], cut=len(view.text.strip()) > 420)
    return render(
        request,
        "pages/draft.html",
        status=status,
        fragments=["draft"],
        page=page,
        draft=view,
        form=form or form_of(view),
        summit=page.summit,
        section="desk",
    )


def _found(session: ReadSession, draft_id: int) -> DraftPage:
    page = draft_page(session, draft_id)
    if page is None:
        raise HTTPException(404, NO_DRAFT)
    return page
