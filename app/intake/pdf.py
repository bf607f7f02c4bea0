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

from app.intake.items import Limits, Parsed, Piece, Refused

PAGES = 300
HYPHENS = "\ufffe\u00ad\x02"  # how PDFium gives a hyphen at which it joins a parted word


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
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as problem:
        if "assword" in str(problem):
            raise Refused(
                "encrypted", "This file is protected by a password. Remove the protection and try again."
            ) from None
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from None
    if pages > PAGES:
        raise Refused("too-long", "This file holds far more text than an article. Split it into single articles.")
    lines: list[Line] = []
    pictures = False
    for number in range(pages):
        found, drawn = _page(document, number)
        lines += found
        pictures |= drawn
        if sum(len(line.text) for line in found) > 2 * limits.max_chars:
            raise Refused("too-long", "This file holds far more text than an article. Split it into single articles.")
    if sum(character.isalpha() for line in lines for character in line.text) < 20:
        if pictures:
            raise Refused("scanned", "This PDF is a scan: it holds pictures of pages and no text. It was not taken.")
        raise Refused("no-text", "There is no text in this file.")
    lines = _without_running(lines, pages)
    title = _headline(lines)
    body = "\n\n".join(_paragraphs(lines))
    told = " ".join((document.get_metadata_dict().get("Title") or "").split())
    if not title and told and told.casefold() in " ".join(body[:1000].split()).casefold():
        title = told
    yield Parsed(body, "pdf", title=title, notes=("pdf-layout",))


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
    """Without running heads and feet: what stands on most pages, figures aside, and lone page numbers."""
    seen = Counter(key for key, _ in {(_figureless(line.text), line.page) for line in lines})
    often = max(3, pages * 0.6)
    return [
        line
        for line in lines
        if line.text.strip()
        and not (seen[_figureless(line.text)] >= often and len(line.text) < 150)
        and not re.fullmatch(r"\s*(?:(?:Seite|Page)\s*)?\d{1,3}(?:\s*(?:/|von|of)\s*\d{1,3})?\s*", line.text)
    ]


def _figureless(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _headline(lines: list[Line]) -> str | None:
    """The largest lines of the upper first page, if clearly larger than the text around them."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    top = [line for line in lines if line.page == lines[0].page][:25] if lines else []
    largest = max((line.size for line in top), default=0.0)
    if largest < usual * 1.2:
        return None
    start = next(place for place, line in enumerate(top) if line.size == largest)
    taken: list[Line] = []
    for line in top[start : start + 6]:
        if line.size != largest:
            break
        taken.append(line)
    title = " ".join(_joined(taken).split())
    return title if 3 < len(title) <= 300 else None


def _paragraphs(lines: list[Line]) -> Iterator[str]:
    """Lines that belong together: as far apart as lines usually are, in one size, not indented, the one before full."""
    gaps = sorted(a.bottom - b.bottom for a, b in pairwise(lines) if 0 < a.bottom - b.bottom < 60)
    usual = gaps[len(gaps) // 4] if gaps else 0.0  # texts of short paragraphs have many wide gaps, none a narrow one
    widths = sorted(line.right for line in lines)
    edge = widths[int(len(widths) * 0.8)] if widths else 0.0
    block: list[Line] = []
    for line in lines:
        if block and _begins(block[-1], line, usual, edge):
            yield _joined(block)
            block = []
        block.append(line)
    if block:
        yield _joined(block)


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
        if (text and text[-1] in HYPHENS) or _is_parted(text, piece):
            text = text[:-1] + piece
        else:
            text += ("" if not text or text.endswith("-") else " ") + piece
    for sign in HYPHENS:
        text = text.replace(sign, "")
    return " ".join(text.split())


def _is_parted(text: str, piece: str) -> bool:
    """ "Gip-" and "fel" are one word, "Ost-" and "und Westeuropa" are not."""
    together = re.search(r"[a-zäöüß]-$", text[-3:]) is not None and piece[:1].islower()
    return together and not re.match(r"(?:und|oder|bzw)\b", piece)
