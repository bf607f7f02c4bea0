"""Figures and utterances that may be the same as, or differ from, one of another source: for people to decide."""

from dataclasses import dataclass

from app.queries.views.claims import OfferView
from app.queries.views.heads import SourceView
from app.queries.views.text import Piece


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark that stands in no group, in its sentence (the mark is the ``hit``), and the passages offered for it.

    ``differing``: they give another value of perhaps the same thing. ``at`` is where the sentence begins.
    """

    key: str
    source: SourceView
    article_id: int
    at: int
    speaker: str | None
    pieces: tuple[Piece, ...]
    differing: bool
    offers: tuple[OfferView, ...]
