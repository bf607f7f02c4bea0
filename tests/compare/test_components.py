"""What hangs together, in whatever order ties become known."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.compare.components import Components


def test_nodes_are_alone_until_they_are_joined() -> None:
    components = Components("abcde")
    components.join("d", "b")
    components.join("e", "d")
    assert components.groups() == [["a"], ["b", "d", "e"], ["c"]]
    assert components.are_joined("b", "e")
    assert not components.are_joined("a", "b")


def test_a_stranger_cannot_be_joined() -> None:
    with pytest.raises(KeyError):
        Components("ab").join("a", "z")


@given(st.lists(st.sampled_from(list(combinations(range(7), 2))), max_size=9), st.randoms())
def test_the_order_of_ties_says_nothing(ties: list[tuple[int, int]], chance: object) -> None:
    def joined(pairs: list[tuple[int, int]]) -> list[list[int]]:
        components = Components(range(7))
        for a, b in pairs:
            components.join(a, b)
        return components.groups()

    mixed = [*ties]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert joined(ties) == joined([(b, a) for a, b in mixed])
