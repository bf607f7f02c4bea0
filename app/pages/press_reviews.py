"""The form for a document of a folder or topic, the document itself, and those that the worker makes."""

import re
from dataclasses import replace
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, BackgroundTasks, HTTPException, Path, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app.actions.addresses import Unknown
from app.actions.made_documents import cancel_document, order_document
from app.db import ReadSession, WriteSession, writing
from app.exports.documents import FORMATS
from app.exports.press_review import shortened
from app.exports.rights import MODES, Mode
from app.exports.vg_wort import vg_wort
from app.jobs import enqueue_document
from app.language import N_
from app.pages.deps import no_summit, queue_after
from app.pages.filters import SLUG, read_filters
from app.pages.language import reader_language, translate
from app.pages.remembering import NO_ITEM, Posted
from app.pages.rendering import render
from app.pages.tables import NO_FORMAT
from app.queries.filters import Filters
from app.queries.made_documents import ORDERS, Order, document_file, document_page, form_page
from app.queries.views.heads import SummitView
from app.queries.views.review import Review
from app.slugs import slugify
from app.typesetter import EDITION, terms_of, typeset

router = APIRouter(include_in_schema=False)

Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{10,64}$")]
AT_ONCE = 300  # items of a document made while one waits: about a second
LONGEST = {"title": 300, "readers": 300, "licence": 300}
VG_WORT, CSV = "vgwort", "text/csv; charset=utf-8"
EMPTY = N_("There is nothing in it yet. Remember a passage, a quotation or an article first.")
NO_DAY = N_("“%(day)s” is not a day. Write it like 2021-06-16.")
PAST = N_("The day until which it may be kept lies in the past.")


@router.get("/summits/{slug}/folders/{folder}/document")
def of_folder(request: Request, session: ReadSession, slug: str, folder: str) -> Response:
    """The form for a document of a folder."""
    order = _order(request, slug, folder=folder)
    return _form(request, _found(session, order), order, {})


@router.get("/summits/{slug}/topics/{topic}/document")
def of_topic(request: Request, session: ReadSession, slug: str, topic: str) -> Response:
    """The form for a document of what stands on a topic, under the filters of the address."""
    order = _order(request, slug, topic=topic)
    return _form(request, _found(session, order), order, {})


@router.get("/summits/{slug}/document")
def of_all(request: Request, session: ReadSession, slug: str) -> Response:
    """The form for a document of all articles, or an edition."""
    order = _order(request, slug)
    return _form(request, _found(session, order), order, {}, EDITION)


@router.post("/summits/{slug}/document")
@writing
def make_of_summit(
    request: Request, session: WriteSession, after: BackgroundTasks, slug: str, data: Posted
) -> Response:
    """The document, or the way to where it is being made; an edition is always made there."""
    return _made(request, session, after, _order(request, slug), data)


@router.post("/summits/{slug}/folders/{folder}/document")
@writing
def make_of_folder(
    request: Request, session: WriteSession, after: BackgroundTasks, slug: str, folder: str, data: Posted
) -> Response:
    """The document, or the way to where it is being made."""
    return _made(request, session, after, _order(request, slug, folder=folder), data)


@router.post("/summits/{slug}/topics/{topic}/document")
@writing
def make_of_topic(
    request: Request, session: WriteSession, after: BackgroundTasks, slug: str, topic: str, data: Posted
) -> Response:
    """The document, or the way to where it is being made."""
    return _made(request, session, after, _order(request, slug, topic=topic), data)


@router.get("/summits/{slug}/documents/{token}")
def progress(request: Request, session: ReadSession, slug: str, token: Token) -> Response:
    """How far a document is that the worker makes."""
    page = document_page(session, slug, token)
    if page is None:
        raise HTTPException(404, NO_ITEM)
    if request.query_params.get("seen") == page.status:
        return Response(status_code=204)
    return render(request, "pages/document-progress.html", page=page, summit=page.summit, section="folders")


@router.get("/summits/{slug}/documents/{token}/file")
def file(session: ReadSession, slug: str, token: Token) -> Response:
    """A document that the worker has made."""
    found = document_file(session, slug, token)
    if found is None:
        raise HTTPException(404, NO_ITEM)
    return _download(*found)


@router.post("/summits/{slug}/documents/{token}")
@writing
def cancel(session: WriteSession, slug: str, token: Token) -> Response:
    """Nobody wants it any more."""
    try:
        cancel_document(session, slug, token)
    except Unknown:
        raise HTTPException(404, NO_ITEM) from None
    return RedirectResponse(f"/summits/{slug}/documents/{token}", 303)


