"""The ingest desk in a browser without JavaScript: bring, look, put right, keep, drop, compare."""

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.drafts import lay_draft
from app.actions.imports import Brought, count_found, refuse_item, start_batch, take_item
from app.db import session_scope
from app.desk import Draft, ImportItem
from app.intake.drafts import ArticleDraft, make_draft
from app.intake.warnings import _MESSAGES as INTAKE_WARNINGS
from app.models import Article, Summit
from app.nlp.types import Warning
from app.pages import desk as desk_pages
from tests.conftest import SEEDS

DESK = "/summits/genf-2021/desk"
DE = {"accept-language": "de"}
EN = {"accept-language": "en"}
TEXT = "Die Kanzlerin sprach in Berlin mit dem Präsidenten. Danach reisten beide ab, ohne sich zu äußern."


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[int]]:
    """What would have been put in line for the worker."""
    ids: dict[str, list[int]] = {"read": [], "analyse": []}
    monkeypatch.setattr(desk_pages, "enqueue_reading", lambda _settings, found: ids["read"].extend(found))
    monkeypatch.setattr(desk_pages, "enqueue_analysis", lambda _settings, found: ids["analyse"].extend(found))
    return ids


def lay(engine: Engine, draft: ArticleDraft, language: str = "de") -> int:
    """What the reader does with a file that gives one text."""
    with session_scope(engine, write=True) as session:
        summit = session.exec(select(Summit.id)).one()
        (item,) = start_batch(session, "genf-2021", [Brought("datei.txt", data=b"x")])
        assert take_item(session, item) is not None
        draft_id = lay_draft(session, summit or 0, item, 1, draft, language)
        count_found(session, item, 1)
        return draft_id


def page_of(response: object) -> str:
    return unescape(response.text)  # type: ignore[attr-defined]


def articles(engine: Engine) -> int:
    with session_scope(engine) as session:
        return len(session.exec(select(Article.id)).all())


def test_files_and_addresses_wait_for_the_reader(
    seeded: TestClient, seeded_engine: Engine, lines: dict[str, list[int]]
) -> None:
    files = [("files", ("ordner/../../a.txt", b"Text", "text/plain")), ("files", ("b.pdf", b"%PDF", "application/pdf"))]
    addresses = {"addresses": " https://a.example/1 \n\nhttps://b.example/feed\n"}
    response = seeded.post(DESK, files=files, data=addresses, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, DESK)
    with session_scope(seeded_engine) as session:
        items = session.exec(select(ImportItem).order_by(ImportItem.id)).all()  # type: ignore[arg-type]
        assert [(one.url, one.data) for one in items] == [
            (None, b"Text"),
            (None, b"%PDF"),
            ("https://a.example/1", None),
            ("https://b.example/feed", None),
        ]
    assert lines["read"] == [one.id for one in items]
    assert "Gelesen: 0 von 4." in page_of(seeded.get(DESK, headers=DE))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"addresses": ""}, "Nothing was chosen."),
        ({"addresses": "  \n "}, "Nothing was chosen."),
        ({"addresses": "file:///etc/passwd"}, "This is not a web address."),
        ({"addresses": "https://a.example\njavascript:alert(1)"}, "This is not a web address."),
    ],
)
def test_what_cannot_be_brought_is_told_and_stays_typed(seeded: TestClient, given: dict[str, str], said: str) -> None:
    response = seeded.post(DESK, data=given, headers=EN)
    assert response.status_code == 422
    assert said in page_of(response)
    assert given["addresses"].strip() in page_of(response)


