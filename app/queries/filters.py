"""The filters that every screen shares. They live in the URL and nowhere else."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Self, get_args
from urllib.parse import parse_qs, quote_plus

from app.nlp.types import GenreName

MAX_CHOICES = 20
HIDE = "hide"  # what ``unsure`` says in an address
UNKNOWN = "unknown"  # how a filter calls articles whose genre is not told
GENRES: tuple[str, ...] = (*get_args(GenreName), UNKNOWN)
_quoted = lru_cache(maxsize=8192)(quote_plus)  # the same few names in hundreds of addresses a page


@dataclass(frozen=True, slots=True)
class Filters:
    """Persons and sources by slug; ``any_person`` makes several persons OR instead of AND; dates are inclusive.

    ``genres`` are those of articles (``nlp.types.GenreName``), any of them, or ``unknown``. ``certain``: what is only
    proposed is hidden, and makes no absence.
    """

    persons: tuple[str, ...] = ()
    any_person: bool = False
    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    genres: tuple[str, ...] = ()
    query: str = ""
    certain: bool = False
    native: bool = False  # only what seems to belong to the event; never in an address, claims ask so

    @property
    def active(self) -> bool:
        """Whether anything narrows the view."""
        return bool(self.persons or self.sources or self.certain or self.narrows_articles)

    @property
    def narrows_articles(self) -> bool:
        """Whether only some articles of every source are asked about: by date, genre or belonging."""
        return bool(self.since or self.until or self.genres or self.native)

    @property
    def narrows_coverage(self) -> bool:
        """Whether only some of the articles are asked about: by source, date or genre."""
        return bool(self.sources or self.narrows_articles)

    @property
    def narrows_marks(self) -> bool:
        """Whether only some marks of an article are asked about, or of some articles: what is kept does not tell."""
        return bool(self.persons or self.certain or self.narrows_articles)

    def with_proposed(self) -> Self:
        """The same, hiding nothing that is only proposed: for screens that do not tell it apart."""
        return replace(self, certain=False)

    def toggle_certain(self) -> Self:
        """With what is only proposed hidden, or shown again."""
        return replace(self, certain=not self.certain)

    def toggle_person(self, slug: str) -> Self:
        """With the person added, or without if already chosen."""
        return replace(self, persons=_toggle(self.persons, slug))

    def toggle_source(self, slug: str) -> Self:
        """With the source added, or without if already chosen."""
        return replace(self, sources=_toggle(self.sources, slug))

    def only_sources(self, *slugs: str) -> Self:
        """With these sources and no others."""
        return replace(self, sources=slugs)

    def pairs(self) -> list[tuple[str, str]]:
        """As parameters of a URL, in a fixed order."""
        pairs = [("person", slug) for slug in self.persons]
        pairs += [("match", "any")] if self.any_person else []
        pairs += [("source", slug) for slug in self.sources]
        pairs += [("since", self.since.isoformat())] if self.since else []
        pairs += [("until", self.until.isoformat())] if self.until else []
        pairs += [("genre", genre) for genre in self.genres]
        pairs += [("unsure", HIDE)] if self.certain else []
        pairs += [("q", self.query)] if self.query else []
        return pairs

    def as_query(self, **more: str | int | None) -> str:
        """``?person=...&match=any`` with further parameters, or the empty string."""
        pairs = self.pairs() + [(name, str(value)) for name, value in more.items() if value is not None]
        return "?" + "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in pairs]) if pairs else ""


def read_query(query: str) -> Filters:
    """The filters of an address that this program made; what makes no sense is left out."""
    told = parse_qs(query)

    def day(name: str) -> date | None:
        try:
            return date.fromisoformat(told.get(name, [""])[0])
        except ValueError:
            return None

    return Filters(
        persons=tuple(told.get("person", ())[:MAX_CHOICES]),
        any_person=told.get("match") == ["any"],
        sources=tuple(told.get("source", ())[:MAX_CHOICES]),
        since=day("since"),
        until=day("until"),
        genres=tuple(genre for genre in told.get("genre", ()) if genre in GENRES),
        query=told.get("q", [""])[0],
        certain=told.get("unsure") == [HIDE],
    )


def _toggle(chosen: tuple[str, ...], slug: str) -> tuple[str, ...]:
    return tuple(one for one in chosen if one != slug) if slug in chosen else (*chosen, slug)[-MAX_CHOICES:]
