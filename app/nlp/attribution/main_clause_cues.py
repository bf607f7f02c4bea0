"""A verb of saying in a main clause: "X sagte", "X hat erklärt", "X ließ mitteilen", "wurde von X kritisiert"."""

from dataclasses import dataclass
from typing import NamedTuple

from app.nlp import lexicon
from app.nlp.attribution.anonymous_sources import origin
from app.nlp.attribution.cues import NO_CUE, Cue, Cues, Word
from app.nlp.attribution.descriptions import agent_of, can_speak, is_court, is_paper
from app.nlp.attribution.discourse import Speaker
from app.nlp.attribution.subjects import leading, named_by, prefield, subject_phrase
from app.nlp.attribution.subordinate_cues import after_konjunktiv
from app.nlp.german.clauses import PREPOSITIONS, Item, Phrase, Segment, phrase_at, phrases
from app.nlp.german.reporting_verbs import GAP, LETTING, ReportingVerb, fitting, forms
from app.nlp.german.word_table import words
from app.nlp.rules import Table

_MODALS = lexicon.verb_forms("modal")
_TELLING_VERBS = lexicon.verbs("telling")
_REPLIES = lexicon.verbs("replying")
_PARTICLES = lexicon.function_words("verb_particle")
_FORMS = forms()
_PERFECT = lexicon.verb_forms("perfect")
_PASSIVE = lexicon.verb_forms("passive")
_NEEDS_SELF = lexicon.verbs("needs_self")
_DECIDING = lexicon.verbs("deciding")
_OF_PAPERS = lexicon.verbs("of_papers")
_RARE = 15  # rarity from which a word is hardly known
OF_SAYING = _FORMS.main.keys() | _FORMS.participle.keys() | LETTING


@dataclass(slots=True)
class MainVerb:
    """A form of a verb of saying in a main clause, with the place of the auxiliary before it."""

    word: Word
    auxiliary: int | None

    @classmethod
    def of(cls, word: Word) -> "MainVerb":
        return cls(word, _auxiliary(word))

    @property
    def is_finite(self) -> bool:
        """May the form itself be the finite verb?"""
        return self.auxiliary is None and self.word.low in _FORMS.main

    @property
    def is_last(self) -> bool:
        return self.word.place == len(self.word.items) - 1

    def has_passive(self) -> bool:
        participle = self.word.low in _FORMS.participle
        return participle and any(item.low in _PASSIVE and item.name is None for item in self.word.items)


def _auxiliary(word: Word) -> int | None:
    """The place of "hat" before a participle, or of "habe" where that opens what follows a quotation."""
    items = word.items
    found = next((n for n in range(word.place) if items[n].low in _PERFECT and items[n].name is None), None)
    if found is None and items[0].low == "habe" and word.segment.before and word.number:
        return 0 if _ends_quoted(word.view.segments[word.number - 1]) else None
    return found


MAIN = Table[MainVerb, Cues]("verb of saying in a main clause", otherwise=NO_CUE)


@MAIN.rule("Die Ministerin will dazu nichts mehr sagen.")
def infinitive_behind_modal(case: MainVerb) -> Cues | None:
    word = case.word
    if word.low not in _FORMS.main or not word.low.endswith("n"):
        return None
    return NO_CUE if any(item.low in _MODALS for item in word.items[: word.place]) else None


@MAIN.rule(
    "Der Beschluss wurde von Anna Berg als „böses Zeichen an alle Partner“ kritisiert.",
    "Ob er komme, wurde der Minister von einem Reporter gefragt.",
)
def passive_withagent_of(case: MainVerb) -> Cues | None:
    """Of "wurde er gefragt" even where nobody is named: the question is never who was asked."""
    word, items = case.word, case.word.items
    if not case.has_passive() or not (word.low == "gefragt" or any(item.marked is not None for item in items)):
        return None
    verb = fitting(_FORMS.participle[word.low], {item.low for item in items})
    phrase = agent_of(items)
    speakers = word.meant(phrase) if phrase is not None else ()
    if verb is None or not (speakers or word.low == "gefragt"):
        return NO_CUE
    return (Cue("verb", word.number, speakers, word.item.text, verb, word.number > 0, len(items)),)


@MAIN.rule("Das Gesetz wurde von der Opposition scharf kritisiert.")
def passive(case: MainVerb) -> Cues | None:
    return NO_CUE if case.has_passive() else None


