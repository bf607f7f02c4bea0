"""The topics of one event, made of its own words: what its sentences are about, whatever the lexicon knows.

1. Key terms: nouns used here far more often than in German at large (log-likelihood, Dunning, "Accurate Methods for
   the Statistics of Surprise and Coincidence", Computational Linguistics 19, 1993; against the shipped frequencies).
2. Families: a term with the compounds it is part of, and compounds with a telling part in common.
3. Clusters: families that stand in the same clauses, or at least in the same and in neighbouring sentences of a section
   (average linkage over Dice's coefficient; what several texts have word for word counts once). What stands in two
   clauses or side by side in a list is mostly two things. A cluster is named by its foremost term.
4. What a topic of the lexicon has already is left to it; what is a part of one is placed under it; the rest stands
   beside. What nearly every article has and many headlines name is the event itself and no topic of it.

A topic once made stays itself: name, words and slug are kept as long as there are sentences for it; words are added,
and newcomers take its place only where they bear far more. Pure functions; the same lines give the same topics.
"""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from app.compare.suggestions import GENERAL, spellings
from app.compare.words import WORD, counts
from app.nlp import lexicon
from app.nlp.figures.kinds import KINDS
from app.nlp.german.frequencies import compound_parts, expected_share, telling
from app.nlp.german.stems import stem
from app.nlp.topics.lexicon import EventTopic

LEAST_ARTICLES = 5  # of a summit that has topics of its own
GROWTH = 1.25  # from so many times the articles on, topics are made anew
MOST_TOPICS = 15
LEAST_SENTENCES, LEAST_SOURCES = 2, 2  # a topic has so many sentences of so many sources,
LEAST_ALONE = 3  # or so many of one source
KEYNESS = 10.83  # log-likelihood from which a use is no chance: one in a thousand, one degree of freedom
HEADED = 2  # so many sentences is a headline or heading worth
LEADING = 0.35  # how telling a word must be to name a topic
BODY = 0.6  # of that, where it is a body (a ministry, a firm), which acts more often than it is written about
PART = 0.3  # to join the compounds made with it
STRONG = 0.5  # and to put a sentence into it alone
COMPOUND = 5  # letters of a word that others may be compounds of
TOGETHER = 0.4  # average association from which families are one topic
NEAR = 0.25  # of a clause in the same sentence, or in the one beside it, against the clause itself
MOST_FAMILIES = 120  # looked at, the foremost
MOST_STRONG, MOST_WEAK = 10, 12
VERB = 5  # letters of a word in small letters that may be a verb of a noun's root
EVERYWHERE = 0.8  # share of the articles, and
IN_HEADLINES = 1 / 3  # share of those with it in the headline, from which on a family is the event itself
WITHIN = 0.75  # share of a cluster's sentences that a topic of the lexicon has, to be above it
ALIKE = 0.5  # share of that topic's sentences, to be the same
STANDS = 1.6  # how much more a newcomer must bear than a topic that is there
MOST_UNDER = 4  # topics under one of the lexicon

# Who acts, and what is measured in: they stand beside every topic and name none.
_OFFICES = lexicon.nouns("person") | lexicon.nouns("office") | lexicon.nouns("title")
_BODIES = lexicon.nouns("body")
_UNITS = lexicon.nouns("measuring") | {unit.lower() for kind in KINDS.values() for unit in kind.units}
_ENDINGS = ("in", "innen", "en", "n", "e", "s", "es")

_SMALL = re.compile(r"\b[a-zäöüß]+\b")
_CLAUSE = re.compile(r"[,;:()„“”\"»«–—]|\b(?:und|oder|sowie)\b")  # what parts clauses, and things in a list
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class EventLine:
    """A sentence, heading or headline. ``names``: spans of names in it; ``topics``: the lexicon's, by its own words.

    ``section`` changes with every heading: neighbours are of one section. A headline is a ``heading``, too.
    """

    article: int
    source: int
    section: int
    text: str
    names: Sequence[Span] = ()
    topics: frozenset[str] = frozenset()
    heading: bool = False
    headline: bool = False


