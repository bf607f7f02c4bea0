"""News agencies that sign a text: at its end, on a line of their own, or in the dateline at its start.

"wie AFP berichtet", "sagte der dpa", "AFP zufolge" are citations inside the prose and are no signature; neither are an
author's initials, which look like a code. Only places where a newsroom signs are looked at, so time does not matter.
No spaCy here: intake reads signatures too, before anything is analysed.
"""

import re
from collections.abc import Iterator, Sequence

from app.nlp import lexicon
from app.nlp.lexicon import Agency
from app.nlp.types import Sentence

_ROWS = lexicon.read(Agency).values()
AGENCIES = {code.lower(): agency.word for agency in _ROWS for code in agency.codes}  # the name that is shown, by code
# In lower case and alone these are as likely an author's initials.
INITIALS = frozenset(code for agency in _ROWS for code in agency.initials)

LINE = 160  # characters of a line that may be a signature
ENDS = 6  # lines at the end, and half as many at the start, where one is looked for

_CODE = f"(?i:{lexicon.either(AGENCIES)})"
_FIND = re.compile(rf"(?<![\w-]){_CODE}(?![\w-])")
_OTHER = r"(?:[a-zäöü]{1,6}|[A-Z]{2,4}|Agenturen|Red(?:aktion)?\.?|[\w-]{2,20}\.(?:de|at|ch|com))"
_ITEM = rf"(?:{_CODE}(?![\w-])|{_OTHER})"
_LIST = rf"{_ITEM}(?:(?:\s*[/,;+&|-]\s*|\s+und\s+){_ITEM}){{0,7}}"
_BARE = re.compile(rf"[(\[]?\s*{_LIST}\s*[)\]]?\s*\.?")
_STUFF = r"(?:(?:Agenturm|M)aterial|(?:Agenturi|I)nformationen|Agenturmeldungen|Meldungen|Inhalten)"
_LABELLED = re.compile(
    r"(?:(?i:Quellen?|Agentur(?:en)?|Textquelle|Text|Autor|Von|©|\(c\)|Copyright|Original-Content von)"
    rf"|(?:[Mm]it )?(?:dem )?{_STUFF} (?:von|der|des)(?: den)?(?: (?:Nachrichtena|A)gentur(?:en)?)?|[Mm]it)"
    rf"\s*:?\s*(?:\d{{4}}\s*)?[(\[]?(?P<codes>{_LIST})[^.!?]{{0,60}}"
)
_TAIL = re.compile(
    rf"(?:[.!?…][\"“”«»‘’)]*|^)\s*(?:[(\[]\s*(?P<inside>[^()\[\]]{{2,60}})[)\]]|[-–—]\s*(?P<dash>{_LIST})"
    rf"|(?P<bare>{_LIST})"
    rf"|(?:[Mm]it (?:dem )?)?{_STUFF} (?:von |der |des )(?:der )?(?P<material>{_LIST})\.?)\s*$"
)
_MONTH = r"(?:,? (?:\d{1,2}\. ?[A-Za-zä]{3,9}\.?|[A-Z][a-z]{2,8}\.? \d{1,2},?)(?: \d{4})?)?"
_DATELINE = re.compile(
    rf"[A-ZÄÖÜ][\w. -]{{1,30}}(?:/[A-ZÄÖÜ][\w. -]{{1,30}}){{0,3}}{_MONTH}[\s,/–—-]{{1,4}}"
    rf"(?:\((?P<inside>{_LIST})\)\s*[-–—:.]?|(?P<bare>{_LIST})\s*[-–—:.|])(?=\s)"
)
_CODE_FIRST = re.compile(r"(?P<bare>dpa|AFP|APA|SDA)\s+[A-ZÄÖÜ][\w-]+(?:/[A-ZÄÖÜ][\w-]+)?\s*[-–—.:]\s")
_NO_PLACE = re.compile(rf"[(\[](?P<inside>{_LIST})[)\]]\s*[-–—:.|]*\s+(?=[\"“„»«‚'A-ZÄÖÜ0-9])")
# How an opening line signs the text, each with an example.
_OPENINGS = (
    _DATELINE,  # Berlin, 17. Juni 2021 (dpa) – Die Minister …; Washington, June 17 (Reuters) - …; Genf/AFP: …
    _CODE_FIRST,  # dpa Berlin - Die Minister …
    _NO_PLACE,  # (Reuters) - Die Minister …; [dpa/AFP] Die Minister …
)

