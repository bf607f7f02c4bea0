"""The press review as a Word document that an office goes on writing in: styles, headings, a table of contents.

The table of contents is a field with its entries in it, so that it is there before anybody updates it.
"""

from io import BytesIO
from typing import Any

from app.exports.pictures import png
from app.exports.press_review import Entry, PrintedReview

SERIF, SANS = "Georgia", "Arial"  # every office has them; a document that is written on cannot carry its fonts along
BOOKMARK = "item_{}"
_COMMENT = "Gipfelspiegel"


def docx(review: PrintedReview) -> bytes:
    """The document."""
    from docx import Document

    document = Document()
    _describe(document, review)
    _set_styles(document, review.language)
    _footer(document, review)
    body = document.element.body
    end = body.sectPr
    body.remove(end)  # what is added goes before it, which is looked for through all that is there
    _cover(document, review)
    _contents(document, review)
    for section in review.sections:
        _paragraph(document, "Heading 1", section.title)
        for entry in section.entries:
            _entry(document, entry, review)
    for name, lines in (("method", review.method), ("rights", review.rights)):
        _paragraph(document, "Heading 1", review.words[name])
        for line in lines:
            _paragraph(document, "Fact", line)
    body.append(end)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _describe(document: Any, review: PrintedReview) -> None:
    told = document.core_properties
    told.title, told.subject, told.author = review.title[:255], review.summit[:255], "Gipfelspiegel"
    told.comments, told.language, told.keywords = _COMMENT, review.language, ""
    told.created = told.modified = review.made_at.replace(tzinfo=None, microsecond=0)


# --- styles

# Style, what it is based on, font, size in points, bold, colour, points before and after, kept with the next.
_STYLES = (
    ("Normal", None, SERIF, 10.5, False, "000000", 0, 6, False),
    ("Title", None, SERIF, 25, True, "000000", 120, 12, True),
    ("Heading 1", None, SANS, 14, True, "000000", 22, 8, True),
    ("Heading 2", None, SERIF, 12.5, True, "000000", 14, 3, True),
    ("Fact", "Normal", SANS, 8.5, False, "595959", 0, 4, False),
    ("Source Line", "Fact", SANS, 8.5, False, "595959", 0, 4, True),
    ("Speaker", "Fact", SANS, 8.5, True, "000000", 0, 2, True),
    ("Quote", "Normal", SERIF, 10.5, False, "000000", 0, 4, False),
    ("Own Note", "Normal", SERIF, 10, False, "000000", 4, 4, False),
    ("TOC 1", "Normal", SANS, 10, True, "000000", 6, 2, False),
    ("TOC 2", "Normal", SANS, 9, False, "000000", 0, 1, False),
)


