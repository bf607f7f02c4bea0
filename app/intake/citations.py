"""The citation line of a press review or database: outlet, day and page of the issue an article stood in.

A line is a citation where every part of it is understood: a day, an outlet, a page, a number, a section. Which order
they come in and what stands between them does not matter, because every archive and every press office has its own.
``EXAMPLES`` are lines as they are met, with what is read; the tests run each. A new form is a row of ``PARTS`` or a
name of ``_LEADS``, and an example.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.intake.authors import people
from app.intake.dates import find_day, moment
from app.intake.items import LABELS, Outlet
from app.intake.outlets import outlet_named, outlet_of_domain
from app.nlp.text.agencies import AGENCIES

LINE = 200  # characters of a citation
NAME = 60  # characters of an outlet's name
SECTION_WORDS = 5


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an article stood: ``day`` ISO (a day, or None where only a page or number is told), ``at`` the moment
    where a time is, ``page`` as printed (``4``, ``B2``), ``author`` where the line names one."""

    outlet: str
    day: str | None = None
    page: str | None = None
    author: str | None = None
    at: str | None = None


# What a line may begin with: then what follows is an outlet, known or not.
_LEADS = (
    "quelle", "aus", "in", "erschienen in", "zuerst erschienen in", "fundstelle", "medium", "publikation", "zeitung",
    "source", "publication", "herkunft", "erschienen",
)  # fmt: skip
_LEAD = re.compile(rf"\s*(?:{'|'.join(sorted(_LEADS, key=len, reverse=True))})\s*:\s*", re.I)
_LEAD_OPEN = re.compile(r"\s*(?:aus|in|erschienen in)\s+(?=[\"„“»«‚'])", re.I)  # 'Aus "Der Standard" vom …'
_PAGE = r"[A-Z]{0,3}\s?\d{1,3}[a-z]?(?:\s?(?:[-–/+,&]|und|bis)\s?\d{1,3})?"
# What a part is called, and how it looks. Each may stand once; they are looked for in this order. ``proof``: it stands
# on no other line, so that beside it an outlet nobody knows is one.
PARTS: tuple[tuple[str, re.Pattern[str], bool], ...] = (
    (
        "page",
        re.compile(rf"(?<![\w.])(?:S\.|S:|(?:Seiten?|Pages?)\b:?|pp?\.)\s?(?P<value>{_PAGE})(?![\w:])", re.I),
        True,
    ),
    (
        "number",
        re.compile(
            r"(?<!\w)(?:Ausgabe|Heft|Nummer|Issue|No\.?|Nr\.?)\s?:?\s?(?:Nr\.\s?)?\d{1,6}(?:\s?/\s?\d{2,4})?(?![\w:])",
            re.I,
        ),
        True,
    ),
    ("issue", re.compile(r"(?<![\w./])\d{1,3}\s?/\s?(?:19|20)\d\d(?![\w./])"), True),
    ("volume", re.compile(r"(?<!\w)(?:\d{1,3}\.\s?Jahrgang|Jg\.\s?\d{1,3})\b", re.I), True),
    ("length", re.compile(r"(?<!\w)\d{1,5}\s(?:Wörter|Words|Zeichen)\b", re.I), True),
    ("country", re.compile(r"\((?:Deutschland|Österreich|Schweiz|Germany|Austria|Switzerland)\)", re.I), False),
    ("edition", re.compile(r"\([A-ZÄÖÜ][\w./ -]{2,30}\)|\b(?:Print|Online|Gesamt|Haupt)(?:-?ausgabe)?\b", re.I), False),
)
_PROOFS = {name for name, _, is_proof in PARTS if is_proof}
_FIELD = re.compile(r"\b(?:Ressort|Rubrik|Datum|Date|Ausgabe|Section|Jahrgang|Land|Sprache|Auflage|Medium)\s*:", re.I)
_WEEKDAY = re.compile(
    r"(?<!\w)(?<!am )(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|mo|di|mi|do|fr|sa|so)\b[.,]{0,2}\s*(?:(?:den|der)\s*)?$",
    re.I,
)
_TIME = re.compile(r"[\s,;|·•–-]*(?:um\s)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?(?:Uhr|MESZ|MEZ|CEST|CET)\b)?", re.I)
_BETWEEN = re.compile(r"[,;|/·•\t\x00]|\s{2,}|(?:^|\s)[–—-]+(?=[\s\x00]|$)")
_JOINING = re.compile(r"\b(?:vom|v\.|from|of|dated|den)\s*$", re.I)  # "FAZ vom 16.06.2021"
_QUOTES = "\"'„“”»«‚‘’ .:()[]"
_SECTION = re.compile(r"[A-ZÄÖÜ\d][\w&.'’/-]*(?:\s(?:&|und|aus|im|in|der|die|des|[A-ZÄÖÜ\d][\w&.'’/-]*)){0,4}")
_UNKNOWN = re.compile(r"[A-ZÄÖÜ\d][\w&.'’-]*(?:\s[\w&.'’-]+){0,5}")
_BY = re.compile(r"(?:Von|By|Autor(?:in)?:?)\s+(?P<name>[A-ZÄÖÜ][\w.'’-]*(?:\s[\w.'’-]+){1,5})", re.I)
_PERSON = re.compile(r"[A-ZÄÖÜ][\w.'’-]+(?:\s[A-ZÄÖÜ][\w.'’-]*){1,2}")
_WORD = re.compile(r"[^\W\d_]")


