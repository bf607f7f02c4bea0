"""Whose words a marked span holds: the cue that governs it, and who speaks where there is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.nlp import lexicon
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import NO_CUE, Cue, Cues
from app.nlp.attribution.descriptions import can_speak, is_nominative
from app.nlp.attribution.discourse import DiscourseUnit, Speakers
from app.nlp.attribution.quotation_kinds import names_a_body
from app.nlp.attribution.subjects import main_subject
from app.nlp.german.clauses import PREPOSITIONS, Item, Phrase, Segment, View, phrase_at, phrases
from app.nlp.rules import Table
from app.nlp.text.quotation_marks import Marked
from app.nlp.types import QuotationKind

_NAMING = lexicon.verbs("naming")
_BEING = lexicon.verb_forms("being")
_CLEAR = lexicon.function_words("clear")
_WRITTEN = lexicon.verb_forms("written")
_FOCUS = lexicon.function_words("focus")
_NAME_ALONE = 2  # items before a colon that can be nothing but a name
_LONGEST_ACT = 30  # characters of a noun behind a label and a hyphen
_SAID_OF = lexicon.verb_forms("passive") | lexicon.verb_forms("said_of", as_written=True)
_ACTS = lexicon.nouns("act") | lexicon.nouns("saying")
_BEHIND = ("so", "as", "anonymous")


def locate(view: View, mark: Marked) -> tuple[int, int] | None:
    """(segment, item) where a marked span lies."""
    for number, segment in enumerate(view.segments):
        for index, item in enumerate(segment.items):
            if item.marked is mark:
                return number, index
    return None


# --- the cue that governs a marked span


@dataclass(slots=True)
class AmongCues:
    """A marked span of a kind in the segment ``number``, and the cues of its unit."""

    view: View
    number: int
    cues: list[Cue]
    kind: QuotationKind


GOVERNING = Table[AmongCues, Cues]("cue of a marked span", otherwise=NO_CUE)


def cue_of(view: View, number: int, cues: list[Cue], kind: QuotationKind) -> Cue | None:
    """The cue that governs a marked span: in its own clause, right behind it, or before it."""
    return next(iter(GOVERNING.decide(AmongCues(view, number, cues, kind))), None) if cues else None


@GOVERNING.rule("Anna Berg schrieb: „Das ist ein guter Anfang“, weiter hieß es, sie komme bald.")
def before_its_colon(case: AmongCues) -> Cues | None:
    if case.kind != "direct" or case.view.segments[case.number].before != ":":
        return None
    if any(cue.segment == case.number + 1 and cue.opens and cue.how != "anonymous" for cue in case.cues):
        return None  # "Die Opposition klagt: „…“, sagte Anna Berg"
    earlier = tuple(cue for cue in case.cues if cue.segment == case.number - 1 and cue.how == "verb" and cue.speakers)
    return earlier[-1:] or None


@GOVERNING.rule("Anna Berg nannte es „einen Anfang“.")
def in_its_clause(case: AmongCues) -> Cues | None:
    own = tuple(cue for cue in case.cues if cue.segment == case.number)
    return own[:1] if own and (case.kind != "direct" or len(case.view.segments[case.number].items) > 1) else None


@GOVERNING.rule("„Das ist ein Anfang“, sagte Anna Berg.", "„Das ist ein Anfang“, so Anna Berg.")
def right_behind(case: AmongCues) -> Cues | None:
    following = (cue for cue in case.cues if cue.segment == case.number + 1 and (cue.opens or cue.how in _BEHIND))
    return tuple(following)[:1] or None


@GOVERNING.rule("Anna Berg sagte, dass der „Omega“ kommt.")
def label_without_one(case: AmongCues) -> Cues | None:
    return NO_CUE if case.kind == "label" else None


@GOVERNING.rule("Anna Berg sagte, er sei sicher, „dass das ein guter Anfang ist.“")
def before(case: AmongCues) -> Cues | None:
    earlier = [cue for cue in case.cues if cue.segment < case.number and cue.how != "subordinate"]
    return (next((cue for cue in reversed(earlier) if cue.speakers), earlier[-1]),) if earlier else None


@GOVERNING.rule("„Das ist ein Anfang“, ein guter Anfang, sagte Anna Berg.")
def later_on(case: AmongCues) -> Cues | None:
    later = (cue for cue in case.cues if cue.segment > case.number and (cue.opens or cue.how in (*_BEHIND, "phrase")))
    return tuple(later)[:1] or None


@GOVERNING.rule("„Das ist ein Anfang“ – Anna Berg sagte das.")
def clause_behind(case: AmongCues) -> Cues | None:
    following = tuple(cue for cue in case.cues if cue.segment == case.number + 1)
    return following[:1] if following and case.kind == "direct" else None


# --- whose words


@dataclass(slots=True)
class MarkedWords:
    """A marked span of a kind: item ``index`` of segment ``number``. ``reported``: who speaks in the reported speech
    around it, None where there is none; ``current``: its unit of the discourse."""

    text: str
    view: View
    mark: Marked
    number: int
    index: int
    kind: QuotationKind
    cue: Cue | None
    reported: Speakers | None
    current: DiscourseUnit
    coreference: Coreference

    @property
    def segment(self) -> Segment:
        return self.view.segments[self.number]

    def meant(self, phrase: Phrase) -> Speakers:
        return self.coreference.of_phrase(phrase, "", self.current.paragraph)

    def continued(self) -> Speakers:
        """Who spoke before."""
        return self.coreference.carried(self.current.paragraph, quotation=True)


SPEAKERS = Table[MarkedWords, Speakers]("whose marked words", otherwise=())


@SPEAKERS.rule("Das sagte Anna Berg der »New York Times«.")
def nobodys_but_a_name(words: MarkedWords) -> Speakers | None:
    verb = words.cue.verb if words.cue is not None else None
    naming = verb is not None and verb.lemma in _NAMING
    name = words.kind == "label" and not naming and names_a_body(words.segment.items, words.index)
    return () if name else None


@SPEAKERS.rule("Auf Merkels „Killer“-Vorwurf angesprochen, winkte er ab.")
def owner_of_an_act(words: MarkedWords) -> Speakers | None:
    if words.kind != "label" or not words.index:
        return None
    owner = words.segment.items[words.index - 1]
    act = re.match(r"-(\w+)", words.text[words.mark.end : words.mark.end + _LONGEST_ACT])
    if act is None or act.group(1).lower() not in _ACTS or not owner.genitive or not _is_person(owner):
        return None
    return words.meant(Phrase(0, 1, [owner], owner, name=owner.name))


@SPEAKERS.rule("„Das ist ein Anfang“, sagte Anna Berg.")
def governed_by_a_cue(words: MarkedWords) -> Speakers | None:
    return words.cue.speakers if words.cue is not None else None


@SPEAKERS.rule("Anna Berg sagte viel. Das sei „ein böser und kalter Plan“.")
def in_reported_speech(words: MarkedWords) -> Speakers | None:
    return words.reported if words.kind != "direct" else None


@SPEAKERS.rule("Der Plan heißt „Omega“.")
def nobodys_but_a_label(words: MarkedWords) -> Speakers | None:
    return () if words.kind == "label" else None


@SPEAKERS.rule("Anna Berg: „Das ist ein Anfang.“")
def behind_a_colon(words: MarkedWords) -> Speakers | None:
    return BEFORE_COLON.decide(words) if words.segment.before == ":" and words.number else None


@SPEAKERS.rule("Anna Berg sagte viel. Ziel sei es gewesen, „dass die Gebühren kaum vom Studium abschrecken“.")
def beside_reported_speech(words: MarkedWords) -> Speakers | None:
    return words.reported or None


@SPEAKERS.rule("Anna Berg zeigte sich zufrieden. „Das ist ein Anfang.“")
def nothing_but_marks(words: MarkedWords) -> Speakers | None:
    return words.continued() if words.kind == "direct" and not _unmarked_items(words.view) else None


@SPEAKERS.rule("Anna Berg tanzte – „Das ist ein Anfang!“")
def whom_the_rest_opens_with(words: MarkedWords) -> Speakers | None:
    if words.kind != "direct":
        return None
    phrase = phrase_at(_unmarked_items(words.view), 0)
    named = phrase is not None and is_nominative(phrase) and can_speak(phrase)
    return words.meant(phrase) if phrase is not None and named else ()


@SPEAKERS.rule("Für Angela Merkel ist der Beschluss „ein böses Zeichen an alle“.")
def for_whom_it_is_so(words: MarkedWords) -> Speakers | None:
    items = words.segment.items
    viewer = phrase_at(items, 1) if items[0].low == "für" else None
    if viewer is None or viewer.name is None or viewer.end >= len(items) or not can_speak(viewer):
        return None
    return _proposed(words.meant(viewer)) if items[viewer.end].low in _BEING else None


@SPEAKERS.rule("Anna Berg tanzte um „ein böses Zeichen an alle“.")
def the_subject(words: MarkedWords) -> Speakers | None:
    subject = words.current.subject
    return _proposed(subject) if len(subject) == 1 and not _is_said_of(words.view) else None


def _unmarked_items(view: View) -> list[Item]:
    return [item for segment in view.segments for item in segment.items if item.marked is None]


def _proposed(speakers: Speakers) -> Speakers:
    return tuple(replace(speaker, status="proposed") for speaker in speakers)


def _is_said_of(view: View) -> bool:
    """Is something in it done to the subject, or said of it?"""
    return any(item.low in _SAID_OF for segment in view.segments for item in segment.items)


# --- whose words follow a colon


BEFORE_COLON = Table[MarkedWords, Speakers]("whose words follow a colon", otherwise=())


def _before_colon(words: MarkedWords) -> list[Item]:
    return words.view.segments[words.number - 1].items


@BEFORE_COLON.rule("Anna Berg: „Das ist ein Anfang.“", "Ein Rentner zuckte mit den Schultern: „Ich habe Zeit.“")
def who_stands_there(words: MarkedWords) -> Speakers | None:
    items = _before_colon(words)
    found = (phrase for phrase in phrases(items, 0, len(items)) if is_nominative(phrase) and can_speak(phrase))
    phrase = next(found, None)
    return words.meant(phrase) if phrase is not None else None


@BEFORE_COLON.rule("Anna Berg tanzte, während das Lied lief: „Das ist ein Anfang.“")
def subject_of_the_sentence(words: MarkedWords) -> Speakers | None:
    phrase = main_subject(words.view, words.number)
    return words.coreference.of_phrase(phrase, "", words.view.paragraph) or None if phrase is not None else None


@BEFORE_COLON.rule("Für Angela Merkel ist klar: „Wir müssen handeln.“")
def for_whom_it_is_clear(words: MarkedWords) -> Speakers | None:
    items = _before_colon(words)
    if not any(item.low in _CLEAR for item in items):
        return None
    viewers = (phrase_at(items, at + 1) for at, item in enumerate(items) if item.low == "für")
    viewer = next((phrase for phrase in viewers if phrase is not None), None)
    return words.meant(viewer) if viewer is not None else None


@BEFORE_COLON.rule("An der Tür hängt ihr Lieblingssatz: „Das ist ein Anfang.“")
def written_somewhere(words: MarkedWords) -> Speakers | None:
    items = _before_colon(words)
    written = bool(items) and items[0].low in PREPOSITIONS and any(item.low in _WRITTEN for item in items)
    return () if written else None


@BEFORE_COLON.rule(
    "Merkels Kommentar: „Das ist ein Anfang.“", "Das Fazit von Angela Merkel fällt bitter aus: „Wir sind gescheitert.“"
)
def whose_act_it_is(words: MarkedWords) -> Speakers | None:
    owner = _owner_of_act(_before_colon(words))
    return words.meant(owner) if owner is not None else None


@BEFORE_COLON.rule("Xanthippos: „Das ist ein Anfang.“")
def unknown_name(words: MarkedWords) -> Speakers | None:
    items = _before_colon(words)
    first = next((item for item in items if item.low not in _FOCUS), None)
    unknown = first is not None and first.capital and len(items) <= _NAME_ALONE
    return () if unknown or any(item.name is not None and not item.genitive for item in items) else None


@BEFORE_COLON.rule("Anna Berg zeigte sich zufrieden. Und weiter: „Das ist ein Anfang.“")
def who_spoke_before(words: MarkedWords) -> Speakers | None:
    return words.continued()


def _owner_of_act(items: Sequence[Item]) -> Phrase | None:
    """Whose act of speech stands before the colon ("Bergs Kommentar:", "Das Fazit von Berg fällt bitter aus:"), if only
    one is named."""
    named = [at for at, item in enumerate(items) if _is_person(item)]
    if len(named) != 1 or not any(item.low in _ACTS for item in items):
        return None
    at = named[0]
    if items[at].genitive or (at and items[at - 1].low == "von"):
        return Phrase(at, at + 1, items, items[at], name=items[at].name)
    return None


def _is_person(item: Item) -> bool:
    return item.name is not None and item.name.kind == "person"
