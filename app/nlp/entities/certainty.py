"""How likely it is that a mention of a person is one, and of this person; what is likely enough counts as certain.

Comes behind attribution: its rules read which mentions the rules of this room are sure of. Names and offices have a
logit each (``training.mentions``). Places, organisations and what stays open have no probability.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from math import log

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.entities.gazetteer import gazetteer, tells_a_body, tells_a_thing
from app.nlp.entities.name_words import GIVEN
from app.nlp.entities.person_names import figure_alone
from app.nlp.entities.role_mentions import BESIDE, KNOWN, KNOWN_THERE, SURE
from app.nlp.german.reporting_verbs import forms
from app.nlp.german.role_nouns import head_of, titles
from app.nlp.german.word_table import COUNTRY, words
from app.nlp.probability import Logit, log_odds, shipped
from app.nlp.rules import note
from app.nlp.text.quotation_marks import is_pair
from app.nlp.tokens import triples
from app.nlp.types import Entity, Mention

WEIGHTS = "mentions.json"
NAME, BESIDE_NAME, ALONE = "name", "office beside a name", "office alone"  # what has a logit of its own
_OFTEN = 4  # times that somebody is named, from which on more tell nothing
_FAMILY = frozenset({"L", "B"})  # listed as family names
_TELLING = {*SURE, KNOWN, KNOWN_THERE}  # rules of offices alone that have a weight of their own
_GENITIVES = ("des ", "der ", "eines ", "einer ", "dessen ", "deren ")
Traits = dict[str, float]


class Reading:
    """One document with the traits of its persons' mentions."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = triples(doc)
        self.openings = [sentence.start for sentence in doc._.sentences]
        self.names = sorted(
            (one.start, one.entity)
            for one in doc._.mentions
            if one.kind == "person" and one.via == "name" and one.entity
        )
        self.counts = Counter(key for _, key in self.names)
        persons = [doc._.entities[key] for key in self.counts if key in doc._.entities]
        self.families = Counter((one.family or one.key).rstrip("s") for one in persons)
        self.told = {one.key: self._facts_of(one) for one in persons}

    def about(self, mention: Mention) -> str:
        """Which logit judges it."""
        if mention.via == "name":
            return NAME
        return BESIDE_NAME if self.doc._.grounds.get((mention.start, mention.end)) == BESIDE else ALONE

    def _facts_of(self, person: Entity) -> list[str]:
        """What the whole name tells, wherever it stands."""
        parts = person.name.split()
        known = [words()[part] for part in parts]
        facts = [f"named {min(self.counts[person.key], _OFTEN)}"]
        if any(one.tag == "NN" and one.rarity and one.name not in _FAMILY for one in known):
            facts.append("noun in the name")
        if any(one.bits & COUNTRY or gazetteer().get(part) for one, part in zip(known, parts, strict=True)):
            facts.append("place in the name")
        if self.families[(person.family or person.key).rstrip("s")] > 1:
            facts.append("namesake")
        if person.family and figure_alone(person.family):
            facts.append("public figure")
        return facts

    def traits(self, mention: Mention, likeliest: Mapping[str, float]) -> Traits:
        """What tells whether a mention is right. ``likeliest``: of the names judged so far, by entity."""
        if mention.via == "name":
            return self._of_name(mention)
        return self._of_office(mention, likeliest.get(mention.entity or "", 0.5))

    def _of_name(self, mention: Mention) -> Traits:
        first = bisect_left(self.tokens, (mention.start,))
        after = max(first + 1, bisect_left(self.tokens, (mention.end,)))
        own = [word for *_, word in self.tokens[first:after]]
        facts = ["", self._rule(mention), f"{min(len(own), 3)} words", *self.told.get(mention.entity or "", ())]
        facts += [fact for fact, holds in self._facts(own).items() if holds]
        facts += self._around(first, after)
        found = dict.fromkeys(facts, 1.0)
        marginals = self.doc._.marginals
        told = [marginals[place] for place in range(first, after) if place in marginals]
        if told:
            found["log odds of the recogniser"] = log_odds(min(told))
        if len(told) < len(own):
            found["not all recognised"] = 1.0
        return found

    @staticmethod
    def _facts(own: list[str]) -> dict[str, bool]:
        """What the words of a name are."""
        last = words()[own[-1]]
        return {
            f"last {last.tag}": True,
            "known noun": last.tag == "NN" and bool(last.rarity),
            "family name": last.name in _FAMILY,
            "given name": len(own) > 1 and words()[own[0]].name in GIVEN,
            "hyphen": "-" in own[-1],
            "capitals": own[-1].isupper(),
        }

    def _around(self, first: int, after: int) -> list[str]:
        """What stands before and behind a name."""
        before = self.tokens[first - 1][2] if first else ""
        behind = self.tokens[after][2] if after < len(self.tokens) else ""
        facts = [f"before {words()[before].tag}", f"behind {words()[behind].tag}"]
        if before in titles() or head_of(before):
            facts.append("office before")
        elif tells_a_thing(before) or tells_a_body(before, surely=False):
            facts.append("thing before")
        if is_pair(before, behind):
            facts.append("in marks")
        if before in forms().main or behind in forms().main:
            facts.append("speaks")
        if self.openings and self.openings[self._sentence(self.tokens[first][0])] == self.tokens[first][0]:
            facts.append("opens a sentence")
        return facts

    def _of_office(self, mention: Mention, likeliest: float) -> Traits:
        rule = self.doc._.grounds.get((mention.start, mention.end))
        found = {"": 1.0, f"rule {rule}" if rule in _TELLING else "another rule": 1.0}
        found["log odds of the name"] = log_odds(likeliest)
        found["persons"] = log(max(len(self.counts), 1))
        before = [key for _, key in self.names[: bisect_left(self.names, (mention.start, ""))]]
        if mention.entity in before:
            found["others since"] = log(1 + len(set(before[len(before) - before[::-1].index(mention.entity) :])))
        if mention.surface.startswith(_GENITIVES) and self._follows_noun(mention):
            found["hangs on a noun"] = 1.0
        if mention.surface.startswith("den ") and mention.surface.endswith(("rn", "ln")):
            found["of several"] = 1.0
        return found

    def _follows_noun(self, mention: Mention) -> bool:
        first = bisect_left(self.tokens, (mention.start,))
        return first > 0 and words()[self.tokens[first - 1][2]].tag == "NN"

    def _sentence(self, start: int) -> int:
        return max(bisect_right(self.openings, start) - 1, 0)

    def _rule(self, mention: Mention) -> str:
        return f"rule {self.doc._.grounds.get((mention.start, mention.end), 'none')}"


def judged(doc: Doc, logits: Mapping[str, Logit]) -> list[Mention]:
    """The mentions with probability and status, names before the offices that lean on them."""
    reading = Reading(doc)
    likeliest: dict[str, float] = {}
    found = list(doc._.mentions)
    for place in sorted(range(len(found)), key=lambda place: found[place].via):
        one = found[place]
        if one.kind != "person" or one.entity is None:
            continue
        probability, told = logits[reading.about(one)].judge(reading.traits(one, likeliest))
        status = told if one.status == "certain" else one.status  # what a rule only proposes has too few examples
        if one.via == "name":
            likeliest[one.entity] = max(probability, likeliest.get(one.entity, 0.0))
        found[place] = replace(one, probability=probability, status=status)
        note("certainty", one.via, one.start, one.end, f"probability {probability:.2f}")
    return found


@Language.component("certainty", requires=["doc._.grounds"], assigns=["doc._.mentions"])
def certainty(doc: Doc) -> Doc:
    """Give the persons of ``doc._.mentions`` their probability; certain are those that are likely enough."""
    doc._.mentions = judged(doc, shipped(WEIGHTS))
    return doc
