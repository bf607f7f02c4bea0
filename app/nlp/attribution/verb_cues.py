"""What in a sentence says that somebody speaks: a verb of saying with its subject, or one of the ``source_phrases``."""

from collections.abc import Iterator

from app.nlp import lexicon
from app.nlp.attribution.anonymous_sources import anonymous, document, leads_to_that, written
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import NO_CUE, Cue, Cues, Word
from app.nlp.attribution.descriptions import agent_of
from app.nlp.attribution.main_clause_cues import MAIN, OF_SAYING, MainVerb
from app.nlp.attribution.source_phrases import phrase_cues
from app.nlp.attribution.subjects import leading, named_by, subject_phrase
from app.nlp.attribution.subordinate_cues import SUBORDINATE, interrupted, is_final_verb
from app.nlp.german.clauses import Segment, View, relative
from app.nlp.german.reporting_verbs import fitting, forms
from app.nlp.rules import Table

_FORMS = forms()
_IMPLYING = lexicon.verb_forms("implying")
_OWING = lexicon.verb_forms("owing")
_CONCEDING = lexicon.verbs("conceding")
_NEGATIONS = lexicon.words("negation")
_HEARING = lexicon.verbs("hearing")
_ANONYMOUS = lexicon.verb_forms("unnamed_source")
_HEARSAY = lexicon.verb_forms("hearsay")
_TURNS_OUT = lexicon.verb_forms("turning_out")
_GOES = lexicon.verb_forms("turning_out_apart")
_CANDIDATES = frozenset(OF_SAYING) | _FORMS.final.keys() | _FORMS.infinitive.keys()
_WRITTEN = lexicon.verb_forms("written")
_CANDIDATES |= _WRITTEN | _HEARING | _ANONYMOUS | _HEARSAY | _TURNS_OUT | _GOES


def find_cues(view: View, coreference: Coreference) -> list[Cue]:
    """All cues of a unit from left to right."""
    found: list[Cue] = []
    for number, segment in enumerate(view.segments):
        verbs = list(_verb_cues(view, number, segment, coreference))
        # "X sagte nach Angaben von Y", "X soll laut Y gesagt haben": there, Y only tells who heard it.
        heard = any(cue.how == "hearsay" or (cue.how == "verb" and _says(cue)) for cue in verbs)
        found += [cue for cue in phrase_cues(view, number, coreference) if not (heard and cue.how == "phrase")]
        found += verbs
    return found


def _says(cue: Cue) -> bool:
    """Does a verb of saying have a speaker of its own, whom the text knows ("Streit droht laut Berg" has none)?"""
    known = any(speaker.key is not None or speaker.kind == "person" for speaker in cue.speakers)
    return known and cue.alive and cue.verb is not None and cue.verb.frame == "speech"


def _verb_cues(view: View, number: int, segment: Segment, coreference: Coreference) -> Iterator[Cue]:
    subordinate: bool | None = None
    for place, item in enumerate(segment.items):
        if item.low not in _CANDIDATES or item.name is not None or item.marked is not None or item.text[:1].isupper():
            continue
        if subordinate is None:
            subordinate = segment.subordinate or relative(segment) or interrupted(view, number) is not None
        yield from CUES.decide(Word(view, number, place, coreference, subordinate), item.start, item.end)


# --- which kind of cue

CUES = Table[Word, Cues]("cue of a verb", otherwise=NO_CUE)


@CUES.rule("Aus der Partei ist zu hören, dass die Ministerin geht.")
def to_be_heard(word: Word) -> Cues | None:
    if word.before != "zu" or word.low not in _HEARING or not leads_to_that(word.view, word.number, word.low):
        return None
    return anonymous(word)


@CUES.rule("Die Ministerin weigerte sich, etwas zu sagen.")
def infinitive_with_zu(word: Word) -> Cues | None:
    return NO_CUE if word.before == "zu" else None


@CUES.rule("Die Lage sei ernst, hieß es aus dem Kreml.", "Die Lage sei ernst, verlautete aus Delegationskreisen.")
def anonymous_source(word: Word) -> Cues | None:
    return anonymous(word) if word.low in _ANONYMOUS else None


