"""Whatever a screen says is not in a source, ``absences`` says too: no screen makes up an absence of its own."""

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

SUMMIT = "/summits/genf-2021"
PAGES = [
    *("/silence", "/quotes?view=same", "/figures", "/persons/alexej-nawalny", "/persons/dmitri-peskow"),
    *(f"/silence?kind={kind}" for kind in ("topic", "person", "organisation", "place", "figure", "quotation")),
    *("/topics/ukraine", "/topics/arktis", ""),
    *(f"/figures?alone=quelle-{letter}" for letter in "abcde"),
]
MOST = 8  # words that a screen names


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The statements are read once."""
    return {}


def absences(client: TestClient, told: dict[str, Any]) -> list[dict[str, Any]]:
    if "items" not in told:
        found: list[dict[str, Any]] = []
        while True:
            page = client.get(f"/api{SUMMIT}/absences", params={"limit": 200, "offset": len(found)}).json()
            found += page["items"]
            if not page["items"] or len(found) >= page["total"]:
                break
        told["items"] = found
    items: list[dict[str, Any]] = told["items"]
    return items


def sentences(page: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(sources, words) of each statement that something was searched in vain, off the links to the search itself."""
    found = []
    for match in re.finditer(r'<span class="searched">.*?(?=</p>|</li>)', page, re.S):
        links = re.findall(r'<a [^>]*href="([^"]+/search[^"]*)"[^>]*>(.*?)</a>', match[0], re.S)
        if not links:
            continue
        sources = parse_qs(urlsplit(html.unescape(links[0][0])).query)["source"]
        whole = re.search(r'<span lang="de">(.*?)</span>', links[0][1], re.S)
        words = whole[1].split(", ") if whole else [text for _, text in links]
        found.append((tuple(sources), tuple(html.unescape(word.strip()) for word in words)))
    return found


@pytest.mark.parametrize("path", PAGES)
def test_every_sentence_is_a_statement_of_absence(seeded: TestClient, told: dict[str, Any], path: str) -> None:
    stated = {
        (item["source"], ", ".join(item["searched"]["terms"][:MOST]))
        for item in absences(seeded, told)
        if item["verdict"] == "absent"
    }
    for sources, words in sentences(seeded.get(SUMMIT + path).text):
        for source in sources:
            assert (source, ", ".join(words)) in stated


def test_sentences_are_found(seeded: TestClient) -> None:
    """Or the test above would hold whatever the pages say."""
    numbers = [len(sentences(seeded.get(SUMMIT + path).text)) for path in PAGES[:3]]
    assert min(numbers) >= 5


@pytest.mark.parametrize(("path", "table"), [("/silence", "silence-grid"), ("?rows=all", "matrix")])
def test_every_crossed_cell_is_one(seeded: TestClient, told: dict[str, Any], path: str, table: str) -> None:
    items = [item for item in absences(seeded, told) if item["kind"] == "topic"]
    stated = {state: {(i["topic"], i["source"]) for i in items if i["verdict"] == state} for state in VERDICTS}
    shown: dict[str, set[tuple[str, str]]] = {state: set() for state in VERDICTS}
    sources = ["quelle-a", "quelle-b", "quelle-c", "quelle-d", "quelle-e"]
    rows = re.findall(r"<tr[^>]*>(?:(?!</tr>).)*?</tr>", seeded.get(SUMMIT + path).text, re.S)
    for row in rows:
        topic = re.search(r'(?:#silence-|/topics/)([a-z0-9-]+)"', row) or re.search(r"[?&;]topic=([a-z0-9-]+)", row)
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        if not topic or len(cells) != len(sources):
            continue
        for source, cell in zip(sources, cells, strict=True):
            state = re.search(r'class="claim-cell (\w+)', cell)
            if state:
                shown[state[1]].add((topic[1], source))
    assert shown["absent"]
    assert shown == stated


VERDICTS = ("absent", "perhaps", "withheld")
