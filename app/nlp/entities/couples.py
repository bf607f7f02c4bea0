"""Relatives of whom only the last has the family name: "Michelle und Barack Obama", "Ben, Tom und Max Ullrich"."""

from collections.abc import Iterator, Sequence

from app.nlp.entities.apposition import Place
from app.nlp.entities.overlooked import is_surely_given
from app.nlp.entities.person_names import PARTICLES, Name
from app.nlp.german.fold import plain

MOST = 4  # given names in a row


def given_before(tokens: Sequence[str], first: int) -> Iterator[int]:
    """Places of the given names that share the family name of a full name beginning at ``first``."""
    if first < 2 or tokens[first - 1] not in {"und", "&"}:
        return
    for step in range(MOST):
        place = first - 2 - 2 * step
        if place < 0 or not is_surely_given(tokens[place]):
            break
        before = tokens[place - 1] if place else ""
        if is_surely_given(before) and before != ",":
            break  # "Anna Paul und Peter Lang"
        yield place
        if before != ",":
            break


def couples(
    tokens: Sequence[str], full: Sequence[tuple[Place, Name]], found: Sequence[Place]
) -> list[tuple[Place, Name]]:
    """Given names that stand alone before a full name, with the full name they have; not those with which the article
    calls somebody of another family."""
    alone = {place.first: place for place in found if len(place.words) == 1}
    others = {given for _, name in full for given in name.given[:1]}
    out = []
    for place, name in full:
        for at in given_before(tokens, place.first):
            given = plain(tokens[at])
            called = {one.family for _, one in full if one.given[:1] == (given,)} if given in others else {name.family}
            if at in alone and name.family in called:
                out.append((alone[at], Name((given,), name.family, (tokens[at], *_family(place.words)))))
    return out


def _family(words: Sequence[str]) -> Sequence[str]:
    """The family name with its particles."""
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    return words[first:]
