"""What JSON bodies hold, field by field, so that /openapi.json tells all of it."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

DAY: dict[str, Any] = {"format": "date"}


class NewSummit(BaseModel):
    """A summit to be made; everything but its name may be unknown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(description="what it is called, 120 characters at most", examples=["Weltklimakonferenz"])
    place: str | None = Field(default=None, description="where it takes place, 120 characters at most")
    starts_on: str | None = Field(
        default=None, description="its first day", examples=["2023-11-30"], json_schema_extra=DAY
    )
    ends_on: str | None = Field(
        default=None,
        description="its last day, not before the first one; without it the summit has one day, or its end is unknown",
        examples=["2023-12-13"],
        json_schema_extra=DAY,
    )


class SummitEntry(BaseModel):
    """A summit."""

    slug: str = Field(description="stands in its address and never changes")
    name: str
    place: str = Field(description="empty where it is not known")
    starts_on: date | None = Field(description="its first day")
    ends_on: date | None = Field(description="its last day")
    articles: int = Field(description="how many articles it holds")
    sources: int = Field(description="from how many sources they come")


class SummitList(BaseModel):
    """Every summit."""

    items: list[SummitEntry] = Field(description="latest first")


class Problem(BaseModel):
    """What went wrong (RFC 9457). Members beside these tell more, as the call says."""

    type: str = Field(description="about:blank: the status says it all")
    title: str = Field(description="the name of the status")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="a sentence for people")
    field: str | None = Field(default=None, description="the field that is wrong, where it is one")


def problems(**meanings: str) -> dict[int | str, dict[str, Any]]:
    """``responses`` of a call from ``_404="..."``: problem documents, with what each status means there."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {
        int(status.removeprefix("_")): {"description": text, "content": content} for status, text in meanings.items()
    }
