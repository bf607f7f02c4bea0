"""The topics and their words, read from ``lexicon/topics.toml``. Imports no spaCy: the web process uses the labels.

How an entry is written stands at the top of that file. A mistake in it raises ``LexiconError`` with topic and entry.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from app.nlp.german.fold import unaccented
from app.nlp.lexicon import FOLDER, Country, LexiconError, read, read_tables
from app.nlp.types import Topic

FILE = FOLDER / "topics.toml"

# These stand for a topic in entries that tell a text about a meeting, or words that stand in names (``proper.py``),
# or words that are said of everyday life (``senses.py``).
MEETING, OFFICE, HOLDER, COUNTRY, BORROWED, EVERYDAY = -1, -2, -3, -4, -5, -6

_LISTS = ("meeting", "offices", "holders", "borrowed", "everyday")  # settings that are lines

FIXED = 3  # letters of a word that takes no ending

TRIALS = ("examples", "others")  # the fields with sentences that try a topic

Shape = Literal["word", "begins", "ends", "holds"]
_ADJECTIVE = re.compile(r"(?<=\w{3})e[rnsm]?$")


@dataclass(frozen=True, slots=True)
class WordPattern:
    """One word of an entry: its folded letters, where they stand in a word, and what its capitals ask for."""

    letters: str
    shape: Shape
    capital: bool  # a noun: fits only words with a capital
    capitals: bool  # an acronym: fits only the same capitals
    fixed: bool  # takes no ending but -s: "aber" is no form of "ab"


@dataclass(frozen=True, slots=True)
class Entry:
    """What to look for: parts that must all be there, each a run of words. ``weight`` 0 says: no evidence.

    The alternatives of a line ("Haft | Gefängnis") are entries with the same ``line``: together they count once.
    """

    topic: int
    line: int
    weight: float
    parts: tuple[tuple[WordPattern, ...], ...]
    written: str
    office: bool = False  # names an office itself: "*ministerium + geht"


@dataclass(frozen=True, slots=True)
class EventTopic:
    """A topic made of a summit's own words (``compare.event_topics``), to stand beside those of the file.

    ``strong`` and ``weak`` are lines as the file has them; ``above`` is the slug of the file's topic that it is a part
    of, if any.
    """

    slug: str
    label: str
    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The thresholds at the top of the file; what each means stands there."""

    strong: float
    weak: float
    threshold: float
    company: float
    neighbours: int
    apart: int
    block: int
    carry: int
    heading: int
    theme: float
    theme_least: int
    evidence: int
    meeting: tuple[str, ...]
    offices: tuple[str, ...]
    holders: tuple[str, ...]
    borrowed: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The whole file, checked. ``Entry.topic`` is a place in ``topics``, or MEETING."""

    settings: Settings
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A sentence of the file that must get the topic, alone (``wanted``), or must not."""

    topic: str
    sentence: str
    wanted: bool


@cache
def load_lexicon(path: Path = FILE) -> Lexicon:
    """Read and check the topic file. Raises LexiconError."""
    return build_lexicon(read_lexicon(path), path.name)


@cache
def read_lexicon(path: Path = FILE) -> dict[str, Any]:
    """The topic file as it is written: ``settings`` and ``topics`` by slug. To be copied before it is changed.

    Without the sentences that try it (``load_trials``): they are nothing that finds a topic, and a summit keeps a copy.
    """
    data = dict(read_tables(path))
    if isinstance(data.get("topics"), dict):
        data["topics"] = {slug: _without_trials(table) for slug, table in data["topics"].items()}
    return data


def load_trials(path: Path = FILE) -> tuple[Trial, ...]:
    """Every sentence that the file gives a topic, or says not to be of it."""
    return tuple(
        Trial(slug, sentence, key == TRIALS[0])
        for slug, table in read_tables(path)["topics"].items()
        for key in TRIALS
        for sentence in table.get(key, ())
    )


def _without_trials(table: Any) -> Any:
    return {key: value for key, value in table.items() if key not in TRIALS} if isinstance(table, dict) else table


