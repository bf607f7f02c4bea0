"""What the columns of a table mean: told by their names, and where nobody knows these, by what stands in them.

The names are rows of ``column_names.toml``. A mapping is shown at the desk and may be corrected there; what is given
from outside counts before both ways.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from statistics import mean

from app.intake.dates import whole_date
from app.intake.drafts import one_line
from app.intake.outlets import DOMAINS, outlet_named

FIELDS = ("text", "title", "lead", "source", "published", "time", "changed", "url", "author", "agency", "page")
OTHER = "other"  # a column that is known, and none of these
SAMPLE_ROWS = 25
NAME_CHARS = 80
LESS_SURE = 40  # ranks that a name loses where only a part of it is known
WHOLE_WORDS = 90  # on average: a lead of that length is the text, where there is no other
_SIGNS = re.compile(r"[\W_]+")
_HUMPS = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_SPELLING = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,60}[)\]]")
_OR = re.compile(r"[/|]|\b(?:oder|bzw|or)\b", re.I)
_ADDRESS = re.compile(r"\s*https?://[^\s/]{3,250}(?:/\S*)?\s*", re.I)
_DOMAIN = re.compile(r"\s*(?:www\.)?[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.[a-z]{2,12}\s*", re.I)
PROSE_WORDS = 30  # on average: a shorter column is no text
MOST = 0.8  # of the cells must look so


Meaning = tuple[str, int]  # a field or ``other``, and how early the name stands among those of the field


@lru_cache
def _names() -> tuple[dict[str, Meaning], frozenset[str], tuple[str, ...]]:
    """What each known name means, the words that say nothing, and the first parts of compounds that say nothing."""
    table = tomllib.loads(Path(__file__).with_name("column_names.toml").read_text("utf-8"))
    ranked = {
        _SIGNS.sub("", name): (field, rank)
        for field, names in table["fields"].items()
        for rank, name in reversed(list(enumerate(names)))
    }
    return ranked, frozenset(table["empty_words"]), tuple(table["prefixes"])


@lru_cache(maxsize=2_000)
def meaning(name: str) -> Meaning | None:
    """What a column's name stands for.

    Names of several steps (``source.name``) are taken whole; then without what stands in brackets and words that say
    nothing; then what is left of a compound; then each of two that are offered ("Titel / Headline").
    """
    whole = _named(_words_of(name))
    if whole:
        return whole
    bare = _BRACKETS.sub(" ", name)
    ways = [_words_of(bare), *(_words_of(part) for part in _OR.split(bare))]
    found = next((found for words in ways if (found := _bare_meaning(words))), None)
    return (found[0], found[1] + LESS_SURE) if found else None


def _words_of(name: str) -> list[str]:
    return [word for word in _SIGNS.split(_HUMPS.sub(" ", name[:NAME_CHARS]).lower().translate(_SPELLING)) if word]


def _named(words: Sequence[str]) -> Meaning | None:
    return _names()[0].get("".join(words))


def _bare_meaning(words: Sequence[str]) -> Meaning | None:
    """The meaning of a name without its words, or first part of a compound, that say nothing."""
    _, empty, prefixes = _names()
    left = "".join(word for word in words if word not in empty)
    rest = (left.removeprefix(prefix) for prefix in prefixes if left.startswith(prefix))
    return _named(words) or _named([left]) or next(filter(None, (_named([one]) for one in rest)), None)


def field_of(name: object) -> str | None:
    """Which field of an article a column's name stands for, or None."""
    found = meaning(str(name))
    return found[0] if found and found[0] != OTHER else None


def mapping(
    header: Sequence[str], sample_rows: Sequence[Sequence[str]] = (), given: Mapping[str, str] | None = None
) -> list[str | None]:
    """The field of each column, each field at most once; None for a column that is not taken.

    ``given`` is {column: field} as somebody has decided, with an empty field for a column to be left out.
    """
    fields: list[str | None] = [None] * len(header)
    decided: set[int] = set()
    for place, name in enumerate(header):
        if given and name in given:
            decided.add(place)
            if given[name] in FIELDS and given[name] not in fields:
                fields[place] = given[name]
    cells = [_column(sample_rows, place) for place in range(len(header))]
    named = {place: found for place, name in enumerate(header) if place not in decided and (found := meaning(name))}
    for place in sorted(named, key=lambda one: (not cells[one], named[one][1], one)):
        field = named[place][0]
        if field != OTHER and field not in fields:
            fields[place] = field
    if "text" not in fields and "lead" in fields:
        place = fields.index("lead")
        fields[place] = "text" if cells[place] and _words(cells[place]) >= WHOLE_WORDS else "lead"
    _guess(fields, cells, {place for place in range(len(header)) if place not in decided and place not in named})
    return fields


def _column(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The cells of a column that hold something."""
    return [row[place] for row in rows[:SAMPLE_ROWS] if place < len(row) and row[place].strip()]


def _guess(fields: list[str | None], cells: list[list[str]], free: set[int]) -> None:
    """Give the fields that no name told to the columns that look like them."""
    for field, looks, size in _LOOKS:
        if field in fields:
            continue
        fitting = [place for place in sorted(free) if cells[place] and looks(cells[place])]
        if fitting:
            place = max(fitting, key=lambda one: (size(cells[one]), -one))
            fields[place] = field
            free.discard(place)


def _words(cells: list[str]) -> float:
    return mean(len(cell.split()) for cell in cells)


def _share(cells: list[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(cell)) for cell in cells) / len(cells)


def _are_dates(cells: list[str]) -> bool:
    """Dates, and no bare numbers: identifiers may look like years or seconds."""
    return _share(cells, lambda cell: len(cell) <= 40 and not cell.strip().isdecimal() and whole_date(cell)) >= MOST


def _is_known_outlet(cell: str) -> bool:
    line = one_line(cell[:120])
    return outlet_named(line, ()) is not None or line.removeprefix("www.").lower() in DOMAINS


def _are_outlets(cells: list[str]) -> bool:
    """Short names of which some outlet is known, or few for many rows."""
    if max(len(cell) for cell in cells) > 60 or _share(cells, lambda cell: re.search(r"[^\W\d_]{2}", cell)) < MOST:
        return False
    known = _share(cells, _is_known_outlet)
    few = len(cells) >= 6 and 1 < len(set(cells)) <= len(cells) / 3 and _share(cells, lambda cell: len(cell) > 3) > MOST
    return known >= 0.3 or (few and _words(cells) < 5)


def _are_headlines(cells: list[str]) -> bool:
    return 2 <= _words(cells) <= 20 and len(set(cells)) > len(cells) / 2 and max(map(len, cells)) <= 300


# What a column must look like, in the order in which they are sure; of several, the one of greater size is taken.
_LOOKS: tuple[tuple[str, Callable[[list[str]], bool], Callable[[list[str]], float]], ...] = (
    ("url", lambda cells: _share(cells, _ADDRESS.fullmatch) >= MOST, _words),
    ("published", _are_dates, lambda cells: -_words(cells)),
    ("text", lambda cells: _words(cells) >= PROSE_WORDS, _words),
    ("source", lambda cells: _are_outlets(cells) or _share(cells, _DOMAIN.fullmatch) >= MOST,
     lambda cells: _share(cells, _is_known_outlet)),
    ("title", _are_headlines, _words),
)  # fmt: skip
