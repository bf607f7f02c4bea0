"""What was misunderstood is put right at the desk, without JavaScript: splits, joins, lines, columns of tables."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.imports import Brought, start_batch, unread_items
from app.db import session_scope
from app.desk import ColumnName, Draft, ImportItem
from app.importer import Importer
from app.pages import desk as desk_pages
from app.pages import splits as split_pages
from app.settings import Settings

DESK = "/summits/genf-2021/desk"
EN = {"accept-language": "en"}
TWO = (
    "Leise Boote auf dem See\n\nVon Petra Amsel\n\nDie Minister einigten sich in Lindau auf einen Fahrplan. "
    "Das teilte die Konferenz mit.\n\nEin Papier ohne Zahlen\n\nVon Jonas Kiebitz\n\nDas Papier nennt keine einzige "
    "Zahl. Kritiker sprechen von einem Feigenblatt, das niemandem nützt."
)
TABLE = (
    "Nummer;Worte;Blatt;Am\n"
    "1;Die Minister einigten sich in Lindau auf einen Fahrplan für leise Boote auf dem See.;Seeblatt;16.6.2021\n"
    "2;Das Papier nennt keine einzige Zahl, und Kritiker sprechen von einem Feigenblatt.;Stadtblatt;17.6.2021\n"
)


class Desk:
    """The desk with a reader beside it that reads at once."""

    def __init__(self, client: TestClient, engine: Engine, importer: Importer) -> None:
        self.client, self.engine, self.importer = client, engine, importer

    def bring(self, name: str, data: bytes) -> None:
        with session_scope(self.engine, write=True) as session:
            start_batch(session, "genf-2021", [Brought(name, data=data)])
        self.read()

    def read(self) -> None:
        with session_scope(self.engine) as session:
            waiting = unread_items(session)
        for item in waiting:
            self.importer.work(item)

    def drafts(self, status: str = "open") -> list[Draft]:
        with session_scope(self.engine) as session:
            return list(session.exec(select(Draft).where(Draft.status == status).order_by(Draft.id)))  # type: ignore[arg-type]

    def page(self, address: str = DESK) -> str:
        return unescape(self.client.get(address, headers=EN).text)

    def post(self, address: str, data: dict[str, object]) -> int:
        return self.client.post(address, data=data, follow_redirects=False, headers=EN).status_code


@pytest.fixture
def desk(seeded: TestClient, seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for module in (desk_pages, split_pages):
        monkeypatch.setattr(module, "enqueue_reading", lambda _settings, _ids: None)
    importer = Importer(seeded_engine, Settings(fetch=False), lambda _ids: None)
    yield Desk(seeded, seeded_engine, importer)
    importer.close()


def starts(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'name="start" value="(\d+)"', page)]


def split(desk: Desk, text: str = TWO) -> int:
    """Bring a text and split it where its second headline stands; the id of the whole."""
    desk.bring("zwei.txt", text.encode())
    (whole,) = desk.drafts()
    place = whole.text.index("Ein Papier ohne")
    assert place in starts(desk.page(f"/drafts/{whole.id}/split"))
    assert desk.post(f"/drafts/{whole.id}/split", {"sha256": whole.sha256, "start": place}) == 303
    return whole.id or 0


def test_a_text_is_split_and_each_part_is_read(desk: Desk) -> None:
    split(desk)
    parts = desk.drafts()
    assert [part.title for part in parts] == ["Leise Boote auf dem See", "Ein Papier ohne Zahlen"]
    assert [part.author for part in parts] == ["Petra Amsel", "Jonas Kiebitz"]
    assert "Feigenblatt" not in parts[0].text
    assert [part.file for part in parts] == ["zwei.txt", "zwei.txt"]
    assert "This is a part of a text that was split." in desk.page(f"/drafts/{parts[1].id}")


def test_joined_again_it_is_what_it_was(desk: Desk) -> None:
    whole = split(desk)
    before = desk.drafts("split")[0].text
    assert desk.post(f"/drafts/{desk.drafts()[1].id}/join", {}) == 303
    (again,) = desk.drafts()
    assert (again.id, again.text) == (whole, before)


def test_parts_of_which_one_is_an_article_stay(desk: Desk) -> None:
    split(desk)
    first, second = desk.drafts()
    assert desk.post(f"/drafts/{first.id}", {"action": "keep"}) == 303
    assert desk.post(f"/drafts/{second.id}/join", {}) == 409
    assert len(desk.drafts()) == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [({}, 422), ({"start": "7"}, 409), ({"start": "x"}, 422), ({"start": "0"}, 409), ({"sha256": "00"}, 422)],
)
def test_a_split_that_is_none_changes_nothing(desk: Desk, data: dict[str, str], status: int) -> None:
    desk.bring("zwei.txt", TWO.encode())
    (whole,) = desk.drafts()
    assert desk.post(f"/drafts/{whole.id}/split", {"sha256": whole.sha256, **data}) == status
    assert [draft.id for draft in desk.drafts()] == [whole.id]


def test_a_text_that_changed_meanwhile_is_not_split(desk: Desk) -> None:
    desk.bring("zwei.txt", TWO.encode())
    (whole,) = desk.drafts()
    shown = {"sha256": whole.sha256, "start": starts(desk.page(f"/drafts/{whole.id}/split"))[0]}
    desk.post(f"/drafts/{whole.id}", {"action": "save", "text": "Ganz anders.\n\nUnd noch ein Absatz."})
    assert desk.post(f"/drafts/{whole.id}/split", shown) == 409


def test_two_rows_of_a_file_are_joined_and_nothing_is_lost(desk: Desk) -> None:
    desk.bring("reihen.csv", b"title;text\nErster Teil des Berichts;Die Lage ist gut.\nZweiter Teil;Sie bleibt es.\n")
    first, second = desk.drafts()
    assert "Join them" in desk.page(f"/drafts/{second.id}")
    assert desk.post(f"/drafts/{second.id}/join", {}) == 303
    (joined,) = desk.drafts()
    assert (joined.id, joined.text) == (first.id, "Die Lage ist gut.\n\nZweiter Teil\n\nSie bleibt es.")
    assert [draft.id for draft in desk.drafts("dropped")] == [second.id]


def test_a_line_is_taken_out_and_put_back(desk: Desk) -> None:
    junk = "Lesen Sie auch: Was der Gipfel bringt"
    text = f"Die Minister einigten sich in Lindau.\n\n{junk}\n\nAm Abend reisten alle ab, ohne ein Wort zu sagen."
    desk.bring("zeilen.txt", text.encode())
    (draft,) = desk.drafts()
    address = f"/drafts/{draft.id}"
    desk.post(address, {"cut": junk})
    assert junk not in desk.drafts()[0].text
    note = next(note for note in desk.drafts()[0].notes if note.startswith("cut-line:"))
    assert junk in desk.page(address)
    desk.post(address, {"back": note})
    assert desk.drafts()[0].text == text
    assert note not in desk.drafts()[0].notes


def test_what_is_no_line_of_the_text_is_not_taken_out(desk: Desk) -> None:
    desk.bring("zeilen.txt", TWO.encode())
    (draft,) = desk.drafts()
    for given in ({"cut": "Minister"}, {"back": "cut-line:0:Erfunden"}, {"back": "decoded:cp1252"}):
        desk.post(f"/drafts/{draft.id}", given)
        assert desk.drafts()[0].text == draft.text
    desk.post(f"/drafts/{draft.id}", {"cut": draft.text})  # all of it: a draft without a text is none
    assert desk.drafts()[0].text == draft.text


def test_columns_are_put_right_and_remembered(desk: Desk) -> None:
    desk.bring("tabelle.csv", TABLE.encode())
    with session_scope(desk.engine) as session:
        item = session.exec(select(ImportItem.id).where(ImportItem.name == "tabelle.csv")).first()
    address = f"{DESK}/tables/{item}"
    assert address in desk.page()
    assert "Stadtblatt" in desk.page(address)
    columns = ["Nummer", "Worte", "Blatt", "Am"]
    assert "This table has no column for the text." in desk.page()
    assert desk.post(address, {"column": columns, "field": ["page", "text", "source", "published"]}) == 303
    desk.read()
    assert [(one.page, one.source, one.published) for one in desk.drafts()] == [
        ("1", "Seeblatt", "2021-06-16"),
        ("2", "Stadtblatt", "2021-06-17"),
    ]
    assert "This table has no column for the text." not in desk.page()
    desk.bring("noch eine.csv", TABLE.replace("leise", "laute").replace("keine", "nur").encode())
    assert [one.page for one in desk.drafts()] == ["1", "2", "1", "2"]
    with session_scope(desk.engine) as session:
        assert {one.name: one.field for one in session.exec(select(ColumnName))}["Nummer"] == "page"


def test_columns_of_nothing_are_not_found(desk: Desk) -> None:
    desk.bring("zwei.txt", TWO.encode())
    assert desk.client.get(f"{DESK}/tables/1").status_code == 404
    assert desk.client.get(f"{DESK}/tables/999").status_code == 404
    assert desk.client.get("/summits/nirgends/desk/tables/1").status_code == 404
