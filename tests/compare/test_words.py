"""Own words of an article, and the log-odds ratio against a case worked out by hand."""

import pytest

from app.compare.words import differences, own_words
from app.nlp.pipeline import analyse


def words_of(text: str) -> dict[str, int]:
    return {word.surface: len(word.places) for word in own_words(text, analyse(text))}


def test_what_others_say_is_not_counted() -> None:
    text = (
        "Der Kremlchef pöbelte in Genf. Joe Biden sagte, der Autokrat sei gekommen. „Ein Unruhestifter“, rief er. "
        "Der Kremlchef pöbelte zurück."
    )
    found = words_of(text)
    assert found["Kremlchef"] == found["pöbelte"] == 2
    assert not {"Autokrat", "Unruhestifter", "Genf", "Joe", "Biden", "Der", "in"} & set(found)
    assert "sagte" in found


def test_forms_of_a_word_are_one_and_lead_to_their_places() -> None:
    text = "Das Gespräch begann früh. Die Gespräche endeten spät, 45-Jährige und 12 Gespräche gab es."
    one = next(word for word in own_words(text, analyse(text)) if word.stem == "gesprach")
    assert one.surface == "Gespräche"
    assert [text[place:].split()[0].rstrip(".,") for place in one.places] == ["Gespräch", "Gespräche", "Gespräche"]
    assert not [word for word in own_words(text, analyse(text)) if "jahrig" in word.stem]


def test_against_a_case_worked_out_by_hand() -> None:
    """y = 8 of 100 here, 2 of 300 elsewhere, a prior of 40 words: alpha = 40 * 10 / 400 = 1.

    odds here = 9 / (140 - 9) = 0.0687023, elsewhere = 3 / (340 - 3) = 0.0089021; their log ratio 2.0435;
    variance 1/9 + 1/3 = 0.4444, deviation 0.6667; z = 3.0652.
    """
    found = differences({"a": 8}, {"a": 2}, 100, 300, prior=40)["a"]
    assert found.log_odds == pytest.approx(2.04345, abs=1e-4)
    assert found.z == pytest.approx(3.06517, abs=1e-4)


def test_equal_shares_and_rare_words_do_not_stand_out() -> None:
    found = differences({"even": 10, "once": 1}, {"even": 30}, 1000, 3000)
    assert found["even"].z == pytest.approx(0, abs=1e-9)
    assert 0 < found["once"].z < 1.96


def test_here_and_elsewhere_mirror_each_other() -> None:
    one, other = differences({"a": 9}, {"a": 1}, 200, 200), differences({"a": 1}, {"a": 9}, 200, 200)
    assert one["a"].z == pytest.approx(-other["a"].z)