@dataclass(slots=True)
class _Term:
    """A noun by its stem with the numbers of the lines that hold it."""

    stem: str
    surfaces: Counter[str] = field(default_factory=Counter)
    lines: set[int] = field(default_factory=set)
    clauses: set[tuple[int, int]] = field(default_factory=set)  # (line, clause of it)
    inside: bool = False  # not only as the first word of lines, where every word has a capital
    verbs: Counter[str] = field(default_factory=Counter)  # of the same root, as they are spelt here

    @property
    def surface(self) -> str:
        """The shortest spelling, which mostly is the word without an ending."""
        return min(self.surfaces, key=lambda word: (len(word), -self.surfaces[word], word))

    @property
    def telling(self) -> float:
        """How telling it is, from 0 to 1."""
        return telling(self.stem)


@dataclass(slots=True)
class _Family:
    """Terms that are made of one word, the foremost first; ``lines`` and ``clauses`` are those of all of them."""

    terms: list[_Term]
    lines: set[int]
    clauses: set[tuple[int, int]]
    near: set[tuple[int, int]]  # clauses in the same sentences and in those beside them
    score: float  # of its lines, by how well its foremost term would name them


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Families of one topic; ``lead`` is the term that names it, None where none of theirs may."""

    families: tuple[_Family, ...]
    lines: frozenset[int]
    lead: _Term | None
    score: float

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(term.stem for family in self.families for term in family.terms)


class _Text:
    """The lines of a summit, and what can be asked of them."""

    def __init__(self, lines: Sequence[EventLine]) -> None:
        self.lines = lines
        self.articles = {line.article for line in lines}
        spelt = [tuple(word.casefold() for word in re.findall(r"\w+", line.text)) for line in lines]
        first: dict[tuple[str, ...], int] = {}
        self.first = [first.setdefault(words, number) for number, words in enumerate(spelt)]  # the same words before
        self.ends = [[found.start() for found in _CLAUSE.finditer(line.text)] for line in lines]
        self.words = sum(len(words) for words in spelt)
        self.marked = Counter(slug for line in lines for slug in line.topics)  # lines by topic of the lexicon

    def sources(self, lines: Iterable[int]) -> set[int]:
        return {self.lines[number].source for number in lines}

    def of_articles(self, lines: Iterable[int]) -> set[int]:
        return {self.lines[number].article for number in lines}

    def beside(self, number: int) -> Iterator[int]:
        """The lines next to one in the same section of its article."""
        for other in (number - 1, number + 1):
            if 0 <= other < len(self.lines):
                here, there = self.lines[number], self.lines[other]
                if (here.article, here.section) == (there.article, there.section) and not there.headline:
                    yield other

    def clause(self, number: int, offset: int) -> tuple[int, int]:
        """Where a word of a line stands, the same for all texts that have the line word for word."""
        return self.first[number], bisect_right(self.ends[number], offset)

    def clauses(self, number: int) -> Iterator[tuple[int, int]]:
        """All clauses of a line."""
        return ((self.first[number], clause) for clause in range(len(self.ends[number]) + 1))

    def bears(self, lines: Collection[int]) -> bool:
        """Are these enough to call it a topic?"""
        least = LEAST_SENTENCES if len(self.sources(lines)) >= LEAST_SOURCES else LEAST_ALONE
        return len(lines) >= least

    def spread(self, lines: Collection[int]) -> float:
        """Sentences by source, each further one of the same source saying less; a headline or heading counts twice."""
        by_source: Counter[int] = Counter()
        for number in lines:
            line = self.lines[number]
            by_source[line.source] += HEADED if line.heading else 1
        return sum(math.log1p(number) for number in by_source.values())

    def is_event(self, lines: Collection[int]) -> bool:
        """Is it what all of them report on?"""
        everywhere = len(self.of_articles(lines)) > EVERYWHERE * len(self.articles)
        headed = {self.lines[number].article for number in lines if self.lines[number].headline}
        return everywhere and len(headed) >= IN_HEADLINES * len(self.articles)


def event_topics(
    lines: Sequence[EventLine],
    left_out: Collection[str],
    is_frame: Callable[[str], bool],
    labels: Mapping[str, str],
    standing: Sequence[EventTopic] = (),
    free: Callable[[str], str] = str,
) -> tuple[EventTopic, ...]:
    """The topics of the event that these lines are about, at most ``MOST_TOPICS``, those that bear most first.

    ``left_out`` are stems of names, offices and of what people do not want as a topic; ``is_frame`` tells words that
    say how a meeting went and not what it was about; ``labels`` are those of the lexicon's topics by slug; ``standing``
    the topics made before, which are kept where they can be; ``free`` makes a slug of a label that nobody has yet.
    Nothing where there are fewer than ``LEAST_ARTICLES`` articles.
    """
    text = _Text(lines)
    if len(text.articles) < LEAST_ARTICLES:
        return ()
    terms = _key_terms(text, left_out, is_frame)
    found = _clusters(_families(terms, text), text)
    return _settled(found, text, labels, standing, free)


def _key_terms(text: _Text, left_out: Collection[str], is_frame: Callable[[str], bool]) -> dict[str, _Term]:
    """The nouns that are used more here than elsewhere, by stem."""
    terms: dict[str, _Term] = {}
    verbs: dict[str, Counter[str]] = defaultdict(Counter)
    for number, line in enumerate(text.lines):
        for found in _SMALL.finditer(line.text):
            if len(found[0]) >= VERB and counts(line.text, found):
                verbs[stem(found[0])][found[0]] += 1
        for word, start in _nouns(line):
            root = stem(word)
            term = terms.setdefault(root, _Term(root))
            term.surfaces[word] += 1
            term.lines.add(number)
            term.clauses.add(text.clause(number, start))
            term.inside = term.inside or start > 1
    for root, term in terms.items():
        for other in (root, f"ge{root}", root.removesuffix("ung"), f"ge{root.removesuffix('ung')}"):
            term.verbs |= verbs.get(other, Counter())
    return {
        root: term
        for root, term in sorted(terms.items())
        if term.inside
        and _keyness(term, text.words) >= KEYNESS
        and root not in GENERAL
        and not _is_named(term.surface, left_out)
        and not is_frame(term.surface)
    }


def _is_named(word: str, left_out: Collection[str]) -> bool:
    """Is it a name, or put together with one: "SPD-Vorsitzende", "US-Seite", "Konrad-Adenauer-Haus"?"""
    parts = re.split("[-\u2010\u2011]", word)
    return len(parts) > 2 or stem(parts[-1]) in GENERAL or any(stem(part) in left_out for part in (word, *parts))


def _nouns(line: EventLine) -> Iterator[tuple[str, int]]:
    """(word, offset) of the words with a capital and a meaning of their own that are no names."""
    firsts = [start for start, _ in line.names]
    for found in WORD.finditer(line.text):
        before = bisect_right(firsts, found.start()) - 1
        named = before >= 0 and found.start() < line.names[before][1]
        if found[0][0].isupper() and not named and counts(line.text, found):
            yield found[0], found.start()


@lru_cache(maxsize=20_000)
def _is_somebody(word: str) -> bool:
    """Is it an office, a unit, or a compound that ends in an office?"""
    return word.lower() in _UNITS or _ends(word, _OFFICES)


@lru_cache(maxsize=20_000)
def _is_body(word: str) -> bool:
    """Is it a body, or a compound that ends in one?"""
    return _ends(word, _BODIES)


def _ends(word: str, known: frozenset[str]) -> bool:
    low = word.lower()
    forms = {low, *(low.removesuffix(ending) for ending in _ENDINGS)}
    return any(form[start:] in known for form in forms for start in (0, *range(2, len(form) - COMPOUND + 1)))


def _keyness(term: _Term, words: int) -> float:
    """Log-likelihood of its use here against the background; 0 where it is used less."""
    seen, due = sum(term.surfaces.values()), words * expected_share(term.stem)
    return 2 * (seen * math.log(seen / due) - (seen - due)) if seen > due else 0.0


def _families(terms: Mapping[str, _Term], text: _Text) -> list[_Family]:
    """Terms with their compounds, the foremost families first."""
    head = {root: root for root in terms}

    def top(root: str) -> str:
        while head[root] != root:
            root = head[root]
        return root

    for one, other in _related(terms):
        first, second = sorted((top(one), top(other)))
        head[second] = first
    groups: dict[str, list[_Term]] = defaultdict(list)
    for root, term in terms.items():
        groups[top(root)].append(term)
    found = [_family(group, text) for group in groups.values()]
    found = [one for one in found if text.bears(one.lines) and not text.is_event(one.lines)]
    found.sort(key=lambda one: (-one.score, one.terms[0].stem))
    return found[:MOST_FAMILIES]


def _related(terms: Mapping[str, _Term]) -> Iterator[tuple[str, str]]:
    """Pairs of stems of which one is a compound of the other, or both have a telling part in common."""
    by_part: dict[str, str] = {}
    for root, term in terms.items():
        for length in range(COMPOUND, len(root)):
            for part in (root[:length], root[-length:]):
                if part in terms and terms[part].telling >= PART:
                    yield root, part
        for part in compound_parts(term.surface):
            if len(part) >= COMPOUND and telling(part) >= PART:
                other = by_part.setdefault(part, root)
                if other != root:
                    yield root, other


def _family(terms: Iterable[_Term], text: _Text) -> _Family:
    ordered = sorted(terms, key=lambda term: (-text.spread(term.lines) * _naming(term), len(term.surface), term.stem))
    lines = set().union(*(term.lines for term in ordered))
    clauses = set().union(*(term.clauses for term in ordered))
    near = {clause for number in lines for other in (number, *text.beside(number)) for clause in text.clauses(other)}
    return _Family(ordered, lines, clauses, near, text.spread(lines) * _naming(ordered[0]))


def _naming(term: _Term) -> float:
    """How well a term names a topic, 0 to 1: one that tells nothing, and who acts, do so badly."""
    if term.telling < LEADING or _is_somebody(term.surface):
        return 0.1 * term.telling
    return term.telling * (BODY if _is_body(term.surface) else 1)


def _clusters(families: Sequence[_Family], text: _Text) -> list[_Cluster]:
    """Families of one topic together, the foremost clusters first."""
    found = []
    for members in _linked(families):
        kin = sorted((families[number] for number in members), key=lambda one: (-one.score, one.terms[0].stem))
        lines = frozenset().union(*(one.lines for one in kin))
        lead = kin[0].terms[0]
        named = lead.telling >= LEADING and not _is_somebody(lead.surface)
        score = text.spread(lines) * _naming(lead)
        found.append(_Cluster(tuple(kin), lines, lead if named else None, score))
    return sorted(found, key=lambda one: (-one.score, min(one.stems)))


def _linked(families: Sequence[_Family]) -> list[list[int]]:
    """Numbers of families, joined two groups by two while the average association of a pair is high enough."""
    table = {(i, j): _association(families[i], families[j]) for i in range(len(families)) for j in range(i)}
    groups = [[number] for number in range(len(families))]
    linked = {pair: value for pair, value in table.items() if value >= TOGETHER}
    while linked:
        one, other = min(linked, key=lambda pair: (-linked[pair], pair))
        groups[other] += groups[one]
        groups[one] = []
        linked = {pair: value for pair, value in linked.items() if one not in pair and other not in pair}
        for third, members in enumerate(groups):
            values = [table[max(i, j), min(i, j)] for i in members for j in groups[other] if third != other]
            if values and sum(values) >= TOGETHER * len(values):
                linked[max(third, other), min(third, other)] = sum(values) / len(values)
    return [members for members in groups if members]


def _association(one: _Family, other: _Family) -> float:
    """Dice's coefficient of two families' clauses; one that is only near the other's counts less."""
    same = len(one.clauses & other.clauses)
    near = len((one.clauses & other.near) - other.clauses) + len((other.clauses & one.near) - one.clauses)
    return (2 * same + NEAR * near) / (len(one.clauses) + len(other.clauses))


