"""Articles: the list, the reading view with the way back, what is known about one, and how far its analysis is."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.addresses import Unknown
from app.actions.article_edits import edit_description
from app.actions.drafts import set_aside
from app.actions.turns import try_again
from app.db import ReadSession, WriteSession, writing
from app.exports.citations import cited_article
from app.intake.drafts import as_typed
from app.jobs import enqueue_analysis
from app.language import language_name
from app.pages.article_form import ArticleForm, described, posted_article
from app.pages.corrections import fixed_line, wanted_fix
from app.pages.deps import NO_ARTICLE, ArticleId, in_summit, queue_after
from app.pages.filters import Wanted, read_offset
from app.pages.language import reader_language
from app.pages.reading import paragraphs, sentence_at, trail, way_back
from app.pages.rendering import render, target
from app.pages.tables import download, tabled
from app.queries.articles import article_page, articles_page, plain_blocks, progress, summit_of
from app.queries.corrections import article_lines, topic_names
from app.queries.desk import draft_page
from app.queries.views.heads import ArticleView
from app.queries.views.review import Clipping

router = APIRouter(include_in_schema=False)


@router.get("/summits/{slug}/articles")
@tabled("articles")
def article_list(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """All articles under the filters, fifty at a time."""
    offset = read_offset(request)
    page = in_summit(articles_page(session, slug, asked.filters, offset=offset))
    return render(
        request,
        "pages/articles.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        section="articles",
        offset=offset,
    )


@router.get("/articles/{article_id}")
def article(request: Request, session: ReadSession, asked: Wanted, article_id: ArticleId) -> Response:
    """The reading view. ``topic``, ``of`` (a person) and the filters say where the reader came from, ``at`` where.
    ``?format=bib``, ``ris`` or ``csl`` is its citation as a file."""
    if "format" in request.query_params:
        slug = summit_of(session, article_id)
        if slug is None:
            raise HTTPException(404, NO_ARTICLE)
        return download(request, "articles", {"article": str(article_id)}, slug)
    return _article(request, session, asked, article_id)


@router.post("/articles/{article_id}")
@writing
def edit(
    request: Request,
    session: WriteSession,
    after: BackgroundTasks,
    asked: Wanted,
    article_id: ArticleId,
    form: Annotated[ArticleForm, Depends(posted_article)],
) -> Response:
    """Keep what the form says about the article; the text stays as it is. The worker reads a new headline."""
    known, errors = described(form)
    if errors:
        return _article(request, session, asked, article_id, replace(form, errors=errors))
    try:
        retitled = edit_description(
            session, article_id, title=known.title, source=known.source, published=known.published, url=known.url
        )
    except Unknown:
        raise HTTPException(404, NO_ARTICLE) from None
    if retitled:
        queue_after(request, after, enqueue_analysis, [article_id])
    return RedirectResponse(request.url.path + asked.filters.as_query(**trail(request)), 303)


@router.post("/articles/{article_id}/delete")
@writing
def delete(request: Request, session: WriteSession, article_id: ArticleId) -> Response:
    """Remove the article at once, and offer to bring it back."""
    try:
        page = draft_page(session, set_aside(session, article_id))
    except Unknown:
        raise HTTPException(404, NO_ARTICLE) from None
    assert page is not None
    return render(request, "pages/removed.html", page=page, summit=page.summit, section="articles")


@router.post("/articles/{article_id}/retry")
@writing
def retry(
    request: Request, session: WriteSession, after: BackgroundTasks, asked: Wanted, article_id: ArticleId
) -> Response:
    """Have an article that could not be analysed wait once more; pressed again, nothing happens."""
    try:
        if try_again(session, article_id):
            queue_after(request, after, enqueue_analysis, [article_id])
    except Unknown:
        raise HTTPException(404, NO_ARTICLE) from None
    if target(request) == "article":
        return _article(request, session, asked, article_id)
    return RedirectResponse(f"/articles/{article_id}{asked.filters.as_query(**trail(request))}", 303)


@router.get("/articles/{article_id}/progress")
def article_progress(request: Request, session: ReadSession, article_id: ArticleId) -> Response:
    """How far the analysis is: the panel that asks again by itself, or a page to be reloaded."""
    state = progress(session, article_id)
    if state is None:
        raise HTTPException(404, NO_ARTICLE)
    if target(request) == "progress" and request.query_params.get("seen") == f"{state.article.status}-{state.ahead}":
        return Response(status_code=204)
    return render(request, "pages/progress.html", fragments=["progress"], state=state, article=state.article)


def _article(
    request: Request, session: ReadSession, asked: Wanted, article_id: int, form: ArticleForm | None = None
) -> Response:
    came, locale = trail(request), reader_language(request)
    page = article_page(session, article_id, locale, came.get("topic"), came.get("of"), asked.filters)
    if page is None:
        raise HTTPException(404, NO_ARTICLE)
    blocks = page.blocks or plain_blocks(session, article_id)
    waiting = page.article.status in {"queued", "analysing"}
    fixing, panel = wanted_fix(request, session, article_id)
    lines, fixed = article_lines(session, article_id, page.summit.slug), fixed_line(request, session, page.summit.slug)
    return render(
        request,
        "pages/article.html",
        status=form.status if form else 200,
        fragments=["article", "fix"],
        page=page,
        article=page.article,
        state=progress(session, article_id) if waiting else None,
        language=language_name(page.article.language, locale),
        paragraphs=paragraphs(blocks),
        here_start=sentence_at(blocks, request.query_params.get("at", "")),
        back=way_back(page, asked.filters, came, locale),
        came=came,
        fixing=fixing or fixed is not None,
        panel=panel,
        lines=lines,
        cited=cited_article(_clipping(page.article), str(request.base_url).rstrip("/"), locale),
        fixed=fixed,
        topics=topic_names(session, page.summit.slug) if lines or fixed else {},
        form=form or _form_of(page.article),
        filters=asked.filters,
        notices=asked.notices,
        summit=page.summit,
        section="articles",
    )


def _clipping(article: ArticleView) -> Clipping:
    return Clipping(
        id=article.id,
        headline=article.title,
        outlet=article.source.name,
        published=article.published,
        author=article.author,
        agencies=article.agencies,
        page=article.page,
        url=article.url,
        address=f"/articles/{article.id}",
        text="",
        words=article.words,
    )


def _form_of(article: ArticleView) -> ArticleForm:
    return ArticleForm(
        source=article.source.name,
        title=article.title or "",
        published=as_typed(article.published),
        url=article.url or "",
    )
