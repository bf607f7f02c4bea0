"""Whom a noun phrase means: a name, a pronoun, an office, "der Gewerkschafter", "das Gericht", or nobody known.

A speaker is whatever stands where a subject stands: a person, a state, a body, a group. A name that a preposition or a
genitive governs is never taken, and where nothing fits the speaker stays open.
"""

from dataclasses import dataclass, replace
from typing import Literal

from app.nlp import lexicon
from app.nlp.attribution.definite_descriptions import body_again, described, is_short, meant_again
from app.nlp.attribution.descriptions import from_there, in_office, is_national, is_paper, whose_report
from app.nlp.attribution.discourse import Discourse, Speaker, Speakers
from app.nlp.entities.gender import Gender, noun_gender
from app.nlp.german.clauses import Phrase, is_person_noun, phrase_at
from app.nlp.rules import Table
from app.nlp.types import Mention

_NOBODY = lexicon.nouns("nobody") | lexicon.words("time") | lexicon.nouns("act")
_DEMONSTRATIVE: dict[str, Gender] = {"der": "m", "die": "f", "dieser": "m", "diese": "f", "letzterer": "m"}
_BOTH = lexicon.function_words("both")


class Coreference(Discourse):
    """A discourse that tells of its noun phrases whom they mean."""

    def of_phrase(self, phrase: Phrase, verb: str = "", paragraph: int = -1) -> Speakers:
        """The speakers a noun phrase names, empty where it names nobody. ``verb``: the form beside it, of which a
        pronoun's number can be seen."""
        last = phrase.items[phrase.end - 1]
        rule, meant = REFERENTS.told(Reference.of(self, phrase, verb, paragraph), phrase.head.start, last.end)
        return tuple(replace(speaker, referent=rule) for speaker in meant)

    def replying(self, speakers: Speakers, phrase: Phrase) -> Speakers:
        """Who replies is hardly who spoke last: where only that one was found, another person of the paragraph, else
        nobody but the words."""
        last = frozenset(speaker.key for speaker in self.history[-1].speakers) if self.history else frozenset()
        if len(speakers) != 1 or speakers[0].status != "proposed" or speakers[0].key not in last:
            return speakers
        gender = noun_gender(phrase)
        others = self.fitting_in_paragraph(phrase.items[phrase.start].start, gender, but=last)
        if len(others) == 1 and in_office(phrase, others[0]) is not False:
            return (self.person(others[0]),)
        return (Speaker(None, phrase.words(self.text), "person", gender),)

    def before_aside(self, place: int) -> Speakers:
        """The person behind whose name a parenthesis opens that begins at a place."""
        if not self.text[max(0, place - 3) : place].rstrip().endswith("("):
            return ()
        end = len(self.text[:place].rstrip()[:-1].rstrip())
        name = self.name_before(end)
        if name is None or name.end != end or name.kind != "person" or name.entity is None:
            return ()
        return (self.person(name.entity),)


@dataclass(slots=True)
class Reference:
    """A noun phrase in its place. ``mention``: the name or office by which it tells whom it means, if it does."""

    discourse: Coreference
    phrase: Phrase
    verb: str
    paragraph: int
    place: int
    low: str
    mention: Mention | None
    is_national: bool

    @classmethod
    def of(cls, discourse: Coreference, phrase: Phrase, verb: str, paragraph: int) -> "Reference":
        place, low = phrase.items[phrase.start].start, phrase.head.low
        national = phrase.role is not None and is_national(phrase.head.text)
        mention = None if phrase.pronoun else _mention_of(phrase, national)
        return cls(discourse, phrase, verb, paragraph, place, low, mention, national)

    @property
    def is_description(self) -> bool:
        """Is it a noun with "der" or "die" that tells nothing certain of whom it means?"""
        return self.mention is None and self.phrase.definite


def _mention_of(phrase: Phrase, national: bool) -> Mention | None:
    name = phrase.name
    if name is None:
        return _office_of(phrase, national)
    if name.kind == "person":
        return name
    if _has_person_noun(phrase):
        return phrase.role  # "Sprecher Gazprom"
    low = phrase.head.low
    if phrase.items[phrase.start].low == "der" and low.endswith("er") and is_person_noun(low):
        return None  # "sagte der Republikaner": one of them
    return name


def _office_of(phrase: Phrase, national: bool) -> Mention | None:
    """The office, but where its holder is not certain and "der Minister" may point back to somebody else."""
    role = phrase.role
    if role is None or (role.entity is not None and role.status != "proposed"):
        return role
    if not phrase.definite:
        return role
    if role.entity is None:
        return None
    again = is_short(phrase) and not national and not in_office(phrase, role.entity)
    return None if again else role


def _has_person_noun(phrase: Phrase) -> bool:
    """Does a person noun stand beside the name of a body ("Sprecher Gazprom")?"""
    items = phrase.items[phrase.start : phrase.end]
    return any(item.name is None and item.capital and is_person_noun(item.low) for item in items)


REFERENTS = Table[Reference, Speakers]("whom a phrase means", otherwise=())


