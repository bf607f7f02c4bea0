"""Is a unit reported speech, and which cue governs it?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.discourse import DiscourseUnit, Speaker
from app.nlp.attribution.subjects import before_relative
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import WORDS, Segment, View, phrase_at, relative
from app.nlp.german.reporting_verbs import ReportingVerb

_CONTENT_SURELY = WORDS["content_surely"]
_CONTENT = _CONTENT_SURELY | WORDS["content"]
_ASKED = WORDS["content"] | {"ob"}
_BE_IT_WORDS = 5
_GOES_ON = 2  # sentences back in which reported speech must stand for a Konjunktiv II to go on with it
_OPINIONS = ("skeptisch", "optimistisch", "pessimistisch", "zuversichtlich", "kritisch", "gelassen", "überzeugt")
_UNREAL = frozenset({"als"})
_NOT_SPEECH = ("damit", "ohne", "bevor", "ehe")


@dataclass(slots=True)
class Mood:
    """Where a unit has subjunctives: numbers of the segments with Konjunktiv I and II, and doubtful forms."""

    first: set[int] = field(default_factory=set)
    second: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    main_first: bool = False
    main_second: bool = False  # in the plural, where it stands in for a Konjunktiv I that looks like the indicative
    conditional: bool = False


def mood_of(view: View) -> Mood:
    """Find the subjunctives of a unit, leaving out unreal comparisons and set phrases."""
    mood = Mood()
    for number, segment in enumerate(view.segments):
        items = segment.items
        low = [
            konjunktiv.lowered(one.text) if one.text[:1].isupper() and one.low != "ich" else one.low for one in items
        ]
        if segment.first in _UNREAL and any(
            konjunktiv.is_first(low, n) or konjunktiv.is_second(low[n]) for n in range(min(3, len(low)))
        ):
            continue  # "als sei nichts gewesen", "als ob er käme"
        if (_no_speech(segment.first, low) and not _adverb(low)) or _set_phrase(low):
            continue
        if segment.first in _ASKED and number and _asks(view.segments[number - 1]):
            continue  # "die Frage, ob das gelinge"
        below = segment.subordinate or relative(segment)
        for place in range(len(items)):
            if items[place].name is not None or items[place].marked is not None:
                continue
            if konjunktiv.is_first(low, place):
                mood.first.add(number)
                mood.main_first |= not below
            elif konjunktiv.is_second(low[place]) and not konjunktiv.is_wish(low[place]):
                mood.second.add(number)
                mood.main_second |= not below and low[place].endswith("n")
                mood.conditional |= place == 0 or segment.first == "wenn"
            elif konjunktiv.is_doubtful(low[place]):
                mood.doubtful.add(number)
    return mood


def lead_of(view: View, cues: list[Cue], mood: Mood) -> Cue | None:
    """The cue that governs the unit's reported speech."""
    moods = mood.first | mood.second
    best: tuple[int, Cue] | None = None
    for cue in cues:
        rank = _rank(view, cue, mood, moods)
        if rank and (best is None or rank > best[0]):
            best = (rank, cue)
    return best[1] if best else None


