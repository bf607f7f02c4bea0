"""What may stand in a document, whatever its format."""

import re
from dataclasses import replace
from datetime import date

import pytest

from app.exports.press_review import Empty, clean, printed, shortened, web_address
from app.exports.rights import EXCERPT, EXCERPTS, QUOTED, Mode, Terms
from app.queries.views.review import Item, Kind, Picture, Review, Rubric, Saying
from tests.exports.reviews import clipping, hostile, ordinary, passage, quoting, review, texts

WHOLE = Terms(Mode.OWN, is_confirmed=True)


def given(review: Review, terms: Terms = Terms()) -> list[str]:  # noqa: B008 - frozen
    """Excerpts, quotations and paragraphs, entry by entry."""
    return [
        part
        for entry in printed(review, terms).entries
        for part in (entry.excerpt, *(quote.text for quote in entry.quotes), *entry.whole)
        if part
    ]


def test_an_excerpt_is_short_and_ends_between_words() -> None:
    for part in given(ordinary()):
        assert len(part) <= EXCERPT or part.startswith("„")
    assert shortened("Ein Wort, noch eines und das letzte", 12) == "Ein Wort…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"
    assert shortened("kurz", 4) == "kurz"


def test_of_one_article_no_more_than_some_excerpts_are_given() -> None:
    one = clipping(1, texts()[0])
    entries = printed(
        review(Rubric("", tuple(passage(one, at, at + 300) for at in range(0, 3000, 300)))), Terms()
    ).entries
    assert [bool(entry.excerpt) for entry in entries] == [True] * EXCERPTS + [False] * (10 - EXCERPTS)
    assert all(entry.remarks for entry in entries[EXCERPTS:])


def test_quotations_are_given_whole_and_no_more_than_enough() -> None:
    text = " ".join(f"„{'Satz ' * 40}{number}“" for number in range(9))
    one = clipping(1, text)
    starts = [found.span() for found in re.finditer("„.*?“", text)]
    item = passage(one, 0, len(text), sayings=tuple(Saying(start, end, "Joe Biden") for start, end in starts))
    (entry,) = printed(review(Rubric("", (item,))), Terms()).entries
    assert all(quote.text.startswith("„") and quote.text.endswith("“") for quote in entry.quotes)
    assert 1 <= sum(len(quote.text) for quote in entry.quotes) <= QUOTED
    assert entry.remarks
    assert not entry.excerpt


def test_what_is_only_supposed_is_said_so() -> None:
    one = clipping(1, "Er sagte: „Das war gut so für alle hier“, am Abend.")
    (entry,) = printed(review(Rubric("", (quoting(one, "„Das war gut so für alle hier“"),))), Terms()).entries
    assert entry.quotes[0].speaker == "Joe Biden (vermutet)"
    unclear = passage(one, 0, 20, kind=Kind.QUOTATION)
    (entry,) = printed(review(Rubric("", (unclear,))), Terms()).entries
    assert entry.speaker == "unklar, wer spricht"


@pytest.mark.parametrize(
    "terms",
    [
        Terms(Mode.IN_HOUSE, readers="Pressestelle", expires=date(2030, 1, 1)),
        Terms(Mode.OWN),
        Terms(Mode.LICENSED, licences={"Limmat-Post": "PMG 4711"}),
        Terms(Mode.LICENSED, is_confirmed=True),
        Terms(Mode.IN_HOUSE, is_confirmed=True),
    ],
)
def test_whole_texts_ask_for_what_the_mode_asks(terms: Terms) -> None:
    assert terms.missing()
    if not terms.is_confirmed:
        assert all(not entry.whole for entry in printed(ordinary(), terms).entries)


def test_whole_articles_stand_once() -> None:
    one = clipping(1, "Erster Absatz.\n\nZweiter Absatz.")
    entries = printed(review(Rubric("", (passage(one, 0, 14), passage(one, 16, 31)))), WHOLE).entries
    assert entries[0].whole == ("Erster Absatz.", "Zweiter Absatz.")
    assert entries[1].whole == ()
    assert "oben" in " ".join(entries[1].remarks)


def test_only_the_licensed_are_given_whole() -> None:
    paid, other = clipping(1, "Ganzer Text.", outlet="Limmat-Post"), clipping(2, "Anderer Text.", outlet="Bote")
    terms = Terms(Mode.LICENSED, is_confirmed=True, licences={"Limmat-Post": "PMG 4711"})
    first, second = printed(review(Rubric("", (passage(paid, 0, 12), passage(other, 0, 13)))), terms).entries
    assert first.whole == ("Ganzer Text.",)
    assert "PMG 4711" in " ".join(first.remarks)
    assert not second.whole


def test_what_is_gone_is_never_given_whole() -> None:
    (entry,) = printed(review(Rubric("", (passage(clipping(0, "x " * 300), 0, 600, gone=True),))), WHOLE).entries
    assert not entry.whole
    assert len(entry.excerpt) <= EXCERPT


def test_a_chart_is_an_item_of_its_own() -> None:
    item = Item(kind=Kind.CHART, picture=Picture("Abdeckung", "/summits/genf-2021"), address="/summits/genf-2021")
    (entry,) = printed(review(Rubric("", (item,))), Terms()).entries
    assert (entry.heading, entry.sentence[1]) == ("Abdeckung", "https://spiegel.example.org/summits/genf-2021")


def test_nothing_is_no_document() -> None:
    with pytest.raises(Empty):
        printed(review(), Terms())


def test_an_address_is_one_of_the_web() -> None:
    assert web_address("https://www.example.org/a?b=c#d") == "https://www.example.org/a?b=c#d"
    for wrong in (
        None,
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a b",
        "ftp://a",
        "https://" + "x" * 3000,
    ):
        assert web_address(wrong) == ""


def test_nothing_hostile_is_left() -> None:
    whole = printed(hostile(), Terms())
    told = " ".join([whole.title, whole.note, *(entry.heading for entry in whole.entries), *map(str, whole.cover)])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]", told)
    assert all(not entry.link for entry in whole.entries)
    assert clean("a\x00b\nc") == "a b c"


def test_without_a_base_nothing_leads_into_the_program() -> None:
    entries = printed(replace(ordinary(), base=""), Terms()).entries
    assert all(entry.sentence[1] == "" for entry in entries)
