"""The list of summits and the overview of one: who writes about what."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.actions.seeds import DEMO, load_demo
from app.actions.summit_edits import new_summit, remove_summit, rename_summit_at, restore_summit
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import IntakeError
from app.jobs import enqueue_round
from app.language import N_
from app.pages.corrections import recorded
from app.pages.deps import in_summit, no_summit, queue_after
from app.pages.filters import Asked, Wanted
from app.pages.language import reader_language, translate
from app.pages.reader import own
from app.pages.rendering import render, target
from app.pages.tables import tabled
from app.queries.summits import overview_page, removed_summits, row_preview, summits_page
from app.queries.views.heads import TopicView
from app.queries.views.overview import Barcode, MatrixRow, OverviewPage

router = APIRouter(include_in_schema=False)

SORTS = {"coverage": N_("coverage"), "difference": N_("difference"), "name": N_("name")}
COUNTS = ("sources", "strands")
CELLS, LEAST_ROWS = 400, 8  # of the matrix, at once
FIRST = 18  # issues that have a row at once: what a reader can compare
FEW = 3  # so many rows more are no reason to put them away
ROW = "row"  # the cell that a row opens is #row-<topic>


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of the matrix by group, and those that come as a list (``more``)."""

    groups: tuple[tuple[str, tuple[MatrixRow, ...]], ...]
    more: tuple[MatrixRow, ...]


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
    return _summits(request, session)


@router.get("/summits")
def all_summits(request: Request, session: ReadSession, removed: str = "") -> Response:
    """Every summit, and the form for a new one; ``removed`` names one that has just gone, to be brought back."""
    if removed:
        own(request)
    return _summits(request, session, removed=removed)


@router.post("/summits")
@writing
def make(
    request: Request,
    session: WriteSession,
    name: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
    last_day: Annotated[str, Form()] = "",
) -> Response:
    """A new summit; its desk comes next."""
    try:
        slug = new_summit(session, name, place, day, last_day)
    except IntakeError as error:
        typed = _typed(request, error, name=name, place=place, day=day, last_day=last_day)
        return _summits(request, session, typed=typed, status=422)
    return RedirectResponse(f"/summits/{slug}/desk", 303)


@router.post("/demo")
@writing
def demo(request: Request, session: WriteSession, after: BackgroundTasks) -> Response:
    """Load the shipped invented summit; what it shows grows while the worker analyses. Again, it only leads there."""
    queue_after(request, after, enqueue_round, len(load_demo(session)))
    return RedirectResponse(f"/summits/{DEMO}", 303)


@router.post("/summits/{slug}/delete")
@writing
def remove(session: WriteSession, slug: str) -> Response:
    """Out of sight at once, back with one press for 30 days."""
    if remove_summit(session, slug) is None:
        raise no_summit()
    return RedirectResponse(f"/summits?{urlencode({'removed': slug})}", 303)


@router.post("/summits/{slug}/restore")
@writing
def restore(session: WriteSession, slug: str) -> Response:
    """Bring a removed summit back."""
    if not restore_summit(session, slug):
        raise no_summit()
    return RedirectResponse(f"/summits/{quote(slug)}", 303)


def _summits(
    request: Request,
    session: Session,
    *,
    typed: dict[str, str] | None = None,
    removed: str = "",
    status: int = 200,
) -> Response:
    page = summits_page(session)
    gone = removed if removed in removed_summits(session) else ""
    offers_demo = all(summit.slug != DEMO for summit in page.summits)
    return render(
        request,
        "pages/summits.html",
        page=page,
        typed=typed,
        removed=gone,
        offers_demo=offers_demo,
        status=status,
    )


def _typed(request: Request, error: IntakeError, **fields: str) -> dict[str, str]:
    """A refused form as it was filled in, with the reason."""
    return fields | {"field": error.field, "error": translate(request, error.message, **error.values)}


