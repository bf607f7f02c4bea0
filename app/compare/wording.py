"""The words of an utterance as they are compared with another rendering of it: pure functions over text.

A direct quotation and its report differ in what German changes when it reports: mood ("hat", "habe"), person ("ich",
"er"), order of words ("es gab keine", "keine habe es gegeben"), spelling and compounds ("Hacker-Attacken"). Words are
therefore folded to stems of their dictionary form where they are irregular, auxiliaries and pronouns lose their weight,
and what an office of news repeats in every text counts little. Weights are fixed, so that two wordings compare the same
whatever else a summit holds.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

from app.nlp import lexicon
from app.nlp.german.fold import swiss
from app.nlp.german.stems import stem
from app.nlp.lexicon import Verb

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W_]+)*")
NAME_WEIGHT, EVERYDAY_WEIGHT, HEDGE_WEIGHT = 0.5, 0.4, 0.15
LONG_LETTERS, LONG_WEIGHT = 10, 1.3  # long German words are rare ones
SYNONYM, OF_THE_LAND = 0.9, 0.8
BASE_LETTERS = 4  # of what is left of a word without prefixes and endings
PART_LETTERS = 5  # a stem so long within a compound makes the two kin

CLAUSE = re.compile(r"[,;:–—.!?](?=\s)")

Name = tuple[int, int, str]  # start, end, and what it stands for; "" for the speaker


class Token(NamedTuple):
    """A word: its folded stem, what it weighs, where it stands in the text, and what else matters of it.

    ``sense`` is the stem that stands for all words of its row of synonyms, else the stem itself; of a name the word as
    written, so that "ukrainische" is kin to "Ukraine". ``role`` is ``content``, ``small``, ``person``, ``auxiliary``,
    ``negation``, ``number`` or ``name``; ``clause`` counts the commas, colons and dashes before it.
    """

    stem: str
    weight: float
    role: str
    start: int
    end: int
    sense: str
    clause: int = 0

    @property
    def word(self) -> str:
        """What it is compared by."""
        return self.stem if self.role == "name" else self.sense


@dataclass(frozen=True, slots=True)
class Wording:
    """One utterance as a sequence of tokens. ``key`` is equal exactly where all words are."""

    tokens: tuple[Token, ...]
    weight: float
    negations: int
    numbers: frozenset[str]
    names: frozenset[str]
    key: int

    @property
    def content(self) -> tuple[Token, ...]:
        """The words that weigh anything, in order."""
        return tuple(token for token in self.tokens if token.weight)

    @property
    def clauses(self) -> int:
        """How many clauses hold a word."""
        return len({token.clause for token in self.tokens})

    def by_clause(self) -> list[list[Token]]:
        """The tokens clause by clause."""
        return [list(tokens) for _, tokens in groupby(self.tokens, key=lambda token: token.clause)]


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists, each folded as ``swiss`` does."""

    small: frozenset[str]
    persons: frozenset[str]
    negations: frozenset[str]
    hedges: frozenset[str]
    adpositions: frozenset[str]
    everyday: frozenset[str]
    lemmas: dict[str, str]
    auxiliaries: frozenset[str]
    numbers: dict[str, str]
    synonyms: dict[str, str]


@cache
def _table() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))


@cache
def lists() -> Lists:
    """What ``wording.toml`` says."""
    table = _table()

    def words(name: str) -> frozenset[str]:
        return frozenset(map(swiss, lexicon.words(name)))

    def rows(name: str) -> list[list[str]]:
        return [line.split() for line in table[name].strip().splitlines()]

    irregular = (verb for verb in lexicon.read(Verb).values() if verb.forms or verb.compared)
    lemmas = {swiss(form): swiss(verb.word) for verb in irregular for form in (verb.word, *verb.forms, *verb.compared)}
    numbers = dict(pair.split(":") for pair in table["numbers"].split())
    return Lists(
        small=words("contentless"),
        persons=words("personal"),
        negations=words("negation"),
        hedges=words("hedge"),
        adpositions=words("attributing"),
        everyday=frozenset(map(stem, lexicon.words("everyday"))),
        lemmas=lemmas,
        auxiliaries=words("auxiliary"),
        numbers={swiss(word): value for word, value in numbers.items()},
        synonyms={_listed(word, lemmas): _listed(row[0], lemmas) for row in rows("synonyms") for word in row},
    )


