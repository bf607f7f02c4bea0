"""Learning how likely the topic of a sentence is right: the weights of ``topics.certainty`` out of judged marks.

``judged_topics.jsonl`` of an annotated folder holds a sample of what the program marked in its articles: ``page``,
``start`` and ``end`` of the sentence, ``topic``, and whether it is ``right``; null where a reader may well doubt.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from app.nlp.omissions import processed
from app.nlp.pipeline import get_pipeline
from app.nlp.probability import likely, shipped
from app.nlp.topics.certainty import ABOUT, WEIGHTS, Reading
from app.nlp.training.logit import Found, crossed_by_article, learnt, told, write
from app.nlp.training.speech_gold import read

JUDGED = "judged_topics.jsonl"


def examples(folder: Path, split: str) -> Iterator[Found]:
    """The marks of a split that are judged and that the program still makes."""
    rows = map(json.loads, (folder / JUDGED).read_text(encoding="utf-8").splitlines())
    right = {(one["page"], one["start"], one["end"], one["topic"]): one["right"] for one in rows}
    pages = {page for page, *_ in right}
    nlp = get_pipeline()
    for article in read(folder, split):
        if article.page not in pages:
            continue
        doc = processed(nlp, article.text)
        reading = Reading(doc._.sentences, doc._.topic_marks)
        for place, (sentence, marks) in enumerate(zip(doc._.sentences, doc._.topic_marks, strict=True)):
            for mark in marks:
                is_right = right.get((article.page, sentence.start, sentence.end, mark.slug))
                if is_right is not None:
                    yield Found(reading.traits(place, mark), is_right, article.page)


def train(folder: Path, out: Path) -> list[str]:
    """Write ``topics.json`` from the training split; lines that tell how it fits there, by a cross-validation."""
    found = list(examples(folder, "train"))
    logit = learnt(found)
    write({ABOUT: logit}, out / WEIGHTS)
    return told(ABOUT, found, crossed_by_article(found), logit.certain)


def score(folder: Path, split: str = "test") -> list[str]:
    """How the shipped probabilities hold on the judged marks of a split, a line each; none where none is judged."""
    logit = shipped(WEIGHTS)[ABOUT]
    found = list(examples(folder, split))
    judged = [(likely(logit.weights, one.traits), one.right) for one in found]
    return told(f"{ABOUT} ({split})", found, judged, logit.certain) if judged else []
