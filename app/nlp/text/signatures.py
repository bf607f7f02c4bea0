"""News agencies that sign a text: at its end, on a line of their own, or in the dateline at its start.

"wie AFP berichtet", "sagte der dpa", "AFP zufolge" are citations inside the prose and are no signature; neither are an
author's initials, which look like a code. Only places where a newsroom signs are looked at, so time does not matter.
No spaCy here: intake reads signatures too, before anything is analysed.
"""

from collections.abc import Iterator, Sequence

from app.nlp.rules import read_patterns
from app.nlp.text.agencies import AGENCIES, INITIALS, PIECES
from app.nlp.types import Sentence

LINE = 160  # characters of a line that may be a signature
ENDS = 6  # lines at the end, and half as many at the start, where one is looked for

PATTERNS = {name: rule.pattern for name, rule in read_patterns("signatures", PIECES).items()}
BYLINE = PATTERNS["byline"]
_CODE = PATTERNS["code"]
_BARE = PATTERNS["bare"]
_LABELLED = PATTERNS["labelled"]
_TAIL = PATTERNS["tail"]
_DATELINE = PATTERNS["dateline"]
_OPENINGS = (
    _DATELINE,
    PATTERNS["code_first"],
    PATTERNS["code_and_stop"],
    PATTERNS["no_place"],
)  # how an opening line signs the text


def dateline(line: str) -> str:
    """ "Berlin, 17. Juni 2021 (dpa) –" at the start of a line; empty where there is none."""
    found = _DATELINE.match(line[:LINE])
    return found.group() if found else ""


def opening(line: str) -> str:
    """The same, or a code that opens a line in another way: "(awp/dpa-AFX)", "sda. Bern."."""
    match = next((found for one in _OPENINGS if (found := one.match(line[:LINE]))), None)
    return match.group().rstrip() if match else ""


def find_agencies(text: str, sentences: Sequence[Sentence] = ()) -> list[str]:
    """Names of the agencies that sign a text, each once, in the order of the signatures."""
    lines = [line for line in (line.strip() for line in text.splitlines()) if line]
    found: dict[str, None] = {}
    for line in lines[: ENDS // 2]:  # with a place beside it, a code is nobody's initials
        match = _DATELINE.match(line[:LINE])
        if match:
            found.update(dict.fromkeys(_names(match["inside"] or match["bare"], placed=True)))
    for part in _signed(text, lines, sentences):
        found.update(dict.fromkeys(_names(part)))
    return list(found)


def is_byline(line: str) -> bool:
    """Does a line tell who wrote the text, and nothing else: "Von Anna Berg und Karl Meier, Paris"?"""
    return len(line) <= LINE and line[-1:] not in (".", "!", "?") and BYLINE.fullmatch(line) is not None


def is_signature(line: str) -> bool:
    """Is all of a line, or of a sentence at the end of one, a signature: "Mit Material von dpa", "afp/dpa"?"""
    line = line.strip()
    return len(line) <= LINE and bool((_LABELLED.fullmatch(line) or _BARE.fullmatch(line)) and _CODE.search(line))


def _signed(text: str, lines: list[str], sentences: Sequence[Sentence]) -> Iterator[str]:
    """The parts of a text in which a code is a signature."""
    first = lines[: ENDS // 2]
    yield from _openings(first)
    yield from (
        text[sentence.start : sentence.end]
        for sentence in sentences
        if sentence.kind == "signature" and sentence.end - sentence.start <= LINE
    )
    yield from _whole_lines([*first, *lines[max(ENDS // 2, len(lines) - ENDS) :]])
    yield from _tails(lines[-ENDS:])


def _openings(lines: Sequence[str]) -> Iterator[str]:
    """The codes of datelines."""
    for line in lines:
        match = next((found for opening in _OPENINGS if (found := opening.match(line[:LINE]))), None)
        if match:
            groups = match.groupdict()
            yield groups.get("inside") or groups["bare"]


def _whole_lines(lines: Sequence[str]) -> Iterator[str]:
    """The codes of lines that are nothing but a signature."""
    for line in lines:
        if len(line) > LINE:
            continue
        match = _LABELLED.fullmatch(line)
        if match:
            yield match["codes"]
        elif _BARE.fullmatch(line):
            yield line


def _tails(lines: Sequence[str]) -> Iterator[str]:
    """The codes behind the last sentence of a line."""
    for line in lines:
        match = _TAIL.search(line[-80:])
        if match:
            yield match["inside"] or match["dash"] or match["bare"] or match["material"]


def _names(part: str, *, placed: bool = False) -> list[str]:
    codes = [match.group() for match in _CODE.finditer(part)]
    alone = not placed and len(codes) == 1 and codes[0].islower() and codes[0] in INITIALS
    return [] if alone else [AGENCIES[code.lower()] for code in codes]
