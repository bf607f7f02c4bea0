"""Learning how likely a mention of a person is right: the weights of ``entities.certainty`` out of annotated news.

Right is a name that overlaps one of the annotation and goes to the entity that most mentions of that person go to, and
an office beside such a name. Offices that stand alone the annotation does not have: ``judged_roles.jsonl`` of the
folder tells of places whom they mean: ``page``, ``start``, ``end``, ``person`` (an id; null: nobody in particular).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from app.nlp.entities.certainty import ALONE, BESIDE_NAME, NAME, WEIGHTS, Reading
from app.nlp.entities.role_mentions import BESIDE
from app.nlp.omissions import processed
from app.nlp.pipeline import get_pipeline
from app.nlp.probability import likely, shipped
from app.nlp.training.logit import Found, crossed_by_article, learnt, told, write
from app.nlp.training.speech_gold import GoldArticle, Identities, read, touches
from app.nlp.types import Mention

JUDGED = "judged_roles.jsonl"
Roles = Mapping[tuple[int, int, int], str | None]  # page, start, end -> whom the office means


def read_roles(folder: Path) -> Roles:
    """The offices judged one by one; none where the folder has none."""
    path = folder / JUDGED
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if path.exists() else ()
    return {(one["page"], one["start"], one["end"]): one["person"] for one in rows}


class Truth:
    """What the annotation of an article says of what was found there."""

    def __init__(self, article: GoldArticle, doc: Doc, roles: Roles) -> None:
        self.article = article
        self.roles = roles
        self.doc = doc
        self.spans = [(span, person) for person, spans in article.mentions.items() for span in spans]
        self.identities = Identities(article, doc._.mentions, doc._.entities)
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for one in doc._.mentions:
            person = self.identities.person(one.entity)
            if one.via == "name" and person is not None and person in self._here(one):
                votes[person][one.entity] += 1
        self.main = {person: count.most_common(1)[0][0] for person, count in votes.items()}

    def _here(self, mention: Mention) -> set[str]:
        return {person for span, person in self.spans if touches((mention.start, mention.end), span)}

    def is_right(self, mention: Mention) -> bool | None:
        """None where nobody has judged it."""
        if mention.via == "name":
            return any(self.main.get(person) == mention.entity for person in self._here(mention))
        key = (self.article.page, mention.start, mention.end)
        person = self.identities.person(mention.entity)
        if key in self.roles:
            return person is not None and person == self.roles[key]
        if self.doc._.grounds.get(key[1:]) != BESIDE:
            return None
        names = (one for one in self.doc._.mentions if one.via == "name" and one.entity == mention.entity)
        return self.is_right(min(names, key=lambda one: abs(one.start - mention.start)))


@dataclass(slots=True)
class Case:
    """One article as it was read, its judged names and offices, each with whether it is right."""

    page: int
    reading: Reading
    names: list[tuple[Mention, bool]]
    offices: list[tuple[Mention, bool]]


def cases(articles: Iterable[GoldArticle], roles: Roles) -> list[Case]:
    """What the rules find in each article, as far as it is judged."""
    nlp = get_pipeline()
    found = []
    with nlp.select_pipes(disable=["certainty"]):
        for article in articles:
            doc = processed(nlp, article.text)
            truth = Truth(article, doc, roles)
            case = Case(article.page, Reading(doc), [], [])
            for one in doc._.mentions:
                right = truth.is_right(one) if one.kind == "person" and one.entity else None
                if right is not None:
                    (case.names if one.via == "name" else case.offices).append((one, right))
            found.append(case)
    return found


def names_of(those: Iterable[Case]) -> list[Found]:
    return [
        Found(case.reading.traits(one, {}), right, case.page, one.status) for case in those for one, right in case.names
    ]


def offices_of(those: Iterable[Case], probabilities: Iterable[float]) -> dict[str, list[Found]]:
    """Those beside a name and those alone. ``probabilities``: of all names of the cases, in order; an office leans on
    the likeliest of its entity."""
    probability = iter(probabilities)
    found: dict[str, list[Found]] = {BESIDE_NAME: [], ALONE: []}
    for case in those:
        likeliest: dict[str, float] = {}
        for one, _ in case.names:
            likeliest[str(one.entity)] = max(next(probability), likeliest.get(str(one.entity), 0.0))
        for one, right in case.offices:
            traits = case.reading.traits(one, likeliest)
            found[case.reading.about(one)].append(Found(traits, right, case.page, one.status))
    return found


def train(folder: Path, out: Path) -> list[str]:
    """Write ``mentions.json`` from the training split of an annotated folder; lines that tell how it fits there, by a
    cross-validation."""
    those = cases(read(folder, "train"), read_roles(folder))
    names = names_of(those)
    crossed = crossed_by_article(names)
    found = {NAME: names, **offices_of(those, [probability for probability, _ in crossed])}
    logits = {about: learnt(ones) for about, ones in found.items()}
    write(logits, out / WEIGHTS)
    return [
        line
        for about, ones in found.items()
        for line in told(about, ones, crossed_by_article(ones), logits[about].certain)
    ]


def score(folder: Path, split: str = "test") -> list[str]:
    """How the shipped probabilities hold on a split of an annotated folder, a line each. Offices that stand alone are
    judged as far as the folder judges them."""
    logits = shipped(WEIGHTS)
    those = cases(read(folder, split), read_roles(folder))
    names = names_of(those)
    found = {NAME: names, **offices_of(those, [likely(logits[NAME].weights, one.traits) for one in names])}
    lines = []
    for about, ones in found.items():
        judged = [(likely(logits[about].weights, one.traits), one.right) for one in ones]
        lines += told(f"{about} ({split})", ones, judged, logits[about].certain) if judged else []
    return lines
