"""One offered passage by itself: what it is offered for, and what a yes would teach the summit."""

from dataclasses import dataclass

from app.queries.views.claims import OfferView
from app.queries.views.corrections import Preview
from app.queries.views.heads import SourceView, SummitView, TopicView


@dataclass(frozen=True, slots=True)
class NamedThere:
    """Whom the words of the place name now: so many of its marks (names, offices, words said) would move, by source."""

    kind: str
    slug: str
    name: str
    marks: int
    sources: tuple[tuple[SourceView, int], ...]


@dataclass(frozen=True, slots=True)
class OfferPage:
    """``kind`` topic, person, place, organisation, figure, quotation; ``name`` and ``slug`` of what it is offered for.

    ``words`` are those by which a figure or utterance is told, ``other`` whom the place names now, ``word`` and
    ``preview`` a word that may belong to the topic, with what would come.
    """

    summit: SummitView
    offer: OfferView
    state: str
    kind: str
    name: str
    slug: str
    topic: TopicView | None = None
    other: NamedThere | None = None
    word: str = ""
    preview: Preview | None = None
