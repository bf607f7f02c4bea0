"""What is told around a figure, beyond its clause: the telling words of its sentence and of the one before, and the
numbers given beside it. By these two papers are seen to speak of one thing where their clauses share little.

Words are those that German at large uses seldom, folded; a number beside it, one in the sentence before or behind and
another one that the text gives of the same noun are told with their units, as terms of three kinds (``terms``).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.nlp import lexicon
from app.nlp.figures.clause import is_noun, tag
from app.nlp.figures.context import named, parts_of
from app.nlp.figures.kinds import sign_of
from app.nlp.figures.lexicon import country_of, is_light, term, verb_term
from app.nlp.figures.terms import write
from app.nlp.german.clauses import Item
from app.nlp.german.word_table import words
from app.nlp.types import Figure, Mention

_TIMES = lexicon.words("time")
_SELDOM = 10  # -log of a word's share of German text from which on it tells something
_MOST = 24
_NUMBERS = 8
_TELLING = ("VV(", "ADJ(A")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with the number of its sentence and the telling words of that sentence."""

    sentence: int
    figure: Figure
    words: tuple[str, ...]


def telling_words(items: Iterable[Item], key_of: Callable[[Mention], str]) -> tuple[str, ...]:
    """The telling words of a sentence, each once, in order."""
    found: dict[str, None] = {}
    for item in items:
        if item.name is not None:
            found[named(item.name, key_of(item.name))] = None
        elif item.capital and is_noun(item) and item.low not in _TIMES and _seldom(item.text):
            found[term(item.text)] = None
            found |= dict.fromkeys(parts_of(item.text))
        elif not item.capital and (country := country_of(item.text)):
            found[write("country", country)] = None
        elif not item.capital and tag(item.text).startswith(_TELLING) and not is_light(item.text) and _seldom(item.low):
            found[verb_term(item.text)] = None
    return tuple(found)


def _seldom(word: str) -> bool:
    known = words()[word].rarity
    return not known or known >= _SELDOM


def with_around(found: Sequence[Told], before: Callable[[int], tuple[str, ...]]) -> list[Figure]:
    """The figures of a text with what is told around them; ``before``: telling words of the sentence before one."""
    beside: dict[int, list[str]] = {}
    given: dict[tuple[str, str], dict[str, int]] = {}  # of a kind and noun: numbers, and where each first stands
    for place, one in enumerate(found):
        sign = sign_of(one.figure)
        beside.setdefault(one.sentence, []).append(sign)
        for noun in one.figure.terms if sign else ():
            given.setdefault((one.figure.kind, noun), {}).setdefault(sign, place)
    first = {key: dict(islice(numbers.items(), _NUMBERS + 1)) for key, numbers in given.items()}
    told: list[Figure] = []
    for one in found:
        own = sign_of(one.figure)
        same = [write("number", sign) for sign in beside[one.sentence] if sign not in ("", own)]
        near = [*beside.get(one.sentence - 1, ()), *beside.get(one.sentence + 1, ())]
        numbers = dict.fromkeys((*same, *(write("near", sign) for sign in near if sign not in ("", own))))
        others: dict[str, int] = {}
        for noun in one.figure.terms:
            for sign, place in first.get((one.figure.kind, noun), {}).items():
                others[sign] = min(place, others.get(sign, place))
        values = [write("other", sign) for sign in sorted(others, key=others.__getitem__) if sign != own]
        spoken = dict.fromkeys((*one.words, *before(one.sentence)))
        around = (*list(numbers)[:_NUMBERS], *values[:_NUMBERS], *list(spoken)[:_MOST])
        told.append(replace(one.figure, around=around))
    return told
