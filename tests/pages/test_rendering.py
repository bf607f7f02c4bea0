"""What every template can rely on."""

import pytest

from app.pages.rendering import environment


@pytest.mark.parametrize(
    ("language", "number", "shown"),
    [("de", 3, "3 Wörter"), ("de", 22672, "22.672 Wörter"), ("en", 22672, "22,672 words"), ("de", 1, "1 Wort")],
)
def test_counted_things_are_written_as_the_language_does(language: str, number: int, shown: str) -> None:
    template = environment(language).from_string('{{ ngettext("%(num)s word", "%(num)s words", number) }}')
    assert template.render(number=number) == shown


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ("2021-06-16T06:30:00+02:00", "16. Juni 2021, 06:30"),
        ("2021-06-16T06:30:00-04:00", "16. Juni 2021, 06:30 -04:00"),
        ("2021-06", "Juni 2021"),
        (None, "ohne Datum"),
    ],
)
def test_a_moment_is_told_as_far_as_it_is_known(known: str | None, shown: str) -> None:
    assert environment("de").from_string("{{ known|appeared }}").render(known=known) == shown


def test_what_is_put_into_a_sentence_is_escaped() -> None:
    template = environment("en").from_string('{{ ngettext("<b>%(n)s</b> word", "<b>%(n)s</b> words", 2, n=name) }}')
    assert template.render(name="<x>") == "<b>&lt;x&gt;</b> words"
