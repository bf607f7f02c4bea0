"""Who is who by decision: names that stand for another entity, entities that are one, names to show."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from app.correct.decisions import Alias, Identity, Joined, NoName, Renamed, Who
from app.nlp.types import Analysis, Headline, Mention
from app.slugs import own_slug

M = TypeVar("M", Analysis, Headline)
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
    called: dict[Place, str] = field(default_factory=dict)  # what decisions call an entity that no text names itself
    nameless: set[Place] = field(default_factory=set)

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
            found.called[place_of(decision.into)] = decision.into.name
            found.join(decision.who, decision.into)
        elif isinstance(decision, Alias):
            found.called[place_of(decision.into)] = decision.into.name
            found.pinned[place_of(decision.who)] = decision.into
        elif isinstance(decision, Renamed):
            found.names[place_of(decision.who)] = decision.name
        elif isinstance(decision, NoName):
            found.nameless.add(place_of(decision.who))
        else:
            found.split(decision.who)
    return found


def without_names(machine: Analysis, decided: Identities) -> Analysis:
    """The analysis without what people said is no name; offices and quotations that it stood for stay, of nobody."""
    if not decided.nameless:
        return machine
    headline = machine.headline and _without_names(machine.headline, decided)
    return replace(_without_names(machine, decided), headline=headline)


def _without_names(found: M, decided: Identities) -> M:
    own = {one.key: Who(one.kind, one.key, one.name, one.family, one.bare) for one in found.entities}
    gone = {key for key, who in own.items() if place_of(decided.target(who, who)) in decided.nameless}
    if not gone:
        return found

    def kept(mention: Mention) -> bool:
        return mention.via == "role" or mention.entity not in gone

    return replace(
        found,
        entities=tuple(one for one in found.entities if one.key not in gone),
        mentions=tuple(replace(one, entity=None) if one.entity in gone else one for one in found.mentions if kept(one)),
        quotations=tuple(replace(one, speaker=None) if one.speaker in gone else one for one in found.quotations),
    )
