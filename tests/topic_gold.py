"""Topics of two real events, sentence by sentence, against an annotation made before the program saw them.

``python -m tests.topic_gold`` brings ten articles of German Wikinews as a person would (summit, articles, worker) and
prints precision and recall over pairs of sentence and topic. A topic of the program stands for the gold topic of which
it has the name (a regular expression on its label), of several for each sentence the one that it is about; else for one
that has three quarters of its sentences; one that stands for none (a broader one, say) is not judged. Frames (course,
tone ...) are not judged. A pair marked ``maybe`` counts neither way.
"""

import argparse
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from app.actions.article_edits import bring_article
from app.actions.summits import add_summit
from app.analyst import Analyst
from app.db import make_engine, session_scope
from app.intake.drafts import ArticleDraft, parse_published
from app.models import Annotation, Topic
from tests.conftest import migrate

GOLD = Path(__file__).parent / "compare" / "texts" / "wikinews_topics.json"
ALIKE = 0.75  # share of a topic's sentences that a gold topic has, to be the same under another name
Pair = tuple[int, int]  # document, sentence


def main() -> None:
    """Print what was missed and marked wrongly (``--verbose``), then the figures."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--verbose", action="store_true")
    asked.add_argument("--gold", type=Path, default=GOLD, help="another annotation of the same form")
    given = asked.parse_args()
    total: Counter[str] = Counter()
    for event in json.loads(given.gold.read_text(encoding="utf-8"))["events"]:
        with tempfile.TemporaryDirectory() as folder:
            engine = make_engine(f"sqlite:///{folder}/gold.db")
            migrate(engine)
            found = find_topics(engine, event)
            engine.dispose()
        count = judge(event, found, verbose=given.verbose)
        total += count
        print(told(event["name"], count))
    print(told("both", total))


def told(name: str, count: Counter[str]) -> str:
    """One line of figures."""
    right, made, gold = count["right"], count["made"], count["gold"]
    precision, recall = right / max(1, made), right / max(1, gold)
    return (
        f"{name}: precision {right}/{made} = {precision:.3f}, recall {right}/{gold} = {recall:.3f}, "
        f"gold topics with a topic {count['having']}/{count['topics']}, topics not judged {count['unjudged']}"
    )


def find_topics(engine: Engine, event: dict[str, Any]) -> dict[str, set[Pair]]:
    """By label of the program's issues: the gold sentences (document, place) that a mark of it falls into."""
    with session_scope(engine, write=True) as session:
        slug = add_summit(session, event["name"]).slug
    ids = []
    for number, document in enumerate(event["documents"]):
        draft = ArticleDraft(
            text=document["text"],
            title=document["title"],
            source=f"Blatt {number}",
            published=parse_published(document["published"]),
        )
        with session_scope(engine, write=True) as session:
            ids.append(bring_article(session, slug, draft))
    analyst = Analyst(engine)
    analyst.work_through()
    found: dict[str, set[Pair]] = defaultdict(set)
    with session_scope(engine) as session:
        labels = dict(session.exec(select(Topic.slug, Topic.label_de).where(Topic.group == "issue")).all())
        for mark in session.exec(select(Annotation).where(Annotation.layer == "topic")):
            if mark.label in labels:
                number = ids.index(mark.article_id)
                found[labels[mark.label]] |= set(_inside(event, number, mark.start, mark.end))
    return found


def _inside(event: dict[str, Any], number: int, start: int, end: int) -> Iterator[Pair]:
    """The gold sentences of which the mark has most: both may cut a text in other places."""
    for place, sentence in enumerate(event["documents"][number]["sentences"]):
        common = min(end, sentence["end"]) - max(start, sentence["start"])
        if 2 * common > min(end - start, sentence["end"] - sentence["start"]):
            yield number, place


def judge(event: dict[str, Any], found: dict[str, set[Pair]], *, verbose: bool) -> Counter[str]:
    """Pairs of sentence and gold topic: ``made``, ``right``, ``gold``."""
    gold: dict[str, set[Pair]] = defaultdict(set)
    maybe: dict[str, set[Pair]] = defaultdict(set)
    for number, document in enumerate(event["documents"]):
        for place, sentence in enumerate(document["sentences"]):
            for topic in sentence["topics"]:
                gold[topic].add((number, place))
            for topic in sentence["maybe"]:
                maybe[topic].add((number, place))
    marked: dict[str, set[Pair]] = defaultdict(set)
    count: Counter[str] = Counter(topics=len(event["topics"]))
    for label, pairs in sorted(found.items()):
        topics = _stands_for(event, label, pairs, gold, maybe)
        count["unjudged"] += not topics
        if not topics and verbose:
            print(f"  not judged: {label} ({len(pairs)})")
        for pair in pairs if topics else ():
            for topic in [id_ for id_ in topics if pair in gold[id_] | maybe[id_]] or topics[:1]:
                marked[topic].add(pair)
    for topic in event["topics"]:
        made, there = marked[topic["id"]] - maybe[topic["id"]], gold[topic["id"]]
        count += Counter(made=len(made), right=len(made & there), gold=len(there), having=bool(made & there))
        if verbose:
            _tell(event, topic["name"], made, there)
    return count


def _stands_for(
    event: dict[str, Any], label: str, pairs: set[Pair], gold: dict[str, set[Pair]], maybe: dict[str, set[Pair]]
) -> list[str]:
    """Gold topics that a topic of the program stands for, those with most of its sentences first."""
    ids = [topic["id"] for topic in event["topics"]]
    common = {id_: len(pairs & (gold[id_] | maybe[id_])) for id_ in ids}
    named = [topic["id"] for topic in event["topics"] if re.search(topic["label"], label)]
    alike = [id_ for id_ in ids if common[id_] >= ALIKE * len(pairs)]
    return sorted(named or alike, key=lambda id_: -common[id_])


def _tell(event: dict[str, Any], name: str, made: set[Pair], there: set[Pair]) -> None:
    for sign, pairs in (("too much", made - there), ("missed", there - made)):
        for number, place in sorted(pairs):
            document = event["documents"][number]
            sentence = document["sentences"][place]
            print(f"  {name}, {sign}: {' '.join(document['text'][sentence['start'] : sentence['end']].split())[:110]}")


if __name__ == "__main__":
    main()
