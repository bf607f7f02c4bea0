"""Full text search, under the same filters as everything else."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.pages.deps import in_summit
from app.pages.filters import Wanted, read_offset
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.search import search_page

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/search")
@tabled("hits")
def search(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """Articles that hold every word of ``q``, each with the sentences that do."""
    offset = read_offset(request)
    filters = asked.filters
    page = in_summit(search_page(session, slug, filters.query, replace(filters, query=""), offset=offset))
    return render(
        request,
        "pages/search.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=filters,
        notices=asked.notices,
        section="search",
        offset=offset,
    )
