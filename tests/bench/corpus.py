"""Articles for measuring: all different, made of real sentences in new orders with names, numbers and words varied.

Article n is always the same, however many follow: a summit of 500 begins with the articles of that of 50. No run of
seven words stands in more than four articles, and but for chance in more than one, save in the reports of an agency: of
every eight articles one takes a few sentences of such a report, which four of them share.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np

from tests.bench.sentences import NO_TOPIC, Material, Phrase, Slot, gather

SUMMIT, NAME, PLACE = "gipfel-1", "Gipfel 1", "Genf"
FIRST_DAY, DAYS = date(2021, 6, 7), 14  # in which the articles appear
OPENS, CLOSES = date(2021, 6, 14), date(2021, 6, 16)
# Outlets as (name, kind, share of the articles).
OUTLETS = (
    ("Berliner Rundschau", "newspaper", 12), ("Neue Hanseatische", "newspaper", 11), ("Lagebild Online", "online", 10),
    ("Depeschendienst Südwest", "agency", 10), ("Duisburger Hafenblatt", "newspaper", 8),
    ("Stadtblitz", "newspaper", 7), ("Wiener Abendjournal", "newspaper", 6), ("Limmat-Post", "newspaper", 6),
    ("Alpenland-Agentur", "agency", 5), ("Bodensee-Anzeiger", "newspaper", 5),
    ("Wirtschaftslot", "online", 4), ("Nordwest-Radio", "broadcaster", 4),
    ("Querblick", "online", 3), ("Neue Ländle-Post", "newspaper", 3),
    ("Mainfränkischer Bote", "newspaper", 3),
    ("Erste Welle", "broadcaster", 2), ("Die Lupe", "online", 1),
)  # fmt: skip
SEED = 15

WORDS = (150, 900)  # of an article at least and at most
MIDDLE, SPREAD = 345, 0.42  # of their lengths: half are shorter; of their logarithms
TITLE = (4, 9)  # words of a headline
MAIN, SIDE = 0.3, 0.15  # of the sentences, those of the article's topic, and of two others together
PARAGRAPH = (2, 4)  # sentences
RUN, MOST = 7, 4  # no run of so many words in more articles than that
CELLS = 1 << 26  # in which runs are counted
TRIES = 5
VARIED = 0.75  # of the ordinary words of a sentence that is taken again, at first
PERSONS = 3_000  # who may be named, the first in half of the articles
EIGHTH = 8  # one article of so many takes from a report
REPORT, TAKEN = 8, (3, 6)  # sentences of a report, and of it in an article
SIGNED = 0.3  # of the other articles
AGENCIES = ("dpa", "AFP", "Reuters", "dpa/AFP", "APA", "AFP/Reuters")

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Written:
    """An article as an outlet would bring it."""

    text: str
    title: str
    source: str
    published: str | None
    author: str | None


class Newsroom:
    """Writes one article after the other."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._counts = np.zeros(CELLS, np.uint8)
        self._used: Counter[str] = Counter()
        self._decks: dict[str, list[tuple[Phrase, ...]]] = defaultdict(list)
        self._number = 0
        self._report: list[str] = []
        self._taken = 0
        self._persons = _persons(material)
        ranks = range(1, max(map(len, self._persons.values())) + 1)
        self._weights = list(accumulate(1 / rank for rank in ranks))
        self._topics = sorted(topic for topic in material.runs if topic != NO_TOPIC)
        self._topic_weights = list(accumulate(len(material.runs[topic]) ** 0.7 for topic in self._topics))
        self._titles = [
            phrase
            for topic in self._topics
            for run in material.runs[topic]
            for phrase in run
            if phrase.text[-1] == "." and TITLE[0] <= len(phrase.text.split()) <= TITLE[1]
        ]

    def write(self) -> Written:
        """The next article."""
        number = self._number
        self._number += 1
        chance = Random(f"{SEED} {number}")
        taking = number % EIGHTH == EIGHTH // 2
        if taking and self._taken % MOST == 0:
            self._report = self._reported(number)
        cast = _Cast(self, chance)
        most = min(WORDS[1], max(WORDS[0], round(MIDDLE * np.exp(chance.gauss(0, SPREAD)))))
        main, *side = chance.choices(self._topics, cum_weights=self._topic_weights, k=3)
        title = self._phrase(chance.choice(self._titles), cast, chance, [])
        sentences = self._report_part(chance) if taking else []
        words = sum(len(one.split()) for one in sentences)
        self._taken += taking
        while words < most:
            at = chance.random()
            topic = main if at < MAIN else chance.choice(side) if at < MAIN + SIDE else self._any(chance)
            for phrase in self._next_run(topic, chance):
                filled = self._phrase(phrase, cast, chance, sentences)
                if filled and words < most:
                    sentences.append(filled)
                    words += len(filled.split())
        text = _paragraphs(sentences, chance)
        self._count(_runs(text), 1)
        return self._written(number, taking, text, title, chance)

    def _written(self, number: int, taking: bool, text: str, title: str, chance: Random) -> Written:
        if taking:
            text = chance.choice((f"{PLACE} (dpa) - {text}", f"{text}\n\ndpa", f"{text} (dpa)"))
        elif chance.random() < SIGNED:
            agency = chance.choice(AGENCIES)
            text = chance.choice((f"{PLACE} ({agency}) - {text}", f"{text}\n\n{agency}", f"{text}\n\nQuelle: {agency}"))
        source = chance.choices([name for name, *_ in OUTLETS], [share for *_, share in OUTLETS])[0]
        day = Random(f"{SEED} day {(number // EIGHTH) // MOST}") if taking else chance
        published = FIRST_DAY + timedelta(days=min(DAYS - 1, max(0, round(day.gauss(DAYS / 2, DAYS / 4)))))
        author = chance.choice(self._persons["m"][200:400]) if chance.random() < 1 / 3 else None
        dated = chance.random() < 0.96
        return Written(text, title.rstrip("."), source, published.isoformat() if dated else None, author)

    def person(self, gender: str, chance: Random) -> str:
        """Somebody of the summit; few are named by very many."""
        pool = self._persons[gender]
        return chance.choices(pool, cum_weights=self._weights[: len(pool)])[0]

    def name(self, kind: str, chance: Random) -> str:
        """A place or an organisation, as often as the texts name it."""
        return chance.choice(self._material.names[kind])

    def _any(self, chance: Random) -> str:
        return NO_TOPIC if chance.random() < 0.75 else chance.choice(self._topics)

    def _next_run(self, topic: str, chance: Random) -> tuple[Phrase, ...]:
        """Every run of a topic once, in a new order, before one comes again."""
        deck = self._decks[topic]
        if not deck:
            deck += self._material.runs[topic]
            chance.shuffle(deck)
        return deck.pop()

    def _reported(self, number: int) -> list[str]:
        """A report of an agency: sentences of one topic, many of them somebody's words."""
        chance = Random(f"{SEED} report {number}")
        cast = _Cast(self, chance)
        topic = chance.choices(self._topics, cum_weights=self._topic_weights)[0]
        found: list[str] = []
        for _ in range(20 * REPORT):
            run = self._next_run(topic if chance.random() < 0.7 else self._any(chance), chance)
            if any(phrase.quotes for phrase in run) or len(found) % 2:
                for phrase in run:
                    found += [one for one in (self._phrase(phrase, cast, chance, found),) if one]
            if len(found) >= REPORT:
                break
        found = found[:REPORT]
        self._count(_runs(" ".join(found)), MOST)
        return found

    def _report_part(self, chance: Random) -> list[str]:
        length = chance.randint(*TAKEN)
        first = chance.randint(0, max(0, len(self._report) - length))
        return self._report[first : first + length]

    def _phrase(self, phrase: Phrase, cast: "_Cast", chance: Random, before: Sequence[str]) -> str:
        """The sentence as neither an article nor those ``before`` it have it; empty where that cannot be."""
        used = self._used[phrase.text]
        self._used[phrase.text] += 1
        share = VARIED if used else 0.0
        tail = " ".join(_WORD.findall(" ".join(before[-4:]))[1 - RUN :])
        own = set(_runs(" ".join(before))) if used else set()
        for _ in range(TRIES):
            filled = _filled(phrase, cast, self._material, chance, share)
            runs = _runs(f"{tail} {filled}")
            if not self._counts[runs].any() and own.isdisjoint(runs):
                return filled
            share = (share + 1) / 2
        return ""

    def _count(self, runs: Sequence[int], times: int) -> None:
        cells = np.unique(np.asarray(runs, np.int64))
        self._counts[cells] = np.minimum(self._counts[cells].astype(int) + times, 255)


