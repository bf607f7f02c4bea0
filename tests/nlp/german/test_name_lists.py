"""Lists of given and family names, and the renaming of persons for the training."""

from pathlib import Path

import pytest

from app.nlp.german.name_lists import FAMILY, GIVEN, NameLists, name_lists
from app.nlp.german.word_table import words
from app.nlp.training.names import renamed


@pytest.mark.parametrize(
    ("word", "kind"), [("Angela", GIVEN), ("Schmidt", FAMILY), ("Martin", GIVEN | FAMILY), ("Waschmaschine", 0)]
)
def test_names_are_listed(word: str, kind: int) -> None:
    assert name_lists()[word] == kind


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Angela", "F"), ("Schmidts", "L"), ("ANGELA", "F"), ("Waschmaschine", "n"), ("Qwrtzk", "u"), ("gehen", "")],
)
def test_words_tell_what_name_they_may_be(word: str, kind: str) -> None:
    assert words()[word].name == kind


def test_names_of_several_words_count_word_by_word(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Maria José\tg\nde Souza\tf\n", encoding="utf-8")
    lists = NameLists(tmp_path / "names.txt")
    assert (lists["José"], lists["Souza"], lists["de"]) == (GIVEN, FAMILY, 0)
    assert lists.whole[GIVEN] == ["Maria José"]


def test_renamed_sentences_keep_their_labels_and_genitives() -> None:
    labels = ["B-PER", "I-PER", "O", "B-PER", "O", "O", "B-LOC", "O"]
    sentence = (["Angela", "Merkel", "traf", "Putins", "Berater", "in", "Paris", "."], labels)
    plain = (["Es", "regnet", "."], ["O"] * 3)
    ((tokens, kept),) = renamed([sentence, plain], name_lists(), words())
    assert kept == labels
    assert [tokens[place] for place in (2, 4, 5, 6, 7)] == ["traf", "Berater", "in", "Paris", "."]
    assert not {"Angela", "Merkel", "Putins"} & set(tokens)
    assert tokens[3][-1] in "szxß"
    assert renamed([sentence], name_lists(), words()) == [(tokens, labels)]