def _settled(
    found: Sequence[_Cluster],
    text: _Text,
    labels: Mapping[str, str],
    standing: Sequence[EventTopic],
    free: Callable[[str], str],
) -> tuple[EventTopic, ...]:
    """The foremost clusters as topics, those made before first in their own right."""
    before = {stem(topic.label): topic for topic in standing}
    chosen: list[tuple[float, float, EventTopic]] = []  # by the right to stay, and by what it bears
    under: Counter[str] = Counter()
    for cluster in found:
        olds = [before[root] for root in sorted(cluster.stems) if root in before]
        above, alike = _place(cluster, text, labels)
        for old in olds:
            topic = _grown(old, cluster) if len(olds) == 1 else old
            chosen.append((STANDS * cluster.score, cluster.score, topic))
        if not olds and _can_stand(cluster, text) and not alike and (above is None or under[above] < MOST_UNDER):
            under.update([above] if above else [])
            topic = EventTopic("", cluster.families[0].terms[0].surface, *_lines_of(cluster), above)
            chosen.append((cluster.score, cluster.score, topic))
    chosen.sort(key=lambda told: (-told[0], told[2].label))
    staying = sorted(chosen[:MOST_TOPICS], key=lambda told: (-told[1], told[2].label))
    return tuple(topic if topic.slug else replace(topic, slug=free(topic.label)) for _, _, topic in staying)


