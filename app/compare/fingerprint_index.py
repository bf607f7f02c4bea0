"""Which of many texts has the most wording in common with another, by fingerprints held in memory."""

from collections import Counter, defaultdict
from collections.abc import Set

NEAR_SHARE = 0.5  # so much of the shorter text's wording in the other makes two texts near duplicates
NEAR_PRINTS = 8  # fewer common fingerprints say nothing


def is_near(common: int, one: int, other: int) -> bool:
    """Whether two texts with so many fingerprints each, and so many in common, are nearly the same."""
    return common >= NEAR_PRINTS and share(common, one, other) >= NEAR_SHARE


def share(common: int, one: int, other: int) -> float:
    """How much of the shorter text's wording is in the other, 0 to 1."""
    return min(1.0, common / max(1, min(one, other)))


class Wordings:
    """Texts by id, known by their fingerprints (see ``shared.fingerprints``)."""

    def __init__(self) -> None:
        self._sizes: dict[int, int] = {}
        self._having: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, text_id: int, prints: Set[int]) -> None:
        """Remember a text; one that is there already stays as it was."""
        if text_id in self._sizes:
            return
        self._sizes[text_id] = len(prints)
        for one in prints:
            self._having[one].append(text_id)

    def nearest(self, prints: Set[int]) -> tuple[int, float] | None:
        """The text with the most in common and how much (0 to 1); None where no text is near."""
        common = Counter(text_id for one in prints for text_id in self._having.get(one, ()))
        if not common:
            return None
        best, number = max(common.items(), key=lambda pair: (pair[1], -pair[0]))
        size = self._sizes[best]
        return (best, share(number, size, len(prints))) if is_near(number, size, len(prints)) else None
