"""Everybody who may have said some words, with what speaks for each: the rules' answer, whoever stands near, nobody.

The features are what the rules compute anyway: place, case, distance, who spoke last, number and gender, how often
somebody is named; the rule that spoke is one of them. ``ranking`` weighs them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.nlp import lexicon
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.grounds import Ground
from app.nlp.attribution.sightings import Sighting, sightings
from app.nlp.entities.gender import Gender, agree
from app.nlp.german.clauses import Segment, View
from app.nlp.german.component import TextClauses, Unit
from app.nlp.types import Quotation

_BACK = 3  # units before that are looked at
_LAST_SPOKE = 4  # units back in which somebody still counts as who spoke last
_PRONOUNS: dict[str, Gender] = {"er": "m", "sie": "f"}
_PASSIVE = lexicon.verb_forms("passive")

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

    @property
    def how(self) -> str:
        """The kind of its cue."""
        return self.ground.cue.how if self.ground.cue else "none"

    @property
    def answer(self) -> tuple[Who, ...]:
        """Whom the rules name."""
        return tuple(
            (one.speaker, None if one.speaker else one.speaker_text)
            for one in self.quotations
            if one.speaker or one.speaker_text
        )


@dataclass(frozen=True, slots=True)
class Previous:
    """The utterance before, and who was found to have said it."""

    utterance: Utterance
    who: tuple[Who, ...]


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

    def of(self, utterance: Utterance, before: Previous | None = None) -> list[Candidate]:
        """The rules' answer first, then the others in the order of the text, nobody last. ``before``: who may go on."""
        found: dict[tuple[Who, ...], Candidate] = {}
        answer = utterance.answer
        if answer:
            found[answer] = Candidate(answer)
        near = list(self._near(utterance))
        here = [one for where, one in near if where == "here"]
        for where, one in near:
            who: Who = (one.key, None if one.key else one.text)
            candidate = found.setdefault((who,), Candidate((who,)))
            candidate.features |= self._features(where, one, utterance, here)
        going_on = self._going_on(utterance, before)
        if before is not None and before.who and going_on:
            found.setdefault(before.who, Candidate(before.who))
        self._compare(found.values(), utterance, here)
        found[()] = Candidate((), self._nobody(utterance))
        found[answer].features |= self._answer(utterance)
        if before is not None and before.who in found:
            found[before.who].features |= going_on
        return list(found.values())

    def _view(self, place: int) -> View:
        if place not in self._views:
            self._views[place] = self.clauses.around_quotations(self.units[place])
        return self._views[place]

    def _sightings(self, place: int) -> list[Sighting]:
        if place not in self._seen:
            self._seen[place] = sightings(self._view(place), self.coreference)
        return self._seen[place]

    def _near(self, utterance: Utterance) -> Iterator[tuple[str, Sighting]]:
        """Whoever is seen in the unit, some before it and, behind a bare quotation, in the next."""
        place = utterance.ground.place
        for back in range(min(_BACK, place), 0, -1):
            for one in self._sightings(place - back):
                yield f"before {back}", one
        for one in self._sightings(place):
            yield "here", one
        if place + 1 < len(self.units) and utterance.ground.cue is None and utterance.first.kind == "direct":
            for one in self._sightings(place + 1):
                yield "behind", one

    def _segment_of_cue(self, utterance: Utterance) -> Segment | None:
        cue, segments = utterance.ground.cue, self._view(utterance.ground.place).segments
        return segments[cue.segment] if cue is not None and cue.segment < len(segments) else None

    # --- what is true of them

    @staticmethod
    def _answer(utterance: Utterance) -> set[str]:
        """How the rules came to what they say."""
        ground, kind, who = utterance.ground, utterance.first.kind, utterance.answer
        referent = ground.speakers[0].referent if ground.speakers else ""
        about = "nobody" if not who else "several" if len(who) > 1 else "key" if who[0][0] else "words"
        facts = [
            "",
            about,
            f"rule {ground.rule}",
            f"referent {referent}",
            f"cue {utterance.how}",
            f"status {utterance.first.status}",
            f"kind {kind}",
            f"rule {ground.rule} {kind}",
            f"rule {ground.rule} referent {referent}",
            f"cue {utterance.how} referent {referent}",
            f"{about} rule {ground.rule}",
            *ground.signs,
        ]
        return {f"answer {fact}" for fact in facts}

    @staticmethod
    def _nobody(utterance: Utterance) -> set[str]:
        kind, how = utterance.first.kind, utterance.how
        facts = ("", f"kind {kind}", f"cue {how}", f"rule {utterance.ground.rule}", f"kind {kind} cue {how}")
        return {f"nobody {fact}" for fact in (*facts, *utterance.ground.signs)}

    @staticmethod
    def _going_on(utterance: Utterance, before: Previous | None) -> set[str]:
        """What speaks for who spoke in the utterance before, where that is near."""
        if before is None:
            return set()
        now, then = utterance.ground, before.utterance.ground
        gap = now.place - then.place
        if gap > _LAST_SPOKE:
            return set()
        paragraph = "same" if now.paragraph == then.paragraph else "other"
        near = f"{min(gap, 3)} {paragraph}"
        who = "nobody" if not before.who else "key" if before.who[0][0] else "words"
        facts = [who, near, f"{near} {utterance.how}", f"{utterance.how} {who}", f"rule {now.rule}"]
        facts += [f"{before.utterance.first.kind} {utterance.first.kind}", f"{before.utterance.how} {utterance.how}"]
        facts += (f"{sign} {near}" for sign in now.signs)
        return {f"goes on {fact}" for fact in facts}

    def _features(self, where: str, one: Sighting, utterance: Utterance, here: Sequence[Sighting]) -> set[str]:
        how, kind = utterance.how, utterance.first.kind
        facts = [where, one.kind, f"{where} {one.role}", f"{where} {one.kind}", f"{where} {how}"]
        facts += [f"{where} {one.role} {how}", f"{where} {one.role} {kind}", f"{one.role} rule {utterance.ground.rule}"]
        if one.subordinate:
            facts += ["subordinate", f"{where} subordinate"]
        if one.is_medium:
            facts += ["medium", f"medium {how}"]
        if one.governor:
            facts.append(f"{where} governor {one.governor}")
        if one.is_apposed:
            facts += [f"apposed {how}", f"{where} apposed"]
        if where == "here":
            facts += self._beside_cue(one, utterance)
        elif not any(each.kind == one.kind for each in here):
            facts.append(f"{where} none of its kind here {how}")
        return {f"seen {fact}" for fact in facts}

    def _beside_cue(self, one: Sighting, utterance: Utterance) -> Iterator[str]:
        """Where it stands to the cue and to the words."""
        first, cue = utterance.first, utterance.ground.cue
        segment = self._segment_of_cue(utterance)
        if first.kind != "indirect":
            yield f"{'ahead of' if one.start < first.start else 'behind'} the marks {one.role}"
        if cue is None or segment is None:
            return
        if cue.span is not None and cue.span[0] <= one.start < cue.span[1]:
            yield "within the cue"
        if cue.segment != one.segment:
            gap = min(abs(one.segment - cue.segment), 2)
            side = "before" if one.segment < cue.segment else "behind"
            yield from (
                f"clause {side} {cue.how}",
                f"clause {side} {one.role}",
                f"clause {side} {gap} {one.is_apposed}",
            )
            return
        if any(item.low in _PASSIVE for item in segment.items):
            yield f"passive {one.role} {one.governor}"
        if cue.verb is not None:
            yield f"frame {cue.verb.frame} {one.role}"
        verb = next((place for place, item in enumerate(segment.items) if item.text == cue.word), None)
        if verb is not None:
            side, gap = "before" if one.item < verb else "behind", min(abs(one.item - verb), 4)
            yield from (f"{side} the cue {gap}", f"{side} the cue {one.role}", f"{side} the cue {gap} {one.role}")

    def _compare(self, candidates: Iterable[Candidate], utterance: Utterance, here: Sequence[Sighting]) -> None:
        """What is told by comparing them: who spoke last, who is named last and most, whom a pronoun or noun fits."""
        place, how, kind = utterance.ground.place, utterance.how, utterance.first.kind
        spoke = self._spoke_last(place)
        subjects = {speaker.key for speaker in self.coreference.history[place - 1].subject} if place else set()
        pronoun, noun = self._pronoun(utterance), self._noun(utterance)
        persons = {one.key for one in here if one.kind == "person"}
        keyed = [candidate for candidate in candidates if len(candidate.who) == 1 and candidate.who[0][0] is not None]
        for rank, candidate in enumerate(reversed(keyed)):
            key = str(candidate.who[0][0])
            entity = self.clauses.entities.get(key)
            of_kind = entity.kind if entity else "?"
            facts = [f"nearest {min(rank, 3)}", f"nearest {min(rank, 3)} {how}", f"named {min(self._counts[key], 3)}"]
            if self._counts[key] == self._most:
                facts += ["named most", f"named most {how}"]
            if key in spoke:
                facts += [f"spoke {how}", f"spoke {spoke[key]} {kind}", f"spoke {spoke[key]} {how}"]
            if key in subjects:
                facts += [f"subject before {how}", f"subject before {of_kind}"]
            if pronoun:
                gender = self.coreference.gender(key)
                fits = "fits" if agree(gender, pronoun) else "against"
                facts.append(f"pronoun {fits} {of_kind}{' known' if gender != '?' else ''}")
            if noun:
                facts += [f"noun {noun} {of_kind}", f"noun {noun} {of_kind} {min(rank, 3)}"]
            if len(persons) == 1 and key in persons:
                facts += ["only person here", f"only person here {how}"]
            candidate.features |= {f"seen {fact}" for fact in facts}

    def _spoke_last(self, place: int) -> dict[str | None, int]:
        """Who spoke in the units before, with how many units ago."""
        found: dict[str | None, int] = {}
        for back in range(1, min(_LAST_SPOKE, place) + 1):
            for speaker in self.coreference.history[place - back].speakers:
                found.setdefault(speaker.key, back)
        return found

    def _pronoun(self, utterance: Utterance) -> Gender | None:
        """The gender of the pronoun in the clause of the cue, None where there is none."""
        segment = self._segment_of_cue(utterance)
        lows = (item.low for item in segment.items) if segment is not None else ()
        return next((_PRONOUNS[low] for low in lows if low in _PRONOUNS), None)

    @staticmethod
    def _noun(utterance: Utterance) -> str:
        """How the rules name somebody by a noun alone: "the person" for "der Minister", "" where they do not."""
        ground = utterance.ground
        if len(ground.speakers) != 1 or ground.speakers[0].key is not None:
            return ""
        definite = (ground.speakers[0].text or "").lower().startswith(("der ", "die ", "das ", "dem "))
        return f"{'the' if definite else 'a'} {ground.speakers[0].kind}"
