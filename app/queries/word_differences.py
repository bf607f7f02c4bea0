"""Two wordings of one passage word by word: which words of each side the other has not."""

import re
from difflib import SequenceMatcher

from app.nlp.german.fold import spelt_out
from app.queries.views.shared import Wording

_WORD = re.compile(r"\w+(?:-\w+)*")


def side_by_side(here: str, there: str) -> tuple[tuple[Wording, ...], tuple[Wording, ...]]:
    """Both passages in stretches, their own words marked; spelling, case and quotation marks make no difference."""
    a, b = list(_WORD.finditer(here)), list(_WORD.finditer(there))
    matcher = SequenceMatcher(None, [_fold(one[0]) for one in a], [_fold(one[0]) for one in b], autojunk=False)
    same_a, same_b = set[int](), set[int]()
    for block in matcher.get_matching_blocks():
        same_a.update(range(block.a, block.a + block.size))
        same_b.update(range(block.b, block.b + block.size))
    return _stretches(here, a, same_a), _stretches(there, b, same_b)


def _fold(word: str) -> str:
    return spelt_out(word).replace("-", "")


def _stretches(text: str, words: list[re.Match[str]], same: set[int]) -> tuple[Wording, ...]:
    """Neighbouring own words are one stretch, with what stands between them."""
    stretches: list[Wording] = []
    done, number = 0, 0
    while number < len(words):
        if number in same:
            number += 1
            continue
        first = number
        while number < len(words) and number not in same:
            number += 1
        start, end = words[first].start(), words[number - 1].end()
        stretches += [Wording(text[done:start], own=False), Wording(text[start:end], own=True)]
        done = end
    return tuple(one for one in (*stretches, Wording(text[done:], own=False)) if one.text)
