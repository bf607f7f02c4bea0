"""Topics that the lexicon lacks, suggested where a new one is made: turned down here, accepted as any topic is made."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.addresses import Unknown
from app.actions.refusals import Declined
from app.actions.suggestions import dismiss_topic
from app.db import WriteSession, writing
from app.pages.corrections import Posted, editor, refusal
from app.pages.deps import no_summit

router = APIRouter(include_in_schema=False)


@router.post("/summits/{slug}/new-topic/dismiss")
@writing
def dismiss(request: Request, session: WriteSession, slug: str, data: Posted) -> Response:
    """Record that the words of a suggestion are no topic."""
    try:
        done = dismiss_topic(session, slug, str(data.get("words", "")), editor(request))
    except Unknown:
        raise no_summit() from None
    except Declined as declined:
        raise refusal(request, declined) from None
    return RedirectResponse(f"/summits/{slug}/new-topic?fixed={done.line}", 303)
