"""What all formats come down to before articles are told apart: lines and paragraphs with a little structure."""

import re
from dataclasses import dataclass

from lxml import etree

RULE = re.compile(r"\s*(?:[-–—_=*•·~#]\s?){8,}\s*")
_SPACES = re.compile(r"[^\S\t]{2,}")
_PARAGRAPHS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "tr", "td", "th", "dt", "dd", "pre", "blockquote", "table",
    "section", "article", "header", "footer", "figcaption", "ul", "ol", "aside", "main", "center", "body", "hr",
    "paragraph", "para", "headline", "byline",
    "sourcename", "leadparagraph", "tailparagraphs", "publicationdate",
})  # fmt: skip
SPARE_TAGS = 60_000  # beyond one for every five characters of text
DEPTH = 200  # open elements among which an end tag looks for its own
_CELL = 40  # characters of a cell that names what stands in the next one
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "select", "button", "iframe", "object", "svg"})
_NAMED = frozenset({"headline", "byline", "sourcename", "publicationdate", "leadparagraph", "tailparagraphs"})
_ROLES = (
    ("text", re.compile(r"^\W*(?:lead|tail)paragraphs?$")),
    ("author", re.compile(r"\b(?:author|byline|docauthors?|auteurs?)\b", re.I)),
    ("title", re.compile(r"\bhd\b|\b\w{0,8}headline\b|titrearticle|articletitle|documenttitle", re.I)),
    ("source", re.compile(r"publicationname|\bsource-?name\b", re.I)),
    ("published", re.compile(r"docheader|\bpub(?:lication)?-?date\b", re.I)),
)  # fmt: skip


@dataclass(slots=True)
class Block:
    """A line or paragraph without white space around. ``gap``: it stands apart from the one before.

    ``level`` is that of a heading (1 is the highest, 0 is none); ``role`` what the file's own marks call it (title,
    author, source, published); ``rule``: a line was drawn, or a page began, before it; ``article``: the number of the
    ``<article>`` it stands in, 0 for none. A tab parts the first cell of a table's row from the others.
    """

    text: str
    gap: bool = True
    level: int = 0
    role: str = ""
    rule: bool = False
    article: int = 0


def of_text(text: str) -> list[Block]:
    """The lines of a text, whose wrapped paragraphs are whole already; drawn lines are marks of the line after."""
    found: list[Block] = []
    gap = rule = True
    for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n" + "-" * 20 + "\n").split("\n"):
        line = line.strip(" \t\u00a0\ufeff")
        if not line:
            gap = True
        elif RULE.fullmatch(line[:300]):
            rule = gap = True
        else:
            found.append(Block(_SPACES.sub("  ", line), gap, rule=rule and bool(found)))
            gap = rule = False
    return found


def of_html(text: str) -> list[Block]:
    """The visible lines of a page, without a tree: a file with thousands of articles takes no more than its text.

    None of a page that cannot be parsed or is made of tags.
    """
    page = _Page()
    parser = etree.HTMLParser(target=page, no_network=True, huge_tree=True)
    try:
        for start in range(0, len(text), 100_000):
            parser.feed(text[start : start + 100_000])
        parser.close()
    except (_TagsOnly, etree.LxmlError):
        return []
    return page.blocks


class _TagsOnly(Exception):
    """A page holds so many tags for so little text that nobody can have meant it to be read."""


class _Page:
    """Takes the events of a parser; its fields are the state of the line that is being read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.open: list[tuple[str, str]] = []  # elements and their roles
        self.hidden = 0
        self.gap = self.rule = False
        self.cells = self.articles = self.within = 0
        self.is_first_cell = False
        self.tags = self.characters = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.tags += 1
        if self.tags > SPARE_TAGS + self.characters // 5:
            raise _TagsOnly
        if tag == "br":
            self.line(self.gap)
            return
        if tag in _PARAGRAPHS:
            self.line(True)
        if tag == "hr":
            self.rule = True
        elif tag == "tr":
            self.cells = 0
        elif tag in {"td", "th"}:
            self.cells += 1
            self.is_first_cell = self.cells == 1
        elif tag == "article":
            self.within += 1
            self.articles += self.within == 1
        if tag in {"hr", "img", "meta", "link", "input", "wbr", "col"}:
            return
        self.hidden += tag in _UNSEEN
        words = f"{attributes.get('class', '')} {attributes.get('id', '')} {tag if tag in _NAMED else ''}"[:200]
        role = next((name for name, pattern in _ROLES if pattern.search(words)), "") if len(words) > 2 else ""
        above = self.open[-1][1] if self.open else ""
        if role and role != above:
            self.line(self.gap)
        self.open.append((tag, role or above))

    def end(self, tag: str) -> None:
        """An element ends; what the page left open within it ends with it."""
        if tag in {"td", "th"} and self.is_first_cell and self.parts:
            self.parts.append("\t")
        elif tag in _PARAGRAPHS:
            self.line(True)
        place = next(
            (n for n in range(len(self.open) - 1, max(-1, len(self.open) - DEPTH), -1) if self.open[n][0] == tag), -1
        )
        if place < 0:
            return
        for name, _ in self.open[place:]:
            self.hidden -= name in _UNSEEN
            self.within -= name == "article"
        before = self.open[place - 1][1] if place else ""
        if self.open[-1][1] != before:
            self.line(self.gap)
        del self.open[place:]

    def data(self, text: str) -> None:
        """Text between tags."""
        self.characters += len(text)
        if not self.hidden:
            self.parts.append(text.replace("\t", " "))

    def line(self, gap: bool) -> None:
        """A line ends here; ``gap``: and the next stands apart from it."""
        if self.is_first_cell and self.parts and sum(map(len, self.parts)) <= _CELL:
            return  # the first cell of a row waits for what stands in the next one
        self.is_first_cell = False
        text = _line("".join(self.parts))
        self.parts = []
        if text:
            self.blocks.append(self._block(text))
            self.rule = False
            self.gap = False
        self.gap |= gap

    def _block(self, text: str) -> Block:
        level = next((int(tag[1]) for tag, _ in reversed(self.open) if re.fullmatch("h[1-6]", tag)), 0)
        number = self.articles if self.within else 0
        return Block(text, self.gap, level, self.open[-1][1] if self.open else "", self.rule, number)

    def close(self) -> list[Block]:
        """The end of the page."""
        self.is_first_cell = False
        self.line(True)
        return self.blocks


def _line(text: str) -> str:
    """A line with single blanks between words, and a tab behind the first cell of a table's row."""
    first, _, rest = text.partition("\t") if "\t" in text else (text, "", "")
    return "\t".join(part for part in (" ".join(first.split()), " ".join(rest.split())) if part)
