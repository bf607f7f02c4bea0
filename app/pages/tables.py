"""``?format=csv``, ``xlsx`` or ``json`` on the address of a page: its table, whole and as filtered; ``bib``, ``ris`` or
``csl``: its articles as citations."""

from collections.abc import Callable, Generator, Iterator, Mapping
from functools import wraps
from typing import ParamSpec

from fastapi import HTTPException, Request
from fastapi.responses import Response, StreamingResponse

from app.db import session_scope
from app.exports.citations import CITATION_FORMATS
from app.exports.tables import TABLE_FORMATS
from app.language import N_
from app.pages.deps import no_summit
from app.pages.filters import SLUG, read_filters
from app.pages.language import reader_language, translate
from app.queries.tables.catalogue import table
from app.queries.views.tables import Table

FORMATS = TABLE_FORMATS | CITATION_FORMATS
NO_FORMAT = N_("There is no such format. There are: %(formats)s.")
OWN = ("kind", "verb", "stance", "view")  # parameters of single pages that narrow their tables
P = ParamSpec("P")


def tabled(
    name: str, own: Callable[[Request], Mapping[str, str]] | None = None
) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """For the endpoint of a page: where its address asks for a format, its table is the answer. ``own``: what the
    address says besides the filters, where the table needs it."""

    def around(endpoint: Callable[P, Response]) -> Callable[P, Response]:
        @wraps(endpoint)
        def answered(*given: P.args, **named: P.kwargs) -> Response:
            request = next(one for one in named.values() if isinstance(one, Request))
            if "format" not in request.query_params:
                return endpoint(*given, **named)
            return download(request, name, own(request) if own else {})

        return answered

    return around


def download(request: Request, name: str, fixed: Mapping[str, str], slug: str = "") -> Response:
    """The table as a file, written while it is read; as citations the articles of the page. ``slug``: of the summit,
    where the path does not say it. Raises HTTPException (404, 422)."""
    asked = request.query_params["format"]
    chosen = FORMATS.get(asked)
    if chosen is None:
        raise HTTPException(422, translate(request, NO_FORMAT, formats=", ".join(FORMATS)))
    slug = slug or str(request.path_params["slug"])
    name = "articles" if asked in CITATION_FORMATS else name
    parts, ending = chosen.parts, chosen.ending
    reading = _reading(request, slug, name, fixed)
    first = next(reading)
    if first is None:
        raise no_summit()

    def stream(found: Table) -> Iterator[bytes]:
        try:
            yield from parts(found)
        finally:
            reading.close()

    headers = {"content-disposition": f'attachment; filename="{slug}-{name}.{ending}"', "cache-control": "no-store"}
    return StreamingResponse(stream(first), media_type=chosen.media, headers=headers)


def _reading(request: Request, slug: str, name: str, fixed: Mapping[str, str]) -> Generator[Table | None]:
    """The table, with a session of its own that lives as long as its rows are read: that of the request ends before."""
    query = request.query_params
    own = {one: query[one] for one in OWN if one in query} | dict(fixed)
    topic = str(request.path_params.get("topic_slug", query.get("topic", "")))
    if topic:
        own["topic"] = topic if SLUG.fullmatch(topic) else "-"
    base = str(request.base_url).rstrip("/")
    page = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    filters = read_filters(request).filters
    with session_scope(request.app.state.engine) as session:
        yield table(session, slug, name, filters, own, reader_language(request), base, page)
