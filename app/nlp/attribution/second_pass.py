"""What a later sentence tells about an earlier one, looked at once the whole text has been read.

A quotation that stands alone belongs to whom the next sentence introduces ("„Genug.“ Landrätin Anna Berg schlug auf den
Tisch."). A plural that may be preterite or Konjunktiv ("Die Vorräte reichten bis März") is still reported between
reported sentences, and right behind one where it tells a need or a state of mind.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.discourse import Speaker
from app.nlp.attribution.subjects import main_subject
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import View, relative
from app.nlp.german.component import TextClauses, Unit
from app.nlp.types import Quotation


class SecondPass:
    """The units of one text, what they left behind (the ``history``, parallel to them), and what was found."""

    def __init__(self, units: Sequence[Unit], coreference: Coreference, clauses: TextClauses, text: str) -> None:
        self.units = units
        self.history = coreference.history
        self.coreference = coreference
        self.clauses = clauses
        self.text = text

    def view(self, place: int) -> View:
        return self.clauses.around_quotations(self.units[place])

    def revise(self, found: Sequence[Quotation]) -> list[Quotation]:
        """The quotations with speakers learnt later, and the reported sentences that only now are seen to be some."""
        here: dict[int, list[Quotation]] = defaultdict(list)
        number = 0
        for quotation in sorted(found, key=lambda quotation: quotation.start):
            while number + 1 < len(self.units) and self.units[number + 1].start <= quotation.start:
                number += 1
            here[number].append(quotation)
        out: list[Quotation] = []
        for place in range(len(self.units)):
            out += self._introduced(place, here[place])
            if not here[place]:
                out += self._still_reported(place, here)
        return out

    def _same_paragraph(self, place: int, other: int) -> bool:
        inside = 0 <= place < len(self.units) and 0 <= other < len(self.units)
        return inside and self.history[place].paragraph == self.history[other].paragraph

    def _introduced(self, place: int, quotations: list[Quotation]) -> list[Quotation]:
        """The quotations of a unit that holds nothing else, with the person whom the next one names."""
        alone = quotations and all(quotation.kind == "direct" and quotation.verb is None for quotation in quotations)
        if not alone or not self._same_paragraph(place, place + 1):
            return quotations
        if self._same_paragraph(place - 1, place) and (
            self.history[place - 1].speech or self.history[place - 1].subject
        ):
            return quotations
        unit = self.units[place]
        marked = sum(mark.end - mark.start for mark in unit.marks)
        if len(self.text[unit.start : unit.end].strip()) > marked:
            return quotations
        view = self.view(place + 1)
        phrase = main_subject(view, 1)
        name = phrase.name if phrase is not None else None
        if name is None or name.kind != "person" or name.entity is None:
            return quotations
        if quotations[0].speaker is not None and self.coreference.named_before(name.entity, unit.start):
            return quotations  # who spoke last may well go on
        return [
            replace(quotation, speaker=name.entity, speaker_text=None, status="proposed") for quotation in quotations
        ]

    def _still_reported(self, place: int, here: dict[int, list[Quotation]]) -> Iterator[Quotation]:
        """A sentence without any sign of speech, behind one that has some."""
        current = self.history[place]
        if current.heading or not self._same_paragraph(place - 1, place) or not self.history[place - 1].speech:
            return
        unit = self.units[place]
        speakers = self.history[place - 1].speakers
        words = self.text[unit.start : unit.end].split()
        if len(speakers) != 1 or not any(konjunktiv.may_be_plural(word.strip(".,;:!?")) for word in words):
            return
        carried = self._same_paragraph(place, place + 1) and any(
            quotation.kind == "indirect" and quotation.verb is None for quotation in here[place + 1]
        )
        between = carried and self.history[place + 1].speakers == speakers
        if plural_finite(self.view(place), states_only=not between):
            current.speech, current.speakers = True, speakers
            yield _proposed(unit.start, unit.end, speakers[0])


def plural_finite(view: View, states_only: bool) -> bool:
    """Is the first verb of a main clause that may be such a plural one, of any kind or of the ``states`` only?"""
    for segment in view.segments:
        if segment.subordinate or relative(segment):
            continue
        plain = [item for item in segment.items if item.name is None and item.marked is None and not item.capital]
        forms = [item.low for item in plain if konjunktiv.may_be_plural(item.low)]
        if any(konjunktiv.is_state(form) for form in forms):
            return True
        if forms:
            return not states_only
    return False


def _proposed(start: int, end: int, speaker: Speaker) -> Quotation:
    return Quotation(start, end, "indirect", speaker.key, speaker.text, None, "proposed")
