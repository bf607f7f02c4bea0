"""Two sources side by side: what only one has, and what both have."""

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.pages.corrections import recorded
from app.pages.deps import in_summit
from app.pages.filters import SLUG, Wanted, read_offset
from app.pages.language import reader_language
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.comparison import KINDS, Opened, comparison_page

PIECE = 24  # entries of a list beyond the first few

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """A piece of a list that is asked for: of which kind of entries, in which column, from which number on."""

    kind: str
    column: str
    begin: int


def _listed(name: str, begin: int) -> Listed | None:
    """From ``person-left``; None where there is no such list."""
    kind, _, column = name.partition("-")
    known = kind in ("topic", *KINDS) and column in ("left", "both", "right", "perhaps")
    return Listed(kind, column, begin) if known else None


def pair_asked(request: Request) -> dict[str, str]:
    """The sources that the address names."""
    return {side: request.query_params.get(side, "")[:200] for side in ("left", "right")}


@router.get("/summits/{slug}/compare")
@tabled("two_sources", pair_asked)
def compare(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """``?left=quelle-a&right=quelle-b``; ``kind=place&name=genf&outlet=quelle-a`` opens the sentences of a number."""
    query = request.query_params
    pair, kind = pair_asked(request), query.get("kind", "")
    name, outlet = query.get("name", ""), query.get("outlet", "")
    opened = Opened(kind, name, outlet, read_offset(request)) if kind in KINDS and SLUG.fullmatch(name) else None
    listed = _listed(query.get("list", ""), read_offset(request, "entries"))
    page = in_summit(
        comparison_page(session, slug, asked.filters, pair["left"], pair["right"], opened, reader_language(request))
    )
    slugs = [view.slug for view in (page.left, page.right) if view]
    filters = replace(asked.filters, sources=())
    return render(
        request,
        "pages/compare.html",
        fragments=("compare-more",),
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=filters,
        both=replace(filters, sources=tuple(slugs)),
        notices=asked.notices,
        keep=dict(zip(("left", "right"), slugs, strict=False)),
        section="topics",
        tab="compare",
        offset=opened.offset if opened else 0,
        listed=listed,
        size=PIECE,
        recorded=recorded(request, session, slug),
    )
