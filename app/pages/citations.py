"""Words to be cited, and addresses that last: of an utterance, a figure, a shared passage."""

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from babel.dates import format_date
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from app.db import ReadSession
from app.exports.citations import at_words, cited_words
from app.language import N_
from app.pages.deps import ArticleId
from app.pages.figures import dated, measured
from app.pages.language import reader_language
from app.pages.rendering import render
from app.queries.citations import cited_page, permanent_page
from app.queries.filters import Filters

router = APIRouter(include_in_schema=False)

NO_WORDS = N_("These words are not in the article, or the article was removed. Load the page again and look.")
NO_LONGER = N_("Nothing stands at this address any more: its article was removed, or the mark was put right.")
Offset = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("/articles/{article_id}/citation")
def citation(
    request: Request,
    session: ReadSession,
    article_id: ArticleId,
    start: Offset = 0,
    end: Offset = 0,
    kind: Literal["passage", "quotation", "figure", "shared"] = "passage",
    part: Literal["text", "headline"] = "text",
) -> Response:
    """Words with who says them and where, ready to be copied; ``?format=txt`` is that line alone."""
    language = reader_language(request)
    page = cited_page(session, article_id, kind, part, start, end, language)
    if page is None:
        raise HTTPException(404, NO_WORDS)
    line = cited_words(page.item, _base(request), language)
    if request.query_params.get("format") == "txt":
        return PlainTextResponse(line)
    return render(
        request, "pages/citation.html", page=page, summit=page.summit, section="articles", line=line, at_words=at_words
    )


@router.get("/summits/{slug}/quotes/{key}")
def utterance(request: Request, session: ReadSession, slug: str, key: str) -> Response:
    """One utterance with all that give it, or one quotation."""
    return _permanent(request, session, slug, "quotation", key, "quotes")


@router.get("/summits/{slug}/figures/{key}")
def figure(request: Request, session: ReadSession, slug: str, key: str) -> Response:
    """The figures of one thing, or one figure."""
    return _permanent(request, session, slug, "figure", key, "figures")


@router.get("/summits/{slug}/shared/{key}")
def shared(request: Request, session: ReadSession, slug: str, key: str) -> Response:
    """One passage that two articles share."""
    return _permanent(request, session, slug, "shared", key, "shared")


def _permanent(request: Request, session: ReadSession, slug: str, kind: str, key: str, tab: str) -> Response:
    """The page of a thing; by any other key than its own one is led to that."""
    language = reader_language(request)
    page = permanent_page(session, slug, kind, key, language)
    if page is None:
        raise HTTPException(404, NO_LONGER)
    if key != page.key:
        return RedirectResponse(f"/summits/{quote(slug)}/{tab}/{page.key}", 303)
    base = _base(request)
    return render(
        request,
        "pages/permanent.html",
        page=page,
        summit=page.summit,
        filters=Filters(),
        section="topics",
        tab=tab,
        address=f"{base}{request.url.path}",
        lines=[(item, hue, cited_words(item, base, language)) for item, hue in page.items],
        at_words=at_words,
        measured=lambda value, unit, kind: measured(value, unit, kind, language),
        dated=lambda one: dated(one, language),
        on=lambda ordinal: format_date(date.fromordinal(int(ordinal)), format="medium", locale=language),
    )


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")
