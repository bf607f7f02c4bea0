"""The first lines of a text: those that tell about it ("Quelle: NZZ", "Datum: 16. Juni 2021") and leave it.

A line leaves only where all that it says is understood, and only as long as nothing but the headline, a date or a
byline came before it. A line that names an agency signs the text, and stays. Citation lines ("Süddeutsche Zeitung,
16. Juni 2021, S. 4") leave too, be they one line or an outlet above its day; so does the issuer above a press release.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.intake.citations import Citation, citation
from app.intake.dates import date_line, whole_date
from app.intake.drafts import MAX_FIELD_CHARS, MAX_SOURCE_CHARS, MAX_URL_CHARS
from app.intake.items import LABELLED, LABELS, Outlet
from app.intake.outlets import outlet_named, outlet_of_address
from app.intake.warnings import find_warnings
from app.nlp.text.agencies import AGENCIES
from app.nlp.text.signatures import BYLINE

HEAD_LINES = 10
CITED_WITHIN = 5  # lines: headline, kicker and lead may stand above a citation
LOOKED_AT = 8000  # characters in which these are looked for
LINE = 450  # characters of a line that may be labelled
DATE_CHARS = 60  # of what stands behind "Datum:"; what is longer tells more than a date
NAME_CHARS = 150
_NEXT_FIELD = re.compile(rf"(?:[|;·,\t]|\s{{2}})\s*(?=(?:{'|'.join(LABELS)})\s*[:=])", re.I)  # "taz | Datum: 28.6.2022"
# A date field that a page left at the very start of a paragraph, without a colon.
_LEAKED_DATE = re.compile(r"\s*(?:date|published|datum)\s+(\d{4}(?:-\d\d){0,2})\b", re.I)
_PROSE_END = re.compile(r"[.!?…][\"“”«»‘’)]*$")
_FURNITURE = {"cookie-notice", "paywall", "leaked-caption", "leaked-metadata", "boilerplate"}
# Where a press release tells who issued it: its last line, or the dateline of the service it came through.
_ISSUED = re.compile(r"^\s*Original-Content von:\s*(\S[^\n]{0,150}?)(?:,\s*übermittelt\b[^\n]{0,80})?\s*$", re.M)
_SERVICE = re.compile(r"\s*[A-ZÄÖÜ][\w./ -]{1,40}\((?:ots|OTS)(?:/[\w-]{1,20})?\)")
_HEADLINE_END = re.compile(r"[.,;:]$|\.[\"“”«»]$")


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines say: ``first`` are these lines, ``labels`` what they say by field; ``lines`` are those, as
    they stood, that ``text`` is without. ``citation`` is what they say of the issue, ``issuer`` whose release it is.
    """

    first: list[str]
    labels: dict[str, str]
    lines: tuple[str, ...]
    text: str
    citation: Citation | None = None
    issuer: str | None = None


def read_head(text: str, known: Sequence[Outlet] = ()) -> Head:
    """The head of a text whose lines end in line feeds; a text of nothing but labelled lines stays as it is."""
    first = [line for line in text[:LOOKED_AT].split("\n") if line.strip()][:HEAD_LINES]
    cited = _citations(first, known)
    issuer = _issuer(first, text)
    understood = {*cited, *((first[0],) if issuer else ())}
    leaving = tuple(_leaving(first, understood))
    rest = _without(text, leaving)
    if not any(character.isalpha() for character in rest):
        leaving, rest = (), text
    told = next((cited[line] for line in first if line in cited and line in leaving), None)
    return Head(first, _labels([line for line in first if line not in cited]), leaving, rest, told, issuer)


def _citations(first: Sequence[str], known: Sequence[Outlet]) -> dict[str, Citation]:
    """The lines that are a citation, alone or an outlet and its day together, and what they tell."""
    found = {line: told for line in first if (told := citation(line, known))}
    for above, below in pairwise(first[:4]):
        lines = (above, below) if date_line(below.strip()) else (below, above)
        if outlet_named(lines[0].strip(), known) and date_line(lines[1].strip()):
            told = citation(f"{lines[0].strip()}, {lines[1].strip()}", known)
            found |= {above: told, below: told} if told and not found.keys() & {above, below} else {}
    return found


