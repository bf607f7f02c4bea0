"""Topics that a lexicon lacks: nouns that set the sentences without a topic apart from those with one, in groups."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.compare.words import WORD, counts, differences
from app.nlp import lexicon
from app.nlp.german.stems import stem

LEAST_Z = 0.0  # key terms are those used more often where no topic is than elsewhere
LEAST_SENTENCES, LEAST_SOURCES = 3, 2  # a suggestion is shown from so many sentences of so many sources,
LEAST_ALONE = 4  # or from so many sentences of one source
COMPOUND = 5  # letters that a word shares with a compound of it
TOGETHER = 0.5  # Dice's coefficient of two words' sentences from which they are of one group
MOST_WORDS = 8  # of one group
GENERAL = frozenset(map(stem, lexicon.nouns("general", as_written=True)))

Place = tuple[int, int]  # article id, offset of a sentence's beginning
_Key = tuple[str, str | Place]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one article in the order of the text, and which of them bear no topic."""

    source: int
    starts: Sequence[int]
    ends: Sequence[int]
    bare: Sequence[bool]

    def at(self, offset: int) -> int | None:
        """Number of the sentence that holds an offset."""
        number = bisect_right(self.starts, offset) - 1
        return number if number >= 0 and offset < self.ends[number] else None


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word of one article by its stem, spelt as ``surface``, beginning at ``places``."""

    article: int
    stem: str
    surface: str
    places: Sequence[int]


@dataclass(slots=True)
class Term:
    """A noun with the places (article, offset of the word) where it stands in a sentence without a topic."""

    stem: str
    surfaces: Counter[str] = field(default_factory=Counter)
    spots: list[Place] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)  # of the sentences of these spots
    sources: set[int] = field(default_factory=set)
    elsewhere: int = 0
    inside: bool = False  # not only as the first word of sentences, where every word has a capital
    z: float = 0.0

    @property
    def sentences(self) -> set[Place]:
        """The sentences without a topic that hold it."""
        return set(self.places)

    @property
    def surface(self) -> str:
        """The shortest spelling, which mostly is the word without an ending."""
        return min(self.surfaces, key=lambda word: (len(word), -self.surfaces[word], word))

    @property
    def lines(self) -> tuple[str, ...]:
        """The spellings that a topic needs to find it."""
        return spellings(self.surfaces)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic to be: its first word and the compounds around it, and words that stand beside them (``beside``)."""

    words: tuple[Term, ...]
    beside: tuple[Term, ...]

    @property
    def lead(self) -> Term:
        """The word that names it."""
        return self.words[0]

    @property
    def sentences(self) -> set[Place]:
        """The sentences that its words stand in."""
        return set().union(*(term.sentences for term in self.words))

    @property
    def sources(self) -> set[int]:
        """The sources of these."""
        return set().union(*(term.sources for term in self.words))

    @property
    def spots(self) -> list[Place]:
        """The first of its words in each of these, in order."""
        first: dict[Place, Place] = {}
        for term in self.words:
            for place, spot in zip(term.places, term.spots, strict=True):
                first[place] = min(spot, first.get(place, spot))
        return sorted(first.values())


def spellings(surfaces: Iterable[str]) -> tuple[str, ...]:
    """Those of a word that are needed to find it: endings are found without being told."""
    kept: list[str] = []
    for word in sorted(surfaces, key=lambda one: (len(one), one)):
        if not any(word.startswith(one) for one in kept):
            kept.append(word)
    return tuple(kept)


def nouns(article: int, text: str, sentences: Sentences, names: Sequence[tuple[int, int]]) -> list[Spelt]:
    """The words with a capital and a meaning of their own in the sentences of an article, quotations included.

    ``names`` are spans in order whose words are left out.
    """
    firsts = [start for start, _ in names]
    places: dict[str, list[int]] = defaultdict(list)
    for start, end in zip(sentences.starts, sentences.ends, strict=True):
        for found in WORD.finditer(text, start, end):
            if not found[0][0].isupper() or not counts(text, found):
                continue
            before = bisect_right(firsts, found.start()) - 1
            if before >= 0 and found.start() < names[before][1]:
                continue
            places[found[0]].append(found.start())
    return [Spelt(article, stem(word), word, spots) for word, spots in places.items()]


