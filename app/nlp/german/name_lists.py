"""Given names and family names of many languages (``model/names.txt``), one of the recogniser's hints.

A line is a name, a tab, and ``g``, ``f`` or ``gf``: given name, family name, both.
"""

from functools import cache
from pathlib import Path

from app.nlp.model import FOLDER

NAMES = FOLDER / "names.txt"
GIVEN, FAMILY = 1, 2


class NameLists:
    """The names of one file by word; names of several words count word by word."""

    def __init__(self, path: Path = NAMES) -> None:
        self.whole: dict[int, list[str]] = {GIVEN: [], FAMILY: []}
        self._bits: dict[str, int] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            name, _, kinds = line.partition("\t")
            bits = (GIVEN if "g" in kinds else 0) | (FAMILY if "f" in kinds else 0)
            for bit in (GIVEN, FAMILY):
                if bits & bit:
                    self.whole[bit].append(name)
            for word in name.split():
                if len(word) > 1 and word[0].isupper():
                    self._bits[word] = self._bits.get(word, 0) | bits

    def __getitem__(self, word: str) -> int:
        """``GIVEN``, ``FAMILY``, both or 0, for exactly this form."""
        return self._bits.get(word, 0)


@cache
def name_lists() -> NameLists:
    """The shipped lists, read once per process."""
    return NameLists()
