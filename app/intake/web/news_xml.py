"""XML of the news trade: NITF and NewsML as agencies send them, sitemaps, and whatever else lists articles by field.

Elements are told by their local names, in whatever namespace: rows of ``_PARTS``.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.intake.dates import moment
from app.intake.head import is_web_address
from app.intake.items import Broken, Limits, Linked, Parsed, Piece, Refused
from app.intake.tables.dumps import pieces_of_records
from app.intake.tables.records import with_lead
from app.intake.tables.tables import too_many

DEPTH = 300
# What holds one article, by format.
_ARTICLES = ("newsitem", "nitf")
# Where an article's parts stand: local names, the first that says something is taken; "@" is an attribute.
_PARTS: dict[str, tuple[str, ...]] = {
    "title": ("hl1", "headline", "hedline", "newsline", "title"),
    "lead": ("abstract", "leadline", "hl2", "subheadline"),
    "author": ("by", "byline", "byttl"),
    "published": ("date.issue@norm", "date.release@norm", "contentcreated", "firstcreated", "versioncreated",
                  "story.date@norm", "thisrevisioncreated", "date.issue"),
    "changed": ("contentmodified", "versioncreated", "thisrevisioncreated"),
    "source": ("pubdata@name", "distributor", "creditline", "infosource@literal"),
    "agency": ("provider@literal", "provider@qcode", "provider"),
    "page": ("pubdata@position.section.page",),
}  # fmt: skip
_CONTENT = ("body.content", "datacontent", "inlinexml", "inlinedata", "contentset", "body")
_PARAGRAPHS = {"p", "hl2", "h1", "h2", "h3", "h4", "li", "blockquote", "lede"}
_NOT_TEXT = {"media", "table", "head", "body.head", "body.end", "style", "script"}
_BY = re.compile(r"^\s*(?:von|by|par)\s+", re.I)


def local(element: Element) -> str:
    """An element's name in lower case, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def read_xml(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The articles or addresses of an XML file. Raises Refused where it lists none."""
    root = _parsed(data)
    if local(root) in {"urlset", "sitemapindex"}:
        yield from _sitemap(root, limits)
        return
    items = [one for one in root.iter() if local(one) in _ARTICLES]
    inner = {id(below) for one in items for below in one.iter() if below is not one}
    found = False
    for number, item in enumerate((one for one in items if id(one) not in inner), 1):
        if number > limits.items:
            yield Broken("", too_many(limits))
            return
        found = True
        yield _article(item, f"item {number}" if number > 1 or len(items) > 1 else "")
    if not found:
        is_any = False
        for piece in pieces_of_records(_mapping(root), "xml", limits):
            is_any = True
            yield piece
        if not is_any:
            raise Refused("unknown-kind", "This is an XML file of a kind that is not read here.")


def _parsed(data: bytes) -> Element:
    try:
        root: Element = fromstring(data.lstrip(b"\xef\xbb\xbf \r\n\t"), forbid_dtd=False)
    except DefusedXmlException:
        raise Refused(
            "entities", "This file declares XML entities, which articles never need. It is not opened."
        ) from None
    except (ParseError, ValueError, LookupError):
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from None
    level = [root]
    for _ in range(DEPTH):
        level = [below for one in level for below in one]
        if not level:
            return root
    raise Refused("too-complex", "This file is nested so deeply that it is not read.")


def _sitemap(root: Element, limits: Limits) -> Iterator[Piece]:
    """The addresses of a sitemap; those of a news sitemap with title, day and outlet."""
    seen: set[str] = set()
    for entry in root:
        told = {local(one): " ".join((one.text or "").split()) for one in entry.iter()}
        url = told.get("loc", "")
        if url in seen or not is_web_address(url):
            continue
        seen.add(url)
        if len(seen) > limits.items:
            yield Broken("", too_many(limits))
            return
        published = moment(told.get("publication_date"))
        yield Linked(url, told.get("title") or None, published.day if published else None, told.get("name") or None)
    if not seen:
        raise Refused("no-address", "There is no web address in this file.")


def _article(item: Element, suffix: str) -> Parsed:
    told = {part: _first(item, names) for part, names in _PARTS.items()}
    published, changed = moment(told["published"]), moment(told["changed"])
    text = next((text for name in _CONTENT if (text := _text(_find(item, name)))), "")
    return Parsed(
        with_lead(text, told["lead"] or ""),
        "xml",
        title=told["title"],
        published=published.day if published else None,
        published_by="field" if published else None,
        published_at=published.at if published else None,
        changed_at=changed.at if changed and changed != published else None,
        source=told["source"],
        source_by="field" if told["source"] else None,
        author=_BY.sub("", told["author"] or "") or None,
        agencies=(told["agency"],) if told["agency"] and len(told["agency"]) < 40 else (),
        page=told["page"],
        suffix=suffix,
    )


def _find(item: Element, name: str) -> Element | None:
    return next((one for one in item.iter() if local(one) == name), None)


def _first(item: Element, names: tuple[str, ...]) -> str | None:
    for name in names:
        tag, _, attribute = name.partition("@")
        for one in item.iter():
            if local(one) != tag:
                continue
            value = one.get(attribute) if attribute else " ".join("".join(one.itertext()).split())
            if value:
                return value
    return None


def _text(content: Element | None) -> str:
    """The paragraphs of a content; all its text where it has none."""
    if content is None:
        return ""
    found: list[str] = []
    waiting = [content]
    while waiting:
        one = waiting.pop()
        name = local(one)
        if name in _PARAGRAPHS:
            found.append(" ".join("".join(one.itertext()).split()))
        elif name not in _NOT_TEXT:
            waiting += reversed(one)
    text = "\n\n".join(filter(None, found))
    return text or "\n".join(filter(None, (" ".join(line.split()) for line in "".join(content.itertext()).split("\n"))))


def _mapping(element: Element, depth: int = 6) -> Mapping[str, object]:
    """An element as JSON would have it: what stands once under its name, what stands more often as a list."""
    made: dict[str, object] = dict(element.attrib)
    for child in element:
        value: object = (
            _mapping(child, depth - 1) if len(child) and depth and not _is_prose(child) else
            "\n\n".join(filter(None, (" ".join(part.split()) for part in child.itertext())))
        )  # fmt: skip
        name = str(child.tag).rpartition("}")[2]
        before = made.get(name)
        made[name] = value if before is None else [*before, value] if isinstance(before, list) else [before, value]
    return made


def _is_prose(element: Element) -> bool:
    return all(local(one) in {"p", "br", "b", "i", "em", "strong", "a", "span", "div"} for one in element)
