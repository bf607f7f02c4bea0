"""Which of the cues of a sentence leads its reported speech: each has a rank, and the first of the highest leads."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Self

from app.nlp import lexicon
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.subjects import before_relative
from app.nlp.german.clauses import Segment, View, phrase_at, relative
from app.nlp.german.mood import ASKED, Mood
from app.nlp.german.reporting_verbs import Frame
from app.nlp.german.word_table import words
from app.nlp.rules import Table

_INFINITIVE_VERBS = lexicon.verbs("takes_infinitive")
_DECIDING = lexicon.verbs("deciding")
_TELLING_VERBS = lexicon.verbs("telling")
_CONTENT_SURELY = lexicon.function_words("content_surely")
_CONTENT = _CONTENT_SURELY | lexicon.function_words("content")
_THAT = ("dass", "daß")


@dataclass(slots=True)
class Candidate:
    """A cue that may lead the reported speech of its unit. ``elsewhere``: the other segments in a subjunctive, or in a
    form that may be one; ``has_content``: what was said follows in a clause that "dass", "ob" or "wie" opens;
    ``others``: all cues of the unit; ``is_behind_taken``: right before it stand words of another's."""

    view: View
    cue: Cue
    mood: Mood
    elsewhere: set[int]
    has_content: bool
    others: Sequence[Cue] = ()
    is_behind_taken: bool = False

    @classmethod
    def of(cls, view: View, cue: Cue, mood: Mood, others: Sequence[Cue] = (), taken: Set[int] = frozenset()) -> Self:
        """``taken``: the segments that are the words of a subordinate clause's own speaker."""
        elsewhere = (mood.first | mood.second | mood.doubtful) - {cue.segment}
        if cue.how != "subordinate":
            elsewhere -= taken
        if elsewhere and before_relative(view, cue.segment) is not None:
            elsewhere = {n for n in elsewhere if n > cue.segment}  # "X, der kommen sollte, denkt nach"
        candidate = cls(view, cue, mood, elsewhere, has_content=False, others=others)
        candidate.is_behind_taken = cue.segment - 1 in taken
        after = candidate.after
        openers = _CONTENT if candidate.frame == "speech" else _CONTENT_SURELY
        if after is not None and after.before in (",", ":") and after.first in openers:
            candidate.has_content = _is_clause(after)
        return candidate

    @property
    def frame(self) -> Frame | None:
        return self.cue.verb.frame if self.cue.verb is not None else None

    @property
    def lemma(self) -> str:
        return self.cue.verb.lemma if self.cue.verb is not None else ""

    @property
    def segment(self) -> Segment:
        return self.view.segments[self.cue.segment]

    @property
    def after(self) -> Segment | None:
        number = self.cue.segment + 1
        return self.view.segments[number] if number < len(self.view.segments) else None


def lead_of(view: View, cues: list[Cue], mood: Mood) -> Cue | None:
    """The cue that governs the unit's reported speech."""
    best: tuple[int, Cue] | None = None
    taken = _of_subordinates(view, cues, mood)
    for cue in cues:
        rank = RANK.decide(Candidate.of(view, cue, mood, cues, taken), view.start, view.end)
        if rank and (best is None or rank > best[0]):
            best = (rank, cue)
    return best[1] if best else None


def _of_subordinates(view: View, cues: Sequence[Cue], mood: Mood) -> set[int]:
    """The segments in a subjunctive right behind a verb of saying in a subordinate clause of the outlet's: its own
    speaker's words, unless a verb before still waits for what it tells ("sagte, nachdem er gelandet war, es sei …")."""
    taken: set[int] = set()
    waiting = False
    for cue in cues:
        if cue.how != "subordinate":
            waiting |= cue.verb is not None and cue.verb.lemma in _TELLING_VERBS and not cue.opens
        elif cue.speakers and not waiting and cue.segment not in mood.first:
            for number in range(cue.segment + 1, len(view.segments)):
                if number not in mood.first | mood.second | mood.doubtful or view.segments[number].before != ",":
                    break
                taken.add(number)
    return taken


RANK = Table[Candidate, int]("rank of a cue", otherwise=0)


@RANK.rule("Die Lage sei ernst, hieß es aus dem Kreml.")
def anonymous(case: Candidate) -> int | None:
    if case.cue.how != "anonymous":
        return None
    return 4 if len(case.view.segments) > 1 or case.mood.first or case.mood.second else 0


@RANK.rule("Laut Anna Berg ist die Kasse leer.", "Die Kasse ist leer, so Anna Berg.")
def source_phrase(case: Candidate) -> int | None:
    return 5 if case.cue.how in ("phrase", "so", "as") else None


@RANK.rule("Sie ging, nachdem sie erklärt hatte, dass die Kasse leer sei.")
def subordinate_clause(case: Candidate) -> int | None:
    if case.cue.how != "subordinate":
        return None
    follows = case.has_content or (case.after is not None and case.cue.segment + 1 in case.elsewhere)
    heard = case.cue.alive or bool(case.mood.first)
    return 2 if case.cue.speakers and follows and heard else 0


