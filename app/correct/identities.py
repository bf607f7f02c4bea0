"""Who is who by decision: names that stand for another entity, entities that are one, names to show."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.correct.decisions import Alias, Identity, Joined, Renamed, Who
from app.slugs import own_slug

Place = tuple[str, str]  # kind, and the address that a folded name has by itself


def place_of(who: Who) -> Place:
    """Where the entity of a folded name is found, among all of its summit."""
    return who.kind, own_slug(who.key)


@dataclass(slots=True)
class Identities:
    """What the decisions on record come to. Keys and values are entities by their places."""

    pinned: dict[Place, Who] = field(default_factory=dict)  # a name -> the entity it stands for
    joined: dict[Place, Who] = field(default_factory=dict)  # an entity -> the one it is part of
    names: dict[Place, str] = field(default_factory=dict)

    def target(self, name: Who, ruled: Who) -> Who:
        """Whom a name stands for, where the rules alone would say ``ruled``."""
        return self.root(self.pinned.get(place_of(name), ruled))

    def root(self, who: Who) -> Who:
        """The entity that an entity has become."""
        while place_of(who) in self.joined:
            who = self.joined[place_of(who)]
        return who

    def join(self, who: Who, into: Who) -> None:
        """Make two one; where ``into`` had become ``who``, the other way round."""
        if self.root(into) == who or place_of(self.root(into)) == place_of(who):
            self._leave(into)
        if place_of(who) != place_of(into):
            self.joined[place_of(who)] = self.root(into)

    def split(self, name: Who) -> None:
        """Let a name stand for its own entity."""
        self._leave(name)
        self.pinned[place_of(name)] = name

    def _leave(self, who: Who) -> None:
        self.joined.pop(place_of(who), None)


def fold_identities(decisions: Sequence[Identity]) -> Identities:
    """Decisions in the order in which they were taken; later ones win."""
    found = Identities()
    for decision in decisions:
        if isinstance(decision, Joined):
            found.join(decision.who, decision.into)
        elif isinstance(decision, Alias):
            found.pinned[place_of(decision.who)] = decision.into
        elif isinstance(decision, Renamed):
            found.names[place_of(decision.who)] = decision.name
        else:
            found.split(decision.who)
    return found
