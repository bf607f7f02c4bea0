"""The visible blocks of a page in their order: each paragraph, heading or list item with where it stands.

One walk through the tree, linear in its size. What a block is part of decides later whether it may be the article's: a
link to another page, a list of such links, an aside, a caption, a box that names itself (newsletter, share, comments).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

BLOCK = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "tr", "td", "th", "dt", "dd", "pre", "blockquote", "section",
    "article", "header", "footer", "figcaption", "main", "aside", "nav", "ul", "ol", "dl", "table", "figure", "hgroup",
    "address", "body", "form", "fieldset", "details", "summary",
})  # fmt: skip
UNSEEN = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "head", "button", "select",
    "textarea", "audio", "video", "canvas", "option", "picture",
})  # fmt: skip
# Elements that hold no text of the article, by what they are.
BESIDE = frozenset({"aside", "nav", "footer", "form", "figure", "figcaption", "menu", "dialog"})
# What boxes beside an article call themselves, as words of their classes and names: a row for each word.
BOXES = frozenset((
    "newsletter", "related", "recommendation", "recommendations", "recommended", "reco", "recos", "share", "sharing",
    "social", "socials", "comments", "comment", "kommentare", "advert", "advertisement", "advertising", "anzeige",
    "werbung", "ad", "ads", "tags", "taglist", "keywords", "breadcrumb", "breadcrumbs", "authorbox", "biography",
    "bio", "feedback", "rating", "voting", "consent", "optin", "embed", "outbrain", "taboola", "plista", "popular",
    "mostread", "meistgelesen", "teaserlist", "linklist", "weiterlesen", "copyright", "caption", "credit", "credits",
    "bildunterschrift", "pagination", "cookie", "cookies", "toolbar", "promo", "promotion", "sponsored", "donation",
    "donate", "spenden", "whatsapp", "gallery", "readmore", "relatedarticles", "crosslink", "push", "teaser-list",
    "tag-list", "link-list", "more-links", "author-bio", "author-box", "opt-in", "most-read", "mehr-zum-thema",
    "podcast-teaser", "video-teaser", "inline-teaser", "article-teaser", "read-more",
))  # fmt: skip
WALLS = frozenset(
    ("paywall", "piano", "offer", "abo", "offers", "subscription", "subscribe", "meter", "regwall", "plus-box")
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARTS = re.compile(r"[\s_]+|--+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WORD = re.compile(r"\w+")
NAMING = ("class", "id", "itemprop", "data-testid", "data-manual", "data-component", "role")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})  # their links may lead to what the text below tells of
MOSTLY = 0.7  # of a block's characters
MOST_BESIDE = 0.4  # of a page's words in one box
NAME_CHARS = 400  # of an element's classes and names that are looked at


@dataclass(slots=True)
class Block:
    """A block's text in one line; ``linked`` its share of characters in links to other pages, ``place`` what it is part
    of ("aside", "link", "newsletter"), ``hints`` the words that its elements call themselves.

    ``article`` is the number of the innermost <article> around it, 0 where there is none; ``header``: in a <header>.
    """

    text: str
    tag: str
    linked: float
    hints: frozenset[str]
    article: int
    header: bool
    place: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.words = words_of(self.text)

    @property
    def is_beside(self) -> bool:
        """Does it stand beside the article, or lead away from it?"""
        return bool(self.place) or (self.linked > MOSTLY and self.tag not in HEADINGS)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without case and marks, to compare what is written in two ways; soft hyphens do not count."""
    return tuple(_WORD.findall(text.replace("\u00ad", "").casefold()))


def page_blocks(tree: HtmlElement, own: frozenset[str] = frozenset()) -> list[Block]:
    """All blocks of a page that can be seen. ``own`` are addresses of the page itself: a link there leads nowhere."""
    walk = _Walk(own)
    found = list(walk.blocks(tree))
    total = sum(len(block.words) for block, _ in found)
    inside = Counter[int]()
    for block, boxes in found:
        for box in boxes:
            inside[box] += total if block.tag == "h1" else len(block.words)
    for block, boxes in found:
        # What holds the main heading, or much of the page, stands beside nothing, whatever it calls itself.
        block.place = frozenset(walk.boxes[box] for box in boxes if inside[box] <= MOST_BESIDE * total)
    return [block for block, _ in found]


@dataclass(slots=True)
class _Level:
    """What an element adds to what is inside it: numbers of boxes, names, and whether it hides or leads away."""

    boxes: tuple[int, ...]
    hints: frozenset[str]
    is_unseen: bool
    is_link: bool
    is_article: bool


