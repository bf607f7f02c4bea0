"""What must hold between the files of the lexicon, and how many words stand in more than one row of them."""

from collections import defaultdict
from collections.abc import Iterator

from app.nlp.lexicon.rows import (
    Abbreviation,
    Affix,
    Agency,
    Country,
    FunctionWord,
    LexiconError,
    NameWord,
    Noun,
    Organisation,
    Person,
    Place,
    Row,
    Verb,
    properties_of,
    read,
)

FILES: tuple[type[Row], ...] = (
    Noun, Verb, FunctionWord, Affix, Abbreviation, NameWord, Country, Place, Organisation, Agency, Person,
)  # fmt: skip


def all_rows() -> Iterator[Row]:
    """The rows of all files."""
    for kind in FILES:
        yield from read(kind).values()
    yield from read(Person, "holders").values()


def check() -> None:
    """Raises LexiconError where a row names a country or an office that has no row, or a property has no words."""
    unused = {f"{kind.file}.{name}" for kind in FILES for name in properties_of(kind.file)} - {
        f"{row.file}.{name}" for row in all_rows() for name in row.properties
    }
    forms = {name for verb in read(Verb).values() for name in verb.having}
    unused |= properties_of("verb_forms").keys() - forms
    if unused:
        raise LexiconError(f"properties.toml: no word has {', '.join(sorted(unused))}")
    _check_references()


def _check_references() -> None:
    countries = read(Country)
    roles = {noun.role or noun.word.lower() for noun in read(Noun).values() if "office" in noun.properties}
    for place in read(Place).values():
        if place.seat_of and place.seat_of not in countries:
            raise LexiconError(f"places.toml, {place.word}: no country {place.seat_of!r}")
    for person in (*read(Person).values(), *read(Person, "holders").values()):
        for country, held in person.held.items():
            if country not in countries:
                raise LexiconError(f"persons.toml, {person.word}: no country {country!r}")
            if not roles.issuperset(held):
                raise LexiconError(f"persons.toml, {person.word}: no office {', '.join(sorted(set(held) - roles))}")


def rows_by_word() -> dict[str, list[Row]]:
    """Every word as it is written, and the rows that hold it."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in all_rows():
        for word in row.written():
            found[word].append(row)
    return found


def repeated() -> dict[str, list[Row]]:
    """The words that stand in several rows for no reason that ``properties.toml`` gives."""
    reasons = properties_of("homographs")
    several = {word: rows for word, rows in rows_by_word().items() if len(rows) > 1}
    return {word: rows for word, rows in several.items() if " ".join(sorted({row.file for row in rows})) not in reasons}