def read_wording(text: str, names: Iterable[Name] = (), left_out: Iterable[tuple[int, int]] = ()) -> Wording:
    """The wording of a text. ``names`` stand for whom they name; the spans ``left_out`` belong to somebody else's mark.

    All spans are offsets into ``text``.
    """
    named = sorted(names)
    gone = list(left_out)
    breaks = [match.start() for match in CLAUSE.finditer(text)]
    tokens: list[Token] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        if gone and any(a <= start < b for a, b in gone):
            continue
        clause = bisect_left(breaks, start)
        name = next((key for a, b, key in named if a <= start < b), None) if named else None
        if name is None:
            stem_, weight, role, sense = read_word(match[0])
            tokens.append(Token(stem_, weight, role, start, end, sense, clause))
        elif not name:
            tokens.append(Token("er", 0.0, "person", start, end, "er", clause))
        elif tokens and tokens[-1].stem == f"@{name}":
            tokens.append(Token(f"@{name}", NAME_WEIGHT, "name", tokens.pop().start, end, "", clause))
        else:
            sense = _sense(_spelt(match[0], {}))
            tokens.append(Token(f"@{name}", NAME_WEIGHT, "name", start, end, sense, clause))
    return Wording(
        tuple(tokens),
        sum(token.weight for token in tokens),
        sum(token.role == "negation" for token in tokens),
        frozenset(token.stem for token in tokens if token.role == "number"),
        frozenset(token.stem for token in tokens if token.role == "name"),
        hash_of("=" + " ".join(token.stem for token in tokens)),
    )


@lru_cache(maxsize=30_000)
def read_word(word: str) -> tuple[str, float, str, str]:
    """Stem, weight, role and sense (see ``Token``) of a word that is no name."""
    stem_, weight, role = _read(word)
    return stem_, weight, role, _sense(stem_) if role == "content" else stem_


def _read(word: str) -> tuple[str, float, str]:
    """Stem, weight and role of a word that is no name."""
    folded = swiss(word)
    known = lists()
    if word[0].isdigit():
        return re.sub(r"[.](?=\d{3})", "", word).replace(",", "."), 1.0, "number"
    if folded in known.numbers and folded != "ein":
        return known.numbers[folded], 1.0, "number"
    if folded in known.negations:
        return "nicht", 0.0, "negation"
    if folded in known.persons:
        return "er", 0.0, "person"
    if known.lemmas.get(folded) in known.auxiliaries:
        return known.lemmas[folded], 0.0, "auxiliary"
    if folded in known.small:
        return folded, 0.0, "small"
    if folded in known.hedges:
        return folded, HEDGE_WEIGHT, "content"
    root = _spelt(word, known.lemmas)
    return (
        root,
        EVERYDAY_WEIGHT if root in known.everyday else LONG_WEIGHT if len(root) >= LONG_LETTERS else 1.0,
        "content",
    )


def _sense(root: str) -> str:
    """The stem that stands for its row of synonyms."""
    return lists().synonyms.get(root, root)


def _spelt(word: str, lemmas: dict[str, str]) -> str:
    """The stem of a word as written; of an irregular one that of its dictionary form."""
    lemma = None if word[0].isupper() else _prefixed(_without_zu(swiss(word)), lemmas)
    return stem(lemma) if lemma else _listed(word, lemmas)


def _listed(word: str, lemmas: dict[str, str]) -> str:
    """The same of a word whose case tells nothing, as in the lists: "angriff" is no form of "angreifen"."""
    folded = swiss(word)
    lemma = lemmas.get(folded)
    return stem(lemma) if lemma else _root(_without_zu(folded), noun=word[0].isupper())


def _prefixed(word: str, lemmas: dict[str, str]) -> str | None:
    """The dictionary form of an irregular verb that has a particle or prefix before it: "aufgibt", "verließ"."""
    for prefix in _prefixes():
        rest = word.removeprefix(prefix)
        if rest != word and word not in lemmas and rest in lemmas and lemmas[rest] != "sein":
            return prefix + lemmas[rest]
    return None


