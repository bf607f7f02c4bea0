"""The subjunctive by form."""

from pathlib import Path

import pytest

from app.nlp.german import konjunktiv


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Er sei bereit und werde kommen", ["sei", "werde"]),
        ("Das Abkommen trete bald in Kraft", ["trete"]),
        ("Man fordere mehr und handle nicht", ["fordere", "handle"]),
        ("Dies verbiete sich, weil es nicht stattfinde", ["verbiete", "stattfinde"]),
        ("Ob es reiche, wisse niemand", ["reiche", "wisse"]),
        ("Ich habe gesagt, ich werde kommen", []),
        ("Die reiche Stadt, eine sichere Grenze und die letzte Reise", []),
        ("Heute und gerne, ohne Gespräche, der Meldung zufolge", []),
        ("Das koordiniere die Behörde", ["koordiniere"]),
        ("Das erhöhe die Kosten, was mancher bereue", ["erhöhe", "bereue"]),
        ("Die Delle am iphone, eine delle", []),
    ],
)
def test_first(sentence: str, found: list[str]) -> None:
    words = sentence.replace(",", " ,").split()
    assert [word for place, word in enumerate(words) if konjunktiv.is_first(words, place)] == found


@pytest.mark.parametrize("word", ["hätte", "wären", "würde", "müssten", "bräuchten", "stattfände", "bekäme", "trügen"])
def test_second(word: str) -> None:
    assert konjunktiv.is_second(word)


@pytest.mark.parametrize("word", ["hatte", "waren", "wurde", "wollte", "gingen", "kamen"])
def test_preterites_are_none(word: str) -> None:
    assert not konjunktiv.is_second(word)


def test_evaluate_counts_against_treebank(tmp_path: Path) -> None:
    rows = [
        ("Er", "Case=Nom"), ("sei", "Mood=Sub|Number=Sing"), ("da", "_"), ("was", "_"), ("sollte", "Mood=Sub"),
    ]  # fmt: skip
    lines = [f"{n}\t{word}\t_\t_\t_\t{feats}\t_\t_\t_\t_" for n, (word, feats) in enumerate(rows, 1)]
    path = tmp_path / "tiny.conllu"
    path.write_text("\n".join(["# text", *lines, ""]) + "\n", encoding="utf-8")
    assert konjunktiv.evaluate(path) == (1.0, 0.5)
