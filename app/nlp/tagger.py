"""Reading a sentence with a linear-chain CRF's weights: the best labels (Viterbi) and how likely each is.

The weights are those that python-crfsuite learnt (``training.recogniser``), laid out so that what a word contributes at
each place of the window is added up once and kept, which is faster than handing all features over each time. The file
holds ``labels``, ``attributes`` (names of the features, one a line, as bytes), ``weights`` (float32, attributes x
labels) and ``transitions`` (float32, from x to).
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.nlp.features import WINDOW, Features, Told, spelt

Floats = NDArray[np.float32]
SCALED = 8  # words after which the sums of paths are brought back to one
REMEMBERED = 20_000  # words whose contributions are kept, and kinds of neighbours


class Tagger:
    """Labels for sentences; remembers the last one for ``marginal``."""

    def __init__(self, path: Path, features: Features) -> None:
        with np.load(path) as table:
            self.labels = [str(label) for label in table["labels"]]
            names = bytes(table["attributes"]).decode().split("\n")
            kept = np.zeros((1 + REMEMBERED, len(self.labels)), np.float32)
            self._weights: Floats = np.vstack([table["weights"], kept])
            self._transitions: Floats = table["transitions"]
        self._nothing = len(names)  # the row of zeros; behind it the sums of what neighbours tell
        self._rows: dict[str, int] = {}
        self._sums_of: dict[tuple[str, str, str, str], int] = {}
        self._blocks, self._seen_from = self._grouped(names)
        self._features = features
        self._words: dict[str, Floats] = {}
        self._learn([""])
        self._edge = self._words[""]
        self._scores: Floats = np.zeros((0, len(self.labels)), np.float32)
        self._likely: Floats | None = None

    def _grouped(self, names: Sequence[str]) -> tuple[dict[str, int], Floats]:
        """What a word's features say from every place of the window in one block, so that one look-up finds all."""
        prefixes = {f"{at}": place for place, at in enumerate(WINDOW)}
        blocks: dict[str, int] = {}
        places: list[tuple[int, int, int]] = []
        for row, name in enumerate(names):
            at, colon, feature = name.partition(":")
            place = prefixes.get(at) if colon else None
            if place is None:
                self._rows[name] = row
            else:
                places.append((blocks.setdefault(feature, len(blocks)), place, row))
        seen_from = np.zeros((len(blocks) + 1, len(WINDOW), len(self.labels)), np.float32)
        if places:
            block, place, rows = np.array(places).T
            seen_from[block, place] = self._weights[rows]
        return blocks, seen_from

    def tag(self, words: Sequence[str]) -> list[str]:
        """BIO labels of a sentence's words."""
        self._likely = None
        if not words:
            return []
        self._scores = self._state_scores(words)
        return [self.labels[number] for number in self._best(self._scores)]

    def marginal(self, label: str, place: int) -> float:
        """How likely a label is at a place of the sentence tagged last, 0 to 1."""
        if self._likely is None:
            self._likely = self._marginals(self._scores)
        return float(self._likely[place, self.labels.index(label)])

    def _state_scores(self, words: Sequence[str]) -> Floats:
        """Words x labels: what the features say, the neighbours' labels left aside."""
        if len(self._sums_of) + 3 * len(words) > REMEMBERED:  # a sentence has three for each word
            self._sums_of.clear()
        if new := [word for word in dict.fromkeys(words) if word not in self._words]:
            self._learn(new, keep=words)
        around = np.stack([self._edge] * 2 + [self._words[word] for word in words] + [self._edge] * 2)
        count = len(words)
        scores: Floats = sum(around[2 + at : 2 + at + count, place] for place, at in enumerate(WINDOW))  # type: ignore[assignment]
        return scores + self._sums(self._features.between(words))

    def _sums(self, groups: Iterable[Sequence[Told]]) -> Floats:
        """Groups x labels: the weights of each group's features added up."""
        rows: list[int] = []
        starts: list[int] = []
        known = self._rows.get
        triple = self._triple
        for features in groups:
            starts.append(len(rows))
            rows.append(self._nothing)
            rows += [
                row for one in features if (row := known(one) if isinstance(one, str) else triple(one)) is not None
            ]
        total: Floats = np.add.reduceat(self._weights[rows], starts, axis=0)
        return total

    def _triple(self, told: tuple[str, str, str, str]) -> int:
        """The row in which the weights of what three neighbours are stand added up."""
        row = self._sums_of.get(told)
        if row is None:
            row = self._sums_of[told] = self._nothing + 1 + len(self._sums_of)
            rows = [known for one in spelt(told) if (known := self._rows.get(one)) is not None]
            self._weights[row] = self._weights[rows].sum(axis=0)
        return row

    def _learn(self, words: Sequence[str], keep: Sequence[str] = ()) -> None:
        """Keep what each word contributes (places of the window x labels), seen from each place."""
        if len(self._words) + len(words) > REMEMBERED:
            self._words = {word: self._words[word] for word in keep if word in self._words} | {"": self._edge}
        blocks: list[int] = []
        starts: list[int] = []
        alone: list[Sequence[str]] = []
        known = self._blocks.get
        for word in words:
            around, own = self._features.of_word(word)
            starts.append(len(blocks))
            blocks.append(len(self._blocks))  # the block of zeros
            blocks += [block for one in around if (block := known(one)) is not None]
            alone.append(own)
        found = np.add.reduceat(self._seen_from[blocks], starts, axis=0)
        found[:, WINDOW.index(0)] += self._sums(alone)
        self._words.update(zip(words, found, strict=True))

    def _best(self, scores: Floats) -> list[int]:
        """The best path (Viterbi 1967)."""
        best = scores[0]
        back = []
        for row in scores[1:]:
            steps = best[:, None] + self._transitions
            back.append(steps.argmax(axis=0))
            best = np.maximum.reduce(steps, axis=0) + row
        path = [int(best.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return path[::-1]

    def _marginals(self, scores: Floats) -> Floats:
        """Forwards and backwards (Rabiner 1989), scaled so that nothing overflows."""
        steps = np.exp(self._transitions.astype(np.float64))
        state = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
        ahead = np.empty_like(state)
        behind = np.ones_like(state)
        for place, row in enumerate(state):
            now = row if place == 0 else (ahead[place - 1] @ steps) * row
            ahead[place] = now if place % SCALED else now / now.sum()
        for place in range(len(state) - 2, -1, -1):
            now = steps @ (state[place + 1] * behind[place + 1])
            behind[place] = now if place % SCALED else now / now.sum()
        both = ahead * behind
        likely: Floats = (both / both.sum(axis=1, keepdims=True)).astype(np.float32)
        return likely
