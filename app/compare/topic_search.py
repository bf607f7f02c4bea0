"""Where a text may be about a topic although nothing marked it: the topic's words wherever they stand, recall first.

A mark wants evidence enough; a search wants nothing to slip by, so that "not in this source" can be said when it finds
nothing. The words of all lines count, alone: weak ones without company, the two sides of a combination anywhere in the
sentence, and what several lines of a topic share and few topics do: a noun of combinations ("Botschafter + Rückkehr"),
the beginning of compounds (Steuer… of Steuersenkung, Steuerflucht).

What a word finds, by its letters (folded: no case, umlauts, accents, hyphens; ae = ä; without its own ending):

=====================  ==========================  ==============================================================
letters                as a word, with any ending  inside another word
=====================  ==========================  ==============================================================
up to 3, or capitals   yes, -s only                no ("Öl", "ab", "WTO")
4                      yes; a noun with a capital  at its beginning (Zoll: Zollpaket)
5                      yes                         also at its end (Stahl: Edelstahl)
6 and more             yes                         anywhere (Energie: Atomenergiebehörde)
with a star            yes                         where the star allows it, whatever the length
=====================  ==========================  ==============================================================

Inside another word a final -e or -n may be missing (Grenze: Grenzkontrolle). A noun stands in small letters only at the
beginning of another word (klimaneutral), one of four or five letters in no word that is commoner than itself (Krim:
Kriminelle, Agent: Agentur), and nothing reaches over the end of a word.

Words on the topic's ``not`` lines find nothing, nor does a word that holds one. Missed are: other words for the thing,
strong verbs in other stems (fiel for fallen), pronouns, short words in compounds the lexicon does not write with a
star (Ölpreis for "Öl"), the first half of a shortened compound (Strom- in "Strom- und Gaspreise" finds Strom, not
Strompreis), and spellings with mistakes. Imports no spaCy.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from app.nlp.german.frequencies import compound_parts, telling
from app.nlp.german.stems import stem
from app.nlp.topics.lexicon import Entry, Lexicon, WordPattern

STRONG, WEAK = 0.8, 0.45  # of a word as itself
STRONG_PART, WEAK_PART = 0.4, 0.25  # of a word inside another
SHARED_BY = 3  # combinations, or compounds, of one topic that make a noun of theirs a word of it
COMMON_TO = 3  # topics that make a noun of combinations nobody's word ("China")
LEAST_TELLING = 0.2  # of such a noun, or of the beginning of compounds: "Menschen" and "Preise" say nothing
LEAST_STRENGTH = 0.3  # of what is worth being offered: measured, see tests/compare/test_topic_search.py

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*(?:[-‐‑\u00ad][^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*)*")
_HYPHEN = re.compile(r"[-‐‑\u00ad]")
_BASE = re.compile("([aou])e")  # Ruestung, Rüstung and Rustung are one; so are "Steuer" and "Steur", on either side
_LONGEST = 60  # letters of a word that are looked at
_SEEN = 50_000  # words remembered
_OWN = {True: ("en", "er", "e", "n", "s"), False: ("en", "n", "e")}  # endings that a noun, or another word, may leave
_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "e en em er ern es n ns s ens in innen r m t te ten tes tem ter et ete eten ere eren ste sten se sen ses",
    )
) | {""}
K = TypeVar("K", WordPattern, str)
_OPEN_BEFORE, _OPEN_BEHIND = ("ends", "holds"), ("begins", "holds")  # shapes of patterns with a star at that end
_AT_START, _AT_END, _ANYWHERE = 4, 5, 6  # letters that a word needs to be found inside another


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A word of the text that may be about the topic. ``word``: as the topic has it; ``part``: only inside another."""

    start: int
    end: int
    word: str
    strong: bool
    part: bool

    @property
    def weight(self) -> float:
        """How much this alone says, 0 to 1."""
        if self.part:
            return STRONG_PART if self.strong else WEAK_PART
        return STRONG if self.strong else WEAK


@dataclass(frozen=True, slots=True)
class _Fit:
    """A pattern that fits a word of the text."""

    pattern: int
    part: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """What to look for: runs of patterns that must all be there. ``weight`` 0: what it holds counts for nothing."""

    topic: int
    words: str
    weight: float
    runs: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    fits: tuple[_Fit, ...]


def strength(hits: Iterable[SearchHit]) -> float:
    """How much the hits of one sentence say together, 0 to 1; each word of the topic counts once.

    One strong word 0.8, two weak ones 0.7, one weak one 0.45, a strong or weak word inside another 0.4 or 0.25.
    """
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.word] = max(best.get(hit.word, 0.0), hit.weight)
    against = 1.0
    for weight in best.values():
        against *= 1 - weight
    return round(1 - against, 3)