def citation(line: str, known: Sequence[Outlet] = ()) -> Citation | None:
    """What a line tells that is a citation and nothing else, or None. ``known`` are the summit's outlets."""
    line = line.strip().strip("()[]").strip()
    if not line or len(line) > LINE:
        return None
    lead = _LEAD.match(line) or _LEAD_OPEN.match(line)
    found, rest = _found(line[lead.end() :] if lead else line)
    names = [part for one in _BETWEEN.split(rest) if _WORD.search(part := _JOINING.sub("", one.strip()).strip())]
    is_proved = bool(lead) or bool(found.keys() & _PROOFS)
    place = _place(names, known, is_certain="day" in found and is_proved)
    if place is None or not ("day" in found or "page" in found):
        return None
    outlet = names.pop(place).strip(_QUOTES)
    author = _author(names, is_next="country" in found or _ends_in_byline(line, names, found))
    # Without a proof there is one more name at most, of a section, beside outlet and day.
    if author is None or _is_agency(outlet) or not (is_proved or ("day" in found and len(names) <= 1)):
        return None
    name = _known(outlet, known) or outlet
    return Citation(name, found.get("day"), found.get("page"), author or None, found.get("at"))


def _found(line: str) -> tuple[dict[str, str], str]:
    """The parts that are told by their looks, and the line with a mark in place of each."""
    found: dict[str, str] = {}
    if day := find_day(line):
        _, start, end = day
        time = _TIME.match(line[end:])
        told = moment(line[start : end + (time.end() if time else 0)])
        if told:
            found |= {"day": told.day, **({"at": told.at} if told.at else {})}
            end += time.end() if time else 0
            before = _WEEKDAY.sub("", line[:start]).rstrip()
            line = f"{_JOINING.sub('', before)}\x00{line[end:]}"
    for name, pattern, _ in PARTS:
        match = pattern.search(line)
        if match:
            value = " ".join((match.groupdict().get("value") or match[0]).split())
            found[name] = re.sub(r"\b0+(?=\d)", "", value)
            line = f"{line[: match.start()]}\x00{line[match.end() :]}"
    return found, _FIELD.sub("\x00", line)


def _place(names: Sequence[str], known: Sequence[Outlet], *, is_certain: bool) -> int | None:
    """Which of the names is the outlet: one that is known, else the first where it is quoted or the line is certain."""
    for number, name in enumerate(names):
        if _known(name.strip(_QUOTES), known):
            return number
    if not names or not (is_certain or names[0][0] in '"„“»«'):
        return None
    name = names[0].strip(_QUOTES)
    is_name = 2 <= len(name) <= NAME and _UNKNOWN.fullmatch(name) and name.lower() not in LABELS
    return 0 if is_name else None


def _known(name: str, known: Sequence[Outlet]) -> str | None:
    """An outlet by its name or by its domain ("sueddeutsche.de")."""
    named = outlet_named(name, known)
    if named or "." not in name or " " in name:
        return named
    by_domain = outlet_of_domain(name.lower(), known)
    return by_domain if by_domain != name.lower() else None


def _is_agency(name: str) -> bool:
    return any(part.strip().lower() in AGENCIES for part in re.split(r"[/+]", name))


def _ends_in_byline(line: str, names: Sequence[str], found: Mapping[str, str]) -> bool:
    """Is the last part of a line with a page the name of a person?"""
    return bool(names) and "page" in found and line.endswith(names[-1]) and people(names[-1:]).names == (names[-1],)


