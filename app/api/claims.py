"""What may be said of the sources of a summit, over JSON."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.claim_schemas import Absences, Kind
from app.api.summits import FILTERS, Limit, Offset
from app.db import ReadSession
from app.pages.deps import in_summit
from app.pages.filters import Wanted
from app.queries.absences import absences_document

router = APIRouter(prefix="/api/summits", tags=["summits"])


@router.get("/{slug}/absences", openapi_extra=FILTERS, responses={404: {"description": "No such summit."}})
def absences(
    session: ReadSession,
    slug: str,
    asked: Wanted,
    kind: Annotated[Kind | None, Query(description="things of one kind only")] = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Absences:
    """Every statement of absence that a screen makes, and every one that passages or the source itself keep it from.

    Of the filters only the days count: what they leave of each source is what was searched.
    """
    document = in_summit(absences_document(session, slug, asked.filters, offset, limit, kind))
    return Absences.model_validate(document | {"notices": asked.notices})
