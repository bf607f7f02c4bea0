"""Silences: what a source leaves out while the others report it, and what one of them alone has."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.pages.corrections import recorded
from app.pages.deps import in_summit
from app.pages.filters import Wanted, read_offset
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.exclusives import PAGE
from app.queries.silence import silence_page

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/silence")
@tabled("absences")
def silence(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """``?kind=person`` chooses what is listed of that which one source alone has; ``?topics=9``: those after."""
    offset, begin = read_offset(request), read_offset(request, "topics")
    page = in_summit(silence_page(session, slug, asked.filters, request.query_params.get("kind"), offset, begin))
    chosen = request.query_params.get("kind") == page.only.kind
    return render(
        request,
        "pages/silence.html",
        fragments=("silence-piece",),
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        keep={"kind": page.only.kind} if chosen else {},
        section="topics",
        tab="silence",
        offset=offset,
        size=PAGE,
        recorded=recorded(request, session, slug),
    )
