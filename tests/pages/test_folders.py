"""Folders on their pages: the order, headings, notes, what is taken out and brought back, what is proposed."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.db import make_engine, session_scope
from app.folders import MOST_ITEMS, FolderItem
from app.settings import Settings

HERE = "/summits/genf-2021"
FOLDER = f"{HERE}/folders/mappe"


def remembered(client: TestClient, number: int) -> list[int]:
    """The first sentences of articles, remembered; the ids of the items."""
    for article in range(1, number + 1):
        client.post(f"{HERE}/folders/items", data={"place": f"passage:{article}:text:0-0:", "back": HERE})
    return order(client)


def order(client: TestClient, query: str = "") -> list[int]:
    return [int(one) for one in re.findall(r'id="item-(\d+)"', client.get(FOLDER + query).text)]


def act(client: TestClient, item: int, **fields: object) -> str:
    answer = client.post(f"{FOLDER}/items/{item}", data=fields)
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def test_an_item_says_whose_it_is_and_leads_to_its_sentence(seeded: TestClient) -> None:
    remembered(seeded, 1)
    page = seeded.get(FOLDER).text
    item = re.search(r'<li class="folder-item.*?</li>', page, re.S)
    assert item
    address = unescape(re.findall(r'<a href="(/articles/1\?at=\d+#here)"', item[0])[0])
    assert 'id="here"' in seeded.get(address.split("#")[0]).text
    for said in ("Quelle A", "Satz 1", "Passage"):
        assert said in item[0]


def test_the_order_is_changed_by_buttons_and_by_dropping(seeded: TestClient) -> None:
    one, two, three = remembered(seeded, 3)
    act(seeded, three, act="up")
    assert order(seeded) == [one, three, two]
    act(seeded, one, act="down")
    assert order(seeded) == [three, one, two]
    act(seeded, two, act="place", before=three, rubric="")
    assert order(seeded) == [two, three, one]
    act(seeded, two, act="up")
    act(seeded, one, act="down")
    assert order(seeded) == [two, three, one]


def test_headings_hold_items_and_the_edge_leads_into_the_next(seeded: TestClient) -> None:
    one, two, three = remembered(seeded, 3)
    seeded.post(f"{FOLDER}/rubrics", data={"title": "Inland"})
    seeded.post(f"{FOLDER}/rubrics", data={"title": "Ausland"})
    act(seeded, three, act="down")
    page = seeded.get(FOLDER).text
    assert page.index("Inland</h2>") < page.index(f'id="item-{three}"') < page.index("Ausland</h2>")
    act(seeded, one, act="place", rubric=2)
    act(seeded, three, act="up")
    assert order(seeded) == [two, three, one]
    seeded.post(f"{FOLDER}/rubrics", data={"rubric": 2, "act": "up"})
    seeded.post(f"{FOLDER}/rubrics", data={"rubric": 1, "act": "rename", "title": "Daheim"})
    page = seeded.get(FOLDER).text
    assert page.index("Ausland</h2>") < page.index("Daheim</h2>")
    seeded.post(f"{FOLDER}/rubrics", data={"rubric": 2, "act": "remove"})
    assert order(seeded) == [two, three, one], "what stood under a heading stays"


def test_what_is_taken_out_comes_back_to_where_it_was(seeded: TestClient) -> None:
    one, two, three = remembered(seeded, 3)
    told = act(seeded, two, act="remove")
    assert "Aus der Mappe genommen" in told
    assert order(seeded) == [one, three]
    act(seeded, two, act="back")
    assert order(seeded) == [one, two, three]


def test_two_who_write_a_note_at_once_lose_nothing(seeded: TestClient) -> None:
    (one,) = remembered(seeded, 1)
    act(seeded, one, act="note", note="Von Anna", note_before="")
    told = act(seeded, one, act="note", note="Von Bert", note_before="")
    assert "Inzwischen hat jemand anders" in told
    assert "Von Anna\n\nVon Bert" in told
    told = act(seeded, one, act="note", note="Nur das", note_before="Von Anna\r\n\r\nVon Bert")
    assert "Von Anna" not in told


def test_a_folder_is_described_used_removed_and_brought_back(seeded: TestClient) -> None:
    remembered(seeded, 1)
    seeded.post(f"{HERE}/folders", data={"name": "Zweite <b>Mappe</b>"})
    fields = {"name": "Erste", "note": "Vor acht", "note_before": "", "readers": "Vorstand", "own": "quelle-b"}
    page = seeded.post(FOLDER, data={"act": "describe"} | fields).text
    for said in ("<h1>Erste</h1>", "Vor acht", "Vorstand", '<option value="quelle-b" selected>'):
        assert said in page
    seeded.post(f"{HERE}/folders/items", data={"place": "article:2:text:0-0:", "back": HERE})
    assert "<b>1</b> Eintrag" in seeded.get(f"{HERE}/folders/zweite-b-mappe-b").text, "the one made last is in use"
    told = seeded.post(FOLDER, data={"act": "remove"}).text
    assert "Entfernt: Erste" in told
    assert seeded.get(FOLDER).status_code == 404
    assert "<h1>Erste</h1>" in seeded.post(FOLDER, data={"act": "back"}).text


def test_an_item_goes_into_another_folder_once(seeded: TestClient) -> None:
    one, two = remembered(seeded, 2)
    seeded.post(f"{HERE}/folders", data={"name": "Andere"})
    act(seeded, one, act="carry", into="andere")
    assert order(seeded) == [two]
    seeded.post(f"{HERE}/folders/mappe", data={"act": "use"})
    again = remembered(seeded, 1)
    answer = seeded.post(f"{FOLDER}/items/{again[-1]}", data={"act": "carry", "into": "andere"})
    assert answer.status_code == 422
    assert "In „Andere“ ist das schon." in answer.text


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        (f"{HERE}/folders", {"name": " \u0007 "}, 422),
        (f"{HERE}/folders", {"name": "x" * 121}, 422),
        (f"{FOLDER}/rubrics", {"title": ""}, 422),
        (f"{FOLDER}/rubrics", {"rubric": "99", "act": "up"}, 422),
        (f"{FOLDER}/items/99", {"act": "up"}, 422),
        (f"{FOLDER}/items/1", {"act": "note", "note": "x" * 5_001}, 422),
        (f"{HERE}/folders/keine", {"act": "remove"}, 404),
        (f"{HERE}/folders/keine/items/1", {"act": "up"}, 404),
        (f"{HERE}/folders/proposals", {}, 422),
        (f"{HERE}/folders/proposals", {"take": "passage:77:text:0-4:\nX"}, 404),
    ],
)
def test_what_cannot_be_is_a_sentence(seeded: TestClient, address: str, fields: dict[str, str], status: int) -> None:
    remembered(seeded, 1)
    answer = seeded.post(address, data=fields)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_hostile_names_and_notes_stay_text(seeded: TestClient) -> None:
    (one,) = remembered(seeded, 1)
    note = "<script>alert(1)</script>\u202e=1+1\u0000"
    act(seeded, one, act="note", note=note, note_before="")
    page = seeded.get(FOLDER).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;=1+1" in page


def test_proposals_are_seen_before_anything_is_put_in(seeded: TestClient) -> None:
    page = seeded.get(f"{HERE}/folders/proposals?source=quelle-a&source=quelle-b").text
    takes = [unescape(one) for one in re.findall(r'name="take" value="([^"]+)"', page)]
    assert takes
    assert "Quelle: Quelle A" in page
    assert "Noch gibt es keine Mappe" in seeded.get(f"{HERE}/folders").text
    answer = seeded.post(f"{HERE}/folders/proposals", data={"take": takes[:3], "name": "Morgen"})
    assert "3 Einträge sind hineingelegt" in answer.text
    assert takes[0].partition("\n")[2] in answer.text
    again = seeded.post(f"{HERE}/folders/proposals", data={"take": takes[:4], "folder": "morgen"})
    assert "1 Eintrag ist hineingelegt" in again.text


def test_of_a_topic_one_passage_of_each_strand_is_proposed_ones_own_first(seeded: TestClient) -> None:
    page = seeded.get(f"{HERE}/folders/proposals?topic=cybersicherheit&own=quelle-c").text
    outlets = re.findall(r'<span class="dot">(Quelle \w)</span>', page)
    assert outlets[0] == "Quelle C"
    assert len(outlets) == len(set(outlets))
    strands = re.search(r"(\d+) unabhängige", page)
    assert strands
    assert int(strands[1]) == len(outlets)
    assert seeded.get(f"{HERE}/folders/proposals?topic=keines").status_code == 404


def test_a_full_folder_is_paged_and_says_that_it_is_full(seeded: TestClient, seeded_settings: Settings) -> None:
    remembered(seeded, 1)
    engine: Engine = make_engine(seeded_settings.database_url)
    with session_scope(engine, write=True) as session:
        row = {"folder_id": 1, "kind": "passage", "part": "text", "end": 9, "outlet": "", "chart": "", "address": ""}
        sha = session.execute(text("SELECT sha256 FROM article WHERE id = 2")).scalar_one()
        session.bulk_insert_mappings(
            FolderItem,  # type: ignore[arg-type]
            [row | {"position": number, "start": number, "sha256": sha} for number in range(2, MOST_ITEMS + 1)],
        )
    engine.dispose()
    assert len(order(seeded)) == 100
    assert len(order(seeded, "?offset=4950")) == 50
    answer = seeded.post(f"{HERE}/folders/items", data={"place": "article:3:text:0-0:", "back": HERE})
    assert answer.status_code == 422
    assert "höchstens 5000 Einträge" in answer.text
