"""Whose words a headline gives: what sentences do too, read by ``component``, and the headline's own grammar.

Before a colon stands who speaks („Merz: Haushalt steht“, „Guterres über Klimakrise: „…““), or what it is about
(„Klimakonferenz: …“), or the words themselves („„Nur ein Anfang“: Baerbock zufrieden“). Words without marks are only
proposed as reported; what a headline says of a portrait's subject („Putin: Der ewige Präsident“) is nobody's words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.nlp import lexicon
from app.nlp.attribution.component import find_speech
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.german.clauses import is_person_noun, speaks
from app.nlp.german.component import Token
from app.nlp.german.konjunktiv import may_be_first
from app.nlp.german.role_nouns import head_of, titles
from app.nlp.german.word_table import words
from app.nlp.text.quotation_marks import Marked, find_marks
from app.nlp.types import Entity, Mention, Quotation, Sentence

_BLAMED = lexicon.words("blamed")
_EXPLAINING = lexicon.function_words("explaining")
_FIRST_PERSONS = lexicon.function_words("first_person")
_DESCRIBING = lexicon.function_words("describing")
_AFTER_SPEAKERS = lexicon.function_words("after_speaker")
_PASSIVE = lexicon.verb_forms("passive")
_COLON = re.compile(r":(?=\s)")
_LEAST_WORDS = 2  # of a body without marks that can be what somebody says
_VERBAL = ("VV(FIN)", "VA(FIN)", "VM(FIN)", "VV(INF)", "VV(PP)", "VA(INF)")


def _finite(word: str) -> bool:
    """Is the first word of a clause a verb ("Brauchen mehr Waffen")? Only one that is known in small letters, too."""
    low = word.lower()
    return words().row(low) is not None and words()[low].tag in _VERBAL[:3] and words()[word].tag not in ("NN", "NE")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks before a colon. ``kind`` person, or body for an institution or a noun for one."""

    key: str | None
    text: str | None
    kind: str
    status: str = "certain"


def find_headline_speech(
    text: str,
    tokens: Sequence[Token],
    headline: Sequence[Sentence],
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    german: bool = True,
) -> list[Quotation]:
    """Quotations of a headline. ``headline``: its sentences; ``tokens`` and ``mentions`` may be of the lines above too.

    Without marks a quotation is ``indirect`` and ``proposed``. Where the text is not ``german`` only marked words are
    found, without speakers.
    """
    found = find_speech(text, tokens, headline, mentions, entities, german)
    if not german or not headline:
        return found
    return Grammar(text, tokens, headline[0].start, mentions).read(found)


