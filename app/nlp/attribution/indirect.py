"""Is a unit reported speech, which cue leads it, and whose words are they?"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.discourse import DiscourseUnit, Speakers
from app.nlp.attribution.mood import ASKED, Mood
from app.nlp.attribution.subjects import before_relative
from app.nlp.german.clauses import WORDS, Item, Segment, View, phrase_at, relative
from app.nlp.german.reporting_verbs import Frame
from app.nlp.rules import Table

_CONTENT_SURELY = WORDS["content_surely"]
_CONTENT = _CONTENT_SURELY | WORDS["content"]
_GOES_ON = 2  # sentences back in which reported speech must stand for a Konjunktiv II to go on with it
_OPINIONS = ("skeptisch", "optimistisch", "pessimistisch", "zuversichtlich", "kritisch", "gelassen", "überzeugt")
_THAT = ("dass", "daß")
_LEAST_AHEAD = 3  # words ahead of "…, sagte X" that make a report
_LEAST_WORDS = 2  # words of a report besides those of its cue


# --- how surely a cue leads reported speech


@dataclass(slots=True)
class Candidate:
    """A cue that may lead the reported speech of its unit. ``elsewhere``: the other segments in a subjunctive, or in a
    form that may be one; ``has_content``: what was said follows in a clause that "dass", "ob" or "wie" opens."""

    view: View
    cue: Cue
    mood: Mood
    elsewhere: set[int]
    has_content: bool

    @classmethod
    def of(cls, view: View, cue: Cue, mood: Mood) -> "Candidate":
        elsewhere = (mood.first | mood.second | mood.doubtful) - {cue.segment}
        if elsewhere and before_relative(view, cue.segment) is not None:
            elsewhere = {n for n in elsewhere if n > cue.segment}  # "X, der kommen sollte, denkt nach"
        candidate = cls(view, cue, mood, elsewhere, has_content=False)
        after = candidate.after
        openers = _CONTENT if candidate.frame == "speech" else _CONTENT_SURELY
        if after is not None and after.before in (",", ":") and after.first in openers:
            candidate.has_content = _is_clause(after)
        return candidate

    @property
    def frame(self) -> Frame | None:
        return self.cue.verb.frame if self.cue.verb is not None else None

    @property
    def lemma(self) -> str:
        return self.cue.verb.lemma if self.cue.verb is not None else ""

    @property
    def segment(self) -> Segment:
        return self.view.segments[self.cue.segment]

    @property
    def after(self) -> Segment | None:
        number = self.cue.segment + 1
        return self.view.segments[number] if number < len(self.view.segments) else None


def lead_of(view: View, cues: list[Cue], mood: Mood) -> Cue | None:
    """The cue that governs the unit's reported speech."""
    best: tuple[int, Cue] | None = None
    for cue in cues:
        rank = RANK.decide(Candidate.of(view, cue, mood), view.start, view.end)
        if rank and (best is None or rank > best[0]):
            best = (rank, cue)
    return best[1] if best else None


RANK = Table[Candidate, int]("rank of a cue", otherwise=0)


@RANK.rule("Die Lage sei ernst, hieß es aus dem Kreml.")
def anonymous(case: Candidate) -> int | None:
    if case.cue.how != "anonymous":
        return None
    return 4 if len(case.view.segments) > 1 or case.mood.first or case.mood.second else 0


@RANK.rule("Laut Anna Berg ist die Kasse leer.", "Die Kasse ist leer, so Anna Berg.")
def source_phrase(case: Candidate) -> int | None:
    return 5 if case.cue.how in ("phrase", "so", "as") else None


@RANK.rule("Sie ging, nachdem sie erklärt hatte, dass die Kasse leer sei.")
def subordinate_clause(case: Candidate) -> int | None:
    if case.cue.how != "subordinate":
        return None
    follows = case.has_content or (case.after is not None and case.cue.segment + 1 in case.elsewhere)
    return 2 if case.cue.speakers and follows else 0


@RANK.rule("Das nennt man einen „Aktiensplit“.")
def verb_with_an_object_of_nobody(case: Candidate) -> int | None:
    return 0 if case.frame == "object" and not (case.cue.speakers or case.cue.pronoun) else None


@RANK.rule("Der Regen begrüßte die Gäste.")
def lifeless_subject(case: Candidate) -> int | None:
    return 0 if not case.cue.alive and not case.mood.first - {case.cue.segment} else None


@RANK.rule("Anna Berg sagte, das sei falsch.", "Anna Berg hat am Abend erklärt, dass sie bleibt.")
def content_of_somebody(case: Candidate) -> int | None:
    return 6 if (case.has_content or case.elsewhere) and case.cue.speakers else None


@RANK.rule("Er sagte, das sei falsch.")
def content_of_nobody_known(case: Candidate) -> int | None:
    return 3 if case.has_content or case.elsewhere else None


