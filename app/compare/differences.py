"""What differs between two texts, word for word: pieces that put together give both texts back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\s*\S+\s*?(?=\s|$)|\s+$")
MAX_WORDS = 20_000  # of both texts together: aligning takes time by the product of both in the worst case


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of words: in both texts (``left == right``), or what stands here in one and there in the other."""

    left: str
    right: str

    @property
    def equal(self) -> bool:
        """Whether both texts say the same here, white space aside."""
        return self.left.split() == self.right.split()


def differences(left: str, right: str) -> list[Difference]:
    """Both texts cut into stretches, in order; texts too long to be aligned come back as one stretch.

    Joining all ``left`` gives the left text, joining all ``right`` the right one.
    """
    a, b = WORD.findall(left), WORD.findall(right)
    if len(a) + len(b) > MAX_WORDS:
        return [Difference(left, right)]
    matcher = SequenceMatcher(None, [word.strip() for word in a], [word.strip() for word in b], autojunk=False)
    return list(_stretches(matcher, a, b))


def _stretches(matcher: "SequenceMatcher[str]", a: list[str], b: list[str]) -> Iterator[Difference]:
    for _, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        yield Difference("".join(a[a_start:a_end]), "".join(b[b_start:b_end]))
