"""Putting right who is who: join two persons, split a name off, add one, rename."""

from fastapi import APIRouter, BackgroundTasks, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.identities import correct_person
from app.actions.present import Unknown
from app.actions.refusals import Declined
from app.db import ReadSession, WriteSession
from app.pages.articles import NO_SUMMIT
from app.pages.corrections import Posted, call_worker, editor, fixed_line, refusal
from app.pages.filters import SLUG
from app.pages.people import NO_PERSON
from app.pages.render import render
from app.queries.editing import person_edit

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/persons/{person}/edit")
def edit_person(request: Request, session: ReadSession, slug: str, person: str) -> Response:
    """The names of a person, and what can be done about them."""
    page = person_edit(session, slug, person) if SLUG.fullmatch(person) else None
    if page is None:
        raise HTTPException(404, NO_PERSON)
    return render(
        request,
        "pages/person-edit.html",
        page=page,
        summit=page.summit,
        section="persons",
        fixed=fixed_line(request, session, slug),
    )


@router.post("/summits/{slug}/persons/{person}/edit")
def keep_person(
    request: Request, session: WriteSession, slug: str, person: str, data: Posted, after: BackgroundTasks
) -> Response:
    """Record what a form says about a person. ``act``: join, split, alias or rename."""
    fields = {name: value for name, value in data.items() if isinstance(value, str)}
    try:
        done, where = correct_person(session, slug, person, fields, editor(request))
    except Unknown as unknown:
        raise HTTPException(404, NO_SUMMIT if unknown.args == (slug,) else NO_PERSON) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    call_worker(request, after, done)
    return RedirectResponse(f"/summits/{slug}/persons/{where}/edit?fixed={done.line}", 303)
