"""What JSON bodies hold and what every call answers, status by status, so that /openapi.json tells all of it."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.pages.errors import RETRY_SECONDS

Documented = dict[int | str, dict[str, Any]]

NO_SUCH_SUMMIT = "there is no such summit"
WRONG_PAGE = "an offset or limit that is no number, or out of bounds"
WRONG_DAY = "since or until is no day"
WRONG_QUERY = f"{WRONG_DAY}, or {WRONG_PAGE}"


def _or_nothing(*strings: dict[str, Any]) -> dict[str, Any]:
    """A string of one of these kinds, or null. Pydantic itself would let any string through the schema."""
    return {"anyOf": [*({"type": "string"} | kind for kind in strings), {"type": "null"}]}


EMPTY: dict[str, Any] = {"maxLength": 0}  # says nothing, as null does
DAY = _or_nothing({"format": "date"}, EMPTY)
# A year from 1600 to 2999, a month or a day of it, or a day with time and zone: what ``intake.drafts.parse_published``
# takes, but for times without a zone, which people type.
_MONTHS = {"0[1-9]|1[0-2]": "0[1-9]|1[0-9]|2[0-8]", "0[13-9]|1[0-2]": "29|30", "0[13578]|1[02]": "31"}
_LEAP = "(1[6-9]|2[0-9])(0[48]|[2468][048]|[13579][26])|(16|20|24|28)00"
_DAYS = "|".join(f"(-({months})-({days}))" for months, days in _MONTHS.items())
_TIME = "(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9]))?"
PUBLISHED = f"^((1[6-9]|2[0-9])[0-9]{{2}}((-(0[1-9]|1[0-2]))|({_DAYS}){_TIME})?|({_LEAP})-02-29{_TIME})$"
ADDRESS = r"^[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,4})?([/?#][^\s\x00-\x1f\x7f]*)?$"
LETTER = r"\p{L}"
SEEN = r"[\p{L}\p{N}\p{P}\p{S}]"  # something that can be seen


class NewSummit(BaseModel):
    """A summit to be made; everything but its name may be unknown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(
        description="what it is called, 120 characters at most",
        examples=["Weltklimakonferenz"],
        json_schema_extra={"maxLength": 120, "pattern": SEEN},
    )
    place: str | None = Field(
        default=None,
        description="where it takes place, 120 characters at most",
        examples=["Dubai"],
        json_schema_extra=_or_nothing({"maxLength": 120}),
    )
    starts_on: str | None = Field(
        default=None, description="its first day", examples=["2023-11-30"], json_schema_extra=DAY
    )
    ends_on: str | None = Field(
        default=None,
        description="its last day, not before the first one; without it the summit has one day, or its end is unknown",
        examples=["2023-12-13"],
        json_schema_extra=DAY,
    )


class NewArticle(BaseModel):
    """An article to be kept; everything but the text may be unknown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(
        description="of the article, without its headline; as many characters as this server takes (413)",
        examples=["Die Präsidenten trafen sich."],
        json_schema_extra={"pattern": LETTER},
    )
    title: str | None = Field(
        default=None,
        description="its headline, 300 characters at most",
        examples=["Biden trifft Putin"],
        json_schema_extra=_or_nothing({"maxLength": 300}),
    )
    source: str | None = Field(
        default=None,
        description="name of the outlet, 120 characters at most; without it a neutral name is given",
        examples=["Neue Zeitung"],
        json_schema_extra=_or_nothing({"maxLength": 120}),
    )
    published: str | None = Field(
        default=None,
        description="a moment with its zone, a day, a month or a year from 1600 on, as precise as known",
        examples=["2021-06-16"],
        json_schema_extra=_or_nothing({"pattern": PUBLISHED}, EMPTY),
    )
    url: str | None = Field(
        default=None,
        description="where it was published: http or https, 2,000 characters at most",
        examples=["https://www.example.org/a"],
        json_schema_extra=_or_nothing({"pattern": ADDRESS, "maxLength": 2_000}, EMPTY),
    )


class Problem(BaseModel):
    """What went wrong (RFC 9457). Members beside these tell more, as the call says."""

    type: str = Field(description="about:blank: the status says it all", examples=["about:blank"])
    title: str = Field(description="the name of the status", examples=["Not Found"])
    status: Annotated[int, Field(ge=400, le=599, description="the HTTP status", examples=[404])]
    detail: Annotated[str, StringConstraints(min_length=1)] = Field(
        description="a sentence for people, in the language they ask for",
        examples=["There is no such summit. Its address may have been mistyped."],
    )
    field: str | None = Field(
        default=None, description="the field that is wrong, where it is one", examples=["published"]
    )


class Duplicate(Problem):
    """The text is there already."""

    id: int = Field(description="of the article that is there", examples=[3])
    article: str = Field(description="its address", examples=["/api/articles/3"])


GUARDS = "any other problem: 400 for a Host or Content-Length that cannot be, 405 for another method, 413, 500"


def answers(shape: Any, text: str, *, status: int = 200, headers: dict[str, str] | None = None) -> Documented:
    """``responses`` of a call: what it answers with, and what can happen to a request whatever it asks for."""
    told = {"description": text, "model": shape}
    if headers:
        told["headers"] = _headers(headers)
    return {status: told, "default": _problem(Problem, GUARDS)}


def answers_as(media: str, kind: str, text: str) -> Documented:
    """The same of an answer that is no JSON of a shape of its own; ``kind``: of JSON Schema (string, object)."""
    told = {"description": text, "content": {media: {"schema": {"type": kind}}}}
    return {200: told, "default": _problem(Problem, GUARDS)}


def problems(shape: type[Problem] = Problem, **meanings: str) -> Documented:
    """``responses`` of a call from ``_404="..."``: problem documents, with what each status means there."""
    return {int(status.removeprefix("_")): _problem(shape, text) for status, text in meanings.items()}


def _problem(shape: type[Problem], text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/problem+json": {"schema": shape.model_json_schema()}}}


def _headers(meanings: dict[str, str]) -> dict[str, Any]:
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in meanings.items()}


# What can happen to whatever writes, beside what its own fields bring about.
WRITING: Documented = problems(
    _400="the body is no JSON that can be read, or Host or Content-Length cannot be",
    _403="a page of another site sends it",
    _413="the body is larger than this server takes",
    _503="something else is being stored just now: nothing was changed, try again after Retry-After",
)
WRITING[503]["headers"] = _headers({"Retry-After": f"seconds to wait: {RETRY_SECONDS}"})


def refuse_other_methods(router: APIRouter, path: str, *methods: str) -> None:
    """Answer 405 with all that the address can (``Allow``): where each method is a route, Starlette tells of one."""

    def refuse() -> None:
        raise HTTPException(405, headers={"Allow": ", ".join(methods)})

    others = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - set(methods)
    router.add_api_route(path, refuse, methods=sorted(others), include_in_schema=False)