class _Cast:
    """Who and what stands in one article for those whom its sentences name."""

    def __init__(self, newsroom: Newsroom, chance: Random) -> None:
        self._newsroom, self._chance = newsroom, chance
        self._persons: dict[str, str] = {}
        self._names: dict[str, str | None] = {}

    def stand_in(self, slot: Slot, surface: str, again: bool) -> str:
        """What is written for a person, a place or an organisation."""
        if slot.kind in ("person", "family"):
            known = self._persons.get(slot.key)
            if known is None:
                gender = first_gender(slot.key)
                known = self._persons[slot.key] = self._newsroom.person(gender, self._chance)
            name = known if slot.kind == "person" else known.split(" ", 1)[1]
            return name + "s" if surface.lower().endswith(f"{slot.key.rsplit('-', 1)[-1]}s") else name
        if slot.key not in self._names:
            other = again and self._chance.random() < 0.5
            self._names[slot.key] = self._newsroom.name(slot.kind, self._chance) if other else None
        return self._names[slot.key] or surface


def first_gender(key: str) -> str:
    """Of the person of that key: m or f."""
    from app.nlp.entities.gender import first_name_gender

    return "f" if first_name_gender(key.replace("-", " ")) == "f" else "m"


def _persons(material: Material) -> dict[str, list[str]]:
    """Persons by gender: those of the texts, then given and family names of these in other pairs."""
    found: dict[str, list[str]] = {}
    chance = Random(f"{SEED} persons")
    for gender in "mf":
        own = list(material.persons[gender])
        given = [name.split(" ", 1)[0] for name in own]
        family = [name.split(" ", 1)[1] for name in own]
        names = dict.fromkeys(own)
        while len(names) < PERSONS // 2:
            names[f"{chance.choice(given)} {chance.choice(family)}"] = None
        found[gender] = list(names)[: max(PERSONS // 2, 400)]
    return found


def _filled(phrase: Phrase, cast: _Cast, material: Material, chance: Random, share: float) -> str:
    parts, at = [], 0
    for slot in phrase.slots:
        surface = phrase.text[slot.start : slot.end]
        if slot.start < at:
            continue
        if slot.kind == "number":
            other = _number(surface, chance)
        elif slot.kind == "word":
            other = chance.choice(material.words[slot.key]) if chance.random() < share else surface
        else:
            other = cast.stand_in(slot, surface, share > 0)
        parts += [phrase.text[at : slot.start], other]
        at = slot.end
    return "".join([*parts, phrase.text[at:]])


def _number(surface: str, chance: Random) -> str:
    """Another number of as many digits; a year stays near."""
    if re.fullmatch(r"(?:19|20)\d\d", surface):
        return str(min(2021, int(surface) + chance.randint(-3, 3)))
    if surface.isdecimal() and int(surface) <= 31:
        return str(max(2, min(31, int(surface) + chance.randint(-3, 3))))
    digits = [chance.choice("123456789") if one.isdecimal() else one for one in surface]
    return "".join(digits)


def _runs(text: str) -> list[int]:
    """The cells of all runs of RUN words."""
    words = _WORD.findall(text.lower())
    return [crc32(" ".join(words[at : at + RUN]).encode()) % CELLS for at in range(len(words) - RUN + 1)]


def _paragraphs(sentences: Sequence[str], chance: Random) -> str:
    left = list(sentences)
    parts = []
    while left:
        many = chance.randint(*PARAGRAPH)
        parts.append(" ".join(left[:many]))
        del left[:many]
    return "\n\n".join(parts)


def articles(corpora: Path | None = None) -> Iterator[Written]:
    """One article after the other, without end."""
    newsroom = Newsroom(gather(corpora))
    while True:
        yield newsroom.write()


def keep_articles(path: Path, many: int, corpora: Path | None = None) -> None:
    """Write so many articles to a file, one a line."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as lines:
        for one in islice(articles(corpora), many):
            lines.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
    part.rename(path)


def kept_articles(path: Path) -> Iterable[Written]:
    """The articles of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Written(**json.loads(line))


if __name__ == "__main__":
    keep_articles(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3:] else None)
