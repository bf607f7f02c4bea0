"""Sentences that announce as still to come a part of the very event a text is about: it was written before the end.

"Biden wollte nach dem Gipfel noch eine Pressekonferenz geben", "die Abschlusserklärung stand noch aus", "das Gespräch
sollte am Nachmittag beginnen". A clause counts when three things meet in it: what is announced (a press conference,
the talks, a statement), that it is announced (a modal before its infinitive, "steht aus", "ist geplant"), and that it
is near ("noch", "am Abend", "nach dem Treffen"). Another, later event is no sign ("wird 2022 stattfinden", "ein
weiteres Treffen"), nor is what was planned once and came otherwise, what is denied, what somebody says in quotation
marks, or what the same text reports as done. The patterns are rows of lexicon/rules/before_event.toml.

They are made to miss rather than to err, and what they find is a proposal. Linear in the length of the text.
"""

import re
from collections.abc import Iterator, Sequence

from app.nlp.rules import note, read_patterns
from app.nlp.text.quotation_marks import without_quotations
from app.nlp.types import Sentence

Span = tuple[int, int]
LONGEST = 400  # characters of a clause; what is longer is a list

_RULES = read_patterns("before_event")
_PART = _RULES["part"].pattern
_HOUR = _RULES["hour"].pattern
_STILL = _RULES["still"].pattern
_PENDING = _RULES["pending"].pattern
_OTHER = _RULES["other"].pattern
_MODAL_FRAME = _RULES["modal_frame"].pattern
_MODAL_LAST = _RULES["modal_last"].pattern
_PLANNED = _RULES["planned"].pattern
_TURNED = _RULES["turned"].pattern
_CLAUSE_END = _RULES["clause_end"].pattern
_SPEAKING_PART = _RULES["speaking_part"].pattern
_NAME = re.compile(r"[A-ZÄÖÜ][\wäöüß]{2,}")
_COMMON_WORDS = """
    Gipfel Gipfeltreffen Treffen Gespräch Gespräche Gesprächen Presse Pressekonferenz Pressekonferenzen Journalisten
    Abend Nachmittag Mittag Morgen Nacht Uhr Präsident Präsidenten Staatschef Staatschefs Kanzlerin Kanzler Minister
    Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Die Der Das Eine Ein Beide Nach Zum Anschluss Erklärung
"""
_COMMON = frozenset(_COMMON_WORDS.split())  # capitalised, but no names


def find_upcoming(text: str, sentences: Sequence[Sentence]) -> Iterator[Span]:
    """The sentences, in order, that announce a part of the event as still to come."""
    plain = [sentence for sentence in sentences if sentence.kind == "sentence"]
    held: dict[str, set[str]] = {}
    for sentence in plain:
        for clause in _clauses(text[sentence.start : sentence.end]):
            announced = _announced(clause)
            if announced is None:
                continue
            part, sign = announced
            noun = "pressekonferenz" if part.startswith("vor") else part.lower()
            if noun not in held:
                held[noun] = _holders(text, plain, noun)
            if not held[noun] & set(_NAME.findall(clause)) - _COMMON:
                note("before_event", sign, sentence.start, sentence.end)
                yield sentence.start, sentence.end
                break


def _clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, each without what stands in quotation marks; none of a question or of a turn."""
    if len(sentence) > 5 * LONGEST or sentence.rstrip().endswith("?") or _TURNED.search(sentence):
        return []
    clauses = _CLAUSE_END.split(without_quotations(sentence, " … "))
    return [clause for clause in clauses if clause and len(clause) <= LONGEST]


def _announced(clause: str) -> tuple[str, str] | None:
    """The noun of the part that a clause announces as near, and the rule that says so; or None."""
    still = _STILL.search(clause)
    if _OTHER.search(clause) or not (still or _HOUR.search(clause) or _PENDING.search(clause)):
        return None
    part = _first_part(clause, still)
    if part is None or _is_named(clause, part.start()):
        return None
    sign = _sign(clause)
    return (part.group(), sign) if sign else None


def _first_part(clause: str, still: re.Match[str] | None) -> re.Match[str] | None:
    """The first part of an event in a clause. In "nach dem Treffen" the talks are over: what is announced has to stand
    elsewhere."""
    start, end = still.span() if still else (0, 0)
    return next((part for part in _PART.finditer(clause) if not start <= part.start() < end), None)


def _sign(clause: str) -> str | None:
    """The rule by which a clause announces, or None."""
    if _PENDING.search(clause):
        return "pending"
    if _MODAL_FRAME.search(clause):
        return "modal_frame"
    if _MODAL_LAST.search(clause.rstrip(" .!…")):
        return "modal_last"
    return "planned" if _PLANNED.search(clause) else None


def _is_named(clause: str, at: int) -> bool:
    """Is the part of some named event ("Nato-Gipfel", "EU-Treffen"), most likely another one?"""
    return clause[max(0, at - 1) : at] == "-" and not clause[:at].endswith("Augen-")


def _holders(text: str, plain: Sequence[Sentence], noun: str) -> set[str]:
    """Capitalised words of the sentences that tell what was said when it was held: "bei seiner Pressekonferenz …"."""
    if not _SPEAKING_PART.fullmatch(noun):
        return set()
    done = re.compile(
        rf"\b(?:bei|auf|in|während)\s+(?:der|einer|seiner|ihrer|dieser|seinem|ihrem)\s+(?:\w+\s+)?{noun}", re.I
    )
    told = (text[found.start : found.end] for found in plain if done.search(text, found.start, found.end))
    return {name for sentence in told for name in _NAME.findall(sentence)}
