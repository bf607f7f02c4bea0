"""What an answer may depend on besides the data: the one place that decides it.

A page or a call sees the address and what ``shared`` leaves of the request; so two readers of whom that is the same
get the same answer, and it is kept for the next (``app/answer_cache.py``). Whatever is one person's stays out. A page
that needs it asks for it by ``own``, which says so at the same time: that answer is for this person, and is not kept.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import Scope

from app.pages.language import reader_language

# Which part of a page htmx wants (app/pages/rendering), and the name that whole addresses in redirects begin with.
SEEN = ("host", "hx-request", "hx-target", "hx-history-restore-request")


@dataclass(frozen=True, slots=True)
class Shared:
    """A request as the program sees it, and ``key``: all that can make a difference."""

    scope: Scope
    key: tuple[Any, ...]


def shared(scope: Scope) -> Shared:
    """Leave the language out of all that tells it, and of the other headers only those of ``SEEN``."""
    headers = Headers(scope=scope)
    seen = [(b"accept-language", reader_language(Request(scope)).encode())]
    seen += [(name.encode(), headers[name].encode("latin-1")) for name in SEEN if name in headers]
    state = {**scope.get("state", {}), "whole": scope, "own": False}
    # The day stands below what is printed.
    key = (date.today(), scope.get("scheme"), scope["path"], scope.get("query_string", b""), tuple(seen))
    return Shared({**scope, "headers": seen, "client": None, "state": state}, key)


def own(request: Request) -> Request:
    """The request with everything that is this person's; what is answered to it is for this person alone."""
    request.state.own = True
    whole = getattr(request.state, "whole", None)
    return request if whole is None else Request(whole)