@router.get("/summits/{slug}")
@tabled("matrix")
def overview(
    request: Request,
    session: ReadSession,
    asked: Wanted,
    slug: str,
    sort: str = "coverage",
    open: str = "",
    count: str = "",
    rows: str = "",
) -> Response:
    """The coverage matrix; ``open`` names the topic whose row is open. A row alone is answered to ``#row-<topic>``.

    ``rows=all``: every topic has a row at once.
    """
    sort = sort if sort in SORTS else "coverage"
    count = count if count in COUNTS else "sources"
    kind, _, topic = (target(request) or "").partition("-")
    if kind == ROW and topic:
        return _row(request, session, asked, slug, topic, _kept(sort, count), opened=topic == open)
    return _overview(request, session, asked, slug, sort, open, count=count, whole=rows == "all")


@router.post("/summits/{slug}")
@writing
def rename(
    request: Request,
    session: WriteSession,
    asked: Wanted,
    slug: str,
    name: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
    last_day: Annotated[str, Form()] = "",
) -> Response:
    """Another name, place or days. What was typed stands in the form again where something is wrong with it."""
    try:
        found = rename_summit_at(session, slug, name, place, day, last_day)
    except IntakeError as error:
        typed = _typed(request, error, name=name, place=place, day=day, last_day=last_day)
        return _overview(request, session, asked, slug, "coverage", "", typed, status=422)
    if not found:
        raise no_summit()
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
    count: str = "sources",
    whole: bool = False,
) -> Response:
    locale = reader_language(request)
    page = in_summit(overview_page(session, slug, asked.filters, sort, locale, count))
    preview = row_preview(session, slug, open, asked.filters, locale) if open else None
    piece = _piece(page, whole=whole or preview is not None)
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
        count=count,
        keep=_kept(sort, count),
        preview=preview,
        piece=piece,
        sequences=[(code, list(_sequence(code))) for code in page.barcodes],
        recorded=recorded(request, session, slug),
        typed=typed,
    )


def _row(
    request: Request,
    session: Session,
    asked: Asked,
    slug: str,
    topic: str,
    keep: dict[str, str | None],
    *,
    opened: bool,
) -> Response:
    preview = in_summit(row_preview(session, slug, topic, asked.filters, reader_language(request)))
    return render(
        request,
        "pages/overview.html",
        fragments=[ROW],
        preview=preview if opened else None,
        topic=preview.topic,
        summit=preview.summit,
        filters=asked.filters,
        slug=slug,
        keep=keep,
    )


def _piece(page: OverviewPage, *, whole: bool = False) -> Piece:
    """Of issues the first few, of frames as many as fit beside them; the others come as a list. Or all."""
    issues, frames, more = list(page.issues), list(page.frames), list[MatrixRow]()
    if not whole:
        fit = max(LEAST_ROWS, CELLS // max(1, len(page.sources)))
        frames, more_frames = _cut(frames, fit // 3)
        issues, more = _cut(issues, min(FIRST, fit - len(frames)))
        more += more_frames
    groups = (("pinned", page.pinned), ("issue", tuple(issues)), ("event", page.events), ("frame", tuple(frames)))
    return Piece(tuple((name, rows) for name, rows in groups if rows), tuple(more))


def _cut(rows: list[MatrixRow], first: int) -> tuple[list[MatrixRow], list[MatrixRow]]:
    """The first rows and the rest. Parts stay with their topic, and no two or three rows are put away."""
    while first < len(rows) and rows[first].nested:
        first += 1
    return (rows, []) if len(rows) <= first + FEW else (rows[:first], rows[first:])


def _kept(sort: str, count: str) -> dict[str, str | None]:
    """Order and counting are part of the address unless they are the usual ones."""
    return {"sort": None if sort == "coverage" else sort, "count": None if count == "sources" else count}


def _sequence(code: Barcode) -> Iterable[Run]:
    for topic, ticks in groupby(code.ticks, key=lambda tick: tick.topic):
        if topic is not None:
            run = list(ticks)
            yield Run(topic, run[0].number, run[-1].number, run[0].start)
