"""What a text has told so far: who is named in it, who did what in each of its sentences, and who spoke."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.nlp import lexicon
from app.nlp.attribution.defendants import defendants
from app.nlp.entities.gender import Gender, agree, first_name_gender
from app.nlp.german.clauses import is_person_noun
from app.nlp.text.quotation_marks import Marked
from app.nlp.types import Entity, Mention, Status

_WOMEN = lexicon.nouns("woman")
BACK = 4  # sentences that a pronoun or a carried subjunctive may reach back
_NEAR = 2000  # characters within which "der Gewerkschafter" may point back to a name
_LAST_NAMES = 8
_FIRST_NAMINGS = 6  # of a person, beside which the text tells the office
_OFFICE_REACH = 25  # characters before a name in which its office stands
_HE = lexicon.function_words("masculine_pronoun")
_SHE = lexicon.function_words("feminine_pronoun")
PLURAL_VERB = ("en", "eln", "ern")


@dataclass(frozen=True, slots=True)
class Speaker:
    """``key``: an Entity.key; else ``text``: the words that name the speaker. ``kind`` as the grammar shows it;
    ``referent``: the rule by which a phrase was seen to mean them, "" where none was asked."""

    key: str | None
    text: str | None
    kind: Literal["person", "body"]
    gender: Gender = "?"
    status: Status = "certain"
    referent: str = field(default="", compare=False)


Speakers = tuple[Speaker, ...]


@dataclass(slots=True)
class DiscourseUnit:
    """What one unit of text leaves behind for those that follow."""

    paragraph: int
    start: int = 0
    speakers: Speakers = ()
    subject: Speakers = ()
    speech: bool = False
    heading: bool = False
    communicative: bool = False
    unmarked: bool = False

    def likeliest(self) -> Speakers:
        """Speakers and subject, first who is the likelier antecedent: in speech the speaker, else the subject."""
        return (*self.speakers, *self.subject) if self.speech else (*self.subject, *self.speakers)


class Discourse:
    """The persons and bodies of one text, with genders, and the ``history`` of its units so far."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], entities: Mapping[str, Entity], marks: Sequence[Marked] = ()
    ) -> None:
        self.text = text
        self.entities = entities
        self.history: list[DiscourseUnit] = []
        self.sentence = 0  # where the one that is read begins
        persons = [mention for mention in mentions if mention.kind == "person" and mention.via == "name"]
        self._narrated = list(_outside(persons, marks))  # those the article itself names, not somebody's words
        self._narrated_starts = [mention.start for mention in self._narrated]
        self._names = [mention for mention in mentions if mention.via == "name"]
        self._starts = [mention.start for mention in self._names]
        self._genders: dict[str, Gender] = {}
        self._on_trial: set[str] | None = None
        self._first: dict[str, list[Mention]] = {}
        for mention in persons:
            if mention.entity is not None:
                self._first.setdefault(mention.entity, []).append(mention)

    def recent(self) -> Iterator[DiscourseUnit]:
        """The last few units, the last first."""
        return reversed(self.history[-BACK:])

    def person(self, key: str, status: Status = "proposed") -> Speaker:
        return Speaker(key, None, "person", self.gender(key), status)

    # --- who is named where

    def named_before(self, key: str, place: int) -> bool:
        """Was the person named before a place in the text?"""
        mentions = self._first.get(key, [])
        return bool(mentions) and mentions[0].start < place

    def named_in_paragraph(self, place: int) -> set[str | None]:
        """The persons whom the paragraph has named before a place."""
        start = self.text.rfind("\n", 0, place)
        return {mention.entity for mention in self._before(place) if mention.start > start}

    def fitting_in_paragraph(self, place: int, gender: Gender, but: frozenset[str | None] = frozenset()) -> list[str]:
        """The persons of that gender, or of none known, ``but`` some."""
        keys = self.named_in_paragraph(place) - but
        return [key for key in keys if key is not None and agree(self.gender(key), gender)]

    def last_two(self, place: int) -> Speakers:
        """The two persons that "beide Präsidenten" most likely means: the last two that were named."""
        keys: list[str] = []
        for mention in reversed(self._before(place)):
            if mention.entity is not None and mention.entity not in keys:
                keys.append(mention.entity)
        return tuple(self.person(key) for key in keys[:2])

    def last_person(self, place: int, gender: Gender) -> Speakers:
        """The last person named before a place within the same paragraph."""
        start = max(self.text.rfind("\n", max(0, place - _NEAR), place) + 1, place - _NEAR)
        for mention in reversed(self._before(place)):
            if mention.start < start:
                break
            if mention.entity is not None and agree(self.gender(mention.entity), gender):
                return (self.person(mention.entity),)
        return ()

    def _before(self, place: int) -> list[Mention]:
        at = bisect_left(self._narrated_starts, place)
        return self._narrated[max(0, at - _LAST_NAMES) : at]

    def inside(self, start: int, end: int) -> str | None:
        """The entity of the first name between two places."""
        at = bisect_left(self._starts, start)
        if at < len(self._names) and self._names[at].end <= end:
            return self._names[at].entity
        return None

    def called(self, name: str) -> str | None:
        """The key of the entity of that name."""
        return next((key for key, entity in self.entities.items() if entity.name == name), None)

    def name_before(self, place: int) -> Mention | None:
        """The last name that begins before a place."""
        at = bisect_left(self._starts, place) - 1
        return self._names[at] if at >= 0 else None

    def introduces(self, unit: DiscourseUnit) -> bool:
        """Does a sentence open with a person whom the text has not named yet? What follows is about that one."""
        mentions = self._first.get(unit.subject[0].key or "", [])
        return bool(mentions) and unit.start <= mentions[0].start <= unit.start + _OFFICE_REACH

    # --- what is told of a person

    def offices_of(self, key: str) -> set[str]:
        """The words right before the first names of a person; lower case."""
        return {word for mention in self._first.get(key, [])[:_FIRST_NAMINGS] for word in self._ahead(mention)[-1:]}

    def holds(self, key: str, office: str) -> bool:
        """Was the person introduced with this office, alone or in a compound, right before the name?"""
        stem = office.removesuffix("in").removesuffix("r")
        ahead = (self._ahead(mention)[-2:] for mention in self._first.get(key, [])[:_FIRST_NAMINGS])
        return any(stem in word for words in ahead for word in words)

    def another_holds(self, key: str, office: str) -> bool:
        """Was somebody else than this person introduced with the office?"""
        return any(self.holds(other, office) for other in self._first if other != key)

    def _ahead(self, mention: Mention) -> list[str]:
        """The words right before a name, where its office stands; lower case."""
        return self.text[max(0, mention.start - _OFFICE_REACH) : mention.start].lower().split()

    def accused(self, gender: Gender) -> Speakers:
        """The only person of whom the article says that they stand trial ("der Prozess gegen Anton Pichler")."""
        if self._on_trial is None:
            self._on_trial = set(defendants(self.text, self._narrated))
        fitting = [key for key in self._on_trial if agree(self.gender(key), gender)]
        return (self.person(fitting[0]),) if len(fitting) == 1 else ()

    def gender(self, key: str) -> Gender:
        """From the office before the name, else from the first name; "?" where neither tells."""
        if key not in self._genders:
            self._genders[key] = self._gender_by_office(key) or self._gender_by_name(key)
        return self._genders[key]

    def _gender_by_office(self, key: str) -> Gender | None:
        for mention in self._first.get(key, [])[:_FIRST_NAMINGS]:
            before = self._ahead(mention)
            word = before[-1] if before else ""
            if word in _WOMEN or (word.endswith("in") and is_person_noun(word)):
                return "f"
            if word == "herr" or (is_person_noun(word) and not word.endswith(("e", "en"))):
                return "m"
        return None

    def _gender_by_name(self, key: str) -> Gender:
        entity = self.entities.get(key)
        names = [entity.name] if entity else []
        names += [mention.surface for mention in self._first.get(key, [])[:3]]
        return next((gender for name in names if (gender := first_name_gender(name)) != "?"), "?")

    # --- whom the sentences so far make likely

    def of_pronoun(self, pronoun: str, verb: str, paragraph: int) -> Speakers:
        """The last fitting subject or speaker, looked for over a few sentences."""
        wanted = _wanted(pronoun, verb)
        if wanted is None:
            return ()
        for unit in self.recent():
            if unit.heading or unit.paragraph < paragraph - 1:
                break
            for speakers in (unit.speakers, unit.subject) if unit.speech else (unit.subject, unit.speakers):
                found = _fitting(speakers, wanted)
                if found:
                    return found
        return ()

    def only_one(self, pronoun: str, verb: str, place: int) -> Speakers:
        """The only fitting person whom the paragraph has named where no subject fits a pronoun ("Es war neun, als die
        Ministerin Anna Berg kam. „Guten Morgen“, sagte sie.")."""
        if pronoun not in ("er", "sie") or (pronoun == "sie" and verb.endswith(PLURAL_VERB)):
            return ()
        fitting = self.fitting_in_paragraph(place, "m" if pronoun == "er" else "f")
        if len(fitting) != 1 or None in self.named_in_paragraph(place):
            return ()
        return (self.person(fitting[0]),)

    def carried(self, paragraph: int, quotation: bool = False) -> Speakers:
        """Whose words go on in a sentence that names no speaker: reported speech, or a bare ``quotation``."""
        subject: Speakers = ()
        for back, unit in enumerate(self.recent()):
            beyond = unit.paragraph < paragraph and back > 0 and not unit.speech
            if beyond or unit.paragraph < paragraph - 1:
                break
            if unit.speech:
                return subject if subject and unit.paragraph != paragraph else unit.speakers
            if unit.subject and (unit.communicative or unit.heading or (quotation and back == 0)):
                return unit.subject if len(unit.subject) == 1 else ()
            if unit.heading:
                break
            if back == 0 and len(unit.subject) == 1 and unit.subject[0].key is not None:
                subject = unit.subject
                if self.introduces(unit):
                    break
        return subject


def _outside(mentions: Sequence[Mention], marks: Sequence[Marked]) -> Iterator[Mention]:
    """The mentions that no marked span holds. Both are sorted by start."""
    behind = place = 0
    for mention in mentions:
        while place < len(marks) and marks[place].start <= mention.start:
            behind, place = max(behind, marks[place].end), place + 1
        if mention.start >= behind:
            yield mention


def _wanted(pronoun: str, verb: str) -> Gender | None:
    """The gender and number of whom a pronoun beside a verb can mean; None for what is no such pronoun."""
    if pronoun in _HE:
        return "m"
    if pronoun in _SHE:
        return "p" if verb.endswith(PLURAL_VERB) else "f"
    return None


def _fitting(speakers: Speakers, wanted: Gender) -> Speakers:
    """Those of the speakers a pronoun can mean."""
    if wanted == "p":
        plural = len(speakers) > 1 or any(speaker.gender == "p" for speaker in speakers)
        return speakers if plural else ()
    if len(speakers) != 1:
        return ()
    speaker = speakers[0]
    if speaker.kind == "person":
        return speakers if agree(speaker.gender, wanted) else ()
    known = speaker.gender == "?" and speaker.key
    return speakers if speaker.gender == wanted or (wanted == "f" and known) else ()
