"""Shared text: what two texts have in common word for word, nearly, and only by chance."""

import pytest

from app.compare.shared import Shared, fingerprints, shared_passages, split_words
from app.settings import ROOT

LINE = "Die Minister einigten sich nach langen Verhandlungen auf einen gemeinsamen Fahrplan zum Abbau der Zölle"


def found(a: str, b: str) -> list[Shared]:
    return shared_passages(split_words(a), split_words(b))


def test_a_line_with_other_quotation_marks_case_and_spelling_is_the_same_line() -> None:
    a = f"Am Abend hiess es: „{LINE}“, und mehr war nicht zu erfahren."
    b = f'Zuvor war zu hören: "{LINE.replace("Zölle", "Zoelle")}". Danach gingen alle nach Hause.'
    [one] = found(a, b)
    assert one.verbatim
    assert a[one.a_start : one.a_end] == LINE
    assert b[one.b_start : one.b_end] == LINE.replace("Zölle", "Zoelle")


def test_a_small_edit_is_bridged_and_the_runs_stay_maximal() -> None:
    a = f"{LINE} und vereinbarten danach ein weiteres Treffen im kommenden Frühjahr in Lissabon."
    b = f"{LINE} sowie der Quoten und vereinbarten danach ein weiteres Treffen im kommenden Frühjahr in Lissabon."
    kinds = [(one.verbatim, one.words) for one in found(a, b)]
    assert (False, 26) in kinds
    assert [words for verbatim, words in kinds if verbatim] == [15, 11]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Die Präsidenten der USA und Russlands trafen sich.", "Es kamen die Präsidenten der USA und Russlands."),
        ("", "Ein Text."),
        ("Auf der einen und auf der anderen Seite ist es so wie es ist", "so wie es ist auf der einen und auf der"),
        (
            "Präsident Joe Biden, Außenminister Antony Blinken, Kanzlerin Angela Merkel, Premier Boris Johnson kamen.",
            "Es fehlten Präsident Joe Biden, Außenminister Antony Blinken, Kanzlerin Angela Merkel, Premier Boris "
            "Johnson.",
        ),
    ],
)
def test_set_phrases_small_words_and_line_ups_are_no_shared_text(a: str, b: str) -> None:
    assert found(a, b) == []


def test_a_run_of_seven_equal_words_always_leaves_a_common_fingerprint() -> None:
    words = LINE.split()
    for at in range(len(words) - 7):
        run = " ".join(words[at : at + 7])
        a = fingerprints(split_words(f"vorher ganz anderes geschehen {run} nachher kam nichts weiter"))
        b = fingerprints(split_words(f"erstens zweitens {run} drittens viertens fünftens sechstens"))
        assert a & b


def test_the_seeds_share_an_agency_report_and_not_their_subject() -> None:
    texts = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))}
    longest = max(found(texts["002"], texts["004"]), key=lambda one: one.words)
    assert longest.words == 56
    assert texts["002"][longest.a_start :].startswith("Die diplomatischen Beziehungen zwischen beiden Staaten")
    assert texts["004"][longest.b_start : longest.b_end].endswith("kehrte dann im April in die USA zurück")
    assert found(texts["000"], texts["003"]) == []


def test_time_grows_with_length_not_with_its_square() -> None:
    many = split_words(" ".join(f"Wort{number}" for number in range(30_000)))
    assert [one.words for one in shared_passages(many, many)] == []  # names and nothing else
    assert len(shared_passages(split_words("und " * 3_000), split_words("und " * 3_000))) == 0


def test_a_whole_sentence_with_a_pronoun_at_its_head_is_prose() -> None:
    line = "Es ist der erste Staatsbesuch eines brasilianischen Präsidenten in Frankreich seit 13 Jahren"
    [one] = found(f"Zuvor wurde verhandelt. {line}. Danach aßen alle.", f"{line}. Am Dienstag reist er weiter.")
    assert one.verbatim
    assert one.words == 13
    assert not found("Es kam Präsident Joe Biden mit Außenminister Antony Blinken.", "Präsident Joe Biden mit Kanzler")
