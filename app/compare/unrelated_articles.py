"""Articles that share nothing but furniture: sentences of open corpora, each used once, with recurring lines between.

What is reported on them is false. The corpora are collections of single sentences from newspapers and Wikipedia.
"""

import random
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

RECURRING = Path(__file__).with_name("recurring_lines.toml")
ARTICLES = 1000
TEMPLATE_WORDS = 5  # sentences that begin or end alike are one (a census note, a counter of visits) and taken once
LINES = (2, 5)  # recurring lines in one article
PARAGRAPH = 3  # sentences


def unrelated_articles(corpora: Path, articles: int = ARTICLES, seed: int = 1) -> list[str]:
    """So many texts out of all the sentences of the folder, evenly dealt. Raises FileNotFoundError without any."""
    chance = random.Random(seed)
    sentences = list(_unlike(corpus_sentences(corpora)))
    if not sentences:
        raise FileNotFoundError(f"no sentences (*.tsv, *.conllu) in {corpora}")
    chance.shuffle(sentences)
    recurring = tomllib.loads(RECURRING.read_text("utf-8"))
    return [_article(chance, sentences[number::articles], recurring) for number in range(articles)]


def _article(chance: random.Random, sentences: list[str], recurring: dict[str, list[str]]) -> str:
    """Paragraphs, notices between and under them, titles and offices within."""
    within = [chance.choice(recurring["offices"])] if chance.random() < 0.5 else []
    body = [" ".join(sentences[at : at + PARAGRAPH]) for at in range(0, len(sentences), PARAGRAPH)] or [""]
    for phrase in within:
        at = chance.randrange(len(body))
        body[at] = f"{body[at]} Dabei: {phrase}."
    kinds = [kind for kind in recurring if kind not in {"offices", "intros"}]
    for _ in range(chance.randint(*LINES)):
        body.insert(chance.randint(1, len(body)), chance.choice(recurring[chance.choice(kinds)]))
    return chance.choice(["", *recurring["intros"]]) + "\n".join(body)


def corpus_sentences(folder: Path) -> Iterator[str]:
    """The sentences of GermEval (``.tsv``) and Universal Dependencies (``.conllu``) files, as running text."""
    for path in sorted(folder.glob("*.conllu")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("# text = "):
                yield line.removeprefix("# text = ").strip()
    for path in sorted(folder.glob("*.tsv")):
        words: list[str] = []
        for line in [*path.read_text("utf-8").splitlines(), ""]:
            if line and not line.startswith("#"):
                words.append(line.split("\t")[1])
            elif words:
                yield _joined(words)
                words = []


def _unlike(sentences: Iterable[str]) -> Iterator[str]:
    seen: set[tuple[str, ...]] = set()
    for sentence in sentences:
        words = re.findall(r"[^\W\d]+", sentence.lower())
        ends = {("first", *words[:TEMPLATE_WORDS]), ("last", *words[-TEMPLATE_WORDS:])}
        if not ends & seen:
            yield sentence
        seen |= ends


def _joined(words: list[str]) -> str:
    text = " ".join(words)
    for mark in ",.;:!?)":
        text = text.replace(f" {mark}", mark)
    return text.replace("( ", "(")
