"""Where else an utterance may be given: what two renderings, or a rendering and a sentence without marks, have to have
in common to be offered as perhaps the same.

Recall comes first: nothing is joined by this. How much is asked follows from who speaks: the same person said it; the
sentence names the one who did, or only its article does; of one of both nobody knows; another person is named; the
sentence names nobody. What stands there word for word is offered whoever is told to have said it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.compare.name_search import Heard, sounds_alike
from app.compare.quotations import HEAVY, longest_common, overlap, reporting_clause
from app.compare.wording import Wording, base_of, read_wording
from app.nlp.types import QuotationKind

FAINT = 0.5  # what an offer is worth that rests on one word
EQUAL = 0.85  # share in common from which on it counts as the same words
OF_ONE_BASE = 0.5  # what two words made of one verb or noun have in common: "Deckung", "ungedeckt"
IN_ORDER = 0.85  # share of the shorter rendering's words that stand in the other in their order: it is word for word
CLAUSE_WORDS, IN_CLAUSE = 5, 0.8  # words of a clause that two renderings have alike, and their share of it
# Words, and telling ones among them, of what is offered because it is word for word; the last where all are equal.
WORD_FOR_WORD, JUST_THE_SAME = ((5, 1), (4, 2)), (2, 2)

Named = Literal["no", "article", "sentence"]


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation as it is compared: ``speaker`` is the id of an entity, or None, and ``heard`` how that name sounds
    there. Of a sentence that quotes nobody ``kind`` is None. Where nobody knows who speaks ``named`` tells whether the
    sentence, or else its article, names the speaker of what it is held against."""

    speaker: str | None
    speaker_text: str | None
    kind: QuotationKind | None
    wording: Wording
    named: Named = "no"
    heard: Heard | None = None


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
NAMED_ELSEWHERE = (Least(2, 0.5, 0.1), Least(1, 0.6, 0.3))
UNKNOWN_SPEAKER = (Least(2, 0.75, 0.25), Least(3, 0.6, 0.4))
OTHER_SPEAKER = (Least(3, 0.7, 0.5),)
NOBODY = (Least(2, 0.8, 0.4),)
NOBODY_FOR_MARKED = (*NOBODY, Least(3, 0.65, 0.4), Least(1, 0.95, 0.5))


def without_report(text: str, kind: QuotationKind, verb: str | None) -> str:
    """The text of a quotation with blanks for the clause that reports it (", sagte die Ministerin am Abend")."""
    for start, end in reporting_clause(text, verb) if kind == "indirect" and verb else ():
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def plain(text: str, named: Named = "no") -> Said:
    """A sentence or headline that quotes nobody."""
    return Said(None, None, None, _wording(text), named)


_wording = lru_cache(maxsize=2_000)(read_wording)  # a sentence is held against many quotations


def same_speaker(a: Said, b: Said) -> bool:
    """Whether one person is told to have said both, be it in two spellings."""
    return None not in {a.speaker, b.speaker} and (a.speaker == b.speaker or sounds_alike(a.heard, b.heard))


def offered(a: Said, b: Said, near: float, common: tuple[str, ...], *, rare: bool = False) -> UtteranceOffer | None:
    """What is offered of ``b`` for the quotation ``a``; None where too little speaks for it.

    ``near`` is how near the two are by weighted words (``nearness``), ``common`` are the words they share; ``rare``:
    one of these tells by itself. Of one speaker that is enough, though little: who says two things with one rare word
    may have said them at once. Symmetric where both are quotations.
    """
    if not common:
        return None
    asked = [least for least in _asked(a, b) if near >= least.near]
    told_by_one = rare and a.speaker is not None and a.speaker == b.speaker
    if not (asked or told_by_one or _may_be_word_for_word(a, b)):
        return None
    words, weight = _in_common(a.wording, b.wording)
    own = a.wording.weight if b.kind is None else min(a.wording.weight, b.wording.weight)
    share = min(1.0, weight / own) if own else 0.0
    met = any(_meets(least, words, share, near) for least in asked)
    if not met and not (same_speaker(a, b) and _clause_for_clause(a.wording, b.wording)):
        if words and _word_for_word(a, b, words):
            share = 1.0
        elif told_by_one:
            return UtteranceOffer(FAINT * (share + near) / 2, _reasons(a, b, share))
        else:
            return None
    return UtteranceOffer((share + near) / 2, _reasons(a, b, share))


