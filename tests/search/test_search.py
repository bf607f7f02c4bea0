"""Words are found by their stems, the same ones on both databases, whatever somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import session_scope
from app.search import article_search, matching_spans, stems
from tests.stories import add_text

TEXTS = {
    "waffen": "Über die Abrüstung der Großmächte sprach der US-Präsident mit Putin.",
    "haus": "Die Häuser am Genfer See. Das Café schloss um 12.30 Uhr. Bru\u0308ssel schwieg.",
    "lang": "a" * 5_000 + " am Ende ein Wort_mit_Strich AND NOT NEAR.",
    "fremd": "Владимир Путин приехал. 习近平 kam nicht. 😀 Ελένη dagegen schon. x² + O'Neill",
}
CASES = [
    ("Abrüstung", {"waffen"}),
    ("abruestung", {"waffen"}),
    ("Haus", {"haus"}),
    ("hauses", {"haus"}),
    ("Großmacht", {"waffen"}),
    ("grossmächten", {"waffen"}),
    ("US-Präsident", {"waffen"}),
    ("Präsidenten", {"waffen"}),
    ("us", {"waffen"}),
    ("uspräsident", {"waffen"}),
    ("US\u2011Präsident", {"waffen"}),
    ("Prä\u00adsident", {"waffen"}),
    ("cafe", {"haus"}),
    ("CAFÉ", {"haus"}),
    ("Brüssel", {"haus"}),
    ("12.30", {"haus"}),
    ("Putin Präsident", {"waffen"}),
    ("groß", {"waffen"}),  # compounds that begin so
    ("Mini", set()),
    ("Putin Haus", set()),
    ("Путин", {"fremd"}),
    ("习近平", {"fremd"}),
    ("Ελενη", {"fremd"}),
    ("O'Neill", {"fremd"}),
    ("x²", {"fremd"}),
    ("Strich", {"lang"}),
    ("AND", {"lang"}),
    ("NOT NEAR", {"lang"}),
    ("a" * 5_000, {"lang"}),
    ('"Genfer See"', {"haus"}),
    ('Genfer" OR "x', set()),
    ("Genf*", {"haus"}),
    ("Gen*", set()),
    ("stems:Genfer", set()),
    ("Genfer NEAR/2 See", set()),
    ("-- Genfer", {"haus"}),
    ("'; DROP TABLE article; --", set()),
    ("Genfer & !See | (x:*)", set()),
    ("Genfer & See", {"haus"}),
    ("Gen\x00fer", set()),
    ("😀", None),
    ("", None),
    ("\x00", None),
    ("*", None),
    ("\\", None),
    ("%_", None),
]


def filled(engine: Engine) -> dict[int, str]:
    """The texts, indexed; names by article id."""
    ids = {add_text(engine, text): name for name, text in TEXTS.items()}
    with session_scope(engine, write=True) as session:
        for article_id, name in ids.items():
            article_search(session).put(session, article_id, TEXTS[name])
    return ids


def find(session: Session, ids: dict[int, str], query: str) -> set[str] | None:
    found = article_search(session).ids(query)
    return None if found is None else {ids[article_id] for article_id in session.scalars(found)}


def test_queries_find_what_they_should(each: Engine) -> None:
    ids = filled(each)
    with session_scope(each) as session:
        assert {query: find(session, ids, query) for query, _ in CASES} == dict(CASES)


def test_an_article_is_indexed_anew_and_forgotten(each: Engine) -> None:
    ids = filled(each)
    waffen = next(article_id for article_id, name in ids.items() if name == "waffen")
    with session_scope(each, write=True) as session:
        article_search(session).put(session, waffen, "Nur noch Frieden.")
    with session_scope(each) as session:
        assert find(session, ids, "Abrüstung") == set()
        assert find(session, ids, "Frieden") == {"waffen"}
    with session_scope(each, write=True) as session:
        article_search(session).drop(session, waffen)
    with session_scope(each) as session:
        assert find(session, ids, "Frieden") == set()


def test_texts_beyond_what_an_index_can_hold_are_stored_all_the_same(each: Engine) -> None:
    article_id = add_text(each, "Lang.")
    many = " ".join(f"{number:050d}" for number in range(30_000))
    with session_scope(each, write=True) as session:
        article_search(session).put(session, article_id, many)
    with session_scope(each) as session:
        assert find(session, {article_id: "lang"}, "0" * 50) == {"lang"}


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Die Häuser und das Haus.", "hauses", ["Häuser", "Haus"]),
        ("Der US-Präsident kam.", "präsident", ["US-Präsident"]),
        ("Bru\u0308ssel schweigt", "brüssel", ["Bru\u0308ssel"]),
        ("Nichts davon", "etwas", []),
        ("Nichts", "", []),
    ],
)
def test_what_a_query_finds_is_marked(text: str, query: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in matching_spans(text, query)] == found


@given(st.text(max_size=80))
def test_stems_are_letters_and_digits_so_that_no_query_language_sees_anything_else(text: str) -> None:
    assert all(stem.isalnum() and not stem.isupper() for stem in stems(text))


@given(st.text(max_size=40), st.text(max_size=40))
def test_every_word_of_a_text_finds_it(text: str, more: str) -> None:
    spans = matching_spans(f"{text} {more}", text)
    assert all(0 <= start < end for start, end in spans)
    assert bool(stems(text)) == bool([span for span in spans if span[1] <= len(text)])
