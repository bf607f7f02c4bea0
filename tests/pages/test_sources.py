"""Sources can be renamed where they stand."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

LIST = "/summits/genf-2021/sources"


def names(client: TestClient) -> list[str]:
    return [unescape(name) for name in re.findall(r'name="name" type="text" value="([^"]*)"', client.get(LIST).text)]


def test_a_new_name_is_everywhere(seeded: TestClient) -> None:
    response = seeded.post("/sources/quelle-b", data={"name": "  Neue   Zeitung ", "summit": "genf-2021"})
    assert response.status_code == 200
    assert str(response.url).endswith(f"{LIST}?renamed=quelle-b")
    assert names(seeded)[1] == "Neue Zeitung"
    for address in ("/summits/genf-2021", "/articles/2", "/summits/genf-2021/persons/joe-biden"):
        assert "Neue Zeitung" in seeded.get(address).text


@pytest.mark.parametrize("name", ["", "   ", "Quelle A", "quelle a", "x" * 121, "\x00"])
def test_names_that_cannot_be(seeded: TestClient, name: str) -> None:
    response = seeded.post("/sources/quelle-b", data={"name": name, "summit": "genf-2021"})
    assert response.status_code == 422
    assert 'id="name-quelle-b-wrong" role="alert"' in response.text
    assert names(seeded) == [f"Quelle {letter}" for letter in "ABCDE"]


def test_a_script_is_a_name_like_any_other(seeded: TestClient) -> None:
    seeded.post("/sources/quelle-b", data={"name": "<script>alert(1)</script>", "summit": "genf-2021"})
    assert names(seeded)[1] == "<script>alert(1)</script>"
    for address in (LIST, "/summits/genf-2021", "/articles/2", "/summits/genf-2021/upload"):
        assert "<script>alert" not in seeded.get(address).text


def test_what_is_not_there(seeded: TestClient) -> None:
    assert seeded.get("/summits/nirgends/sources").status_code == 404
    assert seeded.post("/sources/nirgends", data={"name": "X", "summit": "genf-2021"}).status_code == 404
    assert seeded.post("/sources/quelle-a", data={"name": "Y", "summit": "nirgends"}).status_code == 200  # to the list
    assert seeded.post("/sources/quelle-a", data={"name": "", "summit": "nirgends"}).status_code == 404