class _Walk:
    """The way through a tree: which elements are open, and the text of the block that is being read."""

    def __init__(self, own: frozenset[str]) -> None:
        self.own = own
        self.boxes: list[str] = []  # what each box is, by its number
        self.levels: list[_Level] = []
        self.tags: list[str] = []
        self.articles: list[int] = []
        self.count = 0
        self.text: list[str] = []
        self.linked = 0
        self.unseen = 0
        self.links = 0
        self.headers = 0
        self.around: list[tuple[int, ...]] = [()]  # the boxes around what is read, for each element that is open

    def blocks(self, tree: HtmlElement) -> Iterator[tuple[Block, tuple[int, ...]]]:
        """Each block with the numbers of the boxes around it."""
        for event, node in etree.iterwalk(tree, events=("start", "end")):
            tag = node.tag if isinstance(node.tag, str) else "script"
            if tag in BLOCK:
                yield from self.flush()
            if event == "start":
                self.enter(node, tag)
                self.add(" " if tag in {"br", "hr"} else node.text)
            else:
                self.leave()
                self.add(node.tail)
        yield from self.flush()

    def enter(self, node: HtmlElement, tag: str) -> None:
        """Open an element."""
        level = self.level(node, tag)
        self.levels.append(level)
        self.tags.append(tag)
        self.unseen += level.is_unseen
        self.links += level.is_link
        self.headers += tag == "header"
        self.around.append(self.around[-1] + level.boxes if level.boxes else self.around[-1])
        if level.is_article:
            self.count += 1
            self.articles.append(self.count)

    def leave(self) -> None:
        """Close the innermost element."""
        level = self.levels.pop()
        self.headers -= self.tags.pop() == "header"
        self.around.pop()
        self.unseen -= level.is_unseen
        self.links -= level.is_link
        if level.is_article:
            self.articles.pop()

    def add(self, text: str | None) -> None:
        """Read a piece of text that can be seen."""
        if text and not self.unseen:
            self.text.append(text)
            self.linked += len("".join(text.split())) if self.links else 0

    def flush(self) -> Iterator[tuple[Block, tuple[int, ...]]]:
        """The block that was read so far, unless it is empty."""
        text = " ".join("".join(self.text).split())
        linked, self.linked = self.linked, 0
        self.text.clear()
        if text:
            tag = next((tag for tag in reversed(self.tags) if tag in BLOCK), "body")
            hints = frozenset(hint for level in self.levels[-4:] for hint in level.hints)
            article = self.articles[-1] if self.articles else 0
            block = Block(text, tag, linked / len("".join(text.split())), hints, article, self.headers > 0)
            yield block, self.around[-1]

    def level(self, node: HtmlElement, tag: str) -> _Level:
        """What an element adds to what is inside it."""
        hints = names_of(node)
        boxes = [tag] if tag in BESIDE else []
        if tag not in {"html", "body", "main", "article"}:
            boxes += sorted(hints & BOXES)[:1]
        is_link = tag == "a" and self.is_away(node.get("href"))
        if is_link and any(child.tag in BLOCK for child in node):
            boxes.append("link")
        numbers = range(len(self.boxes), len(self.boxes) + len(boxes))
        self.boxes += boxes
        is_unseen = tag in UNSEEN or node.get("hidden") is not None or bool(_HIDDEN.search(node.get("style") or ""))
        return _Level(tuple(numbers), hints, is_unseen, is_link, tag == "article")

    def is_away(self, address: str | None) -> bool:
        """Does a link lead to another page?"""
        page = (address or "#").partition("#")[0]
        return page != "" and page not in self.own


def names_of(node: HtmlElement) -> frozenset[str]:
    """What an element calls itself: each class, id and kind in lower case, whole and in its parts ("article-body")."""
    given = (
        node.get(name) for name in ("class", "id", "itemprop", "data-testid", "data-manual", "data-component", "role")
    )
    line = " ".join(name[:NAME_CHARS] for name in given if name)
    if not line:
        return frozenset()
    names: set[str] = set()
    for name in _PARTS.split(_CAMEL.sub("-", line)):
        parts = [part for part in name.lower().split("-") if part]
        names.update(parts)
        names.add("-".join(parts))
    return frozenset(names)


def own_addresses(*addresses: str | None) -> frozenset[str]:
    """These addresses, whole and as a path, as links on the page itself write them."""
    own = set()
    for address in addresses:
        if address:
            own.add(address.partition("#")[0])
            try:
                own.add(urlsplit(address).path)
            except ValueError:
                continue
    return frozenset(own - {"", "/"})