@CUES.rule("Aus dem Text geht hervor, dass die Kasse leer ist.", "Die Kasse ist leer, wie aus dem Papier hervorgeht.")
def document_as_source(word: Word) -> Cues | None:
    goes = word.low in _TURNS_OUT or (word.low in _GOES and leads_to_that(word.view, word.number))
    return (document(word),) if goes else None


@CUES.rule("„Die Kasse ist leer“, steht im Gutachten.", "So steht es im Vertrag: „Die Kasse ist leer.“")
def written_in_a_paper(word: Word) -> Cues | None:
    return written(word) or None if word.low in _WRITTEN else None


@CUES.rule("Der Minister muss sich von Anna Berg vorwerfen lassen, „alle immer wieder belogen“ zu haben.")
def let_be_said(word: Word) -> Cues | None:
    """Who lets it be said does not say it."""
    items, place = word.items, word.place
    if word.low not in _FORMS.infinitive or [item.low for item in items[place + 1 : place + 2]] != ["lassen"]:
        return None
    verb = fitting(_FORMS.infinitive[word.low], {item.low for item in items})
    phrase = agent_of(items) if "sich" in {item.low for item in items[:place]} else None
    if verb is None or phrase is None:
        return NO_CUE
    speakers = word.meant(phrase)
    return (Cue("verb", word.number, speakers, word.item.text, verb, own_words=len(items)),)


@CUES.rule("Die Ministerin musste einräumen, dass die Kasse leer ist.")
def had_to_say(word: Word) -> Cues | None:
    """What one had to say one has said; what one has to concede, too."""
    if word.low not in _FORMS.infinitive or word.subordinate or not leads_to_that(word.view, word.number, word.low):
        return None
    items, clause = word.items, {item.low for item in word.items}
    verb = fitting(_FORMS.infinitive[word.low], clause)
    modals = _IMPLYING | _OWING if verb is not None and verb.lemma in _CONCEDING else _IMPLYING
    at = next((n for n, item in enumerate(items) if item.low in modals), None)
    if verb is None or at is None or verb.frame != "speech" or clause & _NEGATIONS:
        return None
    subject = subject_phrase(word.view, word.number, at)
    speakers = named_by(word.view, word.number, at, subject, word.coreference)
    whole = verb.told(word.item.text, finite=False)
    return (Cue("verb", word.number, speakers, word.item.text, verb, own_words=len(items), whole=whole),)


@CUES.rule("Der Minister soll den Plan früh kritisiert haben.")
def hearsay(word: Word) -> Cues | None:
    """The words are the subject's, whoever heard them."""
    if word.low not in _HEARSAY or word.subordinate:
        return None
    items, view, number = word.items, word.view, word.number
    if word.place + 2 >= len(items) or items[-1].low != "haben" or items[-2].low not in _FORMS.participle:
        return NO_CUE
    speakers = named_by(view, number, word.place, subject_phrase(view, number, word.place), word.coreference)
    verb = fitting(_FORMS.participle[items[-2].low], {item.low for item in items})
    if verb is None:
        return NO_CUE
    opens, whole = leading(items, word.place) and number > 0, verb.told(items[-2].text, finite=False)
    return (Cue("hearsay", number, speakers, items[-2].text, verb, opens, len(items), whole=whole),)


@CUES.rule("Wie die Ministerin mitteilte, ist die Kasse leer.", "Sie reiste ab, nachdem sie alles erklärt hatte.")
def subordinate_clause(word: Word) -> Cues | None:
    if not word.subordinate:
        return None
    return SUBORDINATE.decide(word, word.item.start, word.item.end) if is_final_verb(word) else NO_CUE


@CUES.rule("Die Ministerin sagte, das sei falsch.")
def main_clause(word: Word) -> Cues | None:
    if word.low not in OF_SAYING:
        return None
    return MAIN.decide(MainVerb.of(word), word.item.start, word.item.end)