def _root(word: str, *, noun: bool) -> str:
    """The stem, of verbs without the t of "zahlt", "zahlte" and "gezahlt", which the stemmer leaves on."""
    root = stem(word)
    if noun or not root.endswith("t") or len(root) < PART_LETTERS:
        return root
    bare = root.removeprefix("ge") if len(root) > PART_LETTERS + 1 else root
    return bare[:-1]


@cache
def _prefixes() -> tuple[str, ...]:
    """Particles and what is never parted from a verb, longest first: "hinaus" before "hin"."""
    return tuple(sorted(_particles() | lexicon.affixes("prefix"), key=lambda one: (-len(one), one)))


def _particles() -> frozenset[str]:
    return lexicon.affixes("particle")


@cache
def _derivations() -> tuple[str, ...]:
    """Endings that make a word of another, the longest first."""
    return tuple(sorted(lexicon.affixes("derivation"), key=lambda one: (-len(one), one)))


def _without_zu(word: str) -> str:
    """ "anzunähern" is "annähern"."""
    for particle in _particles():
        rest = word.removeprefix(f"{particle}zu")
        if rest != word and len(rest) >= PART_LETTERS and rest.endswith("n"):
            return particle + rest
    return word


def kin(a: Token, b: Token) -> float:
    """How much two tokens say the same, 0 to 1: the same word, a synonym, a compound, a land and who is of it."""
    if a.word == b.word:
        return 1.0 if a.stem == b.stem else SYNONYM
    if "name" not in {a.role, b.role}:
        return kinship(a.stem, b.stem)
    if not (a.sense and b.sense):
        return 0.0
    if a.sense == b.sense:  # of one spelling, be they taken for two names, or one of them for none
        return SYNONYM
    return kinship(a.sense, b.sense) and OF_THE_LAND if a.role != b.role else 0.0


@lru_cache(maxsize=100_000)
def kinship(a: str, b: str) -> float:
    """How much two stems say the same, 0 to 1: equal; one begins or ends with the other; much the same beginning."""
    if a == b:
        return 1.0
    if not (a.isalpha() and b.isalpha()):
        return 0.0
    short, long_ = sorted((a, b), key=len)
    if len(short) >= PART_LETTERS and (long_.startswith(short) or long_.endswith(short)):
        return 0.7
    common = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(short))
    return 0.6 if common >= 6 and common >= 0.7 * len(short) else 0.0


@lru_cache(maxsize=50_000)
def base_of(root: str) -> str:
    """What words made of one verb or noun have in common: "deckung", "ungedeckt", "abdecken" have "deck"; "" where too
    little is left. Words of other meaning have it too, so that this only ever offers."""
    for end in _derivations():
        if root.endswith(end) and len(root) - len(end) >= BASE_LETTERS:
            root = root.removesuffix(end)
            break
    for _ in range(2):  # "un" before "ge"
        start = next((one for one in ("un", *_prefixes()) if root.startswith(one)), "")
        if len(root) - len(start) >= BASE_LETTERS:
            root = root.removeprefix(start)
    return root if len(root) >= BASE_LETTERS else ""


@lru_cache(maxsize=50_000)
def hash_of(term: str) -> int:
    """A signed 63-bit hash, the same in every process."""
    return int.from_bytes(blake2b(term.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def index_terms(wording: Wording) -> set[str]:
    """What another rendering of a wording can be found by: its telling words, and pairs of neighbours among all."""
    content = [token for token in wording.content if token.role != "name"]
    terms = {form for token in content if token.weight >= 1.0 for form in _forms(token)}
    return terms | {" ".join(sorted((a.sense, b.sense))) for a, b in pairwise(content)}


def _forms(token: Token) -> Iterator[str]:
    """The word, and beginning and end of a long stem, under which its compounds are found."""
    yield token.sense
    if token.role == "content" and len(token.stem) > PART_LETTERS:
        yield f"{token.stem[:PART_LETTERS]}…"
        yield f"…{token.stem[-PART_LETTERS:]}"
