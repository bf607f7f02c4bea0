"""Terms and how they are stored."""

from typing import get_args

import pytest

from app.nlp.figures.terms import Term, TermKind, of_kind, read, write


@pytest.mark.parametrize("kind", get_args(TermKind))
def test_a_term_is_read_as_it_was_written(kind: TermKind) -> None:
    assert read(write(kind, "genf")) == Term(kind, "genf")


@pytest.mark.parametrize(
    ("stored", "term"),
    [
        ("treffen", Term("word", "treffen")),
        ("@biden", Term("name", "biden")),
        ("@+nato", Term("organisation", "nato")),
        ("=EUR:5e+08", Term("number", "EUR:5e+08")),
        ("in:genf", Term("where", "genf")),
        ("by:spd", Term("holder", "spd")),
    ],
)
def test_stored_forms(stored: str, term: Term) -> None:
    assert read(stored) == term


def test_terms_of_some_kinds() -> None:
    assert of_kind(("@biden", "@@genf", "treffen", "@~rat"), "name", "place") == {"@biden", "@@genf"}
