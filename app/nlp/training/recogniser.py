"""Training the entity recogniser: a linear-chain CRF (Lafferty, McCallum, Pereira 2001) by python-crfsuite."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pycrfsuite

from app.nlp.entities.features import Features
from app.nlp.training.corpora import Labelled

MODEL = "entities.npz"
# L1 keeps the file small, L2 the weights steady; found on the dev split.
PARAMETERS = {"c1": 0.02, "c2": 0.3, "max_iterations": 120, "feature.possible_transitions": True}


def train(sentences: Iterable[Labelled], features: Features, out: Path) -> None:
    """Learn from the labelled sentences and write the weights as ``entities.crf`` reads them."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for words, labels in sentences:
        trainer.append(features(words), labels)
    trainer.set_params(PARAMETERS)
    with TemporaryDirectory() as scratch:
        learnt = Path(scratch) / "learnt.crf"
        trainer.train(str(learnt))
        _export(learnt, out)


def _export(learnt: Path, out: Path) -> None:
    """Write what crfsuite learnt as arrays, the attributes in order of their names."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(learnt))
    info = tagger.info()
    labels = sorted(info.labels)
    attributes = sorted(info.attributes)
    row, column = ({name: place for place, name in enumerate(names)} for names in (attributes, labels))
    weights = np.zeros((len(attributes), len(labels)), np.float32)
    for (attribute, label), weight in info.state_features.items():
        weights[row[attribute], column[label]] = weight
    transitions = np.zeros((len(labels), len(labels)), np.float32)
    for (before, after), weight in info.transitions.items():
        transitions[column[before], column[after]] = weight
    with out.open("wb") as file:
        np.savez_compressed(
            file,
            labels=np.array(labels),
            attributes=np.frombuffer("\n".join(attributes).encode(), np.uint8),
            weights=weights,
            transitions=transitions,
        )
