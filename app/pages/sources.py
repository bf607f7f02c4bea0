"""Sources: what each has brought, what is known of it, to be changed where it stands; two that are one."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.actions.addresses import Unknown
from app.actions.outlets import KINDS, Merged, describe_source, merge_sources, part_source
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import IntakeError
from app.jobs import enqueue_rework
from app.language import N_
from app.pages.article_form import posted
from app.pages.deps import in_summit, queue_after, read_number
from app.pages.filters import Wanted
from app.pages.reader import own
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.filters import Filters
from app.queries.sources import sources_page

router = APIRouter(include_in_schema=False)

NO_SOURCE = N_("There is no such source.")
DETAILS = ("kind", "country", "domains", "aliases")
KIND_NAMES = {
    "newspaper": N_("newspaper"),
    "magazine": N_("magazine"),
    "broadcaster": N_("broadcaster"),
    "agency": N_("agency"),
    "online": N_("online"),
    "other": N_("other"),
}
assert set(KIND_NAMES) == set(KINDS)
MOST_UNDONE = 5_000  # articles of a merger that can be taken apart again in one request


@router.get("/summits/{slug}/sources")
@tabled("sources")
def sources(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """Every source of the summit; the filters are only passed through. ``renamed`` tells what has just been done."""
    if "renamed" in request.query_params:
        own(request)
    return _sources(request, session, slug, asked.filters)


@router.post("/sources/{source_slug}")
@writing
def describe(
    request: Request,
    session: WriteSession,
    asked: Wanted,
    source_slug: str,
    data: Annotated[FormData, Depends(posted)],
) -> Response:
    """Name, kind, country, homepages and further names, then back to the list of the summit it was changed in."""
    typed = {name: str(data.get(name, "")) for name in ("summit", "name", *DETAILS) if name in data}
    slug = typed.get("summit", "")
    try:
        describe_source(session, source_slug, **({"name": ""} | _known(session, slug, source_slug) | _fields(typed)))
    except Unknown:
        raise HTTPException(404, NO_SOURCE) from None
    except IntakeError as error:
        return _sources(request, session, slug, asked.filters, refused=(source_slug, typed, error))
    if sources_page(session, slug) is None:
        return RedirectResponse("/", 303)
    return RedirectResponse(f"/summits/{slug}/sources{asked.filters.as_query(renamed=source_slug)}", 303)


@router.post("/sources/{source_slug}/merge")
@writing
def merge(
    request: Request,
    session: WriteSession,
    after: BackgroundTasks,
    asked: Wanted,
    source_slug: str,
    data: Annotated[FormData, Depends(posted)],
) -> Response:
    """All its articles go to the source ``into``; the page that follows can take it back."""
    slug, into = str(data.get("summit", "")), str(data.get("into", ""))
    try:
        merged = merge_sources(session, source_slug, into)
    except Unknown:
        raise HTTPException(404, NO_SOURCE) from None
    except IntakeError as error:
        return _sources(request, session, slug, asked.filters, refused=(source_slug, {}, error))
    queue_after(request, after, enqueue_rework, merged.late)
    return _sources(request, session, slug, asked.filters, merged=merged, into=into)


@router.post("/sources/{source_slug}/part")
@writing
def part(
    request: Request,
    session: WriteSession,
    after: BackgroundTasks,
    source_slug: str,
    data: Annotated[FormData, Depends(posted)],
) -> Response:
    """Give articles back to the source that they came from."""
    ids = [id_ for given in str(data.get("articles", "")).split() if (id_ := read_number(given)) is not None]
    try:
        parted = part_source(session, source_slug, str(data.get("name", "")), ids[:MOST_UNDONE])
    except Unknown:
        raise HTTPException(404, NO_SOURCE) from None
    except IntakeError as error:
        raise HTTPException(422, error.message % error.values) from None
    queue_after(request, after, enqueue_rework, parted.late)
    return RedirectResponse(f"/summits/{data.get('summit', '')}/sources", 303)


def _fields(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if name != "summit"}


def _known(session: ReadSession, slug: str, source_slug: str) -> dict[str, str]:
    """What is stored, for the fields that a form does not have."""
    page = sources_page(session, slug)
    found = next((one for one in page.outlets if one.source.slug == source_slug), None) if page else None
    if found is None:
        return dict.fromkeys(DETAILS, "")
    return {
        "kind": found.kind,
        "country": found.country,
        "domains": ", ".join(found.domains),
        "aliases": ", ".join(found.aliases),
    }


def _sources(
    request: Request,
    session: ReadSession,
    slug: str,
    filters: Filters,
    *,
    refused: tuple[str, Mapping[str, str], IntakeError] | None = None,
    merged: Merged | None = None,
    into: str = "",
) -> Response:
    """The list; ``refused`` is a source, what was typed for it, and what is wrong with that."""
    page = in_summit(sources_page(session, slug))
    return render(
        request,
        "pages/sources.html",
        status=422 if refused else 200,
        page=page,
        refused=refused,
        renamed=request.query_params.get("renamed", ""),
        merged=merged,
        into=into,
        kinds=KIND_NAMES,
        filters=filters,
        summit=page.summit,
        section="sources",
    )
