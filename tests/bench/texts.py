"""German prose for measuring: published corpora where a folder of them is given, else the tests' own texts.

Only what is already cut into articles keeps its order; corpora of single sentences are told as such.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.settings import ROOT

ARTICLES = "wikinews-de/articles.jsonl"
TABLES = ("smartdata-news.tsv", "bundestag-minutes-ner.tsv", "germeval2014-test.tsv")
TREEBANKS = ("ud-german-pud.conllu", "ud-german-gsd-dev.conllu", "ud-german-gsd-test.conllu")
TOGETHER = 30  # single sentences that are analysed as one text
LONGEST, SHORTEST = 45, 5  # words of a single sentence

_MARKED = re.compile(r"\{(?:[a-z]:[^|{}]*\|([^{}]*)|([^|{}]*)\|[^{}]*)\}")  # {d:Speaker|words} and {surface|Name}
_BEFORE = re.compile(r" (?=[.,;:!?)\]%“»])")
_AFTER = re.compile(r"(?<=[(\[„«]) ")
_LEFTOVER = re.compile(r"[{}|<>\[\]&]|\"|http|\.\.|--")
_PAIRS = (("„", "“"), ("«", "»"), ("(", ")"))


@dataclass(frozen=True, slots=True)
class Document:
    """A text, and whether its sentences follow one from the other."""

    text: str
    told: bool


def documents(corpora: Path | None = None) -> Iterator[Document]:
    """All texts, always in the same order."""
    if corpora is None:
        yield from _own()
        return
    for line in (corpora / ARTICLES).read_text(encoding="utf-8").splitlines():
        yield Document(json.loads(line)["text"], told=True)
    for name in TABLES:
        yield from _together(_tabled(corpora / name))
    for name in TREEBANKS:
        text = (corpora / name).read_text(encoding="utf-8")
        yield from _together(iter(re.findall(r"^# text = (.*)$", text, re.MULTILINE)))


def _own() -> Iterator[Document]:
    """The texts that the language service and the comparisons are tested with, without their annotations."""
    for path in sorted((ROOT / "tests").glob("*/texts/*")):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".toml":
            table = tomllib.loads(text)
            found = table.get("articles", {"text": table.get("text", "")}).values()
            texts = [one if isinstance(one, str) else one.get("text", "") for one in found]
        else:
            texts = [text]
        for one in texts:
            while (plain := _MARKED.sub(lambda match: match[1] or match[2] or "", one)) != one:
                one = plain
            yield Document(one.strip(), told=True)


def _together(sentences: Iterator[str]) -> Iterator[Document]:
    good = [one for one in sentences if _is_whole(one)]
    for first in range(0, len(good), TOGETHER):
        yield Document("\n\n".join(good[first : first + TOGETHER]), told=False)


def _is_whole(sentence: str) -> bool:
    """A sentence in good order: not a heading, a fragment or a line of a table."""
    words = sentence.split()
    return (
        SHORTEST <= len(words) <= LONGEST
        and sentence[0].isupper()
        and sentence[-1] in ".!?“"
        and not _LEFTOVER.search(sentence)
        and all(sentence.count(opening) == sentence.count(closing) for opening, closing in _PAIRS)
    )


def _tabled(path: Path) -> Iterator[str]:
    """Sentences of a table with a token a line, with blanks where German has them."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        tokens = [line.split("\t")[1] for line in block.splitlines() if not line.startswith("#") and "\t" in line]
        yield _AFTER.sub("", _BEFORE.sub("", " ".join(tokens)))
