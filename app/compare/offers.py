"""What a sentence offers for the things that another source's sentence holds: pure functions over two sentences.

A thing is a figure, an utterance or a topic. What is offered is a passage to look at, with a score and reasons; it is
never joined with anything, and nothing is found by it. ``figure_offers`` and ``utterance_offers`` say what two marks
have to have in common.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from app.compare import figure_offers, utterance_offers
from app.compare.figure_keys import Mark
from app.compare.nearness import NO_DAMPING, Damping, Nearness, nearness, read_terms
from app.compare.utterance_offers import Named, Said

TOPIC_NEAR = 0.45  # nearness from which on a sentence may be about what the other one is about
NUMBER_NEAR = 0.3  # the same for a sentence that has a figure's number without a mark
RARE, UNDAMPED = 0.3, 0.6  # weight of a word that tells by itself, where the summit does not use it all the time
TOPIC_WORDS = 2  # telling words that two sentences of one topic share at least
MOST_REASONS = 4  # words given as a reason

Place = tuple[int, str, int, int]  # article, part, start, end


@dataclass(frozen=True, slots=True)
class FigureAt:
    """A stored figure (id of its annotation) in a sentence."""

    id: int
    start: int
    end: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class SaidAt:
    """A stored quotation in a sentence, with its words; of a report without the clause that reports."""

    id: int
    start: int
    end: int
    text: str
    said: Said


@dataclass(frozen=True, slots=True)
class TopicAt:
    """A topic that a sentence has, and the id of that mark."""

    topic: int
    id: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence or headline of a source with what was marked in it.

    ``persons`` are ids of the entities that it names, ``heard`` how their family names sound, ``called`` the terms of
    their names; ``around`` are ids of those that its article names.
    """

    article: int
    source: int
    part: str
    start: int
    end: int
    text: str
    figures: tuple[FigureAt, ...] = ()
    said: tuple[SaidAt, ...] = ()
    topics: tuple[TopicAt, ...] = ()
    persons: frozenset[str] = field(default_factory=frozenset)
    heard: frozenset[str] = field(default_factory=frozenset)
    around: frozenset[str] = field(default_factory=frozenset)
    called: frozenset[str] = field(default_factory=frozenset)

    def names(self, said: Said) -> Named:
        """Where it names the speaker of a quotation that stands elsewhere."""
        if said.speaker is None:
            return "no"
        if said.speaker in self.persons or (said.heard is not None and said.heard.family in self.heard):
            return "sentence"
        return "article" if said.speaker in self.around else "no"

    @property
    def place(self) -> Place:
        """All of it."""
        return self.article, self.part, self.start, self.end


@dataclass(frozen=True, slots=True)
class Offered:
    """A passage offered for a thing: ``topic`` with the mark that is near (or None), or ``mark`` alone."""

    kind: str
    place: Place
    score: float
    reasons: tuple[str, ...]
    mark: int | None = None
    topic: int | None = None
    entity: int | None = None
    differing: bool = False
    at: int | None = None  # the mark that stands at the place

    @property
    def thing(self) -> tuple[str, int | None]:
        """What it is offered for."""
        return self.kind, self.topic or self.entity or self.mark


def offers_between(a: Spot, b: Spot, near: Nearness, damping: Damping = NO_DAMPING) -> Iterator[Offered]:
    """What each of two sentences of different sources offers for the things of the other."""
    for here, there in ((a, b), (b, a)):
        yield from _for_figures(here, there, near)
        yield from _for_utterances(here, there, damping)
    yield from _for_topics(a, b, damping)


def said_between(a: Spot, b: Spot, damping: Damping) -> Iterator[Offered]:
    """What each offers for the quotations of the other where either names who speaks in the other."""
    for here, there in ((a, b), (b, a)):
        if any(there.names(one.said) == "sentence" for one in here.said):
            yield from _for_utterances(here, there, damping)


def figures_between(a: FigureAt, b: FigureAt, near: Nearness) -> Iterator[Offered]:
    """What two figures of different sources are offered for, each for the other."""
    found = figure_offers.offered(a.mark, b.mark, near.score, near.common)
    if found is None:
        return
    for here, there in ((a, b), (b, a)):
        place = (there.mark.article, "text", there.start, there.end)
        yield Offered("figure", place, found.score, found.reasons, mark=here.id, differing=found.differing, at=there.id)


