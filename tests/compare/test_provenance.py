"""Whose words shared words are: a speaker's, an agency's, of a source that is not known, or found nowhere else."""

import pytest

from app.compare.provenance import Borrowed, Parts, Quoted, is_speech, parts, shared_speech
from app.compare.shared import split_words

HERE = "Der Minister sagte am Abend: „Wir werden diese Zölle nicht länger hinnehmen.“ Dann ging er."
THERE = "„Wir werden diese Zölle nicht länger hinnehmen“, so der Minister in Wien."
PASSAGE = "Wir werden diese Zölle nicht länger hinnehmen"


def span(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


def quoted(text: str, part: str, *, marked: bool = True, speaker: str | None = "minister") -> Quoted:
    return Quoted(*span(text, part), marked, speaker)


def spoken(here: Quoted, there: Quoted) -> int:
    a, b = split_words(HERE), split_words(THERE)
    return sum(one.words for one in shared_speech(a, span(HERE, PASSAGE), [here], b, span(THERE, PASSAGE), [there]))


@pytest.mark.parametrize(
    ("here", "there", "words"),
    [
        (quoted(HERE, PASSAGE), quoted(THERE, PASSAGE), 7),
        (quoted(HERE, PASSAGE, speaker=None), quoted(THERE, PASSAGE), 7),  # marks on both sides tell enough
        (quoted(HERE, PASSAGE, marked=False), quoted(THERE, PASSAGE), 7),  # reported there, of the same man
        (quoted(HERE, PASSAGE, marked=False), quoted(THERE, PASSAGE, speaker="premier"), 0),
        (quoted(HERE, PASSAGE, marked=False), quoted(THERE, PASSAGE, marked=False), 0),  # a reporter's wording
        (quoted(HERE, PASSAGE), quoted(THERE, "diese Zölle"), 2),  # a fragment on one side
    ],
)
def test_words_are_spoken_where_both_sides_quote_them(here: Quoted, there: Quoted, words: int) -> None:
    assert spoken(here, there) == words


def test_a_stretch_has_its_place_in_both_texts() -> None:
    a, b = split_words(HERE), split_words(THERE)
    (found,) = shared_speech(
        a, span(HERE, PASSAGE), [quoted(HERE, PASSAGE)], b, span(THERE, PASSAGE), [quoted(THERE, PASSAGE)]
    )
    assert HERE[found.a_start : found.a_end] == THERE[found.b_start : found.b_end] == PASSAGE


def test_a_passage_around_a_quotation_is_wording_as_soon_as_the_rest_would_be_reported_alone() -> None:
    assert is_speech(9, 9)
    assert is_speech(18, 11)  # "sagte der Minister am Abend in Wien"
    assert not is_speech(20, 11)
    assert not is_speech(9, 3)  # mostly the reporters' words
    assert not is_speech(12, 0)


def test_a_word_counts_once_and_as_the_speakers_first() -> None:
    text = "eins zwei drei vier fünf sechs sieben acht"
    of_agency = Borrowed(*span(text, "eins zwei drei vier"), signed=True, spoken=(span(text, "zwei"),))
    of_unknown = Borrowed(*span(text, "drei vier fünf"), signed=False)
    speech = Borrowed(*span(text, "fünf sechs"), signed=True, speech=True)
    assert parts(text, [of_unknown, of_agency, speech]) == Parts(signed=3, quoted=3, unsigned=0)
    assert parts(text, []) == Parts()
