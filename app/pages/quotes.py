"""Quotations: who said what, by speaker, source, topic and kind."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.pages.articles import NO_SUMMIT
from app.pages.filters import SLUG, Wanted, read_offset
from app.pages.render import render
from app.queries.quotes import quotes_page

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/quotes")
def quotes(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """``?kind=direct&topic=arktis`` beside the filters of every screen; a person filter chooses speakers."""
    kind, topic = request.query_params.get("kind"), request.query_params.get("topic", "")
    offset = read_offset(request)
    page = quotes_page(session, slug, asked.filters, kind, topic if SLUG.fullmatch(topic) else None, offset)
    if page is None:
        raise HTTPException(404, NO_SUMMIT)
    keep = {"kind": page.kind, "topic": page.topic.slug if page.topic else None}
    return render(
        request,
        "pages/quotes.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        keep={name: value for name, value in keep.items() if value},
        section="topics",
        tab="quotes",
        offset=offset,
    )