def _issuer(first: Sequence[str], text: str) -> str | None:
    """Whose press release it is, where the first line says no more than that."""
    if len(first) < 4:
        return None
    named = _ISSUED.search(text[-3000:])
    line = first[0].strip()
    is_above_day = date_line(first[1].strip()) is not None and not date_line(line) and len(line) <= NAME_CHARS
    is_release = any(_SERVICE.match(one[:100]) for one in first[2:6])
    return line if (named and named[1] == line) or (is_above_day and is_release) else None


def is_headline(line: str) -> bool:
    """May a line without white space around be the headline of what follows it?"""
    return 10 <= len(line) <= 160 and " " in line and not _HEADLINE_END.search(line)


def is_about(line: str) -> bool:
    """Is it a line about the article: a field, a date, a byline, furniture?"""
    if LABELLED.fullmatch(line[:LINE]) or date_line(line) or BYLINE.fullmatch(line[:300]):
        return True
    return any(one.code in _FURNITURE and one.end - one.start >= len(line) for one in find_warnings(line[:300]))


def is_agency(name: str | None) -> bool:
    """Agencies sign texts that appear elsewhere: "Quelle: AFP/dpa" names no outlet."""
    parts = re.split(r"\s*(?:[/,;+&]|\bund\b|\bmit\b)\s*", (name or "").strip().lower())
    return all(part in AGENCIES or not part for part in parts) and bool(name)


def is_web_address(value: str) -> bool:
    """Is it an address of the web, of a host with a name?"""
    return value.startswith(("http://", "https://")) and len(value) <= MAX_URL_CHARS and domain_of(value) is not None


def domain_of(value: str, known: Sequence[Outlet] = ()) -> str | None:
    """The outlet or host of what is an address, or looks like one without its scheme."""
    if re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", value):
        return outlet_of_address(value if "://" in value else f"https://{value}", known)
    return None


def _labels(first: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in first:
        for field, value in _fields(line):
            found.setdefault(field, value)
        leaked = _LEAKED_DATE.match(line[:60])
        if leaked:
            found.setdefault("published", leaked[1])
    return found


def _fields(line: str) -> Iterator[tuple[str, str]]:
    """Field and value of each part of a labelled line."""
    for part in _NEXT_FIELD.split(line) if len(line) < LINE and LABELLED.fullmatch(line) else ():
        if match := LABELLED.fullmatch(part):
            yield LABELS[match[1].lower()], match[2].strip()


def _leaving(first: list[str], understood: Collection[str]) -> Iterator[str]:
    """The lines that leave the text, from its beginning to where it begins to tell of something else; behind a lead
    only what is a citation and nothing else.
    """
    headline = begun = False
    for number, line in enumerate(first):
        fields = [] if begun else list(_fields(line))
        is_citation = line in understood and (not begun or number < min(CITED_WITHIN, len(first) - 1))
        if is_citation or (fields and all(_is_understood(field, value) for field, value in fields)):
            yield line
        elif not begun and not is_about(line.strip()):
            begun = headline or not is_headline(line.strip())
            headline = True


def _is_understood(field: str, value: str) -> bool:
    """Is that what the field should hold, and not the beginning of a text ("Autor: Herr Minister, wie …?")?"""
    match field:
        case "published":
            return len(value) <= DATE_CHARS and whole_date(value) is not None
        case "url":
            return is_web_address(value)
        case "title":
            return len(value) <= MAX_FIELD_CHARS
    names_agency = any(part.strip().lower() in AGENCIES for part in re.split(r"[/,;+&|]|\bund\b|\bmit\b", value))
    longest = MAX_SOURCE_CHARS if field == "source" else NAME_CHARS
    return len(value) <= longest and not names_agency and not _PROSE_END.search(value)


def _without(text: str, leaving: tuple[str, ...]) -> str:
    """The text without these lines, each the first of its kind in their order, and without the gaps they leave."""
    if not leaving:
        return text
    kept: list[str] = []
    waiting = list(leaving)
    in_gap = False
    for line in text.split("\n"):
        if waiting and line == waiting[0]:
            del waiting[0]
            in_gap = not kept or not kept[-1].strip()
        elif not in_gap or line.strip():
            in_gap = False
            kept.append(line)
    return "\n".join(kept)
