"""What a preview of a topic promises is what happens, in every topic and source; and where its reasons stand."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.analyst import Analyst
from app.queries import topic_preview
from tests.conftest import analyse_waiting

SUMMIT = "/summits/genf-2021"
Counts = dict[tuple[str, str], int]
SPLIT_WORDS = ["arktis*", "Grönland"]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at all articles on a busy machine too."""
    monkeypatch.setattr(topic_preview, "SECONDS", 60.0)


def counts(client: TestClient) -> Counts:
    """Sentences by topic and source, as the matrix has them."""
    matrix = client.get(f"/api{SUMMIT}/matrix").json()
    label = {topic["slug"]: topic["label"]["de"] for topic in matrix["topics"]}
    name = {source["slug"]: source["name"] for source in matrix["sources"]}
    return {(label[c["topic"]], name[c["source"]]): c["sentences"] for c in matrix["cells"] if c["sentences"]}


def promised(page: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Topic and source -> before and after, as the preview says."""
    listed = re.search(r'<dl class="shifts">(.*?)</dl>', page, re.S)
    return {
        (unescape(topic), unescape(source)): (int(before), int(after))
        for topic, cells in re.findall(r"<dt>(.*?)</dt>(.*?)</div>", listed[1] if listed else "", re.S)
        for source, before, after in re.findall(r'<span class="dot[^>]*>(.*?)</span> <b>(\d+) → (\d+)</b>', cells)
    }


@pytest.mark.parametrize(
    ("address", "fields", "look"),
    [
        (
            "new-topic",
            {"label_de": "Presse", "strong": "Reporterin\nPressekonferenz\nWort", "weak": "Frage"},
            "preview",
        ),
        ("new-topic", {"label_de": "Hunde", "strong": "Dackel"}, "preview"),
        ("topics/arktis/edit", {"label_de": "Arktis", "strong": "Sorgen\nPräsident", "weak": "Liste"}, "preview"),
        ("topics/arktis/edit", {"into": "cybersicherheit"}, "join-preview"),
        ("topics/arktis/edit", {"new_de": "Seewege", "move": SPLIT_WORDS}, "split-preview"),
    ],
)
def test_the_counts_change_as_the_preview_says(
    seeded: TestClient, address: str, fields: dict[str, str], look: str
) -> None:
    acts = {"preview": "save", "join-preview": "join", "split-preview": "split"}
    Analyst(seeded.app.state.engine).catch_up(1)  # type: ignore[attr-defined]  # the summit makes its own topics first
    before = counts(seeded)
    page = seeded.post(f"{SUMMIT}/{address}", data=fields | {"act": look}).text
    assert counts(seeded) == before
    assert "Noch nicht gespeichert" in page
    assert "Kein anderes Thema ändert sich." in page
    made = seeded.post(f"{SUMMIT}/{address}", data=fields | {"act": acts[look]}, follow_redirects=False)
    assert made.status_code == 303
    Analyst(seeded.app.state.engine).catch_up(1)  # type: ignore[attr-defined]
    after = counts(seeded)
    changed = {
        cell: (before.get(cell, 0), after.get(cell, 0))
        for cell in before.keys() | after.keys()
        if before.get(cell, 0) != after.get(cell, 0)
    }
    assert promised(page) == changed
    assert bool(changed) == (fields.get("label_de") != "Hunde")


TEXT = """Die Delegierten reisten am Montag aus vielen Städten an und füllten den großen Saal.

Streit um die Fangquoten

Am Abend gab es Suppe und Brot für alle Gäste.

Der Minister sprach lange über Fangquoten. Dabei nannte er keine Namen.

Am Ende regnete es in Strömen auf den Platz vor dem Haus."""


def test_a_reason_that_stands_elsewhere_is_told_as_such(seeded: TestClient) -> None:
    posted = seeded.post(f"/api{SUMMIT}/articles", json={"text": TEXT, "source": "Der Fischer"})
    assert posted.status_code == 202
    analyse_waiting(seeded.app.state.engine)  # type: ignore[attr-defined]
    fields = {"label_de": "Fischfang", "strong": "Fangquote", "act": "preview"}
    page = unescape(seeded.post(f"{SUMMIT}/new-topic", data=fields).text)
    reasons = {
        sentence: " ".join(re.sub(r"<[^>]+>", "", why).split())
        for sentence, why in re.findall(
            r'<li><a class="cited"[^>]*>(.*?)</a>.*?<span class="origin">(.*?)</span></span></li>', page, re.S
        )
    }
    assert reasons == {
        "Streit um die Fangquoten": "Fangquoten",
        "Am Abend gab es Suppe und Brot für alle Gäste.": "Zwischenüberschrift: Fangquoten",
        "Der Minister sprach lange über Fangquoten.": "Fangquoten",
        "Dabei nannte er keine Namen.": "Nachbarsatz: Fangquoten",
    }
