"""The filters of JSON addresses: those of the pages, told to OpenAPI field by field."""

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic.json_schema import SkipJsonSchema

from app.pages.filters import Asked, read_filters

# What may be left out of an address, but never is null there.
Text = str | SkipJsonSchema[None]
Texts = list[str] | SkipJsonSchema[None]


def wanted(
    request: Request,
    person: Annotated[Texts, Query(description="slug of a person; several: all of them in one passage")] = None,
    match: Annotated[Text, Query(description="any: one of the persons is enough", examples=["any"])] = None,
    source: Annotated[Texts, Query(description="slug of a source; several: any of them")] = None,
    since: Annotated[Text, Query(description="first day, like 2021-06-01", examples=["2021-06-01"])] = None,
    until: Annotated[Text, Query(description="last day", examples=["2021-06-30"])] = None,
) -> Asked:
    """As the pages read them: what makes no sense is left out, and ``notices`` of the answer say so."""
    del person, match, source, since, until  # named for the OpenAPI document
    return read_filters(request)


Wanted = Annotated[Asked, Depends(wanted)]
