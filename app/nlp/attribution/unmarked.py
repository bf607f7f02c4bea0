"""Utterances that lost their quotation marks, where the grammar is certain: a main clause before "sagte X", one after
"X sagte:", and what goes on with ich or wir behind them. Where a text has no marks at all, "X: …" counts as well."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from app.nlp import lexicon
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.descriptions import can_speak, is_nominative
from app.nlp.attribution.discourse import DiscourseUnit, Speakers
from app.nlp.attribution.mood import Mood
from app.nlp.attribution.subjects import prefield
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import Segment, View, relative
from app.nlp.german.word_table import words
from app.nlp.rules import Table
from app.nlp.text.quotation_marks import Marks

_CONTENT_SURELY = lexicon.function_words("content_surely")
_INDICATIVE_VERBS = lexicon.verbs("takes_indicative")
_FIRST_PERSON = lexicon.function_words("first_person")
_CONTENT = lexicon.function_words("content_surely") | lexicon.function_words("content")
_FINITE = ("(FIN)", "V(INF)", "A(INF)", "M(INF)")  # plurals are tagged as infinitives where both look the same
_SHORTEST = 3  # words that make an utterance of their own
_MEMORY = 30  # units back in which one sure utterance shows that the text gives speech without marks


@dataclass(frozen=True, slots=True)
class Utterance:
    """Somebody's own words without marks. ``verb`` as in the text; ``certain`` where a verb of saying governs them."""

    start: int
    end: int
    speakers: Speakers
    verb: str | None
    certain: bool


Utterances = tuple[Utterance, ...]


@dataclass(slots=True)
class Unmarked:
    """A unit of text without marks and without a sure subjunctive. ``own``: it says "ich" or "wir"."""

    view: View
    cues: list[Cue]
    mood: Mood
    marks: Marks
    own: bool
    coreference: Coreference

    @property
    def before(self) -> DiscourseUnit | None:
        """What the unit before has left behind."""
        history = self.coreference.history
        return history[-1] if history else None

    def goes_on(self) -> bool:
        """Does it speak of oneself and name no speaker, in the paragraph of the unit before?"""
        before = self.before
        if self.cues or not self.own or before is None or before.heading:
            return False
        return before.paragraph == self.view.paragraph

    def all_of_it(self, speakers: Speakers) -> Utterances:
        return (Utterance(self.view.start, self.view.end, speakers, None, False),)


UTTERANCES = Table[Unmarked, Utterances]("utterance without marks", otherwise=())


def find_utterances(
    view: View, cues: list[Cue], mood: Mood, marks: Marks, coreference: Coreference
) -> Sequence[Utterance]:
    """The utterances without marks of one unit. ``marks``: of the whole text."""
    items = [item for segment in view.segments for item in segment.items]
    own = any(item.low in _FIRST_PERSON for item in items)
    if mood.first or (mood.second and not own) or any(item.marked is not None for item in items):
        return ()
    return UTTERANCES.decide(Unmarked(view, cues, mood, marks, own, coreference), view.start, view.end)


@UTTERANCES.rule("Das ist unser Haus, sagte Anna Berg.", "Anna Berg sagte: Das ist unser Haus.")
def beside_a_cue(case: Unmarked) -> Utterances | None:
    governing = (NearCue(case, cue) for cue in case.cues if _may_govern(cue, case.own))
    return next(filter(None, map(BESIDE.decide, governing)), None)


@UTTERANCES.rule("Anna Berg sprach unter Tränen: Ich bitte Sie um Hilfe.")
def behind_a_name(case: Unmarked) -> Utterances | None:
    """Where the text has no marks at all."""
    segments = case.view.segments
    if case.marks.spans or len(segments) < 2 or segments[0].after != ":" or not segments[0].items:
        return None
    head, rest = segments[0].items, segments[1:]
    phrase = prefield(head, len(head))
    if phrase is None or phrase.pronoun or not (is_nominative(phrase) and can_speak(phrase)) or _is_short(rest):
        return None
    named = phrase.end == len(head) and phrase.name is not None and phrase.name.kind == "person"
    if not (named or case.own):
        return None
    speakers = case.coreference.of_phrase(phrase, "", case.view.paragraph)
    return (Utterance(rest[0].items[0].start, case.view.end, speakers, None, case.own),)


@UTTERANCES.rule("Das ist unser Haus, sagte Anna Berg. Wir bleiben hier.")
def goes_on_behind_one(case: Unmarked) -> Utterances | None:
    before = case.before
    return case.all_of_it(before.speakers) if before is not None and before.unmarked and case.goes_on() else None


@UTTERANCES.rule("Das ist unser Haus, sagte Anna Berg. Sie lachte. Wir wären gern geblieben.")
def goes_on_in_a_text_without_marks(case: Unmarked) -> Utterances | None:
    """Where one sure utterance has shown that the text gives speech without marks."""
    if case.marks.spans or not case.goes_on() or not any(unit.unmarked for unit in case.coreference.history[-_MEMORY:]):
        return None
    speakers = case.coreference.carried(case.view.paragraph, quotation=True)
    return case.all_of_it(speakers) if speakers else None


