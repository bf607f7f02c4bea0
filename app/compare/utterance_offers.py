"""Where else an utterance may be given: what two renderings, or a rendering and a sentence without marks, have to have
in common to be offered as perhaps the same.

Recall comes first: nothing is joined by this. How much is asked follows from who speaks: the same person said it; the
sentence names the one who did; of one of both nobody knows; another person is named; the sentence names nobody.
"""

from dataclasses import dataclass

from app.compare.quotations import HEAVY, overlap, reporting_clause
from app.compare.wording import Wording, read_wording
from app.nlp.types import QuotationKind

EQUAL = 0.85  # share in common from which on it counts as the same words


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation as it is compared: ``speaker`` is the id of an entity, or None. Of a sentence that quotes nobody
    ``kind`` is None and ``speaker_named`` tells whether it names the speaker of what it is held against."""

    speaker: str | None
    speaker_text: str | None
    kind: QuotationKind | None
    wording: Wording
    speaker_named: bool = False


@dataclass(frozen=True, slots=True)
class UtteranceOffer:
    """How much speaks for it, 0 to 1, and why: ``same-speaker``, ``named-speaker``, ``same-words`` or ``near-words``,
    ``marked-there`` (both between marks)."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Least:
    """What is asked: telling words in common, their share (of the shorter rendering; of the utterance where the other
    is a sentence), nearness, and share and nearness together."""

    words: int
    share: float
    near: float
    both: float = 0.0


# Any one of a row's demands will do.
SAME_SPEAKER = (Least(2, 0.28, 0.05, 0.5), Least(0, 0.6, 0.25))
NAMED_SPEAKER = (Least(1, 0.5, 0.1), Least(2, 0.35, 0.0, 0.45))
UNKNOWN_SPEAKER = (Least(2, 0.75, 0.25), Least(3, 0.6, 0.4))
OTHER_SPEAKER = (Least(3, 0.7, 0.5),)
NOBODY = (Least(2, 0.8, 0.4),)
NOBODY_FOR_MARKED = (*NOBODY, Least(3, 0.65, 0.4), Least(1, 0.95, 0.5))


def without_report(text: str, kind: QuotationKind, verb: str | None) -> str:
    """The text of a quotation with blanks for the clause that reports it (", sagte die Ministerin am Abend")."""
    for start, end in reporting_clause(text, verb) if kind == "indirect" and verb else ():
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def plain(text: str, *, speaker_named: bool) -> Said:
    """A sentence or headline that quotes nobody."""
    return Said(None, None, None, read_wording(text), speaker_named)


def offered(a: Said, b: Said, near: float, common: tuple[str, ...]) -> UtteranceOffer | None:
    """What is offered of ``b`` for the quotation ``a``; None where too little speaks for it.

    ``near`` is how near the two are by weighted words (see ``nearness``), ``common`` are the words they share.
    Symmetric where both are quotations.
    """
    if not common:
        return None
    found = overlap(a.wording, b.wording)
    own = a.wording.weight if b.kind is None else min(a.wording.weight, b.wording.weight)
    share = min(1.0, found.weight / own) if own else 0.0
    words = min(
        len({wording.tokens[pair[side]].word for pair in found.pairs if _heavy(wording, pair[side])})
        for side, wording in enumerate((a.wording, b.wording))
    )
    if not any(_meets(least, words, share, near) for least in _asked(a, b)):
        return None
    return UtteranceOffer((share + near) / 2, _reasons(a, b, share))


def _heavy(wording: Wording, place: int) -> bool:
    return wording.tokens[place].weight >= HEAVY


def _meets(least: Least, words: int, share: float, near: float) -> bool:
    return words >= least.words and share >= least.share and near >= least.near and share + near >= least.both


def _asked(a: Said, b: Said) -> tuple[Least, ...]:
    """The demands, by who speaks."""
    if b.kind is None:
        if b.speaker_named:
            return NAMED_SPEAKER
        return NOBODY if a.kind == "indirect" else NOBODY_FOR_MARKED
    if None in {a.speaker, b.speaker}:
        return UNKNOWN_SPEAKER
    return SAME_SPEAKER if a.speaker == b.speaker else OTHER_SPEAKER


def _reasons(a: Said, b: Said, share: float) -> tuple[str, ...]:
    told = {
        "same-speaker": a.speaker is not None and a.speaker == b.speaker,
        "named-speaker": b.kind is None and b.speaker_named,
        "same-words": share >= EQUAL,
        "near-words": share < EQUAL,
        "marked-there": None not in {a.kind, b.kind} and "indirect" not in {a.kind, b.kind},
    }
    return tuple(reason for reason, holds in told.items() if holds)