@RANK.rule("Wie das gehen soll, sagte Anna Berg nicht.")
def what_is_not_said(case: Candidate) -> int | None:
    asked = case.view.segments[case.cue.segment - 1]
    about = asked.subordinate if case.cue.segment == 1 else asked.first in ASKED
    if not case.cue.opens or not about or asked.first in _THAT:
        return None
    return 0 if any(item.low == "nicht" for item in case.segment.items) else None


@RANK.rule("Dass die Kasse leer ist, glaubt Anna Berg nicht.", "Die Kasse ist leer, sagte Anna Berg.")
def content_ahead(case: Candidate) -> int | None:
    that = case.view.segments[0].first in _CONTENT_SURELY
    return 4 if case.cue.opens and (case.frame == "speech" or that) else None


@RANK.rule("Anna Berg sagte, die Kasse ist leer.")
def main_clause_behind(case: Candidate) -> int | None:
    after = case.after
    if after is None or after.before != "," or not _main_clause(after):
        return None
    return 4 if _takes_clause(case) else None


@RANK.rule("Anna Berg forderte, die Steuern schnell zu senken.")
def infinitive_behind(case: Candidate) -> int | None:
    if case.after is None or case.lemma not in WORDS["infinitive_verbs"]:
        return None
    return 3 if infinitive(case.view.segments[case.cue.segment + 1 :]) else None


def _takes_clause(case: Candidate) -> bool:
    """Is a main clause behind the verb its object: by the verb, or since it has no other ("X bemängelte, es …")?"""
    if case.lemma in WORDS["telling_verbs"]:
        return True
    particle = case.cue.verb.particle if case.cue.verb is not None else None
    return case.frame == "speech" and not case.cue.opens and case.segment.items[-1].text in (case.cue.word, particle)


def _main_clause(segment: Segment) -> bool:
    """Does a segment look like a main clause: a subject at its head and something after it?"""
    if segment.subordinate or relative(segment) or infinitive([segment]):
        return False
    phrase = phrase_at(segment.items, 0)
    return (
        phrase is not None
        and not phrase.oblique
        and phrase.end + 1 < len(segment.items)
        and not segment.items[phrase.end].capital
    )


def _is_clause(segment: Segment) -> bool:
    """Not just "wie auch über Syrien", "was Europa"."""
    second = segment.items[1].low if len(segment.items) > 1 else ""
    return len(segment.items) >= 3 and second not in ("auch", "etwa", "zum", "beispielsweise", "üblich", "immer")


def infinitive(segments: Sequence[Segment]) -> bool:
    """Does one of the segments end in "zu" + infinitive (or one with zu inside: "anzubieten")?"""
    return any(map(_has_infinitive, segments))


def _has_infinitive(segment: Segment) -> bool:
    verbs = [item.low if item.low.endswith("n") and not item.capital else "" for item in segment.items]
    if any(item.low == "zu" and verb for item, verb in zip(segment.items, verbs[1:], strict=False)):
        return True
    return bool(verbs) and "zu" in verbs[-1][2:-3]


# --- is it reported?


@dataclass(slots=True)
class Report:
    """A unit of the text that may be reported speech: its cues, its subjunctives, and the cue that leads it."""

    view: View
    cues: list[Cue]
    mood: Mood
    lead: Cue | None
    current: DiscourseUnit
    coreference: Coreference

    @property
    def has_subjunctive(self) -> bool:
        return bool(self.mood.first or self.mood.second)

    @property
    def before(self) -> DiscourseUnit | None:
        history = self.coreference.history
        return history[-1] if history else None

    def near(self) -> list[DiscourseUnit]:
        """The last sentences of the paragraph."""
        last = self.coreference.history[-_GOES_ON:]
        return [unit for unit in last if unit.paragraph == self.current.paragraph]

    def is_quoted(self, number: int) -> bool:
        """Is a segment nothing but marked quotations?"""
        items = self.view.segments[number].items if number >= 0 else []
        return bool(items) and all(item.marked is not None for item in items)

    def words(self, until: int) -> int:
        """How many words the segments before ``until`` have, quotations aside."""
        return sum(item.marked is None for segment in self.view.segments[:until] for item in segment.items)


REPORTED = Table[Report, bool]("is it reported speech", otherwise=False)


@REPORTED.rule("Anna Berg sagte, das sei falsch.")
def led_by_a_cue(report: Report) -> bool | None:
    return HAS_CONTENT.decide(report) if report.lead is not None else None


@REPORTED.rule("Anna Berg kam. Die Lage sei ernst.")
def konjunktiv_one(report: Report) -> bool | None:
    return True if report.mood.first else None


@REPORTED.rule("Anna Berg tanzte: Die Lage wäre sonst ernst.")
def konjunktiv_two_behind_a_colon(report: Report) -> bool | None:
    return True if any(report.view.segments[number].before == ":" for number in report.mood.second) else None


@REPORTED.rule("Noch gelassener ist Anna Berg: Die alten Konflikte blieben ja bestehen.")
def opinion_before_a_colon(report: Report) -> bool | None:
    segments = report.view.segments
    behind = (number for number in report.mood.doubtful if segments[number].before == ":")
    return True if any(_judges(segments[number - 1]) for number in behind) else None


