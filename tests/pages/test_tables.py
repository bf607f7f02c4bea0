"""Tables as they leave the program: whole, as filtered, true to the database; read by other programs."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

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
        for name in ("address", "other_address"):
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
