"""Everybody who may have said some words, with what speaks for each: the rules' answer, whoever stands near, nobody.

The features are what the rules compute anyway: place, case, distance, who spoke last, number and gender, how often
somebody is named; the rule that spoke is one of them. ``ranking`` weighs them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.discourse import Speakers
from app.nlp.attribution.grounds import Ground
from app.nlp.attribution.sightings import Sighting, sightings
from app.nlp.entities.gender import agree
from app.nlp.german.clauses import View
from app.nlp.german.component import TextClauses, Unit
from app.nlp.types import Quotation

_BACK = 3  # units before that are looked at
_LAST_SPOKE = 4  # units back in which somebody still counts as who spoke last
_PRONOUNS = {"er": "m", "sie": "f"}

Who = tuple[str | None, str | None]  # an Entity.key, or the words that name somebody


@dataclass(slots=True)
class Candidate:
    """``who``: one pair for each speaker, none for nobody. ``features``: names of what is true of it."""

    who: tuple[Who, ...]
    features: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words given as somebody's: a quotation for each of its speakers, and on what the attribution rests."""

    quotations: tuple[Quotation, ...]
    ground: Ground

    @property
    def first(self) -> Quotation:
        return self.quotations[0]


class Candidates:
    """The candidates for the utterances of one text."""

    def __init__(self, clauses: TextClauses, coreference: Coreference, units: Sequence[Unit]) -> None:
        self.clauses = clauses
        self.coreference = coreference
        self.units = units
        self._views: dict[int, View] = {}
        self._seen: dict[int, list[Sighting]] = {}
        self._counts = Counter(mention.entity for mention in clauses.mentions if mention.via == "name")
        self._most = max((count for key, count in self._counts.items() if key), default=0)

    def of(self, utterance: Utterance) -> list[Candidate]:
        """The rules' answer first, then the others in the order of the text, nobody last."""
        answer = self._answer(utterance)
        found: dict[Who, Candidate] = {}
        for where, one in self._near(utterance):
            who: Who = (one.key, None if one.key else one.text)
            candidate = found.setdefault(who, Candidate((who,)))
            candidate.features |= self._features(where, one, utterance)
        self._rank(list(found.values()), utterance)
        merged = [answer] if answer.who else []
        if len(answer.who) == 1 and answer.who[0] in found:
            answer.features |= found.pop(answer.who[0]).features
        nobody = Candidate((), self._nobody(utterance))
        if not answer.who:
            nobody.features |= answer.features
        return [*merged, *found.values(), nobody]

    def _view(self, place: int) -> View:
        if place not in self._views:
            self._views[place] = self.clauses.around_quotations(self.units[place])
        return self._views[place]

    def _sightings(self, place: int) -> list[Sighting]:
        if place not in self._seen:
            self._seen[place] = sightings(self._view(place), self.coreference)
        return self._seen[place]

    # --- who there is

    def _answer(self, utterance: Utterance) -> Candidate:
        """What the rules say, with how they came to it."""
        ground, first = utterance.ground, utterance.first
        who = tuple(
            (quotation.speaker, None if quotation.speaker else quotation.speaker_text)
            for quotation in utterance.quotations
            if quotation.speaker or quotation.speaker_text
        )
        referent = ground.speakers[0].referent if ground.speakers else ""
        about = "several" if len(who) > 1 else "key" if who and who[0][0] else "words" if who else "nobody"
        how = ground.cue.how if ground.cue else "none"
        facts = [
            "",
            about,
            f"rule {ground.rule}",
            f"referent {referent}",
            f"cue {how}",
            f"status {first.status}",
            f"kind {first.kind}",
            f"rule {ground.rule} {first.kind}",
            f"rule {ground.rule} referent {referent}",
            f"cue {how} referent {referent}",
            f"{about} rule {ground.rule}",
            *ground.signs,
        ]
        return Candidate(who, {f"answer {fact}" for fact in facts})

    @staticmethod
    def _nobody(utterance: Utterance) -> set[str]:
        ground, first = utterance.ground, utterance.first
        how = ground.cue.how if ground.cue else "none"
        facts = ("", f"kind {first.kind}", f"cue {how}", f"rule {ground.rule}", f"kind {first.kind} cue {how}")
        return {f"nobody {fact}" for fact in facts}

    def _near(self, utterance: Utterance) -> Iterator[tuple[str, Sighting]]:
        """Whoever is seen in the unit, some before it and the one behind it."""
        place = utterance.ground.place
        for back in range(min(_BACK, place), 0, -1):
            for one in self._sightings(place - back):
                yield f"before {back}", one
        if place < len(self.units):
            for one in self._sightings(place):
                yield "here", one
        if place + 1 < len(self.units) and self._is_alone(utterance):
            for one in self._sightings(place + 1):
                yield "behind", one

    def _is_alone(self, utterance: Utterance) -> bool:
        return utterance.ground.cue is None and utterance.first.kind == "direct"

    # --- what is true of them

    def _features(self, where: str, one: Sighting, utterance: Utterance) -> set[str]:
        ground, first = utterance.ground, utterance.first
        how = ground.cue.how if ground.cue else "none"
        facts = [where, one.kind, f"{where} {one.role}", f"{where} {one.kind}", f"{where} {how}"]
        facts += [f"{where} {one.role} {how}", f"{where} {one.role} {first.kind}"]
        if one.subordinate:
            facts += ["subordinate", f"{where} subordinate"]
        if one.is_medium:
            facts += ["medium", f"medium {how}"]
        if one.governor:
            facts.append(f"{where} governor {one.governor}")
        if where == "here":
            facts += self._beside_cue(one, utterance)
        elif self.units[ground.place].paragraph != self.coreference.history[ground.place].paragraph:
            facts.append("other paragraph")
        return {f"seen {fact}" for fact in facts}

    def _beside_cue(self, one: Sighting, utterance: Utterance) -> Iterator[str]:
        """Where it stands to the cue and to the words."""
        first, cue = utterance.first, utterance.ground.cue
        if first.kind != "indirect":
            yield "ahead of the marks" if one.start < first.start else "behind the marks"
        if cue is None:
            return
        if cue.segment != one.segment:
            yield f"clause {'before' if one.segment < cue.segment else 'behind'} {cue.how}"
            yield f"clause {'before' if one.segment < cue.segment else 'behind'} {one.role}"
            return
        items = self._view(utterance.ground.place).segments[one.segment].items
        verb = next((place for place, item in enumerate(items) if item.text == cue.word), None)
        yield "clause of the cue"
        if verb is not None:
            gap = min(abs(one.item - verb), 4)
            side = "before" if one.item < verb else "behind"
            yield f"{side} the cue {gap}"
            yield f"{side} the cue {one.role}"

    def _rank(self, candidates: list[Candidate], utterance: Utterance) -> None:
        """What is told by comparing them: who spoke last, who is named last and most, whom a pronoun fits."""
        ground, first = utterance.ground, utterance.first
        spoke = self._spoke_last(ground.place)
        subjects = self._subject_before(ground.place)
        pronoun = self._pronoun(utterance)
        how = ground.cue.how if ground.cue else "none"
        order = [candidate for candidate in candidates if candidate.who[0][0] is not None]
        for rank, candidate in enumerate(reversed(order)):
            key = candidate.who[0][0]
            add = candidate.features.add
            add(f"seen nearest {min(rank, 3)}")
            add(f"seen nearest {min(rank, 3)} {how}")
            count = self._counts[key]
            add(f"seen named {min(count, 3)}")
            if count == self._most:
                add("seen named most")
            if key in spoke:
                add(f"seen spoke {how}")
                add(f"seen spoke {spoke[key]} {first.kind}")
            if key in subjects:
                add(f"seen subject before {how}")
            if pronoun:
                fits = agree(self.coreference.gender(str(key)), pronoun)  # type: ignore[arg-type]
                known = self.coreference.gender(str(key)) != "?"
                add(f"seen pronoun {'fits' if fits else 'against'}{' known' if known else ''}")

    def _spoke_last(self, place: int) -> dict[str | None, int]:
        """Who spoke in the units before, with how many units ago."""
        found: dict[str | None, int] = {}
        for back in range(1, min(_LAST_SPOKE, place) + 1):
            for speaker in self.coreference.history[place - back].speakers:
                found.setdefault(speaker.key, back)
        return found

    def _subject_before(self, place: int) -> set[str | None]:
        before: Speakers = self.coreference.history[place - 1].subject if place else ()
        return {speaker.key for speaker in before}

    def _pronoun(self, utterance: Utterance) -> str:
        """The gender of the pronoun in the clause of the cue, "" where none stands there."""
        cue = utterance.ground.cue
        if cue is None or utterance.ground.place >= len(self.units):
            return ""
        segments = self._view(utterance.ground.place).segments
        if cue.segment >= len(segments):
            return ""
        lows = (item.low for item in segments[cue.segment].items)
        return next((_PRONOUNS[low] for low in lows if low in _PRONOUNS), "")