_NAME = r"[A-ZÄÖÜ][\w'’-]+\.?"
_PERSON = rf"{_NAME}(?:\s(?:von|van|de|der|zu|{_NAME})){{0,3}}\s{_NAME}"
BYLINE = re.compile(
    r"\s*(?:(?:Ein\s)?(?:Kommentar|Bericht|Analyse|Gastbeitrag|Reportage|Interview|Text)?\s?"
    r"[Vv]on(?:\sunser(?:em|er)\s[\w-]+)?|By|(?:Interview|Text|Protokoll|Autor(?:in)?)(?=:))\s*:?\s+"
    rf"(?P<names>{_PERSON}(?:(?:,\s|\sund\s|\sand\s){_PERSON}){{0,4}})(?P<rest>[,|(–—/-].{{0,80}}|\s+in\s.{{0,60}})?\s*"
)


def dateline(line: str) -> str:
    """ "Berlin, 17. Juni 2021 (dpa) –" at the start of a line; empty where there is none."""
    found = _DATELINE.match(line[:LINE])
    return found.group() if found else ""


def find_agencies(text: str, sentences: Sequence[Sentence] = ()) -> list[str]:
    """Names of the agencies that sign a text, each once, in the order of the signatures."""
    lines = [line for line in (line.strip() for line in text.splitlines()) if line]
    found: dict[str, None] = {}
    for part in _signed(text, lines, sentences):
        found.update(dict.fromkeys(_names(part)))
    return list(found)


def is_byline(line: str) -> bool:
    """Does a line tell who wrote the text, and nothing else: "Von Anna Berg und Karl Meier, Paris"?"""
    return len(line) <= LINE and line[-1:] not in (".", "!", "?") and BYLINE.fullmatch(line) is not None


def is_signature(line: str) -> bool:
    """Is all of a line, or of a sentence at the end of one, a signature: "Mit Material von dpa", "afp/dpa"?"""
    line = line.strip()
    return len(line) <= LINE and bool((_LABELLED.fullmatch(line) or _BARE.fullmatch(line)) and _FIND.search(line))


def _signed(text: str, lines: list[str], sentences: Sequence[Sentence]) -> Iterator[str]:
    """The parts of a text in which a code is a signature."""
    for line in lines[: ENDS // 2]:
        match = next((found for opening in _OPENINGS if (found := opening.match(line[:LINE]))), None)
        if match:
            groups = match.groupdict()
            yield groups.get("inside") or groups["bare"]
    yield from (
        text[one.start : one.end] for one in sentences if one.kind == "signature" and one.end - one.start <= LINE
    )
    for line in [*lines[: ENDS // 2], *lines[max(ENDS // 2, len(lines) - ENDS) :]]:
        match = _LABELLED.fullmatch(line) if len(line) <= LINE else None
        if match:
            yield match["codes"]
        elif len(line) <= LINE and _BARE.fullmatch(line):
            yield line
    for line in lines[-ENDS:]:
        match = _TAIL.search(line[-80:])
        if match:
            yield match["inside"] or match["dash"] or match["bare"] or match["material"]


def _names(part: str) -> list[str]:
    codes = [match.group() for match in _FIND.finditer(part)]
    alone = len(codes) == 1 and codes[0].islower() and codes[0] in INITIALS
    return [] if alone else [AGENCIES[code.lower()] for code in codes]
