"""Persons, places and organisations: who and what occurs, and one of them source by source."""

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.db import ReadSession
from app.language import N_
from app.pages.corrections import fixed_line, recorded
from app.pages.deps import in_summit
from app.pages.filters import SLUG, Wanted, read_offset
from app.pages.rendering import render, summit_url
from app.pages.tables import tabled
from app.queries.corrections import rework_at
from app.queries.names import VOICES, NamesAsked
from app.queries.people import person_page
from app.queries.persons import persons_page
from app.queries.views.heads import FilterBar
from app.queries.views.people import PersonPage

router = APIRouter(include_in_schema=False)

MAX_FORM_CHARS = 200
KINDS = {"persons": "person", "places": "place", "organisations": "organisation"}
NO_PERSON = N_("Nobody of this name occurs in this summit. The list of persons shows who does.")
NO_NAME = N_("Nothing of this name occurs in this summit. The lists of places and organisations show what does.")


def kind_asked(request: Request) -> str:
    """What the address is about: ``/summits/genf-2021/places/...``. Each kind has addresses of its own."""
    return KINDS[request.url.path.split("/")[3]]


def named(request: Request) -> str:
    """The short name in the address; one that nobody has where that is none."""
    return name if SLUG.fullmatch(name := str(request.path_params["person"])) else "-"


def missing(kind: str) -> HTTPException:
    """No such person, place or organisation."""
    return HTTPException(404, NO_PERSON if kind == "person" else NO_NAME)


@router.get("/summits/{slug}/persons")
@router.get("/summits/{slug}/places")
@router.get("/summits/{slug}/organisations")
@tabled("persons", lambda request: {"kind": kind_asked(request)})
def persons(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """Everybody (everything) under the filters, most mentioned first."""
    offset = read_offset(request)
    page = in_summit(persons_page(session, slug, asked.filters, offset=offset, kind=kind_asked(request)))
    fixed = fixed_line(request, session, slug)
    return render(
        request,
        "pages/persons.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        section="persons",
        offset=offset,
        fixed=fixed,
        rework=rework_at(session, slug)[0] if fixed else None,
    )


@router.get("/summits/{slug}/persons/{person}")
@router.get("/summits/{slug}/places/{person}")
@router.get("/summits/{slug}/organisations/{person}")
@tabled("name", lambda request: {"kind": kind_asked(request), "name": named(request)})
def person(request: Request, session: ReadSession, asked: Wanted, slug: str, person: str) -> Response:
    """One person; the address of a name that was joined to another leads to that one."""
    names, kind = _names_asked(request), kind_asked(request)
    page = person_page(session, slug, person, asked.filters, names, kind=kind) if SLUG.fullmatch(person) else None
    if page is None:
        raise missing(kind)
    if page.person.slug != person:
        return RedirectResponse(summit_url(page.summit, asked.filters, f"{kind}s/{page.person.slug}"), 301)
    return render(
        request,
        "pages/person.html",
        page=page,
        person=page.person,
        summit=page.summit,
        bar=_others(page),
        filters=asked.filters,
        notices=asked.notices,
        keep={"every": "1" if names.every else None},
        section="persons",
        offset=names.offset,
        recorded=recorded(request, session, slug),
    )


def _names_asked(request: Request) -> NamesAsked:
    """``?form=kremlchef&voice=own&outlet=quelle-a`` opens the sentences of a name; ``every=1`` shows all sources."""
    query = request.query_params
    form, voice, outlet = query.get("form", ""), query.get("voice", ""), query.get("outlet", "")
    return NamesAsked(
        form=form if len(form) <= MAX_FORM_CHARS else "",
        voice=voice if voice in VOICES else "own",
        outlet=outlet if SLUG.fullmatch(outlet) else "",
        offset=read_offset(request),
        every=query.get("every") == "1",
    )


def _others(page: PersonPage) -> FilterBar:
    """The filter bar without the person whose page this is: there is nothing to choose. Of places, without persons."""
    if page.kind != "person":
        return replace(page.bar, persons=(), more_persons=())
    return replace(
        page.bar,
        persons=tuple(option for option in page.bar.persons if option.slug != page.person.slug),
        more_persons=tuple(option for option in page.bar.more_persons if option.slug != page.person.slug),
    )
