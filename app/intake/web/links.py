"""Lists of addresses: what somebody collected to be fetched, as text, as a browser's shortcut or its bookmarks."""

import plistlib
import re
from collections.abc import Iterator

from app.intake.charset import text_of
from app.intake.head import is_web_address
from app.intake.items import Broken, Limits, Linked, Piece, Refused
from app.intake.tables.tables import too_many
from app.intake.text_kinds import ADDRESS
from app.intake.web.link_pages import linked
from app.intake.web.pages import parse_html

_BULLET = re.compile(r"^[\s\-*•–·>|\d.)\]\[(:,;]+|[\s|–,;:\-(\[]+$")
_SHORTCUT = re.compile(r"^\s*(?:BASE)?URL\s*=\s*(?P<url>https?://\S{4,2000})\s*$", re.I | re.M)
_DESKTOP_NAME = re.compile(r"^Name\s*=\s*(?P<name>.{1,300})$", re.M)


def read_links(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The addresses of a text, each once, with what stands beside it or on the line above as its title."""
    text, _ = text_of(data, charset)
    above = ""

    def found() -> Iterator[Linked]:
        nonlocal above
        for whole in text.splitlines():
            line = whole[:3000]
            match = ADDRESS.search(line)
            if not match:
                above = _BULLET.sub("", line).strip() if line.strip() else ""
                continue
            beside = _BULLET.sub("", ADDRESS.sub(" ", line).replace("<", " ").replace(">", " ")).strip()
            yield linked(match[0].rstrip(".,)"), beside or above)
            above = ""

    yield from _once(found(), limits)


def read_shortcut(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The address of a browser's shortcut: .url, .desktop, .webloc. Raises Refused where it holds none."""
    if data.startswith((b"bplist", b"<?xml")):
        url, name = _of_plist(data), None
    else:
        text, _ = text_of(data, charset)
        match = _SHORTCUT.search(text[:20_000])
        url = match["url"] if match else ""
        named = _DESKTOP_NAME.search(text[:20_000])
        name = named["name"].strip() if named else None
    if not is_web_address(url):
        raise Refused("no-address", "There is no web address in this shortcut.")
    yield Linked(url, name)


def _of_plist(data: bytes) -> str:
    try:
        value = plistlib.loads(data[:100_000])
    except Exception:  # plistlib raises a dozen kinds on damaged files
        return ""
    url = value.get("URL") if isinstance(value, dict) else None
    return url if isinstance(url, str) else ""


def read_bookmarks(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The addresses of a browser's bookmarks, with their titles."""
    tree = parse_html(text_of(data, charset)[0])
    links = (linked(node.get("href") or "", node.text_content()) for node in tree.iter("a"))
    yield from _once(links, limits)


def _once(links: Iterator[Linked], limits: Limits) -> Iterator[Piece]:
    """Each address once. Raises Refused where there is none."""
    seen: set[str] = set()
    for link in links:
        if link.url in seen or not is_web_address(link.url):
            continue
        seen.add(link.url)
        if len(seen) > limits.items:
            yield Broken("", too_many(limits))
            return
        yield link
    if not seen:
        raise Refused("no-address", "There is no web address in this file.")
