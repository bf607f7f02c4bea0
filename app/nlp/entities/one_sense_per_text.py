"""One article, one reading: settles what the recogniser found sentence by sentence over the whole document.

A family name introduced once is found wherever it stands; a word that is mostly one kind is that kind everywhere;
listed names have the last word over guesses; function words and lone guesses without support fall away. After the
observation that a name rarely changes its kind within a text (Krishnan, Manning 2006).
"""

from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from spacy.tokens import Doc

from app.nlp.entities.crf import Found
from app.nlp.entities.evidence import LONE, Evidence
from app.nlp.entities.gazetteer import bodies, gazetteer, legal_forms
from app.nlp.entities.person_names import figures_alone
from app.nlp.german.word_table import COUNTRY, genitive_base, words
from app.nlp.rules import Table


def settle(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The names of an article, sorted, without overlaps."""
    evidence = Evidence(doc, found)
    settled = [KIND.decide(_Case(evidence, one)) for one in evidence.found]
    taken = {place for one in settled for place in range(one.first, one.after)}
    settled += _family_names(evidence, taken)
    settled += _figures(
        evidence, taken, {place for one in settled if one.kind == "person" for place in range(*one[:2])}
    )
    settled, taken = _without_parts(evidence, settled)
    settled += _listed(evidence, taken)
    persons = {one.first for one in settled if one.kind == "person"}
    return sorted(one for one in settled if not (one.after in persons and _is_councillor(evidence, one)))


class _Case(NamedTuple):
    """A finding, and the article that settles its kind."""

    evidence: Evidence
    found: Found

    @property
    def word(self) -> str:
        """The only word, or the first of several."""
        return self.evidence.words[self.found.first]

    @property
    def alone(self) -> bool:
        """Is it a single word?"""
        return self.found.after - self.found.first == 1


KIND = Table[_Case, Found]("kind of a name", otherwise=Found(0, 0, "other", 0.0))


@KIND.rule("Der Autozulieferer Velten streicht Stellen.")
def introduced_as_body(case: _Case) -> Found | None:
    evidence, found = case
    return _as_body(case) if evidence.told_body(found) and not evidence.in_office(found) else None


@KIND.rule("Goldman Sachs hob sein Kursziel an.")
def listed_name_of_several_words(case: _Case) -> Found | None:
    """Guessed to be a person's, listed as something else's."""
    if case.alone or case.found.kind != "person":
        return None
    name = case.evidence.words[case.found.first : case.found.after]
    listed = gazetteer().get(*name) or bodies().get(*name)
    return case.found._replace(kind=listed.kind) if listed and listed.name else None


@KIND.rule("Angela Merkel reist nach Genf.")
def several_words(case: _Case) -> Found | None:
    return None if case.alone else case.found


@KIND.rule("Johnson & Johnson gab nach.")
def with_ampersand(case: _Case) -> Found | None:
    around = case.evidence.words[max(case.found.first - 1, 0) : case.found.after + 1]
    return case.found._replace(kind="organisation") if "&" in around else None


@KIND.rule("Der Autozulieferer Brandtner streicht Stellen. Sie erwarte, dass Brandtner zu seinen Zusagen stehe.")
def firm_of_that_name(case: _Case) -> Found | None:
    """A person's name that the article last introduced as a firm's."""
    evidence, found = case
    if found.kind == "person" and evidence.means_body(found.first) and not evidence.in_office(found):
        return found._replace(kind="organisation")
    return None


@KIND.rule(
    "Anna Lange kam an. Lange nach dem Treffen sprach die Präsidentin.",
    "Dirk Koch ging. Kein Koch blieb.",
)
def another_word_like_a_family_name(case: _Case) -> Found | None:
    evidence, place = case.evidence, case.found.first
    if not evidence.knows(case.word):
        return None
    doubtful = case.found.score < LONE and evidence.is_object(place)
    other = doubtful or evidence.is_small_word(place) or evidence.is_common(place)
    return case.found._replace(kind="other") if other else None


@KIND.rule("Peter Velten aus Genf sprach. In Berlin fuhr Velten ab.")
def family_name_of_the_article(case: _Case) -> Found | None:
    if not case.evidence.knows(case.word):
        return None
    return case.found._replace(kind="person", first=case.evidence.with_particles(case.found.first))


@KIND.rule("In Riad regnet es. Aus Riad kommt nichts. In Riad und Genf schneit es. Riad kündigte Entlassungen an.")
def lone_word_listed_as_another_kind(case: _Case) -> Found | None:
    """A single word taken for a person, with no full name in the article: so are those of the next rules."""
    if case.found.kind != "person":
        return None
    listed = gazetteer().get(case.word) or bodies().get(case.word)
    if listed or words()[case.word].bits & COUNTRY:
        return case.found._replace(kind=listed.kind if listed else "place")
    return None


@KIND.rule("Ein Grexit, kein Helvantis. Helvantis kam. Helvantis sagte es. Präsident Grexit.")
def lone_thing(case: _Case) -> Found | None:
    """The article says "ein" or "kein" of it ("keinen Grexit")."""
    evidence, found = case
    thing = found.kind == "person" and case.word in evidence.things
    return (
        found._replace(kind="other")
        if thing and not evidence.famous(case.word) and not evidence.in_office(found)
        else None
    )


@KIND.rule(
    "Bei Helvantis streiken sie. Helvantis streicht Stellen. Mit Helvantis verhandelt man. In Helvantis regnet es."
)
def lone_guess(case: _Case) -> Found | None:
    """Nothing but the recogniser speaks for a person."""
    if case.found.kind != "person":
        return None
    votes = case.evidence.votes[genitive_base(case.word)]
    doubtful = votes["person"] < votes.total() / 2
    unsupported = doubtful or not case.evidence.is_supported(case.found, case.word, votes["person"])
    return case.found._replace(kind="other") if unsupported else None


@KIND.rule("Wie Putin sagte, bleibt es dabei.")
def lone_person(case: _Case) -> Found | None:
    return case.found if case.found.kind == "person" else None


@KIND.rule("Die Reise nach Poroschenko sagte er ab.")
def public_figure_in_office_or_speaking(case: _Case) -> Found | None:
    famous = case.evidence.famous(case.word) and case.evidence.in_office_or_speaking(case.found)
    return case.found._replace(kind="person") if famous else None


@KIND.rule("Am Montag verlor Sachsen gegen Mainz.")
def listed_name(case: _Case) -> Found | None:
    listed = gazetteer().get(case.word)
    sure = listed is not None and listed.name and listed.certain and not listed.metonym
    return case.found._replace(kind=listed.kind) if listed and sure else None


@KIND.rule("Im Gipfel in Genf sagte er nichts.")
def place_of_the_word_table(case: _Case) -> Found | None:
    """Wien stays a place beside the Universität Wien."""
    return case.found if case.found.kind == "place" and words()[case.word].bits else None


@KIND.rule(
    "In Borussia regnet es. Aus Borussia kommt nichts. In Borussia und Genf schneit es. Borussia kündigte "
    "Entlassungen an."
)
def outvoted(case: _Case) -> Found | None:
    """Mostly of another kind in this article. Nobody votes where the word is told to be a body each time, yet somebody
    in office here ("Mutter Unicredit")."""
    votes, found = case.evidence.votes[genitive_base(case.word)], case.found
    kind, most = max(votes.items(), key=itemgetter(1), default=(found.kind, 0))
    outvoted = votes.total() >= 3 and kind != found.kind and most >= 2 * votes[found.kind]
    return found._replace(kind=kind) if outvoted else None


@KIND.rule("Der DFB will seine Bewerbung unterstützen.")
def as_found(case: _Case) -> Found | None:
    return case.found


def _as_body(case: _Case) -> Found:
    """The finding as a firm's or body's name, with the legal form behind it."""
    after, tokens = case.found.after, case.evidence.words
    legal = after < len(tokens) and tokens[after] in legal_forms()
    return case.found._replace(kind="organisation", after=after + legal)


def _family_names(evidence: Evidence, taken: set[int]) -> list[Found]:
    """Places of known family names, and of given names alone, that the recogniser passed over."""
    out = []
    for place, word in enumerate(evidence.words):
        if place in taken or word.islower() or len(word) < 2 or not (evidence.knows(word) or evidence.called(place)):
            continue
        other = evidence.is_common(place) or evidence.is_object(place) or evidence.is_small_word(place)
        if not other and not evidence.means_body(place):
            out.append(Found(evidence.with_particles(place), place + 1, "person", 1.0))
            taken.add(place)
    return out


def _figures(evidence: Evidence, taken: set[int], persons: set[int]) -> list[Found]:
    """Family names of public figures that the recogniser passed over: "Macron empfängt ihn". A word that is one
    somewhere is one wherever it may be."""
    known = figures_alone()
    places = [
        place
        for place, word in enumerate(evidence.words)
        if place not in taken and (word in known or (word[-1:] == "s" and word[:-1] in known))
    ]
    sure = {evidence.words[place] for place in places if evidence.figure_at(place, persons)}
    found = [place for place in places if evidence.words[place] in sure and not evidence.is_common(place)]
    taken.update(found)
    return [Found(place, place + 1, "person", 1.0) for place in found]


def _without_parts(evidence: Evidence, found: list[Found]) -> tuple[list[Found], set[int]]:
    """The findings but those that are part of a longer listed name ("Pro" of "Pro Asyl"), and their places."""
    whole = [one for one in bodies().matches(evidence.words) if one.listed.name and one.after - one.first > 1]
    inside = {place: one for one in whole for place in range(one.first, one.after)}
    kept = []
    for one in found:
        around = inside.get(one.first)
        part = around is not None and one.after <= around.after and one.after - one.first < around.after - around.first
        if one.kind == "person" or not part:
            kept.append(one)
    return kept, {place for one in kept for place in range(one.first, one.after)}


def _is_councillor(evidence: Evidence, one: Found) -> bool:
    """Is a council's name the office of who follows at once: "Bundesrat Guy Parmelin", "Nationalrat Meyer"?"""
    return one.kind == "organisation" and one.after - one.first == 1 and evidence.words[one.first].endswith("rat")


def _listed(evidence: Evidence, taken: set[int]) -> list[Found]:
    """Listed names and countries that the recogniser passed over."""
    out = []
    for match in chain(gazetteer().matches(evidence.words), bodies().matches(evidence.words)):
        places = range(match.first, match.after)
        if match.listed.name and match.listed.certain and not taken.intersection(places):
            out.append(Found(match.first, match.after, match.listed.kind, 1.0))
            taken.update(places)
    for place, word in enumerate(evidence.words):
        if place not in taken and len(word) > 3 and words()[word].bits & COUNTRY and words()[word].form != "h":
            out.append(Found(place, place + 1, "place", 1.0))
    return out
