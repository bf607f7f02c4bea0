"""What the entity recogniser sees of each word of a sentence.

Brown clusters at several depths, HanTa's word class, shape, affixes, frequency of the word and of its lower-case twin,
place, organisation and name lists, in a window of two words to each side, and pairs of neighbours. After Turian,
Ratinov, Bengio 2010 (clusters as features) and Faruqui, Padó 2010 (what helps in German).
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.nlp.entities.gazetteer import Gazetteer
from app.nlp.german.word_table import Word, Words

WINDOW = (-2, -1, 0, 1, 2)
DEPTHS = (4, 6, 10)
Row = list[str]  # features of a word
Told = str | tuple[str, str, str, str]  # a feature, or what three neighbours are (``spelt``), told by few features
LONGEST_RUN = 4  # capitalised words in a row whose kinds of names are told one by one
REMEMBERED = 20_000  # words whose features are kept


class Pair(NamedTuple):
    """Two words of the window taken together: by what (a number in ``paired``), seen from how far away."""

    name: str
    by: int
    left: int
    right: int


WORD, CLASS, CLUSTER = 0, 1, 2
PAIRS = (
    Pair("C-", CLASS, -1, 0),
    Pair("W-", WORD, -1, 0),
    Pair("C+", CLASS, 0, 1),
    Pair("W+", WORD, 0, 1),
    Pair("WX", WORD, -1, 1),
    Pair("CX", CLUSTER, -1, 1),
    Pair("CC-", CLASS, -2, -1),
    Pair("WW-", WORD, -2, -1),
    Pair("CC+", CLASS, 1, 2),
    Pair("WW+", WORD, 1, 2),
    Pair("-3:c10", CLASS, -3, -3),  # a word by itself, from beyond the window
    Pair("3:c10", CLASS, 3, 3),
)


def shape(word: str) -> str:
    """``Xxx-Xx`` for "Kreml-Chef": capitals X, small letters x, figures d, at most three of a kind in a row."""
    out: list[str] = []
    for sign in word[:20]:
        kind = "X" if sign.isupper() else "x" if sign.islower() else "d" if sign.isdigit() else sign
        if out[-3:] != [kind] * 3:
            out.append(kind)
    return "".join(out)


class Features:
    """Turns sentences into lists of feature strings, one list a word."""

    def __init__(self, words: Words, gazetteer: Gazetteer) -> None:
        self._words = words
        self._gazetteer = gazetteer
        self._known: dict[str, dict[int, Row]] = {}

    def __call__(self, words: Sequence[str]) -> list[Row]:
        """Features of each word of one sentence."""
        rows = [self._window(words, place) for place in range(len(words))]
        for row, told in zip(rows, self.between(words, pairs=True), strict=True):
            for one in told:
                row += [one] if isinstance(one, str) else spelt(one)
        return rows

    def between(self, words: Sequence[str], *, pairs: bool) -> list[list[Told]]:
        """What more than one word of the sentence tells of each word, and its place; ``PAIRS`` only if asked for."""
        rows: list[list[Told]] = [["first"] if place == 0 else [] for place in range(len(words))]
        infos = [self._words[word] for word in words]
        _classes(infos, rows)
        if pairs:
            self._pairs(words, rows)
        capitals = [word[:1].isupper() for word in words]
        self._surroundings(words, infos, capitals, rows)
        _names(infos, capitals, rows)
        for match in self._gazetteer.matches(words):
            for place in range(match.first, match.after):
                rows[place].append(
                    f"G{match.listed.kind[0]}{'B' if place == match.first else 'I'}{match.after - match.first}"
                )
                if place == match.first and place:
                    rows[place - 1].append(f"+G{match.listed.kind[0]}")
            if match.after < len(words):
                rows[match.after].append(f"-G{match.listed.kind[0]}")
        return rows

    def _window(self, words: Sequence[str], place: int) -> Row:
        row: Row = []
        for offset in WINDOW:
            at = place + offset
            row += self._at(words[at] if 0 <= at < len(words) else "", offset)
        return row

    def of_word(self, word: str) -> tuple[Row, Row]:
        """(What a word tells from every place of the window, told without the place; what it tells of itself)."""
        info = self._words[word]
        around = self._around(word)
        around += [f"n={info.name}"] * bool(info.name)
        around += [f"nc={info.circle}"] * bool(info.circle)  # of next neighbours only: has no weight elsewhere
        return around, self._own(word)

    def _at(self, word: str, offset: int) -> Row:
        """Features of a word seen from ``offset`` words away, kept for the next time."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            own = self._around(word)
            info = self._words[word]
            own += [f"n={info.name}"] * bool(info.name)
            known = {at: [f"{at}:{one}" for one in own] for at in WINDOW}
            known[0] += self._own(word)
            for at in (-1, 0, 1):
                known[at] += [f"{at}:nc={info.circle}"] * bool(info.circle)
            self._known[word] = known
        return known[offset]

    def _around(self, word: str) -> list[str]:
        """What is worth knowing of a word wherever it stands in the window."""
        if not word:
            return ["edge"]
        info = self._words[word]
        features = [f"w={word.lower()}", f"s={shape(word)}", f"t={info.tag}", f"g={info.bits}"]
        if info.cluster:
            features.append(f"c={info.cluster}")
            features += (f"c{depth}={info.cluster & ((1 << depth) - 1)}" for depth in DEPTHS)
        low = word.lower()
        features += (f"e3={low[-3:]}", f"e5={low[-5:]}")
        if "-" in word.strip("-"):
            features.append(f"h={low.rsplit('-', 1)[1]}")
        return features

    def _own(self, word: str) -> list[str]:
        """What counts of the word itself alone."""
        if not word:
            return []
        info = self._words[word]
        low = word.lower()
        features = [f"p{length}={word[:length]}" for length in (1, 2, 3, 4) if len(word) >= length]
        features += (f"e{length}={low[-length:]}" for length in (1, 2, 3, 4, 5) if len(word) >= length)
        features += [f"W={word}", f"r={info.rarity}", f"l={info.lower}", f"f={info.form}", f"b={min(len(word), 10)}"]
        features.append(f"lr={info.lower and (info.lower > info.rarity)}{word[:1].isupper()}")
        if info.cluster:
            features += (f"c{depth}={info.cluster & ((1 << depth) - 1)}" for depth in (5, 7, 8, 9, 12, 14))
        if "-" in word.strip("-"):
            first, last = word.split("-", 1)[0], word.rsplit("-", 1)[1]
            features += [f"h={last.lower()}", f"h1={first.lower()}", f"hg={self._words[first].bits}"]
        return features

    def paired(self, word: str) -> tuple[str, int, int]:
        """What pairs are told by: the word, its cluster's beginning, its whole cluster."""
        cluster = self._words[word].cluster
        return word.lower(), cluster & 1023, cluster

    def _pairs(self, words: Sequence[str], rows: list[list[Told]]) -> None:
        """``PAIRS`` as features, those of the word before in front of ``S-``: the training depends on the order."""
        told = [self.paired(word) for word in words]
        for place, row in enumerate(rows):
            new: list[Told] = []
            for name, by, left, right in PAIRS:
                if place + left >= 0 and place + right < len(words):
                    values = [told[place + left][by]] + [told[place + right][by]] * (left != right)
                    new.append(f"{name}={' '.join(map(str, values))}")
            row[:] = [*row[:-1], *new[:2], row[-1], *new[2:]] if place else [*row, *new]

    def _surroundings(
        self, words: Sequence[str], infos: Sequence[Word], capitals: Sequence[bool], rows: list[list[Told]]
    ) -> None:
        """Capital and word class in a row, and the small words that enclose the run of capitals a word stands in."""
        kinds = [
            "B",
            *(f"{capital:d}{info.tag[:2]}{_homely(info)}" for capital, info in zip(capitals, infos, strict=True)),
            "E",
        ]
        before, after = _enclosing(capitals)
        for place, row in enumerate(rows):
            row.append(("Y", kinds[place], kinds[place + 1], kinds[place + 2]))
            start, end = before[place], after[place]
            row.append(f"L-={words[start].lower() if start >= 0 else 'B'}")
            row.append(f"Lt-={infos[start].tag if start >= 0 else 'B'}{place - start}")
            row.append(f"L+={words[end].lower() if end < len(words) else 'E'}")
            row.append(f"Lt+={infos[end].tag if end < len(words) else 'E'}{end - place}")


