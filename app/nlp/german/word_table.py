"""What the model knows of single words: Brown cluster, frequency, word class, place names.

The table (``model/words.npz``, made by ``training.words``) holds parallel arrays sorted by a 64-bit hash of the
word: ``keys`` uint64, ``cluster`` uint16, ``rarity`` uint8 (-log probability, 0 = not counted), ``tag`` uint8 (index
into ``tags``, HanTa's word classes), ``bits`` uint8 (see ``CITY`` and its neighbours). ``circles`` has a row for each
cluster: its number, and how many given and family names are in it, in steps of five per cent, at most 9.
"""

from bisect import bisect_left
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.nlp.german.name_lists import FAMILY, GIVEN, NameLists, name_lists
from app.nlp.model import FOLDER

TABLE = FOLDER / "words.npz"

CITY, CITY_PART, COUNTRY, COUNTRY_PART = 1, 2, 4, 8
UNTAGGED = "?"
Row = tuple[int, int, int, int]  # cluster, bits, rarity, tag index
_UNKNOWN: Row = (0, 0, 0, 0)
_VERB_TAGS = ("VV(", "VA(", "VM(")
REMEMBERED = 50_000  # words kept by a lexicon before it starts afresh, so that a worker's memory stays bounded


class Word(NamedTuple):
    """One word as the features see it. ``form`` tells how it was found: itself, as genitive (s), by the head of a
    hyphenated compound (h), from capitals (u), not at all (-). ``lower``: rarity of its lower-case twin, 0 = none.
    ``name``: listed as given name (F), family name (L) or both (B), else perhaps a name (u) or a noun (n), "" if small.
    ``circle``: how many given and family names share its cluster, two digits in steps of five per cent, "" unknown."""

    cluster: int
    bits: int
    rarity: int
    tag: str
    form: str
    lower: int
    name: str = ""
    circle: str = ""


class Words:
    """The word table of one file."""

    def __init__(self, path: Path = TABLE, names: NameLists | None = None) -> None:
        self._names = names or name_lists()
        with np.load(path) as table:
            self._keys = memoryview(table["keys"])  # single keys are found faster in it than in an array
            self._rows = np.stack(
                [table[name].astype(np.uint16) for name in ("cluster", "bits", "rarity", "tag")], axis=1
            )
            self.tags = [str(tag) for tag in table["tags"]]
            self.endings = dict(
                zip(map(str, table["endings"]), (self.tags[k] for k in table["ending_tags"]), strict=True)
            )
            self._circles = {cluster: f"{given}{family}" for cluster, given, family in table["circles"].tolist()}
        self._seen: dict[str, Word] = {}

    def __getitem__(self, word: str) -> Word:
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            known = self._seen[word] = self._look_up(word)
        return known

    def row(self, word: str) -> Row | None:
        """(cluster, bits, rarity, tag index) of exactly this form, None where the table does not hold it."""
        key = key_of(word)
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return None
        cluster, bits, rarity, tag = self._rows[place].tolist()
        return cluster, bits, rarity, tag

    def _look_up(self, word: str) -> Word:
        capital = word[:1].isupper()
        cluster, bits, rarity, number = own = self.row(word) or _UNKNOWN
        tag = self.tags[number] if number else self.guess(word)
        form = ""
        if base := self._genitive(word, own):
            cluster, bits, form = cluster or base[0], bits | base[1], "s"
        elif own == _UNKNOWN:
            cluster, bits, form = self._by_relation(word)
        twin = self.row(word.lower()) if capital else None
        name = self._name(word, tag, form) if capital else ""
        return Word(cluster, bits, rarity, tag, form, twin[2] if twin else 0, name, self._circles.get(cluster, ""))

    def _genitive(self, word: str, own: Row) -> Row | None:
        """The row of the word without its genitive ending, where only that is known, or is the commoner one."""
        if len(word) <= 3 or word[-1] not in "s’'" or not word[0].isupper():
            return None
        base = self.row(genitive_base(word))
        if base is None or own == _UNKNOWN:
            return base
        commoner = base[2] and (not own[2] or base[2] < own[2])
        return base if commoner else None

    def _by_relation(self, word: str) -> tuple[int, int, str]:
        """(cluster, bits, form) of a word that the table lacks: by the head of a compound, by the word in capitals."""
        if "-" in word and (head := self.row(word.rsplit("-", 1)[1])):
            return head[0], 0, "h"
        if len(word) > 3 and word.isupper() and (low := self.row(word.capitalize())):
            return low[0], low[1], "u"
        return 0, 0, "-"

    def _name(self, word: str, tag: str, form: str) -> str:
        """What kind of personal name a capitalised word may be."""
        bits = self._names[word]
        if not bits and word[-1] in "s'’":
            bits = self._names[genitive_base(word)]
        if not bits and len(word) > 2 and word.isupper():
            bits = self._names[word.capitalize()]
        if not bits and "-" in word:
            bits = self._names[word.split("-", 1)[0]] & self._names[word.rsplit("-", 1)[1]]
        if bits:
            return {GIVEN: "F", FAMILY: "L"}.get(bits, "B")
        return "u" if form == "-" or tag in ("NE", UNTAGGED) else "n"

    def guess(self, word: str) -> str:
        """Word class of a word the table lacks, from its longest known ending."""
        if not word[:1].isalpha():
            return UNTAGGED
        case = "A" if word[0].isupper() else "a"
        for length in range(min(5, len(word)), 0, -1):
            tag: str | None = self.endings.get(case + word[-length:])
            if tag:
                return tag
        return UNTAGGED


def key_of(word: str) -> int:
    """The word's place in the table: 64 bits of BLAKE2."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def genitive_base(word: str) -> str:
    """The word without its genitive ending: Putins, Putin's, Johannes’ -> Putin, Putin, Johannes."""
    for ending in ("'s", "’s", "’", "'", "s"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


@cache
def words() -> Words:
    """The shipped table, read once per process."""
    return Words()


def has_verb(clause: str) -> bool:
    """Has the clause a word in small letters that may be a verb?"""
    return any(word.islower() and words()[word].tag.startswith(_VERB_TAGS) for word in clause.split())
