"""Putting right who and what is who: join two names, split one off, add one, rename, change the kind."""

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.addresses import Unknown
from app.actions.identities import correct_entity
from app.actions.refusals import Declined
from app.db import ReadSession, WriteSession, writing
from app.pages.corrections import Posted, call_worker, editor, fixed_line, refusal
from app.pages.deps import no_summit
from app.pages.filters import SLUG
from app.pages.people import kind_asked, missing
from app.pages.rendering import render
from app.queries.corrections import rework_at
from app.queries.editing import person_edit

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/persons/{person}/edit")
@router.get("/summits/{slug}/places/{person}/edit")
@router.get("/summits/{slug}/organisations/{person}/edit")
def edit_person(request: Request, session: ReadSession, slug: str, person: str) -> Response:
    """The names of a person (place, organisation), and what can be done about them."""
    kind = kind_asked(request)
    page = person_edit(session, slug, person, kind) if SLUG.fullmatch(person) else None
    if page is None:
        raise missing(kind)
    return render(
        request,
        "pages/person-edit.html",
        page=page,
        summit=page.summit,
        section="persons",
        fixed=fixed_line(request, session, slug),
        rework=rework_at(session, slug)[0],
    )


@router.post("/summits/{slug}/persons/{person}/edit")
@router.post("/summits/{slug}/places/{person}/edit")
@router.post("/summits/{slug}/organisations/{person}/edit")
@writing
def keep_person(
    request: Request, session: WriteSession, slug: str, person: str, data: Posted, after: BackgroundTasks
) -> Response:
    """Record what a form says; ``act`` as ``correct_entity`` has it."""
    kind = kind_asked(request)
    fields = {name: value for name, value in data.items() if isinstance(value, str)}
    try:
        done, now, where = correct_entity(session, slug, kind, person, fields, editor(request))
    except Unknown as unknown:
        raise no_summit() if unknown.args == (slug,) else missing(kind) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    call_worker(request, after, done)
    if fields.get("act") == "none":  # its own page has gone
        return RedirectResponse(f"/summits/{slug}/{now}s?fixed={done.line}", 303)
    return RedirectResponse(f"/summits/{slug}/{now}s/{where}/edit?fixed={done.line}", 303)
