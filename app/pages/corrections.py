"""Putting right what the machine got wrong: forms about places in a text, the record of a summit, undo and redo."""

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from app.actions.addresses import Unknown
from app.actions.corrections import Done, correct_text, turn
from app.actions.form_values import text_decision
from app.actions.refusals import Declined
from app.db import ReadSession, WriteSession, writing
from app.jobs import enqueue_rework
from app.pages.article_form import posted
from app.pages.deps import NO_ARTICLE, in_summit, no_summit, queue_after, read_number
from app.pages.filters import Wanted, read_offset
from app.pages.language import translate
from app.pages.reader import own
from app.pages.reading import trail
from app.pages.rendering import render, target
from app.pages.tables import tabled
from app.queries.corrections import corrections_page, fix_panel, line_view, rework_at, topic_names
from app.queries.views.corrections import FixPanel, LineView
from app.queries.views.heads import TopicView

router = APIRouter(include_in_schema=False)

COOKIE = "editor"
YEAR = 31_536_000
SPOT = re.compile(r"(mention|sentence|text):(\d{1,9})-(\d{1,9})", re.ASCII)
KIND = re.compile(r"[a-z-]{1,20}", re.ASCII)
ARTICLE = re.compile(r"[1-9]\d{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A correction that has just been made, and the summit's topics by slug."""

    line: LineView
    topics: dict[str, TopicView]


LineId = Annotated[int, Path(ge=1, le=2**31 - 1)]
Posted = Annotated[FormData, Depends(posted)]


def editor(request: Request) -> str:
    """The name that this browser's corrections bear; empty where nobody gave one."""
    return _name(unquote(own(request).cookies.get(COOKIE, "")))


def wanted_fix(request: Request, session: ReadSession, article_id: int) -> tuple[bool, FixPanel | None]:
    """``?fix=on`` shows the handles, ``?fix=mention:120-131`` also what can be put right there.

    Both at once as (are handles shown, panel); ``?from=100&to=120`` is the same as ``?fix=text:100-120``.
    """
    query = request.query_params
    asked = query.get("fix", "")
    if not asked and query.get("from") and query.get("to"):  # words chosen without a mouse
        asked = f"text:{query['from']}-{query['to']}"
    if asked:
        own(request)
    spot = SPOT.fullmatch(asked)
    panel = fix_panel(session, article_id, spot[1], int(spot[2]), int(spot[3])) if spot else None
    return bool(asked), panel


def fixed_line(request: Request, session: ReadSession, slug: str) -> LineView | None:
    """The correction that has just been made (``?fixed=``), to be told and undone."""
    value = request.query_params.get("fixed", "")
    if value:
        own(request)
    line = read_number(value)
    return line_view(session, slug, line) if line is not None else None


def recorded(request: Request, session: ReadSession, slug: str) -> Recorded | None:
    """The same with the names of topics that telling it takes: for screens that offer passages."""
    line = fixed_line(request, session, slug)
    return Recorded(line, topic_names(session, slug)) if line else None


@router.post("/articles/{article_id}/corrections")
@writing
def correct(
    request: Request, session: WriteSession, asked: Wanted, article_id: LineId, data: Posted, after: BackgroundTasks
) -> Response:
    """Record what a form says about a place in the text, and go back to it."""
    fields = {name: value for name, value in data.items() if isinstance(value, str)}
    try:
        decision = text_decision(session, article_id, fields)
        done = correct_text(session, article_id, decision, editor(request))
    except Unknown:
        raise HTTPException(404, NO_ARTICLE) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    call_worker(request, after, done)
    if back := own_address(fields.get("back", "")):
        return RedirectResponse(with_line(back, done.line), 303)
    query = asked.filters.as_query(fix="on", fixed=done.line, **trail(request))
    return RedirectResponse(f"/articles/{article_id}{query}#s{fields.get('sentence', decision.start)}", 303)


@router.post("/summits/{slug}/corrections/{line}/{way}")
@writing
def undo_or_redo(
    request: Request, session: WriteSession, slug: str, line: LineId, way: str, data: Posted, after: BackgroundTasks
) -> Response:
    """Undo a correction, or let it hold again."""
    if way not in {"undo", "redo"}:
        raise HTTPException(404)
    try:
        done = turn(session, slug, line, redo=way == "redo", by=editor(request))
    except Unknown:
        raise no_summit() from None
    except Declined as declined:
        raise refusal(request, declined) from None
    call_worker(request, after, done)
    back = own_address(str(data.get("back", ""))) or f"/summits/{slug}/corrections"
    return RedirectResponse(with_line(back, line), 303)


def narrowed(request: Request) -> dict[str, str]:
    """Which corrections the address asks for: of a kind, in a state, about an article; what makes no sense is none."""
    query = request.query_params
    kind, state, article = (query.get(name, "") for name in ("kind", "state", "article"))
    return {
        "kind": kind if KIND.fullmatch(kind) else "",
        "state": state if state in {"holds", "undone"} else "",
        "about": article if ARTICLE.fullmatch(article) else "",
    }


@router.get("/summits/{slug}/corrections")
@tabled("corrections", narrowed)
def record(request: Request, session: ReadSession, slug: str) -> Response:
    """Everything that was put right in a summit: what, where, when, by whom."""
    asked, offset = narrowed(request), read_offset(request)
    kind, state = asked["kind"], asked["state"]
    article = int(asked["about"]) if asked["about"] else None
    page = in_summit(corrections_page(session, slug, kind=kind, state=state, article=article, offset=offset))
    return render(
        request,
        "pages/corrections.html",
        page=page,
        summit=page.summit,
        section="corrections",
        kind=kind,
        state=state,
        of_article=article,
        offset=offset,
        by=editor(request),
        fixed=fixed_line(request, session, slug),
        topics=page.topics,
    )


@router.get("/summits/{slug}/corrections/progress")
def catching_up(request: Request, session: ReadSession, slug: str) -> Response:
    """How far the articles have followed: asked again and again while they do."""
    rework, known = rework_at(session, slug)
    if not known:
        raise no_summit()
    if target(request) is None:
        return RedirectResponse(f"/summits/{slug}/corrections", 303)
    return render(request, "partials/rework.html", fragments=["rework"], rework=rework, slug=slug, finished=not rework)


@router.post("/summits/{slug}/corrections")
def sign(slug: str, data: Posted) -> Response:
    """Remember in this browser whose corrections these are."""
    response = RedirectResponse(f"/summits/{slug}/corrections", 303)
    name = quote(_name(str(data.get("by", ""))))
    response.set_cookie(COOKIE, name, max_age=YEAR, httponly=True, samesite="lax", path="/")
    return response


def call_worker(request: Request, after: BackgroundTasks, done: Done) -> None:
    """Let the worker bring the other articles up to date, once this has been committed."""
    if done.call_worker is not None:
        queue_after(request, after, enqueue_rework, [done.call_worker])


def refusal(request: Request, declined: Declined) -> HTTPException:
    """The sentence in the reader's language, as an answer."""
    return HTTPException(422, translate(request, declined.message, **declined.values))


def own_address(address: str) -> str:
    """A path of this site to go back to; empty where it is anything else."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain and not parts.netloc and not parts.scheme and len(address) < 2_000 else ""


def with_line(address: str, line: int) -> str:
    """The address with ``fixed=`` in its query."""
    parts = urlsplit(address)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "fixed"]
    return parts._replace(query=urlencode([*pairs, ("fixed", str(line))])).geturl()


def _name(value: str) -> str:
    return "".join(sign for sign in " ".join(value.split()) if sign.isprintable())[:80]
