"""Pages that need no program any more: without controls, leading to each other, with no word too many."""

import csv
import io
import json
import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

from app.editions.masking import CUT, Masker
from app.settings import ROOT

if TYPE_CHECKING:
    from app.editions.walk import Page, Walk

SHEET = "static/css/edition.css"
# What needs the program: by element, by what htmx or a reader does with it, and by the classes of single controls.
_CLASSES = (
    "button",
    "choices",
    "copy",
    "filters",
    "fixing",
    "handle",
    "languages",
    "lasting-address",
    "make-topic",
    "passage-fix",
    "placing",
    "search",
    "taking",
    "topic-acts",
)
CONTROLS = "|".join(
    [
        "//script",
        "//form",
        "//button",
        "//dialog",
        "//select",
        "//noscript",
        "//textarea",
        "//input[not(starts-with(@id, 'show-'))]",  # those work by the style sheet alone
        "//link[@rel='preload']",
        "//meta[@name='htmx-config']",
        "//*[@id='busy' or @id='kept' or @id='fix' or @id='corrections']",
        "//nav//a[contains(@href, '/folders') or contains(@href, '/sources')]",
        *(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]" for name in _CLASSES),
    ]
)
HOLLOW = "//details[not(*[not(self::summary)])]|//p[not(*) and not(normalize-space())]|//nav[not(*)]"
# A link without its page: a control goes with its words, of anything else the words stay.
CONTROL_LINK = re.compile(r"\b(?:chip|drop|opener|toggle)\b")
NARROW = ("masthead", "over", "footer")
INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "u"}
WORDS_STAY = {"evidence", "m", "name", "quoted", "hit"}  # classes of single words that are marked
AFTER_CUT = re.compile(rf"^(?:\s*{CUT}|[,;.!?–-]+)+")
FEW = 4  # words that a mark may have and stay
SAID_ALOUD = ("alt", "aria-label", "content", "title")


def without_controls(document: HtmlElement) -> HtmlElement:
    """The page as it can be read without the program."""
    for element in document.xpath(CONTROLS):
        if element.getparent() is not None:
            element.drop_tree()
    return document


def written(found: "Walk", note: HtmlElement, masker: Masker) -> Iterator[tuple[str, bytes]]:
    """Every file of a walk, and what pages need of ``static``. ``note`` stands at the top of each page."""
    needed = {SHEET}
    for address, page in found.pages.items():
        raw = page.raw.read_bytes()
        if page.media == "text/html":
            yield page.name, _page(found, address, page, raw, note, masker, needed)
        else:
            yield page.name, _DATA.get(page.media, lambda data, _: data)(raw, masker)
    yield from _static(needed)


# --- pages


def _page(
    found: "Walk", address: str, page: "Page", raw: bytes, note: HtmlElement, masker: Masker, needed: set[str]
) -> bytes:
    document = without_controls(html.document_fromstring(raw))
    for element in [*document.iter("link", "a", "img")]:
        attribute = "src" if element.tag == "img" else "href"
        value = element.get(attribute)
        if value is not None and element.getparent() is not None:
            _lead(found, address, page, element, attribute, value, needed)
    for element in document.iter():
        for name in [name for name in element.attrib if name.startswith("hx-") or name in ("nonce", "download")]:
            del element.attrib[name]
    for element in document.xpath(HOLLOW):
        element.drop_tree()
    _mask(document, masker)
    _without_host(document)
    document.find("head").append(html.Element("link", rel="stylesheet", href=found.relative(page.name, SHEET)))
    own = html.fragment_fromstring(html.tostring(note, encoding="unicode"))
    for link in own.iter("a"):
        link.set("href", found.relative(page.name, link.get("href")))
    document.get_element_by_id("main").insert(0, own)
    return html.tostring(document, encoding="utf-8", doctype="<!doctype html>")  # type: ignore[no-any-return]


def _lead(
    found: "Walk", address: str, page: "Page", element: Any, attribute: str, value: str, needed: set[str]
) -> None:
    """Let a link lead to the file of its page; where there is none, its words stay, those of a control do not."""
    parts = urlsplit(value)
    if parts.path.startswith("/static/"):
        needed.add(parts.path[1:])
        element.set(attribute, found.relative(page.name, parts.path[1:]))
    elif parts.fragment.startswith(":~:text="):  # words of the text, in an address of the outlet
        element.set(attribute, value.partition("#")[0])
    elif value == "/":
        element.set(attribute, found.relative(page.name, "index.html"))
    elif not parts.scheme and (parts.path or parts.query):
        target, fragment = _target(found, urljoin(address, value))
        if target is not None:
            file = "" if target is page and fragment else found.relative(page.name, target.name)
            element.set(attribute, file + (f"#{fragment}" if fragment else ""))
        elif _is_control(element):
            if re.fullmatch(r"\s*·\s*", element.tail or ""):
                element.tail = ""
            element.drop_tree()
        else:
            element.drop_tag()


def _is_control(link: HtmlElement) -> bool:
    """Whether its words are of no use where they lead nowhere: a switch, a way of sorting, a download."""
    if link.get("role") == "button" or link.get("download") is not None or CONTROL_LINK.search(link.get("class", "")):
        return True
    return any(up.tag == "nav" or set(up.get("class", "").split()) & set(NARROW) for up in link.iterancestors())


