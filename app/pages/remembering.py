"""The one form of every button *Remember*: puts a place into a folder, and takes it back."""

import re
from typing import Annotated
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.actions.addresses import Unknown
from app.actions.folder_order import folder_of, remove_item
from app.actions.folders import Place, remember
from app.actions.refusals import Declined
from app.db import WriteSession, writing
from app.language import N_
from app.pages.article_form import posted
from app.pages.corrections import YEAR, own_address
from app.pages.deps import read_number
from app.pages.language import translate
from app.pages.reader import own
from app.pages.rendering import render, target
from app.queries.views.folders import CHARTS, PLACES, Kept

router = APIRouter(include_in_schema=False)

COOKIE = "folder"  # of this summit: the folder that was used last
# kind, article, part, start, end, chart, and what tells two buttons of one place apart
PLACE = re.compile(
    r"(passage|quotation|figure|shared|article|chart):(\d{1,9}):(text|headline):(\d{1,9})-(\d{1,9}):([a-z]{0,20})"
    r"(?::[\w-]{1,120})?",
    re.ASCII,
)
UNDO = re.compile(r"(\d{1,9})(?::(.*))?", re.ASCII | re.DOTALL)
NO_PLACE = N_("There is nothing to remember at this place. Load the page again and look.")
NO_ITEM = N_("There is no such folder, or what was in it is gone. It may have been removed.")

Posted = Annotated[FormData, Depends(posted)]


def used_folder(request: Request) -> str:
    """The slug of the folder that this browser used last; it may be gone."""
    return unquote(own(request).cookies.get(COOKIE, ""))[:100]


def use_folder(response: Response, summit: str, folder: str) -> None:
    """Remember in this browser which folder is used."""
    response.set_cookie(
        COOKIE, quote(folder), max_age=YEAR, httponly=True, samesite="lax", path=f"/summits/{quote(summit)}"
    )


@router.post("/summits/{slug}/folders/items")
@writing
def press(request: Request, session: WriteSession, slug: str, data: Posted) -> Response:
    """Remember ``place``, or take back what ``undo`` names; htmx gets the button as it is from now on."""
    place, back = str(data.get("place", "")), own_address(str(data.get("back", "")))
    undo = UNDO.fullmatch(str(data.get("undo", "")))
    sentence, kept = "", None
    try:
        if undo:
            place = undo[2] or ""
            folder = folder_of(session, slug, int(undo[1]))
            remove_item(session, slug, folder, int(undo[1]))
        else:
            done = remember(session, slug, read_place(place, back), str(data.get("folder", "")) or used_folder(request))
            kept, folder = Kept(done.item, done.folder, done.name, done.new), done.folder
    except Unknown:
        raise HTTPException(404, NO_ITEM) from None
    except Declined as declined:
        sentence, folder = translate(request, declined.message, **declined.values), ""
        if target(request) is None:
            raise HTTPException(422, sentence) from None
    if target(request) is None:
        response: Response = RedirectResponse(_noted(back or f"/summits/{slug}", folder, kept, place), 303)
    else:
        shown = PLACE.fullmatch(place)
        response = render(
            request,
            "partials/kept.html",
            fragments=["kept"],
            slug=slug,
            place=place,
            parts=shown.groups() if shown else None,
            done=kept,
            sentence=sentence,
        )
    if kept:
        use_folder(response, slug, kept.folder)
    return response


def read_place(value: str, back: str) -> Place:
    """What a button says. Raises Declined. ``back``: the page that it stands on, which shows a chart again."""
    found = PLACE.fullmatch(value)
    if not found:
        raise Declined(NO_PLACE)
    kind, article, part, start, end, chart = found.groups()
    if kind != "chart":
        if chart or not int(article):
            raise Declined(NO_PLACE)
        return Place(kind, int(article), part, int(start), int(end))
    if chart not in CHARTS or not back:
        raise Declined(NO_PLACE)
    address = _plain(back) + (f"#{PLACES[chart]}" if PLACES[chart] else "")
    return Place(kind, int(article), part, int(start), int(end), chart, address[:2_000])


def _plain(address: str) -> str:
    """Without what only tells that something was done."""
    parts = urlsplit(address)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in ("kept", "fixed")]
    return parts._replace(query=urlencode(pairs), fragment="").geturl()


def _noted(address: str, folder: str, kept: Kept | None, place: str) -> str:
    """The page again, at the button, with what has become of it in ``kept=``."""
    parts = urlsplit(_plain(address))
    pairs = [*parse_qsl(parts.query, keep_blank_values=True), ("kept", f"{folder}:{kept.item if kept else 0}")]
    return parts._replace(query=urlencode(pairs), fragment=quote(f"keep:{place}") if place else "").geturl()


def number_of(data: FormData, name: str) -> int | None:
    """A number of a form; None where there is none."""
    return read_number(str(data.get(name, "")))
