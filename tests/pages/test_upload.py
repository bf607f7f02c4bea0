"""Articles come in by the form: what is right is kept, what is wrong is told where it is, nothing typed is lost."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import col, select

from app.db import session_scope
from app.desk import ImportItem
from app.models import Article
from app.pages import upload as upload_page

TEXT = "Die Kanzlerin sprach in Berlin mit dem Präsidenten. Danach reisten beide ab."
FORM = "/summits/genf-2021/upload"
DE = {"accept-language": "de"}
EN = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What would have been put in line for the worker."""
    ids: list[int] = []
    monkeypatch.setattr(upload_page, "enqueue_analysis", lambda _settings, article_ids: ids.extend(article_ids))
    return ids


def page_of(response: object) -> str:
    """The page as a reader sees it: entities resolved."""
    return unescape(response.text)  # type: ignore[attr-defined]


def test_the_form_offers_the_sources(seeded: TestClient) -> None:
    page = page_of(seeded.get(FORM))
    assert '<option value="Quelle A">' in page
    assert 'enctype="multipart/form-data"' in page


def test_a_text_alone_is_enough(seeded: TestClient, enqueued: list[int]) -> None:
    response = seeded.post(FORM, data={"text": TEXT}, follow_redirects=False)
    assert response.status_code == 303
    article_id = int(response.headers["location"].rsplit("/", 1)[1])
    assert enqueued == [article_id]
    page = page_of(seeded.get(response.headers["location"], headers=DE))
    assert "Quelle F" in page
    assert TEXT[:40] in page
    assert 'id="progress"' in page


def test_everything_that_was_said_is_kept(seeded: TestClient) -> None:
    said = {
        "text": TEXT,
        "source": "quelle a",
        "title": "Zu zweit",
        "published": "16.6.2021",
        "url": "https://a.example/1",
    }
    page = page_of(seeded.post(FORM, data=said, headers=DE))
    for words in ("Zu zweit", "Quelle A", "16. Juni 2021", "https://a.example/1"):
        assert words in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_decoded(seeded: TestClient, encoding: str) -> None:
    text = "Ärger über die Größe: „Übermütig“, sagte sie.\nDie Straße nach Köln blieb gesperrt. " * 3
    page = page_of(seeded.post(FORM, files={"file": ("bericht.txt", text.encode(encoding), "text/plain")}, headers=EN))
    assert "Ärger über die Größe" in page
    assert "bericht.txt" in page
    assert ("It was not in UTF-8" in page) == (encoding in {"cp1252", "utf-16"})


SCRIPT = "<script>alert(1)</script>"
BAD = [
    ("no text", {}, 422, "text"),
    ("blank", {"text": " \n\t "}, 422, "text"),
    ("no words", {"text": "123 --- 456"}, 422, "text"),
    ("only control characters", {"text": "\x00\x01\x02"}, 422, "text"),
    ("too long", {"text": "Wort " * 110_000}, 413, "text"),
    ("impossible day", {"text": TEXT, "published": "2021-02-30"}, 422, "published"),
    ("impossible German day", {"text": TEXT, "published": "31.2.2021"}, 422, "published"),
    ("no date", {"text": TEXT, "published": SCRIPT}, 422, "published"),
    ("year 0", {"text": TEXT, "published": "0000-00-00"}, 422, "published"),
    ("script address", {"text": TEXT, "url": "javascript:alert(1)"}, 422, "url"),
    ("no address", {"text": TEXT, "url": SCRIPT}, 422, "url"),
    ("broken address", {"text": TEXT, "url": "https://[::1"}, 422, "url"),
    ("long headline", {"text": TEXT, "title": "x" * 301}, 422, "title"),
    ("long source", {"text": TEXT, "source": "x" * 301}, 422, "source"),
    ("rather long source", {"text": TEXT, "source": "x" * 200}, 422, "source"),
]


