"""Shared wording: what sources have word for word, or nearly, from one another or from the same agency."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.pages.deps import in_summit
from app.pages.filters import Wanted, read_offset
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.sharing import PAGE, shared_page

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/shared")
@tabled("shared")
def shared(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """Every shared passage side by side, under the filters of every screen."""
    offset = read_offset(request)
    page = in_summit(shared_page(session, slug, asked.filters, offset))
    return render(
        request,
        "pages/shared.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        section="topics",
        tab="shared",
        offset=offset,
        size=PAGE,
    )
