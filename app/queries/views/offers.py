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
    """``kind`` is topic, person, place, organisation, figure or quotation; ``name`` an entity's, or a mark's words.

    ``other`` is whom the place names now; ``word`` may belong to the topic, and ``preview`` tells what would come.
    """

    summit: SummitView
    offer: OfferView
    kind: str
    name: str
    topic: TopicView | None = None
    other: NamedThere | None = None
    word: str = ""
    preview: Preview | None = None
