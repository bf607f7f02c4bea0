"""Figures as the database keeps them."""

import json

from app.nlp.figures.codec import Stored, decode, encode, with_day
from app.nlp.pipeline import analyse

TEXT = "Die erste Runde in Genf dauerte am 16. Juni drei bis vier Stunden, 30 Prozent der Delegierten gingen früher."


def test_a_figure_comes_back_as_it_was_stored() -> None:
    found = analyse(TEXT).figures
    assert len(found) == 3
    for figure in found:
        attrs = json.loads(json.dumps(encode(figure)))
        assert decode(attrs) == Stored(figure)
        assert decode(with_day(attrs, "2021-06-16")) == Stored(figure, "2021-06-16")


def test_what_another_version_stored_beside_it_is_left_out() -> None:
    (figure, *_) = analyse(TEXT).figures
    assert decode({**encode(figure), "colour": "red"}) == Stored(figure)
