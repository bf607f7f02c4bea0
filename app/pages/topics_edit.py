"""Topics: names, words, joining, new ones, where they stand; what an edit would do is shown before it is made."""

import re

from fastapi import APIRouter, BackgroundTasks, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.addresses import Unknown
from app.actions.refusals import Declined
from app.actions.topic_edits import edit_topic, edits_asked, join_asked, split_asked
from app.correct.decisions import TopicDescribed
from app.db import ReadSession, WriteSession, writing
from app.pages.corrections import Posted, call_worker, editor, fixed_line, own_address, with_line
from app.pages.deps import NO_SUMMIT, no_summit
from app.pages.filters import read_offset
from app.pages.language import translate
from app.pages.rendering import render
from app.pages.topics import NO_TOPIC
from app.queries.corrections import topic_names
from app.queries.editing import origination, renaming, topic_edit
from app.queries.suggestions import topic_suggestions
from app.queries.topic_preview import preview
from app.queries.views.corrections import Origination, Preview, Renaming, TopicEditPage
from app.queries.views.suggestions import SuggestionsView

router = APIRouter(include_in_schema=False)

FROM = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)  # an article, and where in its text a sentence begins


@router.get("/summits/{slug}/new-topic")
def new_topic(request: Request, session: ReadSession, slug: str) -> Response:
    """Topics that the lexicon may lack, with their sentences (``?words=``), and an empty form for any other.

    ``?from=12-340``: with the form filled in from the sentence of article 12 that begins at 340.
    """
    place = FROM.fullmatch(request.query_params.get("from", ""))
    began = origination(session, slug, int(place[1]), int(place[2])) if place else None
    if began is None or not began.words:
        return _page(request, session, slug, None, {}, began=began)
    fields = {"label_de": began.words[0], "strong": began.words[0], "weak": "\n".join(began.words[1:])}
    try:
        edit = edits_asked(session, slug, None, fields)[0]
    except Declined as declined:
        problem = translate(request, declined.message, **declined.values)
        return _page(request, session, slug, None, fields, began=began, problem=problem, status=200)
    return _page(request, session, slug, None, fields, began=began, shown=preview(session, slug, edit.slug, edit))


@router.post("/summits/{slug}/new-topic")
@writing
def make_topic(request: Request, session: WriteSession, slug: str, data: Posted, after: BackgroundTasks) -> Response:
    """Show what the new topic would find, or make it."""
    return _posted(request, session, slug, None, data, after)


@router.get("/summits/{slug}/topics/{topic_slug}/edit")
def edit(request: Request, session: ReadSession, slug: str, topic_slug: str) -> Response:
    """The topic's names and words."""
    return _page(request, session, slug, topic_slug, {})


@router.post("/summits/{slug}/topics/{topic_slug}/edit")
@writing
def keep(
    request: Request, session: WriteSession, slug: str, topic_slug: str, data: Posted, after: BackgroundTasks
) -> Response:
    """Show what the change would do (``act=preview``, ``join-preview``, ``split-preview``), or record it."""
    return _posted(request, session, slug, topic_slug, data, after)


def _posted(
    request: Request, session: WriteSession, slug: str, topic_slug: str | None, data: Posted, after: BackgroundTasks
) -> Response:
    fields = {name: value for name, value in data.items() if isinstance(value, str)}
    fields["move"] = "\n".join(value for value in data.getlist("move") if isinstance(value, str))
    try:
        if fields.get("act") == "split-preview" and topic_slug:
            split = split_asked(session, slug, topic_slug, fields)
            return _page(request, session, slug, topic_slug, fields, shown=preview(session, slug, topic_slug, split))
        if fields.get("act") == "join-preview" and topic_slug:
            join = join_asked(session, slug, topic_slug, fields)
            return _page(request, session, slug, topic_slug, fields, shown=preview(session, slug, join.into, join))
        if fields.get("act") == "preview":
            edits = edits_asked(session, slug, topic_slug, fields)
            words = [one for one in edits if not isinstance(one, TopicDescribed)]
            names = [renaming(session, slug, one) for one in edits if isinstance(one, TopicDescribed)]
            shown = preview(session, slug, words[0].slug, words[0]) if words else None
            named = names[0] if names else None
            return _page(request, session, slug, topic_slug, fields, shown=shown, named=named, unchanged=not edits)
        done, where = edit_topic(session, slug, topic_slug, fields, editor(request))
    except Unknown:
        raise no_summit() from None
    except Declined as declined:
        problem = translate(request, declined.message, **declined.values)
        return _page(request, session, slug, topic_slug, fields, problem=problem)
    if done is None:
        return _page(request, session, slug, topic_slug, fields, unchanged=True)
    call_worker(request, after, done)
    back = own_address(fields.get("back", "")) or f"/summits/{slug}/topics/{where}/edit"
    return RedirectResponse(with_line(back, done.line), 303)


def _page(
    request: Request,
    session: ReadSession,
    slug: str,
    topic_slug: str | None,
    fields: dict[str, str],
    *,
    shown: Preview | None = None,
    named: Renaming | None = None,
    began: Origination | None = None,
    unchanged: bool = False,
    problem: str = "",
    status: int = 422,
) -> Response:
    page = topic_edit(session, slug, topic_slug)
    if page is None:
        raise HTTPException(404, NO_TOPIC if topic_slug else NO_SUMMIT)
    return render(
        request,
        "pages/topic-edit.html",
        status=status if problem else 200,
        page=page,
        summit=page.summit,
        topic=page.topic,
        section="topics",
        typed=_fields(page) | fields,
        shown=shown,
        named=named,
        began=began,
        unchanged=unchanged,
        problem=problem,
        rework=page.rework,
        suggested=_suggested(request, session, slug) if not (topic_slug or fields or began) else None,
        offset=read_offset(request),
        names=topic_names(session, slug),
        fixed=fixed_line(request, session, slug),
    )


def _suggested(request: Request, session: ReadSession, slug: str) -> SuggestionsView | None:
    return topic_suggestions(session, slug, request.query_params.get("words", ""), read_offset(request))


def _fields(page: TopicEditPage) -> dict[str, str]:
    """The form as it stands before anything is typed."""
    topic = page.topic
    return {
        "label_de": topic.label_de if topic else "",
        "label_en": topic.label_en if topic else "",
        "description_de": topic.description_de if topic else "",
        "description_en": topic.description_en if topic else "",
        "strong": "\n".join(page.strong),
        "weak": "\n".join(page.weak),
        "exclude": "\n".join(page.exclude),
        **dict.fromkeys(("new_de", "new_en", "move"), ""),
    }
