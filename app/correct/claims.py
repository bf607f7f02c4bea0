"""What people said of the passages that the wider search offers: which hold a thing, which do not.

A thing and a place meet in any number of decisions; the last one counts, whichever way round the two were named.
Places need not agree to the letter, for newer versions cut sentences and names otherwise: most of either must.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.correct.decisions import Anchor, Claim, Decision, Mark, Named, OfThing, Part, Same, Thing, Topics, Who
from app.correct.identities import Identities, place_of

Verdict = Literal["same", "not-same"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text: its sha256, the part, and the offsets into that."""

    sha256: str
    part: Part
    start: int
    end: int

    def meets(self, other: "Spot") -> bool:
        """Is most of either also in the other?"""
        if (self.sha256, self.part) != (other.sha256, other.part):
            return False
        shared = 2 * (min(self.end, other.end) - max(self.start, other.start))
        return shared > self.end - self.start or shared > other.end - other.start


@dataclass(frozen=True, slots=True)
class Accepted:
    """A place that somebody said holds the thing."""

    thing: Thing
    spot: Spot

    def meets(self, other: "Accepted") -> bool:
        """Are thing and place the same?"""
        return _one(self.thing, other.thing) and self.spot.meets(other.spot)


@dataclass(frozen=True, slots=True)
class _Said:
    """``same``: the place holds the thing. ``whole``: whatever else of its kind is asked for, it does not hold.

    ``asked``: it was the answer to an offer, not a mark put right by hand.
    """

    thing: Thing | None
    spot: Spot
    surface: str
    same: bool
    asked: bool = False
    whole: bool = False


class Verdicts:
    """The last words on things and places. Topics that have become others and persons that are one count as such."""

    def __init__(
        self,
        decisions: Iterable[tuple[str, Decision]],
        joined: Mapping[str, str] | None = None,
        identities: Identities | None = None,
    ) -> None:
        """``decisions`` that hold, in the order in which they were taken, each with the sha256 of its text.

        ``joined``: slugs of topics that have become another one. Marks put right by hand are last words too.
        """
        self._joined = joined or {}
        self._identities = identities or Identities()
        self._by_text: dict[str, list[_Said]] = {}
        for sha256, decision in decisions:
            for said in self._read(sha256, decision):
                other = [said.thing.sha256] if isinstance(said.thing, Anchor) else []
                for text in {sha256, *other}:
                    self._by_text.setdefault(text, []).append(said)

    @property
    def silent(self) -> bool:
        """Has nobody said anything?"""
        return not self._by_text

    def verdict(self, things: Sequence[Thing], spot: Spot) -> Verdict | None:
        """The last word on whether the place holds one of the things, which are one to whoever asks (a group)."""
        now = [self._now(thing) for thing in things]
        for said in reversed(self._by_text.get(spot.sha256, [])):
            for thing in now:
                if (told := _says(said, thing, spot)) is not None:
                    return "same" if told else "not-same"
        return None

    def accepted(self, sha256: str) -> list[Accepted]:
        """What offered places hold by decision: places in this text, and those elsewhere that hold a thing of it."""
        ways = dict.fromkeys(way for said in self._by_text.get(sha256, []) if said.asked for way in _ways(said))
        return [way for way in ways if self.verdict([way.thing], way.spot) == "same"]

    def _read(self, sha256: str, decision: Decision) -> Iterator[_Said]:
        if isinstance(decision, OfThing):
            spot = Spot(sha256, decision.part, decision.start, decision.end)
            same = isinstance(decision, Same)
            yield _Said(self._now(decision.thing), spot, decision.surface, same, asked=True)
        elif isinstance(decision, Topics):
            spot = Spot(sha256, "text", decision.start, decision.end)
            for slug in (*decision.drop, *decision.add):
                yield _Said(self._now(slug), spot, decision.surface, same=slug in decision.add)
        elif isinstance(decision, Named) and (decision.who or not decision.label):
            spot = Spot(sha256, "text", decision.start, decision.end)
            who = self._now(decision.who) if decision.who else None
            yield _Said(who, spot, decision.surface, same=bool(who), whole=True)

    def _now(self, thing: Thing) -> Thing:
        """What the thing has become."""
        if isinstance(thing, str):
            return self._joined.get(thing, thing)
        return self._identities.root(thing) if isinstance(thing, Who) else thing


def token(topic: int | None, entity: int | None, mark: int | None) -> str:
    """What a passage is offered for in one word, which forms keep so that an answer is about what was seen."""
    return f"topic-{topic}" if topic else f"entity-{entity}" if entity else f"mark-{mark}"


def _says(said: _Said, thing: Thing, spot: Spot) -> bool | None:
    """What this word says of the thing and the place; None where it is about others."""
    if said.whole:  # a name put right by hand: it is that one, and nobody else
        if not isinstance(thing, Who) or not said.spot.meets(spot):
            return None
        return said.thing is not None and _one(said.thing, thing)
    if any(_one(way.thing, thing) and way.spot.meets(spot) for way in _ways(said)):
        return said.same
    return None


def _ways(said: _Said) -> Iterator[Accepted]:
    """Thing and place; of two places that are one either is the thing of the other."""
    if said.thing is None:
        return
    yield Accepted(said.thing, said.spot)
    if isinstance(said.thing, Anchor):
        own, spot = said.thing, said.spot
        yield Accepted(Anchor(own.kind, spot.sha256, spot.part, spot.start, spot.end, said.surface), _spot(own))


def _one(thing: Thing, other: Thing) -> bool:
    if isinstance(thing, Anchor) and isinstance(other, Anchor):
        return thing.kind == other.kind and _spot(thing).meets(_spot(other))
    if isinstance(thing, Who) and isinstance(other, Who):
        return place_of(thing) == place_of(other)
    return thing == other


def _spot(anchor: Anchor) -> Spot:
    return Spot(anchor.sha256, anchor.part, anchor.start, anchor.end)


def with_implied(decisions: Iterable[Decision]) -> list[Mark]:
    """The decisions about the marks of a text, with those that follow from what was said of offered passages.

    "Yes" to a topic is that the sentence is on it, "no" that it is not; "yes" to a name is that these words are that
    name. What is said of headlines, figures and utterances puts no mark right. All in the order in which it was taken.
    """
    taken = list(decisions)
    marks: list[Mark] = []
    for number, decision in enumerate(taken):
        if isinstance(decision, Mark):
            marks.append(decision)
        elif isinstance(decision, Claim) and not any(overrules(later, decision) for later in taken[number + 1 :]):
            marks += implied(decision)
    return marks


def implied(said: Claim) -> list[Mark]:
    """The decision about marks that follows from a word on an offered passage; none or one."""
    if said.part != "text":
        return []
    place = {"start": said.start, "end": said.end, "surface": said.surface}
    if isinstance(said.thing, str):
        return [Topics(**place, **{"add" if isinstance(said, Same) else "drop": (said.thing,)})]  # type: ignore[arg-type]
    if isinstance(said.thing, Who) and isinstance(said, Same):
        return [Named(**place, label=said.thing.kind, who=said.thing)]  # type: ignore[arg-type]
    return []


def overrules(later: Decision, said: Claim) -> bool:
    """Is the later decision a new word on the same thing and place of one text?"""
    if not isinstance(later, Claim) or not _one(later.thing, said.thing):
        return False
    spots = [Spot("", one.part, one.start, one.end) for one in (later, said)]
    return spots[0].meets(spots[1])
