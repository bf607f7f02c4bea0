"""Articles come in: pasted or as a file, described as far as anybody cares to, and told at once what is wrong."""

import logging
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.articles import DuplicateArticle
from app.actions.edits import bring_article, replace_description
from app.actions.present import Unknown
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import ArticleDraft, IntakeError
from app.jobs import enqueue_analysis
from app.pages.article_form import ArticleForm, checked, posted_article
from app.pages.deps import NO_SUMMIT
from app.pages.render import render
from app.queries.articles import progress
from app.queries.sources import sources_page
from app.settings import Settings

log = logging.getLogger(__name__)
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
    form: Annotated[ArticleForm, Depends(posted_article)],
) -> Response:
    """Keep the article and lead to it; or the form again, everything typed still there, with what is wrong.

    ``action=replace`` answers the question that a text already there raises; ``action=edit`` goes back to the form.
    """
    settings = request.app.state.settings
    if form.action == "edit":
        return _form(request, session, slug, form)
    draft, form = checked(form, settings.max_text_chars)
    if draft is None:
        return _form(request, session, slug, form, form.status)
    try:
        article_id = _keep(session, slug, draft, replacing=form.action == "replace")
    except Unknown:
        raise HTTPException(404, NO_SUMMIT) from None
    except DuplicateArticle as duplicate:
        return _form(request, session, slug, form, 409, duplicate.article_id)
    except IntakeError as error:  # the name of a source has a shorter limit than other lines
        form = form.with_error(error, "source" if error.field == "name" else None)
        return _form(request, session, slug, form, form.status)
    # A background task runs after the response, and the response waits for the commit: the worker finds the article.
    after.add_task(_enqueue, settings, article_id)
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


def _enqueue(settings: Settings, article_id: int) -> None:
    """The article is kept, whatever happens to the queue: a starting worker takes up all that is still queued."""
    try:
        enqueue_analysis(settings, [article_id])
    except Exception:
        log.exception("article %d is stored, but could not be put in line", article_id)


def _form(
    request: Request,
    session: ReadSession,
    slug: str,
    form: ArticleForm,
    status: int = 200,
    duplicate: int | None = None,
) -> Response:
    page = sources_page(session, slug)
    if page is None:
        raise HTTPException(404, NO_SUMMIT)
    same = progress(session, duplicate) if duplicate is not None else None
    return render(
        request,
        "pages/upload.html",
        status=status,
        page=page,
        form=form,
        same=same.article if same else None,
        summit=page.summit,
        section="upload",
    )
