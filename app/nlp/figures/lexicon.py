"""The words of figures, from ``lexicon/figures.toml``, and the pieces of patterns made of them.

Imports no spaCy: ``app.compare`` asks it which nouns stand for one thing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from app.nlp import lexicon
from app.nlp.figures.terms import write
from app.nlp.german.fold import UMLAUTS, spelt_out
from app.nlp.lexicon import Country, Place, Verb

# Word lists whose words are rows of other files, by the property there, under the names that readers know.
_OF_ROWS = {
    ("counting", "labels"): "label",
    ("counting", "nouns"): "uncounted",
    ("counting", "loose"): "loose",
    ("counting", "everywhere"): "everywhere",
    ("counting", "forces"): "force",
    ("counting", "number_nouns"): "number_noun",
    ("quantities", "nouns"): "quantity",
    ("amounts", "doing"): "doing",
    ("amounts", "units"): "measuring",
    ("numbers", "vague"): "vague",
    ("dates", "names"): "named_number",
    ("meetings", "others"): "no_meeting",
}
_IN_SMALL_LETTERS = {
    ("meetings", "ends"): "meeting_end",
    ("meetings", "bodies"): "meeting_body",
    ("precision", "bearing"): "bearing",
    ("counting", "between"): "between",
    ("holding", "verbs"): "holding",
}


def _read() -> dict[str, Any]:
    """The tables of ``figures.toml`` with the lists of other files put in."""
    tables: dict[str, Any] = {name: dict(table) for name, table in lexicon.table("figures").items()}
    for (table, name), known_as in _OF_ROWS.items():
        tables.setdefault(table, {})[name] = " ".join(sorted(lexicon.nouns(known_as, as_written=True)))
    for (table, name), known_as in _IN_SMALL_LETTERS.items():
        tables.setdefault(table, {})[name] = " ".join(sorted(lexicon.words(known_as, swiss=False)))
    return tables


LEXICON: dict[str, Any] = _read()

HOLDING: dict[str, Any] = LEXICON["holding"]
_SMALL: dict[str, int] = LEXICON["numbers"]["small"]
_TENS: dict[str, int] = LEXICON["numbers"]["tens"]
SCALES: dict[str, float] = LEXICON["numbers"]["scales"]
_ONES = lexicon.function_words("one")


def either(words: Iterable[str]) -> str:
    """An alternation of plain words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_BELOW_TEN = either(word for word, value in _SMALL.items() if 1 < value < 10)
_BELOW_20 = either(word for word, value in _SMALL.items() if value > 1)
_BELOW_100 = rf"(?:(?:(?:ein|{_BELOW_TEN})und)?(?:{either(_TENS)})|{_BELOW_20})"
_BELOW_1000 = rf"(?:(?:ein|{_BELOW_TEN})?hundert(?:und)?(?:ein|{_BELOW_100})?|{_BELOW_100})"
_WHOLE = rf"(?:(?:ein|{_BELOW_1000})?tausend(?:und)?(?:ein|{_BELOW_1000})?|{_BELOW_1000})"
WORD = rf"(?i:(?:{_BELOW_100}|ein)einhalb|anderthalb|{_WHOLE})"
# Nothing is counted with more figures: a longer run is a code, and no pattern that ends there takes a part of it.
DIGITS = r"(?:\d{1,3}(?:[.'’\u00a0\u202f ]\d{3}){1,9}(?:,\d{1,30})?|\d{1,30}(?:,\d{1,30})?)"
_SIGNS = str.maketrans(dict.fromkeys(".'’\xa0\u202f ") | {",": "."})


@lru_cache(maxsize=1 << 12)
def number(word: str) -> float:
    """The value of a number in figures ("1.200", "2,5") or in words ("dreieinhalb", "hundertzwanzig", "einer").

    Raises ValueError where the word is none.
    """
    low = word.lower()
    if low[:1].isdigit():
        return float(low.translate(_SIGNS))
    if low == "anderthalb":
        return 1.5
    if low.endswith("einhalb"):
        return _whole(low.removesuffix("einhalb")) + 0.5
    return float(_whole(low))


def _whole(low: str) -> int:
    for word, factor in (("tausend", 1000), ("hundert", 100)):
        before, found, after = low.partition(word)
        if found:
            rest = after.removeprefix("und")
            return (_whole(before) if before else 1) * factor + (_whole(rest) if rest else 0)
    if low in _ONES:
        return 1
    if low in _SMALL:
        return _SMALL[low]
    if low in _TENS:
        return _TENS[low]
    one, _, ten = low.partition("und")
    if ten in _TENS and (one in _SMALL or one in _ONES):
        return _TENS[ten] + _whole(one)
    raise ValueError(low)


