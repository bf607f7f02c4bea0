"""Reading news annotated for persons and speech, and holding what was found against it.

A folder holds ``articles.jsonl`` (``page``, ``title``, ``text`` …) and ``annotations.jsonl``, an article a line:
``page``, ``split`` (train or test), ``persons`` and ``bodies`` (``id``, ``name``; persons with ``mentions``, [start,
end] each), ``utterances`` (``kind``, ``start``, ``end``, ``speakers``, and where there are such ``cue``, ``source``,
``addressee`` as [start, end], ``optional``). Offsets count code points of ``text``, end exclusive. What is annotated
and how says ``tests/nlp/GUIDELINE.md``.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.nlp.entities.person_names import fold_name
from app.nlp.types import Entity, Mention

Span = tuple[int, int]
Who = tuple[str | None, str | None]  # an Entity.key, or the words that name a speaker

_TELLING = 3  # letters that a word has at least to tell one body from another
_FUNCTION = re.compile("der|die|das|des|dem|den|ein|eine[mnrs]?|ihre?[mnrs]?|seine?[mnrs]?|von|vom|für|und|aus", re.I)
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


def _article(row: Mapping[str, Any], article: Mapping[str, str]) -> GoldArticle:
    found = GoldArticle(row["page"], row["split"], article["title"], article["text"])
    for person in row["persons"]:
        found.persons[person["id"]] = person["name"]
        found.mentions[person["id"]] = [_span(pair, found) for pair in person["mentions"]]
    found.bodies = {body["id"]: body["name"] for body in row["bodies"]}
    for one in row["utterances"]:
        start, end = _span((one["start"], one["end"]), found)
        source = _span(one["source"], found) if one.get("source") else None
        found.utterances.append(
            GoldUtterance(one["kind"], start, end, tuple(one.get("speakers", ())), source, _is_open(one, found.text))
        )
    found.utterances.sort(key=lambda one: (one.start, one.end))
    return found


def _is_open(row: Mapping[str, Any], text: str) -> bool:
    """Does it count neither way: where a reader may doubt, and a single word in marks, as in the gold of the seeds?"""
    return bool(row.get("optional")) or (row["kind"] == "partial" and " " not in text[row["start"] : row["end"]])


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


def counterpart(gold: Sequence[GoldUtterance], kind: str, span: Span) -> GoldUtterance | None:
    """The annotated utterance that a found one is: of marks by half of both, of reported speech by any overlap, those
    of its own kind and those that are judged first. A whole sentence of one kind may be found as the other."""
    marked = kind != "indirect"
    own = [one for one in gold if (one.kind != "reported") == marked]
    if not marked:
        fits = [one for one in own if touches(span, (one.start, one.end))]
    else:
        fits = [one for one in own if covers(span, (one.start, one.end))]
    if not fits:
        others = ("reported",) if marked else ("direct",)
        fits = [one for one in gold if one.kind in others and covers(span, (one.start, one.end))]
    return max(fits, key=lambda one: (not one.optional, min(one.end, span[1]) - max(one.start, span[0])), default=None)


class Identities:
    """Whom the annotation means by what was found in one article."""

    def __init__(self, gold: GoldArticle, mentions: Iterable[Mention], entities: Mapping[str, Entity]) -> None:
        self.gold = gold
        spans = [(span, person) for person, spans in gold.mentions.items() for span in spans]
        votes: dict[str, dict[str, int]] = {}
        self._names = {key: entity.name for key, entity in entities.items()}  # and every other form in the text
        for mention in mentions:
            if mention.entity is None or mention.via != "name":
                continue
            self._names[mention.entity] = f"{self._names.get(mention.entity, '')} {mention.surface}"
            for span, person in spans:
                if touches((mention.start, mention.end), span):
                    of_entity = votes.setdefault(mention.entity, {})
                    of_entity[person] = of_entity.get(person, 0) + 1
        self._persons = {key: max(sorted(persons), key=lambda one: persons[one]) for key, persons in votes.items()}
        self._forms: dict[str, str] = {**gold.persons, **gold.bodies}
        for one in gold.utterances:
            told = gold.text[slice(*one.source)] if one.source else ""
            for speaker in one.speakers:
                self._forms[speaker] = f"{self._forms.get(speaker, speaker[1:])} {told}"

    def person(self, key: str | None) -> str | None:
        """The person of the annotation that most mentions of an entity name."""
        return self._persons.get(key or "")

    def is_right(self, found: Sequence[Who], wanted: GoldUtterance) -> bool:
        """Are these the speakers? Where the annotation knows a name, one of them and nobody else; where it has words or
        nobody, as long as nobody else is named."""
        named = [who for who in found if who[0] or who[1]]
        known = [speaker for speaker in wanted.speakers if speaker[:1] not in (_UNNAMED, _NOBODY)]
        if known and not named:
            return False
        return all(self._says(who, wanted) for who in named)

    def _says(self, who: Who, wanted: GoldUtterance) -> bool:
        """Is this one of them: by identity, or in the very words in which the text names the source?"""
        if any(self.means(who, speaker) for speaker in wanted.speakers):
            return True
        told = self.gold.text[slice(*wanted.source)] if wanted.source else ""
        return who[0] is None and _share_a_word(who[1] or "", told)

    def means(self, who: Who, speaker: str) -> bool:
        """Is one who was found this speaker: a person by most of its mentions, a body or somebody without a name by a
        word of its name or of what the text calls it elsewhere?"""
        key, text = who
        if speaker == _NOBODY:
            return False
        if speaker in self.gold.persons:
            return self.person(key) == speaker if key else _share_a_word(text or "", self.gold.persons[speaker])
        if self.person(key):
            return False
        words = self._names.get(key, key) if key else text or ""
        return _share_a_word(words, self._forms.get(speaker, speaker[1:]))


def _share_a_word(words: str, name: str) -> bool:
    """Do the words name it: a telling word or an abbreviation in common, or a part of a compound?"""
    ours, theirs = _telling(words), _telling(name)
    return bool(ours & theirs) or any(one.endswith(other) or other.endswith(one) for one in ours for other in theirs)


def _telling(words: str) -> set[str]:
    found = [word for word in re.findall(r"\w+", words) if not _FUNCTION.fullmatch(word)]
    plain = {fold_name(word) for word in found if len(word) >= _TELLING or (word.isupper() and len(word) > 1)}
    return plain | {word.rstrip("sn") for word in plain if len(word) > _TELLING}
