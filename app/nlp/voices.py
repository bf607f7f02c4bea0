"""The reading itself: which words of a unit are somebody's, of what kind, and whose."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.nlp import konjunktiv
from app.nlp.clauses import WORDS, Item, Segment, phrase_at, phrases, relative
from app.nlp.cues import Cue, View, find_cues, main_subject
from app.nlp.quotes import Marked
from app.nlp.speakers import Cast, Past, Speaker, lively, usable
from app.nlp.types import Quotation, QuotationKind

_FIRST_PERSON = WORDS["first_persons"]
_WHOLE_WORDS = 6  # a marked span of so many words that stands alone in its clause is an utterance
_LABEL_WORDS = 3  # a marked span of at most so many words without a verb of saying near it is a label
_CONTENT_SURELY = WORDS["content_surely"]
_CONTENT = _CONTENT_SURELY | WORDS["content"]
_SAID_OF = WORDS["passive"] | {"gilt", "galt", "gelten", "galten", "heißt", "hieß", "sei"}
_BE_IT_WORDS = 5
_UNREAL = frozenset({"als"})
_NOT_SPEECH = ("damit", "ohne", "bevor", "ehe")


@dataclass(slots=True)
class _Mood:
    """Where a unit has subjunctives: numbers of the segments with Konjunktiv I and II, and doubtful forms."""

    first: set[int] = field(default_factory=set)
    second: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    main_first: bool = False
    main_second: bool = False
    conditional: bool = False


class Reader:
    """Reads unit after unit and keeps who spoke."""

    def __init__(self, text: str, cast: Cast, lost: Sequence[int]) -> None:
        self.text = text
        self.cast = cast
        self.lost = lost
        self._pending: tuple[Callable[[], View], Past] | None = None

    def bare(self, mark: Marked) -> Quotation:
        """A marked quotation of which nothing but the marks is looked at."""
        inner = mark.inner(self.text)
        kind: QuotationKind = "direct" if inner[-1:] in ".!?…" or inner.count(" ") >= _WHOLE_WORDS else "partial"
        return Quotation(mark.start, mark.end, "label" if " " not in inner else kind)

    def read(
        self, view: Callable[[], View], kind: str, marks: list[Marked], signs: bool, paragraph: int
    ) -> Iterator[Quotation]:
        """The quotations of one unit. ``view`` makes its segments, only called where they are needed."""
        past = Past(paragraph, heading=kind == "heading")
        goes_on = bool(self.cast.past) and self.cast.past[-1].unmarked
        if not signs and not goes_on:
            self._subject_later(view, past)
            self.cast.past.append(past)
            return
        self._settle()
        seen = view()
        found = list(self._found(seen, marks, past))
        self.cast.past.append(past)
        yield from found

    def _subject_later(self, view: Callable[[], View], past: Past) -> None:
        """A plain sentence: its subject is only looked for when the next one may need it."""
        self._pending = (view, past)

    def _settle(self) -> None:
        """Find the subject of the plain sentence before this one."""
        if self._pending is not None:
            view, past = self._pending
            self._pending = None
            past.subject = self._plain_subject(view())

    def _plain_subject(self, view: View) -> tuple[Speaker, ...]:
        phrase = main_subject(view, len(view.segments))
        return self.cast.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()

    # --- one unit ----------------------------------------------------------------------------------------------------

    def _found(self, view: View, marks: list[Marked], past: Past) -> Iterator[Quotation]:
        cues = find_cues(view, self.cast)
        mood = self._mood(view)
        lead = self._lead(view, cues, mood)
        indirect = not past.heading and self._is_indirect(view, cues, lead, mood, past.paragraph)
        past.subject = self._plain_subject(view) or (lead.speakers if lead else ())
        past.communicative = any(cue.how == "verb" for cue in cues)
        unmarked = None if past.heading else self._unmarked(view, cues, mood, marks)
        if unmarked is not None:
            indirect = False
        speakers: tuple[Speaker, ...] = ()
        if indirect:
            speakers = lead.speakers if lead else self._unnamed(view, mood, past)
            if lead and not speakers and lead.how == "verb" and not lead.word:
                speakers = self.cast.carried(past.paragraph)
            yield from self._emit(view.start, view.end, "indirect", speakers, lead.word if lead else None)
        if unmarked is not None:
            start, end, cue = unmarked
            speakers = cue.speakers if cue else self.cast.carried(past.paragraph)
            past.unmarked = True
            yield from self._emit(start, end, "direct", speakers, cue.word if cue else None, proposed=cue is None)
        said = bool(indirect or unmarked)
        for mark in marks:
            for one in self._marked(view, mark, cues, lead, speakers if indirect else None, past):
                said = said or one.kind != "label"
                if one.kind != "label" and not speakers:
                    speakers = self._quotation_speakers
                yield one
        past.speech = said
        if said:
            past.spoke = speakers or (lead.speakers if lead else ())

    _quotation_speakers: tuple[Speaker, ...] = ()

    def _emit(
        self,
        start: int,
        end: int,
        kind: QuotationKind,
        speakers: Sequence[Speaker],
        verb: str | None,
        proposed: bool = False,
    ) -> Iterator[Quotation]:
        """One quotation for each speaker; one without where nobody is known."""
        if not speakers:
            yield Quotation(start, end, kind, verb=verb)
        for one in speakers:
            status = "proposed" if proposed else one.status
            yield Quotation(start, end, kind, one.key, one.text, verb, status)

    # --- reported speech ---------------------------------------------------------------------------------------------

    def _mood(self, view: View) -> _Mood:
        mood = _Mood()
        for number, segment in enumerate(view.segments):
            items = segment.items
            low = [
                konjunktiv.lowered(one.text) if one.text[:1].isupper() and one.low != "ich" else one.low
                for one in items
            ]
            if segment.first in _UNREAL and any(
                konjunktiv.is_first(low, n) or konjunktiv.is_second(low[n]) for n in range(min(3, len(low)))
            ):
                continue  # "als sei nichts gewesen", "als ob er käme"
            if segment.first in _NOT_SPEECH or low[:3] == ["es", "sei", "denn"] or _be_it(low):
                continue
            if segment.first == "ob" and number and view.segments[number - 1].items[-1].low in WORDS["questions"]:
                continue  # "die Frage, ob das gelinge"
            below = segment.subordinate or relative(segment)
            for place in range(len(items)):
                if items[place].name is not None or items[place].marked is not None:
                    continue
                if konjunktiv.is_first(low, place):
                    mood.first.add(number)
                    mood.main_first |= not below
                elif konjunktiv.is_second(low[place]) and not konjunktiv.is_wish(low[place]):
                    mood.second.add(number)
                    mood.main_second |= not below
                    mood.conditional |= place == 0 or segment.first == "wenn"
                elif konjunktiv.is_doubtful(low[place]):
                    mood.doubtful.add(number)
        return mood

    def _lead(self, view: View, cues: list[Cue], mood: _Mood) -> Cue | None:
        """The cue that governs the unit's reported speech."""
        moods = mood.first | mood.second
        best: tuple[int, Cue] | None = None
        for cue in cues:
            rank = self._rank(view, cue, mood, moods)
            if rank and (best is None or rank > best[0]):
                best = (rank, cue)
        return best[1] if best else None

    def _rank(self, view: View, cue: Cue, mood: _Mood, moods: set[int]) -> int:
        """How surely a cue governs reported speech; 0 not at all."""
        if cue.how == "anonymous":
            return 4 if len(view.segments) > 1 or moods else 0
        if cue.how in ("phrase", "so", "as"):
            return 5
        follows = cue.segment + 1 < len(view.segments)
        after = view.segments[cue.segment + 1] if follows else None
        elsewhere = (moods | mood.doubtful) - {cue.segment}
        verb = cue.verb
        if verb is None:
            return 0
        openers = _CONTENT if verb.frame == "speech" else _CONTENT_SURELY
        content = after is not None and after.before in (",", ":") and after.first in openers and _is_clause(after)
        if cue.how == "subordinate":
            return 2 if cue.speakers and (content or (follows and cue.segment + 1 in elsewhere)) else 0
        if verb.frame == "object" and not (cue.speakers or cue.pronoun):
            return 0
        if not cue.alive and not mood.first - {cue.segment}:
            return 0
        if content or elsewhere:
            return 6 if cue.speakers else 3
        if verb.frame == "speech" and cue.opens:
            return 4
        if (
            after is not None
            and verb.lemma in WORDS["telling_verbs"]
            and after.before == ","
            and self._main_clause(after)
        ):
            return 4
        if (
            after is not None
            and verb.lemma in WORDS["infinitive_verbs"]
            and _infinitive(view.segments[cue.segment + 1 :])
        ):
            return 3
        return 0

    @staticmethod
    def _main_clause(segment: Segment) -> bool:
        """Does a segment look like a main clause: a subject at its head and something after it?"""
        if segment.subordinate or relative(segment) or _infinitive([segment]):
            return False
        phrase = phrase_at(segment.items, 0)
        return (
            phrase is not None
            and not phrase.oblique
            and phrase.end + 1 < len(segment.items)
            and not segment.items[phrase.end].capital
        )

    def _is_indirect(self, view: View, cues: list[Cue], lead: Cue | None, mood: _Mood, paragraph: int) -> bool:
        if lead is not None:
            return self._has_content(view, lead, mood)
        if mood.first or any(view.segments[number].before == ":" for number in mood.second):
            return True
        if not mood.main_second or mood.conditional:
            return False
        before = self.cast.past[-1] if self.cast.past else None
        return before is not None and before.speech and before.paragraph == paragraph and bool(before.spoke)

    @staticmethod
    def _has_content(view: View, lead: Cue, mood: _Mood) -> bool:
        """Are there words of report outside the cue's own and outside quotations?"""
        words = sum(1 for segment in view.segments for one in segment.items if one.marked is None)
        if lead.how == "verb" and lead.opens and not (mood.first | mood.second):
            outside = [one for n, segment in enumerate(view.segments) if n < lead.segment for one in segment.items]
            return sum(1 for one in outside if one.marked is None) >= 3
        return words - lead.own_words >= 2

    def _unnamed(self, view: View, mood: _Mood, past: Past) -> tuple[Speaker, ...]:
        """The speaker of reported speech that no cue governs."""
        head = view.segments[0] if view.segments else None
        if head is not None and not mood.main_first and not mood.main_second and 0 not in mood.first | mood.second:
            own = past.subject
            if own and len(own) == 1 and not head.subordinate and own[0].kind:
                return own
        before = self.cast.past[-1] if self.cast.past else None
        opens = before is None or before.heading or (before.paragraph != past.paragraph and not before.speech)
        if opens and len(past.subject) == 1 and any(one.low == "wolle" for part in view.segments for one in part.items):
            return past.subject  # "Weiter anprangern wolle Biden …": with nobody to carry on, whose will it is
        carried = self.cast.carried(past.paragraph)
        if carried:
            return carried
        return ()

    # --- quotations without marks ------------------------------------------------------------------------------------

    def _unmarked(
        self, view: View, cues: list[Cue], mood: _Mood, marks: list[Marked]
    ) -> tuple[int, int, Cue | None] | None:
        """(start, end, cue) of an utterance that lost its marks: main clause + "sagte X", "X sagte:" + main clause."""
        if mood.first or mood.second or any(mark.end - mark.start > 30 for mark in marks):
            return None
        for cue in cues:
            if cue.how != "verb" or cue.verb is None or cue.verb.frame != "speech":
                continue
            segment = view.segments[cue.segment]
            follows = view.segments[cue.segment + 1].first if cue.segment + 1 < len(view.segments) else ""
            if (
                cue.opens
                and cue.segment
                and (cue.speakers or cue.pronoun)
                and segment.before == ","
                and follows not in _CONTENT_SURELY
            ):
                ahead = view.segments[: cue.segment]
                if self._utterance(ahead, cue, view.start):
                    return view.start, ahead[-1].items[-1].end, cue
            if segment.after == ":" and cue.segment + 1 < len(view.segments) and cue.speakers:
                rest = view.segments[cue.segment + 1 :]
                if not any(one.marked for part in rest for one in part.items) and sum(len(p.items) for p in rest) >= 3:
                    return rest[0].items[0].start, view.end, cue
        before = self.cast.past[-1] if self.cast.past else None
        if not cues and not marks and before is not None and before.unmarked and before.paragraph == view.paragraph:
            words = {one.low for segment in view.segments for one in segment.items}
            if words & _FIRST_PERSON:
                return view.start, view.end, None
        return None

    def _utterance(self, ahead: list[Segment], cue: Cue, start: int) -> bool:
        """Is what stands before "sagte X" a main clause in somebody's own words?"""
        items = [one for segment in ahead for one in segment.items]
        if (
            any(one.marked for one in items)
            or len(items) < 3
            or (ahead[0].subordinate and ahead[0].first in ("dass", "daß", "ob"))
        ):
            return False
        if any(start - 2 <= place <= items[-1].end + 1 for place in self._lost_near(start)):
            return True
        if {one.low for one in items} & _FIRST_PERSON:
            return True
        return cue.verb is not None and cue.verb.lemma not in WORDS["indicative_verbs"]

    def _lost_near(self, start: int) -> Sequence[int]:
        from bisect import bisect_left

        at = bisect_left(self.lost, start - 2)
        return self.lost[at : at + 4]

    # --- marked quotations -------------------------------------------------------------------------------------------

    def _marked(
        self,
        view: View,
        mark: Marked,
        cues: list[Cue],
        lead: Cue | None,
        indirect: tuple[Speaker, ...] | None,
        past: Past,
    ) -> Iterator[Quotation]:
        place = _locate(view, mark)
        self._quotation_speakers = ()
        if place is None:
            yield self.bare(mark)
            return
        number, index = place
        kind = self._kind(view, mark, number, index, cues, bool(lead) or indirect is not None)
        cue = self._cue_of(view, number, index, cues, kind)
        if cue is not None:
            speakers = cue.speakers
        elif indirect is not None and kind != "direct":
            speakers = indirect
        else:
            speakers = self._without_cue(view, number, index, kind, indirect, past)
        if kind == "label" and cue is None and indirect is None:
            speakers = ()
        self._quotation_speakers = speakers
        yield from self._emit(mark.start, mark.end, kind, speakers, cue.word if cue else None)

    def _kind(self, view: View, mark: Marked, number: int, index: int, cues: list[Cue], spoken: bool) -> QuotationKind:
        inner = mark.inner(self.text)
        words = len(inner.split())
        segment = view.segments[number]
        ended = inner[-1:] in (".", "!", "?", "…", ",") and words >= 2
        alone = len(segment.items) == 1 or (index == 0 and _inquit_follows(cues, number))
        colon = segment.before == ":" and index == 0
        if colon and (words >= 2 or ended):
            return "direct"
        if alone and (
            ended or words >= _WHOLE_WORDS or (inner[:1].isupper() and (words >= 3 or _beside(cues, number)))
        ):
            return "direct"
        if alone and _beside(cues, number) and not segment.before:
            return "direct"
        if ended and inner[:1].isupper() and words >= 3 and not _titled(segment.items, index):
            return "direct"
        if words == 1 or _titled(segment.items, index) or all(word.lstrip("(")[:1].isupper() for word in inner.split()):
            return "label"
        near = any(cue.segment == number for cue in cues) or spoken or any(one.low == "rede" for one in segment.items)
        if words <= _LABEL_WORDS and not near and not ended:
            return "label"
        return "partial"

    def _cue_of(self, view: View, number: int, index: int, cues: list[Cue], kind: QuotationKind) -> Cue | None:
        """The cue that governs a marked span: in its own clause, right behind it, or before it."""
        own = [cue for cue in cues if cue.segment == number]
        following = [
            cue for cue in cues if cue.segment == number + 1 and (cue.opens or cue.how in ("so", "as", "anonymous"))
        ]
        if own and (kind != "direct" or len(view.segments[number].items) > 1):
            return own[0]
        if following:
            return following[0]
        if kind == "label":
            return None
        earlier = [cue for cue in cues if cue.segment < number and cue.how != "subordinate"]
        if earlier:
            return next((cue for cue in reversed(earlier) if cue.speakers), earlier[-1])
        later = [
            cue
            for cue in cues
            if cue.segment > number and (cue.opens or cue.how in ("so", "as", "phrase", "anonymous"))
        ]
        if later:
            return later[0]
        thats = [cue for cue in cues if cue.segment == number + 1]
        return thats[0] if thats and kind == "direct" else None

    def _without_cue(
        self, view: View, number: int, index: int, kind: QuotationKind, indirect: tuple[Speaker, ...] | None, past: Past
    ) -> tuple[Speaker, ...]:
        """A marked span with no verb of saying: "X: „…“", a quotation that stands alone, or a fragment."""
        segment = view.segments[number]
        if segment.before == ":" and number:
            before = view.segments[number - 1]
            for phrase in phrases(before.items, 0, len(before.items)):
                if usable(phrase) and lively(phrase):
                    return self.cast.of_phrase(phrase, "", past.paragraph)
            return main_subject_speakers(view, number, self.cast) or self.cast.carried(past.paragraph, quotation=True)
        if indirect:
            return indirect
        if kind == "direct" and all(one.marked is not None for part in view.segments for one in part.items):
            return self.cast.carried(past.paragraph, quotation=True)
        if kind == "direct":
            aside = [one for part in view.segments for one in part.items if one.marked is None]
            opening = phrase_at(aside, 0) if aside else None
            named = opening is not None and usable(opening) and lively(opening)
            return self.cast.of_phrase(opening, "", past.paragraph) if opening is not None and named else ()
        if kind == "partial" and len(past.subject) == 1 and not self._passive(view):
            return (replace(past.subject[0], status="proposed"),)
        return ()

    @staticmethod
    def _passive(view: View) -> bool:
        """Is something in it done to the subject, or said of it?"""
        return any(one.low in _SAID_OF for segment in view.segments for one in segment.items)


