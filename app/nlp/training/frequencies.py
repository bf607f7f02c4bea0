"""How often words are used in German at large, out of an open list: ``model/frequencies.txt``.

Source: spacy-lookups-data (probabilities of a million German word forms, MIT). A line is a stem, a tab, and how rare it
is: minus the natural logarithm of its share of all words, in tenths.
"""

import math
from collections import defaultdict
from pathlib import Path

from app.nlp.german.stems import stem
from app.nlp.training.words import lookup

FREQUENCIES = "frequencies.txt"
SIZE = 40_000  # most frequent stems that are kept; what is not there counts as rarer than all of them


def build(out: Path) -> None:
    """Write the table into a folder."""
    shares: dict[str, float] = defaultdict(float)
    for word, logarithm in lookup("prob").items():
        if word.isalpha() and len(word) > 1:
            shares[stem(word)] += math.exp(logarithm)
    frequent = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:SIZE]
    lines = [f"{root}\t{round(-10 * math.log(share))}\n" for root, share in sorted(frequent)]
    (out / FREQUENCIES).write_text("".join(lines), encoding="utf-8")