def _in_common(a: Wording, b: Wording) -> tuple[int, float]:
    """How many telling words both have in any form, and what all that they have in common weighs."""
    found = overlap(a, b)
    both = [
        {wording.tokens[pair[side]].word for pair in found.pairs if _heavy(wording, pair[side])}
        for side, wording in enumerate((a, b))
    ]
    left, right = (
        {base_of(token.stem) for token in wording.tokens if token.weight >= HEAVY and token.word not in told} - {""}
        for wording, told in zip((a, b), both, strict=True)
    )
    made = len(left & right)
    return min(map(len, both)) + made, found.weight + OF_ONE_BASE * made


def _may_be_word_for_word(a: Said, b: Said) -> bool:
    """Whether enough of one's words stand in the other, in whatever order: what ``_word_for_word`` asks is more."""
    short, long_ = _short_and_long(a, b)
    there = {token.word for token in long_.tokens} | {token.sense for token in long_.tokens if token.sense}
    here = sum(token.word in there or token.sense in there for token in short.tokens)
    return here >= IN_ORDER * len(short.tokens)


def _short_and_long(a: Said, b: Said) -> tuple[Wording, Wording]:
    """Of two quotations the shorter first; of a quotation and a sentence the quotation."""
    short, long_ = a.wording, b.wording
    return (long_, short) if b.kind is not None and len(short.tokens) > len(long_.tokens) else (short, long_)


def _word_for_word(a: Said, b: Said, words: int) -> bool:
    """Whether all that one gives stands in the other, in order; in a sentence without marks, all of the quotation."""
    short, long_ = _short_and_long(a, b)
    number = len(short.tokens)
    if short.key == long_.key and None not in {a.kind, b.kind}:
        return number >= JUST_THE_SAME[0] and words >= JUST_THE_SAME[1]
    if not any(number >= least and words >= telling for least, telling in WORD_FOR_WORD):
        return False
    if not _may_be_word_for_word(a, b):
        return False
    return len(longest_common(short.tokens, long_.tokens)) >= IN_ORDER * number


def _clause_for_clause(a: Wording, b: Wording) -> bool:
    """Whether a whole clause of one is a clause of the other, nearly: "an die sich alle halten"."""
    return any(
        min(len(left), len(right)) >= CLAUSE_WORDS
        and any(token.weight for token in left)
        and len(longest_common(left, right)) >= IN_CLAUSE * max(len(left), len(right))
        for left in a.by_clause()
        for right in b.by_clause()
    )


def _heavy(wording: Wording, place: int) -> bool:
    return wording.tokens[place].weight >= HEAVY


def _meets(least: Least, words: int, share: float, near: float) -> bool:
    return words >= least.words and share >= least.share and near >= least.near and share + near >= least.both


def _asked(a: Said, b: Said) -> tuple[Least, ...]:
    """The demands, by who speaks."""
    named = {a.named, b.named}
    if same_speaker(a, b):
        return SAME_SPEAKER
    if "sentence" in named:
        return NAMED_SPEAKER
    if b.kind is None:
        return NOBODY if a.kind == "indirect" else NOBODY_FOR_MARKED
    if "article" in named:
        return NAMED_ELSEWHERE
    return UNKNOWN_SPEAKER if None in {a.speaker, b.speaker} else OTHER_SPEAKER


def _reasons(a: Said, b: Said, share: float) -> tuple[str, ...]:
    told = {
        "same-speaker": same_speaker(a, b),
        "named-speaker": {a.named, b.named} != {"no"},
        "same-words": share >= EQUAL,
        "near-words": share < EQUAL,
        "marked-there": None not in {a.kind, b.kind} and "indirect" not in {a.kind, b.kind},
    }
    return tuple(reason for reason, holds in told.items() if holds)