def build_lexicon(data: dict[str, Any], name: str = FILE.name) -> Lexicon:
    """Check what such a file holds, and make its entries ready for finding. Raises LexiconError."""
    try:
        fields: dict[str, Any] = {
            name: tuple(value) if name in _LISTS else value for name, value in data["settings"].items()
        }
        settings = Settings(**fields)
        tables: dict[str, dict[str, Any]] = data["topics"]
    except (KeyError, TypeError) as error:
        raise LexiconError(f"{name}: [settings] or the topics are not complete: {error}") from error
    weights = {"strong": settings.strong, "weak": settings.weak, "not": 0.0}
    named = (
        (MEETING, settings.meeting),
        (OFFICE, settings.offices),
        (HOLDER, settings.holders),
        (COUNTRY, _countries()),
        (BORROWED, settings.borrowed),
        (EVERYDAY, settings.everyday),
    )
    lines = [(topic, "settings", settings.strong, word) for topic, words in named for word in words]
    lines += [
        (number, slug, weight, line)
        for number, (slug, table) in enumerate(tables.items())
        for key, weight in weights.items()
        for line in table.get(key, [])
    ]
    heads = tuple(unaccented(office.strip("*")) for office in settings.offices)
    entries = [
        Entry(topic, place, weight, parts, entry, any(_is_office(word, heads) for part in parts for word in part))
        for place, (topic, slug, weight, line) in enumerate(lines)
        for entry in line.split(" | ")
        for parts in [_parts(slug, entry)]
    ]
    return Lexicon(settings, tuple(_topic(slug, table) for slug, table in tables.items()), tuple(entries))


def _is_office(word: WordPattern, heads: tuple[str, ...]) -> bool:
    return word.shape in ("word", "ends") and word.letters.removesuffix("s").endswith(heads)


@cache
def _countries() -> tuple[str, ...]:
    """Names and adjectives of countries and of their people, as lines."""
    rows = read(Country)
    names = [name for country, row in rows.items() for name in (country, *row.forms) if name.isalpha()]
    people = [stem.capitalize() for row in rows.values() for stem in row.nationals if stem.isalpha()]
    return (
        *names,
        *(stem for row in rows.values() for stem in row.adjectives if stem.isalpha()),
        *people,
        "EU",
        "Korea",
    )


def check_line(line: str) -> None:
    """Can it be a line of a topic? Raises LexiconError."""
    for entry in line.split(" | "):
        _parts("", entry)


def load_topics() -> tuple[Topic, ...]:
    """Every topic of the lexicon in the order of the file."""
    return load_lexicon().topics


def _topic(slug: str, table: dict[str, Any]) -> Topic:
    unknown = set(table) - {"group", "strong", "weak", "not"} - set(Topic.__dataclass_fields__)
    if unknown:
        raise LexiconError(f"{slug}: unknown field {', '.join(sorted(unknown))}")
    if table.get("group") not in ("issue", "frame"):
        raise LexiconError(f"{slug}: group must be issue or frame")
    try:
        return Topic(
            slug=slug,
            group=table["group"],
            label_de=table["label_de"],
            label_en=table["label_en"],
            description_de=table["description_de"],
            description_en=table["description_en"],
            words=(*table.get("strong", ()), *table.get("weak", ())),
        )
    except KeyError as error:
        raise LexiconError(f"{slug}: {error} is missing") from error


def _parts(slug: str, entry: str) -> tuple[tuple[WordPattern, ...], ...]:
    parts = tuple(_run(slug, entry, part.split()) for part in entry.split(" + "))
    if not all(parts) or len(parts) > 2:
        raise LexiconError(f"{slug}: {entry!r} needs words on both sides of one +")
    return parts


def _run(slug: str, entry: str, words: list[str]) -> tuple[WordPattern, ...]:
    """Words one after the other. All but the last may be adjectives: "Kalter Krieg" also finds "im Kalten Krieg"."""
    patterns = [_pattern(slug, entry, word) for word in words]
    for place, pattern in enumerate(patterns[:-1]):
        stem = _ADJECTIVE.sub("", pattern.letters)
        if stem != pattern.letters and pattern.shape == "word" and not pattern.capitals:
            patterns[place] = replace(pattern, letters=stem, capital=False, fixed=False)
    return tuple(patterns)


def _pattern(slug: str, entry: str, word: str) -> WordPattern:
    bare = word.strip("*")
    letters = unaccented(bare)
    if not letters or "*" in bare:
        raise LexiconError(f"{slug}: {entry!r} has a word without letters, or a star inside one")
    shapes: dict[tuple[bool, bool], Shape] = {
        (False, False): "word",
        (False, True): "begins",
        (True, False): "ends",
        (True, True): "holds",
    }
    shape = shapes[word.startswith("*"), word.endswith("*")]
    capitals = shape == "word" and len(bare) > 1 and bare.isupper()
    return WordPattern(letters, shape, bare[0].isupper() and shape != "holds", capitals, len(letters) <= FIXED)
