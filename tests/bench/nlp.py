"""Words a second of the language service, beside spaCy's own tokenizer and sentencizer on the same texts."""

import time
from collections.abc import Callable

import spacy

from app.nlp.pipeline import analyse
from app.settings import ROOT

ROUNDS = 5


def words_per_second() -> tuple[float, float]:
    """(ours, blank German spaCy with its sentencizer), the best of some rounds over the five articles."""
    texts = [path.read_bytes().decode() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    plain = spacy.blank("de")
    plain.add_pipe("sentencizer")
    words = sum(len(text.split()) for text in texts)
    return words / _best(analyse, texts), words / _best(plain, texts)


def _best(work: Callable[[str], object], texts: list[str]) -> float:
    """Seconds for all texts, once everything is loaded."""
    work(texts[0])
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for text in texts:
            work(text)
        found.append(time.perf_counter() - began)
    return min(found)
