"""Pages of the web: HTML as saved or fetched, and the single-file archives browsers save (MHTML).

trafilatura tells the article from what surrounds it, htmldate finds its date; both are given a parsed tree and open
no connection. Dates come from what the page states (its data, its addresses), never from numbers in the prose.
"""

import json
import logging
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import trafilatura
from htmldate import find_date as date_of_page
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from app.intake.charset import text_of
from app.intake.dates import whole_date
from app.intake.items import Limits, Parsed, Piece, Refused
from app.intake.link_pages import page_links

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
    """The article of a page."""
    text, notes = text_of(data, charset or declared_charset(data))
    tree = parse_html(text)
    if links := page_links(tree):
        yield from links
        return
    url = _address(tree) or url
    found = trafilatura.bare_extraction(
        tree, url=url, include_comments=False, include_tables=True, with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    article = found.as_dict() if found is not None and not isinstance(found, dict) else (found or {})
    body = str(article.get("text") or "").strip() or blocks(tree)
    if not body:
        raise Refused("no-article", "There is no article text in this page.")
    title = _headline(tree) or _clean(article.get("title"))
    site = _clean(article.get("sitename"))
    published = _published(tree, url)
    yield Parsed(
        without_headline(body, title),
        "html",
        title=title,
        published=published,
        published_by="page" if published else None,
        source=site,
        source_by="page" if site else None,
        author=_clean(article.get("author")),
        url=url,
        notes=notes,
        paywalled=_NOT_FREE.search(text) is not None,
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


def _headline(tree: HtmlElement) -> str | None:
    """What the page's own data call its headline, else its only main heading: titles of windows name the outlet too."""
    for data in _linked_data(tree):
        headline = data.get("headline")
        if isinstance(headline, str) and headline.strip():
            return _clean(headline)
    headings = [" ".join(node.itertext()) for node in tree.iter("h1")]
    return _clean(headings[0]) if len(headings) == 1 else None


def _published(tree: HtmlElement, url: str | None) -> str | None:
    for data in _linked_data(tree):
        stated = whole_date(data.get("datePublished")) if isinstance(data.get("datePublished"), str) else None
        if stated:
            return stated
    try:
        return date_of_page(tree, url=url, extensive_search=False, original_date=True)
    except Exception:  # dates are a bonus: whatever a page's odd markup does to the finder, its text counts
        return None


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The articles a page describes in JSON-LD (schema.org), outermost first."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or len(script.text or "") > 200_000:
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph") if isinstance(data, dict) else data
        for one in (data, *(graph if isinstance(graph, list) else ())):
            if isinstance(one, dict) and "Article" in str(one.get("@type", ""))[:200]:
                yield one


def _address(tree: HtmlElement) -> str | None:
    for node in tree.iter("link", "meta"):
        if (node.get("rel") or "").lower() == "canonical" or node.get("property") == "og:url":
            place = node.get("href") or node.get("content") or ""
            if place.startswith(("http://", "https://")):
                return place
    return None


def _clean(value: object) -> str | None:
    return " ".join(str(value or "").split()) or None


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
