"""Whom "der Gewerkschafter", "die Analystin der Bank" or "das Gericht" means: somebody of whom the text told before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.nlp import lexicon
from app.nlp.attribution.descriptions import ends_with, for_a_field, in_office, is_medium, is_office, is_post
from app.nlp.attribution.discourse import Discourse, DiscourseUnit, Speaker, Speakers
from app.nlp.entities.gender import Gender, agree, noun_gender
from app.nlp.german.clauses import Phrase
from app.nlp.rules import Table

_DEPENDENTS = lexicon.nouns("dependent")
_UNNAMED_OFFICES = lexicon.nouns("unnamed_office")
_COMPANIONS = lexicon.nouns("companion")  # no offices
_FORMER = tuple(lexicon.function_words("former") | lexicon.affixes("former"))
_SHORT = 3  # article, adjective and noun


@dataclass(slots=True)
class Description:
    """A noun with its article that can mean a person. ``office``: the noun, if it is one."""

    discourse: Discourse
    phrase: Phrase
    paragraph: int
    gender: Gender
    office: str | None


def described(discourse: Discourse, phrase: Phrase, paragraph: int) -> Speakers:
    """Whom "der Gewerkschafter" means: the same words again, else the last fitting person nearby."""
    noun = phrase.head.low
    case = Description(discourse, phrase, paragraph, noun_gender(phrase), noun if is_office(noun) else None)
    return DESCRIBED.decide(case, phrase.items[phrase.start].start, phrase.head.end)


DESCRIBED = Table[Description, Speakers]("whom a description means", otherwise=())


@DESCRIBED.rule("Ein Rentner kam dazu. „Ich habe viel Zeit“, sagte der Rentner.")
def the_same_words(case: Description) -> Speakers | None:
    noun = [case.phrase.head.low]
    for unit in case.discourse.recent():
        for speaker in (*unit.speakers, *unit.subject):
            if speaker.text and speaker.text.lower().split()[-1:] == noun:
                return (speaker,)
    return None


@DESCRIBED.rule("Frank Bsirske lehnt das ab. „Das reicht nicht“, sagte der Gewerkschafter.")
def person_nearby(case: Description) -> Speakers | None:
    """Nobody where the paragraph tells of others, of whom the text does not say so, and only one before of it."""
    others = False
    for unit, speaker in _fitting_persons(case):
        here = unit.paragraph == case.paragraph
        if speaker.key is None:
            if here and unit.speech and _is_described(speaker) and not is_post(case.phrase.head.low):
                return (replace(speaker, status="proposed"),)  # "der Kanzler", whoever that is here
        elif case.office is None or case.discourse.holds(speaker.key, case.office):
            return () if others and unit.paragraph < case.paragraph else (replace(speaker, status="proposed"),)
        else:
            others |= here
    return None


@DESCRIBED.rule("Der Prozess gegen Anton Pichler begann. „Ich war es nicht“, sagte der Angeklagte.")
def the_accused(case: Description) -> Speakers | None:
    accused = case.office is not None and case.office.startswith("angeklagt")
    return case.discourse.accused(case.gender) if accused else None


@DESCRIBED.rule("Es regnete den ganzen Tag. „Das reicht jetzt“, sagte der Bürgermeister.")
def office_of_nobody_named(case: Description) -> Speakers | None:
    return () if case.office is not None else None


@DESCRIBED.rule("Am Abend sprach der Reporter mit Frank Bsirske. „Das reicht nicht“, sagte der Gewerkschafter.")
def the_last_person_named(case: Description) -> Speakers | None:
    """Before this sentence: who speaks is not given a name in the words and then described."""
    place = case.phrase.items[case.phrase.start].start
    return case.discourse.last_person(min(place, case.discourse.sentence or place), case.gender)


def _fitting_persons(case: Description) -> Iterator[tuple[DiscourseUnit, Speaker]]:
    """The persons of the last sentences whom gender and office allow, the nearest first."""
    for unit in case.discourse.recent():
        if unit.paragraph < case.paragraph - 1:
            return
        for speaker in unit.likeliest():
            if speaker.kind != "person" or not agree(speaker.gender, case.gender):
                continue
            if speaker.key is not None and in_office(case.phrase, speaker.key) is False:
                continue  # "der ukrainische Präsident" is not Putin
            yield unit, speaker


def _is_described(speaker: Speaker) -> bool:
    """Is a speaker known only by such a description: "der Kanzler"?"""
    return (speaker.text or "").lower().startswith(("der ", "die "))


def meant_again(discourse: Discourse, phrase: Phrase, paragraph: int) -> Speakers:
    """Who spoke or acted last, where "die Analystin der Bank" or "der frühere Minister" follows: a new one would be
    given a name. Nobody whom the article tells to hold another office, nor who is somebody's ("der Anwalt")."""
    noun, gender = phrase.head.low, noun_gender(phrase)
    dependent = ends_with(noun, _DEPENDENTS) and not for_a_field(phrase)
    if gender not in ("m", "f") or dependent:
        return ()
    keys = _last_persons(discourse, phrase, paragraph)
    key = keys.pop() if len(keys) == 1 else None
    if key is None or discourse.gender(key) != gender or in_office(phrase, key) is False:
        return ()
    if is_post(noun) and not _may_hold(discourse, key, phrase):
        return ()
    return (discourse.person(key),)


def _last_persons(discourse: Discourse, phrase: Phrase, paragraph: int) -> set[str | None]:
    """Who spoke or acted in the sentence before, else whom the paragraph has named."""
    before = discourse.history[-1] if discourse.history else None
    near = before if before is not None and before.paragraph == paragraph else None
    last = (near.speakers or near.subject) if near is not None else ()
    if last:
        return {speaker.key for speaker in last}
    return discourse.named_in_paragraph(phrase.items[phrase.start].start)


def _may_hold(discourse: Discourse, key: str, phrase: Phrase) -> bool:
    """Can a person be meant by an office that the article does not put beside the name?"""
    noun = phrase.head.low
    if any(item.low.startswith(_FORMER) for item in phrase.items[phrase.start : phrase.end]):
        return True
    if ends_with(noun, _UNNAMED_OFFICES) or discourse.another_holds(key, noun):
        return False
    return not any(map(is_post, discourse.offices_of(key) - _COMPANIONS))


def body_again(discourse: Discourse, noun: str) -> Speakers:
    """The body whose name ends in the noun and that spoke or acted last: "das Gericht", the Bundesgericht."""
    for unit in discourse.recent():
        for speaker in unit.likeliest():
            entity = discourse.entities.get(speaker.key or "")
            name = entity.name if entity is not None else speaker.text or ""
            if speaker.kind == "body" and name.lower().endswith(noun):
                return (replace(speaker, status="proposed"),)
    return ()


def is_short(phrase: Phrase) -> bool:
    """Nothing but article, adjectives and one noun ("die grüne Abgeordnete"), or who is addressed besides
    ("sagte die Ministerin der Süddeutschen Zeitung")."""
    after = next(n for n in range(phrase.start, phrase.end) if phrase.items[n] is phrase.head) + 1
    addressee = phrase.items[after : phrase.end]
    if after - phrase.start > _SHORT:
        return False
    return not addressee or (addressee[0].low == "der" and any(map(is_medium, addressee[1:])))