def _classes(infos: Sequence[Word], rows: list[list[Told]]) -> None:
    """Word classes of three neighbours, and what the lists of places say of two."""
    tags = ["B", *(info.tag for info in infos), "E"]
    for place, row in enumerate(rows):
        row.append(("T", tags[place], tags[place + 1], tags[place + 2]))
        if place:
            row.append(f"S-={tags[place]} {infos[place].bits} {infos[place - 1].bits}")


def spelt(told: tuple[str, str, str, str]) -> Row:
    """The features of what three neighbours are: their word classes (T), their capitals (Y), their names (n)."""
    about, left, own, right = told
    if about == "n":
        return [f"n-{left}{own}", f"n+{own}{right}", f"n3{left}{own}{right}"]
    return [f"{about}-={left} {own}", f"{about}+={own} {right}", f"{about}={left} {own} {right}"]


def _names(infos: Sequence[Word], capitals: Sequence[bool], rows: list[list[Told]]) -> None:
    """What the lists of names say of neighbours, and of the run of capitalised words that a word stands in."""
    kinds = ["B", *(info.name for info in infos), "E"]
    for place, row in enumerate(rows):
        row.append(("n", kinds[place], kinds[place + 1], kinds[place + 2]))
    first = 0
    while first < len(capitals):
        after = first
        while after < len(capitals) and capitals[after]:
            after += 1
        run = "".join(kinds[first + 1 : after + 1])
        last = max(run.rfind("L"), run.rfind("B")) + first  # the last family name in the run
        given = "-"
        for place in range(first, after):
            own = run[place - first]
            rows[place].append(f"ns{given}{own}{'L' if place < last else '-'}")
            if after - first <= LONGEST_RUN:
                rows[place].append(f"nr{run}{place - first}")
            if own in "FB":
                given = "F"
        first = after + 1


def _homely(info: Word) -> str:
    """Is the word's lower-case twin about as frequent?"""
    return "l" if info.lower and info.lower <= info.rarity + 1 else ""


def _enclosing(capitals: Sequence[bool]) -> tuple[list[int], list[int]]:
    """For each place the last one before and the first one after (itself included) that is not capitalised."""
    before: list[int] = []
    for place, capital in enumerate(capitals):
        before.append((before[-1] if place else -1) if capital else place)
    after: list[int] = []
    for place in range(len(capitals) - 1, -1, -1):
        after.append((after[-1] if after else len(capitals)) if capitals[place] else place)
    return before, after[::-1]
