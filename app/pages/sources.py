"""Sources: what each has brought, and its name, to be changed where it stands."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.actions.edits import Unknown, rename_source_at
from app.db import ReadSession, WriteSession
from app.intake.drafts import IntakeError
from app.pages.article_form import posted
from app.pages.articles import NO_SUMMIT
from app.pages.filters import Wanted
from app.pages.language import N_
from app.pages.render import render
from app.queries.filters import Filters
from app.queries.sources import sources_page

router = APIRouter(include_in_schema=False)

NO_SOURCE = N_("There is no such source.")


@router.get("/summits/{slug}/sources")
def sources(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """Every source of the summit; the filters are only passed through."""
    return _sources(request, session, slug, asked.filters)


@router.post("/sources/{source_slug}")
def rename(
    request: Request,
    session: WriteSession,
    asked: Wanted,
    source_slug: str,
    data: Annotated[FormData, Depends(posted)],
) -> Response:
    """Give a source another name, then back to the list of the summit it was renamed in."""
    slug, name = str(data.get("summit", "")), str(data.get("name", ""))
    try:
        rename_source_at(session, source_slug, name)
    except Unknown:
        raise HTTPException(404, NO_SOURCE) from None
    except IntakeError as error:
        return _sources(request, session, slug, asked.filters, (source_slug, name, error))
    if sources_page(session, slug) is None:
        return RedirectResponse("/", 303)
    return RedirectResponse(f"/summits/{slug}/sources{asked.filters.as_query(renamed=source_slug)}", 303)


def _sources(
    request: Request,
    session: ReadSession,
    slug: str,
    filters: Filters,
    refused: tuple[str, str, IntakeError] | None = None,
) -> Response:
    """The list; ``refused`` is a source, the name that it cannot have, and why."""
    page = sources_page(session, slug)
    if page is None:
        raise HTTPException(404, NO_SUMMIT)
    return render(
        request,
        "pages/sources.html",
        status=422 if refused else 200,
        page=page,
        refused=refused,
        renamed=request.query_params.get("renamed", ""),
        filters=filters,
        summit=page.summit,
        section="sources",
    )
