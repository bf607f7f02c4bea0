"""Folders: the list of a summit's, one in its order, and what can be done with it and its items."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.actions.addresses import Unknown
from app.actions.folder_order import (
    add_rubric,
    carry_item,
    change_rubric,
    move_item,
    note_item,
    place_item,
    remove_item,
)
from app.actions.folders import describe_folder, make_folder, remember_all, remove_folder
from app.actions.refusals import Declined
from app.db import ReadSession, WriteSession, writing
from app.language import N_
from app.pages.corrections import refusal
from app.pages.deps import in_summit, read_number
from app.pages.filters import SLUG, Wanted, read_offset
from app.pages.language import reader_language
from app.pages.remembering import NO_ITEM, Posted, number_of, read_place, use_folder, used_folder
from app.pages.rendering import render
from app.pages.tables import download
from app.queries.folders import PAGE, folder_page, folders_page
from app.queries.proposals import proposals_page

router = APIRouter(include_in_schema=False)

ItemId = Annotated[int, Path(ge=1, le=2**31 - 1)]
NOTHING_CHOSEN = N_("Nothing was chosen. Tick what is to go into the folder.")
MOST_TAKEN = 1_000


@router.get("/summits/{slug}/folders")
def folders(request: Request, session: ReadSession, slug: str) -> Response:
    """All folders, and a form for a new one."""
    page = in_summit(folders_page(session, slug))
    return render(
        request,
        "pages/folders.html",
        page=page,
        summit=page.summit,
        section="folders",
        used=_used(request, [one.slug for one in page.folders]),
        removed=request.query_params.get("removed", ""),
    )


@router.post("/summits/{slug}/folders")
@writing
def add(request: Request, session: WriteSession, slug: str, data: Posted) -> Response:
    """Make a folder, which is the one in use from now on."""
    try:
        folder = make_folder(session, slug, _text(data, "name"))
    except Unknown:
        raise HTTPException(404, NO_ITEM) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    response = RedirectResponse(f"/summits/{slug}/folders/{folder}", 303)
    use_folder(response, slug, folder)
    return response


@router.get("/summits/{slug}/folders/proposals")
def proposals(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """What the filters of a screen, or a topic, would fill a folder with: to take or to leave."""
    query = request.query_params
    topic, folder = query.get("topic", ""), query.get("folder", "") or used_folder(request)
    if topic and not SLUG.fullmatch(topic):
        raise HTTPException(404, NO_ITEM)
    language = reader_language(request)
    page = in_summit(proposals_page(session, slug, asked.filters, language, topic, folder, query.get("own")))
    return render(
        request,
        "pages/proposals.html",
        page=page,
        summit=page.summit,
        filters=asked.filters,
        notices=asked.notices,
        section="folders",
        topic=topic,
    )


@router.post("/summits/{slug}/folders/proposals")
@writing
def take(request: Request, session: WriteSession, slug: str, data: Posted) -> Response:
    """Put into a folder what was ticked; each field says a place, and behind a line break its heading."""
    chosen = [str(one) for one in data.getlist("take")][:MOST_TAKEN]
    try:
        if not chosen:
            raise Declined(NOTHING_CHOSEN)
        places = [(read_place(place, ""), title) for place, _, title in (one.partition("\n") for one in chosen)]
        folder = _text(data, "folder") or make_folder(session, slug, _text(data, "name") or "Mappe")
        number = remember_all(session, slug, folder, places)
    except Unknown:
        raise HTTPException(404, NO_ITEM) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    response = RedirectResponse(f"/summits/{slug}/folders/{folder}?filled={number}", 303)
    use_folder(response, slug, folder)
    return response


@router.get("/summits/{slug}/folders/{folder}")
def folder_(request: Request, session: ReadSession, slug: str, folder: str) -> Response:
    """One folder, a hundred items at a time; with ``?format=`` as a table, or its articles as citations."""
    offset = read_offset(request)
    page = folder_page(session, slug, folder, reader_language(request), offset) if SLUG.fullmatch(folder) else None
    if page is None:
        raise HTTPException(404, NO_ITEM)
    if "format" in request.query_params:
        return download(request, "folder", {"folder": folder})
    return render(
        request,
        "pages/folder.html",
        page=page,
        summit=page.summit,
        section="folders",
        used=_used(request, [folder, *(one.slug for one in page.others)]),
        offset=offset,
        size=PAGE,
        removed=read_number(request.query_params.get("removed", "")),
        filled=read_number(request.query_params.get("filled", "")),
        both=request.query_params.get("both") == "1",
    )


@router.post("/summits/{slug}/folders/{folder}")
@writing
def change(request: Request, session: WriteSession, slug: str, folder: str, data: Posted) -> Response:
    """``act``: describe, use (new things go here), remove or back."""
    act, back = _text(data, "act"), f"/summits/{slug}/folders/{folder}"
    both = False
    try:
        if act in ("remove", "back"):
            remove_folder(session, slug, folder, back=act == "back")
            back = f"/summits/{slug}/folders?removed={folder}" if act == "remove" else back
        elif act == "describe":
            fields = {name: _text(data, name) for name in ("name", "note", "note_before", "readers", "own")}
            both = describe_folder(session, slug, folder, **fields)
    except Unknown:
        raise HTTPException(404, NO_ITEM) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    response = RedirectResponse(back + ("?both=1" if both else ""), 303)
    if act in ("use", "back"):
        use_folder(response, slug, folder)
    return response


@router.post("/summits/{slug}/folders/{folder}/rubrics")
@writing
def rubrics(request: Request, session: WriteSession, slug: str, folder: str, data: Posted) -> Response:
    """A new heading, or one that is renamed, moved or taken out (``act``)."""
    rubric = number_of(data, "rubric")
    try:
        if rubric is None:
            rubric = add_rubric(session, slug, folder, _text(data, "title"))
        else:
            change_rubric(session, slug, folder, rubric, _text(data, "act"), _text(data, "title"))
    except Unknown:
        raise HTTPException(404, NO_ITEM) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    return RedirectResponse(f"{_page(slug, folder, data)}#rubric-{rubric}", 303)


@router.post("/summits/{slug}/folders/{folder}/items/{item}")
@writing
def change_item(
    request: Request, session: WriteSession, slug: str, folder: str, item: ItemId, data: Posted
) -> Response:
    """``act``: up, down, place (before another, or at the end of a heading), note, carry, remove or back."""
    act, page = _text(data, "act"), _page(slug, folder, data)
    more = ""
    try:
        if act in ("up", "down"):
            move_item(session, slug, folder, item, act)
        elif act == "place":
            before, rubric = number_of(data, "before") or 0, number_of(data, "rubric")
            place_item(session, slug, folder, item, before=before, rubric=rubric)
        elif act == "note":
            both = note_item(session, slug, folder, item, _text(data, "note"), _text(data, "note_before"))
            more = "both=1" if both else ""
        elif act == "carry":
            carry_item(session, slug, folder, item, _text(data, "into"))
        else:
            remove_item(session, slug, folder, item, back=act == "back")
            more = f"removed={item}" if act == "remove" else ""
    except Unknown:
        raise HTTPException(404, NO_ITEM) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    sign = "&" if "?" in page else "?"
    return RedirectResponse(
        page + (f"{sign}{more}" if more else "") + ("" if act == "remove" else f"#item-{item}"), 303
    )


def _used(request: Request, slugs: list[str]) -> str:
    """The folder in use: where new things go."""
    used = used_folder(request)
    return used if used in slugs else ""


def _page(slug: str, folder: str, data: FormData) -> str:
    offset = number_of(data, "offset") or 0
    return f"/summits/{slug}/folders/{folder}" + (f"?offset={offset}" if offset else "")


def _text(data: FormData, name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else ""
