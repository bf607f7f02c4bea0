"""Documents of word processors: Word, OpenDocument, RTF. All XML is read without entities or anything from outside."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError

import docx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from docx.oxml.ns import qn
from lxml.etree import _Element
from striprtf.striprtf import rtf_to_text

from app.intake.archives import check_member, open_archive, read_member, too_large
from app.intake.items import Limits, Parsed, Piece, Refused
from app.intake.layouts.blocks import Block, of_text
from app.intake.layouts.splitting import pieces

XML_BYTES = 30_000_000
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
# Changes that were deleted, remarks and footnotes are not the article.
_SKIPPED = {f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls"}
_LEVEL = re.compile(r"(?:heading|überschrift|title|titel)\s?(\d)?$")
_MADE_BY_PROGRAM = re.compile(
    r"^(?:Microsoft \w+ ?-|Word Document$|Dokument ?\d*$|Document ?\d*$|Unbenannt|Untitled)|\.\w{2,4}$", re.I
)


def _checked(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The document's package, once its parts are known to be of sane size. Raises Refused."""
    archive = open_archive(io.BytesIO(data), limits)
    total = 0
    for info in archive.infolist():
        check_member(info, limits)
        total += info.file_size
        if info.filename.endswith((".xml", ".rels")):
            head = read_member(archive, info, limits)[:4096] if info.file_size <= XML_BYTES else b""
            if not head and info.file_size > XML_BYTES:
                raise too_large(limits)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Refused(
                    "entities", "This file declares XML entities, which articles never need. It is not opened."
                )
    if total > 10 * limits.file_bytes:
        raise too_large(limits)
    return archive


