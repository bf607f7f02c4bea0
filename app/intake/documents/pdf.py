"""PDF, by PDFium (the engine of Chromium, fuzzed for years). Runs in the reading process only.

PDFium knows characters, places and sizes, no paragraphs: lines are put together again by their distances, words parted
at a line's end are joined, and the largest line at the top of the first page is taken as the headline.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from app.intake.citations import citation
from app.intake.items import Limits, Parsed, Piece, Refused
from app.intake.layouts.blocks import Block
from app.intake.layouts.signs import signs
from app.intake.layouts.splitting import pieces

PAGES = 600
HEADING = 1.2  # times the usual size is a heading's
MOST_LEVEL = 6
EDGE = 3  # lines at the top and foot of a page that may be on all
WIDE = 1.5  # times the size of the letters is a gap between columns, not words
HYPHENS = "\ufffe\u00ad\x02"  # how PDFium gives a hyphen at which it joins a parted word


_AND = re.compile(r"(?:und|oder|bzw|bis|sowie)\b")
_WHITE = re.compile(r"\s+")


@dataclass(slots=True)
class Line:
    """A line of a page: its text, type size, left edge, baseline and right edge (points, from below)."""

    text: str
    size: float
    left: float
    bottom: float
    right: float
    page: int


def read_pdf(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """A PDF with text. A scan is refused: nothing here reads pictures."""
    document = _opened(data)
    pages = len(document)
    if pages > PAGES:
        raise _too_long()
    read = _all_lines(document, limits)
    words = sum(len(line.text.split()) for line in read)
    lines = _without_running(read, pages)
    title = _headline(lines)
    blocks = _blocks(lines)
    # The head of each page of an article tells about it once.
    body = "\n\n".join(block.text for block in blocks if not (block.rule and citation(block.text)))
    told = " ".join((document.get_metadata_dict().get("Title") or "").split())
    if not title and told and told.casefold() in " ".join(body[:1000].split()).casefold():
        title = told
    yield from pieces(blocks, Parsed(body, "pdf", title=title, notes=("pdf-layout",)), limits, words)


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        if "assword" in str(problem):
            raise Refused(
                "encrypted", "This file is protected by a password. Remove the protection and try again."
            ) from None
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from None


def _all_lines(document: pdfium.PdfDocument, limits: Limits) -> list[Line]:
    """The lines of all pages. Raises Refused where there is no text, or a page holds more than one can."""
    lines: list[Line] = []
    pictures = False
    for number in range(len(document)):
        found, drawn = _page(document, number)
        lines += found
        pictures |= drawn
        if sum(len(line.text) for line in found) > 2 * limits.max_chars:
            raise _too_long()
    if sum(character.isalpha() for line in lines for character in line.text) < 20:
        if pictures:
            raise Refused("scanned", "This PDF is a scan: it holds pictures of pages and no text. It was not taken.")
        raise Refused("no-text", "There is no text in this file.")
    return lines


def _too_long() -> Refused:
    return Refused("too-long", "This file holds far more text than an article. Split it into single articles.")


def _blocks(lines: list[Line]) -> list[Block]:
    """The paragraphs of a document; what is clearly larger than the text is a heading, the larger the higher."""
    usual = _usual(lines)
    sizes = sorted({line.size for line in lines if line.size >= usual * HEADING}, reverse=True)
    found: list[Block] = []
    page = 0
    for paragraph in _paragraphs(lines):
        size = paragraph[0].size
        level = min(sizes.index(size) + 1, MOST_LEVEL) if size in sizes else 0
        found.append(Block(_joined(paragraph), level=level, rule=bool(found) and paragraph[0].page != page))
        page = paragraph[0].page
    return found


def _page(document: pdfium.PdfDocument, number: int) -> tuple[list[Line], bool]:
    """The lines of a page, and whether it shows pictures. A page that cannot be read has none."""
    try:
        page = document[number]
        pictures = any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return [], False
    lines = list(_lines(text, number))
    text.close()
    page.close()
    return lines, pictures


def _lines(page: pdfium.PdfTextPage, number: int) -> Iterator[Line]:
    parts: list[str] = []
    first = last = -1
    sizes: Counter[float] = Counter()
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        character = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if character in "\r\n":
            if parts:
                yield _line(page, "".join(parts), sizes, first, last, number)
            parts, first, sizes = [], -1, Counter()
            continue
        if parts and parts[-1].isspace() and not character.isspace() and last >= 0 and first >= 0:
            gap = page.get_charbox(index, loose=True)[0] - page.get_charbox(last, loose=True)[2]
            # In a page's head, a wide gap parts outlet, day and page.
            parts.append("  " if gap > WIDE * max(sizes, default=10.0) else "")
        parts.append(character)
        if not character.isspace() and character not in HYPHENS:
            first = index if first < 0 else first
            last = index
            sizes[round(raw.FPDFText_GetFontSize(page, index) * _scale(page, index), 1)] += 1
    if parts:
        yield _line(page, "".join(parts), sizes, first, last, number)


def _scale(page: pdfium.PdfTextPage, index: int) -> float:
    """How much the page magnifies a character: programs write size 1 and magnify, or the other way round."""
    matrix = raw.FS_MATRIX()
    return abs(matrix.d) or abs(matrix.b) or 1.0 if raw.FPDFText_GetMatrix(page, index, ctypes.byref(matrix)) else 1.0


def _line(page: pdfium.PdfTextPage, text: str, sizes: Counter[float], first: int, last: int, number: int) -> Line:
    left = bottom = right = 0.0
    if first >= 0:
        left, bottom, _, _ = page.get_charbox(first, loose=True)
        _, _, right, _ = page.get_charbox(last, loose=True)
    return Line(text, sizes.most_common(1)[0][0] if sizes else 0.0, left, bottom, right, number)


def _without_running(lines: list[Line], pages: int) -> list[Line]:
    """Without running heads and feet, which stand at the edge of most pages, figures aside, and lone page numbers.

    A citation that does stays: it tells about the page.
    """
    edges = _edges(lines)
    seen = Counter(key for key, _ in {(_figureless(lines[place].text), lines[place].page) for place in edges})
    often = max(3, pages * 0.6)
    return [
        line
        for place, line in enumerate(lines)
        if line.text.strip()
        and not (place in edges and seen[_figureless(line.text)] >= often and not citation(line.text))
        and not re.fullmatch(r"\s*(?:(?:Seite|Page)\s*)?\d{1,3}(?:\s*(?:/|von|of)\s*\d{1,3})?\s*", line.text)
    ]


def _edges(lines: list[Line]) -> set[int]:
    """Places of the short lines that are among the highest or lowest of their page."""
    pages: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        pages.setdefault(line.page, []).append(place)
    found: set[int] = set()
    for places in pages.values():
        heights = sorted({round(lines[place].bottom) for place in places})
        outer = {*heights[:EDGE], *heights[-EDGE:]}
        found |= {place for place in places if round(lines[place].bottom) in outer and len(lines[place].text) < 150}
    return found


def _figureless(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _usual(lines: list[Line]) -> float:
    """The size of most of the text."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _headline(lines: list[Line]) -> str | None:
    """The largest lines of the upper first page, if clearly larger than the text around them."""
    usual = _usual(lines)
    top = [line for line in lines if line.page == lines[0].page][:25] if lines else []
    largest = max((line.size for line in top), default=0.0)
    if largest < usual * HEADING:
        return None
    start = next(place for place, line in enumerate(top) if line.size == largest)
    taken: list[Line] = []
    for line in top[start : start + 6]:
        if line.size != largest:
            break
        taken.append(line)
    title = " ".join(_joined(taken).split())
    return title if 3 < len(title) <= 300 else None


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines that belong together: as far apart as lines usually are, in one size, not indented, the one before full;
    a citation and an entry of a list of contents stand alone."""
    gaps = sorted(a.bottom - b.bottom for a, b in pairwise(lines) if 0 < a.bottom - b.bottom < 60)
    usual = gaps[len(gaps) // 4] if gaps else 0.0  # texts of short paragraphs have many wide gaps, none a narrow one
    widths = sorted(line.right for line in lines)
    edge = widths[int(len(widths) * 0.8)] if widths else 0.0
    block: list[Line] = []
    for line in lines:
        if block and (_begins(block[-1], line, usual, edge) or _is_alone(line.text) or _is_alone(block[-1].text)):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_alone(text: str) -> bool:
    return signs([Block(text.strip())])[0].kind in {"citation", "list", "byline"}


def _begins(before: Line, line: Line, usual: float, edge: float) -> bool:
    if abs(before.size - line.size) > 0.6:
        return True
    gap = before.bottom - line.bottom
    ends = before.text.rstrip().endswith((".", "!", "?", "“", '"', "«", "»", ":", "”"))
    if line.page != before.page or gap < 0:  # the next page or column: only a full stop can tell
        return ends and before.right < edge * 0.97
    short = before.right < edge * 0.85
    indented = line.left - before.left > line.size * 0.8
    return gap > max(usual * 1.35, line.size * 1.55) or (ends and (short or indented)) or (short and indented)


def _joined(lines: list[Line]) -> str:
    """One paragraph; a word parted at a line's end is whole again, "Ost-West-" and the like keep their hyphen."""
    text = ""
    for line in lines:
        piece = line.text.strip()
        if text[-1:] in set(HYPHENS) and _AND.match(piece):
            text = f"{text[:-1]}- {piece}"
        elif text[-1:] in set(HYPHENS) or _is_parted(text, piece):
            text = text[:-1] + piece
        else:
            text += ("" if not text or text.endswith("-") else " ") + piece
    for sign in HYPHENS:
        text = text.replace(sign, "")
    return _WHITE.sub(lambda white: "   " if len(white[0]) > 2 else " ", text).strip()


def _is_parted(text: str, piece: str) -> bool:
    """ "Gip-" and "fel" are one word, "Ost-" and "und Westeuropa" are not."""
    together = re.search(r"[a-zäöüß]-$", text[-3:]) is not None and piece[:1].islower()
    return together and not _AND.match(piece)
