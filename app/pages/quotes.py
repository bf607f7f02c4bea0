"""Quotations: who said what, the same utterance side by side, who is heard."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.language import N_
from app.pages.corrections import recorded
from app.pages.deps import in_summit
from app.pages.filters import SLUG, Wanted, excerpt, read_offset
from app.pages.language import translate
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.quotes import GROUPS, PAGE, Asked, quotes_page
from app.queries.views.quotes import QuotesPage

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/quotes")
@tabled("quotations")
def quotes(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """``?view=same&how=reported``, ``?view=voices``, ``?kind=direct&topic=arktis&stance=doubting&verb=sagte``, beside
    the filters of every screen; a person filter chooses speakers."""
    query = request.query_params
    topic = query.get("topic", "")
    wanted = Asked(
        view=query.get("view", "all"),
        kind=query.get("kind"),
        topic=topic if SLUG.fullmatch(topic) else None,
        stance=query.get("stance"),
        verb=query.get("verb"),
        how=query.get("how"),
        offset=read_offset(request),
    )
    page = in_summit(quotes_page(session, slug, asked.filters, wanted))
    keep = {
        "view": page.view if page.view != "all" else None,
        "kind": page.kind,
        "topic": page.topic.slug if page.topic else None,
        "stance": page.stance,
        "verb": page.verb,
        "how": page.how if page.view == "same" else None,
    }
    return render(
        request,
        "pages/quotes.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=(*asked.notices, *_unknown_topic(request, topic, page)),
        keep={name: value for name, value in keep.items() if value},
        narrowing=("kind", "topic", "stance", "verb", "how"),
        section="topics",
        tab="quotes",
        offset=wanted.offset,
        size=GROUPS if page.view == "same" else PAGE,
        recorded=recorded(request, session, slug),
    )


def _unknown_topic(request: Request, topic: str, page: QuotesPage) -> tuple[str, ...]:
    """A topic in the address that this summit does not have is told: without it the page shows all topics."""
    if not topic or page.topic:
        return ()
    sentence = N_("“%(value)s” cannot be filtered by and has been left out.")
    return (translate(request, sentence, value=excerpt(topic)),)
