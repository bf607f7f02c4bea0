"""All summits."""

from dataclasses import dataclass, field

from app.queries.views.heads import SummitView


@dataclass(frozen=True, slots=True)
class SummitsPage:
    """All summits."""

    summits: tuple[SummitView, ...] = field(default=())
