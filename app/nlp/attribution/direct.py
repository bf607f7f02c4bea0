"""Marked spans: utterance, fragment or label, and the cue that says whose."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.descriptions import can_speak, is_nominative
from app.nlp.attribution.discourse import DiscourseUnit, Speaker
from app.nlp.attribution.subjects import main_subject
from app.nlp.german.clauses import PREPOSITIONS, WORDS, Item, Phrase, View, phrase_at, phrases
from app.nlp.german.reporting_verbs import forms
from app.nlp.german.word_table import has_verb
from app.nlp.text.quotation_marks import Marked
from app.nlp.types import QuotationKind

_WHOLE_WORDS = 6  # a marked span of so many words that stands alone in its clause is an utterance
_BARE_WORDS = 2
_LABEL_WORDS = 3  # a marked span of at most so many words without a verb of saying near it is a label
_NAME_WORDS = 4  # words of a medium's name at most
_LONGEST_ACT = 30  # characters of a noun behind a label and a hyphen
_TOLD = 5  # items back from whom somebody told to the verb ("sagte X der »Zeit«")
_SAID_OF = WORDS["passive"] | {"gilt", "galt", "gelten", "galten", "heißt", "hieß", "sei"}


def kind_of(view: View, inner: str, number: int, index: int, cues: list[Cue], spoken: bool) -> QuotationKind:
    """Utterance, fragment or label: by what the marks hold and how they stand in their clause."""
    words = len(inner.split())
    segment = view.segments[number]
    ended = inner[-1:] in (".", "!", "?", "…", ",") and words >= 2
    alone = len(segment.items) == 1 or (index == 0 and _inquit_follows(cues, number))
    colon = segment.before == ":" and index == 0
    if colon and (words >= 2 or ended):
        return "direct"
    fragment = inner.split()[-2:-1] == ["zu"] or (inner[:1].islower() and not has_verb(inner))
    if alone and segment.before == "," and not ended and fragment:
        return "partial"  # "sagte, dies schaffe nichts, „dafür aber viel Misstrauen“"
    if alone and (ended or words >= _WHOLE_WORDS or (inner[:1].isupper() and (words >= 3 or _beside(cues, number)))):
        return "direct"
    if alone and _beside(cues, number) and not segment.before:
        return "direct"
    if ended and inner[:1].isupper() and words >= 3 and not _titled(segment.items, index):
        return "direct"
    medium = _namelike(inner) and any(word.lower() in WORDS["press"] for word in inner.split())
    if (
        words == 1
        or medium
        or _titled(segment.items, index)
        or all(word.lstrip("(")[:1].isupper() for word in inner.split())
    ):
        return "label"
    near = any(cue.segment == number for cue in cues) or spoken or any(one.low == "rede" for one in segment.items)
    if words <= _LABEL_WORDS and not near and not ended and not has_verb(inner):
        return "label"
    return "partial"


def cue_of(view: View, number: int, cues: list[Cue], kind: QuotationKind) -> Cue | None:
    """The cue that governs a marked span: in its own clause, right behind it, or before it."""
    own = [cue for cue in cues if cue.segment == number]
    following = [
        cue for cue in cues if cue.segment == number + 1 and (cue.opens or cue.how in ("so", "as", "anonymous"))
    ]
    if own and (kind != "direct" or len(view.segments[number].items) > 1):
        return own[0]
    if following:
        return following[0]
    if kind == "label":
        return None
    earlier = [cue for cue in cues if cue.segment < number and cue.how != "subordinate"]
    if earlier:
        return next((cue for cue in reversed(earlier) if cue.speakers), earlier[-1])
    later = [
        cue for cue in cues if cue.segment > number and (cue.opens or cue.how in ("so", "as", "phrase", "anonymous"))
    ]
    if later:
        return later[0]
    thats = [cue for cue in cues if cue.segment == number + 1]
    return thats[0] if thats and kind == "direct" else None


def without_cue(
    view: View,
    number: int,
    kind: QuotationKind,
    indirect: tuple[Speaker, ...] | None,
    current: DiscourseUnit,
    coreference: Coreference,
) -> tuple[Speaker, ...]:
    """A marked span with no verb of saying: "X: „…“", a quotation that stands alone, or a fragment."""
    segment = view.segments[number]
    if segment.before == ":" and number:
        before = view.segments[number - 1]
        for phrase in phrases(before.items, 0, len(before.items)):
            if is_nominative(phrase) and can_speak(phrase):
                return coreference.of_phrase(phrase, "", current.paragraph)
        return _main_subject_speakers(view, number, coreference) or _before_colon(before.items, current, coreference)
    if indirect:
        return indirect
    if kind == "direct" and all(one.marked is not None for part in view.segments for one in part.items):
        return coreference.carried(current.paragraph, quotation=True)
    if kind == "direct":
        aside = [one for part in view.segments for one in part.items if one.marked is None]
        opening = phrase_at(aside, 0) if aside else None
        named = opening is not None and is_nominative(opening) and can_speak(opening)
        return coreference.of_phrase(opening, "", current.paragraph) if opening is not None and named else ()
    if kind == "partial" and (viewer := _for_whom(segment.items)) is not None:
        return tuple(replace(one, status="proposed") for one in coreference.of_phrase(viewer, "", current.paragraph))
    if kind == "partial" and len(current.subject) == 1 and not _passive(view):
        return (replace(current.subject[0], status="proposed"),)
    return ()


def _before_colon(items: Sequence[Item], current: DiscourseUnit, coreference: Coreference) -> tuple[Speaker, ...]:
    """Whose words follow "Für X ist klar:", "Seine Begründung:"; nobody's where an unknown name may stand there."""
    if any(one.low in WORDS["clear"] for one in items):
        for at, item in enumerate(items):
            if item.low == "für" and (phrase := phrase_at(items, at + 1)) is not None:
                return coreference.of_phrase(phrase, "", current.paragraph)
    if items and items[0].low in PREPOSITIONS and any(one.low in WORDS["written"] for one in items):
        return ()  # "An der Tür hängt ihr Lieblingssatz:"
    if (owned := _owned(items)) is not None:
        return coreference.of_phrase(owned, "", current.paragraph)
    first = next((one for one in items if one.low not in WORDS["focus"]), None)
    unknown = first is not None and first.capital and len(items) <= _BARE_WORDS
    if unknown or any(one.name is not None and not one.genitive for one in items):
        return ()
    return coreference.carried(current.paragraph, quotation=True)


