"""Articles over JSON: the list, one with every mark, and new ones."""

from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from app.actions.addresses import Unknown
from app.actions.article_edits import bring_article
from app.actions.articles import DuplicateArticle
from app.api.article_schemas import ArticleDocument
from app.api.summits import FILTERS, Limit, Offset
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import IntakeError, make_draft
from app.jobs import enqueue_analysis
from app.pages.deps import NO_SUMMIT, ArticleId, in_summit
from app.pages.errors import problem
from app.pages.filters import Wanted
from app.pages.language import N_, translate
from app.queries.documents import article_document, articles_document

router = APIRouter(prefix="/api", tags=["articles"])


class NewArticle(BaseModel):
    """An article to be kept; everything but the text may be unknown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    url: str | None = None


@router.get("/summits/{slug}/articles", openapi_extra=FILTERS)
def articles(
    session: ReadSession,
    slug: str,
    asked: Wanted,
    q: Annotated[str | None, Query(description="words, every one of which the article holds")] = None,
    topic: Annotated[str | None, Query(description="slug of a topic that it has a passage of")] = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Articles of a summit under the filters, in the order in which they came."""
    del q  # read with the other filters; named here for the OpenAPI document
    document = in_summit(articles_document(session, slug, asked.filters, topic, offset, limit))
    return document | {"notices": list(asked.notices)}


@router.get("/articles/{article_id}", response_model=None, responses={200: {"model": ArticleDocument}})
def article(session: ReadSession, article_id: ArticleId) -> dict[str, Any]:
    """One article with its text and every mark."""
    document = article_document(session, article_id)
    if document is None:
        raise HTTPException(404, N_("There is no such article. It may have been removed."))
    return document


@router.post("/summits/{slug}/articles", status_code=202)
@writing
def add(request: Request, session: WriteSession, after: BackgroundTasks, slug: str, body: NewArticle) -> Response:
    """Keep an article and put it in line; 409 with the id of the one that is there where the text is known already."""
    settings = request.app.state.settings
    try:
        draft = make_draft(
            body.text,
            max_chars=settings.max_text_chars,
            source=body.source,
            title=body.title,
            published=body.published,
            url=body.url,
        )
        article_id = bring_article(session, slug, draft, awaited=True)
    except IntakeError as error:
        status = 413 if error.message.startswith("The text has") else 422
        return problem(status, translate(request, error.message, **error.values), field=error.field)
    except Unknown:
        return problem(404, translate(request, NO_SUMMIT))
    except DuplicateArticle as duplicate:
        sentence = translate(request, N_("This summit already holds this text."))
        return problem(409, sentence, id=duplicate.article_id, article=f"/api/articles/{duplicate.article_id}")
    after.add_task(enqueue_analysis, settings, [article_id])
    answer = {"id": article_id, "status": "queued"}
    return JSONResponse(answer, 202, {"Location": f"/api/articles/{article_id}"}, background=after)