def _rank(view: View, cue: Cue, mood: Mood, moods: set[int]) -> int:
    """How surely a cue governs reported speech; 0 not at all."""
    if cue.how == "anonymous":
        return 4 if len(view.segments) > 1 or moods else 0
    if cue.how in ("phrase", "so", "as"):
        return 5
    follows = cue.segment + 1 < len(view.segments)
    after = view.segments[cue.segment + 1] if follows else None
    elsewhere = (moods | mood.doubtful) - {cue.segment}
    if elsewhere and before_relative(view, cue.segment) is not None:
        elsewhere = {one for one in elsewhere if one > cue.segment}  # "X, der kommen sollte, denkt nach"
    verb = cue.verb
    if verb is None:
        return 0
    openers = _CONTENT if verb.frame == "speech" else _CONTENT_SURELY
    content = after is not None and after.before in (",", ":") and after.first in openers and _is_clause(after)
    if cue.how == "subordinate":
        return 2 if cue.speakers and (content or (follows and cue.segment + 1 in elsewhere)) else 0
    if verb.frame == "object" and not (cue.speakers or cue.pronoun):
        return 0
    if not cue.alive and not mood.first - {cue.segment}:
        return 0
    if content or elsewhere:
        return 6 if cue.speakers else 3
    asked = view.segments[cue.segment - 1]
    about = (asked.subordinate if cue.segment == 1 else asked.first in _ASKED) and asked.first not in ("dass", "daß")
    if cue.opens and about and any(one.low == "nicht" for one in view.segments[cue.segment].items):
        return 0  # "Wie das gehen soll, sagte sie nicht", "Zur Frage, ob er komme, äußerte er sich nicht"
    if cue.opens and (verb.frame == "speech" or view.segments[0].first in _CONTENT_SURELY):
        return 4
    if after is not None and after.before == "," and _main_clause(after) and _takes_clause(view, cue, verb):
        return 4
    if after is not None and verb.lemma in WORDS["infinitive_verbs"] and infinitive(view.segments[cue.segment + 1 :]):
        return 3
    return 0


def _takes_clause(view: View, cue: Cue, verb: ReportingVerb) -> bool:
    """Is a main clause behind the verb its object: by the verb, or since it has no other ("X bemängelte, es …")?"""
    ends = view.segments[cue.segment].items[-1].text in (cue.word, verb.particle)
    return verb.lemma in WORDS["telling_verbs"] or (verb.frame == "speech" and ends and not cue.opens)


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


def is_reported(view: View, lead: Cue | None, mood: Mood, coreference: Coreference, paragraph: int) -> bool:
    if lead is not None:
        return _has_content(view, lead, mood)
    if mood.first or any(view.segments[number].before == ":" for number in mood.second):
        return True
    if any(view.segments[number].before == ":" and _judges(view.segments[number - 1]) for number in mood.doubtful):
        return True
    quoted = any(one.marked is not None for segment in view.segments for one in segment.items)
    if not mood.main_second or (mood.conditional and not quoted):
        return False
    near = [one for one in coreference.history[-_GOES_ON:] if one.paragraph == paragraph]
    if any(one.speech and one.speakers for one in near):
        return True
    return bool(near) and near[-1].communicative and len(near[-1].subject) == 1  # "X sprach von Verrat. Sie hätten …"


def _judges(segment: Segment) -> bool:
    """Does a person hold an opinion in it ("Ihr Kollege Noah Barkin ist skeptischer:")?"""
    named = any(one.name is not None and one.name.kind == "person" for one in segment.items)
    return named and any(one.low.startswith(_OPINIONS) for one in segment.items)


def _has_content(view: View, lead: Cue, mood: Mood) -> bool:
    """Are there words of report outside the cue's own and outside quotations?"""
    if not (mood.first | mood.second) and _announces(view, lead):
        return False
    quoted = lead.segment > 0 and _nothing_but_marks(view, lead.segment - 1)
    if lead.how == "so" and quoted and not (mood.first | mood.second):
        return False  # „…“, so X: that is whose quotation it is
    if lead.opens and quoted and view.segments[lead.segment - 1].before == ":" and not (mood.first | mood.second):
        return False  # Kritik kam aus dem Parlament: „…“, sagte X
    words = sum(1 for segment in view.segments for one in segment.items if one.marked is None)
    if lead.how == "verb" and lead.opens and not (mood.first | mood.second):
        outside = [one for n, segment in enumerate(view.segments) if n < lead.segment for one in segment.items]
        return sum(1 for one in outside if one.marked is None) >= 3
    return words - lead.own_words >= 2


def _nothing_but_marks(view: View, number: int) -> bool:
    items = view.segments[number].items
    return bool(items) and all(one.marked is not None for one in items)


