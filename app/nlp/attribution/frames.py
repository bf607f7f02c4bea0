"""The frame of reported speech: the words of a reporting sentence that stay the outlet's own.

"Die Gespräche seien gut verlaufen, erklärte Kremlchef Putin am Abend": what was said is Putin's, that he is called
Kremlchef is the outlet's. The frame is the clause with the reporting verb, what hangs on it (appositions, relative
clauses), and the phrase that names a source ("laut Kremlsprecher Peskow"); a clause in the subjunctive, or one that
"dass" or "ob" opens, never belongs to it.
"""

from collections.abc import Iterator

from app.nlp import lexicon
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.subordinate_cues import interrupted
from app.nlp.german.clauses import PREPOSITIONS, Segment, View, phrase_at, relative
from app.nlp.german.mood import Mood

_FINITE = lexicon.verb_forms("finite")
_OPENERS = lexicon.function_words("content_surely")
_SHORT = 5  # items of a piece behind a comma that can only be an adverbial ("sagte Putin, der Kremlchef, am Mittwoch")
_TIMES = lexicon.function_words("temporal")

Span = tuple[int, int]


def frame_of(view: View, cues: list[Cue], lead: Cue | None, mood: Mood) -> tuple[Span, ...]:
    """Offsets of the outlet's own words in a unit of reported speech, in order; empty where all of it is reported."""
    moods = mood.first | mood.second
    if lead is not None and lead.span is not None:
        spans = {lead.span}
        if lead.how == "so":
            spans |= {_span(view.segments[n]) for n in _hanging(view, lead.segment, moods)}
        return tuple(sorted(spans))
    verbs = [cue for cue in cues if cue.how == "verb" and cue.segment not in moods]
    anchor = lead or next(iter(verbs), None)
    if anchor is None:
        return tuple(_span(view.segments[number]) for number in _ahead_of_that(view, moods))
    own = {anchor.segment, *(cue.segment for cue in verbs)}
    began = interrupted(view, anchor.segment) if anchor.how == "as" else None
    own |= set(range(began, anchor.segment)) if began is not None else set()
    own |= set(_hanging(view, anchor.segment, moods))
    if anchor.how in ("verb", "hearsay", "anonymous"):
        own |= set(_before(view, anchor, moods))
    return tuple(_span(view.segments[number]) for number in sorted(own) if view.segments[number].items)


def _span(segment: Segment) -> Span:
    return segment.items[0].start, segment.items[-1].end


def _ahead_of_that(view: View, moods: set[int]) -> Iterator[int]:
    """Main clauses in the indicative that a "dass" depends on, where no verb of saying was understood."""
    for number, segment in enumerate(view.segments[:-1]):
        following = view.segments[number + 1]
        opens = bool(segment.items) and following.before == "," and following.first in _OPENERS
        if opens and number not in moods and (number == 0 or not (segment.subordinate or relative(segment))):
            yield number


def _before(view: View, anchor: Cue, moods: set[int]) -> Iterator[int]:
    """Segments ahead of a clause that begins with who speaks, or only times of one that the report follows:
    "Nachdem er gelandet war, sagte Putin, …"."""
    reported_behind = any(number > anchor.segment for number in moods)
    for number in range(anchor.segment):
        segment = view.segments[number]
        if anchor.opens and not (reported_behind and segment.first in _TIMES):
            continue
        if number not in moods and segment.first not in _OPENERS and segment.after not in (".", "!", "?"):
            yield number


def _hanging(view: View, anchor: int, moods: set[int]) -> Iterator[int]:
    """Segments right behind the reporting clause that tell about the speaker, up to the first that does not."""
    for number in range(anchor + 1, len(view.segments)):
        segment = view.segments[number]
        if number in moods or segment.before != "," or segment.first in _OPENERS:
            return
        if not (relative(segment) or _apposed(segment) or (number > anchor + 1 and _adverbial(segment))):
            return
        yield number


def _apposed(segment: Segment) -> bool:
    """Is it nothing but a noun phrase: "der Kremlchef", "Vorsitzende des Rates"?"""
    phrase = phrase_at(segment.items, 0)
    return phrase is not None and not phrase.pronoun and phrase.end == len(segment.items)


def _adverbial(segment: Segment) -> bool:
    """Is it a short phrase with a preposition and without a verb: "am Mittwoch", "in Genf"?"""
    items = segment.items
    short = 0 < len(items) <= _SHORT and items[0].low in PREPOSITIONS
    return short and not any(item.low in _FINITE for item in items)
