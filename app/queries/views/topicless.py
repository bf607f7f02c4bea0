"""Sentences that bear no topic."""

from dataclasses import dataclass

from app.queries.views.heads import FilterBar, SourceView, SummitView
from app.queries.views.lines import Lines


@dataclass(frozen=True, slots=True)
class Share:
    """So many sentences ``without`` a topic, ``of`` all sentences of a source that the filters leave."""

    source: SourceView
    without: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.without / max(1, self.of)


@dataclass(frozen=True, slots=True)
class Topicless:
    """The same of every source, in the order of the columns."""

    sources: tuple[Share, ...]

    def of(self, source: SourceView) -> Share:
        """Of one source."""
        return next((one for one in self.sources if one.source == source), Share(source, 0, 0))

    @property
    def without(self) -> int:
        """Sentences without a topic, of all sources."""
        return sum(one.without for one in self.sources)

    @property
    def all(self) -> int:
        """Sentences of all sources."""
        return sum(one.of for one in self.sources)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.without / max(1, self.all)


@dataclass(frozen=True, slots=True)
class TopiclessPage:
    """One page of the sentences, with the shares of all sources and those of the ``chosen`` ones."""

    summit: SummitView
    bar: FilterBar
    shares: Topicless
    chosen: Topicless
    found: Lines
