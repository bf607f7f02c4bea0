"""What the language service costs: starting it, a text at first sight, a text once its words are known, memory.

``python -m tests.bench.nlp --corpora DIR`` adds the sentences of the corpora, in texts of thirty. Each round is a
process of its own, on one core: it loads the pipeline, analyses every text once (first sight) and some times more
(warm), and then gives the same texts to spaCy's blank German pipeline with the sentencizer, words known too. Seconds
are those of the processor; words are what stands between white space; the median of some rounds counts. The limits are
those for news as it is printed; the texts of our tests are short and full of traps, and stand beside it.
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
WORDS = 30_000  # to be read warm at least, so that a clock can tell
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
    """Print what it costs on each kind of text, and hold it to its limits."""
    print("\nLanguage service, words a second of processor time; beside it blank German spaCy with the sentencizer")
    for name, where, limited in (
        ("the five articles", "seeds", True),
        ("texts of the tests", "tests", False),
        ("sentences of the corpora", str(corpora.resolve()) if corpora else "", True),
    ):
        if where:
            cost = _cost(where)
            beside = f"blank {cost.blank:,.0f}, {cost.blank / cost.warm:.0f} times"
            print(
                f"  {name:26}{cost.words:7,} words: {cost.first:7,.0f} first sight, {cost.warm:7,.0f} warm; {beside};"
                f" {cost.memory:.0f} MB, start {cost.start:.2f} s",
                flush=True,
            )
            if limited:
                verdicts.hold(f"first sight, {name}", cost.first, FIRST_SIGHT, "words/s", least=True)
                verdicts.hold(f"warm, {name}", cost.warm, WARM, "words/s", least=True)
                verdicts.hold("language service, start, processor", cost.start, START_SECONDS, "s", digits=2)


def _cost(where: str) -> Cost:
    """The medians of some rounds."""
    ask = [sys.executable, "-m", "tests.bench.nlp", "--once", where]
    answers = [subprocess.run(ask, cwd=ROOT, check=True, capture_output=True, text=True).stdout for _ in range(ROUNDS)]
    rounds = [json.loads(answer.splitlines()[-1]) for answer in answers]
    return Cost(**{name: median(one[name] for one in rounds) for name in rounds[0]})


def once(where: str) -> Cost:
    """Measure in this process, which must not have loaded the language service before."""
    began = time.process_time()
    from app.nlp.pipeline import analyse, get_pipeline

    get_pipeline()
    start = time.process_time() - began
    texts = list(_texts(where))
    words = sum(len(text.split()) for text in texts)
    first = words / _seconds(analyse, texts)
    times = -(-WORDS // words)
    warm = times * words / _seconds(analyse, times * texts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    import spacy

    blank = spacy.blank("de")
    blank.add_pipe("sentencizer")
    _seconds(blank, texts)
    return Cost(words, start, first, warm, times * words / _seconds(blank, times * texts), memory)


def _texts(where: str) -> Iterator[str]:
    if where == "seeds":
        yield from (path.read_bytes().decode() for path in sorted((ROOT / "seeds").glob("*.txt")))
    elif where == "tests":
        for path in sorted((ROOT / "tests").glob("*/texts/*.toml")):
            found = tomllib.loads(path.read_text(encoding="utf-8"))
            articles = found.get("articles", {"text": found.get("text", "")}).values()
            yield from (one if isinstance(one, str) else one.get("text", "") for one in articles)
    else:
        yield from _sentences(Path(where))


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
    parser.add_argument("--once", metavar="seeds|tests|DIR", help="one round over these, in this process, as JSON")
    options = parser.parse_args()
    if options.once:
        print(json.dumps(asdict(once(options.once))))
    else:
        held = Verdicts()
        measure_nlp(held, options.corpora)
        print(f"\n{held}")
        sys.exit(0 if held.kept else 1)
