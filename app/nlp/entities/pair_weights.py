"""The weights of pairs of neighbours, looked up for all words of some sentences at once.

Every word has five pairs by its neighbours' forms and five by their clusters, and most are in no list: to spell each
one and ask for it costs more than all else that a word tells. So a pair is a number here, and the lists are sorted.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from app.nlp.entities.features import PAIRS, WORD

Floats = NDArray[np.float32]
BITS = 20  # of a word's or cluster's number
NOTHING = -1  # the number of what stands in no list, and of the places beyond a sentence's ends
BEYOND = max(max(-pair.left, pair.right) for pair in PAIRS)  # words that a pair looks past the ends of a sentence


class Pairs:
    """The pairs that have weights. ``rows`` tells the row of ``weights`` (rows x labels) that each feature has."""

    def __init__(self, rows: Mapping[str, int], weights: Floats) -> None:
        self._words: dict[str, int] = {}
        told: dict[str, dict[int, int]] = {pair.name: {} for pair in PAIRS}
        kinds = {pair.name: pair.by for pair in PAIRS}
        for name, row in rows.items():
            kind, _, values = name.partition("=")
            if kind in told:
                left, _, right = values.partition(" ")
                numbers = [self._number(value, kinds[kind]) for value in (left, right or left)]
                told[kind][numbers[0] << BITS | numbers[1]] = row
        self._lists: list[tuple[NDArray[np.int64], Floats]] = []
        for pair in PAIRS:
            known = sorted(told[pair.name].items())
            keys = np.array([*(key for key, _ in known), np.iinfo(np.int64).max], np.int64)
            self._lists.append((keys, weights[[row for _, row in known]]))

    def _number(self, value: str, by: int) -> int:
        return self._words.setdefault(value, len(self._words)) if by == WORD else int(value)

    def numbers(self, form: str, beginning: int, cluster: int) -> tuple[int, int, int]:
        """What a word is paired by (``Features.paired``), in that order, its form as a number too."""
        return self._words.get(form, NOTHING), beginning, cluster

    def add(self, scores: Floats, numbers: NDArray[np.int64], places: NDArray[np.intp]) -> None:
        """Add to ``scores`` (words x labels) the weights of each word's pairs.

        ``numbers``: three for each word, and ``NOTHING`` for ``BEYOND`` words around every sentence; ``places``: where
        in it the words stand.
        """
        columns = np.ascontiguousarray(numbers.T)
        for pair, (keys, weights) in zip(PAIRS, self._lists, strict=True):
            column = columns[pair.by]
            asked = column[places + pair.left] << BITS | column[places + pair.right]  # negative beside nothing
            at = keys.searchsorted(asked)
            found = np.flatnonzero(keys[at] == asked)
            scores[found] += weights[at[found]]
