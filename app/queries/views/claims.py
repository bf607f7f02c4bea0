"""What may be said of a source and a thing (topic, person, figure, utterance): found, perhaps, not found, nothing."""

from dataclasses import dataclass

from app.compare.claims import Reason, State
from app.queries.views.heads import SourceView
from app.queries.views.text import Piece


@dataclass(frozen=True, slots=True)
class OfferView:
    """A passage that the wider search offers for a thing, or that somebody has accepted (``accepted``).

    ``id`` is that of the offer, for the form that accepts or refuses it. ``at`` is where its sentence begins (an anchor
    of the article page), ``pieces`` the sentence or headline with the words in question as ``hit``. ``reasons`` are
    codes (``same-value``, ``near-words``, ...) or, with a colon, a code and the words it is about: ``word:Energie``.
    """

    id: int
    source: SourceView
    article_id: int
    part: str  # text | headline
    start: int
    end: int
    at: int
    pieces: tuple[Piece, ...]
    score: float
    reasons: tuple[str, ...]
    differing: bool = False
    accepted: bool = False
    thing: str = ""  # what it is offered for (``correct.claims.token``), so that an answer is about what was seen


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One thing and one source. ``offers`` where the state is perhaps (or found by acceptance), the best first.

    ``reason`` says why nothing can be said where the state is withheld. ``articles`` and ``sentences`` are those of the
    source that were searched, ``terms`` what for (words, names, values as a reader would write them). ``part``: of a
    topic that other topics are parts of, one of these alone was found.
    """

    source: SourceView
    state: State
    reason: Reason | None = None
    articles: int = 0
    sentences: int = 0
    terms: tuple[str, ...] = ()
    offers: tuple[OfferView, ...] = ()
    part: bool = False


@dataclass(frozen=True, slots=True)
class Claims:
    """All sources of a summit beside one thing, in the order of the columns; those that have it are ``found``."""

    of: tuple[ClaimView, ...]

    def state(self, state: State) -> tuple[ClaimView, ...]:
        """The sources of one state."""
        return tuple(one for one in self.of if one.state == state)

    @property
    def alone(self) -> bool:
        """May it be said that one source alone has it? Only where every other one was searched in vain."""
        return len(self.state("found")) == 1 and len(self.state("absent")) == len(self.of) - 1

    @property
    def unsure(self) -> bool:
        """Is there a source of which neither can be said?"""
        return bool(self.state("perhaps") or self.state("withheld"))
