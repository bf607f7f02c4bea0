"""Pairing of quotation marks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nlp.text.quotation_marks import find_marks, is_pair, marked_in_line, without_quotations

CASES = [
    ("Er sagte: „Das ist ‚gut‘ so.“ Und „Nein“.", ["„Das ist ‚gut‘ so.“", "„Nein“"], ["‚gut‘"]),
    ("Sophie in 't Veld sprach von „Betrug“. Pérez' Rede.", ["„Betrug“"], []),
    ("Er sagte: “Das ist gut.” Und “Nein”.", ["“Das ist gut.”", "“Nein”"], []),
    ('"A b", sagte er, "und c." Das "Killer"-Wort', ['"A b"', '"und c."', '"Killer"'], []),
    ("»Ja«, sagte er. »Nein, ›so‹ nicht.«", ["»Ja«", "»Nein, ›so‹ nicht.«"], ["›so‹"]),
    ("«Ja», sagte er. «Nein, ‹so› nicht.»", ["«Ja»", "«Nein, ‹so› nicht.»"], ["‹so›"]),
    ('„Ja", sagt er. „Nein".', ['„Ja"', '„Nein"'], []),
    ("“Ja“, sagt er, “nein“.", ["“Ja“", "“nein“"], []),
    ("„Eins\nzwei“ fertig", ["„Eins\nzwei“"], []),
    ("„Eins.\n\n„Zwei“, sagte er.", ["„Eins.", "„Zwei“"], []),
    ("Wo hakt's? Hans' Auto und Rock'n'Roll", [], []),
    ("Die ('so genannte') Lösung", ["'so genannte'"], []),
]


@pytest.mark.parametrize(("text", "outer", "inner"), CASES)
def test_pairs_by_nesting_and_position(text: str, outer: list[str], inner: list[str]) -> None:
    spans = find_marks(text).spans
    assert [text[one.start : one.end] for one in spans if one.level == 0] == outer
    assert [text[one.start : one.end] for one in spans if one.level > 0] == inner


@pytest.mark.parametrize(
    ("text", "found", "lost"),
    [
        ('"A, sagte X. "B c", sagte Y.', ['"B c"'], 1),
        ('A b", sagte X. Und "c d".', ['"c d"'], 1),
        ("„A, sagte X.\n\nY sagte: „B c.“", ["„B c.“"], 1),
        ("A b“, sagte X. „C d“, sagte Y.", ["„C d“"], 1),
        ('Das Gerät mit 7" Bild, sagte X: "A b."', ['"A b."'], 0),
        ('"A b. C d. E f. G h. I j." Das sagte X" k.', [], 3),
    ],
)
def test_an_odd_mark_spoils_no_other_quotation(text: str, found: list[str], lost: int) -> None:
    marks = find_marks(text)
    assert [text[one.start : one.end] for one in marks.spans] == found
    assert len(marks.lost) == lost


def test_marks_in_a_line_are_paired_without_what_stands_around() -> None:
    line = "“A b”, sagte X »c d« und „e ‚f‘ g“, aber „h."
    assert [line[start:end] for start, end in marked_in_line(line, 600)] == ["“A b”", "»c d«", "„e ‚f‘ g“"]
    assert marked_in_line("„ab „c“", longest=2) == [(4, 7)]  # the first was given up


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [("Er kam, „um zu gehen“, sagte X.", "Er kam, …, sagte X."), ("X sagte: „Wir gehen.", "X sagte: …")],
)
def test_a_sentence_without_its_quotations(sentence: str, rest: str) -> None:
    assert without_quotations(sentence, "…") == rest


def test_two_tokens_that_pair() -> None:
    assert is_pair("„", "“")
    assert not is_pair("„", "„")


@given(st.text(alphabet="„“”\"»«‚‘’'›‹ab ,.:\n-–\u00a0", max_size=200))
def test_any_text_gives_spans_that_nest(text: str) -> None:
    open_ends: list[int] = []
    for span in find_marks(text).spans:
        assert 0 <= span.start < span.end <= len(text)
        while open_ends and open_ends[-1] <= span.start:
            open_ends.pop()
        assert not open_ends or span.end <= open_ends[-1]
        open_ends.append(span.end)


@pytest.mark.parametrize("piece", ["„", '"', "“ a ", "a \n„", '"a\n', "‚„»"])
def test_time_grows_with_the_text(piece: str) -> None:
    start = time.process_time()
    find_marks(piece * 50_000)
    assert time.process_time() - start < 3
