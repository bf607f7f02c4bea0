"""Phrases that say whose words a sentence gives: "laut X", "X zufolge", "nach Angaben von X", "so X"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.nlp import lexicon
from app.nlp.attribution.appositions import apposition
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import NO_CUE, Cue, Cues, Word
from app.nlp.attribution.descriptions import (
    can_speak,
    governed,
    is_nominative,
    marked_name,
    owner_of,
    whose_report,
)
from app.nlp.attribution.discourse import Speaker
from app.nlp.attribution.subjects import main_subject, prefield, subject_phrase
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import Item, Phrase, View, phrase_at, phrases
from app.nlp.german.reporting_verbs import GAP, forms
from app.nlp.rules import Table

_REPORT_NOUNS = lexicon.nouns("report")
_NEEDS_OWNER = lexicon.nouns("needs_owner")
_NOBODY = lexicon.nouns("nobody")
_OPINIONS = lexicon.nouns("opinion")
_THAT = lexicon.function_words("content_surely")
_IS = ("ist", "sind", "war", "waren")
_LEAST_OPINION = 4  # words of "X ist der Meinung"
_ACTS = lexicon.nouns("act")
_CONVINCED = lexicon.function_words("convinced")
_CLEAR = lexicon.function_words("clear")
_FINITE = lexicon.verb_forms("finite")
_FORMS = forms()
_PERFECT = lexicon.verb_forms("perfect")
_DETERMINERS = lexicon.function_words("subject_determiner") | lexicon.function_words("oblique_determiner")
_OPEN_SOURCE = _DETERMINERS | lexicon.function_words("open_source")
_OPENERS = lexicon.function_words("source_opener")
_LOOK_BACK = 9  # items before "zufolge" in which its phrase begins
_AFTER_SO = 8  # items that "so X" may span
_BEFORE_SO = (",", "–", "—", "-", ";")
_TO_NOUN = 3  # items from "nach" to "Angaben"
_ABOUT = ("zu", "zur", "zum", "über")
_BEHIND_MARKS = re.compile(r"-([^\W\d_]{2,30})")
_SIGHT = frozenset({"sicht"})

PHRASES = Table[Word, Cues]("source phrase", otherwise=NO_CUE)


def phrase_cues(view: View, number: int, coreference: Coreference) -> Iterator[Cue]:
    """The source phrases of a segment from left to right, and what the whole of it says ("davon ist X überzeugt")."""
    for place, item in enumerate(view.segments[number].items):
        if item.low in _OPENERS and item.name is None and item.marked is None:
            yield from PHRASES.decide(Word(view, number, place, coreference), item.start, item.end)
    if number and (cue := _conviction(view, number, coreference)) is not None:
        yield cue
    if (cue := _opinion_held(view, number, coreference)) is not None:
        yield cue


# --- the phrases


@PHRASES.rule("Laut Anna Berg ist die Kasse leer.", "Laut Angaben der Polizei wurden zwei Menschen verletzt.")
def according_to(word: Word) -> Cues | None:
    phrase = governed(word.items, word.place + 1) if word.low == "laut" else None
    if phrase is None:
        return None
    if phrase.head.low in _REPORT_NOUNS:
        phrase = owner_of(phrase, word.place) or phrase
    span = (word.item.start, phrase.items[phrase.end - 1].end)
    length = phrase.end - word.place
    return (
        Cue("phrase", word.number, word.meant(phrase), word.item.text, own_words=length, span=span, whole=word.low),
    )


@PHRASES.rule("Der Ministerin zufolge ist die Kasse leer.", "Angaben der Polizei zufolge ist die Straße gesperrt.")
def zufolge(word: Word) -> Cues | None:
    if word.low != "zufolge":
        return None
    phrase = _before_zufolge(word.items, word.place)
    begin = word.items[phrase.start].start if phrase is not None else word.item.start
    if phrase is not None and phrase.head.low in _NOBODY:
        phrase = owner_of(phrase, word.place) or phrase
    speakers = word.meant(phrase) if phrase is not None else ()
    return (Cue("phrase", word.number, speakers, word.item.text, own_words=3, span=(begin, word.item.end)),)


@PHRASES.rule("Ihrer Ansicht nach ist das zu wenig.", "Merkels Meinung nach ist das zu wenig.")
def opinion(word: Word) -> Cues | None:
    items, place = word.items, word.place
    if word.low != "nach" or word.before not in _OPINIONS:
        return None
    owner = items[place - 2] if place > 1 else None
    if owner is None or (owner.low == "meiner" and owner.name is None):
        return NO_CUE
    speakers: tuple[Speaker, ...] = ()
    if owner.name is not None:
        speakers = word.meant(_name(items, place - 2))
    elif owner.low in ("seiner", "ihrer"):
        pronoun = "er" if owner.low == "seiner" else "sie"
        speakers = word.coreference.of_pronoun(pronoun, "", word.view.paragraph)
    span = (owner.start, word.item.end)
    whole = f"{items[place - 1].text} {word.low}"
    return (Cue("phrase", word.number, speakers, word.item.text, own_words=3, span=span, whole=whole),)


@PHRASES.rule("Nach Angaben der Polizei wurden zwei Menschen verletzt.", "Aus Sicht von Anna Berg ist das zu wenig.")
def statement(word: Word) -> Cues | None:
    source = _statement_noun(word) if word.low in ("nach", "aus") else None
    if source is None or NOBODYS.decide(source):
        return None
    items, place, at = word.items, word.place, source.at
    speakers = WHOSE.decide(source, word.item.start, items[at].end)
    after = source.owner.end if source.owner else at + 1
    span = (word.item.start, items[after - 1].end)
    whole = f"{word.low}{' ' if at == place + 1 else GAP}{items[at].text}"
    return (Cue("phrase", word.number, speakers, items[at].text, own_words=after - place, span=span, whole=whole),)


@PHRASES.rule("Nach „Spiegel“-Informationen ist die Kasse leer.")
def of_a_medium_in_marks(word: Word) -> Cues | None:
    medium = marked_name(word.items, word.place + 1) if word.low == "nach" else None
    if medium is None:
        return None
    end = medium.head.end
    noun = _BEHIND_MARKS.match(word.coreference.text, end)
    if noun is None or noun.group(1).lower() not in _REPORT_NOUNS:
        return None
    span, whole = (word.item.start, noun.end()), f"nach{GAP}{noun.group(1)}"
    return (Cue("phrase", word.number, word.meant(medium), noun.group(1), own_words=2, span=span, whole=whole),)


@PHRASES.rule("Die Kasse ist leer, so die Begründung der Ministerin.")
def so_the_reason(word: Word) -> Cues | None:
    phrase = _behind_so(word)
    if phrase is None or phrase.head.low not in _ACTS:
        return None
    whose = owner_of(phrase, word.place)
    speakers = word.meant(whose) if whose is not None else ()
    span = _to_end(word.items, word.place)
    return (Cue("so", word.number, speakers, word.item.text, own_words=len(word.items), span=span),)


@PHRASES.rule("Die Kasse ist leer, so Anna Berg.", "Die Kasse ist leer, so die Ministerin weiter.")
def so_the_speaker(word: Word) -> Cues | None:
    phrase = _behind_so(word)
    if phrase is None or not (phrase.animate or phrase.definite):
        return None
    speakers = word.meant(apposition(word.view, word.number, phrase) or phrase)
    span = _to_end(word.items, word.place)
    length = len(word.items) - word.place
    return (Cue("so", word.number, speakers, word.item.text, own_words=length, span=span),)


def _conviction(view: View, number: int, coreference: Coreference) -> Cue | None:
    """Cue of "…, davon ist X überzeugt", "…, steht für X fest"."""
    items = view.segments[number].items
    low = [item.low for item in items]
    phrase = None
    if low[0] in ("davon", "dessen") and low[-1] in _CONVINCED:
        subjects = (found for found in phrases(items, 1, len(items)) if is_nominative(found) and can_speak(found))
        phrase = next(subjects, None)
    elif low[0] in ("steht", "stand", "ist", "war") and low[-1] in _CLEAR and "für" in low:
        phrase = governed(items, low.index("für") + 1)
    if phrase is None:
        return None
    speakers = coreference.of_phrase(phrase, "", view.paragraph)
    return Cue("as", number, speakers, items[-1].text, own_words=len(items), span=_to_end(items, 0))


def _opinion_held(view: View, number: int, coreference: Coreference) -> Cue | None:
    """Cue of "X ist der Meinung, dass …"."""
    items = view.segments[number].items
    if len(items) < _LEAST_OPINION or items[-1].low not in _OPINIONS or items[-2].low != "der":
        return None
    following = view.segments[number + 1].first if number + 1 < len(view.segments) else ""
    anchor = next((n for n, item in enumerate(items) if item.low in _IS), None)
    subject = subject_phrase(view, number, anchor) if anchor is not None and following in _THAT else None
    if subject is None:
        return None
    speakers = coreference.of_phrase(subject, "", view.paragraph)
    return Cue("as", number, speakers, items[-1].text, own_words=len(items), span=_to_end(items, 0))


# --- "nach Angaben von X": the noun, and whose words it announces


@dataclass(slots=True)
class StatementNoun:
    """The noun of "nach Angaben": at ``at``, with the words that stand ``between``, and its ``owner``."""

    word: Word
    at: int
    between: list[str]
    owner: Phrase | None

    @property
    def noun(self) -> Item:
        return self.word.items[self.at]


def _statement_noun(word: Word) -> StatementNoun | None:
    items, first = word.items, word.place + 1
    nouns = _REPORT_NOUNS if word.low == "nach" else _SIGHT
    near = range(first, min(first + _TO_NOUN, len(items)))
    at = next((n for n in near if items[n].low in nouns), None)
    if at is None and word.low == "nach":
        at = next((n for n in near if whose_report(items[n].text) is not None), None)
    if at is None or any(item.capital and item.name is None for item in items[first:at]):
        return None
    if items[first].name is not None:  # "nach Moris Worten"
        owner: Phrase | None = _name(items, first)
    else:
        owner = owner_of(Phrase(at, at + 1, items, items[at]), at)
    return StatementNoun(word, at, [item.low for item in items[first:at]], owner)


NOBODYS = Table[StatementNoun, bool]("statement of nobody else", otherwise=False)


@NOBODYS.rule("Nach meinen Informationen ist die Kasse leer.")
def of_the_author(source: StatementNoun) -> bool | None:
    return True if any(word.startswith(("mein", "unser")) for word in source.between[:1]) else None


@NOBODYS.rule("Nach heutigen Erkenntnissen ist die Kasse leer.")
def of_everybody(source: StatementNoun) -> bool | None:
    if source.owner is not None or source.noun.low in _NOBODY:
        return None
    return True if any(word not in _OPEN_SOURCE for word in source.between) else None


@NOBODYS.rule("Nach dem Urteil verließ sie den Saal.")
def of_a_time(source: StatementNoun) -> bool | None:
    return True if source.owner is None and source.noun.low in _NEEDS_OWNER else None


@NOBODYS.rule("Nach Angaben zur Person schwieg er.")
def about_something(source: StatementNoun) -> bool | None:
    behind = source.word.items[source.at + 1 : source.at + 2]
    return True if source.owner is None and behind and behind[0].low in _ABOUT else None


WHOSE = Table[StatementNoun, tuple[Speaker, ...]]("whose statement", otherwise=())


@WHOSE.rule("Der Minister kam. Nach seinen Angaben ist die Kasse leer.")
def his(source: StatementNoun) -> tuple[Speaker, ...] | None:
    return _of_pronoun(source, "er") if source.between[:1] in (["seinen"], ["seiner"], ["seinem"]) else None


@WHOSE.rule("Die Ministerin kam. Nach ihren Angaben ist die Kasse leer.")
def hers(source: StatementNoun) -> tuple[Speaker, ...] | None:
    return _of_pronoun(source, "sie") if source.between[:1] in (["ihren"], ["ihrer"], ["ihrem"]) else None


@WHOSE.rule("Nach Angaben der Polizei wurden zwei Menschen verletzt.", "Nach Merkels Worten ist das zu wenig.")
def of_theowner_of(source: StatementNoun) -> tuple[Speaker, ...] | None:
    return source.word.meant(source.owner) if source.owner is not None else None


@WHOSE.rule("Nach Polizeiangaben wurden zwei Menschen verletzt.")
def of_the_compound(source: StatementNoun) -> tuple[Speaker, ...] | None:
    if whose_report(source.noun.text) is None:
        return None
    return source.word.meant(Phrase(source.at, source.at + 1, source.word.items, source.noun))


@WHOSE.rule("Siemens baut nach eigenen Angaben 300 Stellen ab.", "Siemens baut nach Angaben vom Montag 300 Stellen ab.")
def of_the_subject(source: StatementNoun) -> tuple[Speaker, ...] | None:
    behind = source.word.items[source.at + 1 : source.at + 2]
    if not ({"eigenen", "eigener"} & set(source.between) or (behind and behind[0].low == "vom")):
        return None
    view = source.word.view
    first = view.segments[0].items
    subject = main_subject(view, len(view.segments)) or prefield(first, len(first))
    return source.word.meant(subject) if subject is not None else ()


def _of_pronoun(source: StatementNoun, pronoun: str) -> tuple[Speaker, ...]:
    return source.word.coreference.of_pronoun(pronoun, "", source.word.view.paragraph)


# --- the parts of a phrase


def _name(items: Sequence[Item], at: int) -> Phrase:
    """The name in "nach Moris Worten"."""
    return Phrase(at, at + 1, items, items[at], name=items[at].name)


def _before_zufolge(items: list[Item], place: int) -> Phrase | None:
    """The longest phrase that ends right before "zufolge"."""
    for start in range(max(0, place - _LOOK_BACK), place):
        if start and items[start - 1].low in _DETERMINERS:
            continue
        phrase = phrase_at(items[:place], start) or marked_name(items[:place], start)
        if phrase is not None and phrase.end == place:
            return phrase
    return None


def _behind_so(word: Word) -> Phrase | None:
    """Who stands behind "so" where it opens a clause of its own; not "so groß", "so sei", "so sagte er"."""
    if word.low != "so" or not _opens_clause(word):
        return None
    items = word.items
    phrase = phrase_at(items, word.place + 1)
    if phrase is None or phrase.pronoun or not is_nominative(phrase) or phrase.end - word.place > _AFTER_SO:
        return None
    return None if _has_verb(items, phrase.end) else phrase


def _opens_clause(word: Word) -> bool:
    """Does the word follow a break or a quotation?"""
    if word.place:
        return word.items[word.place - 1].marked is not None
    before = word.segment.before
    return before in _BEFORE_SO or (word.number > 0 and before == "")


def _has_verb(items: Sequence[Item], start: int) -> bool:
    """Is there a finite verb from a place on?"""
    low = [item.text if item.capital else item.low for item in items]
    if any(konjunktiv.is_first(low, n) or konjunktiv.is_second(low[n]) for n in range(start, len(low))):
        return True
    return any(item.low in _FORMS.main or item.low in _PERFECT or item.low in _FINITE for item in items[start:])


def _to_end(items: Sequence[Item], place: int) -> tuple[int, int]:
    return items[place].start, items[-1].end