@pytest.mark.parametrize(("what", "typed", "status", "field"), BAD, ids=[case[0] for case in BAD])
def test_what_is_wrong_is_told_beside_its_field(
    seeded: TestClient, enqueued: list[int], what: str, typed: dict[str, str], status: int, field: str
) -> None:
    response = seeded.post(FORM, data=typed)
    assert response.status_code == status
    page = page_of(response)
    told = re.search(rf'<p class="wrong" id="{field}-wrong" role="alert">([^<]+)', response.text)
    assert told
    assert len(told[1].strip()) > 20
    assert 'id="errors"' in page
    for name, value in typed.items():
        if name != field or len(value) < 1000:
            assert value.replace("\x00", "").strip("\x01\x02 \n\t")[:200] in page
    assert SCRIPT not in response.text
    assert enqueued == []
    assert "Quelle F" not in seeded.get("/summits/genf-2021/sources").text


def test_all_mistakes_are_told_at_once(seeded: TestClient) -> None:
    page = seeded.post(FORM, data={"published": "gestern", "url": "x", "title": "y" * 400}).text
    for field in ("text", "published", "url", "title"):
        assert f'id="{field}-wrong"' in page


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), 422),
        (b"", 422),
        (b"   \n", 422),
        (b"\xff\xfe", 422),
    ],
)
def test_a_file_that_is_no_text(seeded: TestClient, content: bytes, status: int) -> None:
    response = seeded.post(FORM, files={"file": ("bild.txt", content)}, data={"title": "Mein Titel"})
    assert response.status_code == status
    assert "Mein Titel" in response.text
    assert 'role="alert"' in response.text


def test_a_file_comes_back_as_text(seeded: TestClient) -> None:
    """A browser forgets the chosen file: what was read is in the field, so that it need not be chosen again."""
    sent = {"file": ("bericht.txt", TEXT.encode())}
    response = seeded.post(FORM, files=sent, data={"published": "morgen"})
    assert response.status_code == 422
    assert TEXT in page_of(response)
    assert 'name="file_name" value="bericht.txt"' in response.text


def test_text_and_file_together_are_asked_about(seeded: TestClient) -> None:
    response = seeded.post(FORM, files={"file": ("b.txt", b"Ein anderer Text.")}, data={"text": TEXT})
    assert response.status_code == 422
    assert 'id="file-wrong"' in response.text
    assert TEXT in page_of(response)


def test_ten_megabytes(seeded: TestClient) -> None:
    response = seeded.post(FORM, data={"text": "Wort " * 2_000_000}, headers=DE)
    assert response.status_code == 413
    assert "<h1>" in response.text


def test_a_long_text_is_no_trouble(seeded: TestClient) -> None:
    """Starlette's own limit of 1 MB a field is lifted: 400,000 characters with umlauts are more."""
    response = seeded.post(FORM, data={"text": "Übergrößenträger " * 25_000}, files={}, follow_redirects=False)
    assert response.status_code == 303
    multipart = seeded.post(FORM, files={"text": (None, "Ärgerübungsstätte€€ " * 24_000)}, follow_redirects=False)
    assert multipart.status_code == 303


def test_one_endless_line(seeded: TestClient) -> None:
    response = seeded.post(FORM, data={"text": "a" * 100_000})
    assert response.status_code == 200
    assert "a" * 100_000 in response.text


def test_control_characters_are_taken_out_and_told(seeded: TestClient) -> None:
    response = seeded.post(FORM, data={"text": f"{TEXT[:20]}\x00\x07{TEXT[20:]}"}, headers=DE)
    assert TEXT in page_of(response)
    assert re.search(r"\(2\)", response.text)


def test_script_in_every_field(seeded: TestClient) -> None:
    typed = {"text": f"{SCRIPT} {TEXT}", "source": SCRIPT, "title": SCRIPT, "url": "https://a.example/" + SCRIPT}
    response = seeded.post(FORM, data=typed)
    assert response.status_code == 200
    assert SCRIPT in page_of(response)
    for address in (
        "/articles/6",
        "/summits/genf-2021/articles",
        "/summits/genf-2021/sources",
        "/summits/genf-2021",
        FORM,
    ):
        assert SCRIPT not in seeded.get(address).text


