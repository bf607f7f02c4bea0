"""Names that a text may hold, whatever was made of them."""

import pytest

from app.compare.name_search import heard, loose_key, name_places, sound, sounds_alike

TEXT = "Ausdrücklich dankte Baerbocks Sprecher Sultan al-Dschaber aus den Vereinigten Arabischen Emiraten."


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("sultan-al-dschaber", "Sultan al-Dschaber"),
        ("baerbocks", "Baerbocks"),
        ("baerbock", "Baerbocks"),
        ("dschaber", "Dschaber"),
    ],
)
def test_whole_names(key: str, words: str) -> None:
    start, end = name_places(TEXT).wholes[key]
    assert TEXT[start:end] == words


def test_family_names_stand_alone_and_in_the_genitive() -> None:
    families = name_places(TEXT).families
    assert {"baerbock", "jaber"} <= families.keys()  # Dschaber, in the spelling of the lexicon
    assert "dankte" not in families


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dschaber", "Jaber"),
        ("Chamenei", "Khamenei"),
        ("Dschaber", "Dschabers"),
        ("Selenskyj", "Zelensky"),
        ("Radojtschew", "Radoychev"),
        ("Radojtschew", "Radojčev"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other) != ""


@pytest.mark.parametrize("word", ["Haus", "Merz", "Xi", "Ende", ""])
def test_short_and_common_words_have_no_sound(word: str) -> None:
    assert sound(word) == ""


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Schiwko Radojtschew", "Živko Radojčev", True),
        ("Sultan al-Dschaber", "Al Jaber", True),
        ("Sultan al-Dschaber", "Ahmed Al Jaber", True),
        ("Marhold", "Svenja Marhold", True),
        ("Gerold Marhold", "Svenja Marhold", False),
        ("Svenja Marhold", "Svenja Berthold", False),
        ("Li", "Wang Li", False),
    ],
)
def test_two_names_may_be_spellings_of_one(one: str, other: str, alike: bool) -> None:
    assert sounds_alike(heard(one), heard(other)) is alike
    assert sounds_alike(heard(other), heard(one)) is alike


def test_other_names_sound_otherwise() -> None:
    assert len({sound(name) for name in ("Nawalny", "Lawrow", "Peskow", "Selenskyj", "Hoekstra")}) == 5


def test_inflected_names_of_several_words_share_a_loose_key() -> None:
    key = loose_key("place", "Vereinigte Arabische Emirate")
    assert key in name_places(TEXT).loose
    assert loose_key("person", "Sultan Al Jaber") in name_places(TEXT).loose
    assert loose_key("place", "Dubai") == ""


def test_a_long_sentence_costs_no_more_than_its_length() -> None:
    places = name_places("Xxx Müller " * 5_000)
    assert len(places.wholes) < 20
