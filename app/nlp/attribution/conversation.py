"""The lines of a text as those of a conversation: who is named before a colon, who asks, whom a question addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from app.nlp import lexicon
from app.nlp.attribution.discourse import Speaker
from app.nlp.german.items import is_person_noun
from app.nlp.rules import read_patterns
from app.nlp.types import Entity, Mention, Status

PATTERNS = {name: rule.pattern for name, rule in read_patterns("turns").items()}
_PRESS = lexicon.press_words()
_PARTICLES = lexicon.function_words("name_particle")
_PARTIES = frozenset(
    spelling.casefold()
    for row in lexicon.read(lexicon.Organisation).values()
    if "party" in row.properties
    for spelling in row.spellings()
) | {"grüne", "die grünen", "linke", "fraktionslos", "parteilos"}
_LABEL_WORDS = 6


@dataclass(slots=True)
class Line:
    """A line that is not empty. ``label``: whose name stands before its colon, "" where it has none; ``words``: where
    the rest begins; ``office``: an office or party stands beside that name."""

    start: int
    end: int
    text: str
    label: str = ""
    label_end: int = 0
    words: int = 0
    office: bool = False
    speaker: Speaker | None = None

    def has(self, name: str) -> bool:
        return PATTERNS[name].search(self.text) is not None

    @property
    def said(self) -> str:
        """What it says, without its label."""
        return self.text[self.words - self.start :].strip()

    @property
    def asks(self) -> bool:
        """Is it a question, or under the label of who asks?"""
        return PATTERNS["asking"].match(self.label) is not None or self.has("question")

    @property
    def answers(self) -> bool:
        return PATTERNS["answering"].match(self.label) is not None

    @property
    def is_of_press(self) -> bool:
        return not _PRESS.isdisjoint(self.label.lower().split())


@dataclass
class Conversation:
    """The lines of a text, with the persons that it names."""

    text: str
    mentions: Sequence[Mention]
    entities: Mapping[str, Entity]
    lines: list[Line] = field(default_factory=list)

    @cached_property
    def persons(self) -> list[Mention]:
        return [one for one in self.mentions if one.kind == "person" and one.via == "name"]

    @cached_property
    def by_start(self) -> dict[int, Mention]:
        return {one.start: one for one in self.persons}

    @cached_property
    def by_end(self) -> dict[int, Mention]:
        return {one.end: one for one in self.persons}

    @cached_property
    def persons_by_family(self) -> dict[str, list[str]]:
        """The keys of the persons of each family name."""
        found: dict[str, list[str]] = {}
        for one in self.entities.values():
            if one.kind == "person" and one.family:
                found.setdefault(one.family, []).append(one.key)
        return found

    @cached_property
    def askers(self) -> set[str]:
        """The labels of nobody in particular under which questions stand: those of the outlet."""
        return {line.label for line in self.lines if line.label and line.speaker is None and line.asks}

    @cached_property
    def pairs(self) -> list[tuple[Line, Line]]:
        """The questions, each with the line behind it."""
        return [(a, b) for a, b in pairwise(self.lines) if a.asks and not b.asks]

    @cached_property
    def is_of_a_house(self) -> bool:
        """Do interjections or the like stand between the lines?"""
        return any(line.has("of_the_house") for line in self.lines)

    @cached_property
    def asked(self) -> Speaker | None:
        """Whom the questions address by name ("Frau Berg, warum …?"), else whom the text names first, if it is an
        interview."""
        for line in self.lines:
            found = PATTERNS["addressed"].search(line.text) if line.asks else None
            if found is not None and (speaker := self.named(line.start + found.start("who"), found["who"])):
                return speaker
        first = next((one for one in self.persons if one.entity is not None), None)
        return Speaker(first.entity, None, "person", status="proposed") if first is not None else None

    @property
    def is_addressed_by_name(self) -> bool:
        return any(line.asks and line.has("addressed") for line in self.lines)

    def named(self, start: int, word: str, status: Status = "certain") -> Speaker | None:
        """The person whose name begins at a place; else the only one with a word for a family name."""
        mention = self.by_start.get(start)
        if mention is not None:
            return named_speaker(mention, status)
        keys = self.persons_by_family.get(word.casefold(), [])
        return Speaker(keys[0], None, "person", status=status) if len(keys) == 1 else None

    def block(self, at: int) -> Iterator[Line]:
        """A labelled line with those that follow it up to the next label."""
        yield self.lines[at]
        for line in self.lines[at + 1 :]:
            if line.label:
                return
            yield line


def named_speaker(mention: Mention, status: Status = "certain") -> Speaker:
    return Speaker(mention.entity, None if mention.entity else mention.surface, "person", status=status)


def lines_of(talk: Conversation) -> Iterator[Line]:
    at = 0
    for raw in talk.text.splitlines(keepends=True):
        told = raw.strip()
        if told:
            start = at + len(raw) - len(raw.lstrip())
            yield _line(talk, start, told)
        at += len(raw)


def _line(talk: Conversation, start: int, told: str) -> Line:
    line = Line(start, start + len(told), told, words=start)
    found = PATTERNS["label"].match(told) if ":" in told else None
    if found is None or told[found.end() :].lstrip()[:1] in tuple('„"“»«'):
        return line
    who, _, apposition = found["who"].partition(",")
    names = who.split()
    if not names or len(names) > _LABEL_WORDS or not all(map(_may_be_of_name, names)):
        return line
    if apposition and not any(map(is_person_noun, apposition.split())):
        return line
    line.label, line.label_end = who.strip(), start + found.start("who") + len(who.rstrip())
    line.words = start + found.end() + len(told[found.end() :]) - len(told[found.end() :].lstrip())
    line.office = bool(apposition) or _is_party(found["party"]) or any(map(_is_office, names[:-1]))
    mention = talk.by_end.get(line.label_end)
    if mention is not None and mention.start >= start:
        line.speaker = named_speaker(mention)
    elif not _is_office(names[-1]):
        line.speaker = talk.named(-1, names[-1]) or (
            Speaker(None, line.label, "person") if _is_party(found["party"]) else None
        )
    return line


def _may_be_of_name(word: str) -> bool:
    return word[:1].isupper() or word in _PARTICLES or word in ("von", "der", "h.c.")


def _is_party(inside: str | None) -> bool:
    low = (inside or "").casefold()
    return bool(low) and (low in _PARTIES or not _PARTIES.isdisjoint(low.split("/")))


def _is_office(word: str) -> bool:
    return word == "Abg." or is_person_noun(word)
