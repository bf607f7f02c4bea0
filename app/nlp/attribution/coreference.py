"""Who speaks: the subject of a verb of saying, "laut X", "so X", and whom pronouns and short descriptions mean.

A speaker is whatever stands where a subject stands: a person, a state, a body, a group. A name that a preposition or a
genitive governs is never taken, and where nothing fits the speaker stays open.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.nlp.attribution.defendants import defendants
from app.nlp.attribution.descriptions import (
    ends_with,
    for_a_field,
    from_there,
    in_office,
    is_medium,
    is_national,
    is_office,
    is_post,
)
from app.nlp.entities.gender import Gender, agree, first_name_gender, noun_gender
from app.nlp.german.clauses import WORDS, Phrase, is_person_noun, phrase_at
from app.nlp.text.quotation_marks import Marked
from app.nlp.types import Entity, Mention, Status

_TIMES_AND_ACTS = WORDS["times"] | WORDS["acts"]
_BACK = 4  # sentences that a pronoun or a carried subjunctive may reach back
_NEAR = 2000  # characters within which "der Gewerkschafter" may point back to a name
_LAST_NAMES = 8
_DEMONSTRATIVE: dict[str, Gender] = {"der": "m", "die": "f", "dieser": "m", "diese": "f", "letzterer": "m"}
_COMPANIONS = {"kollege", "kollegin", "amtskollege", "amtskollegin", "gastgeber", "gastgeberin"}  # no offices
_ROLE_REACH = 25  # characters before a name in which its office stands
_FORMER = ("früher", "ehemalig", "einstig", "vormalig", "langjährig", "damalig", "spätere", "ex-", "alt")


@dataclass(frozen=True, slots=True)
class Speaker:
    """``key``: an Entity.key; else ``text``: the words that name the speaker. ``kind`` as the grammar shows it."""

    key: str | None
    text: str | None
    kind: Literal["person", "body"]
    gender: Gender = "?"
    status: Status = "certain"


@dataclass(slots=True)
class DiscourseUnit:
    """What one unit of text leaves behind for those that follow."""

    paragraph: int
    start: int = 0
    speakers: tuple[Speaker, ...] = ()
    subject: tuple[Speaker, ...] = ()
    speech: bool = False
    heading: bool = False
    communicative: bool = False
    unmarked: bool = False


class Coreference:
    """The persons and bodies of one text, with genders and what was said so far."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], entities: Mapping[str, Entity], marks: Sequence[Marked] = ()
    ) -> None:
        self.text = text
        self.entities = entities
        self.history: list[DiscourseUnit] = []
        persons = [one for one in mentions if one.kind == "person" and one.via == "name"]
        self._narrated = list(_outside(persons, marks))  # those the article itself names, not somebody's words
        self._narrated_starts = [one.start for one in self._narrated]
        self._names = [one for one in mentions if one.via == "name"]
        self._starts = [one.start for one in self._names]
        self._genders: dict[str, Gender] = {}
        self._on_trial: set[str] | None = None
        self._first: dict[str, list[Mention]] = {}
        for mention in persons:
            if mention.entity is not None:
                self._first.setdefault(mention.entity, []).append(mention)

    def of_phrase(self, phrase: Phrase, verb: str = "", paragraph: int = -1) -> tuple[Speaker, ...]:
        """The speakers a noun phrase names, empty where it names nobody."""
        if phrase.pronoun and (whose := _DEMONSTRATIVE.get(phrase.head.low)):
            several = whose == "f" and verb.endswith("en")
            return () if several else self._last_person(phrase.head.start, whose)
        if phrase.pronoun:
            place = phrase.items[phrase.start].start
            meant = self.of_pronoun(phrase.head.low, verb, paragraph)
            if meant and (meant[0].kind == "person" or meant[0].key is not None):
                return meant
            return self._only_one(phrase.head.low, verb, place) or meant
        low = phrase.head.low
        mention = phrase.name or phrase.role
        national = phrase.role is not None and is_national(phrase.head.text)
        if mention is not None and mention.via == "role" and (mention.entity is None or mention.status == "proposed"):
            again = phrase.definite and self._short(phrase) and not national
            again = again and not (mention.entity and in_office(phrase, mention.entity))
            mention = None if again or (phrase.definite and mention.entity is None) else mention
        if phrase.name is not None and phrase.name.kind != "person":
            if self._office_before(phrase):
                mention = phrase.role
            elif phrase.items[phrase.start].low == "der" and low.endswith("er") and is_person_noun(low):
                mention = None  # "sagte der Republikaner": one of them
        if mention is not None and mention.entity is not None:
            kind: Literal["person", "body"] = "person" if mention.kind == "person" else "body"
            gender = self.gender(mention.entity) if kind == "person" else "?"
            found = Speaker(mention.entity, None, kind, gender, mention.status)
            return (found, *self._coordinated(phrase))
        if phrase.items[phrase.start].low in ("beide", "beider", "beiden") and is_person_noun(low):
            return self._last_two(phrase.items[phrase.start].start)
        if low in WORDS["nobody"] or low in _TIMES_AND_ACTS:
            return ()
        if mention is None and phrase.definite and not phrase.plural and is_person_noun(low) and not national:
            back = self._described(phrase, paragraph) if self._short(phrase) else ()
            if back := back or self._meant_again(phrase, paragraph):
                return back
        if (
            mention is None
            and phrase.definite
            and from_there(phrase)
            and (back := self._meant_again(phrase, paragraph))
        ):
            return back
        if mention is None and phrase.definite and self._short(phrase) and (body := self._body_again(low)):
            return body
        if phrase.role is not None and phrase.role.entity is not None:
            return (Speaker(phrase.role.entity, None, "person", self.gender(phrase.role.entity), phrase.role.status),)
        told = phrase.words(self.text)
        if phrase.head.marked is not None:  # the „Süddeutsche Zeitung“
            key = self._inside(phrase.head.start, phrase.head.end)
            return (Speaker(key, None if key else phrase.head.text, "body"),)
        return (Speaker(None, told, "person" if is_person_noun(low) else "body", noun_gender(phrase)),)

    def _office_before(self, phrase: Phrase) -> bool:
        """Does a person noun stand right before the name of a body ("Sprecher Gazprom")?"""
        items = phrase.items[phrase.start : phrase.end]
        return any(one.name is None and is_person_noun(one.low) and one.capital for one in items)

    def _coordinated(self, phrase: Phrase) -> tuple[Speaker, ...]:
        """The second name of "Biden und Putin"."""
        at = phrase.end
        if at + 1 < len(phrase.items) and phrase.items[at].low in ("und", "sowie"):
            other = phrase_at(phrase.items, at + 1)
            if other is not None and other.name is not None and not other.oblique and other.name.entity is not None:
                kind: Literal["person", "body"] = "person" if other.name.kind == "person" else "body"
                if other.name.entity != (phrase.name.entity if phrase.name else None):
                    return (Speaker(other.name.entity, None, kind, "?", other.name.status),)
        return ()

    @staticmethod
    def _short(phrase: Phrase) -> bool:
        """Nothing but article, adjectives and one noun ("die grüne Abgeordnete"), or whom it told besides
        ("sagte die Ministerin der Süddeutschen Zeitung")."""
        after = next(n for n in range(phrase.start, phrase.end) if phrase.items[n] is phrase.head) + 1
        told = phrase.items[after : phrase.end]
        return after - phrase.start <= 3 and (not told or (told[0].low == "der" and any(map(is_medium, told[1:]))))

    def _described(self, phrase: Phrase, paragraph: int) -> tuple[Speaker, ...]:
        """Whom "der Gewerkschafter" means: the same words again, else the last fitting person nearby."""
        gender = noun_gender(phrase)
        office = phrase.head.low if is_office(phrase.head.low) else None
        for one in reversed(self.history[-_BACK:]):
            for speaker in (*one.speakers, *one.subject):
                if speaker.text and speaker.text.lower().split()[-1:] == [phrase.head.low]:
                    return (speaker,)
        others = False  # in the same paragraph, of whom the text does not say so
        for one in reversed(self.history[-_BACK:]):
            if one.paragraph < paragraph - 1:
                break
            for speaker in _nearest(one):
                if speaker.kind != "person" or not agree(speaker.gender, gender):
                    continue
                if speaker.key is not None and in_office(phrase, speaker.key) is False:
                    continue  # "der ukrainische Präsident" is not Putin
                if speaker.key is None:
                    told = (speaker.text or "").lower().startswith(("der ", "die "))
                    if told and one.speech and one.paragraph == paragraph and not is_post(phrase.head.low):
                        return (replace(speaker, status="proposed"),)  # "der Kanzler", whoever that is here
                    continue
                if office is None or self._holds(speaker.key, office):
                    return () if others and one.paragraph < paragraph else (replace(speaker, status="proposed"),)
                others |= one.paragraph == paragraph
        if office is not None:
            return self._accused(gender) if office.startswith("angeklagt") else ()
        return self._last_person(phrase.items[phrase.start].start, gender)

    def _meant_again(self, phrase: Phrase, paragraph: int) -> tuple[Speaker, ...]:
        """Who spoke or acted last, where "die Analystin der Bank" or "der frühere Minister" follows: a new one would be
        given a name. Nobody whom the article tells to hold another office, nor who is somebody's ("der Anwalt")."""
        noun, gender = phrase.head.low, noun_gender(phrase)
        dependent = ends_with(noun, WORDS["dependents"]) and not for_a_field(phrase)
        if gender not in ("m", "f") or dependent:
            return ()
        before = self.history[-1] if self.history else None
        near = before if before is not None and before.paragraph == paragraph else None
        last = (near.speakers or near.subject) if near is not None else ()
        keys = {one.key for one in last} if last else self._named_in_paragraph(phrase.items[phrase.start].start)
        key = keys.pop() if len(keys) == 1 else None
        if key is None or self.gender(key) != gender or in_office(phrase, key) is False:
            return ()
        if is_post(noun) and not self._may_hold(key, phrase):
            return ()
        return (Speaker(key, None, "person", gender, "proposed"),)

    def _may_hold(self, key: str, phrase: Phrase) -> bool:
        """Can a person be meant by an office that the article does not put beside the name?"""
        if any(one.low.startswith(_FORMER) for one in phrase.items[phrase.start : phrase.end]):
            return True
        if ends_with(phrase.head.low, WORDS["unnamed_offices"]):
            return False
        told = {word for one in self._first.get(key, [])[:6] for word in self._words_before(one)[-1:]} - _COMPANIONS
        another = any(self._holds(one, phrase.head.low) for one in self._first if one != key)
        return not another and not any(map(is_post, told))

    def _words_before(self, mention: Mention) -> list[str]:
        """The words right before a name, where its office stands; lower case."""
        return self.text[max(0, mention.start - _ROLE_REACH) : mention.start].lower().split()

    def _named_in_paragraph(self, place: int) -> set[str | None]:
        """The persons whom the paragraph has named before a place."""
        start = self.text.rfind("\n", 0, place)
        return {one.entity for one in self._before(place) if one.start > start}

    def _accused(self, gender: Gender) -> tuple[Speaker, ...]:
        """The only person of whom the article says that they stand trial ("der Prozess gegen Anton Pichler")."""
        if self._on_trial is None:
            self._on_trial = set(defendants(self.text, self._narrated))
        fitting = [key for key in self._on_trial if agree(self.gender(key), gender)]
        return (Speaker(fitting[0], None, "person", self.gender(fitting[0]), "proposed"),) if len(fitting) == 1 else ()

    def _body_again(self, noun: str) -> tuple[Speaker, ...]:
        """The body whose name ends in the noun and that spoke or acted last: "das Gericht", the Bundesgericht."""
        for one in reversed(self.history[-_BACK:]):
            for speaker in _nearest(one):
                entity = self.entities.get(speaker.key or "")
                name = entity.name if entity is not None else speaker.text or ""
                if speaker.kind == "body" and name.lower().endswith(noun):
                    return (replace(speaker, status="proposed"),)
        return ()

    def _only_one(self, pronoun: str, verb: str, place: int) -> tuple[Speaker, ...]:
        """The only fitting person whom the paragraph has named where no subject fits a pronoun ("Es war neun, als die
        Ministerin Anna Berg kam. „Guten Morgen“, sagte sie.")."""
        if pronoun not in ("er", "sie") or (pronoun == "sie" and verb.endswith(("en", "eln", "ern"))):
            return ()
        gender: Gender = "m" if pronoun == "er" else "f"
        keys = self._named_in_paragraph(place)
        fitting = [key for key in keys if key is not None and agree(self.gender(key), gender)]
        if len(fitting) != 1 or None in keys:
            return ()
        return (Speaker(fitting[0], None, "person", self.gender(fitting[0]), "proposed"),)

    def _holds(self, key: str, office: str) -> bool:
        """Was the person introduced with this office, alone or in a compound, right before the name?"""
        stem = office.removesuffix("in").removesuffix("r")
        for mention in self._first.get(key, [])[:6]:
            if any(stem in word for word in self._words_before(mention)[-2:]):
                return True
        return False

    def _inside(self, start: int, end: int) -> str | None:
        """The entity of the first name between two places."""
        at = bisect_left(self._starts, start)
        if at < len(self._names) and self._names[at].end <= end:
            return self._names[at].entity
        return None

    def aside(self, place: int) -> tuple[Speaker, ...]:
        """The person behind whose name a parenthesis opens that begins at a place."""
        before = self.text[max(0, place - 3) : place].rstrip()
        end = place - len(self.text[:place]) + len(self.text[:place].rstrip()[:-1].rstrip())
        at = bisect_left(self._starts, end) - 1
        name = self._names[at] if before.endswith("(") and at >= 0 else None
        if name is None or name.end != end or name.kind != "person" or name.entity is None:
            return ()
        return (Speaker(name.entity, None, "person", self.gender(name.entity), "proposed"),)

    def _last_two(self, place: int) -> tuple[Speaker, ...]:
        """The two persons that "beide Präsidenten" most likely means: the last two that were named."""
        keys: list[str] = []
        for mention in reversed(self._before(place)):
            if mention.entity is not None and mention.entity not in keys:
                keys.append(mention.entity)
        return tuple(Speaker(key, None, "person", self.gender(key), "proposed") for key in keys[:2])

    def _last_person(self, place: int, gender: Gender) -> tuple[Speaker, ...]:
        """The last person named before a place within the same paragraph."""
        start = max(self.text.rfind("\n", max(0, place - _NEAR), place) + 1, place - _NEAR)
        for mention in reversed(self._before(place)):
            if mention.start < start:
                break
            if mention.entity is not None and agree(self.gender(mention.entity), gender):
                return (Speaker(mention.entity, None, "person", self.gender(mention.entity), "proposed"),)
        return ()

    def _before(self, place: int) -> list[Mention]:
        at = bisect_left(self._narrated_starts, place)
        return self._narrated[max(0, at - _LAST_NAMES) : at]

    def replying(self, speakers: tuple[Speaker, ...], phrase: Phrase) -> tuple[Speaker, ...]:
        """Who replies is hardly who spoke last: where only that one was found, another person of the paragraph, else
        nobody but the words."""
        last = {one.key for one in self.history[-1].speakers} if self.history else set()
        if len(speakers) != 1 or speakers[0].status != "proposed" or speakers[0].key not in last:
            return speakers
        gender, start = noun_gender(phrase), phrase.items[phrase.start].start
        keys = self._named_in_paragraph(start) - last
        others = [key for key in keys if key is not None and agree(self.gender(key), gender)]
        if len(others) == 1 and in_office(phrase, others[0]) is not False:
            return (Speaker(others[0], None, "person", self.gender(others[0]), "proposed"),)
        return (Speaker(None, phrase.words(self.text), "person", gender),)

    def named_before(self, key: str, place: int) -> bool:
        """Was the person named before a place in the text?"""
        mentions = self._first.get(key, [])
        return bool(mentions) and mentions[0].start < place

    def of_pronoun(self, pronoun: str, verb: str, paragraph: int) -> tuple[Speaker, ...]:
        """The last fitting subject or speaker, looked for over a few sentences."""
        if pronoun in ("er", "dieser", "letzterer", "jener"):
            wanted: Gender = "m"
        elif pronoun in ("sie", "diese", "letztere", "jene"):
            wanted = "p" if verb.endswith(("en", "eln", "ern")) else "f"
        else:
            return ()
        for one in reversed(self.history[-_BACK:]):
            if one.heading or one.paragraph < paragraph - 1:
                break
            for speakers in (one.speakers, one.subject) if one.speech else (one.subject, one.speakers):
                found = _fitting(speakers, wanted)
                if found:
                    return found
        return ()

    def carried(self, paragraph: int, quotation: bool = False) -> tuple[Speaker, ...]:
        """Whose words go on in a sentence that names no speaker: reported speech, or a bare ``quotation``."""
        subject: tuple[Speaker, ...] = ()
        for back, one in enumerate(reversed(self.history[-_BACK:])):
            if one.paragraph < paragraph - 1 or (one.paragraph < paragraph and back > 0 and not one.speech):
                break
            if one.speech:
                return one.speakers if not subject or one.paragraph == paragraph else subject
            if one.subject and (one.communicative or one.heading or (quotation and back == 0)):
                return one.subject if len(one.subject) == 1 else ()
            if one.heading:
                break
            if not subject and one.subject and len(one.subject) == 1 and back == 0:
                subject = one.subject
                if self._introduced(one):
                    break
        return subject

    def _introduced(self, one: DiscourseUnit) -> bool:
        """Does the sentence open with a person whom the text has not named yet? What follows is about that one."""
        mentions = self._first.get(one.subject[0].key or "", [])
        return bool(mentions) and one.start <= mentions[0].start <= one.start + _ROLE_REACH

    def gender(self, key: str) -> Gender:
        """From the office before the name, else from the first name; "?" where neither tells."""
        if key not in self._genders:
            self._genders[key] = self._find_gender(key)
        return self._genders[key]

    def _find_gender(self, key: str) -> Gender:
        for mention in self._first.get(key, [])[:6]:
            before = self.text[max(0, mention.start - _ROLE_REACH) : mention.start].split()
            word = before[-1].lower() if before else ""
            if word in WORDS["women"] or (word.endswith("in") and is_person_noun(word)):
                return "f"
            if word == "herr" or (is_person_noun(word) and not word.endswith(("e", "en"))):
                return "m"
        entity = self.entities.get(key)
        names = [entity.name] if entity else []
        names += [mention.surface for mention in self._first.get(key, [])[:3]]
        return next((gender for name in names if (gender := first_name_gender(name)) != "?"), "?")


def _nearest(one: DiscourseUnit) -> tuple[Speaker, ...]:
    """Speakers and subject, first who is the likelier antecedent: in speech the speaker, else the subject."""
    return (*one.speakers, *one.subject) if one.speech else (*one.subject, *one.speakers)


def _outside(mentions: Sequence[Mention], marks: Sequence[Marked]) -> Iterator[Mention]:
    """The mentions that no marked span holds. Both are sorted by start."""
    behind = place = 0
    for one in mentions:
        while place < len(marks) and marks[place].start <= one.start:
            behind, place = max(behind, marks[place].end), place + 1
        if one.start >= behind:
            yield one


def _fitting(speakers: Sequence[Speaker], wanted: Gender) -> tuple[Speaker, ...]:
    """Those of the speakers a pronoun can mean."""
    if wanted == "p":
        plural = len(speakers) > 1 or any(one.gender == "p" for one in speakers)
        return tuple(speakers) if plural else ()
    if len(speakers) > 1:
        return ()
    for one in speakers:
        if one.kind == "person" and agree(one.gender, wanted):
            return (one,)
        if one.kind == "body" and (one.gender == wanted or (wanted == "f" and one.gender == "?" and one.key)):
            return (one,)
    return ()