def utterances_between(
    a: SaidAt, b: SaidAt, articles: tuple[int, int], damping: Damping, named: Named = "no"
) -> Iterator[Offered]:
    """The same for two quotations that stand in these two articles. Where nobody knows who speaks in one of them,
    ``named`` tells whether its article names the other's speaker."""
    for here, there, article in ((a, b, articles[1]), (b, a, articles[0])):
        place = (article, "text", there.start, there.end)
        yield from _utterance(here, there.said, there.text, place, damping, there.id, named)


def _for_figures(here: Spot, there: Spot, near: Nearness) -> Iterator[Offered]:
    """A number without a mark; where there is a mark, the two figures are compared by themselves."""
    for figure in here.figures:
        if near.score >= NUMBER_NEAR and not there.figures and figure_offers.number_hits(figure.mark, there.text):
            reasons = ("same-value", *_words(near.common))
            yield Offered("figure", there.place, near.score, reasons, mark=figure.id)


def _for_utterances(here: Spot, there: Spot, damping: Damping) -> Iterator[Offered]:
    """What others say in the same words, and a sentence that gives what is said and quotes nobody, or a few words."""
    for quotation in here.said if here.part == "text" else ():
        for other in there.said:
            if there.part == "headline" or not utterance_offers.same_speaker(quotation.said, other.said):
                place = (there.article, there.part, other.start, other.end)
                at = other.id if there.part == "text" else None
                named = _named(quotation.said, here, other.said, there)
                yield from _utterance(quotation, other.said, other.text, place, damping, at, named)
        if all(other.said.kind == "partial" for other in there.said):
            plain = utterance_offers.plain(there.text)
            yield from _utterance(quotation, plain, there.text, there.place, damping, None, there.names(quotation.said))


def _named(a: Said, here: Spot, b: Said, there: Spot) -> Named:
    """Where the sentence or article of the one of two whose speaker nobody knows names the other's."""
    if a.speaker is None:
        return here.names(b)
    return there.names(a) if b.speaker is None else "no"


def _utterance(
    quotation: SaidAt, other: Said, text: str, place: Place, damping: Damping, at: int | None, named: Named
) -> Iterator[Offered]:
    own, there = read_terms(quotation.text), read_terms(text)
    near = nearness(own, there, damping)
    if not near.common:
        return
    rare = any(
        min(own.weights[term], there.weights[term]) >= RARE and damping.of(term) >= UNDAMPED for term in near.common
    )
    said = replace(other, named=named)
    found = utterance_offers.offered(quotation.said, said, near.score, near.common, rare=rare)
    if found is not None:
        yield Offered("quotation", place, found.score, found.reasons, mark=quotation.id, at=at)


def _for_topics(a: Spot, b: Spot, damping: Damping) -> Iterator[Offered]:
    """A sentence near to one of a topic may be of that topic; names that both give tell nothing of what it is about."""
    missing = [
        (there, [topic for topic in here.topics if topic.topic not in {one.topic for one in there.topics}])
        for here, there in ((a, b), (b, a))
    ]
    if not any(topics for _, topics in missing):
        return
    names = a.called | b.called
    near = nearness(read_terms(a.text).without(names), read_terms(b.text).without(names), damping)
    words = [term for term in near.common if not any(term != other and term in other for other in near.common)]
    if near.score < TOPIC_NEAR or len(words) < TOPIC_WORDS:  # a compound and its parts are one word
        return
    reasons = ("near-words", *_words(words))
    for there, topics in missing:
        for topic in topics:
            yield Offered("topic", there.place, near.score, reasons, mark=topic.id, topic=topic.topic)


def _words(common: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"word:{word}" for word in list(common)[:MOST_REASONS])


def best(offers: Iterable[Offered], most: int) -> list[Offered]:
    """The best few for each thing in each article; of one place only the best."""
    by_thing: dict[tuple[object, ...], dict[Place, Offered]] = {}
    for offer in sorted(offers, key=lambda one: (-one.score, one.place, one.mark or 0)):
        shelf = by_thing.setdefault((*offer.thing, offer.place[0]), {})
        if len(shelf) < most and not any(_overlap(offer.place, place) for place in shelf):
            shelf[offer.place] = offer
    return [offer for shelf in by_thing.values() for offer in shelf.values()]


def _overlap(a: Place, b: Place) -> bool:
    return a[:2] == b[:2] and a[2] < b[3] and b[2] < a[3]