def search_words(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The plain words of a topic's table (``strong``, ``weak``) as they are searched for, stars left out, each once."""
    found: dict[str, str] = {}
    shared: Counter[str] = Counter()
    for line in (*table.get("strong", ()), *table.get("weak", ())):
        for entry in line.split(" | "):
            words = entry.replace("*", "")
            if " + " not in words:
                found.setdefault(words.casefold(), words)
                continue
            shared.update({word for word in words.split() if word[:1].isupper()})
    for word, number in shared.items():
        if number >= SHARED_BY:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())


class TopicSearch:
    """The words of all topics of a lexicon, made ready: some 50 ms, so ``search_of`` keeps it.

    A text is read once for all topics: some 2 ms for 25 sentences whose words were seen before, else 5 to 10.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.slugs = tuple(topic.slug for topic in lexicon.topics)
        self.patterns: list[WordPattern] = []
        self.index: dict[str, list[int]] = defaultdict(list)
        self.opening: dict[int, list[_Line]] = defaultdict(list)  # first pattern -> lines
        self.tells: list[float] = []  # how telling each is, from 0 to 1
        self.inside: list[str] = []  # letters of each pattern as they stand inside another word
        self.seen: dict[str, tuple[_Fit, ...]] = {}
        self.told: dict[str, tuple[str, ...]] = {}
        numbers: dict[tuple[WordPattern, bool], int] = {}
        entries = [entry for entry in lexicon.entries if entry.topic >= 0]
        for entry in entries:
            exact = not entry.weight
            runs = tuple(tuple(self._number(word, numbers, exact=exact) for word in run) for run in entry.parts)
            line = _Line(entry.topic, entry.written.replace("*", ""), entry.weight / lexicon.settings.strong, runs)
            self.opening[runs[0][0]].append(line)
        for topic, pattern, written in (*_shared_nouns(entries), *_shared_beginnings(entries)):
            number = self._number(pattern, numbers)
            self.opening[number].append(_Line(topic, written, 0.5, ((number,),)))
        self.lengths = sorted({len(letters) for letters in self.index})
        self.heads = {letters[:3] for letters in self.index}  # most places inside a word are ruled out by these

    def _number(
        self, pattern: WordPattern, numbers: dict[tuple[WordPattern, bool], int], *, exact: bool = False
    ) -> int:
        """``exact``: what is excluded keeps its ending, so that "Umweltschützer" leaves "Umweltschutz" alone."""
        number = numbers.setdefault((pattern, exact), len(self.patterns))
        if number == len(self.patterns):
            letters = _base(pattern.letters)
            self.patterns.append(pattern)
            self.inside.append(letters if exact else _joint(letters, pattern))
            self.tells.append(min(telling(stem(pattern.letters)), telling(stem(letters))))
            for key in dict.fromkeys((letters if exact else _stem(letters, pattern), self.inside[-1])):
                self.index[key].append(number)
        return number

    def words(self, slug: str) -> tuple[str, ...]:
        """What is searched for a topic, as a reader is told: plain words first, then both sides of combinations."""
        if slug not in self.told:
            topic = self.slugs.index(slug)
            lines = [line for lines in self.opening.values() for line in lines if line.topic == topic and line.weight]
            self.told[slug] = tuple(
                dict.fromkeys(line.words for line in sorted(lines, key=lambda line: len(line.runs)))
            )
        return self.told[slug]

    def hits(self, text: str) -> dict[str, tuple[SearchHit, ...]]:
        """Topic (slug) -> what was found in a sentence or headline, in the order of the text; offsets into ``text``."""
        tokens = list(self._tokens(text))
        places: dict[int, list[int]] = defaultdict(list)
        parts: set[tuple[int, int]] = set()
        for place, token in enumerate(tokens):
            for fit in token.fits:
                places[fit.pattern].append(place)
                if fit.part:
                    parts.add((place, fit.pattern))
        found: dict[int, dict[int, SearchHit]] = defaultdict(dict)  # topic -> place -> hit
        barred: dict[int, set[int]] = defaultdict(set)
        for pattern in places:
            for line in self.opening.get(pattern, ()):
                for at in _matches(line.runs, places):
                    if not line.weight:
                        barred[line.topic].update(_covered(tokens, at))
                        continue
                    for place, number in at:
                        hit = SearchHit(
                            tokens[place].start,
                            tokens[place].end,
                            line.words,
                            line.weight >= 1,
                            (place, number) in parts,
                        )
                        known = found[line.topic].get(place)
                        if known is None or hit.weight > known.weight:
                            found[line.topic][place] = hit
        return {
            self.slugs[topic]: kept
            for topic, by_place in sorted(found.items())
            if (kept := _distinct(hit for place, hit in sorted(by_place.items()) if place not in barred[topic]))
        }

    def _tokens(self, text: str) -> Iterator[_Token]:
        """Words as they are; of a hyphened one the whole and its parts."""
        for match in _WORD.finditer(text):
            word = match.group()
            yield _Token(match.start(), match.end(), self._look_up(word))
            if _HYPHEN.search(word):
                start = match.start()
                for part in _HYPHEN.split(word):
                    yield _Token(start, start + len(part), self._look_up(part))
                    start += len(part) + 1

    def _look_up(self, word: str) -> tuple[_Fit, ...]:
        known = self.seen.get(word)
        if known is None:
            if len(self.seen) >= _SEEN:
                self.seen.clear()
            known = self.seen[word] = tuple(self._find(word))
        return known

    def _find(self, word: str) -> list[_Fit]:
        letters = _base(word[:_LONGEST])
        found: dict[int, bool] = {}
        for start in range(len(letters)):
            if start and letters[start : start + 3] not in self.heads:
                continue
            for length in self.lengths:
                if start + length > len(letters):
                    break
                piece, rest = letters[start : start + length], letters[start + length :]
                for number in self.index.get(piece, ()):
                    part = self._fits(number, word, start, piece, rest)
                    if part is not None:
                        found[number] = found.get(number, True) and part
        return [_Fit(number, part) for number, part in found.items()]

    def _fits(self, number: int, word: str, start: int, piece: str, rest: str) -> bool | None:
        """None: it does not. Else whether the pattern is only a part of the word."""
        pattern = self.patterns[number]
        first, last = not start, rest in _ENDINGS
        if pattern.capitals or (pattern.fixed and pattern.shape == "word"):
            return False if first and rest in ("", "s") and _is_written(word, pattern) else None
        if pattern.capital and not word[:1].isupper() and not (first and not last):
            return None  # a noun stands in small letters at the beginning of others only: klimaneutral
        if (first or pattern.shape in _OPEN_BEFORE) and (last or pattern.shape in _OPEN_BEHIND):
            return False
        least = _AT_START if first else _AT_END if last else _ANYWHERE
        return True if self._is_inside(number, word, piece, least) else None

    def _is_inside(self, number: int, word: str, piece: str, least: int) -> bool:
        """May a pattern be a part of the word? ``least``: letters that it needs where it stands.

        A compound is rarer than what it is made of: "Kriminelle" have nothing to do with the Krim.
        """
        inside = self.inside[number]
        if piece != inside or len(inside) < least:
            return False
        return len(inside) > _AT_END or telling(stem(word)) >= self.tells[number]


@lru_cache(maxsize=16)
def _made(which: "_Which") -> TopicSearch:
    return TopicSearch(which.lexicon)


@dataclass(frozen=True, slots=True, eq=False)
class _Which:
    """One very lexicon: comparing thousands of lines would take longer than searching."""

    lexicon: Lexicon

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Which) and other.lexicon is self.lexicon

    def __hash__(self) -> int:
        return id(self.lexicon)


def search_of(lexicon: Lexicon) -> TopicSearch:
    """The search for a lexicon (that of one of ``correct.lexicon.finders_of``), kept for the next article."""
    return _made(_Which(lexicon))


def _base(word: str) -> str:
    """Letters without case, accents, hyphens, and umlauts as their vowels however they are written."""
    low = word.casefold()
    if not low.isascii():
        low = unicodedata.normalize("NFKD", low)
    return _BASE.sub(r"\1", "".join(filter(str.isalnum, low)))


def _is_written(word: str, pattern: WordPattern) -> bool:
    """Has a word the capital letters of a pattern that allows no others? "WTO", "WTOs"; "Grüne", not "grüne"."""
    return word.rstrip("s").isupper() if pattern.capitals else word[:1].isupper() >= pattern.capital


def _stem(letters: str, pattern: WordPattern) -> str:
    """What the forms of a word share: the word without its ending, of four letters at least."""
    if pattern.capitals or pattern.fixed or pattern.shape in _OPEN_BEHIND:
        return letters
    for ending in _OWN[pattern.capital]:
        if letters.endswith(ending) and len(letters) - len(ending) >= _AT_START:
            return letters[: -len(ending)]
    return letters


Shared = Iterator[tuple[int, WordPattern, str]]  # topic, pattern, as it is told


def _joint(letters: str, pattern: WordPattern) -> str:
    """The word inside another: Grenz-kontrolle, Friede-nsgespräch; of five letters at least, so that Apple stays."""
    plain = pattern.shape in ("word", "ends") and not pattern.capitals
    return letters[:-1] if plain and len(letters) > _AT_END and letters[-1] in "en" else letters


def _shared_nouns(entries: Sequence[Entry]) -> Shared:
    """Nouns that several combinations of a topic have and few other topics."""
    told: dict[WordPattern, str] = {}
    counts: dict[int, Counter[WordPattern]] = defaultdict(Counter)
    for entry in entries:
        if entry.weight and len(entry.parts) > 1:
            words = zip(entry.parts, entry.written.split(" + "), strict=True)
            nouns = {w: s for run, part in words for w, s in zip(run, part.split(), strict=True) if w.capital}
            counts[entry.topic].update(nouns.keys())
            told |= {word: surface.strip("*") for word, surface in nouns.items()}
    yield from ((topic, word, told[word]) for topic, word in _shared(counts) if not word.fixed)


def _shared_beginnings(entries: Sequence[Entry]) -> Shared:
    """What several compounds of a topic begin with (Friedens-) and those of few others do."""
    found: dict[tuple[int, str], set[str]] = defaultdict(set)  # topic, root of the first part -> words
    for entry in entries:
        if entry.weight and len(entry.parts) == 1:
            for word in entry.written.replace("*", "").split():
                parts = compound_parts(word) if word.isalpha() and "ß" not in word else ()
                if parts:
                    found[entry.topic, parts[0]].add(word.capitalize())
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for (topic, root), words in found.items():
        counts[topic][root] = len(words)
    for topic, root in _shared(counts):
        beginning = min((_first_part(word) for word in found[topic, root]), key=lambda part: (len(part), part))
        yield topic, WordPattern(_base(beginning), "word", capital=True, capitals=False, fixed=False), beginning + "…"


def _first_part(compound: str) -> str:
    """The letters before the second part: Friedens of Friedensgespräch."""
    return compound[: len(stem(compound)) - len(compound_parts(compound)[1])]


def _shared(counts: Mapping[int, Counter[K]]) -> Iterator[tuple[int, K]]:
    """What a topic counts often enough, few topics know, and is not as common as "Menschen" or "Preise"."""
    topics = Counter(one for counted in counts.values() for one in counted)
    for topic, counted in counts.items():
        for one, number in counted.items():
            letters = one.letters if isinstance(one, WordPattern) else one
            if number >= SHARED_BY and topics[one] < COMMON_TO and telling(stem(letters)) >= LEAST_TELLING:
                yield topic, one


def _matches(
    runs: tuple[tuple[int, ...], ...], places: Mapping[int, list[int]]
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Where all runs are there: (place, pattern) of each word. Of a combination's second side the nearest counts."""
    firsts = list(_runs(runs[0], places))
    if len(runs) == 1:
        yield from firsts
        return
    seconds = list(_runs(runs[1], places))
    starts = [run[0][0] for run in seconds]
    for first in firsts:
        near = bisect_left(starts, first[0][0])
        apart = [run for run in seconds[max(0, near - 1) : near + 2] if not {p for p, _ in run} & {p for p, _ in first}]
        if apart:
            yield first + min(apart, key=lambda run: abs(run[0][0] - first[0][0]))