BODY = "Der Rat hat am Mittwoch getagt. Die Ministerin sagte, es sei genug Zeit.\n\n" * 4
HEAD = "Titel: Rat tagt\nQuelle: Neuer Bote\nDatum: 16. Juni 2021\n\n"


def text_of(seeded: TestClient, address: str) -> str:
    return str(seeded.get(f"/api{address}").json()["text"])


class TestWhatATextSaysOfItself:
    """A pasted text is read as on the desk: what was typed wins, and it is said what was taken from where."""

    def test_its_first_lines_fill_what_was_left_empty(self, seeded: TestClient) -> None:
        said = {"text": HEAD + BODY, "title": "Getippt"}
        address = seeded.post(FORM, data=said, follow_redirects=False).headers["location"]
        assert text_of(seeded, address) == BODY
        page = page_of(seeded.get(address, headers=EN))
        for words in ("Getippt", "Neuer Bote", "June 16, 2021", "<q>Titel: Rat tagt</q>", "<q>Quelle: Neuer Bote</q>"):
            assert words in page
        assert "Source: told by a line of its own in the text" in page
        assert "Headline: told" not in page

    def test_what_is_put_right_is_no_longer_said_to_be_told(self, seeded: TestClient) -> None:
        address = seeded.post(FORM, data={"text": HEAD + BODY}, follow_redirects=False).headers["location"]
        seeded.post(address, data={"title": "Rat tagt", "source": "Anders", "published": "2021-06-16"})
        page = page_of(seeded.get(address, headers=EN))
        assert "Source: told" not in page
        assert "Headline: told by" in page

    def test_a_form_with_a_mistake_comes_back_as_typed(self, seeded: TestClient) -> None:
        response = seeded.post(FORM, data={"text": HEAD + BODY, "published": "gestern"})
        assert response.status_code == 422
        assert HEAD.split("\n")[0] in page_of(response)
        assert 'name="source" type="text" inputmode="text" value=""' in response.text


