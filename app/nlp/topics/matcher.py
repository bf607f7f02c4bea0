"""Finds the entries of the topic lexicon in a text: word patterns by hash, then the phrases made of them.

Every different word is looked up once, whatever the number of entries: its beginnings, its ends without an inflection
and the pieces inside it are keys of dictionaries. So time is linear in the text.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from app.nlp.german.fold import unaccented
from app.nlp.topics.lexicon import Entry, Lexicon, WordPattern, load_lexicon

Place = tuple[int, int]  # first and last word of a match

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_HYPHEN = frozenset("-‐‑\u00ad")
_SEEN = 100_000  # words remembered with what they mean for the topics
_LONGEST = 60  # letters of a word that are looked at
_NOUN = ("", "e", "en", "er", "ern", "es", "n", "ns", "s", "ens", "in", "innen", "r", "m")
_OTHER = (
    "",
    "e",
    "en",
    "em",
    "er",
    "es",
    "n",
    "s",
    "t",
    "te",
    "ten",
    "et",
    "ete",
    "eten",
    "ere",
    "eren",
    "ste",
    "sten",
)
_NIS = ("se", "sen", "ses")
_ENDINGS = tuple(sorted({*_NOUN, *_OTHER, *_NIS}))
_INFINITIVE = re.compile(  # "auszuweisen" is a form of "ausweisen"
    "(ab|an|auf|aus|bei|ein|fest|frei|heim|her|hin|los|mit|nach|teil|um|vor|weg|zurueck|zusammen)zu([a-z]{4,}n)"
)
_LAST_VOWEL = re.compile(r"(?<![aeiou])(au|[aou])(?=[^aeiou]+$)")
_UMLAUT = {"a": "ae", "o": "oe", "u": "ue", "au": "aeu"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, or a part of a hyphened one (then the offsets are those of the whole)."""

    start: int
    end: int
    patterns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the lexicon found in a sentence: its words as places in the sentence's list of words."""

    line: int
    topic: int
    weight: float
    places: tuple[Place, ...]
    office: bool


class WordIndex:
    """Which word patterns fit a word."""

    def __init__(self, patterns: list[WordPattern]) -> None:
        self.whole: dict[str, list[int]] = defaultdict(list)
        self.begins: dict[str, list[int]] = defaultdict(list)
        self.ends: dict[str, list[int]] = defaultdict(list)
        self.holds: dict[str, list[int]] = defaultdict(list)
        self.patterns = patterns
        for number, pattern in enumerate(patterns):
            shelf = {"word": self.whole, "begins": self.begins, "ends": self.ends, "holds": self.holds}[pattern.shape]
            for form in self._stems(pattern):
                shelf[form].append(number)
        self.begin_lengths = sorted({len(key) for key in self.begins})
        self.end_lengths = sorted({len(key) for key in self.ends})
        self.hold_lengths = sorted({len(key) for key in self.holds})
        self.tail, self.tails = _short(self.ends, self.end_lengths, last=True)
        self.head, self.heads = _short(self.holds, self.hold_lengths)
        self.seen: dict[str, tuple[int, ...]] = {}

    @staticmethod
    def _stems(pattern: WordPattern) -> set[str]:
        """The letters, and for a noun those of its plural with an umlaut (Zoll, Zöll-)."""
        stems = {pattern.letters}
        vowel = _LAST_VOWEL.search(pattern.letters)
        if pattern.capital and pattern.shape in ("word", "ends") and vowel:
            stems.add(pattern.letters[: vowel.start()] + _UMLAUT[vowel[1]] + pattern.letters[vowel.end() :])
        return stems

    def look_up(self, surface: str) -> tuple[int, ...]:
        """Numbers of the patterns that fit one word as written."""
        known = self.seen.get(surface)
        if known is None:
            if len(self.seen) >= _SEEN:
                self.seen.clear()
            known = self.seen[surface] = tuple(sorted(self._find(surface)))
        return known

    def _find(self, surface: str) -> set[int]:
        word = unaccented(surface[:_LONGEST])
        infinitive = _INFINITIVE.fullmatch(word)
        found = self._fitting(word, surface)
        return found | self._fitting(infinitive[1] + infinitive[2], surface) if infinitive else found

    def _fitting(self, word: str, surface: str) -> set[int]:
        capital = surface[:1].isupper()
        found = {number for number in self._inflected(word) if self._fits_case(self.patterns[number], surface, capital)}
        for length in self.begin_lengths:
            if length > len(word):
                break
            found.update(
                number for number in self.begins.get(word[:length], ()) if capital or not self.patterns[number].capital
            )
        for start in range(len(word) - self.head + 1):
            if word[start : start + self.head] in self.heads:
                for length in self.hold_lengths:
                    found.update(self.holds.get(word[start : start + length], ()))
        return found

    def _inflected(self, word: str) -> Iterator[int]:
        """Patterns of a whole word, or of the end of a compound, that fit once an ending is taken off."""
        for ending in _ENDINGS:
            if not word.endswith(ending) or (ending and len(word) - len(ending) < 2):
                continue
            stem = word[: len(word) - len(ending)]
            candidates = [*self.whole.get(stem, ())]
            for length in self.end_lengths if stem[-self.tail :] in self.tails else ():
                if length > len(stem):
                    break
                candidates += self.ends.get(stem[-length:], ())
            yield from (number for number in candidates if self._takes(self.patterns[number], stem, ending))

    @staticmethod
    def _takes(pattern: WordPattern, stem: str, ending: str) -> bool:
        """May a word of this kind have this ending?"""
        if pattern.capitals or pattern.fixed:
            return ending in ("", "s")
        if ending in _NIS:
            return stem.endswith("nis")
        if ending in ("r", "m"):
            return stem.endswith("e")
        if ending in ("er", "ern") and pattern.capital and stem.endswith("schaft"):
            return False  # a Botschafter is no Botschaft
        return ending in (_NOUN if pattern.capital else _OTHER)

    @staticmethod
    def _fits_case(pattern: WordPattern, surface: str, capital: bool) -> bool:
        if pattern.capitals:
            return surface.rstrip("s").isupper() and len(surface.rstrip("s")) > 1
        return capital or not pattern.capital


