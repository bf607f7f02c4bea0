"""Topics of sentences: fresh texts with figures over all of them, and cases for each rule."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from app.nlp.topic_lexicon import load_topics
from app.nlp.topics import mark_topics
from app.nlp.types import Sentence

TEXTS = sorted((Path(__file__).parent / "texts").glob("topics_*.toml"))


def one_text(path: Path) -> tuple[str, list[Sentence], list[set[str]], list[set[str]]]:
    """The text of a file, its sentences, the topics each must and may have."""
    text, sentences, must, may = "", [], [], []
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["sentences"]:
        heading = entry.get("kind") == "heading"
        if text:
            text = text.rstrip() + "\n\n" if heading else text
        start = len(text)
        text += entry["text"] + ("\n\n" if heading else " ")
        sentences.append(Sentence(start, start + len(entry["text"]), "heading" if heading else "sentence"))
        must.append(set(entry["topics"]))
        may.append(set(entry.get("optional", ())))
    return text, sentences, must, may


def figures(paths: list[Path]) -> dict[str, Counter[str]]:
    """Hits, misses and extras per sentence and per text, for issues and frames."""
    group = {topic.slug: topic.group for topic in load_topics()}
    counts: dict[str, Counter[str]] = {}
    for path in paths:
        text, sentences, must, may = one_text(path)
        found = [{mark.slug for mark in marks} for marks in mark_topics(text, sentences)]
        levels = {
            "sentence": list(zip(found, must, may, strict=True)),
            "text": [(set().union(*found), set().union(*must), set().union(*may))],
        }
        for level, rows in levels.items():
            for got, needed, allowed in rows:
                for kind in ("issue", "frame"):
                    count = counts.setdefault(f"{level} {kind}", Counter())
                    mine = {slug for slug in got if group[slug] == kind}
                    wanted = {slug for slug in needed if group[slug] == kind}
                    count["hit"] += len(mine & wanted)
                    count["missed"] += len(wanted - mine)
                    count["extra"] += len(mine - needed - allowed)
    return counts


def f1(count: Counter[str]) -> float:
    return 2 * count["hit"] / (2 * count["hit"] + count["missed"] + count["extra"])


def test_expected_topics_exist() -> None:
    slugs = {topic.slug for topic in load_topics()}
    for path in TEXTS:
        _, _, must, may = one_text(path)
        assert set().union(*must, *may) <= slugs, path.name


@pytest.mark.parametrize(
    ("what", "least"),
    [("text issue", 0.9), ("text frame", 0.8), ("sentence issue", 0.85), ("sentence frame", 0.7)],
)
def test_fresh_texts_get_sensible_topics(what: str, least: float) -> None:
    assert f1(figures(TEXTS)[what]) >= least
