"""Word documents (.docx): what is visible of them, in order. No entity and nothing from outside is ever loaded."""

import io
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default

import docx
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element

from app.intake.charset import text_of
from app.intake.items import Limits, Refused
from app.intake.layouts.blocks import Block, of_html, of_text

CHUNKS = 200  # documents that may be embedded in one
CELL = 40  # characters of a cell that names what stands in the next one
LARGER = 1.3  # times the usual size is a heading's
SIZED, BOLD = 6, 8  # levels of what only looks like a heading: by its size, by being bold
_TEXT = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# Deleted or moved away; text boxes a second time, for old programs; the orders of fields.
_SKIPPED = {
    qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    qn("w:instrText"),
}  # fmt: skip
_HIDDEN = (qn("w:vanish"), qn("w:specVanish"), qn("w:webHidden"))
_OFF = {"0", "false", "off"}
_LEVEL = re.compile(r"(?:heading|überschrift|title|titel)\s?(\d)?$")


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is being read."""

    style: str = ""
    parts: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    is_bold: bool = True
    rule: bool = False


@dataclass(slots=True)
class Read:
    """The visible blocks of a document, the style of each, and the title in its properties."""

    blocks: list[Block]
    styles: list[str]
    title: str | None


def read(data: bytes, limits: Limits, depth: int = 0) -> Read:
    """The document's blocks. Whatever python-docx and lxml raise on a damaged one comes through."""
    document = docx.Document(io.BytesIO(data))
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    hidden = {style.style_id for style in document.styles if _is_hidden(style.element)}
    chunk: Callable[[str], list[Block]] = lambda name: _embedded(document.part.rels, name, limits, depth)  # noqa: E731
    walk = _Walk(names, hidden, chunk)
    walk.through(document.element.body)
    walk.rank()
    return Read(walk.blocks, walk.styles, document.core_properties.title)


def _is_hidden(element: _Element) -> bool:
    """Does a run or a style hide its text?"""
    properties = element.find(qn("w:rPr"))
    if properties is None:
        return False
    marks = (mark for name in _HIDDEN if (mark := properties.find(name)) is not None)
    return any(mark.get(qn("w:val")) not in _OFF for mark in marks)


