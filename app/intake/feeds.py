"""Feeds (RSS, Atom), by feedparser: entries with their whole text are articles, the others are addresses to fetch."""

import io
import re
from collections.abc import Iterator

import feedparser

from app.intake.dates import whole_date
from app.intake.items import Broken, Limits, Linked, Parsed, Piece, Refused
from app.intake.pages import blocks, parse_html

ENTRIES = 200
WHOLE_WORDS = 150  # fewer are a teaser
_ENTITY = re.compile(rb"<!ENTITY", re.I)


def read_feed(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The entries of a feed, each address once."""
    if _ENTITY.search(data[:100_000]):
        raise Refused("entities", "This file declares XML entities, which articles never need. It is not opened.")
    # A stream: given bytes, feedparser would try them as the name of a file first.
    feed = feedparser.parse(io.BytesIO(data), response_headers={"content-type": "application/xml"})
    if not feed.entries:
        raise Refused("empty-feed", "This feed has no entries, or is damaged.")
    name = " ".join(str(feed.feed.get("title") or "").split())
    seen: set[str] = set()
    for number, entry in enumerate(feed.entries[: ENTRIES + 1], 1):
        if number > ENTRIES:
            yield Broken("", Refused("too-many", "This feed is long: only its first %(limit)d entries were taken.",
                                     limit=ENTRIES))  # fmt: skip
            return
        link = str(entry.get("link") or "").strip()
        if link and link in seen:
            continue
        seen.add(link)
        yield _piece(entry, number, link, name)


def _piece(entry: feedparser.FeedParserDict, number: int, link: str, feed: str) -> Piece:
    title = " ".join(blocks(parse_html(f"<p>{entry.get('title') or ''}</p>")).split()) or None
    published = whole_date(entry.get("published") or entry.get("updated"))
    text = max((_text(one.get("value")) for one in entry.get("content") or ()), key=len, default="")
    text = text or _text(entry.get("summary"))
    if len(text.split()) < WHOLE_WORDS and link.startswith(("http://", "https://")):
        return Linked(link, title, published)
    if not text:
        return Broken(
            f"entry {number}", Refused("empty-entry", "This entry of the feed has neither a text nor an address.")
        )
    return Parsed(
        text, "feed", title=title, published=published, published_by="feed" if published else None, source=feed or None,
        source_by="feed" if feed else None, author=str(entry.get("author") or "") or None, url=link or None,
        suffix=f"entry {number}",
    )  # fmt: skip


def _text(html: object) -> str:
    try:
        return blocks(parse_html(f"<div>{html or ''}</div>"))
    except Refused:
        return ""