class Grammar:
    """One headline, from ``start`` to the end of ``text``."""

    def __init__(self, text: str, tokens: Sequence[Token], start: int, mentions: Sequence[Mention]) -> None:
        self.text, self.start = text, start
        self.tokens = [token for token in tokens if token[0] >= start and not token[2].isspace()]
        self.names = [mention for mention in mentions if mention.start >= start and mention.via == "name"]
        self.roles = [mention for mention in mentions if mention.start >= start and mention.via == "role"]
        self.marks = [mark for mark in find_marks(text).spans if mark.level == 0 and mark.start >= start]
        self.colon = next((at.start() for at in _COLON.finditer(text, start) if not self._marked(at.start())), None)

    def read(self, found: Sequence[Quotation]) -> list[Quotation]:
        """What ``find_speech`` found, put right by the grammar of headlines, and what only that shows."""
        kept = [self._known_voice(self._unmarked_is_reported(quotation)) for quotation in found]
        if self.colon is not None:
            kept = self._around_colon(kept)
        kept = [self._opening_subject(quotation) for quotation in kept]
        return sorted(kept, key=lambda quotation: (quotation.start, quotation.end))

    def _marked(self, place: int) -> bool:
        return any(mark.start <= place < mark.end for mark in self.marks)

    def _mark_at(self, place: int) -> Marked | None:
        return next((mark for mark in self.marks if mark.start == place), None)

    def _unmarked_is_reported(self, quotation: Quotation) -> Quotation:
        """A headline that gives words without marks gives them in its own."""
        if quotation.kind == "indirect" or self._mark_at(quotation.start) is not None:
            return quotation
        return replace(quotation, kind="indirect", status="proposed")

    def _known_voice(self, quotation: Quotation) -> Quotation:
        """A place speaks only where its name stands for who governs there, and even so that is but likely."""
        place = next((name for name in self.names if name.entity == quotation.speaker and name.kind == "place"), None)
        if quotation.speaker is None or place is None:
            return quotation
        return replace(quotation, status="proposed") if self._governs(place) else replace(quotation, speaker=None)

    @staticmethod
    def _governs(place: Mention) -> bool:
        listed = gazetteer().get(*place.surface.split())
        return bool(listed and listed.metonym)

    # --- the colon

    def _around_colon(self, found: list[Quotation]) -> list[Quotation]:
        assert self.colon is not None
        head, body = (self.start, self.colon), (self.colon + 1, len(self.text))
        inside = [mark for mark in self.marks if body[0] <= mark.start]
        before = [mark for mark in self.marks if mark.end <= self.colon]
        if before and not self.text[before[-1].end : self.colon].strip():
            return [
                self._said_by_subject(quotation, body) if quotation.end == before[-1].end else quotation
                for quotation in found
            ]
        voices = self._voices(*head)
        if not voices:
            return [self._without_kicker(quotation) for quotation in found]
        if inside:
            return list(self._given(found, voices, inside))
        if any(quotation.kind == "indirect" for quotation in found):
            return [self._reported_by(quotation, voices) for quotation in found]
        return [*found, *self._proposed(voices, body)]

    def _said_by_subject(self, quotation: Quotation, body: tuple[int, int]) -> Quotation:
        """Words before the colon are likely those of whom the rest tells („„Ein Anfang“: Baerbock zufrieden …“), unless
        it tells what others think of that one („„Ein Desaster“: Merz in der Kritik“)."""
        if quotation.verb is not None:
            return quotation
        kind = (
            "direct"
            if quotation.kind == "label" and quotation.end - quotation.start > 2 and " " in self._inner(quotation)
            else quotation.kind
        )
        follows = next((low for low in self._lows(*body) if low in _BLAMED), None)
        subject = self._subject_at(*body) if follows is None else None
        return replace(quotation, kind=kind, speaker=subject, status="proposed" if subject else quotation.status)

    def _lows(self, start: int, end: int) -> list[str]:
        return [word.lower() for begin, _, word in self.tokens if start <= begin < end]

    def _without_kicker(self, quotation: Quotation) -> Quotation:
        """Reported speech begins behind a topic and its colon ("Gipfel in Baku: Merz erklärt, …")."""
        if quotation.kind != "indirect" or self.colon is None or not quotation.start < self.colon < quotation.end:
            return quotation
        start = self._behind_colon()
        return replace(quotation, start=start, frame=tuple((max(a, start), b) for a, b in quotation.frame if b > start))

    def _inner(self, quotation: Quotation) -> str:
        return self.text[quotation.start + 1 : quotation.end - 1].strip()

    def _given(self, found: list[Quotation], voices: list[Voice], inside: list[Marked]) -> Iterator[Quotation]:
        """Marked words behind "Name:"; those that open the rest are surely theirs."""
        opening = not self.text[(self.colon or 0) + 1 : inside[0].start].strip()
        for quotation in found:
            if (
                quotation.start < (self.colon or 0)
                or quotation.kind == "indirect"
                or quotation.speaker
                or quotation.speaker_text
            ):
                yield quotation
            elif quotation.start == inside[0].start and opening:
                yield from (self._of(quotation, voice, voice.status) for voice in voices)
            elif quotation.kind != "label" or self._inner(quotation)[:1].islower():
                yield from (self._of(quotation, voice, "proposed") for voice in voices)
            else:
                yield quotation

    @staticmethod
    def _of(quotation: Quotation, voice: Voice, status: str) -> Quotation:
        return replace(quotation, speaker=voice.key, speaker_text=None if voice.key else voice.text, status=status)  # type: ignore[arg-type]

    def _reported_by(self, quotation: Quotation, voices: list[Voice]) -> Quotation:
        """Reported speech that speech found: who stands before the colon says what stands behind it."""
        if quotation.kind != "indirect" or self.colon is None or quotation.end <= self.colon or len(voices) > 1:
            return quotation
        start = max(quotation.start, self._behind_colon())
        return self._of(replace(quotation, start=start, frame=()), voices[0], "proposed")

    def _behind_colon(self) -> int:
        place = (self.colon or 0) + 1
        return place + len(self.text[place:]) - len(self.text[place:].lstrip())

    def _proposed(self, voices: list[Voice], body: tuple[int, int]) -> Iterator[Quotation]:
        """Words without marks behind "Name:", if they can be what this one says."""
        start = self._behind_colon()
        told = self.text[start:].rstrip()
        if len(voices) != 1 or len(told.split()) < _LEAST_WORDS or not self._sayable(voices[0], start):
            return
        yield self._of(Quotation(start, start + len(told), "indirect"), voices[0], "proposed")

    def _sayable(self, voice: Voice, start: int) -> bool:
        """Can the one before the colon say it: a clause or demand, not about that one, nothing explained to readers?"""
        here = [token for token in self.tokens if token[0] >= start]
        lows = [word.lower() for _, _, word in here]
        if lows[0] in _EXPLAINING or any(
            name.entity == voice.key is not None for name in self.names if name.start >= start
        ):
            return False
        if _FIRST_PERSONS.intersection(lows):
            return True
        verb = any(word[:1].islower() and words()[word].tag in _VERBAL for _, _, word in here)
        opened = _finite(here[0][2])  # "Brauchen mehr Waffen"
        verb |= opened
        if voice.kind != "person":  # "Nato: Streit um Haushalt" is a topic; "EU: Brauchen mehr Zeit" is not
            return opened or any(may_be_first(low) for low in lows)
        if not verb and any(word[:1].isupper() and is_person_noun(word) for _, _, word in here):
            return False  # "Putin: Der ewige Präsident"
        return verb or lows[0] not in _DESCRIBING

    # --- who stands there

    def _voices(self, start: int, end: int) -> list[Voice]:
        """Who speaks, by what stands between two places; empty where that is a topic."""
        names = [mention for mention in self.names if start <= mention.start and mention.end <= end]
        persons = [mention for mention in names if mention.kind == "person"]
        first = persons[0] if persons else None
        if first is not None and self._introduces(start, first.start) and self._goes_on(first.end, end, persons):
            together = [
                mention
                for mention in persons
                if not self.text[first.end : mention.start].replace("und", "").strip(" ,/")
            ]
            chosen = [first, *[mention for mention in together if mention is not first]]
            return [
                Voice(mention.entity, None if mention.entity else mention.surface, "person", mention.status)
                for mention in chosen
            ]
        if persons:
            return []
        return self._unnamed(start, end, names)

    def _introduces(self, start: int, end: int) -> bool:
        """Is what stands before a name nothing but office, title, party or adjective ("SPD-Chef", "Ex-Kanzlerin")?"""
        told = [token for token in self.tokens if start <= token[0] and token[1] <= end]
        for place, (begin, _, word) in enumerate(told):
            last = place == len(told) - 1
            body = any(name.start <= begin < name.end for name in self.names if name.kind != "person")
            adjective = word[:1].islower() and word.endswith(("e", "er", "en"))
            known = word in titles() or head_of(word) or (word[:1].isupper() and is_person_noun(word))
            if not (known or (not last and (body or adjective or word in "-–"))):
                return False
        return True

    def _goes_on(self, end: int, colon: int, persons: Sequence[Mention]) -> bool:
        """Behind the name comes the colon, another who speaks, a party, or what the words are about."""
        rest = self.text[end:colon].strip()
        if not rest or rest[0] in "(,/":
            return True
        low = rest.split()[0].lower()
        if low in {"und", "&"}:
            return all(not self.text[mention.end : colon].strip() for mention in persons[-1:])
        if _BLAMED.intersection(rest.lower().split()):
            return False
        return low in _AFTER_SPEAKERS or (low[:1].islower() and words()[low].tag.startswith("ADJ"))

    def _unnamed(self, start: int, end: int, names: Sequence[Mention]) -> list[Voice]:
        """An office, a noun for somebody, or a body's name that is all that stands before the colon."""
        told = self.text[start:end].strip()
        at = self.text.index(told, start) if told else start
        role = next((mention for mention in self.roles if mention.start == at and mention.end == at + len(told)), None)
        if role is not None and role.entity is not None:
            return [Voice(role.entity, None, "person", "proposed")]
        body = next((mention for mention in names if mention.start == at and mention.end == at + len(told)), None)
        if body is not None:
            speaks_for_itself = body.kind == "organisation" or self._governs(body)
            return [Voice(body.entity, None, "body", "proposed")] if speaks_for_itself else []
        if told and all(word[:1].isupper() for word in told.split()) and not names:
            noun = told.split()[-1]
            if speaks(noun):
                return [Voice(None, told, "person" if is_person_noun(noun) else "body", "proposed")]
        return []

    def _subject_at(self, start: int, end: int) -> str | None:
        """The person with whom the words between two places begin, office and adjectives aside."""
        first = next((mention for mention in self.names if start <= mention.start and mention.end <= end), None)
        if first is None or first.kind != "person" or self._genitive(first) or not self._introduces(start, first.start):
            return None
        return first.entity

    def _genitive(self, name: Mention) -> bool:
        """Does a noun follow at once: "Putins Drohung"?"""
        follower = next((word for begin, _, word in self.tokens if begin >= name.end), "")
        return name.surface.endswith(("s", "'", "’")) and follower[:1].isupper()

    def _opening_subject(self, quotation: Quotation) -> Quotation:
        """A marked adjective in a headline that opens with a person is likely that one's („Trump „enttäuscht““)."""
        if (
            quotation.kind not in ("label", "partial")
            or quotation.speaker
            or quotation.speaker_text
            or self.colon is not None
        ):
            return quotation
        subject = self._subject_at(self.start, quotation.start) if self._inner(quotation)[:1].islower() else None
        passive = any(word.lower() in _PASSIVE for _, _, word in self.tokens)
        return replace(quotation, speaker=subject, status="proposed") if subject and not passive else quotation