class _Walk:
    """One way through a body; rows and paragraphs that are open stand on stacks."""

    def __init__(self, names: Mapping[str, str], hidden: set[str], chunk: Callable[[str], list[Block]]) -> None:
        self.names, self.hidden, self.chunk = names, hidden, chunk
        self.blocks: list[Block] = []
        self.styles: list[str] = []
        self.sizes: list[float] = []
        self.open: list[_Paragraph] = []
        self.rows: list[list[int]] = []  # of each open row, where its cells begin in blocks
        self.rule = False
        self.chunks = 0

    def through(self, body: _Element) -> None:
        """Read all that is in it."""
        starts = {
            qn("w:p"): self.paragraph, qn("w:r"): self.run, qn("w:t"): self.text, qn("w:tr"): self.row,
            qn("w:tc"): self.cell, qn("w:altChunk"): self.alternative, **dict.fromkeys(_TEXT, self.text),
        }  # fmt: skip
        ends = {qn("w:p"): self.paragraph_end, qn("w:tr"): self.row_end}
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, node in walk:
            if event == "end":
                if node.tag in ends:
                    ends[node.tag]()
            elif node.tag in _SKIPPED or (node.tag == qn("w:r") and self._is_unseen(node)):
                walk.skip_subtree()
            elif node.tag in starts:
                starts[node.tag](node)

    def _is_unseen(self, run: _Element) -> bool:
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        return _is_hidden(run) or (style is not None and style.get(qn("w:val")) in self.hidden)

    def paragraph(self, node: _Element) -> None:
        """A paragraph begins, perhaps on a new page."""
        style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        before = node.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
        rule = self.rule or (before is not None and before.get(qn("w:val")) not in _OFF)
        self.rule = node.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
        self.open.append(
            _Paragraph(self.names.get((style.get(qn("w:val")) or "") if style is not None else "", ""), rule=rule)
        )

    def run(self, node: _Element) -> None:
        """A run begins: its looks count for as many letters as it has."""
        properties = node.find(qn("w:rPr"))
        length = sum(len(one.text or "") for one in node.iterchildren(qn("w:t")))
        if not self.open or not length:
            return
        bold = properties.find(qn("w:b")) if properties is not None else None
        size = properties.find(qn("w:sz")) if properties is not None else None
        paragraph = self.open[-1]
        paragraph.is_bold &= bold is not None and bold.get(qn("w:val")) not in _OFF
        value = (size.get(qn("w:val")) or "") if size is not None else ""
        paragraph.sizes[float(value) if value.isdecimal() else 0.0] += length

    def text(self, node: _Element) -> None:
        """A piece of text, a tab or a break."""
        if not self.open or node.getparent().tag != qn("w:r"):
            return
        if node.get(qn("w:type")) == "page":
            if any(part.strip() for part in self.open[-1].parts):
                self.rule = True
            else:
                self.open[-1].rule = True
        self.open[-1].parts.append(_TEXT.get(node.tag, node.text or ""))

    def paragraph_end(self) -> None:
        """A paragraph ends: each of its lines is a block."""
        paragraph = self.open.pop()
        blocks = of_text("".join(paragraph.parts))
        if not blocks:
            self.rule |= paragraph.rule
            return
        heading = _LEVEL.match(paragraph.style)
        level = int(heading[1] or 1) if heading else BOLD if paragraph.is_bold and paragraph.sizes else 0
        size = paragraph.sizes.most_common(1)[0][0] if paragraph.sizes else 0.0
        for number, block in enumerate(blocks):
            block.level, block.gap, block.rule = level, not number or block.gap, paragraph.rule and not number
            self._add(block, paragraph.style, size)

    def _add(self, block: Block, style: str, size: float) -> None:
        self.blocks.append(block)
        self.styles.append(style)
        self.sizes.append(size)

    def row(self, node: _Element) -> None:
        """A table's row begins."""
        self.rows.append([])

    def cell(self, node: _Element) -> None:
        """A cell begins."""
        if self.rows:
            self.rows[-1].append(len(self.blocks))

    def row_end(self) -> None:
        """A row ends: a short first cell names what stands in the second, in one line."""
        cells = [place for place in self.rows.pop() if place < len(self.blocks)]
        if len(cells) >= 2 and cells[1] == cells[0] + 1 and len(self.blocks[cells[0]].text) <= CELL:
            first, second = self.blocks[cells[0]], self.blocks[cells[1]]
            if "\t" not in first.text:
                first.text = f"{first.text}\t{second.text}"
                del self.blocks[cells[1]], self.styles[cells[1]], self.sizes[cells[1]]

    def alternative(self, node: _Element) -> None:
        """Another document that is embedded here, which Word shows as if it were part of this one."""
        self.chunks += 1
        if self.chunks <= CHUNKS:
            for block in self.chunk(node.get(qn("r:id")) or ""):
                self._add(block, f"heading {block.level}" if block.level else "", 0.0)

    def rank(self) -> None:
        """Short paragraphs that are clearly larger than most of the text are headings, too."""
        letters: Counter[float] = Counter()
        for block, size in zip(self.blocks, self.sizes, strict=True):
            letters[size] += len(block.text)
        usual = letters.most_common(1)[0][0] if letters else 0.0
        for block, size in zip(self.blocks, self.sizes, strict=True):
            if size >= (usual or 22.0) * LARGER and not 0 < block.level < SIZED and len(block.text) <= 300:
                block.level = SIZED


def _embedded(relations: Mapping[str, object], name: str, limits: Limits, depth: int) -> list[Block]:
    """The blocks of an embedded document; none of one that cannot be read, or is within another."""
    relation = relations.get(name)
    part = (
        None if relation is None or getattr(relation, "is_external", True) else getattr(relation, "target_part", None)
    )
    data: bytes = getattr(part, "blob", b"")
    head = data[:200].lstrip().lower()
    if data.startswith(b"PK"):
        return read(data, limits, depth + 1).blocks if depth == 0 else []
    try:
        if data.startswith(b"{\\rtf"):
            from app.intake.documents.documents import rtf_text

            return of_text(rtf_text(data))
        if head.startswith((b"mime-version", b"content-type", b"from:")):
            pages = (one.get_payload(decode=True) for one in message_from_bytes(data, policy=default).walk()
                     if one.get_content_type() == "text/html")  # fmt: skip
            data = next((page for page in pages if isinstance(page, bytes)), b"")
            head = b"<"
        text, _ = text_of(data)
    except Refused:
        return []
    return of_html(text) if head.startswith(b"<") or b"<body" in data[:5000].lower() else of_text(text)