def _runs(run: tuple[int, ...], places: Mapping[int, list[int]]) -> Iterator[tuple[tuple[int, int], ...]]:
    later = [set(places.get(pattern, ())) for pattern in run[1:]]
    for place in places.get(run[0], ()):
        if all(place + step in there for step, there in enumerate(later, 1)):
            yield tuple((place + step, pattern) for step, pattern in enumerate(run))


def _covered(tokens: Sequence[_Token], at: tuple[tuple[int, int], ...]) -> set[int]:
    """The words that an excluded line stands on, and the parts or the whole of a hyphened one."""
    spans = [(tokens[place].start, tokens[place].end) for place, _ in at]
    low, high = min(place for place, _ in at), max(place for place, _ in at)
    near = range(max(0, low - 8), min(len(tokens), high + 9))
    return {n for n in near if any(tokens[n].start < end and start < tokens[n].end for start, end in spans)}


def _distinct(hits: Iterable[SearchHit]) -> tuple[SearchHit, ...]:
    """Of a hyphened word and its parts the one that says most."""
    kept: list[SearchHit] = []
    for hit in hits:
        if kept and hit.start < kept[-1].end:
            if hit.weight > kept[-1].weight:
                kept[-1] = hit
        else:
            kept.append(hit)
    return tuple(kept)
