"""How likely it is that a sentence is about the topic that it was given; what is likely enough counts as certain.

The traits of a mark are those of its words and of its own topic in the text, never of another topic, so that no edit of
a topic moves another's marks. ``training.topics`` learns the weights. Imports no spaCy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log

from app.nlp.probability import Logit, shipped
from app.nlp.types import Sentence, TopicMark

WEIGHTS, ABOUT = "topics.json", "topic"
_MOST = 3  # words of evidence from which on more tell nothing
Marks = Sequence[tuple[TopicMark, ...]]
Traits = dict[str, float]


class Reading:
    """The topics of one text by sentence, with the traits of each mark."""

    def __init__(self, sentences: Sequence[Sentence], marks: Marks) -> None:
        self.marks = marks
        self.sentences = sentences
        self.places: dict[str, list[int]] = {}  # topic -> sentences that are in it by their own words
        self.number = 0
        for place, found in enumerate(marks):
            self.number += sentences[place].kind == "sentence"
            for mark in found:
                if not mark.carried:
                    self.places.setdefault(mark.slug, []).append(place)

    def traits(self, place: int, mark: TopicMark) -> Traits:
        """What tells whether a mark of a sentence is right."""
        here = self.places.get(mark.slug, [])
        others = len(here) - (place in here)
        words = {one.surface.lower() for one in mark.evidence}
        found = {
            "": 1.0,
            f"topic {mark.slug}": 1.0,
            "score": 0.0 if mark.carried else mark.score,
            "others": log(1 + others),
            "share": others / max(self.number, 1),
            "length": log(1 + self.sentences[place].end - self.sentences[place].start),
        }
        facts = {
            "carried": mark.carried,
            f"{min(len(words), _MOST)} words": not mark.carried,
            "nowhere else": not others,
            "beside": place - 1 in here or place + 1 in here,
            "by one word of small letters": len(words) == 1 and mark.evidence[0].surface[:1].islower(),
            "part of a compound": any("-" in word for word in words),
        }
        return found | dict.fromkeys((fact for fact, holds in facts.items() if holds), 1.0)


def weighed(sentences: Sequence[Sentence], marks: Marks, logits: Mapping[str, Logit] | None = None) -> Marks:
    """The same marks with probability and status."""
    reading = Reading(sentences, marks)
    logit = (logits or shipped(WEIGHTS))[ABOUT]

    def told(place: int, mark: TopicMark) -> TopicMark:
        probability, status = logit.judge(reading.traits(place, mark))
        return replace(mark, probability=probability, status=status)

    return [tuple(told(place, mark) for mark in found) for place, found in enumerate(marks)]
