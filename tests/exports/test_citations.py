"""Citations, read by programs that had no part in writing them."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy

from app.exports.citations import CITATION_FORMATS, at_words, cited_article, cited_words, family_given, named_persons
from app.queries.views.review import Kind, Method
from app.queries.views.tables import Column, Table, Value
from tests.exports.reviews import EVIL, clipping, passage, quoting, texts

NAMES = ("id", "source", "headline", "published", "author", "agencies", "page", "url", "language", "address")
BASE = "https://gipfel.example"


def row(id_: int, **changes: Value) -> tuple[Value, ...]:
    known: dict[str, Value] = {
        "id": id_,
        "source": "Müller & Söhne: Bote",
        "headline": "50 % für {alles} & #1_x",
        "published": "2021-06-16T18:30:00+02:00",
        "author": "Von Anna Muster und Jan van der Berg",
        "agencies": "dpa",
        "page": "3",
        "url": f"https://www.example.org/a_{id_}?x=%20{{y}}",
        "language": "de",
        "address": f"{BASE}/articles/{id_}",
    }
    return tuple((known | changes)[name] for name in NAMES)


def written(ending: str, *rows: tuple[Value, ...]) -> str:
    method = Method("0.1.0", (), None or "", 0, (), datetime(2026, 12, 1, tzinfo=UTC), 1, 1)
    columns = tuple(Column(name, name, "text") for name in NAMES)
    table = Table("articles", "Artikel", columns, iter(rows), "Genf", BASE, method, "de")
    return b"".join(CITATION_FORMATS[ending].parts(table)).decode()


def without_tex(text: str) -> str:
    """As it is printed."""
    signs = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textquotedbl": '"'}
    signs |= {"textasciitilde": "~", "textasciicircum": "^"}
    text = re.sub(r"\\([a-z]+)\{\}", lambda found: signs[found[1]], text)
    return re.sub(r"\\([&%$#_])", r"\1", text)


def test_bibtex_is_read_as_it_was() -> None:
    read = bibtexparser.parse_string(written("bib", row(1), row(2, author=None, published="2021-06", url=None)))
    assert not read.failed_blocks
    first, second = read.entries
    fields = {name: field.value for name, field in first.fields_dict.items()}
    assert first.entry_type == "article"
    assert without_tex(fields["title"].strip("{}")) == "50 % für {alles} & #1_x"
    assert without_tex(fields["journal"]) == "Müller & Söhne: Bote"
    assert fields["author"] == "Muster, Anna and van der Berg, Jan"
    assert (fields["date"], fields["year"], fields["pages"]) == ("2021-06-16", "2021", "3")
    assert fields["langid"] == "ngerman"
    assert "url" not in second.fields_dict
    assert second.fields_dict["author"].value == "{dpa}"
    assert first.key != second.key


def test_ris_is_read_as_it_was() -> None:
    first, second = rispy.loads(written("ris", row(1), row(2, author="", agencies="", headline=None)))
    assert first["type_of_reference"] == "NEWS"
    assert first["title"] == "50 % für {alles} & #1_x"
    assert first["authors"] == ["Muster, Anna", "van der Berg, Jan"]
    assert (first["year"], first["secondary_title"]) == ("2021", "Müller & Söhne: Bote")
    assert "authors" not in second
    assert second["title"] == "Müller & Söhne: Bote, ohne Überschrift"


def test_csl_is_read_as_it_was() -> None:
    first, second = json.loads(written("csl", row(1), row(2, published=None, author="dpa")))
    assert first["author"] == [{"family": "Muster", "given": "Anna"}, {"family": "van der Berg", "given": "Jan"}]
    assert first["issued"] == {"date-parts": [[2021, 6, 16]]}
    assert (first["type"], first["container-title"]) == ("article-newspaper", "Müller & Söhne: Bote")
    assert second["author"] == [{"literal": "dpa"}]
    assert "issued" not in second
    assert json.loads(written("csl")) == []


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_headlines_break_no_file(evil: str) -> None:
    rows = (row(1, headline=evil, author=evil, source=evil), row(2))
    assert len(bibtexparser.parse_string(written("bib", *rows)).entries) == 2
    assert len(rispy.loads(written("ris", *rows))) == 2
    assert len(json.loads(written("csl", *rows))) == 2


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Von Anna Muster und Jan Beispiel", ("Anna Muster", "Jan Beispiel")),
        ("dpa/AFP", ("dpa", "AFP")),
        ("Ursula von der Heide, Genf", ("Ursula von der Heide", "Genf")),
        ("  ", ()),
    ],
)
def test_persons_of_a_byline(author: str, names: tuple[str, ...]) -> None:
    assert named_persons(author) == names


def test_family_names_keep_their_particles() -> None:
    assert family_given("Ursula von der Heide") == ("von der Heide", "Ursula")
    assert family_given("Anna Maria Muster") == ("Muster", "Anna Maria")
    assert family_given("dpa") == ("dpa", "")
    assert family_given("Von Muster") == ("Muster", "Von")


# --- lines


def test_a_line_says_who_where_and_when() -> None:
    text = 'Er hob die Hand. "Wir sind bereit", sagte Joe Biden am Abend. Dann ging er.'
    item = quoting(clipping(7, text), '"Wir sind bereit"', kind=Kind.QUOTATION, speaker="Joe Biden")
    start, end = text.index('"Wir'), text.index(", sagte")
    words = passage(item.clipping, start, end, kind=Kind.QUOTATION, speaker="Joe Biden", sayings=item.sayings)  # type: ignore[arg-type]
    assert cited_words(words, BASE, "de") == (
        "„Wir sind bereit“ (Joe Biden, in: Mainfränkischer Bote und Anzeiger für Stadt und Landkreis, 16. Juni 2021, "
        "18:30, „Biden und Putin in Genf, Teil 7“, Seite 3, https://www.example.org/artikel/7, Satz 4)"
    )
    whole = passage(item.clipping, 0, len(text))  # type: ignore[arg-type]
    assert "‚Wir sind bereit‘, sagte Joe Biden am Abend. Dann ging er.“ (Mainfränkischer" in cited_words(
        whole, BASE, "de"
    )
    assert "“Er hob die Hand. ‘Wir sind bereit’" in cited_words(whole, BASE, "en")


def test_a_line_says_what_is_unsure_and_what_is_paraphrased() -> None:
    of = clipping(2, texts()[0], url=None, headline=None, published=None)
    told = passage(of, 325, 413, kind=Kind.QUOTATION, speaker="Joe Biden", proposed=True)
    line = cited_words(told, BASE, "de")
    assert "(vermutlich Joe Biden, sinngemäß, in: Limmat-Post, Tag nicht bekannt, Seite 3, " in line
    assert f"{BASE}/articles/2" in line
    assert "(unklar, wer spricht" in cited_words(passage(of, 325, 413, kind=Kind.QUOTATION), BASE, "de")


def test_an_article_as_a_line() -> None:
    line = cited_article(clipping(1, ""), BASE, "en")
    assert line.startswith("Anna Muster: “Biden und Putin in Genf, Teil 1”, Mainfränkischer Bote und Anzeiger")
    assert ", June 16, 2021" in line
    assert line.endswith("https://www.example.org/artikel/1")


def texts_of(address: str) -> Iterator[str]:
    """The words at both ends of a text fragment, as a browser reads them."""
    told = address.partition(":~:text=")[2]
    yield from (unquote(part) for part in told.split(","))


def test_a_browser_is_led_to_the_words() -> None:
    text = "Die Präsidenten trafen sich - endlich - in Genf, um über Abrüstung, Cybersicherheit und mehr zu sprechen."
    address = at_words("https://www.example.org/a", text)
    first, last = texts_of(address)
    assert text.startswith(first)
    assert text.endswith(last)
    assert "-" not in address.partition("text=")[2]
    assert list(texts_of(at_words("https://www.example.org/a#b", "„Wir sind da“"))) == ["Wir sind da"]
    assert at_words("https://www.example.org/a#b", "x") == "https://www.example.org/a#b:~:text=x"
    assert at_words(None, text) == at_words("javascript:alert(1)", text) == ""
