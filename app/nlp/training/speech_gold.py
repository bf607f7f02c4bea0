"""Reading news annotated for persons and speech, and holding what was found against it.

A folder holds ``articles.jsonl`` (``page``, ``title``, ``text`` …) and ``annotations.jsonl``, an article a line: ``page``,
``split`` (train or test), ``persons`` and ``bodies`` (``id``, ``name``; persons with ``mentions``, [start, end] each),
``utterances`` (``kind``, ``start``, ``end``, ``speakers``, and where there are such ``cue``, ``source``, ``addressee`` as
[start, end], ``optional``). Offsets count code points of ``text``, end exclusive. What is annotated and how says
``tests/nlp/GUIDELINE.md``.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.nlp.entities.person_names import fold_name
from app.nlp.types import Entity, Mention

Span = tuple[int, int]
Who = tuple[str | None, str | None]  # an Entity.key, or the words that name a speaker

_TELLING = 4  # letters that a word has at least to tell one body from another
_UNNAMED, _NOBODY = "=", "-"


@dataclass(frozen=True, slots=True)
class GoldUtterance:
    """``speakers``: ids of persons or bodies, "=words" for somebody without a name, "-" for nobody."""

    kind: str
    start: int
    end: int
    speakers: tuple[str, ...]
    source: Span | None = None
    optional: bool = False

    @property
    def is_marked(self) -> bool:
        return self.kind in ("direct", "partial")


@dataclass(slots=True)
class GoldArticle:
    page: int
    split: str
    title: str
    text: str
    persons: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, list[Span]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    utterances: list[GoldUtterance] = field(default_factory=list)


def read(folder: Path, split: str | None = None, file: str = "annotations.jsonl") -> list[GoldArticle]:
    """The annotated articles of a split, or all. Raises FileNotFoundError, and ValueError where a span is none."""
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = {one["page"]: one for one in map(json.loads, lines)}
    rows = map(json.loads, (folder / file).read_text(encoding="utf-8").splitlines())
    return [_article(row, articles[row["page"]]) for row in rows if split in (None, row["split"])]


def _article(row: Mapping[str, object], article: Mapping[str, str]) -> GoldArticle:
    found = GoldArticle(int(str(row["page"])), str(row["split"]), article["title"], article["text"])
    for person in _rows(row["persons"]):
        found.persons[person["id"]] = person["name"]
        found.mentions[person["id"]] = [_span(pair, found) for pair in person["mentions"]]
    found.bodies = {body["id"]: body["name"] for body in _rows(row["bodies"])}
    for one in _rows(row["utterances"]):
        start, end = _span((one["start"], one["end"]), found)
        source = _span(one["source"], found) if one.get("source") else None
        found.utterances.append(
            GoldUtterance(one["kind"], start, end, tuple(one.get("speakers", ())), source, bool(one.get("optional")))
        )
    found.utterances.sort(key=lambda one: (one.start, one.end))
    return found


def _rows(rows: object) -> list[dict[str, object] | object]:  # type: ignore[type-arg]
    return list(rows)  # type: ignore[call-overload]


def _span(pair: Sequence[int], article: GoldArticle) -> Span:
    start, end = pair
    if not 0 <= start < end <= len(article.text):
        raise ValueError(f"page {article.page}: no place in the text: {start} to {end}")
    return start, end


def touches(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def covers(one: Span, other: Span) -> bool:
    """Is at least half of each inside the other?"""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= one[1] - one[0] and 2 * shared >= other[1] - other[0]


class Identities:
    """Whom the annotation means by what was found in one article."""

    def __init__(self, gold: GoldArticle, mentions: Iterable[Mention], entities: Mapping[str, Entity]) -> None:
        self.gold = gold
        self.entities = entities
        spans = [(span, person) for person, spans in gold.mentions.items() for span in spans]
        votes: dict[str, dict[str, int]] = {}
        for mention in mentions:
            if mention.entity is not None and mention.via == "name":
                for span, person in spans:
                    if touches((mention.start, mention.end), span):
                        of_entity = votes.setdefault(mention.entity, {})
                        of_entity[person] = of_entity.get(person, 0) + 1
        self._persons = {key: max(sorted(persons), key=lambda one: persons[one]) for key, persons in votes.items()}

    def person(self, key: str | None) -> str | None:
        """The person of the annotation that most mentions of an entity name."""
        return self._persons.get(key or "")

    def is_right(self, found: Sequence[Who], wanted: GoldUtterance) -> bool:
        """Are these the speakers? Somebody without a name, or nobody: as long as no known person and no other body is
        named; of several, one is enough as long as none is wrong."""
        named = [who for who in found if who[0] or who[1]]
        known = [speaker for speaker in wanted.speakers if speaker[:1] not in (_UNNAMED, _NOBODY)]
        if not known:
            return not any(self.person(key) for key, _ in named) and self._is_unnamed(named, wanted)
        return bool(named) and all(any(self.means(who, speaker, wanted) for speaker in known) for who in named)

    def means(self, who: Who, speaker: str, wanted: GoldUtterance) -> bool:
        """Is one who was found this speaker of the annotation?"""
        key, text = who
        if speaker in self.gold.persons:
            return self.person(key) == speaker if key else self._named(text or "", self.gold.persons[speaker])
        if self.person(key):
            return False
        words = (self.entities[key].name if key in self.entities else key) if key else text
        source = self._words(wanted)
        if speaker in self.gold.bodies:
            return self._named(str(words), f"{self.gold.bodies[speaker]} {source}")
        return speaker != _NOBODY and key is None and self._named(str(words), f"{speaker[1:]} {source}")

    def _is_unnamed(self, named: Sequence[Who], wanted: GoldUtterance) -> bool:
        source = f"{' '.join(speaker[1:] for speaker in wanted.speakers)} {self._words(wanted)}"
        return all(self._named(self._surface(who), source) for who in named)

    def _surface(self, who: Who) -> str:
        return self.entities[who[0]].name if who[0] in self.entities else str(who[1])

    def _words(self, wanted: GoldUtterance) -> str:
        return self.gold.text[slice(*wanted.source)] if wanted.source else ""

    @staticmethod
    def _named(words: str, name: str) -> bool:
        """Do the words name it: a telling word or an abbreviation in common?"""
        return bool(_telling(words) & _telling(name))


def _telling(words: str) -> set[str]:
    plain = {fold_name(word) for word in re.findall(r"[\w-]+", words) if len(word) >= _TELLING or word.isupper()}
    return plain | {word.rstrip("sn") for word in plain}
