"""The filters as they stand in the URL. Leniently read: what makes no sense is left out, and the page says so."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from app.language import N_
from app.pages.deps import read_number
from app.pages.language import translate
from app.queries.filters import GENRES, HIDE, MAX_CHOICES, Filters

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,199}")
MAX_QUERY_CHARS = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What the URL asks for, and sentences (translated) about what in it was left out."""

    filters: Filters
    notices: tuple[str, ...] = ()


def read_filters(request: Request) -> Asked:
    """``?person=a&person=b&match=any&source=x&since=2021-06-01&until=2021-06-30&genre=report&unsure=hide&q=words``"""
    query = request.query_params
    notices: list[str] = []
    persons = _slugs(request, "person", notices)
    sources = _slugs(request, "source", notices)
    since, until = _day(request, "since", notices), _day(request, "until", notices)
    if since and until and since > until:
        notices.append(translate(request, N_("The first day comes after the last one: they have been swapped.")))
        since, until = until, since
    words = " ".join("".join(c if c.isprintable() else " " for c in query.get("q", "")).split())
    if len(words) > MAX_QUERY_CHARS:
        notices.append(translate(request, N_("The search was too long and has been cut.")))
    return Asked(
        Filters(
            persons=persons,
            any_person=query.get("match") == "any",
            sources=sources,
            since=since,
            until=until,
            genres=_genres(request, notices),
            certain=query.get("unsure") == HIDE,
            query=words[:MAX_QUERY_CHARS].strip(),
        ),
        tuple(notices),
    )


Wanted = Annotated[Asked, Depends(read_filters)]


def read_offset(request: Request, name: str = "offset") -> int:
    """``?offset=`` (or another name) as a number from 0 to a million; 0 for anything else."""
    return min(read_number(request.query_params.get(name, "")) or 0, 1_000_000)


def _slugs(request: Request, name: str, notices: list[str]) -> tuple[str, ...]:
    given = list(dict.fromkeys(value for value in request.query_params.getlist(name) if value))
    known = [value for value in given if SLUG.fullmatch(value)]
    for value in [value for value in given if value not in known][:3]:
        sentence = N_("“%(value)s” cannot be filtered by and has been left out.")
        notices.append(translate(request, sentence, value=excerpt(value)))
    if len(known) > MAX_CHOICES:
        sentence = N_("At most %(limit)s choices can be combined: the others have been left out.")
        notices.append(translate(request, sentence, limit=MAX_CHOICES))
    return tuple(known[:MAX_CHOICES])


def _genres(request: Request, notices: list[str]) -> tuple[str, ...]:
    """Those chosen, in their fixed order."""
    given = {value for value in request.query_params.getlist("genre") if value}
    for value in sorted(given.difference(GENRES))[:3]:
        sentence = N_("“%(value)s” cannot be filtered by and has been left out.")
        notices.append(translate(request, sentence, value=excerpt(value)))
    return tuple(name for name in GENRES if name in given)


def _day(request: Request, name: str, notices: list[str]) -> date | None:
    value = request.query_params.get(name, "").strip()
    if not value:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) is None:
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        sentence = N_("“%(value)s” is not a day and has been left out. Days are written like 2021-06-16.")
        notices.append(translate(request, sentence, value=excerpt(value)))
        return None


def excerpt(value: str) -> str:
    """The beginning of what an address holds, fit to be shown."""
    return "".join(c for c in value if c.isprintable())[:40]


def matching(filters: Filters, any_person: bool) -> Filters:
    """The same, with persons combined by OR (or AND)."""
    return replace(filters, any_person=any_person)


def cleared(filters: Filters) -> Filters:
    """Nothing but the words searched for."""
    return Filters(query=filters.query)


def among(filters: Filters, sources: Iterable[str]) -> Filters:
    """Nothing but these sources, under the same days and genres: where a search for what was not found there looks."""
    return Filters(
        sources=tuple(sources)[:MAX_CHOICES], since=filters.since, until=filters.until, genres=filters.genres
    )


def without(keep: Mapping[str, str | None], narrowing: Collection[str]) -> dict[str, str | None]:
    """What of a screen's own parameters stays when all filters go: its order and view, but none that narrows it."""
    return {name: value for name, value in keep.items() if name not in narrowing}
