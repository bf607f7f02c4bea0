"""Reading sentences with a linear-chain CRF's weights: the best labels (Viterbi) and how likely each is.

The weights are those that python-crfsuite learnt (``training.recogniser``), laid out so that what a word contributes at
each place of the window is added up once and kept, and sentences are read side by side: both are faster than handing
all features over each time. The file holds ``labels``, ``attributes`` (names of the features, one a line, as bytes),
``weights`` (float32, attributes x labels) and ``transitions`` (float32, from x to).
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.nlp.entities.features import PAIRS, WINDOW, Features, Told, spelt
from app.nlp.entities.pair_weights import BEYOND, NOTHING, Pairs
from app.nlp.types import EntityKind

Floats = NDArray[np.float32]
T = TypeVar("T")
Kind = EntityKind | Literal["other"]
SCALED = 8  # words after which the sums of paths are brought back to one
TOGETHER = 64  # sentences that are read side by side
LONGEST = 300  # words of a sentence at most
REMEMBERED = TOGETHER * LONGEST  # words whose contributions are kept


class Found(NamedTuple):
    """A name: token range ``first`` to ``after`` (exclusive), its kind, how sure the recogniser is (0 to 1)."""

    first: int
    after: int
    kind: Kind
    score: float


class Tagger:
    """Labels for sentences; remembers the last ones for ``marginals``."""

    def __init__(self, path: Path, features: Features) -> None:
        with np.load(path) as table:
            self.labels = [str(label) for label in table["labels"]]
            names = bytes(table["attributes"]).decode().split("\n")
            kept = np.zeros((1 + 3 * REMEMBERED, len(self.labels)), np.float32)
            self._weights: Floats = np.vstack([table["weights"], kept])
            self._transitions: Floats = table["transitions"]
        self._nothing = len(names)  # the row of zeros; behind it the sums of what neighbours tell
        self._rows: dict[str, int] = {}
        self._sums_of: dict[tuple[str, str, str, str], int] = {}
        paired = {pair.name for pair in PAIRS}
        pairs = {name: row for row, name in enumerate(names) if name.partition("=")[0] in paired}
        self._pairs = Pairs(pairs, self._weights)
        self._blocks, self._seen_from = self._grouped(names, pairs)
        self._features = features
        self._words: dict[str, int] = {}  # rows of ``_contributions``
        self._contributions = np.zeros((1 + REMEMBERED, len(WINDOW), len(self.labels)), np.float32)
        self._numbers = np.full((1 + REMEMBERED, 3), NOTHING, np.int64)  # what each word is in pairs
        self._scores: list[Floats] = []

    def _grouped(self, names: Sequence[str], pairs: Container[str]) -> tuple[dict[str, int], Floats]:
        """What a word's features say from every place of the window in one block, so that one look-up finds all."""
        prefixes = {f"{at}": place for place, at in enumerate(WINDOW)}
        blocks: dict[str, int] = {}
        places: list[tuple[int, int, int]] = []
        for row, name in enumerate(names):
            at, colon, feature = name.partition(":")
            place = prefixes.get(at) if colon else None
            if place is not None:
                places.append((blocks.setdefault(feature, len(blocks)), place, row))
            elif name not in pairs:
                self._rows[name] = row
        seen_from = np.zeros((len(blocks) + 1, len(WINDOW), len(self.labels)), np.float32)
        if places:
            block, place, rows = np.array(places).T
            seen_from[block, place] = self._weights[rows]
        return blocks, seen_from

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIO labels of the words of some sentences, each of ``LONGEST`` words at most."""
        self._scores = []
        labels: list[list[str]] = []
        for some in _parts(sentences):
            scores = self._state_scores(some)
            self._scores += scores
            labels += [[self.labels[number] for number in path] for path in self._best(scores)]
        return labels

    def marginals(self, numbers: Sequence[int]) -> list[Floats]:
        """Words x labels for each of these sentences of the last ones: how likely each label is, 0 to 1."""
        chosen = [self._scores[number] for number in numbers]
        return [likely for some in _parts(chosen) for likely in self._marginals(some)]

    def _state_scores(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """Words x labels for each sentence: what the features say, the neighbours' labels left aside."""
        self._remember(sentences)
        edge = [self._words[""]] * BEYOND
        rows: list[int] = []
        places: list[int] = []
        for words in sentences:
            rows += edge
            places += range(len(rows), len(rows) + len(words))
            rows += [self._words[word] for word in words]
            rows += edge
        around = self._contributions[rows]
        at = np.array(places, np.intp)
        scores = np.zeros((len(places), len(self.labels)), np.float32)
        for place, offset in enumerate(WINDOW):
            scores += around[:, place][at + offset]
        self._pairs.add(scores, self._numbers[rows], at)
        between = [row for words in sentences for row in self._features.between(words, pairs=False)]
        if between:
            scores += self._sums(between)
        ends = np.cumsum([len(words) for words in sentences])
        return np.split(scores, ends[:-1])

    def _remember(self, sentences: Sequence[Sequence[str]]) -> None:
        """Make room for, and look up, what the words of these sentences contribute."""
        words = dict.fromkeys(word for sentence in sentences for word in sentence)
        if len(self._sums_of) + 3 * sum(map(len, sentences)) > 3 * REMEMBERED:  # three for each word
            self._sums_of.clear()
        new = [word for word in words if word not in self._words]
        if len(self._words) + len(new) > REMEMBERED or not self._words:
            self._words.clear()
            new = ["", *words]
        if new:
            self._learn(new)

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

    def _learn(self, words: Sequence[str]) -> None:
        """Keep what each word contributes (places of the window x labels), seen from each place."""
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
        first = len(self._words)
        self._contributions[first : first + len(words)] = found
        told = [self._pairs.numbers(*self._features.paired(word)) if word else (NOTHING,) * 3 for word in words]
        self._numbers[first : first + len(words)] = told
        self._words.update((word, first + number) for number, word in enumerate(words))

    def _best(self, sentences: Sequence[Floats]) -> list[list[int]]:
        """The best path of each (Viterbi 1967)."""
        scores, inside = _side_by_side(sentences)
        stay = np.arange(len(self.labels))
        best = scores[0]
        back = []
        for row, more in zip(scores[1:], inside[1:], strict=True):
            steps = best[:, :, None] + self._transitions
            back.append(np.where(more, steps.argmax(axis=1), stay))
            best = np.where(more, np.maximum.reduce(steps, axis=1) + row, best)
        paths = [best.argmax(axis=1)]
        every = np.arange(len(sentences))
        for pointers in reversed(back):
            paths.append(pointers[every, paths[-1]])
        whole = np.stack(paths[::-1], axis=1).tolist()
        return [path[: len(one)] for path, one in zip(whole, sentences, strict=True)]

    def _marginals(self, sentences: Sequence[Floats]) -> list[Floats]:
        """Forwards and backwards (Rabiner 1989), scaled so that nothing overflows."""
        scores, inside = _side_by_side(sentences)
        steps = np.exp(self._transitions.astype(np.float64))
        state = np.exp(scores.astype(np.float64) - scores.max(axis=2, keepdims=True))
        ahead, behind = state.copy(), np.ones_like(state)
        for place in range(1, len(state)):
            now = (ahead[place - 1] @ steps) * state[place]
            ahead[place] = now if place % SCALED else now / now.sum(axis=1, keepdims=True)
        for place in range(len(state) - 2, -1, -1):
            now = (state[place + 1] * behind[place + 1]) @ steps.T
            now = now if place % SCALED else now / now.sum(axis=1, keepdims=True)
            behind[place] = np.where(inside[place + 1], now, 1.0)
        both = ahead * behind
        likely = (both / both.sum(axis=2, keepdims=True)).astype(np.float32)
        return [likely[: len(one), number] for number, one in enumerate(sentences)]


def _parts(sentences: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many as are read side by side."""
    return (sentences[first : first + TOGETHER] for first in range(0, len(sentences), TOGETHER))


def _side_by_side(sentences: Sequence[Floats]) -> tuple[Floats, NDArray[np.bool_]]:
    """Places x sentences x labels, short ones filled up with zeros; and where a sentence has a word (last axis: 1)."""
    longest = max(len(one) for one in sentences)
    scores = np.zeros((longest, len(sentences), sentences[0].shape[1]), np.float32)
    inside = np.zeros((longest, len(sentences), 1), np.bool_)
    for number, one in enumerate(sentences):
        scores[: len(one), number] = one
        inside[: len(one), number] = True
    return scores, inside
