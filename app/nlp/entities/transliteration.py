"""One name written after German and after English habits: al-Dschaber and Al Jaber, Paschinjan and Pashinyan.

A word is read in both ways into one notation; two words can be one name where a reading of the one is one of the other.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from app.nlp.german.fold import plain

SURELY = 6  # letters from which a family name alone is known by its sound
ARTICLE = re.compile(r"^(?:al|el|as|ash|ar|an|ad|at)-(?=\w)", re.I)
_ENGLISH_SIGNS = re.compile(r"sh|kh|zh|ch|j|v|y[aeou]|[aeou]y")
_GERMAN = (("dsch", "J"), ("tsch", "C"), ("sch", "S"), ("ch", "X"), ("j", "y"), ("w", "v"))
_ENGLISH = (("zh", "S"), ("sh", "S"), ("kh", "X"), ("ch", "C"), ("j", "J"), ("w", "v"), ("z", "s"), ("ou", "u"))
_BOTH = (
    (re.compile(r"(?<=[b-df-hj-np-tv-xzSXCJ])i(?=[aeou])"), "y"), (re.compile("x"), "ks"), (re.compile("q"), "k"),
    (re.compile(r"(?:iy|yy|y)$"), "i"), (re.compile("aa"), "a"), (re.compile("ah$"), "a"),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def sounds(word: str) -> frozenset[str]:
    """The readings of a name's word, without its Arabic article."""
    low = plain(ARTICLE.sub("", word))
    readings = {_read(low, _GERMAN)}
    if _ENGLISH_SIGNS.search(low):
        readings.add(_read(low, _ENGLISH))
    return frozenset(readings)


def articled(names: Iterable[Sequence[str]]) -> frozenset[str]:
    """The readings of the family names that stand with an Arabic article in full names."""
    with_article = (name for name in names if ARTICLE.match(name[-1]) or (len(name) > 2 and is_articled(name[-2:])))
    return frozenset(sound for name in with_article for sound in sounds(name[-1]))


def is_articled(name: Sequence[str]) -> bool:
    """Are two words perhaps a family name with its article, as in "Al Jaber", and perhaps a full name ("Al Gore")?"""
    return len(name) == 2 and name[0].lower() == "al"


def _read(low: str, habit: tuple[tuple[str, str], ...]) -> str:
    for letters, sound in habit:
        low = low.replace(letters, sound)
    for pattern, sound in _BOTH:
        low = pattern.sub(sound, low)
    return low
