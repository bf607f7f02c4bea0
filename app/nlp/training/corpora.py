"""Reading the annotated corpora: sentences as (words, BIO labels over PER, LOC, ORG, OTH)."""

from collections.abc import Iterator
from pathlib import Path

Labelled = tuple[list[str], list[str]]
KINDS = {"PER", "LOC", "ORG", "OTH"}
GERMEVAL_TEST, GERMEVAL_DEV, GERMEVAL_TRAIN = "germeval2014-test.tsv", "germeval2014-dev.tsv", "germeval2014-train.tsv"
UNER_PUD = "uner-german-pud.iob2"
SHIPPED = (GERMEVAL_TRAIN, GERMEVAL_TEST, GERMEVAL_DEV)  # what the shipped weights learn from


def read(path: Path) -> list[Labelled]:
    """Sentences of a tab-separated file with number, word and outer label in the first three columns.

    Derived and partial names (LOCderiv, ORGpart, …) count as outside, as the strict measure has it.
    """
    return list(_sentences(path))


def _sentences(path: Path) -> Iterator[Labelled]:
    words: list[str] = []
    labels: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        columns = line.split("\t")
        if line.startswith("#") and not columns[0].isdigit():
            continue
        if len(columns) >= 3 and columns[0].isdigit():
            words.append(columns[1])
            labels.append(_label(columns[2], labels[-1] if labels else "O"))
        elif not line.strip() and words:
            yield words, labels
            words, labels = [], []


def _label(raw: str, before: str) -> str:
    """The label as clean BIO: an inside without its beginning begins."""
    kind = raw[2:]
    if kind not in KINDS:
        return "O"
    return raw if raw[0] == "B" or before[2:] == kind else f"B-{kind}"
