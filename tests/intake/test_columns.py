"""What the columns of a table mean: by their names, by what stands in them, or as somebody has said."""

import io
import json

import pytest

from app.intake.items import Broken, Columns, Limits, Linked, Parsed, Piece, Refused
from app.intake.tables.columns import FIELDS, _names, mapping
from app.intake.tables.dumps import read_jsonl
from app.intake.tables.table_shapes import is_header
from app.intake.tables.tables import read_csv

TEXT = "Die Delegation sprach am Mittwoch in Genf lange über den Vertrag. " * 6


def csv_of(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def articles(pieces: object) -> list[Parsed]:
    return [piece for piece in pieces if isinstance(piece, Parsed)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Datum;Medienname;Titel;Beitrag", "published source title text"),
        ("Erscheinungsdatum;Publikation;Headline;Fließtext", "published source title text"),
        ("date;newspaper;headline;full_text", "published source title text"),
        ("published_date;feed;headline;article", "published source title text"),
        ("Titel der Zeitung;Titel des Artikels;Text des Artikels;Seite;Ressort", "source title text page -"),
        ("Datum/Uhrzeit;Verfasser/in;Quelle;Überschrift;Volltext", "published author source title text"),
        ("publishedAt;author;source.name;title;content;description", "published author source title text lead"),
        ("media_name;media_url;indexed_date;publish_date;story_url", "source - - published url"),
        ("Medium;Mediengattung;Reichweite;Agentur;ARTIKELTEXT", "source - - agency text"),
        ("news_title;news_text;news_date;news_url", "title text published url"),
        ("id;text;sentiment", "- text -"),
        ("Quelle / Medium;Datum (TT.MM.JJJJ);Titel / Headline;Text (bereinigt)", "source published title text"),
        ("Zeitung;Ausgabe;Datum;Artikelüberschrift;Untertitel;Artikeltext", "source - published title lead text"),
    ],
)
def test_names_of_columns(header: str, fields: str) -> None:
    assert mapping(header.split(";")) == [None if one == "-" else one for one in fields.split()]


def test_names_stand_once_and_mean_one_thing() -> None:
    names, *_ = _names()
    assert {field for field, _ in names.values()} == {*FIELDS, "other"}


def test_columns_of_unknown_names_are_told_by_what_stands_in_them() -> None:
    rows = [
        ("1623801600", "https://www.nzz.ch/1", "Neue Zürcher Zeitung", "16.06.2021", "Genf schweigt lange", TEXT),
        ("1623801700", "https://www.nzz.ch/2", "Der Standard", "17.06.2021", "Wien redet weiter mit", TEXT),
    ]
    assert mapping(["a", "b", "c", "d", "e", "f"], rows) == [None, "url", "source", "published", "title", "text"]


def test_what_is_given_counts_first() -> None:
    header = ["Titel", "Text", "Notizen"]
    given = {"Notizen": "text", "Text": "", "Titel": "nonsense"}
    assert mapping(header, (), given) == [None, None, "text"]
    pieces = list(read_csv(csv_of("Titel,Text,Notizen", f"a,b,{TEXT}"), Limits(), None, given))
    assert [piece.text for piece in articles(pieces)] == [TEXT.strip()]


@pytest.mark.parametrize(
    "rows",
    [
        ("sep=;", "Datum;Medium;Titel;Text", f"16.06.2021;taz;Genf;{TEXT}"),
        ("Clipping-Liste;;;", "", "Datum;Medium;Titel;Text", f"16.06.2021;taz;Genf;{TEXT}"),
        ("Auswertung Juni", "Stand: 17.06.2021", "Datum|Medium|Titel|Text", f"16.06.2021|taz|Genf|{TEXT}"),
        ("Datum\tMedium\tTitel\tText", f"16.06.2021\ttaz\tGenf\t{TEXT}"),
    ],
)
def test_what_stands_around_a_table(rows: tuple[str, ...]) -> None:
    pieces = list(read_csv(csv_of(*rows), Limits(), None))
    assert pieces[0] == Columns(
        "", ("Datum", "Medium", "Titel", "Text"), ("published", "source", "title", "text"),
        (("16.06.2021", "taz", "Genf", TEXT[:200]),),
    )  # fmt: skip
    (article,) = articles(pieces)
    assert (article.title, article.source, article.published) == ("Genf", "taz", "2021-06-16")
    assert article.suffix == f"row {len(rows)}"


def test_a_table_without_a_header() -> None:
    rows = [f"2021-06-{day},taz,Genf schweigt am {day}.,{TEXT}" for day in (16, 17)]
    columns, *found = read_csv(csv_of(*rows), Limits(), None)
    assert isinstance(columns, Columns)
    assert columns.header == ("column 1", "column 2", "column 3", "column 4")
    assert [(one.published, one.source) for one in articles(found)] == [("2021-06-16", "taz"), ("2021-06-17", "taz")]


def test_a_row_without_a_text_is_an_address() -> None:
    data = csv_of("title,url,media_name,publish_date", "Genf,https://taz.de/1,taz,2021-06-16")
    assert list(read_csv(data, Limits(), None))[1:] == [Linked("https://taz.de/1", "Genf", "2021-06-16", "taz")]


