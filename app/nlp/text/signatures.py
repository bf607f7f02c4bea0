"""News agencies that sign a text: at its end, on a line of their own, or in the dateline at its start.

"wie AFP berichtet", "sagte der dpa", "AFP zufolge" are citations inside the prose and are no signature; neither are an
author's initials, which look like a code. Only places where a newsroom signs are looked at, so time does not matter.
No spaCy here: intake reads signatures too, before anything is analysed.
"""

from collections.abc import Iterator, Sequence

from app.nlp import lexicon
from app.nlp.lexicon import Agency
from app.nlp.rules import read_patterns
from app.nlp.types import Sentence

_ROWS = lexicon.read(Agency).values()
AGENCIES = {code.lower(): agency.word for agency in _ROWS for code in agency.codes}  # the name that is shown, by code
# In lower case and alone these are as likely an author's initials.
INITIALS = frozenset(code for agency in _ROWS for code in agency.initials)

LINE = 160  # characters of a line that may be a signature
ENDS = 6  # lines at the end, and half as many at the start, where one is looked for

_RULES = {
    name: rule.pattern
    for name, rule in read_patterns("signatures", {"code": f"(?i:{lexicon.either(AGENCIES)})"}).items()
}
# How an opening line signs the text.
_OPENINGS = (_RULES["dateline"], _RULES["code_first"], _RULES["no_place"])
BYLINE = _RULES["byline"]


def dateline(line: str) -> str:
    """ "Berlin, 17. Juni 2021 (dpa) –" at the start of a line; empty where there is none."""
    found = _RULES["dateline"].match(line[:LINE])
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
    return len(line) <= LINE and bool(
        (_RULES["labelled"].fullmatch(line) or _RULES["bare"].fullmatch(line)) and _RULES["code"].search(line)
    )


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
        match = _RULES["labelled"].fullmatch(line) if len(line) <= LINE else None
        if match:
            yield match["codes"]
        elif len(line) <= LINE and _RULES["bare"].fullmatch(line):
            yield line
    for line in lines[-ENDS:]:
        match = _RULES["tail"].search(line[-80:])
        if match:
            yield match["inside"] or match["dash"] or match["bare"] or match["material"]


def _names(part: str) -> list[str]:
    codes = [match.group() for match in _RULES["code"].finditer(part)]
    alone = len(codes) == 1 and codes[0].islower() and codes[0] in INITIALS
    return [] if alone else [AGENCIES[code.lower()] for code in codes]
