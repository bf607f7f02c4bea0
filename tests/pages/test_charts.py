"""Charts as files: read back as XML, their numbers those of the pages."""

import re
import struct
from base64 import b64decode
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

HERE = "/summits/genf-2021"
NAMES = ("matrix", "strands", "barcodes", "shares")
SVG = "{http://www.w3.org/2000/svg}"


def words(data: bytes) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(data).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_a_drawing_that_needs_nothing_else(seeded: TestClient, name: str) -> None:
    answer = seeded.get(f"{HERE}/charts/{name}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    told = words(answer.content)
    for source in "ABCDE":
        assert f"Quelle {source}" in told
    assert "5 Artikel von 5 Quellen" in " ".join(told)
    assert f"http://testserver{HERE}" in told[-1]
    assert set(re.findall(rb"(?:href|src|url)[=(]\W*(\w+):", answer.content)) == {b"data"}


@pytest.mark.parametrize("name", NAMES)
def test_the_same_as_png_at_twice_the_size(seeded: TestClient, name: str) -> None:
    drawn = ElementTree.fromstring(seeded.get(f"{HERE}/charts/{name}.svg").content)
    data = seeded.get(f"{HERE}/charts/{name}.png").content
    assert data.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", data[16:24]) == tuple(2 * int(drawn.attrib[side]) for side in ("width", "height"))


def test_the_matrix_has_the_numbers_of_the_page(seeded: TestClient) -> None:
    told = words(seeded.get(f"{HERE}/charts/matrix.svg").content)
    rows = [row for row in seeded.get(f"{HERE}?format=json").json()["rows"] if row["sentences"]]
    drawn = sorted(int(word) for word in told if word.isdigit())
    assert drawn == sorted(row["sentences"] for row in rows)


def test_filters_are_kept_and_said(seeded: TestClient) -> None:
    told = words(seeded.get(f"{HERE}/charts/matrix.svg?source=quelle-a&source=quelle-b").content)
    assert "Quelle C" not in told
    assert "Filter: Quelle: Quelle A; Quelle: Quelle B" in " ".join(told)


def test_every_chart_of_a_page_is_a_file(seeded: TestClient) -> None:
    for page in (HERE, f"{HERE}?count=strands", f"{HERE}/quotes?view=voices", f"{HERE}/figures"):
        found = re.findall(r'href="([^"]*/charts/[^"]*)"', seeded.get(page).text)
        assert found
        for address in found:
            assert seeded.get(address.replace("&amp;", "&")).status_code == 200, address


@pytest.mark.parametrize("path", ["matrix.gif", "pie.svg", "scale.svg", "scale.svg?group=999999", "matrix.svg.exe"])
def test_what_is_no_chart_is_not_found(seeded: TestClient, path: str) -> None:
    assert seeded.get(f"{HERE}/charts/{path}").status_code == 404


def test_words_of_people_are_words(client: TestClient) -> None:
    client.post("/api/summits", json={"name": "<script>x</script>\u202e"})
    slug = client.get("/api/summits").json()["items"][0]["slug"]
    assert client.get(f"/summits/{slug}/charts/barcodes.svg").status_code == 404
    client.post(f"/api/summits/{slug}/articles", json={"text": "Ein Satz steht hier für alle.", "source": "<b>&\x07"})
    assert b"<script" not in client.get(f"/summits/{slug}/charts/matrix.svg").content


def test_a_chart_in_a_folder_stands_in_the_document(seeded: TestClient) -> None:
    place = re.search(r'value="(chart:[^"]*:matrix)"', seeded.get(HERE).text)
    assert place
    seeded.post(f"{HERE}/folders/items", data={"place": place[1], "back": HERE})
    page = seeded.post(f"{HERE}/folders/mappe/document", data={"format": "html"}).text
    assert "data:image/svg+xml;base64," in page
    for ending in ("docx", "pdf"):
        assert seeded.post(f"{HERE}/folders/mappe/document", data={"format": ending}).status_code == 200


def test_a_line_of_figures_stands_in_the_document(demo: TestClient) -> None:
    here = "/summits/bregenz-2037"
    place = re.search(r'value="(chart:\d+:text:[^"]*:scale)"', demo.get(f"{here}/figures").text)
    assert place
    demo.post(f"{here}/folders/items", data={"place": place[1], "back": f"{here}/figures"})
    page = demo.post(f"{here}/folders/mappe/document", data={"format": "html"}).text
    drawn = re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", page)
    assert drawn
    svg = b64decode(drawn[1]).decode()
    assert svg.count("<circle") >= 2
    assert demo.post(f"{here}/folders/mappe/document", data={"format": "pdf"}).status_code == 200
