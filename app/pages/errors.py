"""Everything that goes wrong says what, and what to do: as a page, or under /api as a problem document (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from app.db import Busy
from app.language import N_
from app.pages.language import translate
from app.pages.rendering import render

RETRY_SECONDS = "2"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
SENTENCES = {
    400: N_("The request could not be understood. Go back and try again."),
    403: N_("This is not allowed from there."),
    404: N_("There is nothing at this address. It may have been mistyped, or what it showed has been removed."),
    405: N_("This address cannot be used in this way."),
    409: N_("This is already here."),
    413: N_("What was sent is too large."),
    415: N_("This kind of content cannot be read here."),
    422: N_("Something in the request is missing or has the wrong form."),
    500: N_("Something went wrong on our side. Nothing was lost; please try again in a moment."),
    503: N_("Something else is being stored just now, so nothing was changed yet. Please try again in a moment."),
}


def install(app: FastAPI) -> None:
    """Answer every error of the application in our own words."""
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Busy, _busy)


def error_response(
    request: Request,
    status: int,
    detail: str = "",
    headers: dict[str, str] | None = None,
    form: Sequence[tuple[str, str]] = (),
) -> Response:
    """``detail`` is a sentence (its translation is looked up); without one, the usual sentence of the status.

    ``form`` are the fields that were sent: the page keeps them, to be sent again.
    """
    sentence = detail if detail and detail not in _phrases(status) else SENTENCES.get(status, SENTENCES[400])
    sentence = translate(request, sentence)
    if request.url.path == "/api" or request.url.path.startswith("/api/"):
        return problem(status, sentence, headers=headers)
    return render(
        request, "pages/error.html", status=status, headers=headers, number=status, sentence=sentence, form=form
    )


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None, **more: object) -> JSONResponse:
    """A problem document; ``more`` are further members."""
    body = {"type": "about:blank", "title": _title(status), "status": status, "detail": detail, **more}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_response(request, error.status_code, str(error.detail), dict(error.headers or {}))


async def _busy(request: Request, _error: Exception) -> Response:
    """The lock for writing was not to be had: to be tried again, with all that was typed."""
    form: list[tuple[str, str]] = []
    if request.headers.get("content-type", "").startswith(FORMS):
        sent = await request.form(max_part_size=request.app.state.settings.max_body_bytes)
        form = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    return error_response(request, 503, headers={"Retry-After": RETRY_SECONDS}, form=form)


def _invalid(request: Request, error: Exception) -> Response:
    """A path that cannot be (``/articles/abc``) leads nowhere; anything else is told with the field's name."""
    assert isinstance(error, RequestValidationError)
    wrong = error.errors()
    if any(one["loc"][0] == "path" for one in wrong):
        return error_response(request, 404)
    fields = ", ".join(dict.fromkeys(str(part) for one in wrong for part in one["loc"][1:2]))
    if not fields:
        return error_response(request, 422)
    sentence = translate(request, N_("Missing or in the wrong form: %(fields)s."), fields=fields[:200])
    return error_response(request, 422, sentence)


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _phrases(status: int) -> set[str]:
    return {_title(status), "Content Too Large", "Request Entity Too Large", "Unprocessable Entity"}
