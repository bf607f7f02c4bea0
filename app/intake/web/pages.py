"""Pages of the web: HTML as saved or fetched, and the single-file archives browsers save (MHTML).

What a page says of its article is read by ``page_facts``, its text by ``page_text``. trafilatura and htmldate are given
a parsed tree and open no connection. Dates come from what the page states, never from numbers in the prose.
"""

import logging
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from app.intake.charset import text_of
from app.intake.items import Limits, Parsed, Piece, Refused
from app.intake.layouts.splitting import html_articles
from app.intake.web.link_pages import page_links
from app.intake.web.page_blocks import own_addresses, page_blocks
from app.intake.web.page_facts import page_facts
from app.intake.web.page_text import article_text

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset\s*=\s*["']?|\?xml[^>]{0,100}?encoding\s*=\s*["'])([\w-]{2,30})""", re.I
)
_BLOCK = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "br", "tr", "td", "th", "dt", "dd", "pre", "blockquote",
    "section", "article", "header", "footer", "figcaption",
})  # fmt: skip
_DROPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "head", "nav", "form",
    "button", "select",
})  # fmt: skip
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.I)
MAX_DEPTH = 400  # nested elements; real pages have fewer than 100, and deeper trees end some C code
MAX_ELEMENTS = 60_000


def read_html(data: bytes, limits: Limits, charset: str | None, url: str | None = None) -> Iterator[Piece]:
    """The article of a page, those of an export, or the addresses that it lists. ``url`` is where it was got."""
    text, notes = text_of(data, charset or declared_charset(data))
    if articles := html_articles(text, limits):
        yield from articles
        return
    tree = parse_html(text)
    if links := page_links(tree):
        yield from links
        return
    facts = page_facts(tree, text, url)
    seen = page_blocks(tree, own_addresses(url, facts.url))
    article = article_text(tree, seen, title=facts.title, descriptions=facts.descriptions, tells=facts.is_told)
    body = article.text or blocks(tree)
    if not body:
        raise Refused("no-article", "There is no article text in this page.")
    yield Parsed(
        without_headline(body, facts.title),
        "html",
        title=facts.title,
        published=facts.published.day if facts.published else None,
        published_by="page" if facts.published else None,
        source=facts.site,
        source_by=("page" if facts.is_given else "site") if facts.site else None,
        author="; ".join(facts.people.names) or None,
        url=facts.url,
        agencies=facts.people.agencies,
        notes=notes,
        paywalled=article.is_walled or _NOT_FREE.search(text) is not None,
        published_at=facts.published.at if facts.published else None,
        beside=article.apart,
        changed_at=facts.changed.at if facts.changed else None,
    )


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page states itself."""
    told = _CHARSET.search(data[:4096])
    return told[1].decode("ascii") if told else None


def parse_html(text: str) -> HtmlElement:
    """A tree of sane depth and size. Raises Refused. No entity, file or address outside the text is ever loaded."""
    # Without huge_tree the parser would silently leave out what is deeper than 256 or longer than 10 MB.
    # What begins with an XML declaration is not taken as text by the parser: its encoding has been dealt with.
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    try:
        tree = document_fromstring(text or "<html></html>", parser=HTMLParser(no_network=True, huge_tree=True))
    except (etree.ParserError, ValueError, AssertionError):
        raise Refused("no-article", "There is no article text in this page.") from None
    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise Refused("too-complex", "This page is built in such a complicated way that it is not read.")
    return tree


def blocks(tree: HtmlElement) -> str:
    """All visible text of a tree, a line for each block: for fragments that are an article already."""
    parts: list[str] = []
    hidden = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else "script"
        if event == "start":
            hidden += tag in _DROPPED
            parts.append(("\n" if tag in _BLOCK else "") + ((node.text or "") if not hidden else ""))
        else:
            hidden -= tag in _DROPPED
            parts.append(("\n" if tag in _BLOCK else "") + ((node.tail or "") if not hidden else ""))
    return "\n".join(line for line in (" ".join(line.split()) for line in "".join(parts).split("\n")) if line)


def without_headline(text: str, title: str | None) -> str:
    """The text without a first line that only repeats the headline."""
    first, _, rest = text.partition("\n")
    return rest.lstrip("\n") if title and rest and first.strip().casefold() == title.casefold() else text


def read_mhtml(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The page in a browser's single-file archive."""
    message: EmailMessage = message_from_bytes(data, policy=default)
    saved = _header(message, "Snapshot-Content-Location")
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            page = part.get_payload(decode=True)
            place = saved or _header(part, "Content-Location")
            url = place if place and place.startswith(("http://", "https://")) else None
            for piece in read_html(page if isinstance(page, bytes) else b"", limits, part.get_content_charset(), url):
                if isinstance(piece, Parsed):
                    piece.kind = "mhtml"
                yield piece
            return
    raise Refused("no-article", "There is no article text in this page.")


def _header(message: Any, name: str) -> str | None:
    try:
        return str(message.get(name) or "").strip() or None
    except Exception:  # Python's header parsers fail in many ways on damaged headers
        return None