class TestFiles:
    """Every kind that the desk reads; what does not hold one article alone goes there."""

    @pytest.fixture(autouse=True)
    def read(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        ids: list[int] = []
        monkeypatch.setattr(upload_page, "enqueue_reading", lambda _settings, found: ids.extend(found))
        return ids

    def test_a_page(self, seeded: TestClient, seeded_engine: Engine, enqueued: list[int]) -> None:
        page = f"<html><head><title>Rat tagt</title></head><body><article><p>{BODY * 3}</p></article></body></html>"
        sent = {"file": ("seite.html", page.encode(), "text/html")}
        draft = seeded.post(FORM, files=sent, follow_redirects=False).headers["location"]
        assert 'value="Rat tagt"' in page_of(seeded.get(draft))
        assert "Rat tagt" not in page_of(seeded.get("/summits/genf-2021/articles"))  # it is to be confirmed first
        seeded.post(draft, data={"action": "keep", "from": "draft"})
        with session_scope(seeded_engine) as session:
            address = f"/articles/{session.exec(select(Article.id).order_by(col(Article.id).desc())).first()}"
        assert text_of(seeded, address).startswith("Der Rat hat am Mittwoch getagt.")
        assert "Rat tagt" in page_of(seeded.get(address))

    def test_what_was_typed_counts_before_what_was_read(self, seeded: TestClient) -> None:
        mail = f"From: Anna Weber <a@bote.example>\nTo: x@y.example\nSubject: Rat tagt\n\n{BODY}"
        typed = {"title": "Der Rat", "source": "Neuer Bote"}
        page = page_of(seeded.post(FORM, files={"file": ("post.eml", mail.encode())}, data=typed, headers=EN))
        for words in ('value="Der Rat"', 'value="Neuer Bote"', 'value="Anna Weber"', "post.eml"):
            assert words in page
        assert 'value="Rat tagt"' not in page

    def test_a_mistake_beside_a_file_gives_back_all_that_was_read(self, seeded: TestClient) -> None:
        mail = f"From: Anna Weber <a@bote.example>\nTo: x@y.example\nSubject: Rat tagt\n\n{HEAD}{BODY}"
        response = seeded.post(FORM, files={"file": ("post.eml", mail.encode())}, data={"url": "x"}, headers=EN)
        assert response.status_code == 422
        page = page_of(response)
        for words in (
            'value="Rat tagt"',
            'value="Neuer Bote"',
            'name="author" value="Anna Weber"',
            'name="note" value="head-line:Quelle: Neuer Bote"',
            "told by the file",
            BODY[:60],
        ):
            assert words in page
        notes = ["head-line:Quelle: Neuer\x00 Bote", "böse"]
        hidden = {"file_name": "post.eml", "author": "Anna\x00 Weber", "note": notes}
        again = {"text": BODY, "title": "Rat tagt", "source": "Neuer Bote"} | hidden
        kept = page_of(seeded.post(FORM, data=again, headers=EN))
        for words in ("post.eml", "Anna Weber", "<q>Quelle: Neuer Bote</q>"):
            assert words in kept
        assert "böse" not in kept

    def test_several_articles_go_to_the_desk_and_nothing_is_lost(
        self, seeded: TestClient, seeded_engine: Engine, read: list[int], enqueued: list[int]
    ) -> None:
        table = b"title;text\nEins;Der Rat tagt.\nZwei;Der Rat tagt wieder.\n"
        response = seeded.post(FORM, files={"file": ("zwei.csv", table)}, data={"source": "Bote"}, headers=EN)
        assert response.status_code == 200
        page = page_of(response)
        assert "“zwei.csv” does not hold one article alone" in page
        assert "What you typed here is still in the form." in page
        assert 'value="Bote"' in page
        with session_scope(seeded_engine) as session:
            (item,) = session.exec(select(ImportItem)).all()
        assert (item.name, item.data, [item.id], enqueued) == ("zwei.csv", table, read, [])


class TestTheSameTextTwice:
    """409 with a way to the one that is there, and three choices."""

    @pytest.fixture
    def first(self, seeded: TestClient) -> str:
        return seeded.post(FORM, data={"text": TEXT, "title": "Alt"}, follow_redirects=False).headers["location"]

    def test_is_refused_with_a_link(self, seeded: TestClient, first: str) -> None:
        response = seeded.post(FORM, data={"text": f"  {TEXT}\n\n", "title": "Neu"})
        assert response.status_code == 409
        assert f'href="{first}"' in response.text
        assert 'value="Neu"' in response.text
        assert TEXT in page_of(response)
        assert {"replace", "edit"} <= set(re.findall(r'form="upload" name="action" value="(\w+)"', response.text))

    def test_replace_changes_what_is_known(self, seeded: TestClient, first: str) -> None:
        again = {"text": TEXT, "title": "Neu", "published": "2021", "action": "replace"}
        response = seeded.post(FORM, data=again, follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (303, first)
        page = seeded.get(first).text
        assert "Neu" in page
        assert "2021" in page
        assert "Quelle F" in page

    def test_cancel_goes_back_to_the_form(self, seeded: TestClient, first: str) -> None:
        response = seeded.post(FORM, data={"text": TEXT, "title": "Neu", "action": "edit"})
        assert response.status_code == 200
        assert 'value="Neu"' in response.text
        assert 'id="duplicate"' not in response.text


def test_unknown_summits(seeded: TestClient) -> None:
    assert seeded.get("/summits/gibt-es-nicht/upload").status_code == 404
    assert seeded.post("/summits/gibt-es-nicht/upload", data={"text": TEXT}).status_code == 404
    assert seeded.post("/summits/gibt-es-nicht/upload", data={}).status_code == 404


def test_other_sites_cannot_upload(seeded: TestClient) -> None:
    assert seeded.post(FORM, data={"text": TEXT}, headers={"origin": "https://evil.example"}).status_code == 403


def test_an_upload_survives_a_queue_that_is_down(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker takes up whatever is still queued, so a failed enqueue must not fail the upload."""

    def broken(*_args: object) -> None:
        raise ConnectionError("the queue is down")

    monkeypatch.setattr(upload_page, "enqueue_analysis", broken)
    response = seeded.post(FORM, data={"text": TEXT}, follow_redirects=False)
    assert response.status_code == 303