def _target(found: "Walk", address: str) -> tuple["Page | None", str]:
    """The page that an address leads to, and the place in it: a sentence, where the address names an offset."""
    parts = urlsplit(address)
    key = found.key(address)
    page = found.pages.get(found.led.get(key, key))
    at = dict(parse_qsl(parts.query)).get("at", "")
    if page is not None and at.isascii() and at.isdigit() and page.sentences:
        return page, f"s{page.sentences[max(0, bisect_right(page.sentences, int(at)) - 1)]}"
    return page, parts.fragment


def _mask(document: HtmlElement, masker: Masker) -> None:
    """Cut what may not be given out of every paragraph, whatever elements its words stand in."""
    if not masker.cut:
        return
    run: list[tuple[Any, str]] = []

    def flush() -> None:
        parts = [getattr(owner, part) for owner, part in run]
        kept = [part == "text" and _stays(owner, words) for (owner, part), words in zip(run, parts, strict=True)]
        before = ""
        for (owner, part), words in zip(run, masker.masked_parts(parts, kept), strict=True):
            if before.rstrip().endswith(CUT):  # of what was cut no more is left than one ellipsis
                words = AFTER_CUT.sub("", words)
            setattr(owner, part, words)
            before = words if words.strip() else before
        run.clear()

    def read(element: Any) -> None:
        is_inline = element.tag in INLINE
        if not is_inline:
            flush()
        if element.text:
            run.append((element, "text"))
        for child in element:
            read(child)
            if child.tail:
                run.append((child, "tail"))
        if not is_inline:
            flush()

    for element in document.iter():
        for name in SAID_ALOUD:
            if element.get(name):
                element.set(name, masker.masked(element.get(name)))
    read(document)
    flush()


def _stays(element: Any, words: str) -> bool:
    marked = element.tag == "mark" or set(element.get("class", "").split()) & WORDS_STAY
    return bool(marked) and len(words.split()) <= FEW


def _without_host(document: HtmlElement) -> None:
    """Addresses of the program are none of the edition's."""
    for element in document.iter():
        for part in ("text", "tail"):
            words = getattr(element, part)
            if words and _OWN_ADDRESS.search(words):
                setattr(element, part, _OWN_ADDRESS.sub(r"\1", words))


_OWN_ADDRESS = re.compile(r"http://edition\.invalid/(\S*)")


# --- data


def _csv(raw: bytes, masker: Masker) -> bytes:
    text = raw.decode("utf-8-sig")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        writer.writerow([masker.masked(cell) for cell in row])
    return b"\xef\xbb\xbf" + _own(out.getvalue())


def _json(raw: bytes, masker: Masker) -> bytes:
    return _own(json.dumps(_masked(json.loads(raw), masker), ensure_ascii=False, indent=1))


def _masked(value: Any, masker: Masker) -> Any:
    if isinstance(value, str):
        return masker.masked(value)
    if isinstance(value, list):
        return [_masked(one, masker) for one in value]
    return {name: _masked(one, masker) for name, one in value.items()} if isinstance(value, dict) else value


def _annotations(raw: bytes, masker: Masker) -> bytes:
    """Words that may not be given are left out of a selector, and a quotation that has some is none: positions stay."""
    told = json.loads(raw)
    for item in told["items"]:
        selectors = item["target"]["selector"]
        item["target"]["selector"] = list(_selectors(selectors, masker))
    return _own(json.dumps(told, ensure_ascii=False, indent=1))


def _selectors(selectors: Iterable[dict[str, Any]], masker: Masker) -> Iterator[dict[str, Any]]:
    for selector in selectors:
        if "exact" not in selector:
            yield selector
            continue
        exact = selector["exact"]
        if masker.cut:  # what stands around is nobody's quotation, and many of them together are a text
            selector = {name: value for name, value in selector.items() if name not in ("prefix", "suffix")}
        if masker.masked(exact) == exact:
            yield selector


def _own(text: str) -> bytes:
    return text.replace("http://edition.invalid/", "").encode()


def _plain(raw: bytes, masker: Masker) -> bytes:
    return masker.masked(raw.decode()).encode()


_DATA = {
    "application/json": _json,
    "application/ld+json": _annotations,
    "application/vnd.citationstyles.csl+json": lambda raw, _: _own(raw.decode()),
    "application/x-bibtex": lambda raw, _: _own(raw.decode()),
    "application/x-research-info-systems": lambda raw, _: _own(raw.decode()),
    "text/csv": _csv,
    "text/plain": _plain,
}


def _static(needed: set[str]) -> Iterator[tuple[str, bytes]]:
    """The style sheets and pictures that pages ask for, and the fonts that style sheets do."""
    waiting = sorted(needed)
    for name in waiting:
        file = ROOT / name
        if file.is_file():
            data = file.read_bytes()
            yield name, data
            for url in re.findall(r'url\(["\']?([^)"\':]+)["\']?\)', data.decode()) if name.endswith(".css") else ():
                more = posixpath.normpath(posixpath.join(posixpath.dirname(name), url.partition("?")[0]))
                if more not in waiting:
                    waiting.append(more)
