"""What could be a topic that the lexicon lacks."""

from dataclasses import dataclass

from app.queries.views.heads import SourceView
from app.queries.views.lines import Lines


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion with its words as they are mostly spelt; ``strong`` and ``weak`` are the lines of the topic to be.

    ``sentences`` without a topic hold one of ``words``; those of ``beside`` often stand there too.
    """

    stem: str
    label: str
    words: tuple[str, ...]
    beside: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    sentences: int
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class SuggestionsView:
    """``bare`` of ``sentences`` bear no topic, in the ``articles`` looked at, ``of`` all; ``more`` are not shown."""

    found: tuple[SuggestionView, ...]
    more: int
    bare: int
    sentences: int
    articles: int
    of: int
    opened: str
    lines: Lines | None