def _author(names: Sequence[str], *, is_next: bool) -> str | None:
    """The author among what is neither outlet nor day nor page ("" where none is); None where something is neither
    that nor a section. ``is_next``: one stands there without a word before it, as some archives have it, or as the
    line's last part behind a page."""
    author = ""
    for name in names:
        name = name.strip(_QUOTES)
        by = _BY.fullmatch(name)
        if by or (_PERSON.fullmatch(name) and (is_next or name.isupper())):
            author = by["name"] if by else name
        elif len(name.split()) > SECTION_WORDS or not _SECTION.fullmatch(name):
            return None
    return author.title() if author.isupper() else author


# Lines as they are met: outlet, day, page, author.
EXAMPLES: tuple[tuple[str, Citation], ...] = (
    ('"Der Standard" vom 16.06.2021 Seite: 4', Citation("Der Standard", "2021-06-16", "4")),
    ("Süddeutsche Zeitung, 16. Juni 2021, S. 4", Citation("Süddeutsche Zeitung", "2021-06-16", "4")),
    ("Quelle: Handelsblatt Nr. 114 vom 16.06.2021 Seite 8", Citation("Handelsblatt", "2021-06-16", "8")),
    ("Handelsblatt print: Nr. 114 vom 16.06.2021 Seite 008", Citation("Handelsblatt", "2021-06-16", "8")),
    ("FAZ vom 16.06.2021, Nr. 137, S. 3", Citation("FAZ", "2021-06-16", "3")),
    ("F.A.Z., 16.06.2021, Nr. 137 / Seite 3", Citation("FAZ", "2021-06-16", "3")),
    ("DER STANDARD – 16. Juni 2021 – Seite 6", Citation("Der Standard", "2021-06-16", "6")),
    ("Aus: Der Spiegel, 17.06.2021", Citation("Der Spiegel", "2021-06-17")),
    ("DER SPIEGEL 25/2021, S. 20", Citation("Der Spiegel", None, "20")),
    ("Die Zeit Nr. 25/2021 vom 17. Juni 2021", Citation("Die Zeit", "2021-06-17")),
    ("NZZ am Sonntag, 20. Juni 2021, S. 4", Citation("NZZ am Sonntag", "2021-06-20", "4")),
    (
        "Süddeutsche Zeitung   Mittwoch, 16. Juni 2021   Bayern, Seite 4",
        Citation("Süddeutsche Zeitung", "2021-06-16", "4"),
    ),
    (
        "SEITE 4 · MITTWOCH, 16. JUNI 2021 · NR. 137 · FRANKFURTER ALLGEMEINE ZEITUNG",
        Citation("FAZ", "2021-06-16", "4"),
    ),
    (
        "Süddeutsche Zeitung (Deutschland) 16 Juni 2021 PETRA AMSEL",
        Citation("Süddeutsche Zeitung", "2021-06-16", None, "Petra Amsel"),
    ),
    ("Süddeutsche Zeitung, 16.6.2021, S. 4 / Politik", Citation("Süddeutsche Zeitung", "2021-06-16", "4")),
    ("16.06.2021, Tages-Anzeiger, S. 4", Citation("Tages-Anzeiger", "2021-06-16", "4")),
    (
        '"Kleine Zeitung" vom 16.06.2021 Seite: 12, 13 Ressort: Thema des Tages',
        Citation("Kleine Zeitung", "2021-06-16", "12, 13"),
    ),
    ("(Lindauer Zeitung, 16.6.2021, Seite 13)", Citation("Lindauer Zeitung", "2021-06-16", "13")),
    ("Schwäbische Zeitung (Lindau), 16. Juni 2021, S. 13", Citation("Schwäbische Zeitung", "2021-06-16", "13")),
    (
        "Von Petra Amsel, Süddeutsche Zeitung, 16. Juni 2021, S. 4",
        Citation("Süddeutsche Zeitung", "2021-06-16", "4", "Petra Amsel"),
    ),
    (
        "sueddeutsche.de, 16.06.2021, 10:30 Uhr",
        Citation("Süddeutsche Zeitung", "2021-06-16", None, None, "2021-06-16T10:30:00+02:00"),
    ),
    ("Quelle: Bodensee-Kurier vom 16.06.2021", Citation("Bodensee-Kurier", "2021-06-16")),
    ("NZZ | 16.06.2021 | Seite 7 | Petra Amsel", Citation("NZZ", "2021-06-16", "7", "Petra Amsel")),
    ("NZZ | 16.06.2021 | Seite 7 | Politik Inland", Citation("NZZ", "2021-06-16", "7")),
)
