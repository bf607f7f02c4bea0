"""A file was understood otherwise than it should be: split a text, join it again, say what a table's columns hold."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.actions.addresses import Unknown
from app.actions.imports import correct_columns
from app.actions.splits import Changed, join_draft, paragraphs, split_draft
from app.actions.summits import known_outlets
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import IntakeError
from app.intake.items import Limits
from app.intake.tables.columns import FIELDS
from app.jobs import enqueue_reading
from app.language import N_
from app.pages.article_form import posted
from app.pages.deps import ArticleId, queue_after, read_number
from app.pages.desk import NO_DRAFT
from app.pages.rendering import render
from app.queries.desk import columns_page, draft_page
from app.queries.views.desk import ColumnsPage, DraftPage

router = APIRouter(include_in_schema=False)

NO_CUT = N_("Nothing was chosen. Say where another article begins.")
CHANGED = N_("The text has changed meanwhile. Look at it again, and say where it should be split.")
NOT_JOINED = N_("This cannot be joined: a part of it is an article already, or nothing stands before it.")
NO_WORDS = N_("One of the parts would have no words. Choose other places.")
NO_COLUMNS = N_("There is no table in this file, or it is no longer on the desk.")


@router.get("/drafts/{draft_id}/split")
def split_form(request: Request, session: ReadSession, draft_id: ArticleId) -> Response:
    """The text, paragraph by paragraph, with a place between them to say that another article begins."""
    return _split_form(request, _open(session, draft_id))


@router.post("/drafts/{draft_id}/split")
@writing
def split(
    request: Request, session: WriteSession, draft_id: ArticleId, data: Annotated[FormData, Depends(posted)]
) -> Response:
    """A draft of each part; leads to the first."""
    page = _open(session, draft_id)
    starts = [number for text in data.getlist("start") if (number := read_number(str(text))) is not None]
    if not starts:
        return _split_form(request, page, NO_CUT, 422)
    limits = Limits(max_chars=request.app.state.settings.max_text_chars)
    try:
        ids = split_draft(session, draft_id, str(data.get("sha256", "")), starts, limits, known_outlets(session))
    except Unknown:
        raise HTTPException(404, NO_DRAFT) from None
    except Changed:
        return _split_form(request, page, CHANGED, 409)
    except IntakeError:
        return _split_form(request, page, NO_WORDS, 422)
    return RedirectResponse(f"/drafts/{ids[0]}", 303)


@router.post("/drafts/{draft_id}/join")
@writing
def join(request: Request, session: WriteSession, draft_id: ArticleId) -> Response:
    """Undo a split, or put a text behind the one before it; leads to what holds it now."""
    page = _open(session, draft_id)
    try:
        joined = join_draft(session, draft_id)
    except Unknown:
        raise HTTPException(404, NO_DRAFT) from None
    except Changed:
        return _split_form(request, page, NOT_JOINED, 409)
    return RedirectResponse(f"/drafts/{joined}", 303)


@router.get("/summits/{slug}/desk/tables/{item_id}")
def table_form(request: Request, session: ReadSession, slug: str, item_id: ArticleId) -> Response:
    """Each column of the tables of a file with its first cells, and what it was taken for."""
    page = _table(session, slug, item_id)
    return render(request, "pages/columns.html", page=page, fields=("", *FIELDS), summit=page.summit, section="desk")


@router.post("/summits/{slug}/desk/tables/{item_id}")
@writing
def table(
    request: Request,
    session: WriteSession,
    after: BackgroundTasks,
    slug: str,
    item_id: ArticleId,
    data: Annotated[FormData, Depends(posted)],
) -> Response:
    """Read the file again with its columns as they were said to be; ``column`` and ``field`` come in pairs."""
    names = {name for told in _table(session, slug, item_id).tables for name in told.header}
    pairs = zip(data.getlist("column"), data.getlist("field"), strict=False)
    said = {str(name): str(field) for name, field in pairs if str(name) in names and str(field) in {"", *FIELDS}}
    queue_after(request, after, enqueue_reading, correct_columns(session, slug, item_id, said))
    return RedirectResponse(f"/summits/{slug}/desk", 303)


def _split_form(request: Request, page: DraftPage, problem: str = "", status: int = 200) -> Response:
    return render(
        request,
        "pages/split.html",
        status=status,
        page=page,
        draft=page.draft,
        paragraphs=paragraphs(page.draft.text),
        problem=problem,
        summit=page.summit,
        section="desk",
    )


def _open(session: ReadSession, draft_id: int) -> DraftPage:
    page = draft_page(session, draft_id)
    if page is None or page.draft.status != "open":
        raise HTTPException(404, NO_DRAFT)
    return page


def _table(session: ReadSession, slug: str, item_id: int) -> ColumnsPage:
    page = columns_page(session, slug, item_id)
    if page is None:
        raise HTTPException(404, NO_COLUMNS)
    return page
