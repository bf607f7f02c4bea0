"""Tables as they leave the program: whole, as filtered, true to the database; read by other programs."""

import csv
import io
import re
from collections import Counter, defaultdict
from html import unescape
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db import session_scope
from app.queries.comparison import comparison_page
from app.queries.filters import Filters
from app.queries.people import person_page
from app.queries.persons import persons_page
from app.queries.topicless import topicless_page

HERE = "/summits/genf-2021"
ADDRESSES = (
    HERE,
    f"{HERE}/articles",
    f"{HERE}/topics/ruestungskontrolle",
    f"{HERE}/quotes",
    f"{HERE}/quotes?view=same",
    f"{HERE}/quotes?person=joe-biden",
    f"{HERE}/figures",
    f"{HERE}/persons",
    f"{HERE}/places",
    f"{HERE}/shared",
    f"{HERE}/silence",
    f"{HERE}/compare?left=quelle-c&right=quelle-e",
    f"{HERE}/search?q=Gipfel",
    f"{HERE}/persons/joe-biden",
    f"{HERE}/places/genf",
    f"{HERE}/without-topic",
    f"{HERE}/sources",
)


def with_format(address: str, ending: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}format={ending}"


def as_json(client: TestClient, address: str) -> dict[str, Any]:
    answer = client.get(with_format(address, "json"))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def as_csv(client: TestClient, address: str) -> list[list[str]]:
    answer = client.get(with_format(address, "csv"))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_three_formats_say_the_same(seeded: TestClient, address: str) -> None:
    whole = as_json(seeded, address)
    rows = as_csv(seeded, address)
    book = openpyxl.load_workbook(io.BytesIO(seeded.get(with_format(address, "xlsx")).content))
    sheet, about = book.worksheets
    assert whole["rows"]
    assert len(rows) == len(whole["rows"]) + 1 == sheet.max_row
    titles = [column["title"] for column in whole["columns"]]
    assert rows[0] == titles == [cell.value for cell in sheet[1]]
    for row, cells, told in zip(rows[1:], sheet.iter_rows(min_row=2, values_only=True), whole["rows"], strict=True):
        for place, column in enumerate(whole["columns"]):
            value = told[column["name"]]
            if column["kind"] in ("number", "share") and value is not None:
                assert cells[place] == pytest.approx(value)
                assert float(row[place].replace(",", ".")) == pytest.approx(value)
            elif column["kind"] == "text":
                assert (cells[place] or "") == " ".join(str(value or "").split())
    assert sheet.freeze_panes == "A2"
    assert "Gipfelspiegel" in " ".join(str(cell.value) for line in about.iter_rows() for cell in line)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_leads_there(seeded: TestClient, address: str) -> None:
    found = as_json(seeded, address)["rows"]
    for row in found[:: max(1, len(found) // 8)]:
        for name in ("address", "other_address", "left_address", "right_address"):
            if row.get(name):
                place, _, anchor = row[name].removeprefix("http://testserver").partition("#")
                page = seeded.get(place)
                assert page.status_code == 200
                assert not anchor or f'id="{anchor}"' in page.text


def test_texts_and_offsets_are_those_of_the_articles(seeded: TestClient) -> None:
    ids = [row["id"] for row in as_json(seeded, f"{HERE}/articles")["rows"]]
    articles = [seeded.get(f"/api/articles/{id_}").json() for id_ in ids]
    for address, layer in ((f"{HERE}/quotes", "quotations"), (f"{HERE}/figures", "figures")):
        rows = as_json(seeded, address)["rows"]
        marks = [
            " ".join(article["text"][mark["start"] : mark["end"]].split())
            for article in articles
            for mark in article[layer]
            if mark["kind"] != "label" or layer == "figures"
        ]
        told = [row["text" if layer == "quotations" else "figure"] for row in rows if row["kind"] != "label"]
        assert sorted(told) == sorted(marks)


def test_the_filters_of_the_page_hold(seeded: TestClient) -> None:
    assert {row["speaker"] for row in as_json(seeded, f"{HERE}/quotes?person=joe-biden")["rows"]} == {"Joe Biden"}
    assert {row["source"] for row in as_json(seeded, f"{HERE}/figures?source=quelle-a")["rows"]} == {"Quelle A"}
    whole = as_json(seeded, f"{HERE}/quotes?unsure=hide")
    assert {row["status"] for row in whole["rows"]} <= {"certain", "decided", None}
    assert "ohne" in whole["method"]["Filter"]
    assert len(as_json(seeded, f"{HERE}/articles?source=quelle-a&source=quelle-b")["rows"]) == 2


def test_nothing_is_absent_that_was_not_searched_for(seeded: TestClient) -> None:
    for row in as_json(seeded, HERE)["rows"]:
        assert (row["state"] == "found") == bool(row["sentences"])
        assert (row["searched_sentences"] is not None) == (row["state"] == "absent")
        assert (row["reason"] is not None) == (row["state"] == "withheld")
    for row in as_json(seeded, f"{HERE}/silence")["rows"]:
        assert row["verdict"] != "absent" or row["searched_sentences"] > 0
        assert row["verdict"] != "withheld" or row["reason"]


def test_each_sentence_of_a_search_holds_a_word_of_it(seeded: TestClient) -> None:
    rows = as_json(seeded, f"{HERE}/search?q=Gipfel+Putin")["rows"]
    page = seeded.get(f"{HERE}/search?q=Gipfel+Putin").text
    assert all(re.search("gipfel|putin", row["text"], re.IGNORECASE) for row in rows)
    assert {re.sub(r"\?.*", "", row["address"]).rsplit("/", 1)[1] for row in rows} == set(
        re.findall(r'<h2><a href="/articles/(\d+)', page)
    )
    assert as_json(seeded, f"{HERE}/search")["rows"] == []
    assert {row["source"] for row in as_json(seeded, f"{HERE}/search?q=Gipfel&source=quelle-a")["rows"]} == {"Quelle A"}


@pytest.mark.parametrize("filters", ["", "source=quelle-a&source=quelle-b", "unsure=hide"])
def test_where_a_name_stands_is_what_its_page_counts(seeded_engine: Engine, seeded: TestClient, filters: str) -> None:
    asked = Filters(sources=("quelle-a", "quelle-b") if "source" in filters else (), certain=filters == "unsure=hide")
    with session_scope(seeded_engine) as session:
        page = person_page(session, "genf-2021", "joe-biden", asked)
    assert page is not None
    rows = as_json(seeded, f"{HERE}/persons/joe-biden?{filters}")["rows"]
    kinds = Counter((row["part"], row["kind"]) for row in rows)
    assert kinds["text", "mention"] == page.person.mentions > 0
    assert kinds["text", "label"] == page.person.single_words
    assert kinds["headline", "mention"] == page.person.headlines
    said = {"direct", "partial", "indirect"}
    assert sum(kinds["text", kind] for kind in said) == page.person.quotations > 0
    for row in rows:
        assert row["part"] == "headline" or row["text"] in row["sentence"] or row["kind"] in said


def test_nobody_of_that_name_has_no_rows(seeded: TestClient) -> None:
    for odd in ("nirgends", "a" * 900, "x'--"):
        assert as_json(seeded, f"{HERE}/persons/{odd}")["rows"] == []


@pytest.mark.parametrize(
    ("kind", "filters"),
    [
        ("person", Filters()),
        ("person", Filters(persons=("wladimir-putin",))),
        ("person", Filters(persons=("wladimir-putin",), certain=True)),
        ("place", Filters(persons=("wladimir-putin",), sources=("quelle-a", "quelle-c"))),
        ("organisation", Filters(certain=True)),
    ],
)
def test_persons_source_by_source_sum_up_to_the_list(
    seeded_engine: Engine, seeded: TestClient, kind: str, filters: Filters
) -> None:
    with session_scope(seeded_engine) as session:
        page = persons_page(session, "genf-2021", filters, limit=10_000, kind=kind)
    assert page is not None
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in as_json(seeded, f"{HERE}/{kind}s{filters.as_query()}")["rows"]:
        for name in ("mentions", "quotations", "single_words", "headlines", "articles"):
            sums[row["short_name"]][name] += row[name]
    for one in page.persons:
        told = sums.pop(one.slug)
        assert told == {
            "mentions": one.mentions,
            "quotations": one.quotations,
            "single_words": one.single_words,
            "headlines": one.headlines,
            "articles": one.articles,
        }
    assert not sums


def test_two_sources_have_all_and_not_only_what_the_page_begins_with(seeded_engine: Engine, seeded: TestClient) -> None:
    with session_scope(seeded_engine) as session:
        page = comparison_page(session, "genf-2021", Filters(), "quelle-c", "quelle-e")
    assert page is not None
    rows = as_json(seeded, f"{HERE}/compare?left=quelle-c&right=quelle-e")["rows"]
    numbers = Counter((row["kind"], row["where"]) for row in rows)
    for part in page.entries:
        for where in ("left", "both", "right", "perhaps"):
            assert numbers[part.kind, where] == len(getattr(part, where))
    for marks in page.marks:
        for where in ("left", "both", "right", "perhaps"):
            assert numbers[marks.layer, where] == getattr(marks, f"{where}_total")
    assert numbers["shared", "both"] == page.shared_total
    assert sum(numbers.values()) == len(rows)
    for row in rows:
        assert (row["state"] is None) == (row["where"] == "both")
        assert row["where"] not in ("left", "right") or row["state"] in ("absent", "withheld")
        assert (row["searched_sentences"] is not None) == (row["state"] == "absent")


def test_two_sources_that_are_not_there(seeded: TestClient) -> None:
    odd = as_json(seeded, f"{HERE}/compare?left=nirgends&right=%00&kind=place&name=genf")
    assert odd["rows"]  # of two others, as on the page


def test_sentences_without_a_topic_are_as_many_as_on_the_page(seeded_engine: Engine, seeded: TestClient) -> None:
    for asked in (Filters(), Filters(persons=("joe-biden",)), Filters(sources=("quelle-b",))):
        with session_scope(seeded_engine) as session:
            page = topicless_page(session, "genf-2021", asked)
        assert page is not None
        assert len(as_json(seeded, f"{HERE}/without-topic{asked.as_query()}")["rows"]) == page.found.total


def test_corrections_are_told_whole_with_what_became_of_them(seeded: TestClient) -> None:
    text = seeded.get("/api/articles/1").json()["text"]
    for words in ("Biden", "Putin"):
        at = text.index(words)
        spot = {"start": at, "end": at + len(words), "surface": words}
        decision = {"what": "mention", "act": "is", "label": "person", "name": "Angela Merkel"}
        assert seeded.post("/articles/1/corrections", data=spot | decision).status_code == 200
    seeded.post(f"{HERE}/corrections/1/undo")
    latest, first = as_json(seeded, f"{HERE}/corrections")["rows"]
    assert (first["text"], first["state"], latest["text"], latest["state"]) == ("Biden", "undone", "Putin", "holds")
    assert first["turned"]
    assert "who: Angela Merkel" in latest["decision"]
    assert latest["address"].endswith(f"/articles/1?at={text.index('Putin')}#here")
    assert len(as_json(seeded, f"{HERE}/corrections?state=holds&kind=mention&article=1")["rows"]) == 1
    assert as_json(seeded, f"{HERE}/corrections?article=2")["rows"] == []
    assert seeded.get(f"{HERE}/corrections?article=x&format=bib").status_code == 200
    rows = as_csv(seeded, f"{HERE}/corrections")
    assert len(rows) == 3


def test_of_too_few_words_nothing_is_said(seeded: TestClient) -> None:
    assert as_json(seeded, f"{HERE}/words")["rows"] == []
    assert as_json(seeded, f"{HERE}/words?word=gipfel&outlet=quelle-a")["rows"] == []


@pytest.mark.parametrize(
    "address", ["compare", "search?q=Gipfel", "persons/joe-biden", "places/genf", "without-topic", "sources"]
)
def test_the_links_stand_at_the_table(seeded: TestClient, address: str) -> None:
    page = unescape(seeded.get(f"{HERE}/{address}").text)
    found = re.findall(r'href="([^"]*format=csv)"', page)
    assert found
    assert seeded.get(found[0]).status_code == 200


def test_a_cell_is_no_formula(client: TestClient) -> None:
    client.post("/api/summits", json={"name": "=1+1"})
    text = "Ein langer Satz steht hier für alle. Noch einer folgt darauf, und dann ist Schluss."
    for title in ("=HYPERLINK(1)", "+49", "-1", "@SUM(A1)", "\t=1", "Zeile\r\n=2"):
        client.post(
            "/api/summits/1-1/articles", json={"text": text + title, "title": title, "source": "Blatt " + title}
        )
    rows = as_csv(client, "/summits/1-1/articles")
    assert len(rows) == 7
    for row in rows[1:]:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/summits/1-1/articles?format=xlsx").content))
    assert {cell.data_type for line in book.worksheets[0].iter_rows() for cell in line} <= {"s", "n"}


def test_english_tables_have_commas(seeded: TestClient) -> None:
    answer = seeded.get(f"{HERE}/articles?format=csv", headers={"accept-language": "en"})
    head = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert head[1] == "Source"


@pytest.mark.parametrize("ending", ["", "xls", "pdf", "CSV\x00"])
def test_an_unknown_format_is_said_so(seeded: TestClient, ending: str) -> None:
    answer = seeded.get(f"{HERE}/articles", params={"format": ending})
    assert answer.status_code == 422
    assert "csv, xlsx, json" in answer.text


def test_a_summit_that_is_not_there_has_no_table(seeded: TestClient) -> None:
    assert seeded.get("/summits/wien-1815/articles?format=csv").status_code == 404
    assert as_json(seeded, f"{HERE}/topics/gibt-es-nicht")["rows"] == []
