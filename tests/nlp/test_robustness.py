"""No text stops the language service: no exception, every offset inside the text, time in proportion to the length."""

import gc
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.nlp.pipeline import analyse
from app.nlp.types import Analysis
from tests.bench.nasty import NASTY, text_of

SEEDS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))]
ODD = [
    "",
    "\x00",
    "\n\n",
    "“",
    "”",
    "„",
    '"',
    "»",
    "«",
    "’",
    "\u202e",
    "\u200b",
    "\u0301",
    "\ud800",
    "😀",
    "\t|\t",
    "ß",
    "İ",
    "(",
    "…",
]


def check(text: str) -> Analysis:
    """Analyse and hold what must be true of every analysis."""
    analysis = analyse(text)
    keys = {entity.key for entity in analysis.entities}
    for mark in (*analysis.sentences, *analysis.mentions, *analysis.quotations, *analysis.warnings):
        assert 0 <= mark.start <= mark.end <= len(text)
    for mention in analysis.mentions:
        assert mention.start < mention.end
        assert text[mention.start : mention.end].encode("utf-8", "replace") == mention.surface.encode(
            "utf-8", "replace"
        )
        assert mention.entity is None or mention.entity in keys
    for sentence in analysis.sentences:
        for topic in sentence.topics:
            for evidence in topic.evidence:
                assert text[evidence.start : evidence.end] == evidence.surface
    for figure in analysis.figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.surface
        if figure.about is not None:
            assert figure.about_start is not None
            assert text[figure.about_start : figure.about_start + len(figure.about)] == figure.about
    for quotation in analysis.quotations:
        assert quotation.speaker is None or quotation.speaker in keys
    return analysis


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A piece of a seed article with parts cut, doubled, swapped and odd signs thrown in."""
    text = draw(st.sampled_from(SEEDS))
    start = draw(st.integers(0, len(text)))
    text = text[start : start + draw(st.integers(0, 1500))]
    for _ in range(draw(st.integers(0, 6))):
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        change = draw(st.sampled_from(["cut", "double", "odd", "upper", "swap"]))
        if change == "cut":
            text = text[:a] + text[b:]
        elif change == "double":
            text = text[:a] + text[a : a + 80] * 2 + text[a + 80 :]
        elif change == "odd":
            text = text[:a] + draw(st.sampled_from(ODD)) * draw(st.integers(1, 5)) + text[a:]
        elif change == "upper":
            text = text[:a] + text[a:b].upper() + text[b:]
        else:
            text = text[b:] + text[a:b] + text[:a]
    return text


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_mutated_articles_are_analysed_without_harm(text: str) -> None:
    check(text)


LITTLE = [
    "",
    ", dass ihnen daran gelegen sei",
    "\x00",
    " ",
    "\n\n\n",
    "x",
    "😀" * 50,
    "\ud800\udfff",
    "„“„“„“",
    "'s",
    "-",
    "a\tb\tc\n1\t2\t3",
]
WORDS = ["Dr.", "Herr", "der", "von der", "Präsident", "PUTIN TRIFFT BIDEN IN GENF"]
NO_VOTES = ["Mutter Unicredit das das und"]
LONG_NUMBERS = [
    f"Kennung {'1' * 4301} wurde genannt.",
    f"Es kamen {'1' * 4301} Menschen, {'9' * 40} Prozent, nach {'7' * 5000} Tagen, am {'3' * 5000}. Juni.",
    f"Es kamen 1{'.000' * 2000} Menschen, 0,{'3' * 5000} Prozent, {'8' * 5000}-jährig, Klaus ({'6' * 5000}).",
]
FOREIGN = ["The president said he would not go.", "Президент сказал, что не приедет."]


@pytest.mark.parametrize("text", [*LITTLE, *WORDS, *FOREIGN, *NO_VOTES, *LONG_NUMBERS])
def test_odd_texts(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "piece",
    [
        "Joe Biden, ",
        "der Präsident ",
        '"',
        "„ ",
        "(",
        ". ",
        "Putin ",
        "\n",
        "xY",
        "sagte er, ",
        "1 ",
        "12. ",
        "drei Stunden und ",
        "zwei ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    """Eight times the text, at most three times eight times the work; what grows with the square costs 64 times."""

    def cost(count: int) -> float:
        before = time.process_time()
        check(piece * count)
        return time.process_time() - before

    cost(200)
    measured = []
    gc.collect()
    gc.freeze()  # the objects of the tests before would be walked again and again while the long text is read
    try:
        for _ in range(3):  # a neighbour on the same core may disturb one attempt; growth is there in all
            measured.append((cost(2000), cost(16000)))
            if measured[-1][1] < 8 * 3 * max(measured[-1][0], 0.05):
                return
    finally:
        gc.unfreeze()
    pytest.fail(f"seconds for 2,000 and 16,000 times {piece!r}: {measured}")


@pytest.mark.parametrize("called", NASTY)
def test_nasty_texts_are_analysed(called: str) -> None:
    check(text_of(called, 3_000))


@pytest.mark.parametrize(
    "called",
    [
        "first names, one family",
        "first names of one letter",
        "one first name",
        "presidents of one name",
        "two brothers among many",
        "one body",
    ],
)
def test_steps_grow_with_the_length_and_no_faster(called: str) -> None:
    def steps(length: int) -> int:
        taken = 0

        def count(_frame: object, event: str, _more: object) -> None:
            nonlocal taken
            taken += event in ("call", "c_call")

        text = text_of(called, length)
        sys.setprofile(count)
        try:
            analyse(text)
        finally:
            sys.setprofile(None)
        return taken

    steps(32_000)  # words are looked up once
    short, long = steps(8_000), steps(32_000)
    assert long < 4 * 1.5 * short, (short, long)


def test_another_language_is_told() -> None:
    assert check("The presidents met in Geneva and talked about arms control for three hours.").language == "en"
    assert check("Die Präsidenten trafen sich in Genf und sprachen drei Stunden lang.").language == "de"
