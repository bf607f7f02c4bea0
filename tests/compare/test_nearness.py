"""How near two sentences are, and what makes them so."""

import pytest

from app.compare.nearness import NO_DAMPING, damping_of, nearness, read_terms, told_words
from app.compare.wording import hash_of
from app.nlp.german.frequencies import compound_parts, telling

MIGRATION = "Man werde „die irreguläre Migration beenden“."


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("klimakonferenz", ("klima", "konferenz")),
        ("energiesystemen", ("energi", "system")),
        ("bundestagswahl", ("bundestag", "wahl")),
        ("friedrich", ()),
        ("baerbock", ()),
        ("bürgerinnen", ()),
        ("regierung", ()),
    ],
)
def test_compounds_are_taken_apart_and_names_are_not(word: str, parts: tuple[str, ...]) -> None:
    assert compound_parts(word) == parts


def test_rare_words_tell_more_than_common_ones() -> None:
    assert telling("sag") < 0.2 < telling("gipfel") < telling("koalitionsvertrag")
    assert telling("xyzxyz") == 1.0


@pytest.mark.parametrize(
    ("near", "far"),
    [
        ("In der Asylpolitik versprach Merz, die irreguläre Migration zu beenden.", "Merz lobte den Vertrag."),
        ("Bei der irregulären Migration soll es Verschärfungen geben.", "Er beendete die Rede nach einer Stunde."),
    ],
)
def test_what_says_the_same_is_nearer(near: str, far: str) -> None:
    here = read_terms(MIGRATION)
    assert nearness(here, read_terms(near)).score > 2 * nearness(here, read_terms(far)).score


def test_it_is_symmetric_and_bounded() -> None:
    a, b = read_terms(MIGRATION), read_terms("Die Migration der Vögel hat begonnen.")
    assert nearness(a, b) == nearness(b, a)
    assert nearness(a, a).score == pytest.approx(1.0)
    assert nearness(a, read_terms("")).score == 0.0


def test_numbers_do_not_count() -> None:
    three, four = (f"Die SPD erhält {number} Ministerien." for number in ("sieben", "vier"))
    assert nearness(read_terms(three), read_terms(four)).score == pytest.approx(1.0)


def test_a_part_of_a_compound_is_common() -> None:
    found = nearness(read_terms("Der Übergang der Energiesysteme"), read_terms("Die Systeme der Energie"))
    assert set(found.common) == {"energi", "system"}


def test_what_a_summit_says_all_the_time_counts_less() -> None:
    damping = damping_of({hash_of("gipfel"): 50, hash_of("migration"): 2}, total=100)
    assert damping.of("gipfel") < 0.5
    assert damping.of("migration") == 1.0
    pair = read_terms("Der Gipfel sprach über Kohle."), read_terms("Der Gipfel sprach über Fisch.")
    assert nearness(*pair, damping).score < nearness(*pair, NO_DAMPING).score


def test_a_word_of_every_sentence_weighs_nothing() -> None:
    damping = damping_of({hash_of("gipfel"): 100}, total=100)
    assert nearness(read_terms("Der Gipfel."), read_terms("Gipfel!"), damping).score == 0.0


def test_a_reader_is_told_words_as_they_are_spelt() -> None:
    assert told_words("Sie fordert die Abkehr von fossilen Energien.", 2) == ("Abkehr", "fossilen")