def _announces(view: View, lead: Cue) -> bool:
    """Does nothing but a marked quotation follow the cue and a colon ("Auf die Frage, ob …, sagte sie: „Nein.“")?"""
    rest = view.segments[lead.segment + 1 :]
    marked = all(one.marked is not None for segment in rest for one in segment.items)
    return view.segments[lead.segment].after == ":" and bool(rest) and marked


def carried_by(view: View, mood: Mood, current: DiscourseUnit, coreference: Coreference) -> tuple[Speaker, ...]:
    """The speaker of reported speech that no cue governs."""
    head = view.segments[0] if view.segments else None
    opening = min(mood.first, default=0)
    if opening and view.segments[opening].before == ":" and len(current.subject) == 1 and current.subject[0].key:
        return current.subject  # "Rutte winkte ab: Das sei …", whatever the verb
    if head is not None and not mood.main_first and not mood.main_second and 0 not in mood.first | mood.second:
        own = current.subject
        if own and len(own) == 1 and not head.subordinate and own[0].kind:
            return own
    before = coreference.history[-1] if coreference.history else None
    opens = before is None or before.heading or (before.paragraph != current.paragraph and not before.speech)
    if opens and len(current.subject) == 1 and any(one.low == "wolle" for part in view.segments for one in part.items):
        return current.subject  # "Weiter anprangern wolle Biden …": with nobody to carry on, whose will it is
    carried = coreference.carried(current.paragraph)
    if carried:
        return carried
    return ()


def infinitive(segments: Sequence[Segment]) -> bool:
    """Does one of the segments end in "zu" + infinitive (or one with zu inside: "anzubieten")?"""
    for segment in segments:
        low = [one.low for one in segment.items]
        for place, word in enumerate(low):
            if (
                word == "zu"
                and place + 1 < len(low)
                and low[place + 1].endswith("n")
                and not segment.items[place + 1].capital
            ):
                return True
            if "zu" in word[2:-3] and word.endswith("n") and not segment.items[place].capital and place == len(low) - 1:
                return True
    return False


def _no_speech(first: str, low: Sequence[str]) -> bool:
    """Does a conjunction open the clause that no report follows? "Ohne sie gebe es nichts" has a preposition."""
    return first in _NOT_SPEECH and (first != "ohne" or low[1:2] == ["dass"])


def _adverb(low: Sequence[str]) -> bool:
    """Does the finite verb follow at once ("Damit werde nichts gebaut")? Then no conjunction opens the clause."""
    return len(low) > 1 and (konjunktiv.is_first(low, 1) or konjunktiv.is_second(low[1]))


def _asks(segment: Segment) -> bool:
    """Does a noun for a question end it, its genitive aside, so that "ob" or "warum" goes on with that noun?"""
    at = next((n for n, one in enumerate(segment.items) if one.low in WORDS["questions"] and one.capital), None)
    rest = segment.items[at + 1 :] if at is not None else []
    return at is not None and (not rest or rest[0].low in WORDS["genitive_determiners"] or rest[0].genitive)


def _set_phrase(low: Sequence[str]) -> bool:
    """Set phrases: "es sei denn", "man stelle sich vor", "seien es Immobilien oder Aktien", "sei es aus Angst"."""
    if not low:
        return False
    if low[:3] == ["es", "sei", "denn"] or (low[0].lower() == "man" and low[1:2] and low[1] in WORDS["invitations"]):
        return True
    if low[-1] in WORDS["wishes"] and low[0] in WORDS["to_readers"] and "sei" in low[:3]:
        return True  # "dem sei ein Blick in die Akten empfohlen"
    return low[:2] in (["sei", "es"], ["seien", "es"]) and ("oder" in low or len(low) <= _BE_IT_WORDS)


def _is_clause(segment: Segment) -> bool:
    """Not just "wie auch über Syrien", "was Europa"."""
    second = segment.items[1].low if len(segment.items) > 1 else ""
    return len(segment.items) >= 3 and second not in ("auch", "etwa", "zum", "beispielsweise", "üblich", "immer")
