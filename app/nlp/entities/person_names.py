"""Personal names: their parts, the spellings of one name folded together, and the lexicon of public figures.

``fold_name`` is the key under which a person is known across articles.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from app.nlp import lexicon
from app.nlp.entities.transliteration import ARTICLE, sounds
from app.nlp.german.fold import plain
from app.nlp.lexicon import Person

LONGEST = 40  # letters of a word that may be a misspelt name: no name is longer
ALIKE = 0.8  # given names at least this similar are one, where the family name is the same

PARTICLES = lexicon.function_words("name_particle")
_SLAVIC = re.compile(
    r"(?:[oe][wv]|jew|off|eff|[oe][wv]a|sk[iy]|skij|sky[jyi]|skaja|enko|witsch|tschuk|tschenko|wna|[nk]y[jyi])$"
)
_TRANSLITERATION = (
    (re.compile(r"(?<!sc)sh|zh"), "sch"), (re.compile("kh"), "ch"), (re.compile("ks"), "x"), (re.compile("ff$"), "w"),
    (re.compile("v"), "w"), (re.compile(r"\by(?=[aeou])"), "j"), (re.compile(r"(?<=[aeiou])y(?=[aeou])"), "j"),
    (re.compile(r"(?:e[iy])$"), "ej"), (re.compile(r"(?<=sk)(?:ij|y[jyi]?|iy)$"), "i"),
    (re.compile(r"(?<=[nk])(?:ij|y[jyi]|iy)$"), "y"), (re.compile(r"(?<=[rgtl])(?:ij|y|iy)$"), "i"),
)  # fmt: skip
_SYLLABLES = re.compile(r"(?:[bcdfghjklmnpqrstwxyz]{0,2}[aeiouwy]{1,3}(?:ng|nh|ch|[nklmpthc])?){1,2}(?:-[a-z]{1,6})?$")
_KOREAN = re.compile(r"[A-Z][a-z]{1,4}-[A-Z]?[a-z]{1,5}$")  # Kim Jong-un: no given name Kim before a double family name
_ALSO_GIVEN = lexicon.names("also_given", as_written=True)
_GIVEN_TOO = frozenset({"Ben", "Al"})  # particles that are given names as well
_AFTER_BEN = lexicon.names("after_ben")
_NUMERAL = re.compile(r"^(?:[IVX]+\.?|[Jj]r\.?|[Ss]r\.?|[Jj]unior|[Ss]enior)$")


class Name(NamedTuple):
    """A personal name as it stands: folded given names, folded family name without particles, the words themselves."""

    given: tuple[str, ...]
    family: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


class Figure(NamedTuple):
    """A public figure of the lexicon."""

    name: Name
    alone: bool


def slug(text: str) -> str:
    """``"Weißes Haus"`` -> ``"weisses-haus"``; signs without a plain letter keep their code point."""
    short = re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")
    return short or "-".join(f"{ord(sign):x}" for sign in text[:12]) or "-"


def transliterated(word: str) -> str:
    """A folded word in the German transliteration of Cyrillic: navalny -> nawalny, alexei -> alexej."""
    for pattern, replacement in _TRANSLITERATION:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=20_000)
def parse(*words: str) -> Name:
    """Split a name's words. A single word, or particles and one word, is a family name alone."""
    kept = list(words)
    while len(kept) > 1 and _NUMERAL.match(kept[-1]):
        kept.pop()
    if eastern(kept):
        given = tuple(part for word in kept[1:] for part in plain(word).split("-"))
        return Name(given, family_key(kept[0]), words)
    family = family_key(kept[-1])
    first = [plain(word) for word in kept[:-1] if word.lower() not in PARTICLES]
    if len(kept) == 2 and kept[0] in _GIVEN_TOO and family not in _AFTER_BEN:
        first = [plain(kept[0])]  # Ben Wallace
    if _SLAVIC.search(plain(kept[-1])):
        first = [transliterated(word) for word in first]
    return Name(tuple(first), family, words)


@cache
def family_first() -> frozenset[str]:
    """Family names that stand first."""
    return lexicon.names("family_first", as_written=True)


def eastern(words: Sequence[str]) -> bool:
    """Does the family name stand first, as in Xi Jinping or Kim Jong Un?"""
    if not 2 <= len(words) <= 4 or words[0] not in family_first():
        return False
    if not all(_SYLLABLES.match(word.lower()) for word in words[1:]):
        return False
    return len(words) > 2 or words[0] not in _ALSO_GIVEN or korean(words[1])


def syllable(word: str) -> bool:
    """Can the capitalised word be a given name as they stand behind a family name in East Asia?"""
    return word[:1].isupper() and bool(_SYLLABLES.match(word.lower()))


def korean(word: str) -> bool:
    """Is the word a given name of two syllables, as in Kim Jong-un?"""
    return _KOREAN.match(word) is not None and syllable(word)


@lru_cache(maxsize=20_000)
def family_key(word: str) -> str:
    """The folded family name, in the lexicon's spelling where that knows another."""
    key = plain(ARTICLE.sub("", word))
    if _SLAVIC.search(key):
        key = transliterated(key)
    return _families().get(key, key)


