"""The filters of JSON addresses: those of the pages, told to OpenAPI field by field; but a day that is none is refused.

Pages show the rest and say what they left out; a program may never look at ``notices``, and would take articles of all
days for those of some.
"""

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Query, Request
from pydantic.json_schema import SkipJsonSchema

from app.language import N_
from app.pages.filters import Asked, excerpt, read_filters
from app.pages.language import translate

DAY: dict[str, Any] = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]}
NO_DAY = N_("“%(value)s” is not a day. Write it like 2021-06-16.")

# What may be left out of an address, but never is null there.
Text = str | SkipJsonSchema[None]
Texts = list[str] | SkipJsonSchema[None]


def wanted(
    request: Request,
    person: Annotated[Texts, Query(description="slug of a person; several: all of them in one passage")] = None,
    match: Annotated[Text, Query(description="any: one of the persons is enough", examples=["any"])] = None,
    source: Annotated[Texts, Query(description="slug of a source; several: any of them")] = None,
    since: Annotated[Text, Query(description="first day", examples=["2021-06-01"], json_schema_extra=DAY)] = None,
    genre: Annotated[Texts, Query(description="genre of articles; several: any of them", examples=[["report"]])] = None,
    unsure: Annotated[Text, Query(description="hide: only marks that are certain", examples=["hide"])] = None,
    until: Annotated[Text, Query(description="last day", examples=["2021-06-30"], json_schema_extra=DAY)] = None,
) -> Asked:
    """As the pages read them. Raises HTTPException (422) for a day that is none.

    What else makes no sense is left out, and ``notices`` of the answer say so.
    """
    del person, match, source, genre, unsure  # named for the OpenAPI document
    for value in (since or "", until or ""):
        if value.strip() and not _is_day(value.strip()):
            raise HTTPException(422, translate(request, NO_DAY, value=excerpt(value)))
    return read_filters(request)


def _is_day(value: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


Wanted = Annotated[Asked, Depends(wanted)]
