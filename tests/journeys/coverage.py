"""A morning of coverage: articles of which no two are nearly the same, two names for one person, a duplicate."""

import io
import re
import zipfile

from tests.conftest import SEEDS

FRESH = 19
PERSON, OTHER_NAME = "Ute Brandt", "Ute Holm"
DUPLICATE = "002_3fd2d2ca11b01fa0.txt"


def articles() -> list[str]:
    """Fresh texts out of the seeds' sentences, each with a headline of its own; every other one names Ute Brandt."""
    whole = " ".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    sentences = [" ".join(one.split()) for one in re.findall(r"[^.!?]{40,}[.!?]", whole)]
    texts = []
    for number in range(FRESH):
        name = PERSON if number % 2 else OTHER_NAME
        first = f"Die Beobachterin {name} schrieb Bericht Nummer {number} für ihre Zeitung."
        texts.append(f"Bericht {number} zum Gipfel\n\n{first} " + " ".join(sentences[number::FRESH]))
    return texts


def archive() -> bytes:
    """A ZIP of twenty: the fresh ones, and one that is there already."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, text in enumerate(articles()):
            packed.writestr(f"presse/{number:02}.txt", text)
        packed.writestr("presse/doppelt.txt", (SEEDS / DUPLICATE).read_bytes())
    return data.getvalue()
