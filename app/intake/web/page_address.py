"""Where a page is from: the address that came with it, that a browser noted when saving it, or that it states itself.

Copies in archives lead to what they are a copy of.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from app.intake.outlets import outlet_of_address

_SAVED = re.compile(
    r"saved from url=\(\d{1,5}\)(?P<saved>https?://[^\s<>\"']{4,2000})"
    r"|Page saved with SingleFile\s+url:\s*(?P<single>https?://[^\s<>\"']{4,2000})"
    r"|This is Google's cache of (?P<cache>https?://[^\s<>\"']{4,2000})"
    r"|FILE ARCHIVED ON [^\n]{0,80}"
)
# Addresses of copies, with the address they are a copy of.
_COPY = re.compile(
    r"https?://(?:web\.archive\.org/(?:web|save)/(?:\d+[a-z_]*/)?|archive\.(?:ph|is|today|li|vn|fo|md)/(?:[\d.-]+/|o/\w+/|newest/"
    r"|timegate/|https?:/)?|webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]+:)?|(?:www\.)?12ft\.io/(?:proxy\?q=)?"
    r"|(?:www\.)?removepaywall\.com/(?:search\?url=)?|r\.jina\.ai/|txtify\.it/)"
    r"(?P<page>(?:https?(?::|%3A)(?:/|%2F){1,2}|www\.)\S{3,2000})",
    re.I,
)


def original_address(url: str) -> str:
    """The address that an archive's copy was made of; any other stays as it is."""
    for _ in range(2):
        copied = _COPY.match(url)
        if not copied:
            break
        page = unquote(copied["page"]) if "%3a" in copied["page"].lower()[:10] else copied["page"]
        page = re.sub(r"^(https?:)/{1,2}", r"\1//", page)
        url = page if page.startswith("http") else f"https://{page}"
    return url


def _is_copy(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return bool(
        re.search(r"(?:^|\.)(?:archive\.(?:ph|is|today|li|vn|fo|md|org)|webcache\.googleusercontent\.com)$", host)
    )


def page_address(tree: HtmlElement, text: str, stated: Sequence[str], given: str | None) -> tuple[str | None, bool]:
    """The page's address, and whether it is known from elsewhere than the page's own data."""
    told = [given, *(match["saved"] or match["single"] or match["cache"] for match in _SAVED.finditer(text[:20_000]))]
    known = [original_address(one.strip()) for one in told if one and one.startswith(("http://", "https://"))]
    stated = [original_address(one) for one in _stated(tree, stated)]
    first = next((one for one in known if not _is_a_copy(one)), None)
    if first is None:
        return next((one for one in stated if not _is_a_copy(one)), next(iter((*known, *stated)), None)), False
    # The page's own spelling of the same place has nothing of the way it was come by (?utm_source=…).
    own = next((one for one in stated if _place(one) == _place(first)), None)
    return own or first, True


def _is_a_copy(url: str) -> bool:
    try:
        return _is_copy(url)
    except ValueError:
        return True


def _place(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.path.rstrip("/")
    except ValueError:
        return url, ""


def _stated(tree: HtmlElement, stated: Sequence[str]) -> Iterator[str]:
    for node in tree.iter("link", "input"):
        # archive.today shows what it has a copy of in a field of its head
        place = node.get("href") if (node.get("rel") or "").lower() == "canonical" else None
        if place is None and node.tag == "input" and node.get("name") == "q":
            place = node.get("value")
        if place and place.startswith(("http://", "https://")):
            yield place
    yield from (one for one in stated if one.startswith(("http://", "https://")))


def names_of_address(url: str | None) -> list[str]:
    """What the outlet may be called after its address: its name, the host, the host's middle."""
    if not url:
        return []
    host = _place(url)[0]
    return [outlet_of_address(url) or "", host, *host.split(".")[-2:-1]]
