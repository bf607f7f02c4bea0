"""In whose voice a word stands: the language service's quotations and frames, read as a whole."""

import pytest

from app.compare.voice import Voices, voices
from app.nlp.pipeline import analyse
from app.nlp.types import Quotation

# Text, and words of it with their voice.
CASES = [
    ("Die Gespräche seien gut verlaufen, erklärte Kremlchef Wladimir Putin am Abend.", "own", "Kremlchef", "Abend"),
    ("Die Gespräche seien gut verlaufen, erklärte Kremlchef Wladimir Putin am Abend.", "reported", "Gespräche"),
    ("Der Gegner sei krank, erklärte Wladimir Putin, der Kremlchef, am Mittwoch.", "own", "Kremlchef", "Mittwoch"),
    ("Wladimir Putin, der Kremlchef, sagte, der Kriminelle sei in Haft.", "own", "Kremlchef"),
    ("Wladimir Putin, der Kremlchef, sagte, der Kriminelle sei in Haft.", "reported", "Kriminelle", "Haft"),
    ("Wladimir Putin sagte, dass der Kriminelle in Haft sei.", "reported", "Kriminelle"),
    ("Laut Kremlsprecher Dmitri Peskow ist der Unruhestifter in Haft.", "own", "Kremlsprecher"),
    ("Laut Kremlsprecher Dmitri Peskow ist der Unruhestifter in Haft.", "reported", "Unruhestifter"),
    ("Nach Aussage von Präsident Joe Biden ist der Autokrat gekommen.", "own", "Präsident"),
    ("Nach Aussage von Präsident Joe Biden ist der Autokrat gekommen.", "reported", "Autokrat"),
    ("Dem Kremlsprecher Peskow zufolge ist der Unruhestifter in Haft.", "own", "Kremlsprecher"),
    ("Der Autokrat sei gekommen, so US-Präsident Joe Biden.", "own", "US-Präsident"),
    ("Der Autokrat sei gekommen, so US-Präsident Joe Biden.", "reported", "Autokrat"),
    ("Wie Kremlchef Putin mitteilte, ist der Unruhestifter in Haft.", "own", "Kremlchef"),
    ("Wie Kremlchef Putin mitteilte, ist der Unruhestifter in Haft.", "reported", "Unruhestifter"),
    ("Nachdem der Kremlchef gelandet war, sagte Joe Biden, der Autokrat sei gekommen.", "own", "Kremlchef"),
    ("Nachdem der Kremlchef gelandet war, sagte Joe Biden, der Autokrat sei gekommen.", "reported", "Autokrat"),
    ("Joe Biden sagte das über jenen Mann, den er einen „Killer“ nannte.", "quoted", "Killer"),
    ("Joe Biden hatte Wladimir Putin als „Killer“ bezeichnet.", "quoted", "Killer"),
    ("Joe Biden hatte Wladimir Putin als „Killer“ bezeichnet.", "own", "Wladimir Putin"),
    ("Joe Biden sagte: „Der Autokrat ist gekommen.“ Der Kremlchef schwieg.", "quoted", "Autokrat"),
    ("Joe Biden sagte: „Der Autokrat ist gekommen.“ Der Kremlchef schwieg.", "own", "Kremlchef"),
    ("Joe Biden sagte, das sei gut. Der Autokrat habe Interesse daran.", "reported", "Autokrat"),
    ("Wie Putin hob der US-Präsident hervor, dass der Ton des Autokraten gut gewesen sei.", "own", "US-Präsident"),
    ("Der Kremlchef kam am Mittag in Genf an.", "own", "Kremlchef", "Genf"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]} {case[0][:40]}")
def test_whose_word_it_is(case: tuple[str, ...]) -> None:
    text, voice, *words = case
    found = voices(analyse(text).quotations)
    for word in words:
        start = text.index(word)
        assert found.at(start, start + len(word)) == voice, word


def test_marks_beat_the_frame_and_the_frame_beats_reported_speech() -> None:
    found = voices([Quotation(0, 30, "indirect", frame=((0, 10),)), Quotation(4, 8, "label")])
    assert [found.at(a, a + 1) for a in (0, 5, 9, 12, 29, 30)] == [
        "own", "quoted", "own", "reported", "reported", "own",
    ]  # fmt: skip
    assert found.own(0, 40) == [(0, 4), (8, 10), (30, 40)]


def test_two_speakers_of_one_sentence_have_one_frame() -> None:
    twice = [Quotation(0, 30, "indirect", "a", frame=((0, 10),)), Quotation(0, 30, "indirect", "b", frame=((0, 10),))]
    assert voices(twice) == Voices((), ((10, 30),))


def test_a_text_without_quotations_is_the_outlets_own() -> None:
    assert voices([]).own(3, 9) == [(3, 9)]
    assert voices([]).at(3, 9) == "own"
