"""Persons: who occurs, and one person source by source."""

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.db import ReadSession
from app.pages.articles import NO_SUMMIT
from app.pages.filters import SLUG, Wanted, read_offset
from app.pages.language import N_
from app.pages.render import render, summit_url
from app.queries.names import VOICES, NamesAsked
from app.queries.people import person_page, persons_page
from app.queries.views.heads import FilterBar
from app.queries.views.people import PersonPage

router = APIRouter(include_in_schema=False)

MAX_FORM_CHARS = 200
NO_PERSON = N_("Nobody of this name occurs in this summit. The list of persons shows who does.")


@router.get("/summits/{slug}/persons")
def persons(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """Everybody under the filters, most mentioned first."""
    offset = read_offset(request)
    page = persons_page(session, slug, asked.filters, offset=offset)
    if page is None:
        raise HTTPException(404, NO_SUMMIT)
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
    )


@router.get("/summits/{slug}/persons/{person}")
def person(request: Request, session: ReadSession, asked: Wanted, slug: str, person: str) -> Response:
    """One person; the address of a name that was joined to another leads to that one."""
    names = _names_asked(request)
    page = person_page(session, slug, person, asked.filters, names) if SLUG.fullmatch(person) else None
    if page is None:
        raise HTTPException(404, NO_PERSON)
    if page.person.slug != person:
        return RedirectResponse(summit_url(page.summit, asked.filters, f"persons/{page.person.slug}"), 301)
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
    """The filter bar without the person whose page this is: there is nothing to choose."""
    return replace(
        page.bar,
        persons=tuple(option for option in page.bar.persons if option.slug != page.person.slug),
        more_persons=tuple(option for option in page.bar.more_persons if option.slug != page.person.slug),
    )
