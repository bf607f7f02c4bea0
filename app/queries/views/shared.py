"""Text that two sources share."""

from dataclasses import dataclass

from app.queries.views.heads import ArticleView


@dataclass(frozen=True, slots=True)
class SharedText:
    """A passage that two articles of different sources share; ``here`` and ``there`` are offsets into each.

    ``agencies`` sign one of the two texts; without any, who wrote it first cannot be told from the texts.
    """

    excerpt: str
    words: int  # equal ones
    verbatim: bool
    article: ArticleView
    start: int
    end: int
    twin: ArticleView
    twin_start: int
    twin_end: int
    agencies: tuple[str, ...]