def _for_whom(items: Sequence[Item]) -> Phrase | None:
    """Whose view it is in "Für Berg ist das „ein Anfang von vielen“"."""
    phrase = phrase_at(items, 1) if items[0].low == "für" else None
    if phrase is None or phrase.name is None or phrase.end >= len(items) or not can_speak(phrase):
        return None
    return phrase if items[phrase.end].low in WORDS["being"] else None


def said_of(text: str, mark: Marked, items: Sequence[Item], index: int) -> bool:
    """Does the marked word stand between whose it is and what it was ("Bidens „Killer“-Vorwurf")?"""
    name = items[index - 1].name if index else None
    act = re.match(r"-(\w+)", text[mark.end : mark.end + _LONGEST_ACT])
    told = act is not None and act.group(1).lower() in WORDS["acts"] | WORDS["sayings"]
    return told and name is not None and name.kind == "person" and items[index - 1].genitive


def _owned(items: Sequence[Item]) -> Phrase | None:
    """Whose act of speech stands before the colon ("Bergs Kommentar:", "Das Fazit von Berg fällt bitter aus:"), if only
    one is named."""
    named = [n for n, one in enumerate(items) if one.name is not None and one.name.kind == "person"]
    if len(named) != 1 or not any(one.low in WORDS["acts"] | WORDS["sayings"] for one in items):
        return None
    at = named[0]
    if items[at].genitive or (items[at - 1 : at][:1] and items[at - 1].low == "von"):
        return Phrase(at, at + 1, items, items[at], name=items[at].name)
    return None


def _passive(view: View) -> bool:
    """Is something in it done to the subject, or said of it?"""
    return any(one.low in _SAID_OF for segment in view.segments for one in segment.items)


def _main_subject_speakers(view: View, until: int, coreference: Coreference) -> tuple[Speaker, ...]:
    """Speakers named by the subject of the segments before ``until``."""
    phrase = main_subject(view, until)
    return coreference.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()


def locate(view: View, mark: Marked) -> tuple[int, int] | None:
    """(segment, item) where a marked span lies."""
    for number, segment in enumerate(view.segments):
        for index, item in enumerate(segment.items):
            if item.marked is mark:
                return number, index
    return None


def _beside(cues: list[Cue], number: int) -> bool:
    return any(
        abs(cue.segment - number) == 1 and cue.how in ("verb", "hearsay", "so", "as", "anonymous") for cue in cues
    )


def _inquit_follows(cues: list[Cue], number: int) -> bool:
    """Does a verb of saying follow the marks in the same clause („…!“ rief er)?"""
    return any(cue.segment == number and cue.how in ("verb", "hearsay", "so") for cue in cues)


def names_a_body(items: Sequence[Item], index: int) -> bool:
    """Do the marks hold the name of a medium or the like, as behind an article (die »New York Times«)?"""
    if not index:
        return False
    low = items[index - 1].low
    if low.endswith("-"):
        return True  # ARD-„Morgenmagazin“
    capital = all(word[:1].isupper() for word in items[index].text.split())
    return (capital or _medium(items[index].text)) and (
        low in ("der", "die", "das", "dem", "den") or _titled(items, index)
    )


def _medium(inner: str) -> bool:
    """Is it the name of a newspaper or the like (Bild am Sonntag)?"""
    return _namelike(inner) and any(word.lower() in WORDS["press"] for word in inner.split())


def _namelike(inner: str) -> bool:
    """Do a few words begin and end with a capital, as a medium's name does (NZZ am Sonntag)?"""
    words = inner.split()
    return 0 < len(words) <= _NAME_WORDS and words[0][:1].isupper() and words[-1][:1].isupper()


def _titled(items: Sequence[Item], index: int) -> bool:
    """Does a noun for a work stand right before the marks, or is it whom somebody told ("sagte der „Zeit“")?"""
    if index > 1 and items[index - 1].low in ("der", "dem") and items[index - 2].low in forms().main:
        return True
    if index > 2 and items[index - 1].low in ("der", "dem") and _namelike(items[index].text):
        return any(one.low in forms().main for one in items[max(0, index - _TOLD) : index - 1])
    return index > 0 and items[index - 1].low.rsplit("-", 1)[-1] in WORDS["titled"]