_SIGNLESS = str.maketrans({"-": None, "’": None, "'": None})


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """A word as figures are compared by it: lower case, umlauts as two letters, no hyphens, no inflection."""
    low = _without_s(word.lower().translate(UMLAUTS).translate(_SIGNLESS))
    if low.endswith("innen") and len(low) > 8:
        low = low[:-5]
    for ending in _NOUN_ENDINGS if word[:1].isupper() else _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 4:
            low = low[: -len(ending)] + ("ung" if ending == "ungen" else "")
            break
    return _without_s(low)


_NOUN_ENDINGS = ("ungen", "ern", "en", "em", "er", "es", "e", "n")
_ENDINGS = ("ungen", "eten", "ten", "ern", "en", "em", "er", "es", "e", "n")


def _without_s(low: str) -> str:
    """ "grenzzauns" is "grenzzaun", and "ausweis" is folded as "ausweise" is."""
    return low[:-1] if len(low) > 4 and low.endswith("s") and not low.endswith("ss") else low


_SAME = {fold(noun): name for name, nouns in LEXICON["same"].items() for noun in nouns.split()}
_PLAIN = {noun: name for name, nouns in LEXICON["same"].items() for noun in nouns.split()}


@lru_cache(maxsize=1 << 14)
def term(noun: str) -> str:
    """What a noun is compared by: the thing it stands for where the lexicon knows it, else its folded form."""
    last = noun.rsplit("-", 1)[-1]
    known = _PLAIN.get(noun) or _PLAIN.get(last) or _SAME.get(fold(last))
    return known or ("treffen" if _meeting(last) else fold(noun))


_MEETINGS = tuple(LEXICON["meetings"]["ends"].split())
_OTHERS = tuple(LEXICON["meetings"]["others"].split())


def _meeting(noun: str) -> str | None:
    """What stands before the meeting in a closed compound ("Stahl" in "Stahlgipfel"); None for any other noun."""
    end = next((end for end in _MEETINGS if noun.endswith(end) and len(noun) > len(end) + 1), None)
    return noun.removesuffix(end) if end and not noun.startswith(_OTHERS) else None


def _key(name: str) -> str:
    """The name of a country or place as figures are compared by it."""
    return spelt_out(name).replace(" ", "")


_COUNTED = {_key(row.word): row for row in lexicon.read(Country).values() if "counted" in row.properties}
SEATS = {name: key for key, row in _COUNTED.items() for name in row.seats} | {
    _key(row.word): _key(row.seat_of) for row in lexicon.read(Place).values() if row.seat_of
}
_COUNTRIES = [(fold(beginning), key) for key, row in _COUNTED.items() for beginning in row.adjectives]


@lru_cache(maxsize=1 << 14)
def country_of(adjective: str) -> str | None:
    """The country an adjective names ("ukrainischen"), None for any other word."""
    low = fold(adjective)
    return next((country for beginning, country in _COUNTRIES if low == beginning or low[:-1] == beginning), None)


def country_named(word: str) -> str | None:
    """The country or union that a word names, itself or by its seat ("Berlin", "EU")."""
    low = spelt_out(word)
    return SEATS.get(low) or (low if low in _COUNTED else "usa" if low == "us" else None)


_BODIES = frozenset(LEXICON["bodies"]["short"].split())
_LIGHT = lexicon.verb_forms("light", as_written=True)
_IRREGULAR = {
    form: verb.word
    for verb in lexicon.read(Verb).values()
    if verb.forms or verb.counted
    for form in (verb.word, *verb.forms, *verb.counted)
}


def is_light(verb: str) -> bool:
    """Is it a form of a verb that stands anywhere and tells nothing of what is counted?"""
    low = verb.lower()
    return low in _LIGHT or _IRREGULAR.get(low) in _LIGHT


@lru_cache(maxsize=1 << 14)
def verb_term(verb: str) -> str:
    """A verb as figures are compared by it: its forms fall together ("zählte", "gezählt"; "stieg", "gestiegen")."""
    low = verb.lower()
    known = _IRREGULAR.get(low)
    root = fold(known or low)
    if known is None and root.endswith("t") and len(root) >= 5:
        root = root.removeprefix("ge")[:-1] if len(root) >= 7 else root[:-1]
        root = root[:-1] if root.endswith("e") and len(root) >= 5 else root
    return root


@lru_cache(maxsize=1 << 14)
def restriction(noun: str) -> str | None:
    """What a compound says more than its last part: "Vier-Augen-Gespräch" -> "vieraugen", "Klimagipfel" -> None;
    the short name of a body ("EU-Gipfel", "G20-Treffen") only tells whose it is: a term of the kind ``of``.

    Of closed compounds only meetings are cut: how any other is to be cut is not sure enough.
    """
    first, hyphen, last = noun.rpartition("-")
    if last not in _PLAIN and fold(last) not in _SAME and (before := _meeting(last)):
        return write("of", fold(first + before))
    if not hyphen or not (last in _PLAIN or fold(last) in _SAME):
        return None
    capitals = sum(sign.isupper() or sign.isdigit() for sign in first)
    body = first in _BODIES or (capitals > 1 and "-" not in first)
    return write("of" if body else "word", fold(first))
