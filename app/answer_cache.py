"""Pages, fragments and calls are kept as they were answered, until something that they show is written.

What an answer depends on is decided by ``app/pages/reader.py``; whether it still holds, by the revision that was read
before it was made (``app/revisions.py``): what was written meanwhile has given another. Kept is what was answered to a
GET with 200, whole and at once, and is not for one person.
"""

import asyncio
import re
import sys
from collections import OrderedDict
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.copies import NONCE_BYTES, Copy
from app.pages.reader import Shared, shared
from app.revisions import Revisions, State

KINDS = {"text/html", "application/json"}
LARGE = 128 * 1024  # bytes: compressing more would hold up everybody else
# Of one summit alone. All else may show any of them: an article that waits tells how many wait before it anywhere.
OF_SUMMIT = re.compile(r"(?:/api)?/summits/([^/]+)(?:/.*)?", re.DOTALL)

Key = tuple[Any, ...]


class Shelf:
    """Kept copies by what they depend on, up to so many bytes; what was not asked for the longest time goes."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._entries: OrderedDict[Key, tuple[State, Copy, int]] = OrderedDict()

    def find(self, key: Key, revision: State | None) -> Copy | None:
        """The copy made at this very revision."""
        found = self._entries.get(key)
        if found is None or found[0] != revision:
            return None
        self._entries.move_to_end(key)
        return found[1]

    def put(self, key: Key, revision: State, copy: Copy) -> None:
        """Keep a copy in place of an earlier one, unless it is too large for the whole shelf."""
        if (former := self._entries.pop(key, None)) is not None:
            self.size -= former[2]
        size = copy.size + _size(key) + _size(tuple(revision))
        if size > self.limit:
            return
        self._entries[key] = (revision, copy, size)
        self.size += size
        while self.size > self.limit:
            _, (_, _, gone) = self._entries.popitem(last=False)
            self.size -= gone


def _size(value: Any) -> int:
    """Bytes of memory of tuples within tuples."""
    return sys.getsizeof(value) + (sum(map(_size, value)) if isinstance(value, tuple) else 0)


class KeptPages:
    """Answers a GET by a kept copy, or keeps what is answered to it."""

    def __init__(self, app: ASGIApp, *, revisions: Revisions, shelf: Shelf) -> None:
        self.app, self.revisions, self.shelf = app, revisions, shelf
        self.making: dict[tuple[Key, State | None], asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Files have versions of their own, and what is sent by other methods is done, not shown."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith("/static/"):
            return await self.app(scope, receive, send)
        asked = shared(scope)
        about = OF_SUMMIT.fullmatch(scope["path"])
        revision = await self.revisions.read(about[1] if about else None)  # before anything is read for the page
        copy = self.shelf.find(asked.key, revision)
        if copy is None and self.shelf.limit and (made := self.making.get((asked.key, revision))) is not None:
            await made.wait()
            copy = self.shelf.find(asked.key, revision)
        if copy is None:
            copy = await self._make(asked, revision, receive, send)
        if copy is not None:
            await _answer(copy, scope, send)

    async def _make(self, asked: Shared, revision: State | None, receive: Receive, send: Send) -> Copy | None:
        """A copy of what the program answers; None where that cannot be kept and was sent on as it came."""
        place, made = (asked.key, revision), asyncio.Event()
        self.making[place] = made
        try:
            answer = _Answer(asked.scope, send)
            await self.app(asked.scope, receive, answer.take)
            if answer.body is None:
                return None
            nonce = asked.scope["state"]["nonce"].encode()
            if len(answer.body) < LARGE:
                copy = Copy(answer.headers, answer.body, nonce)
            else:
                copy = await asyncio.to_thread(Copy, answer.headers, answer.body, nonce)
            if revision is not None:
                self.shelf.put(asked.key, revision, copy)
            return copy
        finally:
            if self.making.get(place) is made:
                del self.making[place]
            made.set()


class _Answer:
    """Holds back an answer that can be kept (then ``body`` is not None at the end) and sends on every other."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.state, self.send = scope["state"], send
        self.start: Message | None = None
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: bytes | None = None

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._shareable(message):
            self.start = message
            return
        start, self.start = self.start, None
        if start is not None:
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self.headers, self.body = list(start["headers"]), message.get("body", b"")
                return
            await self.send(start)
        await self.send(message)

    def _shareable(self, start: Message) -> bool:
        """The answer is made up by now: whether it is one person's is known."""
        headers = Headers(raw=list(start.get("headers", ())))
        return (
            start["status"] == 200
            and not self.state["own"]
            and len(self.state.get("nonce", "")) == NONCE_BYTES
            and headers.get("content-type", "").partition(";")[0] in KINDS
            and not {"set-cookie", "content-disposition", "content-encoding", "etag"} & set(headers.keys())
        )


async def _answer(copy: Copy, scope: Scope, send: Send) -> None:
    """A copy with this answer's nonce in it, or 304 to somebody who has it; that one goes on with the nonce it has."""
    asked = Headers(scope=scope)
    headers = MutableHeaders(raw=list(copy.headers))
    headers["ETag"] = copy.tag.decode()
    headers.add_vary_header("Accept-Encoding")
    if _has(asked.get("if-none-match", ""), copy.tag.decode()):
        await send({"type": "http.response.start", "status": 304, "headers": headers.raw})
        await send({"type": "http.response.body", "body": b""})
        return
    nonce = scope["state"]["nonce"].encode()
    gzip = copy.compressed and "gzip" in asked.get("accept-encoding", "")
    body = copy.packed(nonce) if gzip else copy.plain(nonce)
    if gzip:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    await send({"type": "http.response.start", "status": 200, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})


def _has(tags: str, tag: str) -> bool:
    """``If-None-Match``: compared weakly, as it is for GET (RFC 9110, 13.1.2)."""
    known = {one.strip().removeprefix("W/") for one in tags.split(",")}
    return bool(known & {"*", tag.removeprefix("W/")})