@cache
def _entries() -> list[tuple[str, tuple[str, ...], bool]]:
    return [(row.word, row.also, row.alone) for row in lexicon.read(Person).values()]


@cache
def _families() -> dict[str, str]:
    """Other spelling of a family name -> the lexicon's own."""
    table: dict[str, str] = {}
    for name, also, _ in _entries():
        own = _raw_family(name)
        for other in also:
            key = _raw_family(other)
            if key != own:
                table[key] = own
    return table


def _raw_family(name: str) -> str:
    words = name.split()
    key = plain(ARTICLE.sub("", words[0] if eastern(words) else words[-1]))
    return transliterated(key) if _SLAVIC.search(key) else key


@cache
def _figures() -> dict[tuple[tuple[str, ...], str], Figure]:
    """Figures by each spelling of their whole name."""
    table = {}
    for name, also, alone in _entries():
        figure = Figure(parse(*name.split()), alone)
        for spelling in (name, *also):
            parsed = parse(*spelling.split())
            if parsed.given:
                table[parsed.given, parsed.family] = figure
    return table


@cache
def _alone() -> dict[str, Figure]:
    return {figure.name.family: figure for figure in _figures().values() if figure.alone}


def figure(name: Name) -> Figure | None:
    """The public figure of exactly this name in one of its spellings."""
    return _figures().get((name.given, name.family))


@cache
def figure_spellings() -> dict[str, list[tuple[str, ...]]]:
    """Whole names of figures as words, by their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, also, _ in _entries():
        for spelling in (name, *also):
            parts = tuple(spelling.split())
            if len(parts) > 1 and parts[0][0].isupper():
                table[parts[0]].append(parts)
    return {first: sorted(names, key=len, reverse=True) for first, names in table.items()}


def figure_alone(family: str) -> Figure | None:
    """The public figure for whom the family name alone stands."""
    return _alone().get(family)


@cache
def figures_alone() -> frozenset[str]:
    """The family names, as written, of figures for whom one alone stands, without those that have particles."""
    spelt = (spelling.split() for name, also, alone in _entries() if alone for spelling in (name, *also))
    whole = (words for words in spelt if len(words) > 1 and not eastern(words) and words[-2].lower() not in PARTICLES)
    return frozenset(words[-1] for words in whole if len(words[-1]) > 3)


@cache
def _offices() -> dict[str, dict[str, frozenset[str]]]:
    """Country -> class of an office -> keys of who has held it."""
    table: dict[str, dict[str, set[str]]] = {}
    for row in (*lexicon.read(Person).values(), *lexicon.read(Person, "holders").values()):
        for country, roles in row.held.items():
            for role in roles:
                table.setdefault(country, {}).setdefault(role, set()).add(fold_name(row.word))
    return {country: {role: frozenset(keys) for role, keys in roles.items()} for country, roles in table.items()}


def office_holders(role: str, country: str | None) -> frozenset[str]:
    """Keys of the figures whom the lexicon knows in an office (column ``role`` of ``nouns.toml``) of a country, at any
    time."""
    return _offices().get(country or "", {}).get(role, frozenset())


@cache
def figures_of(country: str | None) -> frozenset[str]:
    """Keys of the figures whom the lexicon knows in any office of a country."""
    return frozenset(chain.from_iterable(_offices().get(country or "", {}).values()))


@cache
def countries_of(role: str, key: str) -> frozenset[str]:
    """The countries in which the lexicon knows that a figure held an office; empty for who held none."""
    return frozenset(country for country in _offices() if key in office_holders(role, country))


def known_family(word: str) -> bool:
    """Is it the family name of somebody in the lexicon?"""
    return any(one.name.family == family_key(word) for one in _figures().values())


def same_given(one: Sequence[str], other: Sequence[str]) -> bool:
    """Can these given names be the same person's? Initials, middle names, near spellings, not Julia and Julian."""
    if not one or not other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return all(any(_alike(word, candidate) for candidate in longer) for word in shorter) and _alike(one[0], other[0])


def _alike(one: str, other: str) -> bool:
    one, other = one.rstrip("."), other.rstrip(".")
    if one == other or sounds(one) & sounds(other):
        return True
    if min(len(one), len(other)) == 1:
        return one[:1] == other[:1]
    if (one[-1:] in "ae") != (other[-1:] in "ae") or max(len(one), len(other)) > LONGEST:
        return False
    return (
        one[:1] == other[:1]
        and SequenceMatcher(None, one.replace("ks", "x"), other.replace("ks", "x")).ratio() >= ALIKE
    )


def fold_name(name: str) -> str:
    """The key of a person across articles: equal for all spellings of one name, e.g. ``"wladimir-putin"``."""
    parsed = parse(*name.split()) if name.split() else Name((), "", ())
    known = figure(parsed)
    if known:
        return slug(known.name.text)
    if not _SLAVIC.search(plain(parsed.words[-1]) if parsed.words else ""):
        return slug(name)
    return slug(" ".join(transliterated(plain(word)) for word in parsed.words))