@MAIN.rule("Zuvor hatte der Präsident des Verbands, Karl Meier, das Vorhaben als „Luftschloss“ bezeichnet.")
def perfect_parted_by_a_name(case: MainVerb) -> Cues | None:
    word = case.word
    if case.auxiliary is not None or word.low not in _FORMS.participle or not case.is_last or word.number < 2:
        return None
    name, head = word.view.segments[word.number - 1], word.view.segments[word.number - 2]
    if not _is_person_between_commas(name) or head.subordinate:
        return None
    if not any(item.low in _PERFECT and item.name is None for item in head.items):
        return None
    done = fitting(_FORMS.participle[word.low], {item.low for item in word.items})
    phrase = phrase_at(name.items, 0)
    if done is None or phrase is None:
        return None
    speakers = word.meant(phrase)
    whole = done.told(word.item.text, finite=False)
    return (Cue("verb", word.number, speakers, word.item.text, done, False, len(word.items), whole=whole),)


@MAIN.rule("Die Ministerin hatte das wiederholt als „völlig falsch“ zurückgewiesen.")
def adverb_beside_a_perfect(case: MainVerb) -> Cues | None:
    adverb = case.auxiliary is not None and case.word.low == "wiederholt" and not case.is_last
    return NO_CUE if adverb and case.word.low in _FORMS.participle else None


@MAIN.rule("Die Ministerin hat am Abend erklärt, dass sie bleibt.", "„Niemals“, habe sie gerufen.")
def perfect(case: MainVerb) -> Cues | None:
    word = case.word
    if case.auxiliary is None or word.low not in _FORMS.participle:
        return None
    done = fitting(_FORMS.participle[word.low], {item.low for item in word.items})
    if done is None:
        return NO_CUE
    return _attributed(word, Predicate(done, case.auxiliary, done.told(word.item.text, finite=False)))


@MAIN.rule("Ihr Haus ließ am Abend mitteilen, man prüfe den Fall.")
def letting_say(case: MainVerb) -> Cues | None:
    word, last = case.word, case.word.items[-1]
    if word.low not in LETTING or last.low not in _FORMS.infinitive:
        return None
    whole = f"{word.item.text}{' ' if word.place == len(word.items) - 2 else GAP}{last.text}"
    return _attributed(word, Predicate(_FORMS.infinitive[last.low][0], word.place, whole))


@MAIN.rule("Er habe den Plan gestern erklärt, sagte die Ministerin.")
def participle_of_a_konjunktiv(case: MainVerb) -> Cues | None:
    return NO_CUE if case.is_finite and after_konjunktiv(case.word.items, case.word.place) else None


@MAIN.rule("Anders als zuvor berichtet, ist die Kasse leer.")
def participle_at_the_end(case: MainVerb) -> Cues | None:
    """ "erklärt" or "berichtet" at the end of a clause that no subject opens: a modal or another verb governs it."""
    if not (case.is_finite and case.is_last) or case.word.low not in _FORMS.participle:
        return None
    return NO_CUE if case.word.place > 2 and phrase_at(case.word.items, 0) is None else None


@MAIN.rule("Die Ministerin sagte, das sei falsch.", "Die Ministerin hob am Abend hervor, die Kasse sei leer.")
def finite(case: MainVerb) -> Cues | None:
    word = case.word
    verb = _with_particle(_FORMS.main[word.low], word) if case.is_finite else None
    if verb is None:
        return None
    return _attributed(word, Predicate(verb, word.place, verb.told(word.item.text, _is_parted(verb, word))))


# --- the verb has been understood: whose words are they?


class Predicate(NamedTuple):
    """The verb, the place of its finite form, and all of it as readers are shown it."""

    verb: ReportingVerb
    anchor: int
    whole: str


def _attributed(word: Word, predicate: Predicate) -> Cues:
    """The cue of a verb in a main clause with whom its subject names; none of "es zeigte sich"."""
    verb, anchor, items = predicate.verb, predicate.anchor, word.items
    if _is_impersonal(word, predicate) or _lacks_self(verb, items):
        return NO_CUE
    self_cited = word.low in LETTING and any(item.low == "sich" for item in items)  # "X ließ sich zitieren"
    if verb.lemma == "zitieren" and not self_cited:
        subject = _cited(items, anchor)
    else:
        subject = subject_phrase(word.view, word.number, anchor)
    speakers = SPEAKERS.decide(Saying(word, predicate, subject), word.item.start, word.item.end)
    inverted = subject is not None and subject.items is items and subject.start > anchor
    opens = leading(items, anchor) and word.number > 0 and inverted
    alive = subject is not None and _may_be_heard(subject, verb)
    pronoun = subject is not None and subject.pronoun and subject.head.low in ("er", "sie")
    whole = predicate.whole
    return (Cue("verb", word.number, speakers, word.item.text, verb, opens, len(items), pronoun, alive, whole=whole),)


def _is_impersonal(word: Word, predicate: Predicate) -> bool:
    """Is "es" the subject ("zeigte es sich", "sagt es"), not what is spoken of ("Berg nannte es „einen Anfang“")?"""
    if "es" not in word.beside(predicate.anchor):
        return False
    return predicate.verb.frame != "object" or prefield(word.items, predicate.anchor) is None


