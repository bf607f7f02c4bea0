"""Offices beside names: "die Kanzlerin Angela Merkel", "Angela Merkel, Bundeskanzlerin", "der Chef der Partei, X"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.nlp.entities.offices import Office
from app.nlp.german.role_nouns import head_of
from app.nlp.german.word_table import words
from app.nlp.types import Mention

_LINKS = {"ART", "APPR", "APPRART", "ADJ(A)"}  # small words an office may go on with: "für Syrien", "der Regierung"


@dataclass(slots=True)
class Place:
    """A mention on its way: token range and cleaned words."""

    mention: Mention
    first: int
    after: int
    words: tuple[str, ...]
    sentence: int


def beside(tokens: Sequence[str], offices: Iterable[Office], people: Sequence[Place]) -> Iterator[tuple[Office, Place]]:
    """Offices with the name in apposition: behind it, behind it and a comma, or before it and a comma."""
    starts = {place.first: place for place in people}
    ends = {place.after: place for place in people}
    for office in offices:
        if office.plural:
            continue
        found = starts.get(office.after)
        if found and not office.bare and found.words[-1] != tokens[found.after - 1]:
            continue  # "Ein Sprecher Macrons": in the genitive it is whose speaker
        if not found and not office.bare and not _is_complement(tokens, office):
            found = _after_comma(tokens, office, starts)
        if not found and office.first and tokens[office.first - 1] == ",":
            found = ends.get(office.first - 1)
        if found:
            yield office, found


def _is_complement(tokens: Sequence[str], office: Office) -> bool:
    """Does the phrase hang on a noun before it ("die Ehefrau des 45-Jährigen")?"""
    opening = tokens[office.first].lower()
    return office.first > 0 and opening in {"des", "der"} and tokens[office.first - 1][:1].isupper()


def _after_comma(tokens: Sequence[str], office: Office, starts: dict[int, Place]) -> Place | None:
    """The name after "der Vizechef der Präsidialverwaltung,": no verb may stand between."""
    for at in range(office.after, min(office.after + 5, len(tokens) - 1)):
        if tokens[at] == ",":
            return starts.get(at + 1)
        if at in starts or not (tokens[at][:1].isupper() or head_of(tokens[at]) or words()[tokens[at]].tag in _LINKS):
            return None
    return None