def _set_styles(document: Any, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    styles = document.styles
    for name, base, font, size, bold, colour, before, after, kept in _STYLES:
        style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = styles[base]
        style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        _fonts(style, font)
        for border in style.element.xpath("w:pPr/w:pBdr"):
            border.getparent().remove(border)
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after, spacing.keep_with_next = Pt(before), Pt(after), kept
        spacing.widow_control = True
    for name, indent in (("Quote", 5), ("Own Note", 5), ("TOC 2", 5)):
        styles[name].paragraph_format.left_indent = Mm(indent)
    _speak(styles, language)


def _fonts(style: Any, font: str) -> None:
    """The same font for every script: else a theme's takes its place."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _speak(styles: Any, language: str) -> None:
    """The language of the words, for spelling and screen readers."""
    told = _made("w:lang", val={"de": "de-DE"}.get(language, "en-GB"))
    styles["Normal"].element.get_or_add_rPr().append(told)


# --- parts


def _paragraph(document: Any, style: str, text: str = "") -> Any:
    """A new last paragraph. By the id of its style: by the name all styles are gone through for each paragraph."""
    from docx.text.paragraph import Paragraph

    element = _made("w:p")
    element.style = style.replace(" ", "")
    document.element.body.append(element)
    paragraph = Paragraph(element, document._body)
    if text:
        paragraph.add_run(text)
    return paragraph


def _cover(document: Any, review: PrintedReview) -> None:
    _paragraph(document, "Title", review.title)
    if review.notice:
        _paragraph(document, "Normal").add_run(review.notice).bold = True
    for label, value in review.cover:
        paragraph = _paragraph(document, "Fact")
        paragraph.add_run(f"{label}: ")
        paragraph.add_run(value).bold = True
    if review.note:
        _lines(_paragraph(document, "Own Note"), review.note)
    for line in review.rights:
        _paragraph(document, "Fact", line)
    _break_page(document)


def _contents(document: Any, review: PrintedReview) -> None:
    _paragraph(document, "TOC 1", review.words["contents"])
    rows = [
        row
        for section in review.sections
        for row in ((1, section.title, 0), *((2, entry.heading, entry.number) for entry in section.entries))
    ]
    last = None
    for place, (level, title, number) in enumerate(rows):
        last = _paragraph(document, f"TOC {level}")
        if place == 0:
            for part in (_field("begin"), _instruction('TOC \\o "1-2" \\n \\h \\z \\u'), _field("separate")):
                last._p.append(part)
        if number:
            _link(last, title, anchor=BOOKMARK.format(number))
        else:
            last.add_run(title)
    if last is not None:
        last._p.append(_field("end"))
    _break_page(document)


def _entry(document: Any, entry: Entry, review: PrintedReview) -> None:
    heading = _paragraph(document, "Heading 2", entry.heading)
    _bookmark(heading, entry.number)
    _paragraph(document, "Source Line", " · ".join(entry.facts))
    if entry.speaker:
        _paragraph(document, "Speaker", f"{entry.speaker}:")
    if entry.excerpt:
        _paragraph(document, "Quote", entry.excerpt)
    for quote in entry.quotes:
        _paragraph(document, "Quote", quote.text).paragraph_format.keep_with_next = True
        _paragraph(document, "Fact", quote.speaker)
    for paragraph in entry.whole:
        _paragraph(document, "Normal", paragraph)
    _picture(document, entry)
    if entry.note:
        note = _paragraph(document, "Own Note")
        note.add_run(f"{review.words['note']}: ").bold = True
        _lines(note, entry.note)
    if entry.remarks:
        _paragraph(document, "Fact", " · ".join(entry.remarks))
    _addresses(document, entry, review)


def _picture(document: Any, entry: Entry) -> None:
    from docx.shared import Mm

    if entry.picture is not None and entry.picture.svg:
        shape = document.add_picture(BytesIO(png(entry.picture.svg)), width=Mm(160))
        shape._inline.docPr.set("descr", entry.heading)


def _addresses(document: Any, entry: Entry, review: PrintedReview) -> None:
    leads = [(words, address) for words, address in ((review.words["outlet"], entry.link), entry.sentence) if address]
    if not leads:
        return
    paragraph = _paragraph(document, "Fact")
    for place, (words, address) in enumerate(leads):
        if place:
            paragraph.add_run(" · ")
        _link(paragraph, words, address=address)


def _footer(document: Any, review: PrintedReview) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    page = document.sections[0]
    page.different_first_page_header_footer = True
    paragraph = page.footer.paragraphs[0]
    paragraph.style, paragraph.alignment = document.styles["Fact"], WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(f"{review.title[:80]} · {review.words['page']} ")
    paragraph._p.append(_counted("PAGE"))
    paragraph.add_run(f" {review.words['of']} ")
    paragraph._p.append(_counted("NUMPAGES"))


def _break_page(document: Any) -> None:
    from docx.enum.text import WD_BREAK

    _paragraph(document, "Normal").add_run().add_break(WD_BREAK.PAGE)


def _lines(paragraph: Any, text: str) -> None:
    for place, line in enumerate(text.split("\n")):
        if place:
            paragraph.add_run().add_break()
        paragraph.add_run(line)


# --- what python-docx has no words for: Office Open XML, ECMA-376 part 1


def _made(tag: str, text: str = "", **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    if text:
        element.text = text
    return element


def _run(*parts: Any) -> Any:
    run = _made("w:r")
    run.extend(parts)
    return run


def _field(kind: str) -> Any:
    return _run(_made("w:fldChar", fldCharType=kind))


def _instruction(text: str) -> Any:
    from docx.oxml.ns import qn

    told = _made("w:instrText", text)
    told.set(qn("xml:space"), "preserve")
    return _run(told)


def _counted(name: str) -> Any:
    field = _made("w:fldSimple", instr=name)
    field.append(_run(_made("w:t", "1")))
    return field


def _bookmark(paragraph: Any, number: int) -> None:
    name = BOOKMARK.format(number)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, _made("w:bookmarkStart", id=str(number), name=name))
    paragraph._p.append(_made("w:bookmarkEnd", id=str(number)))


def _link(paragraph: Any, words: str, *, address: str = "", anchor: str = "") -> None:
    """Words that lead to an address of the web or to a bookmark of the document."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    link = _made("w:hyperlink", **({"anchor": anchor} if anchor else {}))
    if address:
        relations = paragraph.part.rels  # ``relate_to`` looks through all of them for one that is there
        id_ = f"address{len(relations)}"
        relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, id_, is_external=True)
        link.set(qn("r:id"), id_)
    text = _made("w:t", words)
    text.set(qn("xml:space"), "preserve")
    link.append(_run(*([] if anchor else [_coloured()]), text))
    paragraph._p.append(link)


def _coloured() -> Any:
    told = _made("w:rPr")
    told.append(_made("w:color", val="1D4F91"))
    told.append(_made("w:u", val="single"))
    return told
