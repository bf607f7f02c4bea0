"""The service on the set-apart third of the annotated Wikinews articles, and how the scorer counts.

The thresholds are what was reached when they were set, a little below: a check, nothing to fit a rule to.
"""

import json
from pathlib import Path

import pytest

from app.nlp.pipeline import analyse
from app.nlp.speech_scoring import agreement, f1, measured, ratio, reliability
from app.nlp.training.speech_gold import counterpart, read

FOLDER = Path(__file__).parent / "wikinews"


def test_what_was_set_apart_does_not_fall() -> None:
    counts = measured(read(FOLDER, "test"))
    assert f1(counts.persons) >= 0.955
    assert f1(counts.distinct) >= 0.945
    assert ratio(counts.links) >= 0.985
    assert f1(counts.marked) >= 0.955
    assert ratio(counts.marked_speakers) >= 0.81
    assert f1(counts.reported) >= 0.88
    assert ratio(counts.reported_speakers) >= 0.825
    assert ratio(counts.certain) >= 0.93


def test_two_annotations_agree() -> None:
    line = next(iter(agreement(FOLDER)))
    assert line.startswith("two annotations of 60 articles")


def test_every_span_stands_in_its_text_and_every_speaker_is_known() -> None:
    articles = read(FOLDER)
    assert len(articles) == 496
    assert sum(article.split == "test" for article in articles) == 166
    for article in articles:
        for one in article.utterances:
            for who in one.speakers:
                assert who[0] in "=-" or who in article.persons or who in article.bodies, (article.page, who)


def test_what_the_annotation_leaves_open_counts_neither_way(tmp_path: Path) -> None:
    text = "Anna Berg kam. „Das ist ein guter Anfang“, sagte Anna Berg. Jan Huber nannte das „gut“."
    start, end = text.index("„Das"), text.index("“, sagte") + 1
    name = [[0, 9], [text.index("sagte") + 6, text.index("sagte") + 15]]
    row = {
        "page": 1,
        "split": "test",
        "persons": [
            {"id": "P1", "name": "Anna Berg", "mentions": name},
            {"id": "P2", "name": "Jan Huber", "mentions": [[text.index("Jan"), text.index("Jan") + 9]]},
        ],
        "bodies": [],
        "utterances": [
            {"kind": "direct", "start": start, "end": end, "speakers": ["P1"]},
            {"kind": "partial", "start": text.index("„gut"), "end": text.index("gut“") + 4, "speakers": ["P2"]},
        ],
    }
    article = {"page": 1, "title": "", "text": text}
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    (tmp_path / "annotations.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    counts = measured(read(tmp_path), analyse)
    assert (counts.persons, counts.links) == ([3, 0, 0], [3, 3])
    assert (counts.marked, counts.marked_speakers) == ([1, 0, 0], [1, 1])
    row["utterances"][0]["speakers"] = ["P2"]  # type: ignore[index]
    (tmp_path / "annotations.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert measured(read(tmp_path), analyse).marked_speakers == [0, 1]
    gold = read(tmp_path)[0].utterances
    assert counterpart(gold, "direct", (start, end)) == gold[0]
    assert counterpart(gold, "direct", (0, 5)) is None


def test_a_span_that_is_no_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text('{"page": 1, "title": "", "text": "Kurz."}\n', encoding="utf-8")
    row = {
        "page": 1,
        "split": "test",
        "persons": [],
        "bodies": [],
        "utterances": [{"kind": "direct", "start": 2, "end": 9}],
    }
    (tmp_path / "annotations.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="page 1: no place in the text: 2 to 9"):
        read(tmp_path)


def test_reliability_is_told_in_bins() -> None:
    lines = list(reliability([(0.95, True), (0.93, False), (0.12, False), (1.0, True)]))
    assert [line.split(":")[0].strip() for line in lines] == ["0.1 to 0.2", "0.9 to 1.0"]
    assert lines[1].endswith("right 0.67")
