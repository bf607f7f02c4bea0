"""One file, several articles: the one door for the readers of all formats."""

from collections.abc import Iterator, Sequence

from app.intake.items import Broken, Extent, Limits, Parsed, Piece, Refused
from app.intake.layouts.blocks import Block, of_html, of_text
from app.intake.layouts.exports import articles, layout_of


def split(content: str | Sequence[Block], kind: str) -> list[Parsed]:
    """The articles of a text (whose wrapped lines are whole) or of blocks; empty where it is not several, and no
    export either."""
    return list(_articles(of_text(content) if isinstance(content, str) else content, kind))


def html_articles(text: str, limits: Limits) -> list[Piece]:
    """The articles of a page that is an export, with its words; empty where it is none."""
    blocks = of_html(text)
    return list(bounded(_articles(blocks, "html"), blocks, limits))


def pieces(blocks: Sequence[Block], whole: Parsed, limits: Limits) -> Iterator[Piece]:
    """The articles of a file, or ``whole`` where it holds one."""
    found = list(bounded(_articles(blocks, whole.kind), blocks, limits))
    for piece in found:
        if isinstance(piece, Parsed):
            piece.notes = (*whole.notes, *piece.notes)
    yield from found or [whole]


def bounded(found: Iterator[Parsed], blocks: Sequence[Block], limits: Limits) -> Iterator[Piece]:
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
        yield Extent(sum(len(block.text.split()) for block in blocks))


def _articles(blocks: Sequence[Block], kind: str) -> Iterator[Parsed]:
    layout = layout_of(blocks)
    if layout:
        yield from articles(blocks, layout, kind)