def _can_stand(cluster: _Cluster, text: _Text) -> bool:
    """Has it a name, and do the words that make a mark alone bear a topic?"""
    return cluster.lead is not None and text.bears(set().union(*(term.lines for term in _strong(cluster))))


def _place(cluster: _Cluster, text: _Text, labels: Mapping[str, str]) -> tuple[str | None, bool]:
    """The topic of the lexicon that has most of its sentences, and whether one of them is it already.

    A topic is the same where the two have their sentences in common, or are named by the same telling word.
    """
    held = Counter(slug for number in cluster.lines for slug in text.lines[number].topics)
    lead = _parts(cluster.lead.surface) if cluster.lead else frozenset()
    above = None
    for slug, number in sorted(held.items(), key=lambda pair: (-pair[1], pair[0])):
        within = number >= WITHIN * len(cluster.lines)
        common = max((telling(part) for part in lead & _named(labels.get(slug, ""))), default=0.0)
        if common >= (PART if within else LEADING) or (within and number >= ALIKE * text.marked[slug]):
            return slug, True
        above = above or (slug if within else None)
    return above, False


@lru_cache(maxsize=1_000)
def _named(label: str) -> frozenset[str]:
    """What the words of a label are made of."""
    return frozenset(part for word in WORD.findall(label) for part in _parts(word))


