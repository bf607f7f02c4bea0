"""What stands before every page and every call: who may ask, how much may be sent, what every answer carries.

Plain ASGI, so that nothing is buffered. ``refuse`` answers like any other error: a page, or a problem document.
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.language import LANGUAGES, N_
from app.pages.language import COOKIE, translate

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
YEAR = 31_536_000
DRAIN = 16  # a refused body is read and dropped up to so many times the limit: else browsers show no answer
Refuse = Callable[[Request, int, str], Response]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'nonce-{nonce}'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

TOO_LARGE = N_("What was sent is too large: at most %(limit)s can be taken at once. Split it into single articles.")
WRONG_HOST = N_("This server does not answer to that name. Its operator can add it to ALLOWED_HOSTS.")
OTHER_SITE = N_("This request came from another site, and only this one's own pages may change anything here.")


class SecureHeaders:
    """Every answer gets the Content-Security-Policy (with a fresh nonce in ``state``) and its companions."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers as the response starts; what the answer has set itself stays.

        304 brings no policy: the browser goes on with the page that it has, and with the nonce that stands in it.
        """
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        nonce = secrets.token_urlsafe(12)
        scope.setdefault("state", {})["nonce"] = nonce
        caching = _caching(scope)

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if message["status"] != 304:
                    headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
                headers.setdefault("Cache-Control", caching if message["status"] in {200, 304} else "no-cache")
            await send(message)

        await self.app(scope, receive, secured)


def _caching(scope: Scope) -> str:
    """A file whose address carries its version, and fonts, never change; everything else is asked for again."""
    path = scope["path"]
    versioned = scope.get("query_string", b"").startswith(b"v=") or path.endswith(".woff2")
    return f"public, max-age={YEAR}, immutable" if path.startswith("/static/") and versioned else "no-cache"


class Breakdowns:
    """Answers what nothing else has caught, inside of the headers, and lets it on into the log.

    Starlette's own handler for exceptions stands outside of every middleware: its answers would lack the headers.
    """

    def __init__(self, app: ASGIApp, *, refuse: Refuse) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A 500 in our own words, unless an answer has begun."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if not begun:
                await self.refuse(Request(scope), 500, "")(scope, receive, send)
            raise


class KnownHosts:
    """Answers only to names of this server, so that no foreign name can be pointed at it (DNS rebinding)."""

    def __init__(self, app: ASGIApp, *, hosts: list[str], refuse: Refuse) -> None:
        self.app, self.refuse = app, refuse
        self.hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compare the Host header, port aside. ``*`` in the settings accepts every name."""
        known = scope["type"] != "http" or bool({"*", _host_name(Headers(scope=scope).get("host", ""))} & self.hosts)
        if not known:
            return await self.refuse(Request(scope), 400, WRONG_HOST)(scope, receive, send)
        await self.app(scope, receive, send)


def _host_name(host: str) -> str:
    """``[::1]:8000`` -> ``[::1]``"""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


class OwnPagesOnly:
    """Refuses writes that other sites start (CSRF).

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; neither can be forged by a page.
    A request with neither comes from no browser and carries nobody's cookies. The method is that of Go's
    http.CrossOriginProtection (F. Valsorda, "Cross-Site Request Forgery", 2025).
    """

    def __init__(self, app: ASGIApp, *, refuse: Refuse) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let reads through, and writes from our own pages or from programs."""
        if scope["type"] == "http" and scope["method"] in WRITES and _foreign(Headers(scope=scope)):
            return await self.refuse(Request(scope), 403, OTHER_SITE)(scope, receive, send)
        await self.app(scope, receive, send)


class PlainAddresses:
    """Refuses addresses with control characters: nothing here bears such a name, and PostgreSQL chokes on NUL."""

    def __init__(self, app: ASGIApp, *, refuse: Refuse) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Nothing can be found there, so 404."""
        if scope["type"] == "http" and any(character < " " for character in scope["path"]):
            return await self.refuse(Request(scope), 404, "")(scope, receive, send)
        await self.app(scope, receive, send)


def _foreign(headers: Headers) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in {None, "same-origin", "none"}:
        return True
    if origin is None or site == "same-origin":
        return False
    try:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:
        return True


class BodyLimit:
    """Refuses bodies above ``limit`` bytes, by what they announce and by what really arrives.

    ``wider`` is the limit of addresses that match a pattern: where whole folders are brought.
    """

    def __init__(self, app: ASGIApp, *, limit: int, wider: tuple[re.Pattern[str], int], refuse: Refuse) -> None:
        self.app, self.usual, self.wider, self.refuse = app, limit, wider, refuse

    def limit(self, scope: Scope) -> int:
        """How many bytes this request may have."""
        pattern, size = self.wider
        return size if pattern.fullmatch(scope.get("path", "")) else self.usual

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count while the application reads; too much becomes a 413 there, or here where the length was announced."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = self.limit(scope)
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isascii() or not announced.isdigit():
            return await self.refuse(Request(scope), 400, N_("The request is malformed."))(scope, receive, send)
        if int(announced) > limit:
            if int(announced) <= DRAIN * limit:
                await _drain(receive)
            return await self.refuse(Request(scope), 413, self.sentence(scope))(scope, receive, send)
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413)
            return message

        async def answered(message: Message) -> None:
            if received <= limit:  # whatever the application made of the error: ours is sent instead
                await send(message)

        await self.app(scope, counted, answered)
        if received > limit:
            await self.refuse(Request(scope), 413, self.sentence(scope))(scope, receive, send)

    def sentence(self, scope: Scope) -> str:
        """The reason with the limit in it, in the reader's language."""
        limit = self.limit(scope)
        size = f"{limit / 1_000_000:.0f} MB" if limit >= 1_000_000 else f"{limit // 1_000} kB"
        return translate(Request(scope), TOO_LARGE, limit=size)


async def _drain(receive: Callable[[], Awaitable[Any]]) -> None:
    while True:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            return


class LanguageSwitch:
    """``?lang=en`` on any page: keep the choice in a cookie and go to the same address without it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect where the language is to be switched; pages only, programs know no languages."""
        if scope["type"] == "http" and scope["method"] == "GET" and b"lang=" in scope.get("query_string", b""):
            pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            wished = dict(pairs).get("lang")
            if wished in LANGUAGES and not scope["path"].startswith(("/api", "/static")):
                rest = urlencode([pair for pair in pairs if pair[0] != "lang"])
                place = "/" + Request(scope).url.path.lstrip("/")  # never "//host": that would leave the site
                response = RedirectResponse(place + (f"?{rest}" if rest else ""), 303)
                response.set_cookie(COOKIE, wished, max_age=YEAR, httponly=True, samesite="lax", path="/")
                return await response(scope, receive, send)
        await self.app(scope, receive, send)


class HeadAsGet:
    """HEAD is answered as GET without the body, on every address: link checkers and proxies ask so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask as GET, send the headers, swallow the body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def headers_only(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, headers_only)
