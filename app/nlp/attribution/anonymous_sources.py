"""What nobody in particular said, and from where it comes: "hieß es aus dem Kreml", "geht aus dem Bericht hervor"."""

from dataclasses import replace

from app.nlp import lexicon
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import NO_CUE, Cue, Cues, Word
from app.nlp.attribution.descriptions import can_speak, governed, is_paper, owner_of
from app.nlp.attribution.discourse import Speaker, Speakers
from app.nlp.attribution.subjects import leading
from app.nlp.german.clauses import Phrase, View
from app.nlp.german.reporting_verbs import GAP

_CONTENT_SURELY = lexicon.function_words("content_surely")
_GOES = lexicon.verb_forms("turning_out_apart")
_REACTIONS = lexicon.nouns("reaction")
_COMES = ("kam", "kommt", "kamen", "kommen", "gab", "gibt")
_INSIDE = ("in", "im")
_ON_PAPER = (*_INSIDE, "auf", "am")
_FROM = lexicon.function_words("source_from")


def leads_to_that(view: View, number: int, last: str = "hervor") -> bool:
    """Does a "dass" follow "geht … hervor", or another clause that ends in the word ``last``?"""
    follows = view.segments[number + 1].first if number + 1 < len(view.segments) else ""
    return view.segments[number].items[-1].low == last and follows in _CONTENT_SURELY


def document(word: Word) -> Cue:
    """Cue of "wie aus dem Papier hervorgeht", "Aus dem Bericht geht hervor, dass …"."""
    items = word.items
    at = next((n for n, item in enumerate(items) if item.low == "aus"), None)
    phrase = governed(items, at + 1) if at is not None else None
    speakers = word.meant(phrase) if phrase is not None else ()
    finite = next((item.low for item in items if item.low in _GOES), None)
    whole = f"{finite}{GAP}{items[-1].low}" if finite and items[-1].low == "hervor" else None
    return Cue("anonymous", word.number, speakers, items[-1].text, own_words=len(items), whole=whole)


def anonymous(word: Word) -> Cues:
    """Cue of "hieß es aus dem Kreml", "Aus Delegationskreisen hieß es", "heißt es in dem Papier"."""
    items = word.items
    near = {item.low for item in items} if word.segment.first == "wie" else word.beside(word.place)
    if "es" not in near and word.low in ("hieß", "heißt", "hiess", "heisst"):
        return NO_CUE
    speakers = origin(word)
    if not speakers and any(item.low == "weiter" for item in items):
        speakers = word.coreference.carried(word.view.paragraph)
    opens = leading(items, word.place) and word.number > 0
    whole = f"{word.item.text} es" if "es" in near else None
    return (Cue("anonymous", word.number, speakers, word.item.text, opens=opens, own_words=len(items), whole=whole),)


def origin(word: Word) -> tuple[Speaker, ...]:
    """From where it comes what nobody in particular said: "hieß es aus dem Kreml", "sagte man im Ministerium"."""
    items = word.items
    for at, item in enumerate(items):
        if item.low not in _FROM or item.name is not None:
            continue
        pronoun = items[at + 1].low if at + 1 < len(items) else ""
        if item.low == "von" and pronoun in ("ihm", "ihr"):
            return word.coreference.of_pronoun("er" if pronoun == "ihm" else "sie", "", word.view.paragraph)
        phrase = governed(items, at + 1)
        if phrase is None:
            continue
        if item.low in _INSIDE and is_paper(phrase.head.low):
            return of_paper(word, phrase, at)
        if can_speak(phrase) or phrase.head.low.endswith(("kreisen", "umfeld")):
            return word.meant(phrase)
    return ()


def reacting(view: View, coreference: Coreference) -> Speakers:
    """Whose the reaction is of which a sentence tells: "Kritik kam auch von der Bahn." """
    items = view.segments[0].items if view.segments else []
    told = any(item.low in _REACTIONS and item.capital for item in items)
    if not told or not any(item.low in _COMES for item in items):
        return ()
    at = next((n for n, item in enumerate(items) if item.low in ("von", "vom") and item.name is None), None)
    phrase = governed(items, at + 1) if at is not None else None
    if at is None or phrase is None:
        return ()
    found = coreference.of_phrase(phrase, "", view.paragraph)
    masculine = items[at].low == "vom" and len(found) == 1 and found[0].gender == "?"
    return (replace(found[0], gender="m"),) if masculine else found


def of_paper(word: Word, paper: Phrase, at: int) -> tuple[Speaker, ...]:
    """Whose words a paper's are: its owner's, if the text knows that one, else the paper's own."""
    whose = owner_of(paper, at)
    owners = word.meant(whose) if whose is not None else ()
    if any(owner.key for owner in owners):
        return owners
    return (Speaker(None, paper.words(word.coreference.text), "body"),)


def written(word: Word) -> Cues:
    """Cue of "…, steht im Gutachten", "So steht es im Vertrag: …", "Im Bericht steht, dass …"."""
    items, segment = word.items, word.segment
    opens = leading(items, word.place) and word.number > 0
    ends = word.place == len(items) - 1 and (segment.after == ":" or leads_to_that(word.view, word.number, word.low))
    so = "es" in word.beside(word.place) and items[0].low == "so"
    if not (opens or ends or so):
        return NO_CUE
    for at, item in enumerate(items):
        phrase = governed(items, at + 1) if item.low in _ON_PAPER and item.name is None else None
        if phrase is not None and is_paper(phrase.head.low):
            speakers = of_paper(word, phrase, at)
            cue = Cue("anonymous", word.number, speakers, word.item.text, opens=opens, own_words=len(items))
            return (cue,)
    return NO_CUE
