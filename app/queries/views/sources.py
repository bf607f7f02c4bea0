"""The sources of a summit."""

from dataclasses import dataclass

from app.queries.views.heads import SourceView, SummitView


@dataclass(frozen=True, slots=True)
class OutletView:
    """What people have said of an outlet; ``domains`` and ``aliases`` are how its texts are recognised."""

    source: SourceView
    kind: str
    country: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The sources of a summit, to be described in place; ``everywhere`` (slug, name) are those of all summits."""

    summit: SummitView
    sources: tuple[SourceView, ...]
    outlets: tuple[OutletView, ...]
    everywhere: tuple[tuple[str, str], ...]
