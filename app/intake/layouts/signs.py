"""What each block of a text is to an article: its citation, a field, a byline, a heading, prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.intake.citations import citation
from app.intake.dates import date_line, find_date, find_day
from app.intake.head import is_headline
from app.intake.items import LABELLED, LABELS
from app.intake.layouts.blocks import Block
from app.intake.outlets import outlet_named
from app.nlp.text.signatures import BYLINE

Kind = Literal["citation", "field", "byline", "day", "outlet", "line", "list", "prose"]
SHORT = 200  # characters of a line that may be about an article
SENTENCE_WORDS = 8
# Words before a colon that name what press offices and archives note about an article, and what nobody means as text.
NOTED = (
    "Ressort", "Rubrik", "Auflage", "Reichweite", "Verbreitung", "Verbreitete Auflage", "Druckauflage", "Gattung",
    "Mediengattung", "Medientyp", "Jahrgang", "Nummer", "Ausgabe", "Seite", "Seiten", "Weblink", "Erscheinungsweise",
    "Verlag", "Land", "Region", "Bundesland", "Themen", "Thema", "Stichworte", "Schlagworte", "Tonalität", "AÄW",
    "Anzeigenäquivalenz", "Visits", "Page Impressions", "Unique User", "Suchbegriff", "Suchbegriffe", "Textlänge",
    "Wörter", "Zeichen", "Section", "Length", "Page", "Circulation", "Reach", "Dokumentnummer", "Clip-ID", "ID",
)  # fmt: skip
_NOTED = re.compile(rf"\s*(?:{'|'.join(map(re.escape, sorted(NOTED, key=len, reverse=True)))})\s?:(?P<value>.*)", re.I)
_NEXT = re.compile(rf"[\s|;·,]+(?=(?:{'|'.join(map(re.escape, (*NOTED, *LABELS)))})\s?:\s)", re.I)
_LISTED = re.compile(
    r"[^\n]*(?:(?:\.\s?){4,}\s*(?:S\.|Seite)?\s*|\t)\d{1,4}|(?:(?:Seite|Page)\s)?\d{1,4}(?:\s?(?:/|von|of)\s?\d{1,4})?"
)
# What the names of newspapers, magazines and stations are made of.
_OUTLET = re.compile(
    r"zeitung|kurier|courier|post\b|anzeiger|blatt\b|presse|nachrichten|rundschau|news|times|bote\b|echo\b|merkur|stern\b"
    r"|allgemeine|spiegel|magazin|woche|online|journal|report|welt\b|funk|radio|fernsehen|\btv\b|tribune|telegraph|press\b"
    r"|herald|monde|figaro|zürcher|heute\b|bild\b|tag\b|volksstimme|stimme\b|volksfreund|standard|express|\.\w{2,3}\b",
    re.I,
)
_REVIEW = re.compile(r"[„“\"]?(?:presse|medien|news)\s?(?:spiegel|schau|über|clipp|review|monitor|letter|lage)", re.I)
_NAME_AND_DAY = re.compile(
    r"(?P<source>[\w„“\"][^\n:;!?]{1,60}?)(?:\s*[,|/–—-]|:|\s(?:vom|v\.|am|from|of))\s+(?P<day>(?:[^\W\d]+\.?,?\s+)?\d[^\n,;|]{5,30}?)"
    r"(?:\s*[,;|/–—-]?\s*(?:S\.|Seiten?:?|p\.|page)\s?(?P<page>[A-Z]{0,3}\d{1,4}))?(?:\s*[,/|]\s*[\w -]{2,30})?",
    re.I,
)
_TITLED = (
    re.compile(r"(?P<title>[^\n]{10,150}?)\s*[(\[](?P<cited>[^()\[\]\n]{6,80})[)\]]"),
    re.compile(r"(?P<cited>[^:\n]{6,80}):\s+(?P<title>[^\n]{10,150})"),
    re.compile(r"(?P<title>[^\n|]{10,150}?)\s[–|]\s(?P<cited>[^|\n]{6,80})"),
)
_PAGE = re.compile(r"(?:Seiten?|Page)\s?:\s*(?P<page>[A-Z]{0,3}\d{1,4})", re.I)
_BETWEEN = " \t,;|/·•–—-()"  # what parts a name and a day
_END = re.compile(r"[.!?…][\"“”«»‘’)\]]*$")


@dataclass(slots=True)
class Sign:
    """What a block is, and the fields that it tells."""

    kind: Kind
    values: dict[str, str] = field(default_factory=dict)


def signs(blocks: Sequence[Block]) -> list[Sign]:
    """The sign of each block; a run of fields, or an outlet beside a day, that say what a citation does is one."""
    found = [_sign(block.text) for block in blocks]
    for place, (sign, block) in enumerate(zip(found, blocks, strict=True)):
        if sign.kind in {"field", "outlet", "day"} and (
            place == 0 or found[place - 1].kind not in _ABOUT or block.rule
        ):
            _merge(found, blocks, place)
    return found


_ABOUT = {"field", "outlet", "day", "byline"}


def _merge(found: list[Sign], blocks: Sequence[Block], place: int) -> None:
    """Make the run that begins here one citation, where it tells both outlet and day."""
    end = place
    values: dict[str, str] = {}
    while end < len(found) and found[end].kind in _ABOUT and not (end > place and blocks[end].rule):
        values = found[end].values | values
        end += 1
    if {"source", "published"} <= values.keys():
        found[place] = Sign("citation", values)


def _sign(text: str) -> Sign:
    """What a block is by its text alone: the first way that knows it tells."""
    if len(text) > SHORT:
        return Sign("prose")
    return next((sign for way in _WAYS if (sign := way(text))), None) or _other(text)


def _cited(text: str) -> Sign | None:
    """A citation, with the fields that stand behind it: "taz vom 16.06.2021, S. 4 Autor: Anna Berg"."""
    parts = _NEXT.split(text)
    told = citation(parts[0]) if any(character.isdigit() for character in text) else None
    if told is None:
        return None
    values = {"source": told.outlet, "published": told.day, "page": told.page, "author": told.author, "at": told.at}
    known = {name: value for name, value in values.items() if value}
    for part in parts[1:]:
        known = _field(part) | known
    return Sign("citation" if told.day else "field", known)


def _titled(text: str) -> Sign | None:
    """A headline and its citation in one line: "Gespräche am See (SZ, 16.06.2021)", "SZ, 16.06.2021: Gespräche"."""
    match = next((found for one in _TITLED if (found := one.fullmatch(text))), None)
    told = (_cited(match["cited"]) or _named(match["cited"])) if match else None
    if match is None or told is None or told.kind != "citation" or _END.search(match["title"]):
        return None
    return Sign("citation", told.values | {"title": match["title"].strip('*_ „“"')})


def _labelled(text: str) -> Sign | None:
    """Fields: "Autor: Anna Berg", "Ressort: Politik Auflage: 1.000"."""
    if not LABELLED.fullmatch(text) and not _NOTED.fullmatch(text):
        return None
    values: dict[str, str] = {}
    for part in _NEXT.split(text):
        values = _field(part) | values
    return Sign("field", values)


def _named(text: str) -> Sign | None:
    """An outlet that nobody knows, but whose name says what it is, and a day: "Bodensee-Kurier, 16.06.2021"."""
    match = _NAME_AND_DAY.fullmatch(text)
    if not match or _REVIEW.match(text) or not _OUTLET.search(match["source"]) or not find_date(match["day"]):
        return None
    values = {"source": match["source"], "published": find_date(match["day"]), "page": match["page"]}
    return Sign("citation", {name: value for name, value in values.items() if value})


def _listed(text: str) -> Sign | None:
    return Sign("list") if _LISTED.fullmatch(text) else None


def _byline(text: str) -> Sign | None:
    """Who wrote it, perhaps beside the day: "16. Juni 2021 von Anna Berg", "Von Anna Berg | 16. Juni 2021"."""
    found = find_day(text) if any(character.isdigit() for character in text) else None
    day, start, end = found or ("", len(text), len(text))
    match = BYLINE.fullmatch(f"{text[:start]} {text[end:]}".strip(_BETWEEN)) or BYLINE.fullmatch(text)
    if match is None:
        return None
    return Sign("byline", {"author": match["names"], **({"published": day} if day else {})})


def _day(text: str) -> Sign | None:
    day = date_line(text) if any(character.isdigit() for character in text) else None
    return Sign("day", {"published": day}) if day else None


def _outlet(text: str) -> Sign | None:
    return Sign("outlet", {"source": text}) if outlet_named(text) else None


def _other(text: str) -> Sign:
    is_prose = len(text) > 160 or (_END.search(text) and len(text.split()) >= SENTENCE_WORDS)
    return Sign("prose" if is_prose else "line")


_WAYS = (_cited, _labelled, _named, _titled, _listed, _byline, _day, _outlet)


def _field(part: str) -> dict[str, str]:
    """The field that "Autor: Anna Berg" or "Seite: 4" tells; nothing where it is one that only archives need."""
    match = LABELLED.fullmatch(part)
    if match:
        name, value = LABELS[match[1].lower()], match[2].strip()
        if not any(character.isalnum() for character in value):
            return {}
        told = (_cited(value) or _named(value)) if name == "source" else None
        return told.values if told else {name: value}
    page = _PAGE.match(part)
    return {"page": page["page"]} if page else {}


def is_title(block: Block, sign: Sign) -> bool:
    """May the block be the headline of what follows?"""
    if _REVIEW.match(block.text):
        return False
    return sign.kind == "line" and (block.level > 0 or is_headline(block.text) or block.role == "title")