def test_a_draft_is_put_right_and_kept(seeded: TestClient, seeded_engine: Engine, lines: dict[str, list[int]]) -> None:
    draft_id = lay(seeded_engine, make_draft(TEXT, max_chars=1000, title="Zu zweit", file="datei.txt"))
    page = page_of(seeded.get(DESK, headers=DE))
    assert "1 Entwurf" in page
    assert 'value="Zu zweit"' in page
    before = articles(seeded_engine)
    typed = {"title": "Zu dritt", "source": "Neue Zeitung", "published": "16.6.2021", "url": "", "action": "keep"}
    response = seeded.post(f"/drafts/{draft_id}", data=typed, follow_redirects=False)
    assert response.status_code == 303
    assert articles(seeded_engine) == before + 1
    assert len(lines["analyse"]) == 1
    article = page_of(seeded.get(f"/articles/{lines['analyse'][0]}", headers=DE))
    for words in ("Zu dritt", "Neue Zeitung", "16. Juni 2021", "datei.txt"):
        assert words in article


def test_a_wrong_field_is_told_beside_it_and_nothing_typed_is_lost(seeded: TestClient, seeded_engine: Engine) -> None:
    draft_id = lay(seeded_engine, make_draft(TEXT, max_chars=1000))
    typed = {"title": "Getippt", "published": "gestern", "action": "keep"}
    response = seeded.post(f"/drafts/{draft_id}", data=typed, headers=EN)
    assert response.status_code == 422
    assert "“gestern” is not a date." in page_of(response)
    assert 'value="Getippt"' in page_of(response)


def test_the_same_text_is_told_before_it_is_kept(seeded: TestClient, seeded_engine: Engine) -> None:
    text = (SEEDS / "002_3fd2d2ca11b01fa0.txt").read_text("utf-8")
    draft_id = lay(seeded_engine, make_draft(text, max_chars=100_000))
    page = page_of(seeded.get(DESK, headers=DE))
    assert "Dieser Text ist schon da:" in page
    before = articles(seeded_engine)
    assert seeded.post(f"/drafts/{draft_id}", data={"action": "keep"}).status_code == 409
    seeded.post(DESK + "/keep")
    assert articles(seeded_engine) == before
    seeded.post(f"/drafts/{draft_id}", data={"action": "replace", "title": "Arktis"})
    assert articles(seeded_engine) == before
    assert "Arktis" in page_of(seeded.get("/summits/genf-2021/articles"))


def test_nearly_the_same_text_shows_what_differs(seeded: TestClient, seeded_engine: Engine) -> None:
    text = (SEEDS / "002_3fd2d2ca11b01fa0.txt").read_text("utf-8")
    changed = text.replace("zusammengebrochen", "eingefroren") + " Mehr dazu folgt am Abend."
    draft_id = lay(seeded_engine, make_draft(changed, max_chars=100_000))
    page = page_of(seeded.get(f"/drafts/{draft_id}", headers=DE))
    assert re.search(r"<del>\s*zusammengebrochen\.?</del>", page)
    assert re.search(r"<ins>\s*eingefroren\.?</ins>", page)


def test_dropped_drafts_come_back(seeded: TestClient, seeded_engine: Engine) -> None:
    draft_id = lay(seeded_engine, make_draft(TEXT, max_chars=1000, title="Weg damit"))
    seeded.post(f"/drafts/{draft_id}", data={"action": "drop"})
    assert "Weg damit" not in page_of(seeded.get(DESK))
    assert "Weg damit" in page_of(seeded.get(DESK + "?show=dropped"))
    seeded.post(f"/drafts/{draft_id}", data={"action": "reopen"})
    assert "Weg damit" in page_of(seeded.get(DESK))


def test_htmx_gets_the_one_draft(seeded: TestClient, seeded_engine: Engine) -> None:
    draft_id = lay(seeded_engine, make_draft(TEXT, max_chars=1000, title="Allein"))
    asked = {"hx-request": "true", "hx-target": f"article#draft-{draft_id}"} | DE
    page = page_of(seeded.post(f"/drafts/{draft_id}", data={"action": "keep", "title": "Allein"}, headers=asked))
    assert page.strip().startswith(f'<article id="draft-{draft_id}"') or f'<article id="draft-{draft_id}"' in page[:400]
    assert "Behalten." in page
    assert "<html" not in page


