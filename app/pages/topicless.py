"""Sentences that bear no topic, each with the way to make one of it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.pages.deps import in_summit
from app.pages.filters import Wanted, read_offset
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.topicless import topicless_page

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/without-topic")
@tabled("topicless")
def topicless(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """All of them under the filters, forty at a time."""
    offset = read_offset(request)
    page = in_summit(topicless_page(session, slug, asked.filters, offset))
    return render(
        request,
        "pages/topicless.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        section="topics",
        tab="topics",
        offset=offset,
    )