def main_subject_speakers(view: View, until: int, cast: Cast) -> tuple[Speaker, ...]:
    """Speakers named by the subject of the segments before ``until``."""
    phrase = main_subject(view, until)
    return cast.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()


def _infinitive(segments: Sequence[Segment]) -> bool:
    """Does one of the segments end in "zu" + infinitive (or one with zu inside: "anzubieten")?"""
    for segment in segments:
        low = [one.low for one in segment.items]
        for place, word in enumerate(low):
            if (
                word == "zu"
                and place + 1 < len(low)
                and low[place + 1].endswith("n")
                and not segment.items[place + 1].capital
            ):
                return True
            if "zu" in word[2:-3] and word.endswith("n") and not segment.items[place].capital and place == len(low) - 1:
                return True
    return False


def _be_it(low: Sequence[str]) -> bool:
    """ "seien es Immobilien oder Aktien", "sei es aus Angst"."""
    return low[:2] in (["sei", "es"], ["seien", "es"]) and ("oder" in low or len(low) <= _BE_IT_WORDS)


def _is_clause(segment: Segment) -> bool:
    """Not just "wie auch über Syrien", "was Europa"."""
    second = segment.items[1].low if len(segment.items) > 1 else ""
    return len(segment.items) >= 3 and second not in ("auch", "etwa", "zum", "beispielsweise", "üblich", "immer")


def _locate(view: View, mark: Marked) -> tuple[int, int] | None:
    for number, segment in enumerate(view.segments):
        for index, item in enumerate(segment.items):
            if item.marked is mark:
                return number, index
    return None


def _beside(cues: list[Cue], number: int) -> bool:
    return any(abs(cue.segment - number) == 1 and cue.how in ("verb", "so", "as", "anonymous") for cue in cues)


def _inquit_follows(cues: list[Cue], number: int) -> bool:
    """Does a verb of saying follow the marks in the same clause („…!“ rief er)?"""
    return any(cue.segment == number and cue.how in ("verb", "so") for cue in cues)


def _titled(items: Sequence[Item], index: int) -> bool:
    """Does a noun for a work or a name stand right before the marks?"""
    return index > 0 and items[index - 1].low.rsplit("-", 1)[-1] in WORDS["titled"]
