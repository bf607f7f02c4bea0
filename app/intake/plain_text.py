"""Plain text and Markdown."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.intake.charset import text_of
from app.intake.dates import whole_date
from app.intake.items import LABELLED, LABELS, Limits, Parsed, Piece, Refused
from app.intake.layouts.blocks import Block, of_text
from app.intake.layouts.splitting import pieces

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_LISTED = re.compile(r"\s*(?:[-–—*•·>|#]|\d{1,2}[.)]\s)")
_FRONT_FIELD = re.compile(r"^(\w+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.M)
__all__ = ["read_md", "read_txt", "text_of", "unwrap"]
# Characters of a line at which a program may wrap a text, and how many of the lines must be as full as they can be.
WRAPPED, FULL = range(45, 130), 0.6


def read_txt(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """A text, its wrapped lines joined; the articles of a file that an archive of the press wrote."""
    text, notes = text_of(data, charset)
    text = unwrap(text)
    yield from pieces(of_text(text), Parsed(text, "txt", notes=notes), limits)


def read_md(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """Markdown without its marks; the front matter's fields, and the first heading as the headline."""
    source, notes = text_of(data, charset)
    if len(source) > 4 * limits.max_chars:
        raise Refused("too-long", "This file holds far more text than an article. Split it into single articles.")
    parsed = Parsed("", "md", notes=notes)
    front = _FRONT.match(source)
    if front:
        source = source[front.end() :]
        for name, value in _FRONT_FIELD.findall(front[1]):
            _set(parsed, LABELS.get(name.lower(), ""), value.strip("\"'"))
    blocks = list(_blocks(MarkdownIt("commonmark", {"html": True}).parse(source)))
    body = blocks[:]
    if body and body[0].level == 1 and not parsed.title:
        parsed.title = body.pop(0).text
    elif body and body[0].text == parsed.title:
        body.pop(0)
    parsed.text = "\n\n".join(block.text for block in body)
    # What the front matter tells holds for the file: then it is one article.
    yield from [parsed] if front else pieces(_lines(blocks), parsed, limits)


def _lines(blocks: list[Block]) -> list[Block]:
    """These blocks, a line each."""
    return [
        replace(block, text=line, gap=not number, rule=block.rule and not number)
        for block in blocks
        for number, line in enumerate(line for line in block.text.split("\n") if line.strip())
    ]


def _set(parsed: Parsed, field: str, value: str) -> None:
    if field == "published":
        parsed.published, parsed.published_by = whole_date(value), "field"
    elif field == "source":
        parsed.source, parsed.source_by = value, "field"
    elif field in {"title", "author", "url"}:
        setattr(parsed, field, value)


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    """Each paragraph, heading and code block; a drawn line is a mark of the next."""
    rule = False
    for before, token in zip([None, *tokens], tokens, strict=False):
        tag = before.tag if before else "p"
        text = ""
        if token.type == "inline":
            text = _inline(token.children or []).strip()
        elif token.type in {"fence", "code_block"}:
            text = token.content.strip()
        rule |= token.type == "hr"
        if text:
            level = int(tag[1]) if tag[:1] == "h" and tag[1:].isdecimal() else 0
            yield Block(text, level=level, rule=rule)
            rule = False


def _inline(tokens: list[Token]) -> str:
    """Text of a block: lines that the writer's program wrapped become one, fields ("Quelle: taz") keep theirs."""
    lines = [""]
    breaks: list[str] = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            lines[-1] += token.content
        elif token.type in {"softbreak", "hardbreak"}:
            lines.append("")
            breaks.append("\n" if token.type == "hardbreak" else " ")
    text = lines[0]
    for before, line, gap in zip(lines, lines[1:], breaks, strict=False):
        text += ("\n" if LABELLED.fullmatch(before[:450]) or LABELLED.fullmatch(line[:450]) else gap) + line
    return text


def unwrap(text: str) -> str:
    """Paragraphs whose lines a program broke at a fixed width, in one line each; other texts unchanged.

    A line was broken where the first word of the next one would not have fitted; a text is wrapped where most lines
    that have a next one were.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pairs = [pair for pair in pairwise(lines) if pair[0].strip() and pair[1].strip()]
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    width = lengths[int(len(lengths) * 0.97)] if lengths else 0
    full = sum(_is_broken(line, following, width) for line, following in pairs)
    if width not in WRAPPED or full < max(2, len(pairs) * FULL):
        return text
    joined = [lines[0].rstrip()]
    for line, following in pairwise(lines):
        if _is_broken(line, following, width):
            joined[-1] += " " + following.strip()
        else:
            joined.append(following.rstrip())
    return "\n".join(joined)


def _is_broken(line: str, following: str, width: int) -> bool:
    """Would the next line's first word not have fitted on this one? Centred and indented lines stand by themselves."""
    start, first = len(following) - len(following.lstrip()), following.split(maxsplit=1)[:1]
    if not first or not line.strip() or abs(len(line) - len(line.lstrip()) - start) > 4:
        return False
    return len(line.rstrip()) + 1 + len(first[0]) > width - 1 and not _LISTED.match(following)