def _parts(word: str) -> frozenset[str]:
    return frozenset((stem(word), *compound_parts(word)))


def _grown(old: EventTopic, cluster: _Cluster) -> EventTopic:
    """A topic that was there, with the words that have come to it."""
    strong, weak = _lines_of(cluster)
    strong = _joined(old.strong, (word for word in strong if word not in old.weak), MOST_STRONG)
    weak = _joined(old.weak, (word for word in weak if word not in strong), MOST_WEAK)
    return EventTopic(old.slug, old.label, strong, weak, old.above)


def _joined(old: Sequence[str], new: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))[: max(most, len(old))]


def _lines_of(cluster: _Cluster) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a cluster as lines of the lexicon: the telling ones of its foremost family are strong."""
    strong = _strong(cluster)
    others = (term for family in cluster.families for term in family.terms if term not in strong)
    weak = [word for term in others for word in spellings(term.surfaces)]
    weak += spellings(verb for term in cluster.families[0].terms for verb in term.verbs)
    telling_ones = [word for term in strong for word in spellings(term.surfaces)]
    return tuple(telling_ones[:MOST_STRONG]), tuple(dict.fromkeys(weak))[:MOST_WEAK]


def _strong(cluster: _Cluster) -> list[_Term]:
    return [term for term in cluster.families[0].terms if term is cluster.lead or _naming(term) >= STRONG]
