"""The sentences that articles are made of, with what may be varied in each: names, numbers, ordinary words.

What the language service finds in the texts says where names stand and what a sentence is about; an exchanged word is
one that the same texts have, as often as they have it, with the same ending and capital letter.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.nlp.entities.gender import first_name_gender
from app.nlp.pipeline import analyse
from app.nlp.types import Analysis, Mention, Sentence
from tests.bench.texts import Document, documents

Kind = Literal["person", "family", "place", "organisation", "number", "word"]

NO_TOPIC = ""
SHORTEST, LONGEST = 5, 60  # words of a sentence
NEIGHBOURS = 4  # sentences that may stay together
WORD = re.compile(r"(?<![\w-])(?:[A-ZÄÖÜ][a-zäöüß]{3,}|[a-zäöüß]{5,})(?![\w-])")
NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:\.\d{3})*(?:,\d+)?(?![\w-]|[.,]\d)|(?<![\w.,-])\d+(?![\w-]|[.,]\d)")
ENDING = 3
_LEFT = (
    "zwischen während gegen wegen unter hinter neben werden wurde wurden würde würden haben hatte hatten hätte können"
    " könnte könnten konnte konnten müssen musste mussten sollen sollte sollten wollen wollte wollten dürfen seine"
    " seiner seinem seinen einer einem einen eines diese dieser diesem diesen dieses nicht keine keiner keinen wieder"
    " bereits außerdem jedoch allerdings sowie obwohl damit dabei dafür davon darüber welche welcher nachdem bevor"
    " damals heute gestern morgen worden gewesen seien wären weitere anderen andere immer schon durch über"
)
_SMALL = frozenset(_LEFT.split())


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a sentence that may be filled otherwise; ``key`` is who it names, and the ending of a word."""

    start: int
    end: int
    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with its slots; its topic, ``NO_TOPIC`` where it has none; whether it quotes somebody."""

    text: str
    slots: tuple[Slot, ...]
    topic: str
    quotes: bool


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that articles are made of.

    ``runs``: sentences that stood together, by the topic of the first that has one. ``names``: places and organisations
    as often as they are named. ``persons``: full names by gender, the most named first. ``words``: as often as they
    occur, by ending.
    """

    runs: Mapping[str, Sequence[tuple[Phrase, ...]]]
    names: Mapping[str, Sequence[str]]
    persons: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]


def gather(corpora: Path | None = None) -> Material:
    """Analyse all texts; a minute for the corpora, seconds for the tests' own."""
    runs: dict[str, list[tuple[Phrase, ...]]] = defaultdict(list)
    names: dict[str, list[str]] = defaultdict(list)
    persons: Counter[str] = Counter()
    words: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    for document in documents(corpora):
        analysis = analyse(document.text)
        for mention in analysis.mentions:
            if mention.via == "name" and mention.kind in ("place", "organisation") and _is_name(mention.surface):
                names[mention.kind].append(mention.surface)
        persons.update(one.name for one in analysis.entities if one.kind == "person" and _is_full(one.name))
        for run in _runs(document, analysis, seen):
            topic = next((phrase.topic for phrase in run if phrase.topic), NO_TOPIC)
            runs[topic].append(run)
            for phrase in run:
                for slot in phrase.slots:
                    if slot.kind == "word":
                        words[slot.key].append(phrase.text[slot.start : slot.end])
    by_gender: dict[str, list[str]] = defaultdict(list)
    for name, _ in sorted(persons.items(), key=lambda item: (-item[1], item[0])):
        by_gender[first_name_gender(name)].append(name)
    return Material(runs, names, by_gender, words)


def _is_name(surface: str) -> bool:
    return surface[0].isupper() and re.fullmatch(r"[\w-]+", surface) is not None


def _is_full(name: str) -> bool:
    return re.fullmatch(r"[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+", name) is not None


def _runs(document: Document, analysis: Analysis, seen: set[str]) -> list[tuple[Phrase, ...]]:
    """Runs of neighbouring sentences, each sentence once in all texts."""
    found: list[tuple[Phrase, ...]] = []
    run: list[Phrase] = []
    before = 0
    for sentence in analysis.sentences:
        text = document.text[sentence.start : sentence.end]
        fits = sentence.kind == "sentence" and SHORTEST <= len(text.split()) <= LONGEST and text not in seen
        apart = not document.told or document.text[before : sentence.start].count("\n") > 0
        if run and (not fits or apart or len(run) == NEIGHBOURS):
            found.append(tuple(run))
            run = []
        if fits:
            seen.add(text)
            run.append(_phrase(text, sentence, analysis))
        before = sentence.end
    return [*found, tuple(run)] if run else found


def _phrase(text: str, sentence: Sentence, analysis: Analysis) -> Phrase:
    at, end = sentence.start, sentence.end
    inside = [mention for mention in analysis.mentions if at <= mention.start and mention.end <= end]
    said = [quotation for quotation in analysis.quotations if at <= quotation.start and quotation.end <= end]
    evidence = [word for mark in sentence.topics for word in mark.evidence]
    taken = [(mark.start - at, mark.end - at) for mark in (*evidence, *inside)]
    verbs = {word for quotation in said for word in (quotation.verb or "").split()}
    slots = [*_names(inside, at, analysis), *_free(text, taken, _SMALL | verbs)]
    topic = next((mark.slug for mark in sentence.topics if not mark.carried), NO_TOPIC)
    return Phrase(text, tuple(sorted(slots, key=lambda slot: slot.start)), topic, bool(said))


def _names(mentions: Iterable[Mention], at: int, analysis: Analysis) -> Iterator[Slot]:
    """Slots of names that may be exchanged."""
    entities = {entity.key: entity for entity in analysis.entities}
    for mention in mentions:
        entity = entities.get(mention.entity or "")
        kind = _kind(mention, entity.family if entity else None)
        if entity and kind:
            yield Slot(mention.start - at, mention.end - at, kind, entity.key)


def _free(text: str, taken: Sequence[tuple[int, int]], left: Container[str]) -> Iterator[Slot]:
    """Slots of numbers and of ordinary words, but for those that are ``left``, outside of what is taken."""

    def is_free(match: re.Match[str]) -> bool:
        return all(match.end() <= start or end <= match.start() for start, end in taken)

    yield from (Slot(*match.span(), "number", "") for match in NUMBER.finditer(text) if is_free(match))
    for match in WORD.finditer(text):
        if match.start() and is_free(match) and match[0] not in left:
            yield Slot(*match.span(), "word", _shape(match[0]))


def _kind(mention: Mention, family: str | None) -> Kind | None:
    if mention.via != "name" or not _is_name(mention.surface.replace(" ", "")):
        return None
    if mention.kind != "person":
        return mention.kind if _is_name(mention.surface) else None
    return "person" if " " in mention.surface else "family"


def _shape(word: str) -> str:
    return ("A" if word[0].isupper() else "a") + word[-ENDING:]
