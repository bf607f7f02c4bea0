"""When a topic is the event itself, and which words of a sentence a topic could be made of."""

import pytest

from app.compare.coverage import Reach, is_event_itself
from app.compare.key_words import key_words

SUMMIT = Reach(9, 42, 500)


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        (Reach(9, 40, 300), True),
        (Reach(8, 40, 300), False),  # one source has nothing of it: that is worth a row
        (Reach(9, 33, 300), False),  # of 42 articles
        (Reach(9, 40, 250), False),  # everybody mentions it, not more than half is about it
        (Reach(9, 42, 20), False),
    ],
)
def test_the_event_itself_runs_through_nearly_everything(topic: Reach, told: bool) -> None:
    assert is_event_itself(topic, SUMMIT) is told


def test_of_one_source_or_a_handful_of_articles_nobody_can_tell() -> None:
    assert not is_event_itself(Reach(1, 9, 90), Reach(1, 9, 100))
    assert not is_event_itself(Reach(4, 4, 90), Reach(4, 4, 100))


TEXT = "Der Ausschuss billigte in Bregenz eine Schwellenabgabe auf jede Schleuse. Morgen reist Mirela Vukašin ab."


def test_key_words_are_nouns_the_rarest_first() -> None:
    end = TEXT.index(" Morgen")
    place = TEXT.index("Bregenz")
    assert key_words(TEXT, 0, end, [(place, place + 7)])[0] == "Schwellenabgabe"
    assert set(key_words(TEXT, 0, end, [(place, place + 7)])) == {"Schwellenabgabe", "Schleuse", "Ausschuss"}


def test_where_there_are_only_names_these_are_the_words() -> None:
    start = TEXT.index("Morgen")
    names = [(TEXT.index("Mirela"), TEXT.index(" ab."))]
    assert set(key_words(TEXT, start, len(TEXT), names)) <= {"Mirela", "Vukašin", "Morgen"}
    assert key_words(TEXT, start, len(TEXT), names)
    assert key_words("ja.", 0, 3, []) == ()