@REFERENTS.rule("Der Plan gefiel Frank Bsirske. Der nannte ihn „einen Anfang“.")
def demonstrative(case: Reference) -> Speakers | None:
    gender = _DEMONSTRATIVE.get(case.low) if case.phrase.pronoun else None
    if gender is None:
        return None
    several = gender == "f" and case.verb.endswith("en")
    return () if several else case.discourse.last_person(case.phrase.head.start, gender)


@REFERENTS.rule("Angela Merkel kam. Sie sagte, das sei gut.")
def personal_pronoun(case: Reference) -> Speakers | None:
    if not case.phrase.pronoun:
        return None
    meant = case.discourse.of_pronoun(case.low, case.verb, case.paragraph)
    if meant and (meant[0].kind == "person" or meant[0].key is not None):
        return meant
    return case.discourse.only_one(case.low, case.verb, case.place) or meant


@REFERENTS.rule("Angela Merkel sagte, das sei gut.", "Joe Biden und Wladimir Putin sagten, das sei gut.")
def name_or_office(case: Reference) -> Speakers | None:
    mention = case.mention
    if mention is None or mention.entity is None:
        return None
    gender = case.discourse.gender(mention.entity) if mention.kind == "person" else "?"
    return (_named(mention, gender), *_coordinated(case.phrase))


@REFERENTS.rule("Joe Biden und Wladimir Putin kamen. „Es war gut“, sagten beide Präsidenten.")
def both(case: Reference) -> Speakers | None:
    two = case.phrase.items[case.phrase.start].low in _BOTH and is_person_noun(case.low)
    return case.discourse.last_two(case.place) if two else None


@REFERENTS.rule("Medienberichten zufolge ist die Kasse leer.")
def nobody(case: Reference) -> Speakers | None:
    """But "einem Bericht zufolge" it is the paper's."""
    paper = case.phrase.items[case.phrase.start] is not case.phrase.head and is_paper(case.low)
    return () if case.low in _NOBODY and not paper else None


@REFERENTS.rule(
    "Frank Bsirske lehnt das ab. „Das reicht nicht“, sagte der Gewerkschafter.",
    "Bonnie Glaser hält das für richtig. „China schweigt“, sagte die Expertin der Nachrichtenagentur AP.",
)
def person_described(case: Reference) -> Speakers | None:
    phrase = case.phrase
    if not case.is_description or phrase.plural or case.is_national or not is_person_noun(case.low):
        return None
    found = described(case.discourse, phrase, case.paragraph) if is_short(phrase) else ()
    return found or meant_again(case.discourse, phrase, case.paragraph) or None


@REFERENTS.rule("Frank Bsirske lobte den Plan. „Das ist gut so“, sagte der Niedersachse.")
def inhabitant(case: Reference) -> Speakers | None:
    if not case.is_description or not from_there(case.phrase):
        return None
    return meant_again(case.discourse, case.phrase, case.paragraph) or None


@REFERENTS.rule("Das Bundesverfassungsgericht tagte. Der Plan sei falsch, erklärte das Gericht.")
def body_described(case: Reference) -> Speakers | None:
    if not case.is_description or not is_short(case.phrase):
        return None
    return body_again(case.discourse, case.low) or None


@REFERENTS.rule("Hansi Flick ist da. Der Bundestrainer sagte, das sei gut.")
def proposed_holder(case: Reference) -> Speakers | None:
    role = case.phrase.role
    if role is None or role.entity is None:
        return None
    return (case.discourse.person(role.entity, role.status),)


@REFERENTS.rule("Polizeiangaben zufolge ist die Straße gesperrt.")
def whose_it_is(case: Reference) -> Speakers | None:
    whose = whose_report(case.phrase.head.text) if case.phrase.head.name is None else None
    if whose is None:
        return None
    key = case.discourse.called(whose)
    return (Speaker(key, None if key else whose, "body"),)


@REFERENTS.rule("Der Plan sei gut, schrieb die „Süddeutsche Zeitung“.")
def name_in_marks(case: Reference) -> Speakers | None:
    head = case.phrase.head
    if head.marked is None:
        return None
    key = case.discourse.inside(head.start, head.end)
    return (Speaker(key, None if key else head.text, "body"),)


@REFERENTS.rule("Die Behörde teilte mit, die Kasse sei leer.")
def the_words(case: Reference) -> Speakers | None:
    kind: Literal["person", "body"] = "person" if is_person_noun(case.low) else "body"
    return (Speaker(None, case.phrase.words(case.discourse.text), kind, noun_gender(case.phrase)),)


def _named(mention: Mention, gender: Gender) -> Speaker:
    return Speaker(mention.entity, None, "person" if mention.kind == "person" else "body", gender, mention.status)


def _coordinated(phrase: Phrase) -> Speakers:
    """The second name of "Biden und Putin"."""
    at = phrase.end
    if at + 1 >= len(phrase.items) or phrase.items[at].low not in ("und", "sowie"):
        return ()
    other = phrase_at(phrase.items, at + 1)
    name = other.name if other is not None and not other.oblique else None
    if name is None or name.entity is None or name.entity == (phrase.name.entity if phrase.name else None):
        return ()
    return (_named(name, "?"),)
