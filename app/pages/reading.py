"""The reading view's own arithmetic: sentences into paragraphs with a strip of topic colours, and the way back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from app.pages.filters import SLUG
from app.pages.rendering import summit_url
from app.queries.filters import Filters
from app.queries.views.articles import ArticlePage
from app.queries.views.heads import TopicView
from app.queries.views.text import Block

SET_APART = {"heading", "meta", "signature"}
OFFSET = re.compile(r"\d{1,9}", re.ASCII)
TRAIL = ("topic", "of", "list")


@dataclass(frozen=True, slots=True)
class Strip:
    """A sentence in the margin: where it begins in its paragraph and how long it is, in characters."""

    y: int
    height: int
    topics: tuple[TopicView, ...]
    colour: int | None
    doubted: tuple[str, ...] = ()  # slugs of those topics that are only proposed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences set together. ``kind`` text, or heading, meta, signature for one that stands alone."""

    kind: str
    blocks: tuple[Block, ...]
    strips: tuple[Strip, ...]
    length: int


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where the reader came from. ``kind`` topic, person, search, articles or overview; ``name`` of topic or person."""

    url: str
    kind: str
    name: str = ""


def paragraphs(blocks: tuple[Block, ...]) -> list[Paragraph]:
    """One block a sentence becomes paragraphs; headings and what is no prose stand alone."""
    groups: list[list[Block]] = []
    for block in blocks:
        last = groups[-1][-1] if groups else None
        if last is None or block.paragraph or block.kind in SET_APART or last.kind in SET_APART:
            groups.append([])
        groups[-1].append(block)
    return [_paragraph(group) for group in groups]


def _paragraph(blocks: list[Block]) -> Paragraph:
    strips = []
    y = 0
    for block in blocks:
        height = sum(len(piece.text) for piece in block.pieces) + 1
        if block.topics:
            strips.append(Strip(y, height, block.topics, block.colour, block.doubted))
        y += height
    kind = blocks[0].kind if blocks[0].kind in SET_APART else "text"
    return Paragraph(kind, tuple(blocks), tuple(strips), y)


def sentence_at(blocks: tuple[Block, ...], offset: str) -> int | None:
    """The start of the sentence that holds an offset (a name's, a quotation's), to scroll to."""
    if not OFFSET.fullmatch(offset):
        return None
    return max((block.start for block in blocks if block.start <= int(offset)), default=None)


def trail(request: Request) -> dict[str, str]:
    """What the URL says about where the reader came from: ``topic=``, ``of=`` (a person's page), ``list=articles``."""
    found = {name: request.query_params.get(name, "") for name in TRAIL}
    return {name: value for name, value in found.items() if SLUG.fullmatch(value)}


def way_back(page: ArticlePage, filters: Filters, came: Mapping[str, str], locale: str) -> WayBack:
    """The page the reader came from, every filter kept; the overview where nothing is known."""
    if topic := came.get("topic"):
        view = next((view for view, *_ in page.topics if view.slug == topic), None)
        if view is not None:
            return WayBack(summit_url(page.summit, filters, f"topics/{topic}"), "topic", view.label(locale))
    if person := came.get("of"):
        name = next((one.name for one in page.entities if one.kind == "person" and one.slug == person), "")
        if name:
            return WayBack(summit_url(page.summit, filters, f"persons/{person}"), "person", name)
    if filters.query:
        return WayBack(summit_url(page.summit, filters, "search"), "search", filters.query)
    if came.get("list") == "articles":
        return WayBack(summit_url(page.summit, filters, "articles"), "articles")
    return WayBack(summit_url(page.summit, filters), "overview", page.summit.name)
