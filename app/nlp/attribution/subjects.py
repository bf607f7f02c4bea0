"""The subject of a finite verb, found by place and case as the module ``german.clauses`` explains."""

from dataclasses import dataclass
from functools import cached_property

from app.nlp import lexicon
from app.nlp.attribution.appositions import apposition, is_apposition, is_person_name
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.descriptions import can_speak, is_nominative
from app.nlp.attribution.discourse import PLURAL_VERB, Speaker
from app.nlp.entities.gender import Gender, agree, noun_gender
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import (
    DETERMINERS,
    PREPOSITIONS,
    Item,
    Phrase,
    Segment,
    View,
    phrase_at,
    phrases,
    relative,
)
from app.nlp.german.reporting_verbs import forms
from app.nlp.german.word_table import words
from app.nlp.rules import Table

_PRESS = lexicon.press_words()
_VERB_TAGS = ("VV", "VA", "VM")
_TO_SOMEBODY = lexicon.verbs("to_somebody")
_JOINING = lexicon.function_words("conjunction")


def named_by(
    view: View, number: int, anchor: int, phrase: Phrase | None, coreference: Coreference
) -> tuple[Speaker, ...]:
    """The speakers that the subject of a finite verb names."""
    if phrase is None:
        return ()
    verb = view.segments[number].items[anchor].low if phrase.items is view.segments[number].items else ""
    if (
        phrase.pronoun
        and phrase.head.low in ("er", "sie")
        and (announced := _announced(view, number, phrase, coreference))
    ):
        return announced
    apposed = apposition(view, number, phrase)
    return coreference.of_phrase(apposed or phrase, verb, view.paragraph)


def _announced(view: View, number: int, pronoun: Phrase, coreference: Coreference) -> tuple[Speaker, ...]:
    """Whom a pronoun means in "Berg verteidigte den Plan: Er sei gut, sagte sie": the subject before the colon."""
    colon = next((before for before in range(number) if view.segments[before].after == ":"), None)
    phrase = main_subject(view, colon + 1) if colon is not None else None
    if phrase is None or phrase.pronoun:
        return ()
    found = coreference.of_phrase(phrase, "", view.paragraph)
    gender: Gender = "m" if pronoun.head.low == "er" else "f"
    if len(found) != 1:
        return ()
    body = found[0].kind == "body"
    fits = noun_gender(phrase) == gender if body else agree(found[0].gender, gender)
    return found if fits else ()


@dataclass
class FiniteVerb:
    """The finite form at ``anchor`` of the segment ``number``."""

    view: View
    number: int
    anchor: int

    @cached_property
    def items(self) -> list[Item]:
        return self.view.segments[self.number].items

    @cached_property
    def before(self) -> Phrase | None:
        """The phrase in front of the verb, if it can be the subject."""
        return prefield(self.items, self.anchor)

    @cached_property
    def is_joined(self) -> bool:
        """Does the verb go on with a clause before ("lobte Berg und sagte")?"""
        return self.anchor > 0 and self.items[self.anchor - 1].low in ("und", "oder", "aber")

    @cached_property
    def after(self) -> list[Phrase]:
        """The phrases behind the verb that can be the subject."""
        if self.is_joined:
            return []
        found = phrases(self.items, self.anchor + 1, len(self.items))
        return [phrase for phrase in found if is_nominative(phrase)]

    @cached_property
    def alive(self) -> list[Phrase]:
        """Those of them that can speak."""
        return [phrase for phrase in self.after if can_speak(phrase) or _is_medium(phrase)]

    @property
    def has_one_at_once(self) -> bool:
        """Does such a phrase follow at once?"""
        return bool(self.after) and self.after[0].start == self.anchor + 1


def subject_phrase(view: View, number: int, anchor: int) -> Phrase | None:
    """The subject of a finite verb: the phrase before it or, where that is none, the first behind it that can
    speak; of a clause that begins with the verb, else the subject of the main clause before."""
    start = view.segments[number].items[anchor].start
    return SUBJECT.decide(FiniteVerb(view, number, anchor), start, start)


SUBJECT = Table[FiniteVerb, Phrase | None]("subject of a verb of saying", otherwise=None)


@SUBJECT.rule("Der Minister, der gestern kam, sagte, das sei falsch.")
def before_a_relative_clause(verb: FiniteVerb) -> Phrase | None:
    interrupted = before_relative(verb.view, verb.number)
    return interrupted if interrupted is not None and leading(verb.items, verb.anchor) else None