# --- what was asked for


def _order(request: Request, slug: str, *, folder: str = "", topic: str = "") -> Order:
    if (folder or topic) and not SLUG.fullmatch(folder or topic):
        raise HTTPException(404, NO_ITEM)
    base = str(request.base_url).rstrip("/")
    filters = read_filters(request).filters if topic else Filters()
    return Order(slug, folder, topic, filters, reader_language(request), base)


def _found(session: Session, order: Order) -> tuple[SummitView, Review]:
    found = form_page(session, order)
    if found is None:
        raise no_summit() if order.of_all else HTTPException(404, NO_ITEM)
    return found


def _made(request: Request, session: Session, after: BackgroundTasks, order: Order, data: FormData) -> Response:
    found = _found(session, order)
    review = found[1]
    order, wrong = _chosen(request, order, review, data)
    ending = _text(data, "format")
    if ending == VG_WORT and review.items:
        return _download(order.title or review.title, "csv", vg_wort(review), CSV)
    if ending not in FORMATS and not (ending == EDITION and order.of_all):
        wrong["format"] = translate(request, NO_FORMAT, formats=", ".join(FORMATS))
    if not review.items:
        wrong["empty"] = translate(request, EMPTY)
    if wrong:
        return _form(request, found, order, wrong, ending, status=422)
    title = order.title or review.title
    if len(review.items) <= AT_ONCE and ending != EDITION:
        return _download(title, ending, typeset(session, replace(review, title=title), order, ending))
    document = order_document(
        session,
        order.summit,
        title=title,
        ending=ending,
        items=len(review.items),
        asked=ORDERS.dump_python(order, mode="json"),
    )
    queue_after(request, after, enqueue_document, document.id)
    return RedirectResponse(f"/summits/{order.summit}/documents/{document.token}", 303)


def _chosen(request: Request, order: Order, review: Review, data: FormData) -> tuple[Order, dict[str, str]]:
    """The order with what the form says, and by field the sentences about what is wrong."""
    wrong: dict[str, str] = {}
    try:
        mode = Mode(_text(data, "mode") or Mode.EXCERPTS)
    except ValueError:
        mode = Mode.EXCERPTS
    typed = _text(data, "expires")
    expires = _day(typed)
    if typed and expires is None:
        wrong["expires"] = translate(request, NO_DAY, day=shortened(typed, 40))
    elif expires is not None and expires < date.today():
        wrong["expires"] = translate(request, PAST)
    licences = {
        outlet: note
        for number, outlet in enumerate(review.outlets)
        if (note := _text(data, f"licence-{number}", LONGEST["licence"]))
    }
    chosen = Order(
        order.summit,
        order.folder,
        order.topic,
        order.filters,
        order.language,
        order.base,
        _text(data, "title", LONGEST["title"]),
        mode,
        data.get("confirmed") == "yes",
        _text(data, "readers", LONGEST["readers"]),
        expires,
        licences,
    )
    missing = terms_of(chosen).missing()
    if missing:
        wrong.setdefault("mode", " ".join(translate(request, sentence) for sentence in missing))
    return chosen, wrong


def _form(
    request: Request,
    found: tuple[SummitView, Review],
    order: Order,
    wrong: dict[str, str],
    ending: str = "docx",
    status: int = 200,
) -> Response:
    summit, review = found
    return render(
        request,
        "pages/document.html",
        status=status,
        summit=summit,
        review=review,
        order=order,
        wrong=wrong,
        ending=ending if ending in FORMATS or ending == EDITION else "docx",
        formats=FORMATS.values(),
        modes=MODES,
        back=order.back,
        filters=order.filters,
        section="folders",
        readers=order.readers or review.readers,
    )


def _text(data: FormData, name: str, longest: int = 300) -> str:
    return " ".join(str(data.get(name, "")).split())[:longest]


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed, re.ASCII) else None
    except ValueError:
        return None


def _download(title: str, ending: str, data: bytes, media: str = "") -> Response:
    """As a file of a name that every system takes, and (RFC 6266) the title as it is."""
    name = (
        "".join("-" if c in '\\/:*?"<>|' or not c.isprintable() else c for c in title).strip(" .")[:100]
        or "Pressespiegel"
    )
    plain = slugify(title)[:60] or "pressespiegel"
    disposition = f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"
    headers = {"content-disposition": disposition, "cache-control": "no-store"}
    media = media or ("application/zip" if ending == EDITION else FORMATS[ending].media)
    return Response(data, media_type=media, headers=headers)
