"""Pages that are lists of addresses and no articles."""

import re

from lxml.html import HtmlElement

from app.intake.dates import moment
from app.intake.head import is_web_address
from app.intake.items import Linked

PROSE_WORDS = 40  # in one block of a page: it holds more than addresses
LEAST = 3  # addresses in a page that is a list
SHARE = 0.7  # of its words that stand in links
_OWN_LINKS = re.compile(r"^(?:impressum|datenschutz|agb|kontakt|start|home|abmelden|login|nach oben)\W*$", re.I)


def page_links(tree: HtmlElement) -> list[Linked]:
    """The addresses of a page that is a list of them and no article; empty for any other page."""
    links: list[Linked] = []
    in_links = words = 0
    for node in tree.iter("a"):
        if any(one.tag in {"nav", "footer", "header"} for one in node.iterancestors()):
            continue
        title = " ".join(node.text_content().split())
        url = (node.get("href") or "").strip()
        if is_web_address(url) and title and not _OWN_LINKS.match(title):
            links.append(linked(url, title))
            in_links += len(title.split())
    for node in tree.iter("p", "li", "dd", "td", "div", "blockquote", "dt"):
        if not len(node) or all(child.tag in {"a", "b", "i", "em", "strong", "span", "br"} for child in node):
            size = len(node.text_content().split())
            words += size
            if size >= PROSE_WORDS:
                return []
    return links if len(links) >= LEAST and in_links >= SHARE * words else []


def linked(url: str, title: str) -> Linked:
    """An address with what is said of it, unless that is only a day or the address again."""
    line = " ".join(title.split())[:300]
    return Linked(url, line if line and not moment(line) and not line.startswith("http") else None)
