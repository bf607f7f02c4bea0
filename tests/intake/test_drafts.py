"""What is brought in is checked before anything is kept; whatever is wrong is told in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake.drafts import (
    ArticleDraft,
    Description,
    IntakeError,
    as_typed,
    check_article,
    check_description,
    decode,
    make_draft,
    parse_published,
    without_told,
)

LIMIT = 1_000
GERMAN = "„Grüße“ aus Köln – sagte Außenministerin Müller heute früh in Zürich und schwieg."


def draft(text: str = "Ein Text.", **fields: str | None) -> ArticleDraft:
    return make_draft(text, max_chars=LIMIT, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "fields", "field"),
    [
        ("", {}, "text"),
        (" \n\t\u00a0", {}, "text"),
        ("\x00\x01\x02", {}, "text"),
        ("...!!! 123", {}, "text"),
        ("x" * (LIMIT + 1), {}, "text"),
        ("Text", {"title": "x" * 301}, "title"),
        ("Text", {"source": "x" * 301}, "source"),
        ("Text", {"published": "2021-13"}, "published"),
        ("Text", {"published": "2021-02-30"}, "published"),
        ("Text", {"published": "16.06.2021"}, "published"),
        ("Text", {"published": "gestern"}, "published"),
        ("Text", {"published": "0000"}, "published"),
        ("Text", {"published": "2021-6-1"}, "published"),
        ("Text", {"published": "٢٠٢١"}, "published"),
        ("Text", {"published": "<script>alert(1)</script>" * 20}, "published"),
        ("Text", {"published": "2021\x00"}, "published"),
        ("Text", {"url": "javascript:alert(1)"}, "url"),
        ("Text", {"url": "data:text/html,x"}, "url"),
        ("Text", {"url": "//ort.example"}, "url"),
        ("Text", {"url": "https://"}, "url"),
        ("Text", {"url": "https://ort.example/a b"}, "url"),
        ("Text", {"url": "https://[::1"}, "url"),
        ("Text", {"url": "https://ort.example/\x00"}, "url"),
        ("Text", {"url": "https://ort.example/" + "x" * 2_000}, "url"),
    ],
)
def test_what_cannot_be_taken_says_which_field_and_why(text: str, fields: dict[str, str], field: str) -> None:
    with pytest.raises(IntakeError) as refused:
        draft(text, **fields)
    assert refused.value.field == field
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("text", "kept", "notes"),
    [
        ("Ein\r\nText\rhier.", "Ein\nText\nhier.", ()),
        ("Ein\x00 Text\x07.", "Ein Text.", ("control-characters:2",)),
        ("Ein \ud800Text.", "Ein Text.", ("control-characters:1",)),
        ("  Am Rand bleibt alles.\n", "  Am Rand bleibt alles.\n", ()),
        ("<script>alert(1)</script>", "<script>alert(1)</script>", ()),
        ("x" * LIMIT, "x" * LIMIT, ()),
        ("Привет", "Привет", ()),
    ],
)
def test_texts_are_kept_as_they_came_but_for_control_characters(text: str, kept: str, notes: tuple[str, ...]) -> None:
    found = draft(text)
    assert (found.text, found.notes) == (kept, notes)


@pytest.mark.parametrize(
    ("given_", "kept"), [(" Morgen\nblatt ", "Morgen blatt"), ("\x00", None), ("", None), (None, None), ("<b>", "<b>")]
)
def test_lines_are_one_line_or_nothing(given_: str | None, kept: str | None) -> None:
    assert draft(title=given_).title == kept
    assert draft(source=given_).source == kept


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_an_empty_date_is_an_unknown_date(blank: str | None) -> None:
    assert parse_published(blank) is None


@pytest.mark.parametrize(
    ("given_", "moment", "typed"),
    [
        ("2021-06-16T06:30:00+02:00", "2021-06-16T06:30:00+02:00", "2021-06-16 06:30"),
        ("2021-06-15T22:30:00Z", "2021-06-16T00:30:00+02:00", "2021-06-16 00:30"),
        ("2021-01-16 06:30", "2021-01-16T06:30:00+01:00", "2021-01-16 06:30"),
        ("2021-06-16T06:30:15.123-04:00", "2021-06-16T06:30:15-04:00", "2021-06-16 06:30:15 -04:00"),
        ("1700-01-01T00:00:00Z", "1700-01-01T00:53:28+00:53:28", "1700-01-01 00:53:28"),
    ],
)
def test_a_moment_is_kept_with_its_zone(given_: str, moment: str, typed: str) -> None:
    found = parse_published(given_)
    assert found is not None
    assert found.text == moment
    assert found.earliest.isoformat() == found.latest.isoformat() == moment[:10]
    assert as_typed(found.text) == typed
    assert parse_published(typed) == found == parse_published(moment)


@pytest.mark.parametrize(
    "wrong", ["2021-06-16T25:00", "2021-06-31T06:00", "1500-06-16T06:00Z", "2021-06-16T06:00+99:00"]
)
def test_a_moment_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(IntakeError):
        parse_published(wrong)


def test_texts_that_differ_in_white_space_are_the_same() -> None:
    assert draft("Ein  Text.\n").sha256 == draft("Ein\r\n\r\nText.").sha256 != draft("EinText.").sha256


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "utf_16"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_recognised(encoding: str, note: str | None) -> None:
    assert decode(GERMAN.encode(encoding)) == (GERMAN, (f"decoded:{note}",) if note else ())


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04" + bytes(range(1, 256)),
        b"%PDF-1.4\n\xe2\xe3\xcf\xd3\n1 0 obj",
        b"{\\rtf1\\ansi Text}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_files_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(IntakeError) as refused:
        decode(data)
    assert refused.value.field == "file"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
        make_draft(text, max_chars=LIMIT).text.encode()
    except IntakeError:
        return


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_any_fields_are_taken_or_refused(title: str, url: str, published: str) -> None:
    try:
        found = draft(title=title, url=url, published=published)
    except IntakeError:
        return
    assert found.url is None or found.url.startswith(("http://", "https://"))
    assert found.title is None or "\n" not in found.title


def test_every_mistake_is_told_at_once_with_its_code() -> None:
    wrong = {"title": "x" * 301, "source": "x" * 121, "published": "gestern", "url": "x"}
    found, errors = check_article("x" * (LIMIT + 1), max_chars=LIMIT, **wrong)
    codes = {
        "text": "text-too-long",
        "source": "too-long",
        "title": "too-long",
        "published": "no-date",
        "url": "no-address",
    }
    assert found is None
    assert {field: error.code for field, error in errors.items()} == codes
    known, same = check_description(**wrong | {"title": "Rat tagt"})
    assert known == Description(title="Rat tagt")
    assert list(same) == ["source", "published", "url"]


def test_what_was_told_of_a_field_goes_with_its_old_value() -> None:
    notes = ["told:source:label", "told:title:first-line", "decoded:cp1252"]
    assert without_told(notes, ["source"]) == notes[1:]
    assert without_told(notes, []) == notes
