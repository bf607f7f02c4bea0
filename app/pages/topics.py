"""One topic: what each source writes about it, side by side."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.db import ReadSession
from app.language import N_
from app.pages.corrections import fixed_line
from app.pages.filters import Wanted, read_offset
from app.pages.language import reader_language
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.corrections import joined_topic, topic_names
from app.queries.topics import topic_page

router = APIRouter(include_in_schema=False)

NO_TOPIC = N_("There is no such topic in this summit. It may have been renamed.")


@router.get("/summits/{slug}/topics/{topic_slug}")
@tabled("passages")
def topic(
    request: Request, session: ReadSession, asked: Wanted, slug: str, topic_slug: str, more: str | None = None
) -> Response:
    """All columns; with ``more=<source>`` and ``offset`` that column alone, from there on."""
    page = topic_page(
        session,
        slug,
        topic_slug,
        asked.filters,
        reader_language(request),
        source=more,
        offset=read_offset(request) if more else 0,
    )
    if page is None:
        if became := joined_topic(session, slug, topic_slug):
            return RedirectResponse(f"/summits/{slug}/topics/{became}{asked.filters.as_query()}", 303)
        raise HTTPException(404, NO_TOPIC)
    if more and not page.columns:
        raise HTTPException(404, N_("This source has no more passages here."))
    return render(
        request,
        "pages/topic.html",
        fragments=["more"],
        page=page,
        summit=page.summit,
        bar=page.bar,
        topic=page.topic,
        filters=asked.filters,
        notices=asked.notices,
        section="topics",
        more=more,
        names=topic_names(session, slug),
        fixed=fixed_line(request, session, slug),
    )
