"""One file, several articles: the one door for the readers of all formats."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from app.intake.items import Broken, Extent, Limits, Parsed, Piece, Refused
from app.intake.layouts import structure
from app.intake.layouts.blocks import Block, of_html, of_text
from app.intake.layouts.exports import articles, layout_of
from app.intake.layouts.signs import signs

SEVERAL = "seems-several:"  # the note on a draft that seems to hold so many articles
# A page that says it is one article is one, however many teasers stand on it.
_SITE = re.compile(r"""og:site_name["']\s+content=["']([^"'<>]{2,100})["']""", re.I)
SITE_CHARS = 200_000  # of a page in which it names its site
_ONE = re.compile(r"""og:type["']\s+content=["']article|"@type"\s*:\s*\[?\s*"\w*Article""", re.I)


def split(content: str | Sequence[Block], kind: str) -> list[Parsed]:
    """The articles of a text (whose wrapped lines are whole) or of blocks; empty where it is not several, and no
    export either."""
    blocks = of_text(content) if isinstance(content, str) else content
    found = _exported(blocks, kind)
    return structure.articles(blocks, signs(blocks), kind) if found is None else list(found)


def html_articles(text: str, limits: Limits) -> list[Piece]:
    """The articles of a page that is an export or holds several, with its words; empty where it is one, or none."""
    blocks = of_html(text)
    found = _exported(blocks, "html")
    if found is None:
        found = iter(() if _ONE.search(text) else _of_site(structure.several_on_a_page(blocks, "html"), text))
    return list(bounded(found, blocks, limits))


def _of_site(found: list[Parsed], text: str) -> list[Parsed]:
    """The articles of a page that name no outlet are those of the site that it says it belongs to."""
    site = _SITE.search(text[:SITE_CHARS])
    for article in found:
        if site and not article.source:
            article.source, article.source_by = unescape(site[1]).strip() or None, "page"
    return found


def pieces(blocks: Sequence[Block], whole: Parsed, limits: Limits, words: int = 0) -> Iterator[Piece]:
    """The articles of a file, or ``whole`` where it holds one; a note tells where it seems to be several.

    ``words`` are those of the file where the blocks are not all of it.
    """
    found = _exported(blocks, whole.kind)
    told = signs(blocks) if found is None else []
    is_any = False
    found = iter(structure.articles(blocks, told, whole.kind)) if found is None else found
    for piece in bounded(found, blocks, limits, words):
        is_any = True
        yield replace(piece, notes=(*whole.notes, *piece.notes)) if isinstance(piece, Parsed) else piece
    if is_any:
        return
    count = structure.seeming(blocks, told or signs(blocks))
    yield replace(whole, notes=(*whole.notes, f"{SEVERAL}{count}")) if count else whole


def bounded(found: Iterator[Parsed], blocks: Sequence[Block], limits: Limits, words: int = 0) -> Iterator[Piece]:
    """These articles up to the limit of items, and how many words the file has; nothing where there are none."""
    count = 0
    for count, article in enumerate(found, 1):
        if count > limits.items:
            yield Broken("", Refused(
                "too-many", "This file holds too many articles: only the first %(limit)d were taken.",
                limit=limits.items))  # fmt: skip
            break
        yield article
    if count:
        yield Extent(words or sum(len(block.text.split()) for block in blocks))


def _exported(blocks: Sequence[Block], kind: str) -> Iterator[Parsed] | None:
    """The articles of an export; None where it bears the marks of none."""
    layout = layout_of(blocks)
    return articles(blocks, layout, kind) if layout else None
