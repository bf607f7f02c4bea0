"""Utterances that lost their quotation marks, where the grammar is certain: a main clause before "sagte X", one after
"X sagte:", and what goes on with ich or wir behind them. Where a text has no marks at all, "X: …" counts as well."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.descriptions import can_speak, is_nominative
from app.nlp.attribution.discourse import DiscourseUnit, Speaker
from app.nlp.attribution.indirect import Mood
from app.nlp.attribution.subjects import prefield
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import WORDS, Segment, View, relative
from app.nlp.german.word_table import words
from app.nlp.text.quotation_marks import Marks

_FIRST_PERSON = WORDS["first_persons"]
_CONTENT = WORDS["content_surely"] | WORDS["content"]
_FINITE = ("(FIN)", "V(INF)", "A(INF)", "M(INF)")  # plurals are tagged as infinitives where both look the same
_SHORTEST = 3  # words that make an utterance of their own
_MEMORY = 30  # units back in which one sure utterance shows that the text gives speech without marks


@dataclass(frozen=True, slots=True)
class Utterance:
    """Somebody's own words without marks. ``verb`` as in the text; ``certain`` where a verb of saying governs them."""

    start: int
    end: int
    speakers: tuple[Speaker, ...]
    verb: str | None
    certain: bool


def find_utterances(
    view: View, cues: list[Cue], mood: Mood, marks: Marks, history: Sequence[DiscourseUnit], coreference: Coreference
) -> list[Utterance]:
    """The utterances without marks of one unit. ``marks``: of the whole text; ``history``: what stood before."""
    items = [one for segment in view.segments for one in segment.items]
    own = bool({one.low for one in items} & _FIRST_PERSON)
    if mood.first or (mood.second and not own) or any(one.marked is not None for one in items):
        return []
    for cue in cues:
        found = _beside(view, cue, marks.lost, own, mood)
        if found:
            return found
    if not marks.spans and (found := _after_name(view, own, coreference)):
        return found
    before = history[-1] if history else None
    if cues or not own or before is None or before.heading:
        return []
    if before.unmarked and before.paragraph == view.paragraph:
        return [Utterance(view.start, view.end, before.speakers, None, False)]
    if not marks.spans and any(one.unmarked for one in history[-_MEMORY:]) and before.paragraph == view.paragraph:
        speakers = coreference.carried(view.paragraph, quotation=True)
        return [Utterance(view.start, view.end, speakers, None, False)] if speakers else []
    return []


def _beside(view: View, cue: Cue, lost: Sequence[int], own: bool, mood: Mood) -> list[Utterance]:
    """The utterance before "…, sagte X" (and its second half behind it), or the one after "X sagte:"."""
    segment = view.segments[cue.segment]
    spoken = cue.how == "verb" and cue.verb is not None and cue.verb.frame == "speech"
    if not (cue.speakers or cue.pronoun) or not (spoken or (cue.how == "so" and own)):
        return []
    ahead, rest = view.segments[: cue.segment], view.segments[cue.segment + 1 :]
    follows = rest[0].first if rest else ""
    clause = any(finite(part) for part in ahead)  # "Gerüchte, dass sie gehe, dementierte X: …" has none of its own
    opens = cue.opens or cue.how == "so"
    if opens and clause and segment.before == "," and follows not in WORDS["content_surely"]:
        if not (own or _as_said(ahead, mood)) or not _own_words(ahead, cue, lost, view.start, own):
            return []
        found = [Utterance(view.start, ahead[-1].items[-1].end, cue.speakers, cue.surface, True)]
        if own and rest and rest[0].before == "," and finite(rest[0]):
            found.append(Utterance(rest[0].items[0].start, view.end, cue.speakers, cue.surface, False))
        return found
    if segment.after == ":" and sum(len(part.items) for part in rest) >= _SHORTEST and any(map(finite, rest)):
        return [Utterance(rest[0].items[0].start, view.end, cue.speakers, cue.surface, True)]
    return []


def finite(segment: Segment) -> bool:
    """Is it a main clause: has it a verb that may be finite, and nothing that makes it subordinate?"""
    may_be = [
        not one.capital and one.marked is None and words()[one.low].tag.endswith(_FINITE) for one in segment.items
    ]
    if segment.subordinate and not any(may_be[1:2]):  # but "Damit war zu rechnen"
        return False
    return any(may_be) and not relative(segment)


def _as_said(ahead: list[Segment], mood: Mood) -> bool:
    """Can it stand as it was said? Of oneself nobody says "er", and few tell of others in the preterite ("Er begrüßte
    die Wahl, erklärte X"), what they knew aside; "Autobauer sollten kommen, sagte X" may have been "sollen"."""
    low = [one.low for one in ahead[0].items[:2]]
    of_other = len(low) > 1 and low[0] in ("er", "sie") and low[1].endswith("te") and low[1] != "wusste"
    told = of_other and words()[low[1]].tag.startswith("VV")
    return not told and not mood.doubtful & set(range(len(ahead))) and not _plural_past(ahead)


def _plural_past(ahead: list[Segment]) -> bool:
    """Is the verb of a main clause a plural that may be Konjunktiv II ("Die Beiträge drohten zu steigen, warnte X")?"""
    main = [part.items for part in ahead if not (part.subordinate or relative(part))]
    return any(
        konjunktiv.may_be_plural(one.low) and words()[one.low].tag.startswith("VV(FIN")
        for items in main
        for one in items
        if not one.capital and one.marked is None and one.name is None
    )


def _own_words(ahead: list[Segment], cue: Cue, lost: Sequence[int], start: int, own: bool) -> bool:
    """Is what stands before "sagte X" a main clause in somebody's own words?"""
    if sum(len(part.items) for part in ahead) < _SHORTEST or (
        len(ahead) == 1 and ahead[0].subordinate and ahead[0].first in _CONTENT and ahead[0].after != "?"
    ):
        return False
    at = bisect_left(lost, start - 2)
    if lost[at : at + 1] and lost[at] <= ahead[-1].items[-1].end + 1:
        return True  # one of its marks is there
    return own or (cue.verb is not None and cue.verb.lemma not in WORDS["indicative_verbs"])


def _after_name(view: View, own: bool, coreference: Coreference) -> list[Utterance]:
    """Utterances like "Merkel: Das genügt nicht." and "Okonjo sprach unter Tränen: Ich bitte Sie …"."""
    if len(view.segments) < 2 or view.segments[0].after != ":" or not view.segments[0].items:
        return []
    head, rest = view.segments[0], view.segments[1:]
    phrase = prefield(head.items, len(head.items))
    if phrase is None or phrase.pronoun or not (is_nominative(phrase) and can_speak(phrase)):
        return []
    named = phrase.end == len(head.items) and phrase.name is not None and phrase.name.kind == "person"
    if not (named or own) or sum(len(part.items) for part in rest) < _SHORTEST:
        return []
    return [Utterance(rest[0].items[0].start, view.end, coreference.of_phrase(phrase, "", view.paragraph), None, own)]
