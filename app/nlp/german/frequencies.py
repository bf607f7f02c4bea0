"""How telling a German word is: by how rarely it is used at large (``model/frequencies.txt``)."""

import math
from functools import cache, lru_cache

from app.nlp import lexicon
from app.nlp.german.stems import stem
from app.nlp.model import FOLDER

FREQUENCIES = FOLDER / "frequencies.txt"
COMMON, RARE = 70, 150  # tenths of -ln(share of all words): a word as common as that tells nothing, one as rare all
COMMON_PART = 125  # what is rarer is no part of compounds
SHORTEST_PART = 4  # letters of what a compound is made of
_JOINTS = ("", "s", "es", "n", "en", "er")  # "Bundes-kanzler", "Sonnen-energie"
_ENDINGS = lexicon.affixes("no_part")  # of words, not words: "Bürger-innen"


@cache
def _rarities() -> dict[str, int]:
    """The shipped table, read once per process."""
    lines = FREQUENCIES.read_text(encoding="utf-8").splitlines()
    return {root: int(rarity) for root, _, rarity in (line.partition("\t") for line in lines)}


def telling(root: str) -> float:
    """Weight of a stem (see ``stems.stem``), from 0 (as common as "sagen") to 1 (rare, or not in the table)."""
    rarity = _rarities().get(root, RARE)
    return min(1.0, max(0.0, (rarity - COMMON) / (RARE - COMMON)))


def expected_share(root: str) -> float:
    """What share of all words the stem is in German at large; of what is not in the table that of its rarest."""
    return math.exp(-_rarities().get(root, RARE) / 10)


def is_listed(root: str) -> bool:
    """Is the stem among the common ones?"""
    return root in _rarities()


@lru_cache(maxsize=20_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """The stems of the two known words that a word is made of; () where it cannot be taken apart so.

    Both parts are common words, and commoner than the whole: so "Klimakonferenz" is klima, konferenz, and "Friedrich"
    and "Baerbock" stay what they are.
    Of several ways the one with the commonest parts.
    """
    whole, rarities = stem(word), _rarities()
    most = min(rarities.get(whole, RARE), COMMON_PART)
    best: tuple[int, tuple[str, ...]] = (2 * RARE, ())
    for cut in range(SHORTEST_PART, len(whole) - SHORTEST_PART + 2):
        right = whole[cut:]
        if rarities.get(right, most) >= most or right in _ENDINGS:
            continue
        for joint in _JOINTS:
            left = whole[:cut].removesuffix(joint)
            if len(left) < SHORTEST_PART or len(left) + len(joint) != cut:
                continue
            root = left if left in rarities else stem(left)
            if rarities.get(root, most) < most:
                best = min(best, (rarities[root] + rarities[right], (root, right)))
    return best[1]