@REPORTED.rule("Hätte Anna Berg gewonnen, wäre sie gegangen.")
def no_report_or_a_condition(report: Report) -> bool | None:
    if not report.mood.main_second:
        return False
    items = (item for segment in report.view.segments for item in segment.items)
    return False if report.mood.conditional and not any(item.marked is not None for item in items) else None


@REPORTED.rule("Anna Berg sagte, das sei falsch. Die Beamten hätten gelogen.")
def report_goes_on(report: Report) -> bool | None:
    return True if any(unit.speech and unit.speakers for unit in report.near()) else None


@REPORTED.rule("Anna Berg sprach von Verrat. Die Beamten hätten gelogen.")
def behind_who_spoke_of_it(report: Report) -> bool | None:
    near = report.near()
    return True if near and near[-1].communicative and len(near[-1].subject) == 1 else None


def _judges(segment: Segment) -> bool:
    """Does a person hold an opinion in it ("Ihr Kollege Noah Barkin ist skeptischer:")?"""
    named = any(item.name is not None and item.name.kind == "person" for item in segment.items)
    return named and any(item.low.startswith(_OPINIONS) for item in segment.items)


HAS_CONTENT = Table[Report, bool]("are there words of a report", otherwise=False)


@HAS_CONTENT.rule("Auf die Frage, ob sie gehe, sagte Anna Berg: „Ganz sicher nicht.“")
def nothing_but_a_quotation_announced(report: Report) -> bool | None:
    return False if report.lead is not None and not report.has_subjunctive and _announces(report) else None


@HAS_CONTENT.rule("„Das ist ein Anfang“, so Anna Berg.")
def source_of_the_quotation_ahead(report: Report) -> bool | None:
    lead = report.lead
    if lead is None or lead.how != "so" or report.has_subjunctive:
        return None
    return False if report.is_quoted(lead.segment - 1) else None


@HAS_CONTENT.rule("Kritik kam aus dem Parlament: „Das ist kein Anfang“, sagte Anna Berg.")
def source_of_the_quotation_behind_a_colon(report: Report) -> bool | None:
    lead = report.lead
    if lead is None or not lead.opens or report.has_subjunctive or not report.is_quoted(lead.segment - 1):
        return None
    return False if report.view.segments[lead.segment - 1].before == ":" else None


@HAS_CONTENT.rule("Wie es weitergeht, sagte Anna Berg am Montag.")
def words_ahead_of_the_verb(report: Report) -> bool | None:
    lead = report.lead
    if lead is None or lead.how != "verb" or not lead.opens or report.has_subjunctive:
        return None
    return report.words(until=lead.segment) >= _LEAST_AHEAD


@HAS_CONTENT.rule("Laut Anna Berg ist die Kasse leer.")
def words_besides_the_cue(report: Report) -> bool | None:
    own = report.lead.own_words if report.lead is not None else 0
    return report.words(until=len(report.view.segments)) - own >= _LEAST_WORDS


def _announces(report: Report) -> bool:
    """Does nothing but a marked quotation follow the cue and a colon?"""
    lead = report.lead.segment if report.lead is not None else 0
    rest = report.view.segments[lead + 1 :]
    marked = all(item.marked is not None for segment in rest for item in segment.items)
    return report.view.segments[lead].after == ":" and bool(rest) and marked


# --- whose words, where no cue leads


CARRIED = Table[Report, Speakers]("whose report goes on", otherwise=())


@CARRIED.rule("Anna Berg tanzte: Das sei kein Problem.")
def subject_before_the_colon(report: Report) -> Speakers | None:
    """Whatever the verb."""
    opening, subject = min(report.mood.first, default=0), report.current.subject
    colon = opening and report.view.segments[opening].before == ":"
    return subject if colon and len(subject) == 1 and subject[0].key else None


@CARRIED.rule("Anna Berg tanzte gern, weil das gesund sei.")
def subject_of_a_main_clause_in_the_indicative(report: Report) -> Speakers | None:
    mood, subject = report.mood, report.current.subject
    if mood.main_first or mood.main_second or 0 in mood.first or 0 in mood.second or len(subject) != 1:
        return None
    head = report.view.segments[0] if report.view.segments else None
    return subject if head is not None and not head.subordinate else None


@CARRIED.rule("Weiter warten wolle Anna Berg nicht.")
def whose_will_it_is(report: Report) -> Speakers | None:
    """With nobody to carry on."""
    before, current = report.before, report.current
    opens = before is None or before.heading or (before.paragraph != current.paragraph and not before.speech)
    if not opens or len(current.subject) != 1:
        return None
    return current.subject if any(_wills(segment.items) for segment in report.view.segments) else None


@CARRIED.rule("Anna Berg sagte, das sei falsch. Man prüfe den Fall.")
def who_spoke_before(report: Report) -> Speakers | None:
    return report.coreference.carried(report.current.paragraph)


def _wills(items: Sequence[Item]) -> bool:
    return any(item.low == "wolle" for item in items)
