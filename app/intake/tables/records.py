"""A row or record whose fields are known becomes an article, or an address to fetch where it holds no text."""

import html
import re
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from app.intake.dates import moment
from app.intake.head import is_web_address
from app.intake.items import Linked, Parsed, Piece, Refused
from app.intake.outlets import outlet_of_address, outlet_of_domain
from app.intake.web.pages import blocks, parse_html

_MARKUP = re.compile(
    r"<(?:p|br|div|h[1-6]|article|section|ul|ol|li|a|b|i|em|strong|span|html|figure|blockquote)\b", re.I
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.I)
# How services say that they give only the beginning: "… [+2315 chars]".
_CUT_MARK = re.compile(r"\s*\[\s*\+?\d{1,7} (?:chars|characters|Zeichen)\s*\]\s*$", re.I)
_BREAKS_OFF = re.compile(r"(?:…|\.\.\.|\[…\])\W*$")
_BY = re.compile(r"^\s*(?:by|von|par)\s+", re.I)
_DOMAIN = re.compile(r"(?:www\.)?[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.[a-z]{2,12}")
LEAD_WORDS = 5
NODES = 5_000  # strings that are looked at in one nested text


def article(known: Mapping[str, object], kind: str, suffix: str = "", notes: tuple[str, ...] = ()) -> Piece:
    """The article of a record, ``known`` by field (see columns.FIELDS); a record without text is an address."""
    url = line(known.get("url"))
    published = moment(" ".join(filter(None, (line(known.get("published")), line(known.get("time"))))))
    changed = moment(line(known.get("changed")))
    source = _outlet(known.get("source"))
    title = line(_plain(line(known.get("title")) or ""))
    text = with_lead(prose(known.get("text")), prose(known.get("lead")))
    if not text and url and is_web_address(url):
        return Linked(url, title, published.day if published else None, source)
    return Parsed(
        text,
        kind,
        title=title,
        published=published.day if published else None,
        published_by="field" if published else None,
        source=source,
        source_by="field" if source else None,
        author=_names(known.get("author")),
        url=url,
        agencies=tuple(filter(None, re.split(r"\s*[,/;]\s*", line(known.get("agency")) or ""))),
        notes=notes,
        suffix=suffix,
        page=line(known.get("page")),
        published_at=published.at if published else None,
        changed_at=changed.at if changed else None,
    )


def prose(value: object) -> str:
    """The text of a field: of a list its paragraphs, of nested parts all they say; markup becomes text."""
    text = "\n\n".join(_strings(value)) if not isinstance(value, str) else value
    return _CUT_MARK.sub("", _plain(text)).strip()


def _plain(text: str) -> str:
    """Markup and entities as what they show."""
    if _MARKUP.search(text):
        try:
            return blocks(parse_html(f"<div>{text}</div>"))
        except Refused:
            return text
    return html.unescape(text) if _ENTITY.search(text) else text


def _strings(value: object) -> Iterator[str]:
    """All strings within lists and mappings, in their order."""
    waiting: list[object] = [value]
    for _ in range(NODES):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, str):
            if one.strip():
                yield one.strip()
        elif isinstance(one, Mapping):
            waiting += reversed(list(one.values()))
        elif isinstance(one, Sequence):
            waiting += reversed(one)


def with_lead(text: str, lead: str) -> str:
    """The text with its lead as the first paragraph, unless it is there already, or a preview that breaks off."""
    opening = " ".join(lead.split())
    if not text or len(opening.split()) < LEAD_WORDS or _BREAKS_OFF.search(opening):
        return text
    return text if opening.casefold() in " ".join(text.split()).casefold() else f"{lead.strip()}\n\n{text}"


def _outlet(value: object) -> str | None:
    """An outlet's name; of an address or a host the outlet it belongs to."""
    name = line(value)
    if not name:
        return None
    if name.startswith(("http://", "https://")):
        return outlet_of_address(name)
    return outlet_of_domain(name.lower().removeprefix("www.")) if _DOMAIN.fullmatch(name.lower()) else name


def _names(value: object) -> str | None:
    """Authors in one line: of a list, also of one that Python wrote into a cell ("['Petra Amsel']")."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]") and len(value) < 1_000:
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            value = literal_eval(value)
    return _BY.sub("", line(value) or "") or None


def line(value: object) -> str | None:
    """A field in one line: of what has a name that name ({"name": …}, as schema.org gives), of a list all of them."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "title", "url", "id", "value") if value.get(key)), None)
        return line(value) if isinstance(value, (str, int)) else None
    if isinstance(value, list):
        return ", ".join(filter(None, (line(one) for one in value[:10]))) or None
    return " ".join(str(value).split()) or None if isinstance(value, (str, int, float)) else None
