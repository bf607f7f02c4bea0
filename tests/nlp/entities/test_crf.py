"""Reading with the CRF's weights: the same as what learnt them says."""

from pathlib import Path

import pycrfsuite
import pytest

from app.nlp.entities.crf import Tagger
from app.nlp.entities.features import Features
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.german.word_table import words
from app.nlp.training import recogniser

SENTENCES = [
    (["Angela", "Merkel", "besucht", "Paris", "."], ["B-PER", "I-PER", "O", "B-LOC", "O"]),
    (["In", "Genf", "sprach", "Joe", "Biden", "mit", "Siemens"], ["O", "B-LOC", "O", "B-PER", "I-PER", "O", "B-ORG"]),
    (["Siemens", "wächst", "."], ["B-ORG", "O", "O"]),
]
UNSEEN = ["Gestern traf Angela Biden in Paris Putin .", "Siemens", "Merkel " * 40]


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tagger, pycrfsuite.Tagger, Features]:
    features = Features(words(), gazetteer())
    folder = tmp_path_factory.mktemp("weights")
    trainer = pycrfsuite.Trainer(verbose=False)
    for tokens, labels in SENTENCES:
        trainer.append(features(tokens), labels)
    trainer.set_params(recogniser.PARAMETERS)
    trainer.train(str(folder / "learnt.crf"))
    judge = pycrfsuite.Tagger()
    judge.open(str(folder / "learnt.crf"))
    recogniser.train(SENTENCES, features, folder / "entities.npz")
    return Tagger(Path(folder / "entities.npz"), features), judge, features


@pytest.mark.parametrize("sentence", [*(" ".join(tokens) for tokens, _ in SENTENCES), *UNSEEN])
def test_labels_and_marginals_are_crfsuites(learnt: tuple[Tagger, pycrfsuite.Tagger, Features], sentence: str) -> None:
    tagger, judge, features = learnt
    tokens = sentence.split()
    (labels,) = tagger.tag([tokens])
    assert labels == judge.tag(features(tokens))
    (likely,) = tagger.marginals([0])
    for place, label in enumerate(labels):
        found = likely[place, tagger.labels.index(label)]
        assert found == pytest.approx(judge.marginal(label, place), abs=1e-4)


def test_sentences_side_by_side_are_read_as_each_alone(learnt: tuple[Tagger, pycrfsuite.Tagger, Features]) -> None:
    tagger = learnt[0]
    sentences = [sentence.split() for sentence in [*UNSEEN, *(" ".join(tokens) for tokens, _ in SENTENCES)]] * 30
    alone = []
    for sentence in sentences:
        (labels,) = tagger.tag([sentence])
        alone.append((labels, tagger.marginals([0])[0]))
    assert tagger.tag(sentences) == [labels for labels, _ in alone]
    chosen = range(1, len(sentences), 3)
    for number, likely in zip(chosen, tagger.marginals(chosen), strict=True):
        assert likely == pytest.approx(alone[number][1], abs=1e-5)


def test_nothing_has_no_labels(learnt: tuple[Tagger, pycrfsuite.Tagger, Features]) -> None:
    assert learnt[0].tag([]) == []
