"""Documents of word processors: Word, OpenDocument, RTF. All XML is read without entities or anything from outside."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from striprtf.striprtf import rtf_to_text

from app.intake.archives import check_member, open_archive, read_member, too_large
from app.intake.charset import mended
from app.intake.documents import word
from app.intake.items import Limits, Parsed, Piece, Refused
from app.intake.layouts.blocks import Block, of_text
from app.intake.layouts.exports import joined
from app.intake.layouts.splitting import pieces

XML_BYTES = 30_000_000
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_BREAK = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}break-before"
_DC = "{http://purl.org/dc/elements/1.1/}"
# Changes that were deleted, remarks and footnotes are not the article.
_SKIPPED = {f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls"}
_MADE_BY_PROGRAM = re.compile(
    r"^(?:Microsoft \w+ ?-|Word Document$|Dokument ?\d*$|Document ?\d*$|Unbenannt|Untitled)|\.\w{2,4}$", re.I
)


def _checked(data: bytes, limits: Limits, is_parsed: Callable[[str], bool]) -> zipfile.ZipFile:
    """The document's package, once its parts are known to be of sane size, and those that are parsed to declare no
    entities. Raises Refused."""
    archive = open_archive(io.BytesIO(data), limits)
    total = 0
    for info in archive.infolist():
        check_member(info, limits)
        total += info.file_size
        if is_parsed(info.filename):
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
    """A Word document: its paragraphs and tables in order, deleted and hidden ones left out, inserted ones taken."""
    _checked(data, limits, lambda name: name.endswith((".xml", ".rels")) and not name.startswith("customXml/")).close()
    try:
        document = word.read(data, limits)
    except (MemoryError, RecursionError, Refused):
        raise
    except Exception as damage:  # python-docx and lxml raise whatever a damaged package leads them to
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from damage
    kept = list(zip(document.styles, document.blocks, strict=True))
    title = _take_title(kept, ("title", "titel"), ("heading 1", "überschrift 1"))
    whole = Parsed(joined([block for _, block in kept]), "docx", title=title or _told(document.title))
    yield from pieces(document.blocks, whole, limits)


def _take_title(paragraphs: list[tuple[str, Block]], *names: tuple[str, ...]) -> str | None:
    """The headline by the name of its style, taken out of the paragraphs where it stands among the first."""
    for wanted in names:
        for place, (style, block) in enumerate(paragraphs[:4]):
            if style in wanted and len(block.text) <= 300:
                del paragraphs[place]
                return " ".join(block.text.split())
    return None


def _told(title: str | None) -> str | None:
    """A document's own title, unless a program made it up."""
    title = " ".join((title or "").split())
    return None if not title or _MADE_BY_PROGRAM.search(title) else title


def read_odt(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """An OpenDocument text, as LibreOffice writes it."""
    with _checked(data, limits, lambda name: name in {"content.xml", "meta.xml"}) as archive:
        if _is_locked(archive, limits):
            raise Refused("encrypted", "This file is protected by a password. Remove the protection and try again.")
        content = _part(archive, "content.xml", limits)
        if content is None:
            raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.")
        meta = _part(archive, "meta.xml", limits) if "meta.xml" in archive.namelist() else None
    paragraphs = list(_styled(content))
    blocks = [block for _, block in paragraphs]
    title = _take_title(paragraphs, ("title",), ("heading 1",))
    told = meta.find(f".//{_DC}title") if meta is not None else None
    named = _told(told.text if told is not None else None)
    yield from pieces(blocks, Parsed(joined([block for _, block in paragraphs]), "odt", title=title or named), limits)


def _is_locked(archive: zipfile.ZipFile, limits: Limits) -> bool:
    """Does the package list one of its parts as encrypted?"""
    name = "META-INF/manifest.xml"
    return name in archive.namelist() and b"encryption-data" in read_member(archive, archive.getinfo(name), limits)


def _styled(content: Element) -> Iterator[tuple[str, Block]]:
    """The lines of a text, each with the style of its paragraph."""
    styles = {style.get(f"{_STYLE}name", ""): style for style in content.iter(f"{_STYLE}style")}
    body = content.find(f".//{_OFFICE}text")
    for node in _paragraphs(body) if body is not None else ():
        name = node.get(f"{_TEXT}style-name", "")
        style = styles.get(name)
        parent = style.get(f"{_STYLE}parent-style-name", "") if style is not None else ""
        called = (parent or name).lower().replace("_20_", " ")
        outline = node.get(f"{_TEXT}outline-level") or "" if node.tag == f"{_TEXT}h" else ""
        if called != "title" and outline:
            called = f"heading {outline}"
        level = int(outline) if outline.isdecimal() else 1 if called == "title" else 0
        is_new_page = style is not None and any("page" in one.get(_BREAK, "") for one in style)
        for number, block in enumerate(of_text(_odt_text(node))):
            block.level, block.rule = level, block.rule or (is_new_page and not number)
            block.gap |= not number
            yield called, block


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


_CELL = re.compile(r"\\(?:nest)?cell(?![a-z])")


def read_rtf(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """Rich Text Format; pictures in it are passed over."""
    try:
        text = rtf_text(data)
        title = _RTF_TITLE.search(data[:100_000])
        named = rtf_text(b"{\\rtf1\\ansi " + title[1] + b"}") if title else None
    except (MemoryError, RecursionError):
        raise
    except Exception as damage:  # the converter raises whatever damaged control words lead it to
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from damage
    blocks = of_text(text)
    for block in blocks:
        block.gap = True
    if not blocks:
        raise Refused("no-text", "There is no text in this file.")
    yield from pieces(blocks, Parsed(joined(blocks), "rtf", title=_told(named)), limits)


def rtf_text(data: bytes) -> str:
    """The text of Rich Text, a tab behind each cell of a table. Raises whatever damage leads the converter to.

    Bytes beyond ASCII are none by the rules; programs that write them all the same write UTF-8 or Windows-1252.
    """
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError:
        written = data.decode("cp1252", errors="replace")
    # The converter knows links by how they begin, and would put the address behind what is linked.
    written = _CELL.sub(r"\\tab ", written).replace("\\fldinst{", "\\fldinst {")
    convert: Callable[..., str] = rtf_to_text
    return mended(convert(written, errors="replace").replace("\x00", ""))
