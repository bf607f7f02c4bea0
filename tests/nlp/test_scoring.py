"""The figures that `gipfelspiegel score` prints."""

from pathlib import Path

import pytest

from app.nlp.pipeline import analyse
from app.nlp.scoring import prediction, score

SCORER = """
class Gold:
    def __init__(self, path, cross):
        import json
        self.arts = json.load(open(path, encoding="utf-8"))["articles"]

def load_pred(predicted, gold):
    return predicted, [], []

def score(gold, predicted, passages, aliases, options):
    found = sum(len(article["persons"]) for article in predicted["articles"].values())
    return {"persons": [found]}, {}, [], {"optional_quotes_found": 0, "optional_quotes": 0}, {}

def show(figures, title):
    print(title, figures)
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "score.py").write_text(SCORER, encoding="utf-8")
    (folder / "fresh.json").write_text('{"articles": [{"file": "one.txt"}]}', encoding="utf-8")
    (folder / "notes.json").write_text('{"something": "else"}', encoding="utf-8")
    return folder


def test_articles_are_looked_for_beside_the_gold_too(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (gold / "one.txt").write_text("Angela Merkel traf Joe Biden in Genf.", encoding="utf-8")
    assert score(gold) == 0
    assert "fresh.json (1 articles) {'persons': [2]}" in capsys.readouterr().out


def test_a_missing_article_is_told(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(gold) == 1
    assert "one.txt" in capsys.readouterr().err


def test_a_prediction_names_persons_and_leaves_labels_out() -> None:
    found = prediction(analyse("Joe Biden nannte Wladimir Putin einen „Killer“. Putins Antwort kam sofort."))
    assert [one["canonical_name"] for one in found["persons"]] == ["Joe Biden", "Wladimir Putin", "Wladimir Putin"]
    assert [one for one in found["quotes"] if one["kind"] == "direct"] == []
