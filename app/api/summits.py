"""Summits over JSON: the list, a new one, the coverage matrix, the passages of a topic."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response

from app.actions.summit_edits import new_summit
from app.api.claim_schemas import FigureGroups, QuotationGroups
from app.api.schemas import NewSummit, SummitEntry, SummitList, problems
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import IntakeError
from app.pages.deps import in_summit
from app.pages.errors import problem
from app.pages.filters import Wanted
from app.pages.language import N_, translate
from app.queries.documents import matrix_document, passages_document, summit_document, summits_document
from app.queries.figures import figures_document
from app.queries.parallels import parallels_document
from app.queries.shared import shared_document

_FILTERS = (
    ("person", "slug of a person; several: all of them in one passage"),
    ("match", "any: one of the persons is enough"),
    ("source", "slug of a source; several: any of them"),
    ("since", "first day, like 2021-06-01"),
    ("until", "last day"),
)
# The filters are read leniently (app/pages/filters), so OpenAPI has to be told of them; ``notices`` of an answer are
# sentences about what in them made no sense and was left out.
FILTERS: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in _FILTERS
    ]
}

FIELDS = {"day": "starts_on", "last_day": "ends_on"}  # what the form calls a field -> what JSON does

router = APIRouter(prefix="/api/summits", tags=["summits"])

NO_TOPIC = N_("There is no such topic in this summit. Its matrix lists those that there are.")
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="how many to leave out")]
Limit = Annotated[int, Query(ge=1, le=200, description="how many at most")]


@router.get("", response_model=SummitList)
def summits(session: ReadSession) -> dict[str, Any]:
    """Every summit, latest first."""
    return summits_document(session)


@router.post(
    "",
    status_code=201,
    response_model=SummitEntry,
    responses=problems(_422="a field is missing, unknown, too long or no day, or the days are in the wrong order"),
)
@writing
def add(request: Request, session: WriteSession, body: NewSummit) -> Response:
    """Make a summit. Its slug follows from the name; one that is taken gets a number. ``Location`` leads to it."""
    try:
        slug = new_summit(session, body.name, body.place or "", body.starts_on or "", body.ends_on or "")
    except IntakeError as error:
        sentence = translate(request, error.message, **error.values)
        return problem(422, sentence, field=FIELDS.get(error.field, error.field))
    return JSONResponse(summit_document(session, slug), 201, {"Location": f"/api/summits/{slug}"})


@router.get("/{slug}", response_model=SummitEntry, responses=problems(_404="there is no such summit"))
def summit(session: ReadSession, slug: str) -> dict[str, Any]:
    """One summit, as in the list."""
    document = in_summit(summit_document(session, slug))
    return document


@router.get("/{slug}/matrix", openapi_extra=FILTERS)
def matrix(session: ReadSession, slug: str, asked: Wanted) -> dict[str, Any]:
    """Sentences and share of each source in each topic; cells of none are left out. Filters as on the pages."""
    document = in_summit(matrix_document(session, slug, asked.filters))
    return document | {"notices": list(asked.notices)}


@router.get("/{slug}/topics/{topic}/passages", openapi_extra=FILTERS)
def passages(
    session: ReadSession, slug: str, topic: str, asked: Wanted, offset: Offset = 0, limit: Limit = 50
) -> dict[str, Any]:
    """The passages that the topic page shows under the same filters, source by source in article order."""
    document = passages_document(session, slug, topic, asked.filters, offset, limit)
    if document is None:
        raise HTTPException(404, NO_TOPIC)
    return document | {"notices": list(asked.notices)}


@router.get("/{slug}/figures", response_model=FigureGroups)
def figures(
    session: ReadSession,
    slug: str,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=10_000, description="how many at most")] = 1_000,
) -> dict[str, Any]:
    """Figures that several sources give about the same thing: those that differ first.

    ``relation`` tells how the members relate: ``differing``, ``complementing``, ``rounded`` or ``same``; figures for
    which passages of other sources are offered are ``perhaps`` or ``perhaps-differing``. ``value`` and ``high`` are in
    the base of ``unit`` (minutes, metres, points, whole units of a currency; of counts the noun that is counted);
    ``when`` is a date as the text gives it, ``day`` what that is against the day of the article.
    """
    document = in_summit(figures_document(session, slug, offset, limit))
    return document


@router.get("/{slug}/shared-passages")
def shared(
    session: ReadSession,
    slug: str,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=10_000, description="how many at most")] = 10_000,
) -> dict[str, Any]:
    """Text that two articles share, word for word (every maximal run) or nearly (with small edits bridged).

    ``total`` says how many there are: more than ten thousand come in pages.
    """
    document = in_summit(shared_document(session, slug, offset, limit))
    return document


@router.get("/{slug}/parallel-quotations", response_model=QuotationGroups)
def parallel_quotations(
    session: ReadSession,
    slug: str,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=10_000, description="how many at most")] = 1_000,
) -> dict[str, Any]:
    """The same utterance of the same speaker in several sources: those of most sources first.

    ``relation`` tells how the members relate: ``identical``, ``wording`` (worded differently) or ``reported`` (between
    marks here, reported there); ``perhaps``: one for which passages of other sources are offered.
    """
    document = in_summit(parallels_document(session, slug, offset, limit))
    return document
