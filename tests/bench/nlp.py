"""What the language service costs: starting it, a text at first sight, a text once its words are known, memory.

``python -m tests.bench.nlp --corpora DIR`` adds the sentences of the corpora, in texts of thirty. Each round is a
process of its own, on one core: it loads the pipeline, analyses every text once (first sight) and once more (warm),
and then gives the same texts to spaCy's blank German pipeline with the sentencizer, words known too. Seconds are those
of the processor; words are what stands between white space; the median of some rounds counts.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from app.settings import ROOT
from tests.bench.verdicts import Verdicts

ROUNDS = 3
TOGETHER = 30  # sentences of a corpus that make a text
START_SECONDS, FIRST_SIGHT, WARM = 2.0, 12_000, 15_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process: processor seconds to start, words a second, resident MB at most; ``words`` in all texts."""

    words: int
    start: float
    first: float
    warm: float
    blank: float
    memory: float


def measure_nlp(verdicts: Verdicts, corpora: Path | None = None) -> None:
    """Print what it costs, and hold it to its limits."""
    ask = [
        sys.executable,
        "-m",
        "tests.bench.nlp",
        "--once",
        *(["--corpora", str(corpora.resolve())] if corpora else []),
    ]
    answers = [subprocess.run(ask, cwd=ROOT, check=True, capture_output=True, text=True).stdout for _ in range(ROUNDS)]
    rounds = [json.loads(answer.splitlines()[-1]) for answer in answers]
    cost = Cost(**{name: median(one[name] for one in rounds) for name in rounds[0]})
    print(
        f"\nLanguage service, {cost.words:,} words: {cost.first:,.0f} words/s at first sight, {cost.warm:,.0f} warm, "
        f"{cost.start:.2f} s to start, {cost.memory:.0f} MB;\nblank German spaCy with the sentencizer: "
        f"{cost.blank:,.0f} words/s, {cost.blank / cost.warm:.0f} times as many",
        flush=True,
    )
    verdicts.hold("language service, start, processor", cost.start, START_SECONDS, "s", digits=2)
    verdicts.hold("language service, first sight", cost.first, FIRST_SIGHT, "words/s", least=True)
    verdicts.hold("language service, warm", cost.warm, WARM, "words/s", least=True)


def once(corpora: Path | None) -> Cost:
    """Measure in this process, which must not have loaded the language service before."""
    began = time.process_time()
    from app.nlp.pipeline import analyse, get_pipeline

    get_pipeline()
    start = time.process_time() - began
    texts = [*_own(), *(_sentences(corpora) if corpora else ())]
    words = sum(len(text.split()) for text in texts)
    first, warm = words / _seconds(analyse, texts), words / _seconds(analyse, texts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    import spacy

    blank = spacy.blank("de")
    blank.add_pipe("sentencizer")
    _seconds(blank, texts)
    return Cost(words, start, first, warm, words / _seconds(blank, texts), memory)


def _own() -> Iterator[str]:
    """The seeds, and the texts of the tests."""
    yield from (path.read_bytes().decode() for path in sorted((ROOT / "seeds").glob("*.txt")))
    for path in sorted((ROOT / "tests").glob("*/texts/*.toml")):
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        articles = found.get("articles", {"text": found.get("text", "")}).values()
        yield from (one if isinstance(one, str) else one.get("text", "") for one in articles)


def _sentences(corpora: Path) -> Iterator[str]:
    for path in sorted(corpora.glob("*.conllu")):
        sentences = re.findall(r"^# text = (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        yield from (" ".join(sentences[at : at + TOGETHER]) for at in range(0, len(sentences), TOGETHER))


def _seconds(work: Callable[[str], object], texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - began


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.nlp", description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder of the annotated corpora")
    parser.add_argument("--once", action="store_true", help="one round, in this process, as JSON")
    options = parser.parse_args()
    if options.once:
        print(json.dumps(asdict(once(options.corpora))))
    else:
        held = Verdicts()
        measure_nlp(held, options.corpora)
        print(f"\n{held}")
        sys.exit(0 if held.kept else 1)
