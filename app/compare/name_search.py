"""Where a text has words that may be a name, whatever the language service made of them: recall first.

What stands here is only ever offered. Pure functions over text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from app.nlp.entities.person_names import family_key, slug
from app.nlp.german.fold import plain
from app.nlp.german.frequencies import is_listed
from app.nlp.german.stems import stem

MOST_WORDS = 4  # of a name that is looked for as a whole
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_JOINED = re.compile(r"[\s\-‐‑]{1,2}")  # what may stand between two words of one name
_SHORTEST_SOUND = 4  # letters of a name whose spelling may differ
_LONGEST_PARTICLE = 3  # letters of what may stand in small letters within a name: "al", "von", "der"

# What the spellings of foreign names in German papers have in common: longest first.
_SOUNDS = (
    ("dzh", "i"), ("dsch", "i"), ("tsch", "k"), ("tch", "k"), ("sch", "s"), ("sh", "s"), ("ch", "k"), ("kh", "k"),
    ("gh", "g"), ("dj", "i"), ("zh", "s"), ("ts", "s"), ("tz", "s"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("ck", "k"), ("qu", "k"), ("ou", "u"), ("ow", "u"), ("oo", "u"), ("ee", "i"), ("z", "s"), ("c", "k"), ("w", "v"),
    ("j", "i"), ("y", "i"), ("q", "k"), ("x", "ks"), ("h", ""), ("e", "a"), ("o", "u"),
)  # fmt: skip

_GIVEN_ALIKE = 0.75  # share of two given names' sounds from which on they may be spellings of one: "Schiwko", "Živko"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heard:
    """How a name sounds: its last word, with the letters that this is spelt in, and those before it that are no
    particles."""

    family: str
    letters: str = ""
    given: tuple[str, ...] = ()


@dataclass(slots=True)
class NamePlaces:
    """The first place of each possible name: by folded whole name, folded family name, and loose key."""

    wholes: dict[str, Span] = field(default_factory=dict)
    families: dict[str, Span] = field(default_factory=dict)
    loose: dict[str, Span] = field(default_factory=dict)

    def whole(self, key: str) -> Span | None:
        """The first place of a folded whole name."""
        return self.wholes.get(key)

    def family(self, key: str) -> Span | None:
        """The first place of a folded family name."""
        return self.families.get(key)

    def like(self, key: str) -> Span | None:
        """The first place of a loose key."""
        return self.loose.get(key)


class NamesIn:
    """The same places as those of ``name_places``, each looked for when it is asked for: for texts in which few names
    are wanted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = list(_WORD.finditer(text))

    def whole(self, key: str) -> Span | None:
        """The first place of a folded whole name."""
        for number, first in enumerate(self.words):
            if _opens(first[0]) and key.startswith(_opening(first[0])):
                for last in _runs(self.text, self.words, number):
                    span = first.start(), last.end()
                    if any(slug(form) == key for form in _forms(self.text[span[0] : span[1]])):
                        return span
        return None

    def family(self, key: str) -> Span | None:
        """The first place of a folded family name."""
        spelt = (word for word in self.words if _opens(word[0]))
        return next((word.span() for word in spelt if any(_family(form) == key for form in _forms(word[0]))), None)

    def like(self, key: str) -> Span | None:
        """The first place of a loose key: a sound is of one word, stems are of several."""
        several = "-" in key
        for number, first in enumerate(self.words):
            if not _opens(first[0]):
                continue
            if not several and sound(first[0]) == key:
                return first.span()
            if several and key.startswith(f"{stem(first[0])}-"):
                for last in _runs(self.text, self.words, number):
                    if last is not first and _stemmed(self.text[first.start() : last.end()]) == key:
                        return first.start(), last.end()
        return None


