"""The list of summits and the overview of one: who writes about what."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.actions.renames import rename_summit_at
from app.db import ReadSession, WriteSession
from app.intake.drafts import IntakeError
from app.pages.filters import Asked, Wanted
from app.pages.language import N_, reader_language, translate
from app.pages.render import render, target
from app.queries.summits import overview_page, row_preview, summits_page
from app.queries.views.heads import TopicView
from app.queries.views.overview import Barcode

router = APIRouter(include_in_schema=False)

SORTS = {"coverage": N_("coverage"), "difference": N_("difference"), "name": N_("name")}
NO_SUMMIT = N_("There is no such summit. Its address may have been mistyped.")
ROW = "row"  # the cell that a row opens is #row-<topic>


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring sentences under one issue: what the barcode shows, for the table behind it."""

    topic: TopicView
    first: int
    last: int
    start: int


@router.get("/")
def summits(request: Request, session: ReadSession) -> Response:
    """The only summit, or the list of them."""
    page = summits_page(session)
    if len(page.summits) == 1:
        return RedirectResponse(f"/summits/{page.summits[0].slug}", 307)
    return render(request, "pages/summits.html", page=page)


@router.get("/summits/{slug}")
def overview(
    request: Request, session: ReadSession, asked: Wanted, slug: str, sort: str = "coverage", open: str = ""
) -> Response:
    """The coverage matrix; ``open`` names the topic whose row is open. A row alone is answered to ``#row-<topic>``."""
    sort = sort if sort in SORTS else "coverage"
    kind, _, topic = (target(request) or "").partition("-")
    if kind == ROW and topic:
        return _row(request, session, asked, slug, topic, sort, opened=topic == open)
    return _overview(request, session, asked, slug, sort, open)


@router.post("/summits/{slug}")
def rename(
    request: Request,
    session: WriteSession,
    asked: Wanted,
    slug: str,
    name: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
) -> Response:
    """Another name, place or day. What was typed stands in the form again where something is wrong with it."""
    try:
        found = rename_summit_at(session, slug, name, place, day)
    except IntakeError as error:
        typed = {"name": name, "place": place, "day": day, "field": error.field}
        typed["error"] = translate(request, error.message, **error.values)
        return _overview(request, session, asked, slug, "coverage", "", typed, status=422)
    if not found:
        raise HTTPException(404, NO_SUMMIT)
    return RedirectResponse(request.url.path + asked.filters.as_query(), 303)


def _overview(
    request: Request,
    session: Session,
    asked: Asked,
    slug: str,
    sort: str,
    open: str,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    locale = reader_language(request)
    page = overview_page(session, slug, asked.filters, sort, locale)
    if page is None:
        raise HTTPException(404, NO_SUMMIT)
    preview = row_preview(session, slug, open, asked.filters, locale) if open else None
    return render(
        request,
        "pages/overview.html",
        status=status,
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        section="topics",
        tab="topics",
        sorts=SORTS,
        sort=sort,
        keep=_kept(sort),
        preview=preview,
        sequences=[(code, list(_sequence(code))) for code in page.barcodes],
        typed=typed,
    )


def _row(
    request: Request, session: Session, asked: Asked, slug: str, topic: str, sort: str, *, opened: bool
) -> Response:
    preview = row_preview(session, slug, topic, asked.filters, reader_language(request))
    if preview is None:
        raise HTTPException(404, NO_SUMMIT)
    return render(
        request,
        "pages/overview.html",
        fragments=[ROW],
        preview=preview if opened else None,
        topic=preview.topic,
        filters=asked.filters,
        slug=slug,
        keep=_kept(sort),
    )


def _kept(sort: str) -> dict[str, str | None]:
    """The order is part of the address unless it is the usual one."""
    return {"sort": None if sort == "coverage" else sort}


def _sequence(code: Barcode) -> Iterable[Run]:
    for topic, ticks in groupby(code.ticks, key=lambda tick: tick.topic):
        if topic is not None:
            run = list(ticks)
            yield Run(topic, run[0].number, run[-1].number, run[0].start)
