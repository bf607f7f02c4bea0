"""Figures: what several sources say about one thing, and where they do not say the same."""

from collections.abc import Callable
from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.pages.corrections import recorded
from app.pages.deps import in_summit
from app.pages.filters import SLUG, Wanted, read_offset
from app.pages.language import reader_language
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.figure_claims import figures_with_claims
from app.queries.figures import ALL_ALONE, KINDS, PAGE
from app.queries.views.figures import FigureView

router = APIRouter(include_in_schema=False)

HOUR = 60


@router.get("/summits/{slug}/figures")
@tabled("figures")
def figures(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """``?kind=duration`` beside the filters of every screen; ``alone=<source>`` lists all that it alone gives."""
    offset = read_offset(request)
    kind, alone = request.query_params.get("kind"), request.query_params.get("alone", "")
    alone_in = alone if SLUG.fullmatch(alone) else None
    page = in_summit(figures_with_claims(session, slug, asked.filters, kind, offset, alone=alone_in))
    locale = reader_language(request)
    return render(
        request,
        "pages/figures.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        keep={"kind": page.kind} if page.kind else {},
        narrowing=("kind",),
        section="topics",
        tab="figures",
        offset=offset,
        size=ALL_ALONE if page.chosen else PAGE,
        recorded=recorded(request, session, slug),
        measured=lambda value, unit, kind: measured(value, unit, kind, locale),
        dated=lambda one: dated(one, locale),
        on=lambda ordinal: format_date(date.fromordinal(int(ordinal)), format="medium", locale=locale),
    )


def measured(value: float, unit: str | None, kind: str, locale: str) -> str:
    """A value in the base of its unit as people write it: 201 minutes are "3 Std. 21 Min."."""
    return _STYLES[KINDS[kind].style](value, unit, kind, locale)


def _number(value: float, _unit: str | None, _kind: str, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def _counted(value: float, unit: str | None, _kind: str, locale: str) -> str:
    number = str(format_decimal(value, locale=locale))
    return f"{number} {unit}" if unit else number


def _percent(value: float, _unit: str | None, _kind: str, locale: str) -> str:
    return f"{format_decimal(value, locale=locale)} %"


def _currency(value: float, unit: str | None, kind: str, locale: str) -> str:
    if not (unit and len(unit) == 3 and unit.isupper()):
        return _counted(value, unit, kind, locale)
    return str(format_currency(value, unit, format="#,##0.## ¤", locale=locale, currency_digits=False))


def _in_units(value: float, _unit: str | None, kind: str, locale: str) -> str:
    """In the largest unit that it has one of, else in the smallest."""
    sizes = KINDS[kind].sizes
    size, name = next((known for known in sizes if value >= known[0]), sizes[-1])
    return str(format_unit(round(value / size, 1), name, length="short", locale=locale))


def _clock(minutes: float, _unit: str | None, kind: str, locale: str) -> str:
    """In the largest units that give it well: hours with minutes, then days, weeks, months, years."""
    for size, name in KINDS[kind].sizes:
        if minutes >= size and (name != "duration-week" or minutes % size == 0):
            return str(format_unit(round(minutes / size, 1), name, length="short", locale=locale))
    hours, rest = divmod(round(minutes, 2), HOUR)
    parts = [(hours, "duration-hour"), (rest, "duration-minute")]
    shown = [format_unit(int(n) if n == int(n) else n, name, length="short", locale=locale) for n, name in parts if n]
    return " ".join(shown) or str(format_unit(0, "duration-minute", length="short", locale=locale))


_STYLES: dict[str, Callable[[float, str | None, str, str], str]] = {
    "number": _number,
    "counted": _counted,
    "percent": _percent,
    "currency": _currency,
    "units": _in_units,
    "clock": _clock,
}


def dated(one: FigureView, locale: str) -> str:
    """A day, or the first and last of a span of days."""
    first, last = date.fromisoformat(one.first or ""), date.fromisoformat(one.last or "")
    if first == last:
        return str(format_date(first, format="medium", locale=locale))
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    return " – ".join(format_date(day, format="medium", locale=locale) for day in (first, last))
