"""The formats, each read by a program that had no part in writing it."""

import io
import json
import re
import zipfile
from collections.abc import Callable

import pypdf
import pytest
from docx import Document
from lxml import etree, html
from markdown_it import MarkdownIt

from app.exports.documents import FORMATS
from app.exports.press_review import PrintedReview, printed
from app.exports.rights import EXCERPT, Terms
from app.queries.views.review import Review
from tests.exports.reviews import EVIL, hostile, ordinary, texts


def read_docx(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def read_pdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def read_html(data: bytes) -> str:
    return str(html.fromstring(data.decode()).xpath("string(//body)"))


def read_md(data: bytes) -> str:
    return str(html.fromstring(MarkdownIt().render(data.decode())).xpath("string()"))


READERS: dict[str, Callable[[bytes], str]] = {
    "docx": read_docx,
    "pdf": read_pdf,
    "html": read_html,
    "txt": bytes.decode,
    "md": read_md,
}


def squeezed(text: str) -> str:
    """Without what setting a text changes: white space, and hyphens where lines end."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.fixture(scope="module")
def review() -> Review:
    return ordinary()


@pytest.fixture(scope="module")
def whole(review: Review) -> PrintedReview:
    return printed(review, Terms())


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_says_all_of_it(whole: PrintedReview, ending: str) -> None:
    told = squeezed(READERS[ending](FORMATS[ending].make(whole))).lower()
    parts = [whole.title, *(value for _, value in whole.cover), whole.note, *whole.rights, *whole.method]
    for entry in whole.entries:
        parts += [entry.heading, *entry.facts, entry.excerpt, entry.note, *entry.remarks]
        parts += [part for quote in entry.quotes for part in (quote.text, quote.speaker)]
    assert [part for part in parts if squeezed(part).lower() not in told] == []


@pytest.mark.parametrize("ending", FORMATS)
def test_no_format_gives_more_of_a_text_than_an_excerpt(whole: PrintedReview, ending: str) -> None:
    """No run of more than 140 characters of an article, but for what stands between quotation marks."""
    told = squeezed(READERS[ending](FORMATS[ending].make(whole)))
    for text in map(squeezed, texts()):
        runs = [text[at : at + EXCERPT] for at in range(0, len(text) - EXCERPT, 7)]
        assert [run for run in runs if run in told and "„" not in run] == []


@pytest.mark.parametrize("ending", FORMATS)
def test_hostile_words_are_words(ending: str) -> None:
    told = READERS[ending](FORMATS[ending].make(printed(hostile(), Terms())))
    assert squeezed("<script>alert(1)</script>{{7*7}}") in squeezed(told)
    assert "\x00" not in told
    assert EVIL not in told


def test_word_finds_styles_contents_and_links(whole: PrintedReview) -> None:
    data = FORMATS["docx"].make(whole)
    document = Document(io.BytesIO(data))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Heading 2") == len(whole.entries)
    assert styles.count("TOC 2") == len(whole.entries)
    assert document.core_properties.title == whole.title
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        tree = etree.fromstring(parts.read("word/document.xml"))
    spaces = tree.nsmap
    names = {one.get(f"{{{spaces['w']}}}name") for one in tree.iterfind(".//w:bookmarkStart", spaces)}
    anchors = {one.get(f"{{{spaces['w']}}}anchor") for one in tree.iterfind(".//w:hyperlink", spaces)} - {None}
    assert anchors == names
    links = {link.url for paragraph in document.paragraphs for link in paragraph.hyperlinks}
    assert links >= {address for entry in whole.entries for address in (entry.link, entry.sentence[1])}
    starts, ends = (len(tree.findall(f".//w:fldChar[@w:fldCharType='{kind}']", spaces)) for kind in ("begin", "end"))
    assert starts == ends == 1


def test_pdf_is_tagged_kept_and_carries_its_fonts(whole: PrintedReview) -> None:
    reader = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].make(whole)))
    root = reader.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).lower().startswith("de")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"]
    meta = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part>2<", meta)
    assert re.search(r"pdfuaid:part>1<", meta)
    assert kinds(root["/StructTreeRoot"].get_object()) >= {"/Document", "/H1", "/H2", "/P", "/Link"}
    used = [page["/Resources"].get("/Font", {}) for page in reader.pages]  # type: ignore[attr-defined]
    fonts = [font.get_object() for some in used for font in some.values()]
    assert fonts
    for font in fonts:
        below = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in below or "/FontFile3" in below


def test_pdf_has_an_outline_and_leads_to_every_sentence(whole: PrintedReview) -> None:
    reader = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].make(whole)))
    assert len(reader.outline) >= 2
    uris = {
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert uris >= {entry.link for entry in whole.entries} | {entry.sentence[1] for entry in whole.entries}


def kinds(element: object) -> set[str]:
    """The kinds of elements of a structure tree."""
    found: set[str] = set()
    below = element.get("/K", []) if hasattr(element, "get") else []  # type: ignore[attr-defined]
    if hasattr(element, "get") and "/S" in element:  # type: ignore[operator]
        found.add(str(element["/S"]))  # type: ignore[index]
    for one in below if isinstance(below, list) else [below]:
        target = one.get_object() if hasattr(one, "get_object") else one
        if hasattr(target, "get"):
            found |= kinds(target)
    return found


def test_the_web_page_asks_for_nothing(whole: PrintedReview) -> None:
    page = html.fromstring(FORMATS["html"].make(whole).decode())
    assert page.xpath("//script | //link | //iframe | //form") == []
    assert all(src.startswith("data:") for src in page.xpath("//@src"))
    ids = set(page.xpath("//@id"))
    assert {href[1:] for href in page.xpath("//@href") if href.startswith("#")} <= ids
    assert page.get("lang") == "de"


def test_lines_of_a_mail_are_short(whole: PrintedReview) -> None:
    lines = FORMATS["txt"].make(whole).decode().split("\r\n")
    assert [line for line in lines if len(line) > 72 and " " in line.strip()] == []


def test_what_is_said_reaches_typst_as_data(whole: PrintedReview) -> None:
    from app.exports.pdf import TEMPLATE, _told

    assert "#eval" not in TEMPLATE.read_text("utf-8")
    assert json.loads(json.dumps(_told(whole)))["title"] == whole.title
