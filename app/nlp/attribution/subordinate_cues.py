"""A verb of saying at the end of a subordinate clause: "wie X mitteilte", "nachdem X erklärt hatte"."""

from app.nlp import lexicon
from app.nlp.attribution.appositions import apposition
from app.nlp.attribution.cues import NO_CUE, Cue, Cues, How, Word
from app.nlp.attribution.descriptions import can_speak, is_court, is_nominative
from app.nlp.attribution.discourse import Speaker
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import PREPOSITIONS, Item, Segment, View, phrase_at, phrases, relative
from app.nlp.german.reporting_verbs import ReportingVerb, fitting, forms
from app.nlp.german.word_table import has_verb
from app.nlp.rules import Table

_FORMS = forms()
_LEAST_INTERRUPTED = 2  # segments before the verb of a clause that an apposition interrupts
_MOST_INTERRUPTING = 4
_DECIDING = lexicon.verbs("deciding")
_PERFECT = lexicon.verb_forms("perfect")
_PASSIVE = lexicon.verb_forms("passive")
# What may follow "wie" of "wie X sagte".
_WHO_SAYS = lexicon.function_words("subject_determiner") | lexicon.function_words("pronoun") | PREPOSITIONS
_BEFORE_WHO_SAYS = lexicon.words("before_speaker")


def is_final_verb(word: Word) -> bool:
    """Is it a verb of saying that ends its clause, alone or before "hat", and in no passive?"""
    items, place = word.items, word.place
    last = place == len(items) - 1 or (place == len(items) - 2 and items[-1].low in _PERFECT)
    return last and _verb(word) is not None and not any(item.low in _PASSIVE for item in items)


def _verb(word: Word) -> ReportingVerb | None:
    low, clause = word.low, {item.low for item in word.items}
    finite = fitting(_FORMS.final.get(low), clause)
    return finite or (fitting(_FORMS.participle.get(low), clause) if clause & _PERFECT else None)


def after_konjunktiv(items: list[Item], place: int) -> bool:
    """Is there a subjunctive before, whose participle this is ("Er habe … erklärt")?"""
    low = [item.text if item.capital else item.low for item in items]
    return any(konjunktiv.is_first(low, n) or konjunktiv.is_second(low[n]) for n in range(place))


def interrupted(view: View, number: int) -> int | None:
    """The segment in which "wie X" has begun whose verb stands at the end of this one, behind an apposition ("Wie die
    Bahn, eine Tochter des Bundes, am Abend bestätigte, …")."""
    if number < _LEAST_INTERRUPTED or view.segments[number].before != ",":
        return None
    for at in range(number - 1, max(-1, number - _MOST_INTERRUPTING), -1):
        segment = view.segments[at]
        if segment.first == "wie":
            subject = phrase_at(segment.items, 1)
            whole = subject is not None and subject.end == len(segment.items) and is_nominative(subject)
            return at if whole and at < number - 1 else None
        if segment.before != "," or segment.subordinate or _has_verb(segment):
            return None
    return None


def _has_verb(segment: Segment) -> bool:
    return not relative(segment) and has_verb(" ".join(item.text for item in segment.items))


SUBORDINATE = Table[Word, Cues]("verb of saying in a subordinate clause", otherwise=NO_CUE)


@SUBORDINATE.rule("Wie die Bahn, eine Tochter des Bundes, am Abend bestätigte, ist die Kasse leer.")
def behind_an_apposition(word: Word) -> Cues | None:
    began = interrupted(word.view, word.number)
    subject = phrase_at(word.view.segments[began].items, 1) if began is not None else None
    if began is None or subject is None:
        return None
    cue = _cue(word, word.meant(apposition(word.view, began, subject) or subject, word.low), "as")
    cue.own_words = sum(len(segment.items) for segment in word.view.segments[began : word.number + 1])
    return (cue,)


@SUBORDINATE.rule("Die Ministerin sagte, dass sie komme und berichtete, die Kasse sei leer.")
def goes_on_with_the_report(word: Word) -> Cues | None:
    return NO_CUE if word.items[word.place - 1].low == "und" and after_konjunktiv(word.items, word.place) else None


@SUBORDINATE.rule("Beifall kam von der Partei, deren Chef Meier von einem „großen Tag für alle“ sprach.")
def relative_of_an_owner(word: Word) -> Cues | None:
    if word.segment.first not in ("deren", "dessen") or not relative(word.segment):
        return None
    subject = phrase_at(word.items, 1)
    speakers = word.meant(subject, word.low) if subject is not None and can_speak(subject) else ()
    return (_cue(word, speakers),)


@SUBORDINATE.rule("Wladimir Putin, den Joe Biden als „Killer“ bezeichnet hatte, lachte.")
def relative_of_whom_it_is_said(word: Word) -> Cues | None:
    if word.segment.first not in ("den", "dem") or not relative(word.segment):
        return None
    subject = phrase_at(word.items, 1)
    return (_cue(word, word.meant(subject, word.low) if subject is not None and subject.name is not None else ()),)


@SUBORDINATE.rule("Anna Berg, die den Plan als „Luftschloss“ bezeichnet hatte, lachte.")
def relative_of_who_says_it(word: Word) -> Cues | None:
    if not relative(word.segment):
        return None
    if not word.number or word.segment.first not in ("der", "die"):
        return (_cue(word, ()),)
    before = word.view.segments[word.number - 1].items
    ahead = list(phrases(before, 0, len(before)))
    antecedent = next((phrase for phrase in reversed(ahead) if phrase.name), None)
    if antecedent is None and ahead and ahead[-1].end == len(before) and can_speak(ahead[-1]):
        antecedent = ahead[-1]
    return (_cue(word, word.meant(antecedent, word.low) if antecedent is not None else ()),)


@SUBORDINATE.rule(
    "Wie die Ministerin mitteilte, ist die Kasse leer.", "Sie reiste ab, nachdem sie alles erklärt hatte."
)
def conjunction(word: Word) -> Cues | None:
    subject = next((phrase for phrase in phrases(word.items, 1, word.place) if is_nominative(phrase)), None)
    how: How = "as" if word.segment.first == "wie" and _names_a_source(word.items) else "subordinate"
    cue = _cue(word, word.meant(subject, word.low) if subject is not None else (), how)
    cue.alive = cue.verb is None or cue.verb.lemma not in _DECIDING or (subject is not None and is_court(subject))
    return (cue,)


def _cue(word: Word, speakers: tuple[Speaker, ...], how: How = "subordinate") -> Cue:
    verb = _verb(word)
    whole = verb.told(word.item.text, finite=False) if verb is not None else None
    return Cue(how, word.number, speakers, word.item.text, verb, own_words=len(word.items), whole=whole)


def _names_a_source(items: list[Item]) -> bool:
    """Is it "wie X sagte", not "wie wichtig …" or "wie sehr"?"""
    if len(items) < 2:
        return False
    second = items[1]
    return second.capital or second.name is not None or second.low in _WHO_SAYS or second.low in _BEFORE_WHO_SAYS
