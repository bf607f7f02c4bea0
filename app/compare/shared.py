"""Text that two articles share, word for word or nearly: pure functions over texts.

Words are compared folded (case, ß, umlauts, hyphens, quotation marks, genitive s), so that one agency line printed in
two house styles still is one line. Candidates come from fingerprints (winnowed word n-grams: Schleimer, Wilkerson and
Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003); only candidates are aligned. Alignment
takes maximal runs of equal words and bridges small edits between neighbouring runs.

What recurs everywhere is nobody's wording: boilerplate is equal to nothing, and a passage must be prose, with words
that are neither names, titles and numbers nor the small words between them.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

from app.compare.boilerplate import boilerplate_spans
from app.nlp import lexicon
from app.nlp.german.fold import joined

WORD = re.compile(r"\w+(?:-\w+)*")

GRAM = 4  # words in a fingerprint
WINDOW = 4  # every run of GRAM + WINDOW - 1 = 7 equal words is sure to leave a common fingerprint
VERBATIM_WORDS = 8  # shortest run that is reported as verbatim
SEED_WORDS = 4  # shortest run that an alignment starts from
BRIDGE_WORDS = 2  # shortest run that may be bridged to
GAP_WORDS = 10  # widest edit on either side that a bridge spans
NEAR_MATCHES = 9  # fewest equal words of a near-verbatim passage
NEAR_LONGEST = 5  # its longest run must have so many
NEAR_SHARE = 0.6  # and so many of the longer side's words must be equal
LEAST_RUN = min(VERBATIM_WORDS, NEAR_LONGEST)
LONG_WORD = 6  # letters; a passage with too few long words is a set phrase
LONG_WORDS = 2
PROSE_WORDS = 2  # verbs, adverbs and the like; without them a passage is a title, an office, a line-up
PROSE_SHARE = 0.11  # of a long one
NUMBERS_SHARE = 0.15  # at most: more is a table

_WHO_SAYS = (
    "sagte sagten teilte teilten mitteilte mitteilten erklärte berichtete meldete hieß heißt zufolge angaben hervorgeht"
    " hervorging"
)
_IN_SENTENCES = "ich du er sie es wir man sich ihm ihn ihnen mir mich"  # no title or office has them
_SMALL = (lexicon.words("no_prose", swiss=False) | frozenset(_WHO_SAYS.split())) - set(_IN_SENTENCES.split())
_SENTENCE_HEADS = frozenset(("Es", "Er", "Man"))  # "Sie" is as often the reader, and "Wir" the medium
_ENDINGS = ("e", "en", "er", "es", "em")  # of an adjective that belongs to the noun behind it


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: folded (boilerplate to what is unique), where they stand, and which of them are prose."""

    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    prose: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.folded)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Numbers (first, after) of the words that begin between two offsets."""
        return bisect_left(self.spans, (start, 0)), bisect_left(self.spans, (end, 0))


@dataclass(frozen=True, slots=True)
class Shared:
    """One shared passage as character spans in both texts; ``words`` are the equal ones, ``verbatim`` if all are."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    words: int
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` equal words from word ``a`` and word ``b`` on."""

    a: int
    b: int
    length: int


@lru_cache(maxsize=64)  # the partners of one article are mostly those of the next
def split_words(text: str) -> Words:
    """The words of a text as they are compared."""
    found = list(WORD.finditer(text))
    surfaces = [match[0] for match in found]
    folded = [_fold(surface) for surface in surfaces]
    starts = [match.start() for match in found]
    nobody = blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
    for start, end in boilerplate_spans(text):
        for at in range(bisect_left(starts, start), bisect_left(starts, end)):
            folded[at] = f"{nobody} {at}"
    beside = [b[0] if text[a.end() : b.start()].isspace() else "" for a, b in pairwise(found)]
    prose = [_is_prose(one, following) for one, following in zip(surfaces, [*beside, ""], strict=bool(surfaces))]
    return Words(tuple(folded), tuple(match.span() for match in found), tuple(prose))


def _is_prose(word: str, following: str) -> bool:
    """Neither noun nor number nor a small word, nor an adjective with its noun: what only sentences have."""
    if word in _SENTENCE_HEADS:
        return True
    if not word[0].islower() or word in _SMALL:
        return False
    return not (following[:1].isupper() and word.endswith(_ENDINGS))


def _fold(word: str) -> str:
    folded = joined(word)
    return folded[:-1] if len(folded) > 4 and folded.endswith("s") and word[0].isupper() else folded


def fingerprints(words: Words) -> frozenset[int]:
    """Signed 63-bit hashes of chosen word n-grams; a text shorter than one n-gram has none."""
    grams = [_hash(words.folded[at : at + GRAM]) for at in range(len(words) - GRAM + 1)]
    if not grams:
        return frozenset()
    return frozenset(min(grams[at : at + WINDOW]) for at in range(max(1, len(grams) - WINDOW + 1)))


def _hash(gram: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(gram).encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def word_numbers(words: Words) -> Sequence[int]:
    """A number of 32 bits for each word, equal for equal words: so little is kept of a text that it is split once."""
    return array("I", (crc32(word.encode("utf-8", "replace")) for word in words.folded))


def runs_of(numbers: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every run of so many words as the longest one of any passage has at least. Texts without a common one of these
    share none."""
    return zip(*(numbers[at:] for at in range(LEAST_RUN)), strict=False)


def shared_passages(a: Words, b: Words) -> list[Shared]:
    """Verbatim runs, each maximal, and the near-verbatim passages around and beside them, in the order of ``a``."""
    runs = equal_runs(a, b)
    found = [_shared(a, b, [run], verbatim=True) for run in runs if run.length >= VERBATIM_WORDS and _telling(a, [run])]
    for chain in _chains(runs):
        if len(chain) > 1 and _near(a, b, chain):
            found.append(_shared(a, b, chain, verbatim=False))
    return sorted(set(found), key=lambda one: (one.a_start, one.b_start, not one.verbatim))


def equal_runs(a: Words, b: Words) -> list[Run]:
    """Maximal runs of equal words, at least BRIDGE_WORDS long, that hang together with a seed; greedy, longest first.

    A word belongs to one run at most, so that a phrase that recurs within a text is not reported over and over.
    """
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(b) - BRIDGE_WORDS + 1):
        places[b.folded[at : at + BRIDGE_WORDS]].append(at)
    candidates = []
    for at in range(len(a) - BRIDGE_WORDS + 1):
        for other in places.get(a.folded[at : at + BRIDGE_WORDS], ())[:50]:
            if at and other and a.folded[at - 1] == b.folded[other - 1]:
                continue  # not the beginning of its run
            length = BRIDGE_WORDS
            while (
                at + length < len(a) and other + length < len(b) and a.folded[at + length] == b.folded[other + length]
            ):
                length += 1
            candidates.append(Run(at, other, length))
    candidates.sort(key=lambda run: (-run.length, run.a, run.b))
    used_a, used_b = bytearray(len(a)), bytearray(len(b))
    kept = []
    for run in candidates:
        if any(used_a[run.a : run.a + run.length]) or any(used_b[run.b : run.b + run.length]):
            continue
        used_a[run.a : run.a + run.length] = b"\x01" * run.length
        used_b[run.b : run.b + run.length] = b"\x01" * run.length
        kept.append(run)
    return sorted(kept, key=lambda run: (run.a, run.b))


def _chains(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that follow each other in both texts with small gaps, around each seed; runs in the order of ``a``."""
    chains: list[list[Run]] = []
    left = list(runs)
    starts = [run.a for run in left]
    taken: set[Run] = set()
    for seed in sorted((run for run in runs if run.length >= SEED_WORDS), key=lambda run: -run.length):
        if seed in taken:
            continue
        chain = [seed]
        at = bisect_right(starts, seed.a)
        while following := _next(chain[-1], left[at:], taken):
            chain.append(following)
            at = bisect_right(starts, following.a)
        at = bisect_right(starts, seed.a) - 1
        while before := _previous(chain[0], left[:at], taken):
            chain.insert(0, before)
            at = bisect_right(starts, before.a) - 1
        taken.update(chain)
        chains.append(chain)
    return chains


def _next(last: Run, later: Sequence[Run], taken: set[Run]) -> Run | None:
    for run in later[: GAP_WORDS + 1]:
        gap_a, gap_b = run.a - last.a - last.length, run.b - last.b - last.length
        if gap_a > GAP_WORDS:
            return None
        if run not in taken and gap_a >= 0 and 0 <= gap_b <= GAP_WORDS:
            return run
    return None


def _previous(first: Run, earlier: Sequence[Run], taken: set[Run]) -> Run | None:
    for run in reversed(earlier[-GAP_WORDS - 1 :]):
        gap_a, gap_b = first.a - run.a - run.length, first.b - run.b - run.length
        if run not in taken and 0 <= gap_a <= GAP_WORDS and 0 <= gap_b <= GAP_WORDS:
            return run
    return None


def _near(a: Words, b: Words, chain: Sequence[Run]) -> bool:
    """Enough equal words, in runs long enough, on sides of about the same length."""
    equal = sum(run.length for run in chain)
    span_a = chain[-1].a + chain[-1].length - chain[0].a
    span_b = chain[-1].b + chain[-1].length - chain[0].b
    dense = equal / max(span_a, span_b) >= NEAR_SHARE
    longest = max(run.length for run in chain)
    return dense and equal >= NEAR_MATCHES and longest >= NEAR_LONGEST and _telling(a, chain)


def _telling(a: Words, chain: Sequence[Run]) -> bool:
    """Prose with long words in it, and more than a list of names, titles and numbers."""
    places = [at for run in chain for at in range(run.a, run.a + run.length)]
    long_words = sum(len(a.folded[at]) >= LONG_WORD for at in places)
    numbers = sum(a.folded[at][0].isdigit() for at in places)
    prose = sum(a.prose[at] for at in places)
    enough = prose >= max(PROSE_WORDS, PROSE_SHARE * len(places))
    return enough and long_words >= LONG_WORDS and numbers <= NUMBERS_SHARE * len(places)


def _shared(a: Words, b: Words, chain: Sequence[Run], *, verbatim: bool) -> Shared:
    first, last = chain[0], chain[-1]
    return Shared(
        a.spans[first.a][0],
        a.spans[last.a + last.length - 1][1],
        b.spans[first.b][0],
        b.spans[last.b + last.length - 1][1],
        sum(run.length for run in chain),
        verbatim,
    )