@SUBJECT.rule("Der frühere Minister und Präsident des Verbands, Karl Meier, warnte die Partei vor einem Bruch.")
def name_between_commas(verb: FiniteVerb) -> Phrase | None:
    """Whatever stands before it: what follows the verb is whom or what it is about."""
    name = verb.view.segments[verb.number - 1] if verb.number > 1 else None
    if name is None or name.before != "," or name.after != "," or not leading(verb.items, verb.anchor):
        return None
    phrase = phrase_at(name.items, 0)
    named = phrase is not None and phrase.name is not None and phrase.name.kind == "person"
    return phrase if named and phrase is not None and phrase.end == len(name.items) and not phrase.oblique else None


@SUBJECT.rule("Er sagte, das sei falsch.")
def pronoun_in_front(verb: FiniteVerb) -> Phrase | None:
    return verb.before if verb.before is not None and verb.before.pronoun else None


@SUBJECT.rule("Der BBC sagte die Ministerin, das sei falsch.")
def behind_the_press_that_was_told(verb: FiniteVerb) -> Phrase | None:
    before = verb.before
    if before is None or before.items[before.start].low != "der" or not _is_press(before):
        return None
    return _speaking(phrase_at(verb.items, verb.anchor + 1))


@SUBJECT.rule("Radio Nordsee sagte Angela Merkel, das sei falsch.")
def behind_the_press_without_an_article(verb: FiniteVerb) -> Phrase | None:
    before = verb.before
    if before is None or before.items[before.start].low in DETERMINERS or not _is_press(before):
        return None
    told = any(one.lemma in _TO_SOMEBODY for one in forms().main.get(verb.items[verb.anchor].low, ()))
    following = phrase_at(verb.items, verb.anchor + 1) if told else None
    person = following is not None and following.name is not None and following.name.kind == "person"
    return _speaking(following) if person else None


@SUBJECT.rule("Die Ministerin sagte, das sei falsch.")
def in_front(verb: FiniteVerb) -> Phrase | None:
    return _speaking(verb.before)


@SUBJECT.rule("Das sei falsch, sagte der Laureat der «NZZ».")
def behind_the_verb_before_a_medium(verb: FiniteVerb) -> Phrase | None:
    if not verb.alive or not _is_medium(verb.alive[0]) or not verb.has_one_at_once:
        return None
    first = verb.after[0]
    return first if first.definite and first is not verb.alive[0] else None


@SUBJECT.rule("Das sei falsch, sagte der „Zeit“ Angela Merkel.")
def behind_whom_it_was_told(verb: FiniteVerb) -> Phrase | None:
    alive = verb.alive
    return alive[1] if len(alive) > 1 and _is_addressee(alive[0], alive[1]) else None


@SUBJECT.rule("Das sei falsch, sagte die Ministerin.")
def behind_the_verb(verb: FiniteVerb) -> Phrase | None:
    return verb.alive[0] if verb.alive else None


@SUBJECT.rule(
    "Anna Berg, 58, lobte die Rede.", "Russland trage bei, versprach Karl Meier, verwies aber auf alte Schuld."
)
def in_the_clause_before(verb: FiniteVerb) -> Phrase | None:
    if not (verb.is_joined or leading(verb.items, verb.anchor)):
        return None
    earlier = _teller(verb.view, verb.number) or main_subject(verb.view, verb.number)
    if earlier is None or not verb.after:
        return earlier
    reported = verb.has_one_at_once and _reports(verb.view.segments[: verb.number])
    return earlier if can_speak(earlier) and not reported else None


@SUBJECT.rule("Der Bericht sagte, das sei falsch.")
def lifeless_in_front(verb: FiniteVerb) -> Phrase | None:
    return verb.before


@SUBJECT.rule("Im Sommer sagte der Bericht, das sei falsch.")
def lifeless_behind_the_verb(verb: FiniteVerb) -> Phrase | None:
    return verb.after[0] if verb.after else None


def _speaking(phrase: Phrase | None) -> Phrase | None:
    """The phrase, if it can be the subject of a verb of saying."""
    return phrase if phrase is not None and is_nominative(phrase) and can_speak(phrase) else None


def _teller(view: View, number: int) -> Phrase | None:
    """Who speaks in the segment before: "China trage bei, versprach Xie, verwies aber …"."""
    before = view.segments[number - 1] if number > 1 else None
    if before is None or not before.items or before.before != "," or before.items[0].low not in forms().main:
        return None
    return _speaking(phrase_at(before.items, 1))


