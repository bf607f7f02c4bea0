"""What may be said of the sources of a summit, over JSON."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic.json_schema import SkipJsonSchema

from app.api.filters import Wanted
from app.api.schemas import NO_SUCH_SUMMIT, WRONG_QUERY, answers, problems
from app.api.summits import Limit, Offset, Slug
from app.db import ReadSession
from app.pages.deps import in_summit
from app.queries.absences import absences_document
from app.queries.views.documents import AbsencesAnswer, Kind

router = APIRouter(prefix="/api/summits", tags=["summits"])


@router.get(
    "/{slug}/absences",
    response_model=None,
    responses=answers(AbsencesAnswer, "statements")
    | problems(_404=NO_SUCH_SUMMIT, _422=f"{WRONG_QUERY}, or a kind that is none"),
)
def absences(
    session: ReadSession,
    slug: Slug,
    asked: Wanted,
    kind: Annotated[
        Kind | SkipJsonSchema[None], Query(description="things of one kind only", examples=["topic"])
    ] = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    """Every statement of absence that a screen makes, and every one that passages or the source itself keep it from.

    Of the filters only the days count: what they leave of each source is what was searched.
    """
    document = in_summit(absences_document(session, slug, asked.filters, offset, limit, kind))
    return JSONResponse(document | {"notices": asked.notices})
