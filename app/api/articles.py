"""Articles over JSON: the list, one with every mark, and new ones."""

from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, HTTPException, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from app.actions.addresses import Unknown
from app.actions.article_edits import bring_article
from app.actions.articles import DuplicateArticle
from app.api.article_schemas import ArticleDocument
from app.api.filters import Text, Wanted
from app.api.schemas import (
    NO_SUCH_SUMMIT,
    WRITING,
    WRONG_QUERY,
    Duplicate,
    NewArticle,
    answers,
    answers_as,
    problems,
    refuse_other_methods,
)
from app.api.summits import Limit, Offset, Slug
from app.db import ReadSession, WriteSession, writing
from app.exports.web_annotations import MEDIA, annotation_page
from app.intake.drafts import IntakeError, make_draft
from app.jobs import enqueue_analysis
from app.language import N_
from app.pages.deps import NO_ARTICLE, NO_SUMMIT, ArticleId, in_summit
from app.pages.errors import problem
from app.pages.language import translate
from app.queries.documents import article_document, articles_document
from app.queries.views.documents import ArticleListAnswer, Queued

router = APIRouter(prefix="/api", tags=["articles"])


class JsonLd(JSONResponse):
    """JSON-LD of the Web Annotation profile."""

    media_type = MEDIA


FIELDS = {"name": "source"}  # what the form calls a field -> what JSON does


@router.get(
    "/summits/{slug}/articles",
    response_model=None,
    responses=answers(ArticleListAnswer, "articles") | problems(_404=NO_SUCH_SUMMIT, _422=WRONG_QUERY),
)
def articles(
    session: ReadSession,
    slug: Slug,
    asked: Wanted,
    q: Annotated[
        Text,
        Query(description="words, every one of which the article holds", examples=["Abrüstung"]),
    ] = None,
    topic: Annotated[Text, Query(description="slug of a topic that it has a passage of", examples=["ukraine"])] = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    """Articles of a summit under the filters, in the order in which they came."""
    del q  # read with the other filters; named here for the OpenAPI document
    document = in_summit(articles_document(session, slug, asked.filters, topic, offset, limit))
    return JSONResponse(document | {"notices": asked.notices})


@router.get(
    "/articles/{article_id}",
    response_model=None,
    responses=answers(ArticleDocument, "the article") | problems(_404="there is no such article (any more)"),
)
def article(session: ReadSession, article_id: ArticleId) -> Response:
    """One article with its text and every mark."""
    document = article_document(session, article_id)
    if document is None:
        raise HTTPException(404, NO_ARTICLE)
    return JSONResponse(document)


@router.get(
    "/articles/{article_id}/text",
    response_class=PlainTextResponse,
    responses=answers_as("text/plain", "string", "the text")
    | problems(_404="there is no such article (any more)", _422="``part`` is neither"),
)
def text(
    session: ReadSession,
    article_id: ArticleId,
    part: Annotated[Literal["text", "headline"], Query(description="which of the two offsets count in")] = "text",
) -> Response:
    """The plain text that the offsets of marks count in, and nothing else."""
    document = article_document(session, article_id)
    if document is None:
        raise HTTPException(404, NO_ARTICLE)
    return PlainTextResponse(document["text"] if part == "text" else document["title"] or "")


@router.get(
    "/articles/{article_id}/annotations",
    response_model=None,
    response_class=JsonLd,
    responses=answers_as("application/ld+json", "object", "a W3C AnnotationPage")
    | problems(_404="there is no such article (any more)"),
)
def annotations(request: Request, session: ReadSession, article_id: ArticleId) -> Response:
    """Every mark as a W3C Web Annotation (JSON-LD) of the article's plain text, by position and by quotation."""
    document = article_document(session, article_id)
    if document is None:
        raise HTTPException(404, NO_ARTICLE)
    page = annotation_page(document, str(request.base_url).rstrip("/"), f"Gipfelspiegel {version('gipfelspiegel')}")
    return JsonLd(page)


@router.post(
    "/summits/{slug}/articles",
    status_code=202,
    response_model=None,
    responses=answers(Queued, "it has been taken", status=202, headers={"Location": "its address"})
    | WRITING
    | problems(
        _404=NO_SUCH_SUMMIT,
        _413="the text has more characters, or the body more bytes, than this server takes",
        _422="a field is missing, unknown, too long or makes no sense; ``field`` names it",
    )
    | problems(Duplicate, _409="the summit holds this text already; ``id`` and ``article`` tell where"),
)
@writing
def add(request: Request, session: WriteSession, after: BackgroundTasks, slug: Slug, body: NewArticle) -> Response:
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
        status = 413 if error.code == "text-too-long" else 422
        field = FIELDS.get(error.field, error.field)
        return problem(status, translate(request, error.message, **error.values), field=field)
    except Unknown:
        return problem(404, translate(request, NO_SUMMIT))
    except DuplicateArticle as duplicate:
        sentence = translate(request, N_("This summit already holds this text."))
        return problem(409, sentence, id=duplicate.article_id, article=f"/api/articles/{duplicate.article_id}")
    after.add_task(enqueue_analysis, settings, [article_id])
    answer: Queued = {"id": article_id, "status": "queued"}
    return JSONResponse(answer, 202, {"Location": f"/api/articles/{article_id}"}, background=after)


refuse_other_methods(router, "/summits/{slug}/articles", "GET", "POST")