def _lacks_self(verb: ReportingVerb, items: list[Item]) -> bool:
    """Is it no verb of saying without its "sich" ("zeigte das Haus", but "zeigte sich enttäuscht")?"""
    return verb.lemma in _NEEDS_SELF and verb.frame == "object" and not any(item.low == "sich" for item in items)


def _may_be_heard(subject: Phrase, verb: ReportingVerb) -> bool:
    """Can the subject speak, or does the verb tell that whatever stands there does?"""
    if verb.lemma in _DECIDING:
        return is_court(subject)
    if can_speak(subject) or verb.lemma in _TELLING_VERBS:
        return True
    if subject.head.marked is not None and verb.frame == "speech":
        return True  # "die „Abendpost“ meldet"
    if is_paper(subject.head.low) and (verb.frame == "speech" or verb.lemma in _OF_PAPERS):
        return True
    return verb.frame == "speech" and _is_unknown_name(subject)


@dataclass(slots=True)
class Saying:
    """A verb of saying with its subject."""

    word: Word
    predicate: Predicate
    subject: Phrase | None

    def named(self) -> tuple[Speaker, ...]:
        word = self.word
        return named_by(word.view, word.number, self.predicate.anchor, self.subject, word.coreference)


SPEAKERS = Table[Saying, tuple[Speaker, ...]]("speakers of a verb", otherwise=())


@SPEAKERS.rule("Die Ministerin lobte den Plan. Und legte nach: „Das ist erst der Anfang.“")
def who_spoke_before(saying: Saying) -> tuple[Speaker, ...] | None:
    word = saying.word
    if saying.subject is not None or saying.predicate.anchor != 1 or word.number or word.items[0].low != "und":
        return None
    return word.coreference.carried(word.view.paragraph, quotation=True)


@SPEAKERS.rule("Man werde sich danach richten, erklärte man in Moskau.")
def nobody_in_particular(saying: Saying) -> tuple[Speaker, ...] | None:
    return origin(saying.word) if "man" in saying.word.beside(saying.predicate.anchor) else None


@SPEAKERS.rule("Das sei falsch, entgegnete der Minister.")
def who_replies(saying: Saying) -> tuple[Speaker, ...] | None:
    subject = saying.subject
    if subject is None or subject.pronoun or saying.predicate.verb.lemma not in _REPLIES:
        return None
    return saying.word.coreference.replying(saying.named(), subject)


@SPEAKERS.rule("Die Ministerin sagte, das sei falsch.")
def the_subject(saying: Saying) -> tuple[Speaker, ...] | None:
    return saying.named()


# --- parts of the clause


def _cited(items: list[Item], anchor: int) -> Phrase | None:
    """Whom the subject of "zitieren" cites: the last of the phrases behind the verb."""
    found = [phrase for phrase in phrases(items, anchor + 1, len(items)) if can_speak(phrase) and not phrase.pronoun]
    if found:
        found[-1].oblique = False
        is_cited = found[-1].start > anchor + 1 or prefield(items, anchor) is not None
        return found[-1] if is_cited else None
    return None


def _ends_quoted(segment: Segment) -> bool:
    """Does it end in a marked quotation?"""
    return bool(segment.items) and segment.items[-1].marked is not None


def _is_person_between_commas(segment: Segment) -> bool:
    """Is it nothing but a person's name in apposition: ", Karl Meier,"?"""
    name = segment.items[0].name if len(segment.items) == 1 else None
    return name is not None and name.kind == "person" and segment.before == segment.after == ","


def _is_unknown_name(phrase: Phrase) -> bool:
    """Is it one word without an article that is hardly known, hence most likely a name?"""
    known = 0 < words()[phrase.head.text].rarity < _RARE
    return phrase.end - phrase.start == 1 and phrase.head.capital and not known


def _is_parted(verb: ReportingVerb, word: Word) -> bool:
    """Is there something between the finite form and what belongs to it?"""
    apart = (verb.apart or "").lower().split()
    return [item.low for item in word.items[word.place + 1 : word.place + 1 + len(apart)]] != apart


def _with_particle(verbs: tuple[ReportingVerb, ...], word: Word) -> ReportingVerb | None:
    """The verb whose particle stands later in the clause (or at the end of the sentence); else one without."""
    rest = [item.low for item in word.items[word.place + 1 :]]
    for verb in verbs:
        if verb.particle and verb.particle in (rest[-1:] if verb.particle in PREPOSITIONS else rest):
            return verb
    segments = word.view.segments
    last = segments[-1].items[-1].low if segments[-1].items else ""
    if word.number < len(segments) - 1:
        for verb in verbs:
            if verb.particle == last:
                return verb
    if rest[-1:] and rest[-1] in _PARTICLES:
        return None  # "Der Entwurf sieht vor, dass …" is not "sehen"
    return next((verb for verb in verbs if verb.particle is None), None)
