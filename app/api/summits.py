"""Summits over JSON: the list, a new one, the coverage matrix, the passages of a topic, groups and shared text."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from app.actions.summit_edits import new_summit
from app.api.filters import Wanted
from app.api.schemas import (
    NO_SUCH_SUMMIT,
    WRITING,
    WRONG_DAY,
    WRONG_PAGE,
    WRONG_QUERY,
    NewSummit,
    answers,
    problems,
    refuse_other_methods,
)
from app.db import ReadSession, WriteSession, writing
from app.intake.drafts import IntakeError
from app.language import N_
from app.pages.deps import in_summit
from app.pages.errors import problem
from app.pages.language import translate
from app.queries.documents import matrix_document, passages_document, summit_document, summits_document
from app.queries.figures import figures_document
from app.queries.parallels import parallels_document
from app.queries.shared import shared_document
from app.queries.views.documents import (
    FigureGroups,
    MatrixAnswer,
    QuotationGroups,
    SharedPassages,
    SummitEntry,
    SummitList,
    TopicPassagesAnswer,
)

FIELDS = {"day": "starts_on", "last_day": "ends_on"}  # what the form calls a field -> what JSON does

router = APIRouter(prefix="/api/summits", tags=["summits"])

NO_TOPIC = N_("There is no such topic in this summit. Its matrix lists those that there are.")
Slug = Annotated[str, Path(description="of a summit, as GET /api/summits lists them", examples=["genf-2021"])]
TopicSlug = Annotated[str, Path(description="of a topic, as the matrix lists them", examples=["ukraine"])]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="how many to leave out")]
Limit = Annotated[int, Query(ge=1, le=200, description="how many at most")]
LongLimit = Annotated[int, Query(ge=1, le=10_000, description="how many at most")]

# Documents are answered as they are: that they have the shapes that are declared here, tests see to (tests/api).


@router.get("", response_model=None, responses=answers(SummitList, "every summit"))
def summits(session: ReadSession) -> Response:
    """Every summit, latest first."""
    return JSONResponse(summits_document(session))


@router.post(
    "",
    status_code=201,
    response_model=None,
    responses=answers(SummitEntry, "it has been made", status=201, headers={"Location": "its address"})
    | WRITING
    | problems(_422="a field is missing, unknown, too long or no day, or the days are in the wrong order"),
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


@router.get(
    "/{slug}",
    response_model=None,
    responses=answers(SummitEntry, "the summit") | problems(_404=NO_SUCH_SUMMIT),
)
def summit(session: ReadSession, slug: Slug) -> Response:
    """One summit, as in the list."""
    document = in_summit(summit_document(session, slug))
    return JSONResponse(document)


@router.get(
    "/{slug}/matrix",
    response_model=None,
    responses=answers(MatrixAnswer, "the matrix") | problems(_404=NO_SUCH_SUMMIT, _422=WRONG_DAY),
)
def matrix(session: ReadSession, slug: Slug, asked: Wanted) -> Response:
    """Sentences and share of each source in each topic; cells of none are left out. Filters as on the pages."""
    document = in_summit(matrix_document(session, slug, asked.filters))
    return JSONResponse(document | {"notices": asked.notices})


@router.get(
    "/{slug}/topics/{topic}/passages",
    response_model=None,
    responses=answers(TopicPassagesAnswer, "passages")
    | problems(_404="there is no such summit, or it has no such topic", _422=WRONG_QUERY),
)
def passages(
    session: ReadSession, slug: Slug, topic: TopicSlug, asked: Wanted, offset: Offset = 0, limit: Limit = 50
) -> Response:
    """The passages that the topic page shows under the same filters, source by source in article order."""
    document = passages_document(session, slug, topic, asked.filters, offset, limit)
    if document is None:
        raise HTTPException(404, NO_TOPIC)
    return JSONResponse(document | {"notices": asked.notices})


@router.get(
    "/{slug}/figures",
    response_model=None,
    responses=answers(FigureGroups, "groups of figures") | problems(_404=NO_SUCH_SUMMIT, _422=WRONG_PAGE),
)
def figures(session: ReadSession, slug: Slug, offset: Offset = 0, limit: LongLimit = 1_000) -> Response:
    """Figures that several sources give about the same thing: those that differ first.

    ``relation`` tells how the members relate: ``differing``, ``complementing``, ``rounded`` or ``same``; figures for
    which passages of other sources are offered are ``perhaps`` or ``perhaps-differing``. ``value`` and ``high`` are in
    the base of ``unit`` (minutes, metres, points, whole units of a currency; of counts the noun that is counted);
    ``when`` is a date as the text gives it, ``day`` what that is against the day of the article.
    """
    document = in_summit(figures_document(session, slug, offset, limit))
    return JSONResponse(document)


@router.get(
    "/{slug}/shared-passages",
    response_model=None,
    responses=answers(SharedPassages, "passages") | problems(_404=NO_SUCH_SUMMIT, _422=WRONG_PAGE),
)
def shared(session: ReadSession, slug: Slug, offset: Offset = 0, limit: LongLimit = 10_000) -> Response:
    """Text that two articles share, word for word (every maximal run) or nearly (with small edits bridged).

    ``total`` says how many there are: more than ten thousand come in pages.
    """
    document = in_summit(shared_document(session, slug, offset, limit))
    return JSONResponse(document)


@router.get(
    "/{slug}/parallel-quotations",
    response_model=None,
    responses=answers(QuotationGroups, "groups of quotations") | problems(_404=NO_SUCH_SUMMIT, _422=WRONG_PAGE),
)
def parallel_quotations(session: ReadSession, slug: Slug, offset: Offset = 0, limit: LongLimit = 1_000) -> Response:
    """The same utterance of the same speaker in several sources: those of most sources first.

    ``relation`` tells how the members relate: ``identical``, ``wording`` (worded differently) or ``reported`` (between
    marks here, reported there); ``perhaps``: one for which passages of other sources are offered.
    """
    document = in_summit(parallels_document(session, slug, offset, limit))
    return JSONResponse(document)


refuse_other_methods(router, "", "GET", "POST")
