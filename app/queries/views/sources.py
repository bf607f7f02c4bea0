"""The sources of a summit."""

from dataclasses import dataclass

from app.queries.views.heads import SourceView, SummitView


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The sources of a summit, to be renamed in place."""

    summit: SummitView
    sources: tuple[SourceView, ...]
