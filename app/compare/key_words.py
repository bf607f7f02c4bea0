"""The words of one sentence that a topic could be made of."""

from collections.abc import Sequence

from app.compare.suggestions import GENERAL, Sentences, nouns
from app.nlp.german.frequencies import telling

MOST = 6


def key_words(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Nouns of the sentence ``text[start:end]``, the rarest first, without those that go with every subject.

    ``names`` are spans in order whose words are left out; where nothing else is there, they are what is given. The
    first word of a sentence has a capital whatever it is, so that it comes last.
    """
    sentence = Sentences(0, [start], [end], [True])
    found = nouns(0, text, sentence, names) or nouns(0, text, sentence, ())
    telling_ones = [one for one in found if one.stem not in GENERAL] or found
    ranked = sorted(telling_ones, key=lambda one: (one.places[0] == start, -telling(one.stem), one.places[0]))
    return tuple(one.surface for one in ranked[:MOST])