def _reports(ahead: list[Segment]) -> bool:
    """Is a main clause before in the subjunctive ("Ein Haus sei getroffen worden, sagten …"), so that it is what was
    said, and its subject not who said it?"""
    return any(
        konjunktiv.may_be_first(item.low) or konjunktiv.is_second(item.low)
        for segment in ahead
        if not (segment.subordinate or relative(segment))
        for item in segment.items
        if not item.capital and item.marked is None
    )


def before_relative(view: View, number: int) -> Phrase | None:
    """The phrase that opens the sentence where nothing but its relative clause or apposition stands between it and a
    segment: "Der Minister, der gestern kam, sagte …", "Anna Berg, die Chefin des Verbands, sagte …"."""
    ahead = view.segments[:number]
    if len(ahead) < 2 or not ahead[0].items or view.segments[number].before != ",":
        return None
    named = is_person_name(ahead[1]) and not is_person_name(ahead[0])
    if not (named or relative(ahead[1]) or is_apposition(ahead[1])):
        return None
    if not all(segment.subordinate or relative(segment) or is_apposition(segment) for segment in ahead[1 + named :]):
        return None
    following = view.segments[number + 1].first if number + 1 < len(view.segments) else ""
    if konjunktiv.may_be_first(following) or konjunktiv.is_second(following):
        return None  # "Die Firma, die wächst, sagte X, sei gesund": an aside
    phrase = _speaking(phrase_at(ahead[0].items, 0))
    if phrase is None or phrase.end != len(ahead[0].items):
        return None
    return apposition(view, 0, phrase) or phrase


def _is_medium(phrase: Phrase) -> bool:
    """Is it a medium or a body whose name stands in marks (die »New York Times«)?"""
    return phrase.head.marked is not None and phrase.definite


def _is_press(phrase: Phrase) -> bool:
    """Is it a newspaper, an agency, a broadcaster?"""
    words = (part for item in phrase.items[phrase.start : phrase.end] for part in item.low.replace("-", " ").split())
    return not _PRESS.isdisjoint(words)


def _is_addressee(first: Phrase, second: Phrase) -> bool:
    """Is the first phrase who was told ("sagte der „Zeit“ Merkel", "sagte der Agentur Reuters der Minister")?"""
    if first.items[first.start].low != "der" or second.start != first.end or second.pronoun:
        return False
    press = first.head.low.rsplit("-", 1)[-1] in _PRESS or first.head.marked is not None
    return press or (first.name is not None and first.name.kind == "organisation")


def leading(items: list[Item], anchor: int) -> bool:
    """Does the clause begin with the verb, joining words and marks aside?"""
    return all(item.low in _JOINING or item.marked is not None for item in items[:anchor])


def prefield(items: list[Item], anchor: int) -> Phrase | None:
    """The noun phrase that opens a main clause, if it can be its subject."""
    start = 0
    while start < anchor and items[start].low in _JOINING and items[start].name is None:
        start += 1
    if start >= anchor or (items[start].low in PREPOSITIONS and items[start].name is None):
        return None
    phrase = phrase_at(items, start)
    if phrase is None or phrase.end > anchor or not is_nominative(phrase):
        return None
    return phrase


def main_subject(view: View, until: int) -> Phrase | None:
    """The subject of the sentence's first main clause, looked for in the segments before ``until``."""
    if len(view.segments) == 1 and _is_name(view.segments[0]):
        return None  # "WIESBADEN.": a dateline, no sentence
    for number, segment in enumerate(view.segments[:until]):
        if segment.subordinate or relative(segment) or (_is_name(segment) and segment.after in ("–", "—", "-")):
            continue
        for phrase in phrases(segment.items, 0, len(segment.items)):
            if is_nominative(phrase) and can_speak(phrase):
                phrase.plural |= _has_plural_verb(phrase)
                return apposition(view, number, phrase) or phrase
    return None


def _has_plural_verb(phrase: Phrase) -> bool:
    """Does a verb in the plural stand right behind it, or right before?"""
    if phrase.name is not None or phrase.pronoun:
        return False
    beside = (*phrase.items[phrase.end : phrase.end + 1], *phrase.items[max(0, phrase.start - 1) : phrase.start])
    verb = next((item for item in beside if not item.capital and item.marked is None and item.name is None), None)
    return verb is not None and verb.low.endswith(PLURAL_VERB) and words()[verb.low].tag.startswith(_VERB_TAGS)


def _is_name(segment: Segment) -> bool:
    """Is it nothing but one name?"""
    return len(segment.items) == 1 and segment.items[0].name is not None
