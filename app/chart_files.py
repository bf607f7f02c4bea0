"""The pictures of a summit as files, drawn from what its pages show: for a page of their own, and for documents."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from babel.dates import format_date
from babel.numbers import format_decimal
from sqlmodel import Session

from app.days import appeared, days
from app.exports.charts.drawing import Caption, Drawing
from app.exports.charts.pictures import OF_OVERVIEW, scale, shares
from app.intake.drafts import HOME
from app.language import N_, say
from app.queries.figure_groups import figure_group, group_of_figure
from app.queries.filters import Filters, read_query
from app.queries.folders import method_of
from app.queries.quotes import Asked, quotes_page
from app.queries.scope import find_scope
from app.queries.summits import overview_page
from app.queries.views.figures import Picture as Line
from app.queries.views.folders import CHARTS
from app.queries.views.review import Item, Picture, Review

FREE = tuple(name for name in CHARTS if name != "scale")  # those that need no group
MOST_DRAWN = 40  # pictures in one document


def draw(session: Session, slug: str, name: str, filters: Filters, language: str, address: str) -> Drawing | None:
    """One of ``FREE``; None where there is no such summit, or nothing to be drawn."""
    caption = _caption(session, slug, name, filters, language, address)
    if caption is None:
        return None
    if name == "shares":
        said = quotes_page(session, slug, filters, Asked(view="voices"))
        return shares(said, caption) if said is not None and said.voices.shares else None
    count = "strands" if name == "strands" else "sources"
    page = overview_page(session, slug, filters, "coverage", language, count)
    return OF_OVERVIEW[name](page, caption) if page is not None and page.sources else None


def draw_scale(
    session: Session, slug: str, group: int, language: str, address: str, ends: tuple[str, str] | None = None
) -> Drawing | None:
    """The figures of a group on one line; None where there is no such group, or no picture of it."""
    caption = _caption(session, slug, "scale", Filters(), language, address)
    found = figure_group(session, slug, group)
    if caption is None or found is None or found.picture is None:
        return None
    told = ends or _ends(found.picture, language)
    return scale(found, replace(caption, title=found.about or caption.title), told)


def _ends(line: Line, language: str) -> tuple[str, str]:
    """What is written at both ends of a line of figures: days, or zero and the largest number with its unit."""
    if line.kind == "time":
        first, last = (
            str(format_date(date.fromordinal(int(day)), "medium", locale=language)) for day in (line.left, line.right)
        )
        return first, last
    return "0", f"{format_decimal(line.right, locale=language)} {line.unit or ''}".rstrip()


def _caption(session: Session, slug: str, name: str, filters: Filters, language: str, address: str) -> Caption | None:
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    method, summit = method_of(session, scope, language, ()), scope.summit
    when = days(summit.starts_on, summit.ends_on, language)
    head = ", ".join(part for part in (summit.name, summit.place, when) if part)
    number = {"articles": format_decimal(summit.articles, locale=language), "sources": summit.sources}
    counted = say(language, N_("%(articles)s articles of %(sources)s sources"), **number)
    told = "; ".join(method.filters)
    made = appeared(method.made_at.astimezone(HOME).date().isoformat(), language) or ""
    lines = [f"{head} · {counted}"]
    lines += [say(language, N_("Filters: %(filters)s"), filters=told)] if told else []
    lines += [say(language, N_("Invented for demonstration: nothing of this took place."))] if summit.invented else []
    source = f"Gipfelspiegel {method.program} · {made} · {address}"
    return Caption(say(language, CHARTS[name]), tuple(lines), source, language)


def with_pictures(session: Session, slug: str, review: Review) -> Review:
    """The review with its charts drawn."""
    left = MOST_DRAWN

    def drawn(item: Item) -> Item:
        nonlocal left
        if item.picture is None or not left:
            return item
        left -= 1
        return replace(item, picture=_drawn(session, slug, item, item.picture, review))

    if not any(item.picture for item in review.items):
        return review
    rubrics = tuple(replace(rubric, items=tuple(map(drawn, rubric.items))) for rubric in review.rubrics)
    return replace(review, rubrics=rubrics)


def _drawn(session: Session, slug: str, item: Item, picture: Picture, review: Review) -> Picture:
    address, language = f"{review.base}{picture.address}", review.language
    if picture.chart in FREE:
        filters = read_query(urlsplit(picture.address).query)
        drawing = draw(session, slug, picture.chart, filters, language, address)
    else:
        group = group_of_figure(session, slug, item.clipping.id, item.start) if item.clipping else None
        drawing = draw_scale(session, slug, group, language, address) if group else None
    return replace(picture, svg=drawing.svg(has_fonts=False)) if drawing is not None else picture