def read_docx(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """A Word document: its paragraphs and tables in order, deleted changes left out, inserted ones taken."""
    _checked(data, limits).close()
    try:
        document = docx.Document(io.BytesIO(data))
        names = {style.style_id: (style.name or "").lower() for style in document.styles}
        paragraphs = [
            (names.get(_style(node), ""), text)
            for node in document.element.body.iter(qn("w:p"))
            if not _is_fallback(node) and (text := _word_text(node).strip())
        ]
        named = document.core_properties.title
    except (MemoryError, RecursionError, Refused):
        raise
    except Exception as damage:  # python-docx and lxml raise whatever a damaged package leads them to
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from damage
    blocks = _blocks(paragraphs)
    title = _take_title(paragraphs, ("title", "titel"), ("heading 1", "überschrift 1"))
    whole = Parsed("\n\n".join(text for _, text in paragraphs), "docx", title=title or _told(named))
    yield from pieces(blocks, whole, limits)


def _blocks(paragraphs: list[tuple[str, str]]) -> list[Block]:
    """Style and text of paragraphs as blocks, a line each."""
    found: list[Block] = []
    for style, text in paragraphs:
        heading = _LEVEL.match(style)
        level = (int(heading[1]) if heading[1] else 1) if heading else 0
        found += (
            Block(line, gap=not number, level=level)
            for number, line in enumerate(line.strip() for line in text.split("\n"))
            if line
        )
    return found


def _style(paragraph: _Element) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return (found.get(qn("w:val")) or "") if found is not None else ""


def _is_fallback(node: _Element) -> bool:
    """Text boxes stand twice in a file: for new programs, and (here) for old ones."""
    return any(str(one.tag).endswith("}Fallback") for one in node.iterancestors())


def _word_text(paragraph: _Element) -> str:
    parts: list[str] = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        owner = next(one for one in node.iterancestors() if one.tag == qn("w:p"))
        if owner is paragraph and node.getparent().tag == qn("w:r"):
            parts.append(
                (node.text or "")
                if node.tag == qn("w:t")
                else {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}.get(node.tag, "\n")
            )
    return "".join(parts)


def _take_title(paragraphs: list[tuple[str, str]], *names: tuple[str, ...]) -> str | None:
    """The headline by the name of its style, taken out of the paragraphs where it stands among the first."""
    for wanted in names:
        for place, (style, text) in enumerate(paragraphs[:4]):
            if style in wanted and len(text) <= 300:
                del paragraphs[place]
                return " ".join(text.split())
    return None


def _told(title: str | None) -> str | None:
    """A document's own title, unless a program made it up."""
    title = " ".join((title or "").split())
    return None if not title or _MADE_BY_PROGRAM.search(title) else title


def read_odt(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """An OpenDocument text, as LibreOffice writes it."""
    with _checked(data, limits) as archive:
        content = _part(archive, "content.xml", limits)
        if content is None:
            raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.")
        meta = _part(archive, "meta.xml", limits) if "meta.xml" in archive.namelist() else None
    parents = {
        style.get(f"{_STYLE}name", ""): style.get(f"{_STYLE}parent-style-name", "")
        for style in content.iter(f"{_STYLE}style")
    }
    body = content.find(f".//{_OFFICE}text")
    paragraphs: list[tuple[str, str]] = []
    for node in _paragraphs(body) if body is not None else ():
        text = _odt_text(node).strip()
        name = node.get(f"{_TEXT}style-name", "")
        style = (parents.get(name) or name).lower().replace("_20_", " ")
        level = node.get(f"{_TEXT}outline-level") == "1" and node.tag == f"{_TEXT}h"
        if text:
            paragraphs.append(("heading 1" if level and style != "title" else style, text))
    blocks = _blocks(paragraphs)
    title = _take_title(paragraphs, ("title",), ("heading 1",))
    told = meta.find(f".//{_DC}title") if meta is not None else None
    named = _told(told.text if told is not None else None)
    yield from pieces(blocks, Parsed("\n\n".join(text for _, text in paragraphs), "odt", title=title or named), limits)


def _part(archive: zipfile.ZipFile, name: str, limits: Limits) -> Element | None:
    try:
        root: Element = fromstring(read_member(archive, archive.getinfo(name), limits), forbid_dtd=True)
        return root
    except DefusedXmlException:
        raise Refused(
            "entities", "This file declares XML entities, which articles never need. It is not opened."
        ) from None
    except (ParseError, KeyError, ValueError):
        return None


def _paragraphs(body: Element) -> Iterator[Element]:
    """Paragraphs and headings in order, without those of remarks, notes and deleted changes."""
    waiting = [body]
    while waiting:
        node = waiting.pop()
        if node.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield node
        elif node.tag not in _SKIPPED:
            waiting += reversed(node)


def _odt_text(paragraph: Element) -> str:
    """A paragraph's text; runs of spaces, tabs and line breaks are elements of their own."""
    parts: list[str] = []
    waiting: list[Element | str] = [paragraph]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node.tag == f"{_TEXT}s":
            count = node.get(f"{_TEXT}c", "1")
            parts.append(" " * min(int(count) if count.isdecimal() else 1, 100))
        elif node.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            parts.append("\t" if node.tag == f"{_TEXT}tab" else "\n")
        elif node.tag not in _SKIPPED:
            parts.append(node.text or "")
            for child in reversed(node):
                waiting += [child.tail or "", child]
    return "".join(parts)


_RTF_TITLE = re.compile(rb"\{\\title\s+([^{}]{1,2000})\}")


def read_rtf(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """Rich Text Format; pictures in it are passed over."""
    try:
        convert: Callable[..., str] = rtf_to_text
        text = convert(data.decode("latin-1"), errors="replace")
        title = _RTF_TITLE.search(data[:100_000])
        named = convert("{\\rtf1\\ansi " + title[1].decode("latin-1") + "}", errors="replace") if title else None
    except (MemoryError, RecursionError):
        raise
    except Exception as damage:  # the converter raises whatever damaged control words lead it to
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from damage
    lines = [line.strip() for line in text.replace("\x00", "").split("\n")]
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not body:
        raise Refused("no-text", "There is no text in this file.")
    whole = Parsed(body.replace("\n", "\n\n").replace("\n\n\n\n", "\n\n"), "rtf", title=_told(named))
    yield from pieces(of_text(whole.text), whole, limits)
