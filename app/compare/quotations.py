"""The same utterance in several sources, word for word, in other words, or reported: pure functions over wordings.

Two marks are linked only where the same speaker is behind both and little speaks against it: a number, a name or a
negation that differs parts them, and so does a telling word on either side that the other replaces by another, unless
much more is equal. A missing link is better than a wrong one. Groups are what links connect, so they do not depend on
the order in which articles came.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from app.compare.components import Components
from app.compare.name_search import Heard, sounds_alike
from app.compare.wording import (
    EVERYDAY_WEIGHT,
    HEDGE_WEIGHT,
    Name,
    Token,
    Wording,
    hash_of,
    index_terms,
    kin,
    lists,
    read_wording,
)
from app.nlp.types import QuotationKind

UNKNOWN = ""  # of whose words it is not known who said them
Relation = Literal["identical", "wording", "reported"]

HEAVY = 1.0  # weight from which a word is telling
FRAGMENT_HEAVY = 2  # a marked fragment with more telling words is compared as a sentence is
LEAST_EQUAL = 1.3  # weight that two renderings of one clause must have in common
SUBSTITUTED = 0.34  # telling words replaced on both sides, as a share of the equal ones
# Of two short sentences of about the same length everyday words are telling too: "beginnt", "endet".
SHORT, WHOLE, SUBSTITUTED_IN_SHORT = 3.0, 0.75, 0.15
RUN_WORDS, RUN_WEIGHT = 6, 2.0  # a run of so many equal words, of such weight, needs nothing else
SMALL_RUN_WORDS, SMALL_RUN_SHARE, SMALL_RUN_WEIGHT = 5, 0.8, 0.7  # a whole utterance of everyday words, in their order
# Telling words by which an utterance is known again though nobody says whose it is, or two say it of different people.
ANONYMOUS_WORDS, OTHERS_WORDS = 3, 6
# Words, and telling ones among them, of a marked sentence that is known again where all are equal, whoever is told to
# have said it as long as no other is; the second pair where nobody is told at all.
VERBATIM, VERBATIM_OF_NOBODY = (5, 1), (4, 2)
HELD_WORDS, HELD_WEIGHT = 3, 1.3  # marked words that stand in the other rendering as they are
# Weight in common and the share of both sides that it must be: the more is equal, the more may differ.
DICE = ((1.9, 0.74), (2.8, 0.62), (4.5, 0.5))
_PARTS = 3  # words of a verb that are looked for: "brachte … zum Ausdruck"
INSIDE_WEIGHT, INSIDE_SHARE, INSIDE_OF_LONGER = 2.3, 0.7, 0.3  # one rendering within a longer one


@dataclass(frozen=True, slots=True)
class Utterance:
    """A mark as it is compared. ``speaker`` tells speakers apart, whatever it is made of."""

    speaker: str
    kind: QuotationKind
    wording: Wording
    inner: int | None = None  # key of the marked words that a report gives, where they tell something
    heard: Heard | None = None  # how the speaker's name sounds, as it is spelt there

    @property
    def given(self) -> tuple[bool, int]:
        """Between quotation marks?, and the key of the words that are given so or reported: see ``relation``."""
        return self.kind != "indirect" or self.inner is not None, self.inner or self.wording.key

    @property
    def fragment(self) -> bool:
        """Marked words inside the outlet's own sentence."""
        return self.kind in {"partial", "label"}

    @property
    def whole(self) -> int:
        """A negative hash of speaker and all words: equal for word-for-word the same utterance, of no other kind."""
        return -1 - hash_of(f"{self.speaker} {self.fragment} {self.wording.key}")

    @property
    def verbatim(self) -> int | None:
        """A hash of all words, whoever says them and whatever names are seen in them; None where these are too few to
        be known again by."""
        if not _verbatim(self.wording, self.kind, of_nobody=True):
            return None
        return hash_of(" ".join(["=", *(token.sense or token.stem for token in self.wording.tokens)]))

    @property
    def terms(self) -> set[int]:
        """Hashes, none negative, of speaker and telling words: two renderings of one utterance share some. Those of
        two telling words alone, and of all words, find what is known by its words, whoever speaks; those of the sound
        of a name, what another spelling of it said."""
        own = index_terms(self.wording) if self.speaker != UNKNOWN else set()
        telling = _telling(self.wording)
        couples = {" ".join(pair) for pair in pairwise(telling)} if len(telling) >= ANONYMOUS_WORDS else set()
        spelt = {f"~{self.heard.family} {word}" for word in telling} if self.heard else set()
        named = {f"{self.speaker} {term}" for term in own}
        told = {hash_of(term) for term in (*named, *spelt, *(f"* {couple}" for couple in couples))}
        return told if self.verbatim is None else told | {self.verbatim}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a member's text; ``differs`` where the others have no word for it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two wordings have in common: index pairs of equal or kindred tokens, and their weight with and without
    regard to order."""

    pairs: tuple[tuple[int, int], ...]
    weight: float


def read_utterance(
    text: str,
    kind: QuotationKind,
    speaker: str,
    verb: str | None = None,
    names: Iterable[Name] = (),
    nested: Iterable[tuple[int, int]] = (),
    heard: Heard | None = None,
) -> Utterance | None:
    """A mark's text as an utterance; None where it says too little to be compared. ``speaker`` may be ``UNKNOWN``.

    ``nested`` are the marked words in a report; spans are offsets into ``text``. The clause that reports (", sagte der
    Minister") is left out, and the speaker's own name is a pronoun.
    """
    gone = reporting_clause(text, verb) if kind == "indirect" and verb else []
    own = [(start, end, "" if key == speaker else key) for start, end, key in names]
    wording = read_wording(text, own, gone)
    known = len(_telling(wording)) >= ANONYMOUS_WORDS or _verbatim(wording, kind, of_nobody=True)
    enough = known if speaker == UNKNOWN else tells(wording, kind)
    if not enough:
        return None
    inner = [read_wording(text[start:end]) for start, end in nested]
    marked = max((one for one in inner if tells(one, "partial")), key=lambda one: (one.weight, one.key), default=None)
    return Utterance(speaker, kind, wording, marked.key if marked else None, heard)


def reporting_clause(text: str, verb: str) -> list[tuple[int, int]]:
    """The span of the clause that holds the verb of saying ("hob … hervor"), where the report itself stands beside it;
    else the verb alone."""
    parts = [re.escape(part) for part in verb.split() if part != "…"][:_PARTS]
    if not parts:
        return []
    found = re.search(r"\b[^,;:]*?\b".join(f"({part})" for part in parts) + r"\b", text, re.IGNORECASE)
    found = found or re.search(rf"\b({parts[0]})\b", text)
    if found is None:
        return []
    start = max(text.rfind(sign, 0, found.start()) for sign in ",;:") + 1
    end = min((i for sign in ",;:" if (i := text.find(sign, found.start())) >= 0), default=len(text))
    # "nach den Worten der Präsidentin", "der Präsidentin zufolge": a phrase, no clause of its own
    phrase = any(part[:1].isupper() for part in parts) or parts[0].lower() in lists().adpositions
    if phrase or end - start > 0.7 * len(text):
        return [found.span(number) for number in range(1, found.re.groups + 1)]
    return [(start, end)]


def tells(wording: Wording, kind: QuotationKind) -> bool:
    """Whether there is enough in it that its being the same elsewhere means something."""
    heavy = sum(token.weight >= HEAVY for token in wording.tokens)
    return heavy > 0 or (kind in {"direct", "indirect"} and len(wording.tokens) >= SMALL_RUN_WORDS)


def same_utterance(a: Utterance, b: Utterance) -> bool:
    """Whether two marks give the same words of the same speaker, however his name is spelt. Symmetric."""
    if UNKNOWN in {a.speaker, b.speaker} or (a.speaker != b.speaker and not sounds_alike(a.heard, b.heard)):
        return _same_words(a, b)
    if a.wording.key == b.wording.key:
        return True
    one, other = a.wording, b.wording
    if _apart(one.numbers, other.numbers) or _apart(_names(one, other), _names(other, one)):
        return False
    if a.fragment and b.fragment and min(_heavy(one), _heavy(other)) == 1:
        return _same_fragment(one, other)
    if (a.fragment and _held(one, other)) or (b.fragment and _held(other, one)):
        return True
    found = overlap(one, other)
    if not found.pairs or _negations(one, [i for i, _ in found.pairs]) != _negations(
        other, [j for _, j in found.pairs]
    ):
        return False
    return _alike(one, other, found) or _same_run(one, other) or _same_clause(one, other)


def _same_words(a: Utterance, b: Utterance) -> bool:
    """Whether the words alone tell that it is one utterance: nobody knows of one who said it, as of the words of a
    document, or two persons are named, who may be one in two spellings or have said it together.

    Of marked words the shorter rendering has to stand in the longer one, of reported ones all has to be equal.
    """
    if a.wording.key == b.wording.key and UNKNOWN in {a.speaker, b.speaker}:
        of_nobody = a.speaker == b.speaker
        if _verbatim(a.wording, a.kind, of_nobody=of_nobody) and _verbatim(b.wording, b.kind, of_nobody=of_nobody):
            return True
    short, long_ = sorted((a.wording, b.wording), key=lambda wording: (len(_telling(wording)), wording.key))
    few, many = _telling(short), _telling(long_)
    if len(few) < ANONYMOUS_WORDS or short.negations != long_.negations or _apart(short.names, long_.names):
        return False
    marked = "indirect" not in {a.kind, b.kind}
    if UNKNOWN not in {a.speaker, b.speaker}:
        return marked and len(few) >= OTHERS_WORDS and few == many
    if not marked:
        return [t.word for t in short.content] == [t.word for t in long_.content]
    return any(many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1))


def _verbatim(wording: Wording, kind: QuotationKind, *, of_nobody: bool) -> bool:
    """Marked words that are enough to be known again by being the same."""
    if kind not in {"direct", "partial"}:
        return False
    number, telling = len(wording.tokens), _heavy(wording)
    return any(
        number >= words and telling >= heavy
        for words, heavy in ((VERBATIM, VERBATIM_OF_NOBODY) if of_nobody else (VERBATIM,))
    )


def _telling(wording: Wording) -> list[str]:
    """The telling words in order, synonyms as one."""
    return [token.word for token in wording.tokens if token.weight >= HEAVY]


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    """Both name something, and neither has all that the other has."""
    return bool(a and b) and not (a <= b or b <= a)


def _names(a: Wording, b: Wording) -> frozenset[str]:
    """The names in a, but for those that b has in the same letters as something else ("Kaub", "Pegel Kaub"), and for
    lands that b has as another word: "Ukraine", "ukrainische"."""
    others = [token for token in b.tokens if token.role in {"content", "name"}]
    there = {t.stem for t in a.tokens if t.role == "name" and t.stem not in b.names and any(kin(t, w) for w in others)}
    return a.names - there


def _heavy(wording: Wording) -> int:
    return sum(token.weight >= HEAVY for token in wording.tokens)


def _same_fragment(a: Wording, b: Wording) -> bool:
    """One telling word, marked here alone, there with hedges or one more: "konstruktiv", "absolut konstruktiv"."""
    heavy_a, heavy_b = ({t.word for t in w.tokens if t.weight >= HEAVY} for w in (a, b))
    small = heavy_a if len(heavy_a) <= len(heavy_b) else heavy_b
    return (
        small <= heavy_a & heavy_b and max(len(heavy_a), len(heavy_b)) <= FRAGMENT_HEAVY and a.negations == b.negations
    )


def _alike(a: Wording, b: Wording, found: Overlap) -> bool:
    """Enough of both is equal, or all that one says stands in the other."""
    equal = found.weight
    loose = _loose(a, b, found, HEAVY)
    if min(loose) > SUBSTITUTED * equal:
        return False
    shorter, longer = sorted((a.weight, b.weight))
    whole = equal < SHORT and shorter >= WHOLE * longer
    if whole and min(_loose(a, b, found, EVERYDAY_WEIGHT)) > SUBSTITUTED_IN_SHORT * equal:
        return False
    heavy = sum(a.tokens[i].weight >= HEAVY and a.tokens[i].role == "content" for i, _ in found.pairs)
    dice = 2 * equal / (a.weight + b.weight)
    if heavy >= 2 and any(equal >= weight and dice >= share for weight, share in DICE):
        return True
    inside = equal >= INSIDE_WEIGHT and equal >= INSIDE_SHARE * shorter and equal >= INSIDE_OF_LONGER * longer
    return inside and heavy >= 2 and min(loose) == 0


def _loose(a: Wording, b: Wording, found: Overlap, least: float) -> tuple[float, float]:
    """Weight of the words on either side, from ``least`` on, that the other has no word for."""
    matched = {i for i, _ in found.pairs}, {j for _, j in found.pairs}
    left, right = (
        sum(token.weight for number, token in enumerate(wording.tokens) if token.weight >= least and number not in own)
        for wording, own in zip((a, b), matched, strict=True)
    )
    return left, right


def _same_run(a: Wording, b: Wording) -> bool:
    """A long run of equal words, or a whole utterance of everyday words in their order ("Er hat gemacht, was er …")."""
    runs = _common_runs(a.tokens, b.tokens)
    if not runs:
        return False
    length, weight = runs[0]
    if length >= RUN_WORDS and weight >= RUN_WEIGHT:
        return True
    shorter = min(len(a.tokens), len(b.tokens))
    ordered = longest_common(a.tokens, b.tokens)
    if len(ordered) < max(SMALL_RUN_WORDS, SMALL_RUN_SHARE * shorter) or length < SMALL_RUN_WORDS - 1:
        return False
    left_a = [t for i, t in enumerate(a.tokens) if t.weight >= HEAVY and i not in {i for i, _ in ordered}]
    left_b = [t for j, t in enumerate(b.tokens) if t.weight >= HEAVY and j not in {j for _, j in ordered}]
    return not (left_a and left_b) and sum(a.tokens[i].weight for i, _ in ordered) >= SMALL_RUN_WEIGHT


def _held(marked: Wording, other: Wording) -> bool:
    """Marked words that stand just so in what the other gives: "so ehrlich muss man sein" within the whole sentence."""
    words = [token.word for token in marked.tokens]
    if len(words) < HELD_WORDS or marked.weight < HELD_WEIGHT or not _heavy(marked):
        return False
    there = [token.word for token in other.tokens]
    return any(there[at : at + len(words)] == words for at in range(len(there) - len(words) + 1))


def _same_clause(a: Wording, b: Wording) -> bool:
    """All that the shorter one says is all that one clause of the longer one says."""
    short, long_ = sorted((a, b), key=lambda one: len(one.tokens))
    wanted = _said(short.tokens)
    weight = sum(token.weight for token in short.tokens)
    if weight < LEAST_EQUAL or short.clauses > 1:
        return False
    return any(
        _said(clause) == wanted and sum(t.role == "negation" for t in clause) == short.negations
        for clause in long_.by_clause()
    )


def _said(tokens: Iterable[Token]) -> set[str]:
    """The words that weigh more than a hedge."""
    return {token.word for token in tokens if token.weight > HEDGE_WEIGHT}


def overlap(a: Wording, b: Wording) -> Overlap:
    """Content words of both that are equal or kin, each used once, equal ones and near places first.

    Words in the same order count whole, words that changed places seven tenths.
    """
    content_a = [(i, t) for i, t in enumerate(a.tokens) if t.weight]
    content_b = [(j, t) for j, t in enumerate(b.tokens) if t.weight]
    ranked = sorted(
        (-alike * min(s.weight, t.weight), abs(x / len(a.tokens) - y / len(b.tokens)), x, y)
        for x, s in content_a
        for y, t in content_b
        if (alike := kin(s, t))
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs: list[tuple[int, int]] = []
    worth: dict[tuple[int, int], float] = {}
    for value, _, x, y in ranked:
        if x not in used_a and y not in used_b:
            used_a.add(x)
            used_b.add(y)
            pairs.append((x, y))
            worth[x, y] = -value
    pairs.sort()
    ordered = _heaviest_ordered(pairs, worth)
    return Overlap(tuple(pairs), 0.7 * sum(worth.values()) + 0.3 * ordered)


def _heaviest_ordered(pairs: Sequence[tuple[int, int]], worth: dict[tuple[int, int], float]) -> float:
    """Weight of the heaviest subset of pairs that rises on both sides."""
    best: list[float] = []
    for n, (_, y) in enumerate(pairs):
        best.append(worth[pairs[n]] + max((best[m] for m in range(n) if pairs[m][1] < y), default=0.0))
    return max(best, default=0.0)


def _negations(wording: Wording, matched: Sequence[int]) -> int:
    """Negations among the matched words and just around them."""
    first, last = min(matched) - 3, max(matched) + 3
    return sum(t.role == "negation" for i, t in enumerate(wording.tokens) if first <= i <= last)


def _common_runs(a: Sequence[Token], b: Sequence[Token]) -> list[tuple[int, float]]:
    """(words, weight without names) of the runs of equal stems, longest first."""
    lengths = [0] * (len(b) + 1)
    runs: list[tuple[int, float]] = []
    for i, s in enumerate(a):
        row = [0] * (len(b) + 1)
        for j, t in enumerate(b):
            if _equal(s, t):
                row[j + 1] = lengths[j] + 1
                run = a[i - row[j + 1] + 1 : i + 1]
                runs.append((len(run), sum(token.weight for token in run if token.role != "name")))
        lengths = row
    return sorted(runs, reverse=True)


def _equal(a: Token, b: Token) -> bool:
    """The same word, be it that one text has it for a name and the other for another, or for none."""
    return a.word == b.word or ("name" in {a.role, b.role} and a.sense == b.sense != "")


def longest_common(a: Sequence[Token], b: Sequence[Token]) -> list[tuple[int, int]]:
    """Index pairs of a longest common subsequence of stems."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            equal = _equal(a[i], b[j])
            table[i][j] = table[i + 1][j + 1] + 1 if equal else max(table[i + 1][j], table[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if _equal(a[i], b[j]):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def group_utterances(marks: Sequence[Utterance]) -> list[list[int]]:
    """Indices of marks that links connect, two or more each, in order; what shares no index term is never compared."""
    components = Components(range(len(marks)))
    under: dict[int, list[int]] = defaultdict(list)  # index term -> marks
    first: dict[int, int] = {}  # whole wording -> the first mark with it
    for number, mark in enumerate(marks):
        if first.setdefault(mark.whole, number) != number:
            components.join(number, first[mark.whole])
            continue
        terms = mark.terms
        candidates = {other for term in terms for other in under[term]}
        for other in sorted(candidates):
            if not components.are_joined(other, number) and same_utterance(mark, marks[other]):
                components.join(other, number)
        for term in terms:
            under[term].append(number)
    return [group for group in components.groups() if len(group) > 1]


def relation(members: Sequence[tuple[bool, int]]) -> Relation:
    """How the members of a group relate, from what is ``given`` in each: (in marks?, key of the wording)."""
    if len({marked for marked, _ in members}) > 1:
        return "reported"
    return "identical" if len({key for _, key in members}) == 1 else "wording"


def stretches(text: str, own: Wording, others: Sequence[Wording]) -> tuple[Stretch, ...]:
    """A member's text cut into what the others have too and the words that none of them has; joined, it is the text.

    Words without content are never marked, negations and numbers are.
    """
    shared = {i for other in others for i, _ in overlap(own, other).pairs} if others else set(range(len(own.tokens)))
    if any(other.negations for other in others):
        shared |= {i for i, token in enumerate(own.tokens) if token.role == "negation"}
    cut: list[Stretch] = []
    at = 0
    for number, token in enumerate(own.tokens):
        if number in shared or not (token.weight or token.role == "negation"):
            continue
        if token.start > at:
            cut.append(Stretch(text[at : token.start], differs=False))
        cut.append(Stretch(text[token.start : token.end], differs=True))
        at = token.end
    if at < len(text):
        cut.append(Stretch(text[at:], differs=False))
    return tuple(cut)