class TopicFinder:
    """The lexicon made ready for finding."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        numbers: dict[WordPattern, int] = {}
        self.single: dict[int, list[int]] = defaultdict(list)  # pattern -> entries of that one word
        # first pattern -> entries of several words, each with its last pattern: without that one nobody needs to look
        self.opening: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.parts: list[tuple[tuple[int, ...], ...]] = []
        for number, entry in enumerate(lexicon.entries):
            parts = tuple(tuple(numbers.setdefault(word, len(numbers)) for word in part) for part in entry.parts)
            self.parts.append(parts)
            if parts == ((parts[0][0],),):
                self.single[parts[0][0]].append(number)
            else:
                self.opening[parts[0][0]].append((number, parts[-1][-1]))
        self.words_index = WordIndex(list(numbers))

    def words(self, text: str, start: int, end: int) -> list[Word]:
        """The words of a span; a hyphened word gives its parts, and the first of them also what the whole fits.

        Where all is in capitals, or nothing, capitals say nothing: then every word counts as a noun.
        """
        span = text[start:end]
        level = span.isupper() or span.islower()
        look_up = self.words_index.look_up
        found = list(_WORD.finditer(text, start, end))
        words: list[Word] = []
        place = 0
        while place < len(found):
            after = place + 1
            while after < len(found) and _joined(text, found[after - 1].end(), found[after].start()):
                after += 1
            first, last = found[place].start(), found[after - 1].end()
            parts = [look_up(match.group().capitalize() if level else match.group()) for match in found[place:after]]
            if after == place + 1 or last - first > _LONGEST:
                words += [Word(*match.span(), part) for match, part in zip(found[place:after], parts, strict=True)]
            else:
                parts[0] = (*parts[0], *look_up(text[first:last].capitalize() if level else text[first:last]))
                words += [Word(first, last, part) for part in parts]
            place = after
        return words

    def hits(self, words: list[Word]) -> list[Hit]:
        """Every entry found among the words of one sentence."""
        places: dict[int, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            for pattern in word.patterns:
                places[pattern].append(place)
        hits = []
        for pattern, found in places.items():
            for number in self.single.get(pattern, ()):
                hits += [self._hit(number, ((place, place),)) for place in found]
            for number, last in self.opening.get(pattern, ()):
                if last in places:
                    hits += [self._hit(number, match) for match in self._matches(self.parts[number], places)]
        return hits

    def _hit(self, number: int, places: tuple[Place, ...]) -> Hit:
        entry: Entry = self.lexicon.entries[number]
        return Hit(entry.line, entry.topic, entry.weight, places, entry.office)

    def _matches(self, parts: tuple[tuple[int, ...], ...], places: dict[int, list[int]]) -> Iterator[tuple[Place, ...]]:
        """Where the runs of words of an entry stand near each other."""
        runs = [_runs(part, places) for part in parts]
        if len(runs) == 1:
            yield from ((run,) for run in runs[0])
            return
        starts = [start for start, _ in runs[1]]
        for run in runs[0]:
            near = bisect_left(starts, run[0])
            for other in runs[1][max(0, near - 1) : near + 1]:
                if _apart(run, other) <= self.lexicon.settings.apart:
                    yield (run, other)


def _short(keys: Iterable[str], lengths: list[int], *, last: bool = False) -> tuple[int, frozenset[str]]:
    """(The shortest length, the first or last so many letters of each key): most words are ruled out by these."""
    length = min(lengths, default=1)
    return length, frozenset(key[-length:] if last else key[:length] for key in keys)


def _joined(text: str, end: int, start: int) -> bool:
    return start - end == 1 and text[end] in _HYPHEN


def _runs(part: tuple[int, ...], places: dict[int, list[int]]) -> list[Place]:
    """Where the patterns of a part follow one another; parts of one hyphened word may share its first place."""
    runs = [(place, place) for place in places.get(part[0], ())]
    for pattern in part[1:]:
        there = set(places.get(pattern, ()))
        runs = [(start, last + 1) for start, last in runs if last + 1 in there]
    return runs


def _apart(one: Place, other: Place) -> int:
    """Words between two runs; a large number where they overlap."""
    gap = max(other[0] - one[1], one[0] - other[1]) - 1
    return gap if gap >= 0 else 1_000_000


@cache
def get_finder() -> TopicFinder:
    """The finder of this process, made once."""
    return TopicFinder(load_lexicon())
