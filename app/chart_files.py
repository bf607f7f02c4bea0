"""The pictures of a summit as files, drawn from what its pages show: for a page of their own, and for documents."""

from dataclasses import replace
from urllib.parse import urlsplit

from babel.numbers import format_decimal
from sqlmodel import Session

from app.days import appeared, days
from app.exports.charts.drawing import Caption, Drawing
from app.exports.charts.pictures import OF_OVERVIEW, scale, shares
from app.intake.drafts import HOME
from app.language import N_, say
from app.queries.figure_groups import figure_group
from app.queries.filters import Filters, read_query
from app.queries.folders import method_of
from app.queries.quotes import Asked, quotes_page
from app.queries.scope import find_scope
from app.queries.summits import overview_page
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
    told = ends or ("0", format_decimal(found.picture.right, locale=language))
    return scale(found, replace(caption, title=found.about or caption.title), told)


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
    """The review with its charts drawn, as far as they can be without their page."""
    left = MOST_DRAWN

    def drawn(item: Item) -> Item:
        nonlocal left
        picture = item.picture
        if picture is None or picture.chart not in FREE or not left:
            return item
        left -= 1
        return replace(item, picture=_drawn(session, slug, picture, review))

    if not any(item.picture for item in review.items):
        return review
    rubrics = tuple(replace(rubric, items=tuple(map(drawn, rubric.items))) for rubric in review.rubrics)
    return replace(review, rubrics=rubrics)


def _drawn(session: Session, slug: str, picture: Picture, review: Review) -> Picture:
    query = urlsplit(picture.address).query
    filters = read_query(query)
    drawing = draw(session, slug, picture.chart, filters, review.language, f"{review.base}{picture.address}")
    return replace(picture, svg=drawing.svg(has_fonts=False)) if drawing is not None else picture