@RANK.rule("Über den Plan entschied Angela Merkel, man sei am Ziel.")
def mere_decision(case: Candidate) -> int | None:
    return 0 if case.lemma in _DECIDING and not case.has_content else None


@RANK.rule("Das nennt man einen „Aktiensplit“.")
def verb_with_an_object_of_nobody(case: Candidate) -> int | None:
    return 0 if case.frame == "object" and not (case.cue.speakers or case.cue.pronoun) else None


@RANK.rule("Der Regen begrüßte die Gäste.")
def lifeless_subject(case: Candidate) -> int | None:
    return 0 if not case.cue.alive and not case.mood.first - {case.cue.segment} else None


@RANK.rule("Russland hat zugestimmt, und Angela Merkel erklärte in Brüssel, sie wolle noch prüfen.")
def another_is_nearer(case: Candidate) -> int | None:
    """Another verb of saying in a main clause stands between this one and what was said."""
    content = min((number for number in case.elsewhere if number > case.cue.segment), default=0)
    between = range(case.cue.segment + 1, content)
    nearer = (one for one in case.others if one.segment in between and one.how == "verb" and not one.opens)
    spoken = any(one.speakers and one.segment not in case.elsewhere for one in nearer)
    return 2 if spoken and not case.has_content else None


@RANK.rule("Anna Berg sagte, das sei falsch.", "Anna Berg hat am Abend erklärt, dass sie bleibt.")
def content_of_somebody(case: Candidate) -> int | None:
    return 6 if (case.has_content or case.elsewhere) and case.cue.speakers else None


@RANK.rule("Er sagte, das sei falsch.")
def content_of_nobody_known(case: Candidate) -> int | None:
    return 3 if case.has_content or case.elsewhere else None


@RANK.rule("Wie das gehen soll, sagte Anna Berg nicht.")
def what_is_not_said(case: Candidate) -> int | None:
    asked = case.view.segments[case.cue.segment - 1]
    about = asked.subordinate if case.cue.segment == 1 else asked.first in ASKED
    if not case.cue.opens or not about or asked.first in _THAT:
        return None
    return 0 if any(item.low == "nicht" for item in case.segment.items) else None


@RANK.rule("Dass die Kasse leer ist, glaubt Anna Berg nicht.", "Die Kasse ist leer, sagte Anna Berg.")
def content_ahead(case: Candidate) -> int | None:
    if case.is_behind_taken:
        return None
    that = case.view.segments[0].first in _CONTENT_SURELY
    return 4 if case.cue.opens and (case.frame == "speech" or that) else None


@RANK.rule("Anna Berg sagte, die Kasse ist leer.")
def main_clause_behind(case: Candidate) -> int | None:
    after = case.after
    if after is None or after.before != "," or not _main_clause(after):
        return None
    return 4 if _takes_clause(case) else None


@RANK.rule("Anna Berg forderte, die Steuern schnell zu senken.")
def infinitive_behind(case: Candidate) -> int | None:
    if case.after is None or case.lemma not in _INFINITIVE_VERBS:
        return None
    return 3 if infinitive(case.view.segments[case.cue.segment + 1 :]) else None


def _takes_clause(case: Candidate) -> bool:
    """Is a main clause behind the verb its object: by the verb, or since it has no other ("X bemängelte, es …")?"""
    if case.lemma in _TELLING_VERBS:
        return True
    particle = case.cue.verb.particle if case.cue.verb is not None else None
    return case.frame == "speech" and not case.cue.opens and case.segment.items[-1].text in (case.cue.word, particle)


def _main_clause(segment: Segment) -> bool:
    """Does a segment look like a main clause: a subject at its head and something after it?"""
    if segment.subordinate or relative(segment) or infinitive([segment]):
        return False
    phrase = phrase_at(segment.items, 0)
    return (
        phrase is not None
        and not phrase.oblique
        and phrase.end + 1 < len(segment.items)
        and not segment.items[phrase.end].capital
    )


def _is_clause(segment: Segment) -> bool:
    """Not just "wie auch über Syrien", "was Europa"."""
    second = segment.items[1].low if len(segment.items) > 1 else ""
    return len(segment.items) >= 3 and second not in ("auch", "etwa", "zum", "beispielsweise", "üblich", "immer")


def infinitive(segments: Sequence[Segment]) -> bool:
    """Does one of the segments end in "zu" + infinitive (or one with zu inside: "anzubieten")?"""
    return any(map(_has_infinitive, segments))


def _has_infinitive(segment: Segment) -> bool:
    verbs = [item.low if item.low.endswith("n") and not item.capital else "" for item in segment.items]
    if not verbs or segment.subordinate:  # "um ihn zu trösten"
        return False
    if any(item.low == "zu" and verb for item, verb in zip(segment.items, verbs[1:], strict=False)):
        return True
    return any("zu" in verb[2:-3] and words()[verb].tag == "VV(IZU)" for verb in verbs) or "zu" in verbs[-1][2:-3]
