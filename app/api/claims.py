"""What may be said of the sources of a summit, over JSON."""

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, Field

from app.api.summits import FILTERS, NO_SUMMIT, Limit, Offset
from app.db import ReadSession
from app.pages.filters import Wanted
from app.queries.absences import absences_document

router = APIRouter(prefix="/api/summits", tags=["summits"])

Kind = Literal["topic", "person", "organisation", "place", "figure", "quotation", "shared"]


class Place(BaseModel):
    """A stretch of an article's text or of its headline, in Unicode code points."""

    article: int
    part: Literal["text", "headline"]
    start: int = Field(ge=0)
    end: int


class Candidate(Place):
    """A passage that the wider search offers, and why."""

    score: float = Field(ge=0, le=1)
    reasons: list[str] = Field(description="codes, or a code and the words it is about: word:Energie")


class Searched(BaseModel):
    """What of a source was searched, and for what."""

    articles: int
    sentences: int
    terms: list[str]


class Absence(BaseModel):
    """One thing and one source in which it was not found."""

    kind: Kind
    name: str
    topic: str | None = Field(description="slug")
    person: str | None = Field(description="slug")
    members: list[Place] = Field(description="where the thing is found; the first twenty")
    source: str = Field(description="slug")
    verdict: Literal["absent", "perhaps", "withheld"] = Field(
        description="searched in vain; passages are offered; the source cannot carry an absence"
    )
    reason: Literal["short", "before-event", "gap", "other-language", "no-topics"] | None = Field(
        description="why nothing is said"
    )
    searched: Searched
    candidates: list[Candidate]


class Absences(BaseModel):
    """One page of statements."""

    total: int
    items: list[Absence]


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
    document = absences_document(session, slug, asked.filters, offset, limit, kind)
    if document is None:
        raise HTTPException(404, NO_SUMMIT)
    return Absences.model_validate(document)
