"""Plain text and Markdown."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.intake.charset import text_of
from app.intake.dates import whole_date
from app.intake.items import LABELLED, LABELS, Limits, Parsed, Piece, Refused

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_FRONT_FIELD = re.compile(r"^(\w+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.M)
__all__ = ["read_md", "read_txt", "text_of", "unwrap"]
WRAPPED = range(50, 100)  # characters of a full line where a program wrapped the text


def read_txt(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """A text as it came."""
    text, notes = text_of(data, charset)
    yield Parsed(text, "txt", notes=notes)


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
    if blocks and blocks[0][0] == "h1" and not parsed.title:
        parsed.title = blocks.pop(0)[1]
    elif blocks and blocks[0][1] == parsed.title:
        blocks.pop(0)
    parsed.text = "\n\n".join(text for _, text in blocks)
    yield parsed


def _set(parsed: Parsed, field: str, value: str) -> None:
    if field == "published":
        parsed.published, parsed.published_by = whole_date(value), "field"
    elif field == "source":
        parsed.source, parsed.source_by = value, "field"
    elif field in {"title", "author", "url"}:
        setattr(parsed, field, value)


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Tag and text of each paragraph, heading and code block."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline":
            text = _inline(token.children or []).strip()
            if text:
                yield (before.tag if before else "p"), text
        elif token.type in {"fence", "code_block"} and token.content.strip():
            yield "pre", token.content.strip()


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
    """Paragraphs whose lines a mail program broke at a fixed width, in one line each; other texts unchanged."""
    return "\n\n".join(_unwrapped(block) for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")))


def _unwrapped(block: str) -> str:
    lines = block.split("\n")
    if len(lines) < 2 or not all(len(line.rstrip()) in WRAPPED for line in lines[:-1]):
        return block
    return " ".join(line.strip() for line in lines)
