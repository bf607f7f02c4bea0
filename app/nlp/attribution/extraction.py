"""The reading itself: unit after unit, whose words it gives and of what kind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.direct import cue_of, kind_of, locate, names_a_body, said_of, without_cue
from app.nlp.attribution.discourse import DiscourseUnit, Speaker
from app.nlp.attribution.frames import frame_of
from app.nlp.attribution.indirect import carried_by, is_reported, lead_of, mood_of
from app.nlp.attribution.subjects import main_subject
from app.nlp.attribution.unmarked import find_utterances
from app.nlp.attribution.verb_cues import find_cues
from app.nlp.german.clauses import WORDS, Phrase, View
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
    """Reads one text unit by unit and keeps who spoke."""

    def __init__(self, text: str, coreference: Coreference, marks: Marks) -> None:
        self.text = text
        self.coreference = coreference
        self.marks = marks
        self._pending: tuple[Callable[[], View], DiscourseUnit] | None = None

    def read(
        self, view: Callable[[], View], kind: str, marks: list[Marked], signs: bool, paragraph: int
    ) -> list[Quotation]:
        """The quotations of one unit. ``view`` makes its segments and is only called where they are needed; ``signs``
        tells that some word of it may have to do with speech."""
        current = DiscourseUnit(paragraph, heading=kind == "heading")
        before = self.coreference.history[-1] if self.coreference.history else None
        if not signs and not (before is not None and (before.unmarked or (before.speech and not self.marks.spans))):
            self._settle()
            self._pending = (view, current)  # its subject is only looked for where the next unit may need it
            self.coreference.history.append(current)
            return []
        self._settle()
        found = list(self._found(view(), marks, current))
        self.coreference.history.append(current)
        return found

    def _settle(self) -> None:
        """Find the subject of the plain sentence before this one."""
        if self._pending is not None:
            view, current = self._pending
            self._pending = None
            unit = view()
            current.subject, current.start = self._subject(unit), unit.start

    def _subject(self, view: View) -> tuple[Speaker, ...]:
        phrase = main_subject(view, len(view.segments))
        return self.coreference.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()

    def _found(self, view: View, marks: list[Marked], current: DiscourseUnit) -> Iterator[Quotation]:
        cues = find_cues(view, self.coreference)
        mood = mood_of(view)
        lead = lead_of(view, cues, mood)
        current.start = view.start
        current.subject = self._subject(view) or (lead.speakers if lead else ())
        current.communicative = any(cue.how == "verb" for cue in cues)
        speakers: tuple[Speaker, ...] = ()
        utterances = (
            []
            if current.heading
            else find_utterances(view, cues, mood, self.marks, self.coreference.history, self.coreference)
        )
        reported = (
            not current.heading
            and not utterances
            and is_reported(view, lead, mood, self.coreference, current.paragraph)
        )
        if reported:
            speakers = lead.speakers if lead else carried_by(view, mood, current, self.coreference)
            frame = frame_of(view, cues, lead, mood)
            yield from _emit(view.start, view.end, "indirect", speakers, lead.surface if lead else None, frame=frame)
        for one in utterances:
            speakers, current.unmarked = one.speakers, True
            yield from _emit(one.start, one.end, "direct", speakers, one.verb, not one.certain)
        current.speech = reported or bool(utterances)
        for mark in marks:
            quoted, words = self._marked(view, mark, cues, lead, speakers if reported else None, current)
            if words[0].kind != "label":
                current.speech = True
                speakers = speakers or quoted
            yield from words
        if current.speech:
            current.speakers = speakers or (lead.speakers if lead else ())
            if any(cue.verb is not None and cue.verb.lemma == "zitieren" for cue in cues):
                current.speakers = current.subject or current.speakers  # who goes on is who cites, not who is cited

    def _marked(
        self,
        view: View,
        mark: Marked,
        cues: list[Cue],
        lead: Cue | None,
        reported: tuple[Speaker, ...] | None,
        current: DiscourseUnit,
    ) -> tuple[tuple[Speaker, ...], list[Quotation]]:
        """The speakers of a marked span and its quotations, one for each of them. ``reported``: who speaks in the
        reported speech around it, None where there is none."""
        place = locate(view, mark)
        if place is None:
            beside = self.coreference.before_aside(mark.start)  # Tsakalotos („Ich bin nervös“)
            return beside, [
                replace(unattributed(self.text, mark), speaker=one.key, status="proposed") for one in beside
            ] or [unattributed(self.text, mark)]
        number, index = place
        kind = kind_of(view, mark.inner(self.text), number, index, cues, lead is not None or reported is not None)
        cue = cue_of(view, number, cues, kind)
        speakers: tuple[Speaker, ...] = ()
        naming = cue is not None and cue.verb is not None and cue.verb.lemma in WORDS["naming"]
        if kind == "label" and not naming and names_a_body(view.segments[number].items, index):
            pass  # »New York Times«: nobody's words
        elif kind == "label" and said_of(self.text, mark, view.segments[number].items, index):
            owner = view.segments[number].items[index - 1]
            speakers = self.coreference.of_phrase(Phrase(0, 1, [owner], owner, name=owner.name), "", view.paragraph)
        elif cue is not None:
            speakers = cue.speakers
        elif reported is not None and kind != "direct":
            speakers = reported
        elif kind == "label":
            speakers = ()
        else:
            speakers = without_cue(view, number, kind, reported, current, self.coreference)
        return speakers, list(_emit(mark.start, mark.end, kind, speakers, cue.surface if cue else None))


def _emit(
    start: int,
    end: int,
    kind: QuotationKind,
    speakers: Sequence[Speaker],
    verb: str | None,
    proposed: bool = False,
    frame: tuple[tuple[int, int], ...] = (),
) -> Iterator[Quotation]:
    """One quotation for each speaker; one without where nobody is known."""
    if not speakers:
        yield Quotation(start, end, kind, verb=verb, frame=frame)
    for one in speakers:
        status = "proposed" if proposed else one.status
        yield Quotation(start, end, kind, one.key, one.text, verb, status, frame)
