"""The form for a document, what it answers with, and documents that the worker makes."""

import io
import re
from datetime import date, timedelta
from urllib.parse import unquote

import pypdf
import pytest
from docx import Document
from fastapi.testclient import TestClient

from app.exports.documents import FORMATS
from app.pages import press_reviews
from app.typesetter import make_document

HERE = "/summits/genf-2021"
TOPIC = f"{HERE}/topics/ruestungskontrolle/document"
LATER = (date.today() + timedelta(30)).isoformat()
IN_HOUSE = {"mode": "in-house", "confirmed": "yes", "readers": "Pressestelle", "expires": LATER}


def remember(client: TestClient, number: int = 3) -> str:
    """The address of the form for a folder with some passages."""
    page = client.get(f"{HERE}/topics/ruestungskontrolle").text
    places = re.findall(r'name="place" value="([^"]+:[^"]*)"', page)[:number]
    for place in places:
        assert client.post(f"{HERE}/folders/items", data={"place": place}).status_code == 200
    return f"{HERE}/folders/mappe/document"


@pytest.mark.parametrize("ending", FORMATS)
def test_a_folder_becomes_a_document(seeded: TestClient, ending: str) -> None:
    address = remember(seeded)
    assert seeded.get(address).status_code == 200
    answer = seeded.post(address, data={"format": ending, "title": "Lage: Mörgen/früh"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[ending].media
    name = unquote(answer.headers["content-disposition"].rpartition("''")[2])
    assert name == f"Lage- Mörgen-früh.{ending}"
    assert answer.content


def test_every_address_in_it_leads_to_its_sentence(seeded: TestClient) -> None:
    data = seeded.post(remember(seeded), data={"format": "docx"}).content
    links = {link.url for paragraph in Document(io.BytesIO(data)).paragraphs for link in paragraph.hyperlinks}
    own = [link for link in links if "/articles/" in link]
    assert len(own) == 3
    for link in own:
        page = seeded.get(link.removeprefix("http://testserver").partition("#")[0])
        assert page.status_code == 200
        assert f'id="{link.partition("#")[2]}"' in page.text


def test_a_topic_becomes_a_document_under_its_filters(seeded: TestClient) -> None:
    everything = seeded.post(TOPIC, data={"format": "txt"}).text
    of_one = seeded.post(f"{TOPIC}?source=quelle-a", data={"format": "txt"}).text
    assert "Quelle B" in everything
    assert "Quelle B" not in of_one
    assert "Quelle: Quelle A" in of_one


def test_whole_texts_need_what_the_law_asks(seeded: TestClient) -> None:
    for left_out in ("confirmed", "readers", "expires"):
        data = {"format": "txt", **{name: value for name, value in IN_HOUSE.items() if name != left_out}}
        answer = seeded.post(TOPIC, data=data)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    answer = seeded.post(TOPIC, data={"format": "txt", **IN_HOUSE})
    assert "Pressestelle" in answer.text
    assert len(answer.text) > 8_000


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"format": "xyz"}, "Dieses Format gibt es nicht"),
        ({}, "Dieses Format gibt es nicht"),
        ({"format": "pdf", **IN_HOUSE, "expires": "morgen"}, "ist kein Tag"),
        ({"format": "pdf", **IN_HOUSE, "expires": "2020-01-01"}, "in der Vergangenheit"),
        ({"format": "pdf", "mode": "licensed", "confirmed": "yes"}, "die Lizenz wenigstens eines Mediums"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    seeded: TestClient, data: dict[str, str], told: str
) -> None:
    answer = seeded.post(TOPIC, data={"title": "Mein Titel <b>", **data})
    assert answer.status_code == 422
    assert told in answer.text
    assert "Mein Titel &lt;b&gt;" in answer.text


def test_an_empty_folder_says_what_to_do(seeded: TestClient) -> None:
    seeded.post(f"{HERE}/folders", data={"name": "Leer"})
    answer = seeded.post(f"{HERE}/folders/leer/document", data={"format": "pdf"})
    assert answer.status_code == 422
    assert "Es ist noch nichts darin" in answer.text


def test_the_list_for_vg_wort_has_each_article_once(seeded: TestClient) -> None:
    answer = seeded.post(remember(seeded), data={"format": "vgwort"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Medium;Überschrift")
    assert len(lines) == len({line.split(";")[0] for line in lines})


@pytest.mark.parametrize("path", ["folders/fehlt/document", "topics/fehlt/document", "documents/AAAAAAAAAAAAAAAA"])
def test_what_is_not_there_is_not_found(seeded: TestClient, path: str) -> None:
    assert seeded.get(f"{HERE}/{path}").status_code == 404


def test_what_is_long_is_made_by_the_worker(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_reviews, "AT_ONCE", 1)
    answer = seeded.post(TOPIC, data={"format": "pdf"}, follow_redirects=False)
    assert answer.status_code == 303
    place = answer.headers["location"]
    assert "wartet" in seeded.get(place).text or "warten" in seeded.get(place).text
    assert seeded.get(f"{place}?seen=waiting").status_code == 204
    assert seeded.get(f"{place}/file").status_code == 404
    make_document(seeded.app.state.engine, 1)  # type: ignore[attr-defined]
    assert f'href="{place}/file"' in seeded.get(place).text
    answer = seeded.get(f"{place}/file")
    assert pypdf.PdfReader(io.BytesIO(answer.content)).pages
    make_document(seeded.app.state.engine, 1)  # type: ignore[attr-defined]
    assert seeded.get(f"{place}/file").content == answer.content


def test_what_was_cancelled_is_not_made(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_reviews, "AT_ONCE", 1)
    place = seeded.post(TOPIC, data={"format": "pdf"}, follow_redirects=False).headers["location"]
    assert "Abgebrochen" in seeded.post(place).text
    make_document(seeded.app.state.engine, 1)  # type: ignore[attr-defined]
    assert "Abgebrochen" in seeded.get(place).text
