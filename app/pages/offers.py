"""Passages that may hold a thing: a yes or a no in one click, and what else a yes can teach the summit."""

from fastapi import APIRouter, BackgroundTasks, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.addresses import Unknown
from app.actions.answers import Changed, answer_offer
from app.actions.refusals import Declined
from app.db import ReadSession, WriteSession, writing
from app.language import N_
from app.pages.corrections import (
    LineId,
    Posted,
    call_worker,
    editor,
    fixed_line,
    own_address,
    refusal,
    with_line,
)
from app.pages.deps import no_summit
from app.pages.language import translate
from app.pages.rendering import render
from app.queries.corrections import topic_names
from app.queries.offers import offer_page

router = APIRouter(include_in_schema=False)

NO_OFFER = N_("This passage is not offered here any more, or has changed meanwhile. Load the page again and look.")
LONGEST_WORD = 80


@router.get("/summits/{slug}/offers/{offer_id}")
def offer(request: Request, session: ReadSession, slug: str, offer_id: LineId) -> Response:
    """The passage by itself: what it is offered for, and what would follow from each answer."""
    query = request.query_params
    word = " ".join(query.get("word", "").replace("\0", "").split())[:LONGEST_WORD]
    page = offer_page(session, slug, offer_id, word)
    if page is None:
        raise HTTPException(404, NO_OFFER)
    return render(
        request,
        "pages/offer.html",
        page=page,
        summit=page.summit,
        section="corrections",
        back=own_address(query.get("back", "")),
        fixed=fixed_line(request, session, slug),
        names=topic_names(session, slug),
    )


@router.post("/summits/{slug}/offers/{offer_id}")
@writing
def answer(
    request: Request, session: WriteSession, slug: str, offer_id: LineId, data: Posted, after: BackgroundTasks
) -> Response:
    """Record a yes or a no, and go back to where it was given."""
    fields = {name: value for name, value in data.items() if isinstance(value, str)}
    try:
        done = answer_offer(session, slug, offer_id, fields, editor(request))
    except Unknown:
        raise no_summit() from None
    except Changed as changed:
        raise HTTPException(409, translate(request, changed.message)) from None
    except Declined as declined:
        raise refusal(request, declined) from None
    call_worker(request, after, done)
    back = own_address(fields.get("back", "")) or f"/summits/{slug}/corrections"
    return RedirectResponse(with_line(back, done.line), 303)