def test_a_table_without_either_says_how_it_was_understood() -> None:
    pieces = read_csv(csv_of("Titel,Ressort", "Genf,Politik"), Limits(), None)
    assert isinstance(next(pieces), Columns)
    with pytest.raises(Refused, match="no column for the text"):
        next(pieces)


def test_a_line_of_prose_is_no_header() -> None:
    assert is_header("Titel;Text;Datum")
    assert not is_header("Titel, Thesen, Temperamente")
    assert not is_header("Text")


NEWSAPI = {
    "status": "ok",
    "articles": [
        {
            "source": {"id": None, "name": "taz"}, "author": "Anna Weber", "title": "Genf", "url": "https://taz.de/1",
            "publishedAt": "2021-06-16T08:00:00Z", "content": TEXT + "… [+2315 chars]",
        }
    ],
}  # fmt: skip
FUNDUS = [
    {
        "title": "Genf", "authors": ["Anna Weber"], "publishing_date": "2021-06-16 08:00:00+02:00", "publisher": "taz",
        "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [TEXT]}]},
        "html": {"requested_url": "https://taz.de/1", "content": "<html>", "crawl_date": "2022-01-01"},
    }
]  # fmt: skip
GUARDIAN = {
    "response": {
        "status": "ok",
        "results": [
            {
                "webTitle": "Genf", "webPublicationDate": "2021-06-16T08:00:00Z", "webUrl": "https://taz.de/1",
                "fields": {"bodyText": TEXT, "byline": "Anna Weber"},
            }
        ],
    }
}  # fmt: skip
WORDPRESS = [
    {
        "date": "2021-06-16T08:00:00", "link": "https://taz.de/1", "title": {"rendered": "Genf"},
        "content": {"rendered": f"<p>{TEXT}</p>"}, "author": {"name": "Anna Weber"},
    }
]  # fmt: skip
RECORD = {"title": "Genf", "url": "https://taz.de/1", "date": "2021-06-16", "text": TEXT, "author": "Anna Weber"}
ELASTIC = {"hits": {"total": {"value": 1}, "hits": [{"_index": "a", "_id": "1", "_source": RECORD}]}}
SOLR = {
    "responseHeader": {"params": [{"q": "x"}]},
    "response": {"docs": [{key: [value] for key, value in RECORD.items()}]},
}
TRAFILATURA = {
    "title": "Genf", "author": "Anna Weber", "hostname": "taz.de", "date": "2021-06-16", "sitename": "taz",
    "source": "https://taz.de/1", "raw_text": TEXT, "text": TEXT,
}  # fmt: skip


@pytest.mark.parametrize(
    "dump", [NEWSAPI, FUNDUS, GUARDIAN, WORDPRESS, ELASTIC, SOLR, TRAFILATURA],
    ids=["newsapi", "fundus", "guardian", "wordpress", "elastic", "solr", "trafilatura"],
)  # fmt: skip
def test_dumps_of_scrapers_and_services(dump: object) -> None:
    (article,) = articles(read_jsonl(json.dumps(dump).encode(), Limits(), None))
    assert (article.title, article.author, article.published) == ("Genf", "Anna Weber", "2021-06-16")
    assert article.text.startswith(TEXT.strip())
    assert "chars]" not in article.text


@pytest.mark.parametrize(
    "dump",
    [
        [list(RECORD), list(RECORD.values())],
        {"columns": list(RECORD), "index": [0], "data": [list(RECORD.values())]},
        {"1": RECORD},
        {"data": [{"id": 1, "attributes": RECORD}]},
    ],
    ids=["rows", "pandas", "by number", "attributes"],
)
def test_tables_written_as_json(dump: object) -> None:
    (article,) = articles(read_jsonl(json.dumps(dump).encode(), Limits(), None))
    assert (article.title, article.published, article.text) == ("Genf", "2021-06-16", TEXT.strip())


def test_a_source_that_is_an_address_is_the_outlet() -> None:
    row = {"source": "https://www.zeit.de/x", "text": TEXT}
    (article,) = articles(read_jsonl(json.dumps(row).encode(), Limits(), None))
    assert article.source == "Die Zeit"


def test_a_lead_beside_the_text_is_its_first_paragraph() -> None:
    lead = "Acht Stunden saßen sie zusammen, und doch blieb es still."
    for row, begin in (
        ({"lead": lead, "text": TEXT}, lead),
        ({"lead": lead, "text": lead + " " + TEXT}, lead),
        ({"lead": "Die ersten Worte des Artikels, und dann …", "text": TEXT}, TEXT[:30]),
    ):
        (article,) = articles(read_jsonl(json.dumps(row).encode(), Limits(), None))
        assert article.text.startswith(begin)
        assert article.text.count(lead) <= 1


def test_one_bad_record_never_stops_the_others() -> None:
    lines = io.StringIO(f'{{"text": "{TEXT}"}}\n{{"text"\n{{"id": 3}}\n17\n{{"text": "{TEXT}"}}\n')
    pieces: list[Piece] = list(read_jsonl(lines.getvalue().encode(), Limits(), None))
    assert [type(one) for one in pieces] == [Columns, Parsed, Broken, Broken, Broken, Parsed]
