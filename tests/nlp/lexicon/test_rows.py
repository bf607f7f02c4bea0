"""The reading of rows: what is refused, and by which name of file, line and word."""

import pytest

from app.nlp import lexicon
from app.nlp.lexicon import Country, LexiconError, Noun, Person, Verb
from app.nlp.lexicon.checks import check, repeated
from app.nlp.lexicon.rows import rows_of


def test_a_row_has_its_properties_alone_or_with_columns() -> None:
    text = '[nouns]\nAbend = "time"\nRichter = { is = "person office", feminine = "Richterin" }\n'
    rows = rows_of(Noun, text, "nouns")
    assert rows["Abend"].properties == {"time"}
    assert rows["Richter"].spellings() == ("Richter", "Richterin")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[nouns]\n\nAbend = "tiem"\n', "nouns.toml, line 3, Abend: unknown property tiem"),
        ('[nouns]\n"Ärztin" = { sex = "f" }\n', "nouns.toml, line 2, Ärztin: unknown column 'sex'"),
        ('[nouns]\nAbend = "time time"\n', "nouns.toml, line 2, Abend: words, each once, are wanted: 'time time'"),
        (
            '[nouns]\nArzt = { is = "person", feminine = "Ärztin" }\n"Ärztin" = "person"\n',
            "nouns.toml, line 3, Ärztin: 'Ärztin' stands in the row of 'Arzt' already",
        ),
        (
            '[nouns]\nAbend = "time"\nAbend = "time"\n',
            "nouns.toml is no valid TOML: Cannot overwrite a value (at line 3, column 15)",
        ),
        ("[nouns]\nAbend = { role = 1 }\n", "nouns.toml, line 2, Abend: column 'role' has no such content: 1"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_word(text: str, message: str) -> None:
    with pytest.raises(LexiconError) as caught:
        rows_of(Noun, text, "nouns")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('sagen = { frame = "spech" }', "unknown frame 'spech'"),
        ('sagen = { stance = "doubtful" }', "unknown stance 'doubtful'"),
        ('sagen = { parts = "sagt gesagt" }', "present, past and participle are wanted: 'sagt gesagt'"),
        ('sagen = { perfekt = "hat" }', "unknown column 'perfekt'"),
        ('sagen = { having = "hat" }', "unknown column 'having'"),
    ],
)
def test_a_mistake_in_a_verb(row: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        rows_of(Verb, f"[verbs]\n{row}\n", "verbs")


def test_forms_of_a_verb_have_properties_of_their_own() -> None:
    verb = rows_of(Verb, '[verbs]\nwerden = { passive = "wird wurde", modal = "wird" }\n', "verbs")["werden"]
    assert verb.having == {"passive": ("wird", "wurde"), "modal": ("wird",)}
    assert list(verb.written()) == ["werden", "wird", "wurde"]


def test_offices_held_by_country() -> None:
    text = '[persons]\n"Anna Berg" = { alone = true, held = { USA = "staatschef kritiker" } }\n'
    assert rows_of(Person, text, "persons")["Anna Berg"].held == {"USA": ("staatschef", "kritiker")}


def test_parts_of_a_verb_with_a_particle_come_from_the_verb_without() -> None:
    verbs = lexicon.read(Verb)
    assert lexicon.parts_of(verbs["nachschieben"]) == ("schiebt", "schob", "nachgeschoben")
    assert lexicon.parts_of(verbs["zu bedenken geben"]) == ("gibt", "gab", "gegeben")


def test_readers_ask_by_property() -> None:
    assert {"richter", "richterin"} <= lexicon.nouns("single_office")
    assert "Dr." in lexicon.nouns("title", as_written=True)
    assert {"außenamtssprecher", "aussenamtssprecher"} <= lexicon.nouns("person")  # as Switzerland writes it
    assert {"jahr", "zufolge"} <= lexicon.words("time")
    assert {"hieß", "laut", "Laut"} <= lexicon.words("sign")
    assert lexicon.read(Country)["USA"].nationals == ("amerikaner", "us-amerikaner")


@pytest.mark.parametrize(
    "ask", [lexicon.nouns, lexicon.verbs, lexicon.verb_forms, lexicon.function_words, lexicon.words]
)
def test_an_unknown_property_is_refused(ask: lexicon.Asked) -> None:
    with pytest.raises(KeyError, match="nonsense"):
        ask("nonsense")


def test_rows_name_countries_and_offices_that_there_are() -> None:
    check()


def test_no_word_stands_in_two_rows_without_a_reason_beside_it() -> None:
    assert repeated() == {}