def test_what_could_not_be_read_is_told_and_can_be_tried_again(
    seeded: TestClient, seeded_engine: Engine, lines: dict[str, list[int]]
) -> None:
    with session_scope(seeded_engine, write=True) as session:
        (item,) = start_batch(session, "genf-2021", [Brought("<b>../x.pdf", data=b"%PDF")])
        take_item(session, item)
        refuse_item(session, item, "There is no text. Paste the article or choose a file.")
    response = seeded.get(DESK, headers=DE)
    assert "<b>../x.pdf" not in response.text
    assert "Es fehlt der Text" in page_of(response) or "kein Text" in page_of(response)
    seeded.post(DESK + "/retry", data={"item": str(item)})
    assert lines["read"] == [item]
    seeded.post(DESK + "/cancel")
    assert "Abgebrochen" in page_of(seeded.get(DESK, headers=DE))
    seeded.post(DESK + "/clear")
    assert "Abgebrochen" not in page_of(seeded.get(DESK, headers=DE))


def test_the_progress_says_nothing_while_nothing_changes(seeded: TestClient, seeded_engine: Engine) -> None:
    with session_scope(seeded_engine, write=True) as session:
        (item,) = start_batch(session, "genf-2021", [Brought("a.zip", data=b"PK")])
        take_item(session, item)
    asked = {"hx-request": "true", "hx-target": "div#reading"} | EN
    panel = page_of(seeded.get(DESK + "/reading", headers=asked))
    assert "Reading: 0 of 1." in panel
    assert seeded.get(DESK + "/reading?seen=1-0-0", headers=asked).status_code == 204
    with session_scope(seeded_engine, write=True) as session:
        count_found(session, item, 3)
    assert "3 texts so far" in page_of(seeded.get(DESK + "/reading?seen=1-0-0", headers=asked))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/summits/nirgends/desk", 404),
        ("post", "/summits/nirgends/desk/keep", 303),
        ("get", "/drafts/99999", 404),
        ("get", "/drafts/99999999999999999999", 404),
        ("post", "/drafts/99999", 404),
        ("post", DESK + "/explode", 404),
        ("post", DESK + "/retry", 303),
        ("get", "/summits/nirgends/desk/reading", 404),
    ],
)
def test_what_is_not_there_is_said(seeded: TestClient, method: str, path: str, status: int) -> None:
    assert seeded.request(method, path, follow_redirects=False).status_code == status


def test_a_settled_draft_cannot_be_changed(seeded: TestClient, seeded_engine: Engine) -> None:
    draft_id = lay(seeded_engine, make_draft(TEXT, max_chars=1000))
    seeded.post(f"/drafts/{draft_id}", data={"action": "keep"})
    assert seeded.post(f"/drafts/{draft_id}", data={"action": "drop"}).status_code == 404
    with session_scope(seeded_engine) as session:
        assert session.get_one(Draft, draft_id).status == "kept"


@pytest.mark.parametrize("code", sorted(INTAKE_WARNINGS))
def test_each_warning_says_what_it_is_about(code: str, seeded: TestClient, seeded_engine: Engine) -> None:
    lay(seeded_engine, replace(make_draft(TEXT, max_chars=1000), warnings=(Warning(code, "", 0, 12),)))
    html = page_of(seeded.get(DESK, headers=EN))
    assert TEXT[:12] in html
    assert "Worth a look" not in html


def test_a_text_in_another_language_says_so_in_the_language_of_the_reader(
    seeded: TestClient, seeded_engine: Engine
) -> None:
    lay(seeded_engine, make_draft("The presidents met in Geneva and talked about arms.", max_chars=1000), "en")
    html = page_of(seeded.get(DESK, headers=DE))
    assert "Nicht deutsch" in html
    assert "<span>Englisch</span>" in html