def suggestions(
    words: Iterable[Spelt],
    articles: Mapping[int, Sentences],
    total: int,
    known: Callable[[str], bool],
    left_out: Collection[str],
) -> list[Suggestion]:
    """Groups of key terms, the most telling first; every term is in one group at most.

    ``total`` counts the words of all articles, ``known`` tells words that the lexicon has, ``left_out`` are stems of
    names, offices and of what people do not want as a topic. Keyness is the log-odds ratio with an informative prior
    (Monroe, Colaresi & Quinn 2008, see ``words.differences``) of the sentences without a topic against the others.
    Words belong together where one is a compound of the other, or where their sentences are mostly the same (Dice,
    "Measures of the amount of ecologic association between species", Ecology 26, 1945).
    """
    found = _terms(words, articles)
    _weigh(found, articles, total)
    chosen = [
        term
        for term in found.values()
        if term.z > LEAST_Z
        and term.inside
        and term.stem not in left_out
        and term.stem not in GENERAL
        and not any(known(surface) for surface in term.surfaces)
    ]
    chosen.sort(key=lambda term: (-term.z, term.stem))
    ranks: dict[_Key, set[int]] = defaultdict(set)  # of the terms that may belong together, by what they have in common
    for rank, term in enumerate(chosen):
        for key in _keys(term):
            ranks[key].add(rank)
    groups, used = [], set[str]()
    for term in chosen:
        if term.stem not in used:
            others = (chosen[rank] for rank in sorted(set().union(*(ranks[key] for key in _keys(term)))))
            group = _group(term, [other for other in others if other.stem not in used and other is not term])
            if bears(group.sentences, group.sources):
                used |= {one.stem for one in (*group.words, *group.beside)}
                groups.append(group)
    return sorted(groups, key=lambda group: (-group.lead.z, group.lead.stem))


def _keys(term: Term) -> Iterator[_Key]:
    """What a term shares with every other that is related to it, or stands in a sentence with it."""
    yield "begins", term.stem[:COMPOUND]
    yield "ends", term.stem[-COMPOUND:]
    yield "spelt", term.surface.casefold()[:COMPOUND]
    for place in term.sentences:
        yield "sentence", place


def bears(sentences: Collection[Place], sources: Collection[int]) -> bool:
    """Are these enough to call it a topic?"""
    return len(sentences) >= (LEAST_SENTENCES if len(sources) >= LEAST_SOURCES else LEAST_ALONE)


def _terms(words: Iterable[Spelt], articles: Mapping[int, Sentences]) -> dict[str, Term]:
    """Nouns by their stems: words that are spelt with a capital."""
    found: dict[str, Term] = defaultdict(lambda: Term(""))
    for word in words:
        article = articles.get(word.article)
        if article is None or not word.surface[:1].isupper():
            continue
        term = found[word.stem]
        term.stem = word.stem
        for offset in word.places:
            number = article.at(offset)
            if number is None or not article.bare[number]:
                term.elsewhere += number is not None
                continue
            place = (word.article, article.starts[number])
            term.surfaces[word.surface] += 1
            term.spots.append((word.article, offset))
            term.places.append(place)
            term.sources.add(article.source)
            term.inside = term.inside or offset > place[1] + 1
    return {stem_: term for stem_, term in found.items() if term.spots}


def _weigh(terms: Mapping[str, Term], articles: Mapping[int, Sentences], total: int) -> None:
    """Let every term know its z."""
    letters = Counter[bool]()
    for article in articles.values():
        for start, end, bare in zip(article.starts, article.ends, article.bare, strict=True):
            letters[bare] += end - start
    share = letters[True] / (letters.total() or 1)
    here = {term.stem: len(term.spots) for term in terms.values()}
    elsewhere = {term.stem: term.elsewhere for term in terms.values()}
    own = max(sum(here.values()) + 1, round(total * share))
    others = max(sum(elsewhere.values()) + 1, total - own)
    for stem_, difference in differences(here, elsewhere, own, others).items():
        terms[stem_].z = difference.z


def _group(lead: Term, others: Sequence[Term]) -> Suggestion:
    """The lead with what belongs to it."""
    compounds = [term for term in others if _related(lead, term)][: MOST_WORDS - 1]
    beside = [term for term in others if term not in compounds and _dice(lead.sentences, term.sentences) >= TOGETHER]
    return Suggestion((lead, *compounds), tuple(beside[: MOST_WORDS - 1 - len(compounds)]))


def _related(one: Term, other: Term) -> bool:
    """Is one a compound of the other, or do both begin with what a hyphen parts off ("Cyber-Angriff")?"""
    short, long = sorted((one.stem, other.stem), key=len)
    if len(short) >= COMPOUND and (long.startswith(short) or long.endswith(short)):
        return True
    spelt = [word.casefold() for word in (one.surface, other.surface)]
    firsts = (word.split("-")[0] for word in spelt if "-" in word)
    return any(len(first) >= COMPOUND and all(word.startswith(first) for word in spelt) for first in firsts)


def _dice(one: set[Place], other: set[Place]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