def name_places(text: str) -> NamePlaces:
    """All of a text: every word with a capital, and every run of such words (with particles between them)."""
    found = NamePlaces()
    words = list(_WORD.finditer(text))
    for number, first in enumerate(words):
        if not _opens(first[0]):
            continue
        for form in _forms(first[0]):
            found.families.setdefault(_family(form), first.span())
        if heard := sound(first[0]):
            found.loose.setdefault(heard, first.span())
        for last in _runs(text, words, number):
            span = first.start(), last.end()
            for form in _forms(text[span[0] : span[1]]):
                found.wholes.setdefault(slug(form), span)
            if last is not first:
                found.loose.setdefault(_stemmed(text[span[0] : span[1]]), span)
    return found


def loose_key(kind: str, name: str) -> str:
    """What other forms of a name share: of a person's the sound of its last word, of others the stems of several
    words ("Vereinigte Arabische Emirate", "den Vereinigten Arabischen Emiraten"); "" where there is nothing loose."""
    words = _WORD.findall(name)
    if not words:
        return ""
    if kind == "person":
        return sound(words[-1])
    return _stemmed(name) if len(words) > 1 else ""


def _stemmed(name: str) -> str:
    return "-".join(stem(word) for word in _WORD.findall(name))


@lru_cache(maxsize=20_000)
def _family(word: str) -> str:
    return family_key(word)


@lru_cache(maxsize=20_000)
def _opening(word: str) -> str:
    """How the slug of every name begins that begins with the word; "" where its letters tell nothing of that."""
    own = slug(word) if any(sign.isalnum() for sign in plain(word)) else ""
    return own.removesuffix("s")


def _opens(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _forms(name: str) -> Iterator[str]:
    """As it stands, and without the s of a genitive."""
    yield name
    if name.endswith("s") and len(name) > len("Bonn"):
        yield name[:-1]


def _runs(text: str, words: list[re.Match[str]], first: int) -> Iterator[re.Match[str]]:
    """The words that may end a name which begins with the one numbered ``first``."""
    for number in range(first, min(first + MOST_WORDS, len(words))):
        if number > first and not _JOINED.fullmatch(text[words[number - 1].end() : words[number].start()]):
            return
        if _opens(words[number][0]):
            yield words[number]
        elif len(words[number][0]) > _LONGEST_PARTICLE:
            return


@lru_cache(maxsize=20_000)
def heard(name: str) -> Heard | None:
    """How the name of a person sounds; None where its last word has no sound of its own."""
    words = _WORD.findall(name)
    family = sound(words[-1]) if words else ""
    given = (_spoken(word) for word in words[:-1] if len(word) > _LONGEST_PARTICLE)
    return Heard(family, _letters(words[-1]), tuple(filter(None, given))) if family else None


def sounds_alike(a: Heard | None, b: Heard | None) -> bool:
    """Whether two names may be spellings of one: the last words sound alike. Where they are spelt alike too, given
    names that sound otherwise tell two people of one family; else they may be two of one person's ("Sultan al-Jaber",
    "Ahmed al-Dschaber")."""
    if a is None or b is None or a.family != b.family:
        return False
    if a.letters != b.letters:
        return True
    pairs = [(one, other) for one in a.given for other in b.given]
    return not pairs or any(SequenceMatcher(None, *pair).ratio() >= _GIVEN_ALIKE for pair in pairs)


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """How a foreign name sounds, so that spellings of it meet: "Dschaber", "Jaber"; "" for short and common words.

    Different names may sound alike, so that this only ever offers.
    """
    letters = _letters(name).removesuffix("s")
    return "" if len(letters) < _SHORTEST_SOUND or is_listed(stem(name)) else _spoken(letters)


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    return "".join(sign for sign in plain if sign.isalpha() and sign.isascii())


def _spoken(name: str) -> str:
    letters = _letters(name)
    for spelling, told in _SOUNDS:
        letters = letters.replace(spelling, told)
    return "".join(sign for place, sign in enumerate(letters) if place == 0 or sign != letters[place - 1])
