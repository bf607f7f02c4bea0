"""Articles come in: pasted or as a file, described as far as anybody cares to, and told at once what is wrong."""

from dataclasses import replace

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.addresses import Unknown
from app.actions.article_edits import bring_article, replace_description
from app.actions.articles import DuplicateArticle
from app.actions.drafts import lay_read
from app.actions.imports import Brought, start_batch
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import ArticleDraft
from app.intake.kinds import ENDINGS, LABELS
from app.jobs import enqueue_analysis, enqueue_reading
from app.pages.article_form import ArticleForm, ReadArticle, checked
from app.pages.deps import in_summit, no_summit, queue_after
from app.pages.rendering import render
from app.queries.articles import progress
from app.queries.sources import sources_page

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/upload")
def upload_form(request: Request, session: ReadSession, slug: str) -> Response:
    """The empty form."""
    return _form(request, session, slug, ArticleForm())


@router.post("/summits/{slug}/upload")
@writing
def upload(
    request: Request,
    session: WriteSession,
    after: BackgroundTasks,
    slug: str,
    reading: ReadArticle,
) -> Response:
    """Keep the article and lead to it; or the form again, everything typed still there, with what is wrong.

    ``action=replace`` answers the question that a text already there raises; ``action=edit`` goes back to the form. A
    file is laid on the desk, where what was understood of it is confirmed: the way leads to its draft, or to the desk
    where it holds more than one article, or takes long to read.
    """
    settings = request.app.state.settings
    form = reading.typed
    if form.action == "edit":
        return _form(request, session, slug, form)
    if reading.for_desk is not None:
        return _to_desk(request, session, after, slug, form, reading.for_desk)
    draft, errors = checked(reading.filled, settings.max_text_chars)
    if draft is None:
        form = replace(form, errors=errors)
        return _form(request, session, slug, form, form.status)
    if reading.found is not None:
        return _lay(session, slug, reading.found, draft)
    try:
        article_id = _keep(session, slug, draft, replacing=form.action == "replace")
    except Unknown:
        raise no_summit() from None
    except DuplicateArticle as duplicate:
        return _form(request, session, slug, form, 409, duplicate.article_id)
    # A background task runs after the response, and the response waits for the commit: the worker finds the article.
    queue_after(request, after, enqueue_analysis, [article_id])
    return RedirectResponse(f"/articles/{article_id}", 303)


def _keep(session: WriteSession, slug: str, draft: ArticleDraft, *, replacing: bool) -> int:
    """The id of the new article, or of the one whose description the draft replaces."""
    try:
        return bring_article(session, slug, draft, awaited=True)
    except DuplicateArticle as duplicate:
        if not replacing:
            raise
        replace_description(session, duplicate.article_id, draft)
        return duplicate.article_id


def _lay(session: WriteSession, slug: str, found: ArticleDraft, described: ArticleDraft) -> Response:
    """The draft of a file that holds one article: what was typed counts, all else is as it was read."""
    same_day = described.published is not None and found.published is not None and (
        described.published.earliest == found.published.earliest and "T" not in described.published.text
    )  # fmt: skip
    draft = replace(
        described,
        kind=found.kind,
        warnings=found.warnings,
        published_at=found.published_at if same_day else None,
        changed_at=found.changed_at,
        page=found.page,
    )
    try:
        return RedirectResponse(f"/drafts/{lay_read(session, slug, draft)}", 303)
    except Unknown:
        raise no_summit() from None


def _to_desk(
    request: Request, session: WriteSession, after: BackgroundTasks, slug: str, form: ArticleForm, file: Brought
) -> Response:
    """The form as it was, and where the file has gone."""
    try:
        ids = start_batch(session, slug, [file])
    except Unknown:
        raise no_summit() from None
    queue_after(request, after, enqueue_reading, ids)
    return _form(request, session, slug, form, on_desk=file.name)


def _form(
    request: Request,
    session: ReadSession,
    slug: str,
    form: ArticleForm,
    status: int = 200,
    duplicate: int | None = None,
    on_desk: str = "",
) -> Response:
    page = in_summit(sources_page(session, slug))
    same = progress(session, duplicate) if duplicate is not None else None
    return render(
        request,
        "pages/upload.html",
        status=status,
        page=page,
        form=form,
        same=same.article if same else None,
        on_desk=on_desk,
        endings=[ending for ending in ENDINGS if ending != ".zip"],
        labels=LABELS,
        megabytes=request.app.state.settings.max_body_bytes // 1_000_000,
        summit=page.summit,
        section="upload",
    )
