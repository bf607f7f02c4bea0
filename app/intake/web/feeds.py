"""Feeds (RSS, Atom), by feedparser: entries with their whole text are articles, the others are addresses to fetch."""

import io
import re
from collections.abc import Iterator

import feedparser

from app.intake.dates import moment
from app.intake.items import Broken, Limits, Linked, Parsed, Piece, Refused
from app.intake.outlets import outlet_of_address
from app.intake.tables.records import with_lead
from app.intake.web.pages import blocks, parse_html

ENTRIES = 200
WHOLE_WORDS = 150  # fewer are a teaser, unless they end as texts do
SHORT_WORDS = 40  # fewer are one even then
_ENTITY = re.compile(rb"<!ENTITY", re.I)
# How blogs end every entry: "Der Beitrag … erschien zuerst auf …".
_APPEARED = re.compile(
    r"\n?[^\n]{0,40}\b(?:Der Beitrag|The post|Dieser Beitrag|L’article|L'article)\b[^\n]{1,300}\b"
    r"(?:erschien zuerst|appeared first|est apparu en premier|wurde zuerst)\b[^\n]{0,200}\s*$"
)
_CUT = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&hellip;)\s*\])\W*(?:\w+ ?){0,3}\W*$|\b(?:weiterlesen|mehr lesen|read more"
    r"|continue reading|zum artikel|lesen sie weiter|mehr)\W*$", re.I,
)  # fmt: skip
_ENDS = re.compile(r"[.!?][\"“”«»‘’')\]]*\s*(?:\([^()\n]{1,60}\)\s*|\s[-–/(]?\s?[A-Za-z]{2,5}\)?\s*)?$")


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
    outlet = _outlet(entry)
    title = _title(entry, outlet)
    published = moment(entry.get("published") or entry.get("updated"))
    changed = moment(entry.get("updated")) if entry.get("published") else None
    day = published.day if published else None
    content = max((_text(one.get("value")) for one in entry.get("content") or ()), key=len, default="")
    summary = _text(entry.get("summary"))
    text = content or summary
    if link.startswith(("http://", "https://")) and not _is_whole(text, is_content=bool(content)):
        return Linked(link, title, day, outlet)
    if not text:
        return Broken(
            f"entry {number}", Refused("empty-entry", "This entry of the feed has neither a text nor an address.")
        )
    source = outlet or feed
    return Parsed(
        with_lead(text, summary) if content else text, "feed", title=title, published=day,
        published_by="feed" if day else None, source=source or None, source_by="feed" if source else None,
        author=_author(entry), url=link or None, suffix=f"entry {number}",
        published_at=published.at if published else None, changed_at=changed.at if changed else None,
    )  # fmt: skip


def _title(entry: feedparser.FeedParserDict, outlet: str | None) -> str | None:
    """The headline, without the outlet's name behind it ("Leise Boote - taz"), as aggregators write it."""
    title = " ".join(blocks(parse_html(f"<p>{entry.get('title') or ''}</p>")).split())
    bare = re.sub(rf"\s+[-–|]\s+{re.escape(outlet)}$", "", title) if outlet else title
    return bare or None


def _is_whole(text: str, *, is_content: bool) -> bool:
    """Is it the article, and not what leads to it?"""
    words = len(text.split())
    if is_content and words >= SHORT_WORDS:
        return words >= 2 * WHOLE_WORDS or (not _CUT.search(text[-80:]) and _ENDS.search(text[-120:]) is not None)
    return words >= WHOLE_WORDS


def _outlet(entry: feedparser.FeedParserDict) -> str | None:
    """Where an entry appeared, of feeds that collect those of others."""
    source = entry.get("source")
    if isinstance(source, dict):
        name = " ".join(str(source.get("title") or "").split())
        address = str(source.get("href") or source.get("link") or "")
        return name or (outlet_of_address(address) if address.startswith("http") else None)
    return " ".join(str(entry.get("publisher") or "").split()) or None


def _author(entry: feedparser.FeedParserDict) -> str | None:
    names = [str(one.get("name") or "").strip() for one in entry.get("authors") or () if isinstance(one, dict)]
    return ", ".join(dict.fromkeys(filter(None, names))) or str(entry.get("author") or "") or None


def _text(html: object) -> str:
    try:
        return _APPEARED.sub("", blocks(parse_html(f"<div>{html or ''}</div>")))
    except Refused:
        return ""
