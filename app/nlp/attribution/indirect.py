"""Is a unit reported speech, and whose words are they?"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.nlp import lexicon
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.discourse import DiscourseUnit, Speakers
from app.nlp.german.clauses import Item, Segment, View
from app.nlp.german.mood import Mood
from app.nlp.german.word_table import words
from app.nlp.rules import Table

_GOES_ON = 2  # sentences back in which reported speech must stand for a Konjunktiv II to go on with it
_OPINIONS = tuple(lexicon.function_words("opinionated"))
_FINITE = ("VV(FIN", "VA(FIN", "VM(FIN", "VV(INF", "VA(INF", "VM(INF")  # plurals look like infinitives
_LEAST_AHEAD = 3  # words ahead of "…, sagte X" that make a report
_LEAST_WORDS = 2  # words of a report besides those of its cue


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


@HAS_CONTENT.rule("Wie es weitergeht, sagte Anna Berg am Montag.", "Der Plan, betont die Bahn, ist fertig.")
def words_ahead_of_the_verb(report: Report) -> bool | None:
    lead = report.lead
    if lead is None or lead.how != "verb" or not lead.opens or report.has_subjunctive:
        return None
    if _is_aside(report.view, lead.segment):
        return report.words(until=len(report.view.segments)) - lead.own_words >= _LEAST_AHEAD
    return report.words(until=lead.segment) >= _LEAST_AHEAD


@HAS_CONTENT.rule("Laut Anna Berg ist die Kasse leer.")
def words_besides_the_cue(report: Report) -> bool | None:
    own = report.lead.own_words if report.lead is not None else 0
    return report.words(until=len(report.view.segments)) - own >= _LEAST_WORDS


def _is_aside(view: View, number: int) -> bool:
    """Does the clause around a verb of saying go on behind it with its own verb ("Der Plan, betont X, ist fertig")?"""
    behind = view.segments[number + 1] if number + 1 < len(view.segments) else None
    if any(item.marked is not None for segment in view.segments[:number] for item in segment.items):
        return False
    if behind is None or not behind.items or view.segments[number].before != "," or behind.before != ",":
        return False
    first = behind.items[0]
    return not first.capital and first.name is None and words()[first.low].tag.startswith(_FINITE)


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