# --- before "sagte X", behind "X sagte:"


@dataclass(slots=True)
class NearCue:
    """A cue that may govern an utterance without marks, with the segments ahead of it and the rest."""

    unit: Unmarked
    cue: Cue

    @property
    def ahead(self) -> list[Segment]:
        return self.unit.view.segments[: self.cue.segment]

    @property
    def segment(self) -> Segment:
        return self.unit.view.segments[self.cue.segment]

    @property
    def rest(self) -> list[Segment]:
        return self.unit.view.segments[self.cue.segment + 1 :]

    def utterance(self, start: int, end: int, certain: bool = True) -> Utterance:
        return Utterance(start, end, self.cue.speakers, self.cue.surface, certain)


def _may_govern(cue: Cue, own: bool) -> bool:
    """Is it a verb of speech or, where somebody speaks of oneself, "so X"; and who speaks is known?"""
    spoken = cue.how == "verb" and cue.verb is not None and cue.verb.frame == "speech"
    return bool(cue.speakers or cue.pronoun) and (spoken or (cue.how == "so" and own))


BESIDE = Table[NearCue, Utterances]("utterance beside its cue", otherwise=())


@BESIDE.rule("Das ist unser Haus, sagte Anna Berg, wir bleiben hier.")
def ahead_of_the_cue(near: NearCue) -> Utterances | None:
    """With its second half behind it, where it speaks of oneself."""
    unit, cue, ahead, rest = near.unit, near.cue, near.ahead, near.rest
    opens = (cue.opens or cue.how == "so") and near.segment.before == ","
    that = bool(rest) and rest[0].first in _CONTENT_SURELY
    # "Gerüchte, dass sie gehe, dementierte X: …" has no clause of its own ahead
    if not opens or that or not any(finite(part) for part in ahead):
        return None
    if not (unit.own or _as_said(ahead, unit.mood)) or not _own_words(near):
        return ()
    first = near.utterance(unit.view.start, ahead[-1].items[-1].end)
    if unit.own and rest and rest[0].before == "," and finite(rest[0]):
        return first, near.utterance(rest[0].items[0].start, unit.view.end, certain=False)
    return (first,)


@BESIDE.rule("Anna Berg sagte: Das ist unser Haus.")
def behind_the_cue(near: NearCue) -> Utterances | None:
    rest = near.rest
    if near.segment.after != ":" or _is_short(rest) or not any(map(finite, rest)):
        return None
    return (near.utterance(rest[0].items[0].start, near.unit.view.end),)


def _is_short(segments: Sequence[Segment]) -> bool:
    """Are there too few words for an utterance?"""
    return sum(len(part.items) for part in segments) < _SHORTEST


def finite(segment: Segment) -> bool:
    """Is it a main clause: has it a verb that may be finite, and nothing that makes it subordinate?"""
    may_be = [
        not item.capital and item.marked is None and words()[item.low].tag.endswith(_FINITE) for item in segment.items
    ]
    if segment.subordinate and not any(may_be[1:2]):  # but "Damit war zu rechnen"
        return False
    return any(may_be) and not relative(segment)


def _as_said(ahead: list[Segment], mood: Mood) -> bool:
    """Can it stand as it was said? Of oneself nobody says "er", and few tell of others in the preterite ("Er begrüßte
    die Wahl, erklärte X"), what they knew aside; "Autobauer sollten kommen, sagte X" may have been "sollen"."""
    low = [item.low for item in ahead[0].items[:2]]
    of_other = len(low) > 1 and low[0] in ("er", "sie") and low[1].endswith("te") and low[1] != "wusste"
    told = of_other and words()[low[1]].tag.startswith("VV")
    return not told and not mood.doubtful & set(range(len(ahead))) and not _plural_past(ahead)


def _plural_past(ahead: list[Segment]) -> bool:
    """Is the verb of a main clause a plural that may be Konjunktiv II ("Die Beiträge drohten zu steigen, warnte X")?"""
    main = [part.items for part in ahead if not (part.subordinate or relative(part))]
    return any(
        konjunktiv.may_be_plural(item.low) and words()[item.low].tag.startswith("VV(FIN")
        for items in main
        for item in items
        if not item.capital and item.marked is None and item.name is None
    )


def _own_words(near: NearCue) -> bool:
    """Is what stands before "sagte X" a main clause in somebody's own words?"""
    ahead, lost = near.ahead, near.unit.marks.lost
    if _is_short(ahead) or (len(ahead) == 1 and _is_content(ahead[0])):
        return False
    at = bisect_left(lost, near.unit.view.start - 2)
    if lost[at : at + 1] and lost[at] <= ahead[-1].items[-1].end + 1:
        return True  # one of its marks is there
    return near.unit.own or (near.cue.verb is not None and near.cue.verb.lemma not in _INDICATIVE_VERBS)


def _is_content(segment: Segment) -> bool:
    """Is it a clause that depends on the verb ("Wie es weitergeht, sagte X")?"""
    return segment.subordinate and segment.first in _CONTENT and segment.after != "?"
