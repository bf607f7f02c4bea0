"""Training the entity recogniser: a linear-chain CRF (Lafferty, McCallum, Pereira 2001) by python-crfsuite."""

from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from app.nlp.features import Features
from app.nlp.training.corpora import Labelled

MODEL = "entities.crf"
# L1 keeps the file small, L2 the weights steady; found on the dev split.
PARAMETERS = {"c1": 0.02, "c2": 0.3, "max_iterations": 120, "feature.possible_transitions": True}


def train(sentences: Iterable[Labelled], features: Features, out: Path) -> None:
    """Learn from the labelled sentences and write the model file."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for words, labels in sentences:
        trainer.append(features(words), labels)
    trainer.set_params(PARAMETERS)
    trainer.train(str(out))
