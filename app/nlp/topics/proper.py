"""Words of a topic that only name an office, a ministry or a list of countries: they say little about the matter.

"Der Minister für Umwelt und Klima reiste ab" is not about the climate, "neben den USA, China und Indien" not about
China, "der chinesische Außenminister" neither. Such a word counts as a weak one, and all those inside one name count
once: the topic still needs a second word, or a neighbour. What is told apart here by form:

- the first part of an office's compound (Klimaschutz-ministerium), and the subjects behind it ("für Umwelt und Klima",
  "die Ressorts Finanzen, Arbeit und Klima") or before it ("Klima- und Umweltminister"). A *new* ministry is named for
  what it shall do: there the words count as ever.
- the country of an office holder: "der ukrainische Präsident", "Chinas Premier", "die Präsidentin der Ukraine".
- a country among three or more in a row, unless the row is what the talk is about ("über", "um", "Konflikte in …").

An entry that names an office itself ("*ministerium + geht") means it, and is left alone. Imports no spaCy.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

Names = dict[int, int]  # place of a word -> the name that it stands in

LEAST = 3  # countries that make a list
_SUBJECTS = 14  # words of the subjects of an office that are looked at
_BEFORE = 60  # letters before a list that may say that the talk is about it

_AND = re.compile(r"\s*(?:,|/|und|oder|sowie|wie auch|&)\s*", re.ASCII)
_ARTICLE = frozenset(("der", "die", "das", "den", "dem", "des", "von"))
_WHERE = frozenset(("nach", "in", "im", "aus", "von", "vom", "mit", "für", "zu", "zur"))
_JOINS = frozenset(("und", "oder", "sowie", "u"))
_NEW = re.compile(r"(?:neu|eigen|zusätzlich|künftig)\w*\s*$")
_LISTS = re.compile(r"ressorts?$", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:\b(?:über|um)\s+(?:\w+\s+)?$|(?:[Kk]onflikt|[Kk]rieg|[Kk]rise|\bThem[ae]|\bLage\b|[Bb]rennpunkt|[Ss]treit)\w*[^.;]*$)"
)


class Placed(Protocol):
    """A word with its offsets, as the matcher gives it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def names_in(
    text: str, words: Sequence[Placed], offices: Iterable[int], holders: Iterable[int], countries: Iterable[int]
) -> Names:
    """Which words stand inside such a name. Places are those of ``words``: of offices that have a subject, of holders
    of an office of state, and of countries (names and adjectives)."""
    there = sorted(set(countries))
    spans: list[Iterable[int]] = []
    spans += [_subjects(text, words, place) for place in sorted(set(offices))]
    spans += [held for place in sorted(set(holders)) if (held := _held(text, words, place, frozenset(there)))]
    spans += _lists(text, words, there)
    return {place: number for number, span in enumerate(spans) for place in span}


def _between(text: str, words: Sequence[Placed], place: int) -> str:
    """What stands between a word and the next one."""
    return text[words[place].end : words[place + 1].start] if place + 1 < len(words) else "\n"


def _written(text: str, words: Sequence[Placed], place: int) -> str:
    return text[words[place].start : words[place].end]


def _subjects(text: str, words: Sequence[Placed], office: int) -> list[int]:
    """The office and the words of what it is for; nothing where it is new."""
    if _NEW.search(text[max(0, words[office].start - 20) : words[office].start]):
        return []
    found = [office]
    if office >= 2 and _written(text, words, office - 1) in _JOINS and text[words[office - 2].end] == "-":
        found.append(office - 2)  # "Klima- und Umweltminister"
    place = office + 1
    if place < len(words) and _between(text, words, office).isspace():
        if _written(text, words, place) == "für":
            found += _row(text, words, place + 1)
        elif _LISTS.search(_written(text, words, office)):
            found += _row(text, words, place)
    return found


def _row(text: str, words: Sequence[Placed], place: int) -> Iterator[int]:
    """Nouns in a row, with adjectives before them: "Finanzen, wirtschaftliche Zusammenarbeit und Klima"."""
    joined = True  # may a word of small letters come: at the beginning, behind a comma or "und"
    for number in range(place, min(place + _SUBJECTS, len(words))):
        word = _written(text, words, number)
        if word in _JOINS:
            joined = True
        elif word[:1].isupper() and joined:
            yield number
            joined = "," in _between(text, words, number)
            if not joined and number + 1 < len(words) and _written(text, words, number + 1) not in _JOINS:
                return
        elif not joined or word in _ARTICLE:
            return
        if "." in _between(text, words, number):
            return


def _held(text: str, words: Sequence[Placed], holder: int, countries: frozenset[int]) -> list[int]:
    """The country of an office holder, before it ("der ukrainische Präsident") or behind ("Präsident der Ukraine")."""
    for place in (holder - 1, holder - 2):
        if place in countries and all(_between(text, words, one) in " -" for one in range(place, holder)):
            return [place]
    after = holder + 1
    if after < len(words) and _written(text, words, after) in _ARTICLE:
        after += 1
    if after in countries and all(_between(text, words, one) == " " for one in range(holder, after)):
        return [after]
    return []


def _lists(text: str, words: Sequence[Placed], countries: Sequence[int]) -> list[list[int]]:
    """Rows of three countries and more that the talk is not about."""
    rows: list[list[int]] = []
    for place in countries:
        if rows and _joined(text, words, rows[-1][-1], place):
            rows[-1].append(place)
        else:
            rows.append([place])
    lists = [row for row in rows if len(row) >= LEAST and not _is_matter(text, words[row[0]].start)]
    return [[*row, *(at - 1 for at in row if at and _written(text, words, at - 1) in _WHERE)] for row in lists]


def _joined(text: str, words: Sequence[Placed], one: int, other: int) -> bool:
    """Are two countries parts of one list: a comma or "und" between them, and articles and a preposition at most?"""
    gap = text[words[one].end : words[other].start].split()
    gap = [word for word in gap if word not in _ARTICLE and word not in _WHERE]
    return len(gap) <= 1 and bool(_AND.fullmatch(" ".join(gap)))


def _is_matter(text: str, start: int) -> bool:
    return bool(_ABOUT.search(text[max(0, start - _BEFORE) : start]))


def by_name(names: Names, places: Iterable[int]) -> int | None:
    """The name that holds all of the places; None where one stands outside."""
    inside = {names.get(place) for place in places}
    return min((name for name in inside if name is not None), default=None) if None not in inside else None
