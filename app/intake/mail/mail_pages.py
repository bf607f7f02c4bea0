"""HTML as mail programs write it: layout tables in reading order, without what is hidden and without furniture.

Mail is no page: little of it is furniture, and all of that says so. So nothing is weighed here; what is left out is
told by its words (rows of ``_FURNITURE``) at the head and the foot.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from app.intake.web.pages import parse_html

_BLOCK = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "br", "tr", "td", "th", "dt", "dd", "pre", "blockquote",
    "section", "article", "header", "footer", "table", "ul", "ol", "hr", "center", "tbody", "figcaption", "body",
})  # fmt: skip
_DROPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "head", "form", "button",
    "select", "title",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?!\.?\d)|font-size\s*:\s*[01]px"
    r"|opacity\s*:\s*0(?!\.?\d)", re.I,
)  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff\u2007]+")
_BOLD = frozenset({"b", "strong"})
EDGE = 12  # blocks at the head in which furniture may stand
FOOT = 0.5  # share of a mail's blocks behind which its foot may begin
PROSE_WORDS = 25
# A short line that is not the sender's text, at the head or in the foot.
_FURNITURE = re.compile(
    r"^\W*(?:newsletter|(?:hier )?(?:im|in ihrem|in deinem) browser|online-?(?:version|ansicht|fassung)"
    r"|web-?(?:version|ansicht)"
    r"|zur (?:online|web)-?(?:version|ansicht)|(?:e-?mail|newsletter|nachricht) (?:im|in ihrem|online|wird|nicht)"
    r"|view (?:it |this )?(?:e-?mail |newsletter |online|in )|read (?:this )?online|open in (?:your )?browser"
    r"|(?:wird|falls|wenn|sollte)\b.{0,80}(?:nicht (?:richtig|korrekt)|darstell|angezeigt|anzeig)"
    r"|abmelden|abbestellen|abo(?:nnement)? (?:kündigen|verwalten|beenden)|newsletter (?:abbestellen|abmelden"
    r"|abonnieren|weiterempfehlen|verwalten)|unsubscribe|update (?:your )?(?:preferences|profile)|manage (?:your )?"
    r"|impressum|datenschutz|agb\b|kontakt\W*$|privacy|terms|legal notice|facebook|twitter|instagram|linkedin"
    r"|youtube|whatsapp"
    r"|weiterempfehlen|weiterleiten\W*$|teilen\W*$|folgen sie uns|follow us|©|\(c\)|copyright|alle rechte vorbehalten"
    r"|all rights reserved|anzeige\W*$|werbung\W*$|sie (?:erhalten|bekommen|haben) (?:diese|unsere|den|sich)"
    r"|du (?:erhältst|bekommst) diese|you(?:'re| are)? receiv|diese (?:e-?mail|nachricht) (?:wurde|ging|ist)"
    r"|this (?:e-?mail|message) was sent|mit freundlichen grüßen\W*$|logo\W*$)", re.I,
)  # fmt: skip
_FOOT = re.compile(
    r"abmelden|abbestellen|unsubscribe|impressum|datenschutz|sie (?:erhalten|bekommen) diese|you(?: are|'re) receiving"
    r"|diese (?:e-?mail|nachricht) wurde|this (?:e-?mail|message) was sent|©|alle rechte vorbehalten"
    r"|newsletter verwalten",
    re.I,
)


@dataclass(slots=True)
class Block:
    """A line of a mail: ``level`` is a heading's tag, ``bold`` or ``link`` where all of it is that, else empty;
    ``url`` is the first address it leads to."""

    text: str
    level: str = ""
    url: str | None = None

    @property
    def words(self) -> int:
        """Words of the line."""
        return len(self.text.split())


def mail_blocks(source: str) -> list[Block]:
    """The visible lines of a mail's HTML in reading order. Raises Refused for trees beyond reason."""
    walk = _Walk()
    walk.node(parse_html(source))
    walk.end_block()
    return walk.found


class _Walk:
    """The way through a tree, with the line that is being put together."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.parts: list[tuple[str, bool, bool]] = []  # text, within a link, within bold
        self.url: str | None = None
        self.heading = ""

    def node(self, node: HtmlElement, link: bool = False, bold: bool = False) -> None:
        tag = node.tag if isinstance(node.tag, str) else "script"
        if tag in _DROPPED or _HIDDEN.search(node.get("style") or "") or node.get("hidden") is not None:
            return
        if tag in _BLOCK:
            self.end_block()
        before, self.heading = self.heading, tag if tag in _HEADINGS else self.heading
        address = node.get("href") or ""
        if tag == "a" and address.startswith(("http://", "https://")):
            self.url = self.url or address
            link = True
        bold = bold or tag in _BOLD or "bold" in (node.get("style") or "")[:300]
        self.add(node.text, link, bold)
        for child in node:
            self.node(child, link, bold)
            self.add(child.tail, link, bold)
        if tag in _BLOCK:
            self.end_block()
        self.heading = before

    def add(self, text: str | None, link: bool, bold: bool) -> None:
        if text:
            self.parts.append((text, link, bold))

    def end_block(self) -> None:
        text = " ".join(_INVISIBLE.sub("", "".join(text for text, *_ in self.parts)).split())
        if text:
            seen = [(link, bold) for part, link, bold in self.parts if part.strip()]
            level = self.heading or ("bold" if all(bold for _, bold in seen) else "")
            level = level or ("link" if all(link for link, _ in seen) else "")
            self.found.append(Block(text, level, self.url))
        self.parts, self.url = [], None


def without_furniture(blocks: Sequence[Block]) -> list[Block]:
    """The lines without furniture at their head, and without the foot."""
    first = 0
    for place, block in enumerate(blocks[:EDGE]):
        if _FURNITURE.search(block.text[:200]) and block.words < PROSE_WORDS:
            first = place + 1
        elif block.level in _HEADINGS or block.words >= PROSE_WORDS:
            break
    kept = [block for block in blocks[:first] if block.words >= PROSE_WORDS or not _FURNITURE.search(block.text[:200])]
    last = len(blocks)
    for place in range(len(blocks) - 1, max(first, int(len(blocks) * FOOT)) - 1, -1):
        block = blocks[place]
        if _FOOT.search(block.text[:300]):
            last = place
        elif block.words >= PROSE_WORDS:
            break
    foot = [one for one in blocks[last:] if not (_FURNITURE.search(one.text[:200]) or _FOOT.search(one.text[:300]))]
    kept += list(blocks[first:last]) + [one for one in foot if one.words >= PROSE_WORDS]
    return kept if any(block.words >= 3 for block in kept) else list(blocks)
