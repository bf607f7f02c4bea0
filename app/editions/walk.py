"""All pages of a summit and its data, fetched from the program itself as a reader would: by following its links."""

import posixpath
import re
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

import httpx
from anyio import run
from fastapi import FastAPI
from lxml import html

from app.editions.frozen import without_controls

HOST = "http://edition.invalid"
SHOWING_MORE = ("count", "offset", "rows", "topics", "view")  # parameters that show more of a page and hide nothing
NARROWING = ("at", "match", "of", "person", "source", "topic")  # and those that a link can do without
TABLES = {"csv": "csv", "json": "json"}
CITATIONS = {"bib": "bib", "csl": "csl.json", "ris": "ris"}  # of all articles together, once
# Addresses, behind that of the summit, at which the program is asked to do something.
BEYOND = re.compile(
    r"/(?:charts/.*\.png|corrections/.|desk|documents|edition|folders|new-topic|offers|search|sources|upload)"
    r"|.*/(?:citation|document|edit|progress)$"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: the name of its file in the edition, its media type, where it is kept until it is written, and (of
    articles) where its sentences begin."""

    name: str
    media: str
    raw: Path
    sentences: tuple[int, ...] = ()


@dataclass(slots=True)
class Walk:
    """Every page by its address. ``led``: addresses that lead to another."""

    summit: str
    pages: dict[str, Page] = field(default_factory=dict)
    led: dict[str, str] = field(default_factory=dict)

    @property
    def begin(self) -> str:
        """The address of the overview."""
        return f"/summits/{self.summit}"

    def key(self, address: str) -> str:
        """What of an address names a page of the edition; "" for what lies beyond it."""
        parts = urlsplit(address)
        own = parts.path == self.begin or parts.path.startswith((f"{self.begin}/", "/articles/", "/api/articles/"))
        if f"{parts.scheme}://{parts.netloc}" not in (HOST, "://") or not own:
            return ""
        if BEYOND.match(parts.path.removeprefix(self.begin)):
            return ""
        query = dict(parse_qsl(parts.query))
        if "format" in query:
            there = TABLES | CITATIONS if parts.path == f"{self.begin}/articles" else TABLES
            return f"{parts.path}?format={query['format']}" if query["format"] in there else ""
        if query.keys() - {*SHOWING_MORE, *NARROWING}:
            return ""
        kept = {name: query[name] for name in SHOWING_MORE if name in query}
        return parts.path + (f"?{urlencode(kept)}" if kept else "")

    def name(self, address: str, media: str) -> str:
        """The file for an answer: articles/3.html, quotes--view-same.html, data/quotes.csv."""
        parts = urlsplit(address)
        path = unquote(parts.path).removeprefix(self.begin).strip("/")
        query = dict(parse_qsl(parts.query))
        if path.startswith("api/"):
            return f"data/{path.removeprefix('api/').replace('/', '-')}.{'jsonld' if 'annotations' in path else 'txt'}"
        if "format" in query:
            return f"data/{(path or 'coverage').replace('/', '-')}.{(TABLES | CITATIONS)[query['format']]}"
        if media != "text/html":
            return path
        told = "".join(f"--{name}-{re.sub(r'[^a-z0-9]+', '-', value.lower())}" for name, value in query.items())
        return f"{path or 'index'}{told}.html"

    def relative(self, page: str, target: str) -> str:
        """The way from one file to another."""
        return posixpath.relpath(target, posixpath.dirname(page) or ".")


def walk(app: FastAPI, summit: str, language: str, folder: Path) -> Walk:
    """Fetch everything that can be reached from the overview; answers are kept as files in ``folder``."""
    found = Walk(summit)
    run(_walk, app, found, language, folder)
    return found


async def _walk(app: FastAPI, found: Walk, language: str, folder: Path) -> None:
    waiting, seen = deque([found.begin]), {found.begin}

    def reach(address: str) -> str:
        key = found.key(address)
        if key and key not in seen:
            seen.add(key)
            waiting.append(key)
        return key

    transport, headers = httpx.ASGITransport(app=app), {"accept-language": language}
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=headers, timeout=None) as client:  # noqa: S113 - it is this process that answers
        while waiting:
            address = waiting.popleft()
            answer = await client.get(address)
            if answer.is_redirect:
                found.led[address] = reach(urljoin(address, answer.headers["location"]))
            elif answer.is_success:
                media = answer.headers["content-type"].partition(";")[0]
                raw = folder / str(len(found.pages))
                raw.write_bytes(answer.content)
                sentences: tuple[int, ...] = ()
                if media == "text/html":
                    document = without_controls(html.document_fromstring(answer.content))
                    ids = [str(id_) for id_ in document.xpath("//@id")]
                    sentences = tuple(int(id_[1:]) for id_ in ids if re.fullmatch(r"s\d+", id_))
                    for href in document.xpath("//a/@href"):
                        reach(urljoin(address, href))
                found.pages[address] = Page(found.name(address, media), media, raw, sentences)
