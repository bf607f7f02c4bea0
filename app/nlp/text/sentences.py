"""Sentences of German news text, and lines that are none: headings, page furniture, agency signatures.

Written for newsroom habits: quotations stay whole, "am 6. Januar", "Dr. Müller" and "Joseph R. Biden" are no ends,
a paragraph without a final mark between others is a heading, "(apa/reu/dpa)" and "Quelle: AFP" are signatures, and what
a page left behind (" date 2021-06 ", "Sehen Sie im Video: …") is cut off from the sentence it is glued to.
Every character but white space lies in exactly one of the spans. Time is linear in the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

import numpy as np
from spacy.lang.de.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions, lexicon  # noqa: F401  (registers the attributes)
from app.nlp.rules import read_patterns
from app.nlp.text.furniture import CAPTION, WHOLE
from app.nlp.text.quotation_marks import marked_in_line
from app.nlp.text.signatures import ENDS, PATTERNS, is_byline
from app.nlp.tokens import text_of, triples
from app.nlp.types import Sentence, SentenceKind

Span = tuple[int, int]

WHOLE_QUOTATION = 600  # characters up to which the sentences inside marks stay with the one around them
HEADING_WORDS = 14

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_END = re.compile(
    r"(?:[.!?…]+[\"“”«»‘’‹›')\]]*)(?=\s+[\"„“»«‚›‹(\[]*[^\W_a-zà-öø-ÿß])"
    r"|[.!?…]+[\"“”«»„](?=[A-ZÄÖÜ])"  # a space was lost beside the mark
)
_LAST_WORD = re.compile(r"(\S+)$")
_NEXT_WORD = re.compile(r"\s+[\"„“»«‚›‹(\[]*([\w-]+)")
_OPENERS = lexicon.words("sentence_opener", swiss=False)
_FUNCTION = frozenset(word.capitalize() for word in STOP_WORDS | _OPENERS)
_BEFORE_ORDINALS = lexicon.function_words("before_ordinal")
_ABBREVIATIONS = lexicon.abbreviations("never_last")
_MAY_END = lexicon.abbreviations("may_be_last")
_LINES = {name: rule.pattern for name, rule in read_patterns("lines").items()}
_SIGNATURE_END = PATTERNS["signature_end"]
_DATED_END = PATTERNS["dated_end"]
_COMMENT_BY = PATTERNS["comment_by"]
_SIGNATURE_LINE = PATTERNS["signature_line"]
_DATELINE = PATTERNS["glued_dateline"]
_BARE_DATELINE = PATTERNS["bare_dateline"]


def split(text: str) -> list[Sentence]:
    """The spans of a text in order, without their topics."""
    lines = [match.span() for match in _LINE.finditer(text) if match.group().strip()]
    found: list[Sentence] = []
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        isolated = _isolated(text, start, end)
        found += (
            Sentence(start + a, start + b, kind)
            for a, b, kind in _parts(line, number, number == len(lines) - 1, isolated)
        )
    return found


def _isolated(text: str, start: int, end: int) -> bool:
    """Does the line stand between blank lines (or the text's ends)?"""
    before, after = text[max(0, start - 3) : start], text[end : end + 4]
    return (start == 0 or before.count("\n") >= 2) and after.count("\n") >= 2


def _parts(line: str, number: int, last: bool, isolated: bool) -> Iterator[tuple[int, int, SentenceKind]]:
    """Spans of one line with their kinds, without white space at their ends."""
    start, end = 0, len(line.rstrip())
    head = re.match(r"\s*", line)
    start = head.end() if head else 0
    stripped = line[start:end]
    if _SIGNATURE_LINE.match(stripped) or (number < ENDS and is_byline(stripped)):
        yield start, end, "signature"
        return
    lead, kind = _lead(stripped)
    if lead:
        yield start, start + len(stripped[:lead].rstrip()), kind
        start += lead + len(stripped[lead:]) - len(stripped[lead:].lstrip())
    tail = _SIGNATURE_END.search(line, start, end) or _DATED_END.search(line, start, end)
    if tail is None and number < ENDS:
        tail = _COMMENT_BY.search(line, start, end)
    body = len(line[: tail.start()].rstrip()) if tail else end
    if start < body:
        if not lead and not last and _is_heading(line[start:body], isolated):
            yield start, body, "heading"
        else:
            yield from _sentences(line, start, body)
    if tail:
        opening = tail.start() + len(tail.group()) - len(tail.group().lstrip())
        yield opening, end, "signature"


def _lead(line: str) -> tuple[int, SentenceKind]:
    """Length and kind of what stands glued before the first sentence of a line; 0 where nothing does."""
    date = _LINES["date"].match(line)
    if date:
        return date.end(), "meta"
    dateline = _DATELINE.match(line) or _BARE_DATELINE.match(line)
    if dateline:
        return dateline.end(), "signature"
    caption = CAPTION.match(line)
    if caption:
        return _caption_end(line, caption.end()), "meta"
    if WHOLE.fullmatch(line):
        return len(line), "meta"
    run_in = _LINES["lead_in"].match(line)
    if run_in and len(run_in.group().split()) <= HEADING_WORDS:
        return run_in.end(), "heading"
    return 0, "meta"


def _caption_end(line: str, start: int) -> int:
    """Where a caption glued to running text ends: before a capital function word that follows a bare word."""
    for match in re.finditer(r"(?<=[\w)\"“]) +(?=([A-ZÄÖÜ]\w*))", line[start : start + 200]):
        if match.start() > 0 and match.group(1) in _FUNCTION:
            return start + match.end()
    stop = re.search(r"[.!?](?=\s|$)", line[start:])
    return start + stop.end() if stop else len(line)


def _is_heading(line: str, isolated: bool) -> bool:
    """A short paragraph that no full stop ends; one with ? or ! only where blank lines stand around it."""
    words = line.split()
    if len(words) > HEADING_WORDS or len(line) > 130 or not (line[0].isalnum() or line[0] in '"„“»«‚+'):
        return False
    if "\t" in line or " | " in line or not any(word[0].isalpha() for word in words):
        return False
    if re.search(r"[.…:;,]$|[.!?…,][\"“”«»‘]+$", line) or _END.search(line):
        return False
    return line[-1] not in "?!" or (isolated and len(words) <= 9)


def _sentences(line: str, start: int, end: int) -> Iterator[tuple[int, int, SentenceKind]]:
    """Cut one paragraph at its sentence ends."""
    marked = marked_in_line(line, WHOLE_QUOTATION)
    whole = [(a, b) for a, b in marked if b - a <= WHOLE_QUOTATION and _goes_on(line, b, end)]
    openings = [a for a, _ in whole]
    opens = {a for a, _ in marked}
    begin = start
    for match in _END.finditer(line, start, end):
        place = match.end()
        if place - 1 in opens:
            place -= 1  # the mark opens the next sentence: "Berg."Das …"
        near = bisect_right(openings, match.start()) - 1
        if near >= 0 and match.start() < whole[near][1] - 1 and place < whole[near][1]:
            continue
        if not _ends(line, match.start(), place):
            continue
        yield begin, place, "sentence"
        begin = place + len(line[place : place + 50]) - len(line[place : place + 50].lstrip())
        while begin < end and line[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end, "sentence"


def _goes_on(line: str, closing: int, end: int) -> bool:
    """Does the sentence around a quotation go on after its closing mark (``"…?", sagte X``)?"""
    if closing >= end:
        return False
    return line[closing - 2] not in ".!?…" or not re.match(
        r"\s*[\"„“»«‚›‹(\[]*[^\W_a-zà-öø-ÿß]", line[closing : closing + 9]
    )


def _ends(line: str, dot: int, place: int) -> bool:
    """Is the mark at ``dot`` (with closing marks up to ``place``) the end of a sentence, not of an abbreviation?"""
    if line[dot] != "." or place - dot > 1:
        return True
    found = _LAST_WORD.search(line[max(0, dot - 30) : dot])
    word = found.group(1).lstrip('("„“»«‚[') if found else ""
    follower = _NEXT_WORD.match(line, place, place + 60)
    function = follower is not None and follower.group(1) in _FUNCTION
    low = word.lower()
    if low in _MAY_END:
        return function
    if low in _ABBREVIATIONS:
        return False
    if len(word) == 1 and word.isalpha():
        if word == "X" and _LINES["platform"].search(line, max(0, dot - 40), dot):
            return True
        return word.isupper() and function  # "z. B.", an initial, unless "Plan B. Die …"
    if (word.isdigit() and len(word) <= 2) or re.fullmatch(r"[IVX]{1,5}", word):
        return function and not _ordinal_context(line, dot - len(word))
    return True


def _ordinal_context(line: str, place: int) -> bool:
    """Does the word before a number call for an ordinal ("am 6.", "der 3.")?"""
    before = re.search(r"(\w+)\s+$", line[max(0, place - 15) : place])
    return before is not None and before.group(1).lower() in _BEFORE_ORDINALS


@Language.component("sentences", assigns=["doc._.sentences", "doc._.sentence_tokens", "token.is_sent_start"])
def sentences(doc: Doc) -> Doc:
    """Set ``doc._.sentences``, the token range of each, and spaCy's own sentence starts."""
    doc._.sentences = split(text_of(doc))
    edges = triples(doc)
    starts = np.full(len(doc), -1, dtype=np.int8)  # spaCy's "opens no sentence"
    ranges: list[Span] = []
    token, count = 0, len(doc)
    for one in doc._.sentences:
        while token < count and edges[token][1] <= one.start:
            token += 1
        first = token
        while token < count and edges[token][0] < one.end:
            token += 1
        ranges.append((first, token))
        if first < token:
            starts[first if len(ranges) > 1 else 0] = 1
    doc._.sentence_tokens = ranges
    if count:
        starts[0] = 1
        doc.from_array(["SENT_START"], starts.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]
    return doc
