"""What a reader should know about a text before trusting it, each with the very span.

===================== =====================================================================================
code                  meaning
===================== =====================================================================================
leaked-metadata       furniture of the page it came from: a date field, "Lesen Sie auch", an "Anzeige"
leaked-caption        the teaser or caption of a video, picture or sound
leaked-markup         HTML tags or entities
possible-gap          "[…]", a text that breaks off, a list of several that has one item
before-event          a part of the event is announced as still to come (see ``before_event``)
unpaired-marks        a quotation mark without a partner, so that what is quoted around it is not certain
repeated-passage      a paragraph that stands there twice
damaged-characters    letters broken by a wrong encoding, replacement characters
all-capitals          mostly capitals: names and nouns cannot be told apart
no-sentence           a table or list, or no full stop anywhere
not-german            another language; only what holds in any language is found
language-unclear      long enough to tell the language, but it cannot be told
===================== =====================================================================================

Nothing is dropped from the text. All of it is linear in the text's length; of each code at most ``MOST`` are given.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.german.word_table import has_verb
from app.nlp.text.furniture import FIELD, FURNITURE, MEDIUM
from app.nlp.text.quotation_marks import find_marks
from app.nlp.text.signatures import is_signature
from app.nlp.tokens import text_of
from app.nlp.types import Sentence, Warning
from app.nlp.warnings.before_event import find_upcoming

MOST = 20
REPEATED = 60  # characters from which a paragraph that comes again is no accident

_MESSAGES = {
    "leaked-metadata": "This line belongs to the page the text came from, not to the text.",
    "leaked-caption": "This is the teaser or caption of a video, picture or sound.",
    "leaked-markup": "Markup of the page was left in the text.",
    "possible-gap": "Something may be missing here.",
    "before-event": "This is announced as still to come; the text may have been written before it.",
    "repeated-passage": "This paragraph stands in the text more than once.",
    "unpaired-marks": "This quotation mark has no partner; what is quoted around it is not certain.",
    "damaged-characters": "Letters were damaged by a wrong encoding.",
    "all-capitals": "The text is mostly in capitals; names may be missed.",
    "no-sentence": "The text has no complete sentence.",
    "not-german": "The text is not in German; only what holds in any language is found.",
    "language-unclear": "The language of the text cannot be told.",
}
_MARKUP = re.compile(
    r"</?[a-z][a-z0-9]{0,10}(?: [^<>\n]{0,200})?/?>|&(?:nbsp|amp|quot|lt|gt|[aou]uml|szlig|#\d{2,5});", re.I
)
_ELLIPSIS = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\[(?:Auslassung|gekürzt|fehlt)[^\]\n]{0,40}\]")
_DAMAGED = re.compile(
    "\ufffd+|Ã[\u0080-\u00bf„¤¶¼Ÿ\u0178–œ]|â€[\u0080-\u02ff\u2018-\u203a™œž]?|[\x00-\x08\x0e-\x1f\x7f]+"
)
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\b(?:Weiterlesen|mehr lesen)\W*)$|\w[,;–-]$")
_SMALL = (  # words that end no sentence, being no verb's prefix either
    "der die das dem den des eine einem einen einer eines und oder sondern sowie dass weil wenn ob als wie für von im"
    " am zum zur vom beim ins in ohne gegen seit bis per ihre seine ihrem seinem ihrer seiner ihren seinen"
)
_NEVER_LAST = frozenset(_SMALL.split())
_STOP = re.compile(r"[.!?…][\"“”«»‘’')\]]*$")


def find_warnings(text: str, sentences: Sequence[Sentence], language: str | None) -> list[Warning]:
    """All warnings on a text, sorted by place. ``language`` is an ISO 639-1 code, None where it cannot be told."""
    spans: list[tuple[str, int, int]] = []
    for found in (
        _furniture(text, sentences),
        (("leaked-markup", *match.span()) for match in _MARKUP.finditer(text)),
        _gaps(text, sentences),
        (("before-event", *span) for span in find_upcoming(text, sentences)),
        (("unpaired-marks", place, place + 1) for place in find_marks(text).lost),
        _repetitions(text),
        (("damaged-characters", *match.span()) for match in _DAMAGED.finditer(text)),
        _whole(text, sentences, language),
    ):
        spans += islice(found, MOST)
    return [Warning(code, _MESSAGES[code], start, end) for code, start, end in sorted(spans, key=lambda one: one[1:])]


def _furniture(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[str, int, int]]:
    told: list[tuple[int, int]] = []
    for one in sentences:
        if one.kind == "meta":
            caption = MEDIUM.search(text, one.start, min(one.end, one.start + 60))
            told.append((one.start, one.end))
            yield ("leaked-caption" if caption else "leaked-metadata"), one.start, one.end
    for pattern in (FIELD, FURNITURE):
        for match in pattern.finditer(text):
            start = match.end() - len(match.group().lstrip())
            if not any(start < end and match.end() > begin for begin, end in islice(told, MOST)):
                yield "leaked-metadata", start, match.end()


def _gaps(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[str, int, int]]:
    for match in _ELLIPSIS.finditer(text):
        yield "possible-gap", *match.span()
    yield from _lists_of_one(text, sentences)
    prose = [one for one in sentences if one.kind == "sentence"]
    short = not prose or len(text[prose[-1].start : prose[-1].end].split()) < 3  # no sentence: an agency, a name
    if not short and len(prose) > 2 and _cut_off(text, prose[-2], prose[-1]):
        last = prose[-1]
        yield "possible-gap", max(last.start, last.end - 40), last.end


def _cut_off(text: str, before: Sentence, last: Sentence) -> bool:
    """Does the last sentence break off: in a word that another must follow, or in a clause without a verb? One that
    only lost its full stop does not."""
    told = text[last.start : last.end]
    if is_signature(told):
        return False
    if _CUT_OFF.search(told[-40:]):
        return True
    if not told[-1].isalnum():
        return False
    every = told.split()
    if every[-1].islower() and every[-1] in _NEVER_LAST:
        return True
    small = sum(word.islower() for word in every)
    return "\n" not in text[before.end : last.start] and small >= 2 and not has_verb(told.rsplit(",", 1)[-1])


def _lists_of_one(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[str, int, int]]:
    """A heading, then a lead-in at the head of a paragraph ("Rückkehr der Botschafter ."), and no second lead-in.

    Lead-ins of that kind come in rows: where there is one, the others were lost on the way.
    """
    headings = [(place, one) for place, one in enumerate(sentences) if one.kind == "heading"]
    for number, ((place, heading), (after, item)) in enumerate(pairwise(headings)):
        following = headings[number + 2][1] if number + 2 < len(headings) else None
        alone = following is None or not _leads_in(text, following)
        if after == place + 1 and _leads_in(text, item) and not _leads_in(text, heading) and alone:
            yield "possible-gap", heading.start, item.end


def _leads_in(text: str, heading: Sentence) -> bool:
    """Does a heading run into the paragraph behind it?"""
    return "\n" not in text[heading.end : heading.end + 2] and text[heading.end - 1] == "."


def _repetitions(text: str) -> Iterator[tuple[str, int, int]]:
    seen: set[str] = set()
    for match in re.finditer(rf"[^\n]{{{REPEATED},}}", text):
        paragraph = match.group().strip()
        if len(paragraph) < REPEATED:
            continue
        if paragraph in seen:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield "repeated-passage", start, start + len(paragraph)
        seen.add(paragraph)


def _whole(text: str, sentences: Sequence[Sentence], language: str | None) -> Iterator[tuple[str, int, int]]:
    """What holds for the text as a whole; the span runs from its first to its last character that is no space."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= end:
        return
    letters = [sign for sign in text[:4000] if sign.isalpha()]
    if len(letters) >= 100 and sum(map(str.isupper, letters)) > 0.7 * len(letters):
        yield "all-capitals", start, end
    if not any(
        one.kind == "sentence" and _STOP.search(text, max(one.start, one.end - 6), one.end) for one in sentences
    ):
        yield "no-sentence", start, end
    if language not in (None, "de"):
        yield "not-german", start, end
    elif language is None and text.count(" ") >= 40:
        yield "language-unclear", start, end


@Language.component("warnings", assigns=["doc._.warnings"])
def warnings(doc: Doc) -> Doc:
    """Set ``doc._.warnings``."""
    doc._.warnings = find_warnings(text_of(doc), doc._.sentences, doc._.language)
    return doc
