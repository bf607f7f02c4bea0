"""The reading itself: unit after unit, whose words it gives and of what kind."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.nlp.attribution.anonymous_sources import reacting
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.direct import SPEAKERS, MarkedWords, cue_of, locate
from app.nlp.attribution.discourse import DiscourseUnit, Speakers
from app.nlp.attribution.frames import frame_of
from app.nlp.attribution.grounds import OF_TURN, Ground, Grounds
from app.nlp.attribution.indirect import CARRIED, REPORTED, Report
from app.nlp.attribution.leading_cues import lead_of
from app.nlp.attribution.quotation_kinds import KIND, MarkedSpan
from app.nlp.attribution.subjects import main_subject
from app.nlp.attribution.turns import Turn, Turns
from app.nlp.attribution.unmarked import find_utterances
from app.nlp.attribution.verb_cues import find_cues
from app.nlp.german.clauses import View
from app.nlp.german.component import TextClauses, Unit
from app.nlp.german.mood import mood_of
from app.nlp.text.quotation_marks import Marked, Marks
from app.nlp.types import Quotation, QuotationKind

_UTTERANCE_WORDS = 6  # words from which a marked span is taken for an utterance where nothing else is looked at


def unattributed(text: str, mark: Marked) -> Quotation:
    """A marked quotation of which nothing but the marks is looked at."""
    inner = mark.inner(text)
    if " " not in inner:
        return Quotation(mark.start, mark.end, "label")
    whole = inner[-1:] in ".!?…" or inner.count(" ") >= _UTTERANCE_WORDS
    return Quotation(mark.start, mark.end, "direct" if whole else "partial")


class Extractor:
    """Reads one text unit by unit and keeps who spoke. ``turns``: those of a conversation, where the text is one."""

    def __init__(
        self, clauses: TextClauses, coreference: Coreference, marks: Marks, turns: Turns | None = None
    ) -> None:
        self.text = clauses.text
        self.clauses = clauses
        self.coreference = coreference
        self.marks = marks
        self.grounds = Grounds()
        self.turns = turns or Turns()
        self._pending: tuple[Unit, DiscourseUnit] | None = None

    def read(self, unit: Unit, signs: bool) -> list[Quotation]:
        """The quotations of one unit. Its clauses are only cut where they are needed; ``signs`` tells that some word of
        it may have to do with speech."""
        current = DiscourseUnit(unit.paragraph, heading=unit.kind == "heading")
        history = self.coreference.history
        if turns := self.turns.within(unit.start, unit.end):
            self._settle()
            found = list(_of_turns(unit, current, turns))
            for one in found:
                ground = Ground(len(history), unit.paragraph, OF_TURN, current.speakers)
                self.grounds.keep(one.start, one.end, ground)
            history.append(current)
            return found
        before = history[-1] if history else None
        if not signs and not (before is not None and (before.unmarked or (before.speech and not self.marks.spans))):
            self._settle()
            self._pending = (unit, current)  # its subject is only looked for where the next unit may need it
            history.append(current)
            return []
        self._settle()
        found = self._found(self._understood(self.clauses.around_quotations(unit), current), unit.marks)
        history.append(current)
        return found

    def _settle(self) -> None:
        """Find the subject of the plain sentence before this one."""
        if self._pending is not None:
            unit, current = self._pending
            self._pending = None
            view = self.clauses.around_quotations(unit)
            reaction = reacting(view, self.coreference)
            current.subject, current.start = reaction or self._subject(view), unit.start
            current.communicative = bool(reaction)

    def _subject(self, view: View) -> Speakers:
        phrase = main_subject(view, len(view.segments))
        return self.coreference.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()

    def _understood(self, view: View, current: DiscourseUnit) -> Report:
        self.coreference.sentence = view.start
        cues = find_cues(view, self.coreference)
        mood = mood_of(view)
        lead = lead_of(view, cues, mood)
        current.start = view.start
        reaction = reacting(view, self.coreference)
        current.subject = reaction or self._subject(view) or (lead.speakers if lead else ())
        current.communicative = bool(reaction) or any(cue.how == "verb" for cue in cues)
        return Report(view, cues, mood, lead, current, self.coreference)

    def _found(self, unit: Report, marks: list[Marked]) -> list[Quotation]:
        view, current = unit.view, unit.current
        found: list[Quotation] = []
        speakers: Speakers = ()
        utterances = (
            [] if current.heading else find_utterances(view, unit.cues, unit.mood, self.marks, self.coreference)
        )
        sign, reported = ("", False)
        if not (current.heading or utterances):
            sign, reported = REPORTED.told(unit, view.start, view.end)
        if reported:
            rule, speakers = ("led", unit.lead.speakers) if unit.lead else CARRIED.told(unit, view.start, view.end)
            signs = (f"reported {sign}", *_moods(unit))
            self._keep(view.start, view.end, rule, speakers, unit, unit.lead, signs)
            found += self._reported(unit, speakers)
        for utterance in utterances:
            speakers, current.unmarked = utterance.speakers, True
            cue = next((cue for cue in unit.cues if cue.surface == utterance.verb), None)
            self._keep(utterance.start, utterance.end, "unmarked", speakers, unit, cue)
            words = Quotation(utterance.start, utterance.end, "direct", verb=utterance.verb)
            doubtful = not utterance.certain or self.marks.are_broken(utterance.start, utterance.end)
            found += _of_each(words, speakers, proposed=doubtful)
        current.speech = reported or bool(utterances)
        for mark in marks:
            quoted, quotations = self._marked(unit, mark, speakers if reported else None)
            if quotations[0].kind != "label":
                current.speech = True
                speakers = speakers or quoted
            found += quotations
        if current.speech:
            current.speakers = self._who_goes_on(unit, speakers)
        return found

    def _keep(
        self,
        start: int,
        end: int,
        rule: str,
        speakers: Speakers,
        unit: Report,
        cue: Cue | None = None,
        signs: tuple[str, ...] = (),
    ) -> None:
        place = len(self.coreference.history)
        self.grounds.keep(start, end, Ground(place, unit.view.paragraph, rule, speakers, cue, signs))

    @staticmethod
    def _reported(unit: Report, speakers: Speakers) -> Iterator[Quotation]:
        frame = frame_of(unit.view, unit.cues, unit.lead, unit.mood)
        verb = unit.lead.surface if unit.lead else None
        return _of_each(Quotation(unit.view.start, unit.view.end, "indirect", verb=verb, frame=frame), speakers)

    @staticmethod
    def _who_goes_on(unit: Report, speakers: Speakers) -> Speakers:
        """Whose words a sentence behind this one gives, if it names nobody: who cites goes on, not who is cited."""
        last = speakers or (unit.lead.speakers if unit.lead else ())
        cites = any(cue.verb is not None and cue.verb.lemma == "zitieren" for cue in unit.cues)
        return (unit.current.subject or last) if cites else last

    def _marked(self, unit: Report, mark: Marked, reported: Speakers | None) -> tuple[Speakers, list[Quotation]]:
        """The speakers of a marked span and its quotations, one for each of them. ``reported``: who speaks in the
        reported speech around it, None where there is none."""
        view, cues = unit.view, unit.cues
        place = locate(view, mark)
        if place is None:
            beside = self.coreference.before_aside(mark.start)  # Tsakalotos („Ich bin nervös“)
            self._keep(mark.start, mark.end, "before an aside", beside, unit)
            plain = unattributed(self.text, mark)
            return beside, [replace(plain, speaker=who.key, status="proposed") for who in beside] or [plain]
        number, index = place
        in_report = unit.lead is not None or reported is not None
        span = MarkedSpan(view, mark.inner(self.text), number, index, cues, in_report)
        kind: QuotationKind = KIND.decide(span, mark.start, mark.end)
        cue = cue_of(view, number, cues, kind)
        words = MarkedWords(self.text, view, mark, number, index, kind, cue, reported, unit.current, self.coreference)
        rule, speakers = SPEAKERS.told(words, mark.start, mark.end)
        signs = ("in a report",) if in_report else ()
        self._keep(mark.start, mark.end, rule, speakers, unit, cue, (*signs, f"break {words.segment.before}"))
        verb = cue.surface if cue else None
        broken = kind != "label" and self.marks.are_broken(mark.start, mark.end)
        return speakers, list(_of_each(Quotation(mark.start, mark.end, kind, verb=verb), speakers, proposed=broken))


def _moods(unit: Report) -> Iterator[str]:
    """The moods that a unit shows, as signs of its ground."""
    mood = unit.mood
    named = {"first": mood.first, "second": mood.second, "main first": mood.main_first, "main second": mood.main_second}
    return (f"mood {name}" for name, shown in named.items() if shown)


def _of_turns(unit: Unit, current: DiscourseUnit, turns: Sequence[Turn]) -> Iterator[Quotation]:
    """What of a unit are the words of turns, and in its ``current`` who speaks."""
    for turn in turns:
        start, end = max(unit.start, turn.words), min(unit.end, turn.end)
        if start < end and turn.speakers:
            current.start, current.speech, current.speakers = unit.start, True, turn.speakers
            yield from _of_each(Quotation(start, end, "direct"), turn.speakers)


def _of_each(words: Quotation, speakers: Speakers, proposed: bool = False) -> Iterator[Quotation]:
    """One quotation for each speaker; one without where nobody is known."""
    if not speakers:
        yield words
    for speaker in speakers:
        status = "proposed" if proposed else speaker.status
        yield replace(words, speaker=speaker.key, speaker_text=speaker.text, status=status)
