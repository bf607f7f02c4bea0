"""The list, the reading view with the way back, corrections of what is known, removal with undo, progress."""

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.actions.analyses import store_analysis
from app.actions.articles import set_status
from app.correct.machine import unpacked
from app.db import make_engine, session_scope
from app.models import Run
from app.nlp.types import Warning
from app.settings import Settings
from tests.conftest import counting

DE = {"accept-language": "de"}
EN = {"accept-language": "en"}


@pytest.fixture
def database(seeded_settings: Settings) -> Engine:
    return make_engine(seeded_settings.database_url)


def reading(page: str) -> str:
    """The text of the reading view without its marks."""
    inside = page.split('id="text"', 1)[1].split('<aside id="about"')[0]
    inside = re.sub(r'<small class="by".*?</small>', "", inside, flags=re.S)
    inside = re.sub(r"<title>.*?</title>", "", inside, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", inside.split(">", 1)[1])).split())


def test_the_list_shows_every_article(seeded: TestClient) -> None:
    page = seeded.get("/summits/genf-2021/articles", headers=EN).text
    assert re.findall(r'<h2><a href="/articles/(\d)', page) == ["1", "2", "3", "4", "5"]
    assert page.count("without a headline") == 5


def test_the_list_follows_the_filters(seeded: TestClient) -> None:
    page = seeded.get("/summits/genf-2021/articles?source=quelle-b&person=wladimir-putin").text
    assert re.findall(r'<h2><a href="/articles/(\d)\?([^"]+)"', page) == [
        ("2", "person=wladimir-putin&amp;source=quelle-b&amp;list=articles")
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_marks_never_change_the_text(seeded: TestClient, database: Engine, number: int) -> None:
    with database.connect() as connection:
        stored = connection.execute(text("SELECT text FROM article WHERE id = :id"), {"id": number}).scalar_one()
    assert reading(seeded.get(f"/articles/{number}").text) == " ".join(stored.split())


def test_every_sentence_can_be_linked_to(seeded: TestClient, database: Engine) -> None:
    with database.connect() as connection:
        starts = connection.execute(
            text("SELECT start FROM annotation WHERE article_id = 1 AND layer = 'sentence' ORDER BY start")
        ).scalars()
        expected = [str(start) for start in starts]
    page = seeded.get("/articles/1").text
    assert re.findall(r'<span id="s(\d+)"', page) == expected
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_entity_list_steps_through_marks_that_are_there(seeded: TestClient) -> None:
    page = seeded.get("/articles/1").text
    steps = set(re.findall(r'href="#(m\d+)"', page))
    assert len(steps) > 20
    assert steps <= set(re.findall(r'\bid="(m\d+)"', page))


@pytest.mark.parametrize(
    ("query", "back"),
    [
        ("", "/summits/genf-2021"),
        ("?person=joe-biden&source=quelle-a", "/summits/genf-2021?person=joe-biden&source=quelle-a"),
        (
            "?topic=cybersicherheit&person=wladimir-putin",
            "/summits/genf-2021/topics/cybersicherheit?person=wladimir-putin",
        ),
        ("?of=joe-biden&since=2021-06-01", "/summits/genf-2021/persons/joe-biden?since=2021-06-01"),
        ("?q=gipfel", "/summits/genf-2021/search?q=gipfel"),
        ("?list=articles&source=quelle-a", "/summits/genf-2021/articles?source=quelle-a"),
        ("?topic=gibt-es-nicht&of=niemand", "/summits/genf-2021"),
        ("?topic=%3Cscript%3E", "/summits/genf-2021"),
    ],
)
def test_the_way_back_keeps_the_filters(seeded: TestClient, query: str, back: str) -> None:
    page = seeded.get(f"/articles/1{query}").text
    link = re.search(r'<a id="back" href="([^"]+)"', page)
    assert link
    assert unescape(link[1]) == back
    assert seeded.get(back).status_code == 200


def test_who_is_asked_for_stands_out(seeded: TestClient) -> None:
    plain = seeded.get("/articles/1").text
    asked = seeded.get("/articles/1?person=wladimir-putin").text
    assert 'class="name person on"' not in plain
    assert asked.count('class="name person on"') > 5


def test_an_offset_leads_to_its_sentence(seeded: TestClient) -> None:
    page = seeded.get("/articles/1").text
    start = int(re.findall(r'<span id="s(\d+)"', page)[3])
    for offset in (start, start + 5):
        assert re.search(
            rf'<span id="s{start}" class="sentence[^"]*"><a id="here">', seeded.get(f"/articles/1?at={offset}").text
        )
    for odd in ("-1", "x", "٣", "9" * 30):
        assert seeded.get("/articles/1", params={"at": odd}).status_code == 200


@pytest.mark.parametrize(
    "address", ["/articles/99", "/articles/0", "/articles/-1", "/articles/abc", f"/articles/{10**25}"]
)
def test_unknown_articles(seeded: TestClient, address: str) -> None:
    for path in (address, f"{address}/progress"):
        response = seeded.get(path, headers=EN)
        assert response.status_code == 404
        assert 'href="/"' in response.text
    for path in (address, f"{address}/delete"):
        assert seeded.post(path, data={"title": "x"}).status_code == 404


def test_unknown_summits(seeded: TestClient) -> None:
    assert seeded.get("/summits/nirgends/articles").status_code == 404


def test_what_is_known_can_be_corrected(seeded: TestClient) -> None:
    said = {
        "title": "Drei Stunden in Genf",
        "source": "Neue Zeitung",
        "published": "2021-06-17",
        "url": "https://a.example",
    }
    response = seeded.post("/articles/1?person=joe-biden&topic=cybersicherheit", data=said, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == "/articles/1?person=joe-biden&topic=cybersicherheit"
    page = unescape(seeded.get("/articles/1", headers=DE).text)
    for words in ("<h1>Drei Stunden in Genf</h1>", "Neue Zeitung", "17. Juni 2021", 'href="https://a.example"'):
        assert words in page
    matrix = seeded.get("/summits/genf-2021").text
    assert "Neue Zeitung" in matrix
    assert "/articles/1" in seeded.get("/summits/genf-2021/search?q=stunden+genf+drei").text


def test_a_time_of_day_is_shown_and_kept(seeded: TestClient) -> None:
    seeded.post(
        "/articles/1", data={"title": "Da", "source": "Quelle A", "published": "16.6.2021, 6.30 Uhr", "url": ""}
    )
    page = unescape(seeded.get("/articles/1", headers=DE).text)
    assert "16. Juni 2021, 06:30" in page
    assert 'value="2021-06-16 06:30"' in page
    assert "16. Juni 2021" in unescape(seeded.get("/summits/genf-2021", headers=DE).text)


def test_an_emptied_field_is_emptied(seeded: TestClient) -> None:
    seeded.post("/articles/2", data={"title": "Da", "source": "Quelle B", "published": "2021-06", "url": ""})
    seeded.post("/articles/2", data={"title": "", "source": "", "published": "", "url": ""})
    page = seeded.get("/articles/2", headers=EN).text
    assert "without a headline" in page
    assert "Quelle B" in page
    assert "June 2021" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("published", "2021-13-01"), ("url", "javascript:alert(1)"), ("title", "x" * 301), ("source", "<script>" * 20)],
)
def test_wrong_corrections_keep_what_was_typed(seeded: TestClient, field: str, value: str) -> None:
    said = {"title": "Neu", "source": "Quelle A", "published": "", "url": ""} | {field: value}
    response = seeded.post("/articles/1", data=said)
    assert response.status_code == 422
    assert f'id="{field}-wrong"' in response.text
    assert value in unescape(response.text)
    assert "<script>" not in response.text
    assert "<h1>Neu</h1>" not in seeded.get("/articles/1").text


def test_removal_can_be_undone(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.pages.desk.enqueue_analysis", lambda *_: None)
    before = seeded.get("/articles/4").text
    page = seeded.post("/articles/4/delete").text
    assert seeded.get("/articles/4").status_code == 404
    assert seeded.get("/summits/genf-2021").status_code == 200
    undo = re.search(r'action="(/drafts/\d+)"', page)
    assert undo is not None
    for _ in range(2):  # pressed twice it is brought back once
        back = seeded.post(undo[1], data={"action": "restore"}, follow_redirects=False)
        assert back.status_code == 303
    after = seeded.get(back.headers["location"]).text
    assert reading(after) == reading(before)
    assert "Quelle D" in after
    assert "003_" in after


class TestRetry:
    """What could not be analysed says why, and waits again when asked to."""

    @pytest.fixture
    def failed(self, seeded: TestClient, seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """An article that failed, and what is put in line."""
        line: list[int] = []
        monkeypatch.setattr("app.pages.articles.enqueue_analysis", lambda _settings, ids: line.extend(ids))
        with session_scope(seeded_engine, write=True) as session:
            set_status(session, 2, "failed", "analysis-late")
        return line

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("analysis-late", "took longer than it may"),
            ("analysis-ended", "ended unexpectedly several times"),
            ("analysis-failed", "log says why"),
        ],
    )
    def test_each_reason_has_its_sentence_and_the_button(
        self, seeded: TestClient, seeded_engine: Engine, failed: list[int], code: str, said: str
    ) -> None:
        with session_scope(seeded_engine, write=True) as session:
            set_status(session, 2, "failed", code)
        page = seeded.get("/articles/2", headers={"accept-language": "en"}).text
        assert said in page
        assert 'action="/articles/2/retry"' in page

    def test_pressed_twice_it_waits_once(self, seeded: TestClient, failed: list[int]) -> None:
        for _ in range(2):
            answer = seeded.post("/articles/2/retry", follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (303, "/articles/2")
        page = seeded.get("/articles/2").text
        assert failed == [2]
        assert 'id="progress"' in page
        assert "/articles/2/retry" not in page

    def test_htmx_gets_the_article(self, seeded: TestClient, failed: list[int]) -> None:
        ask = {"hx-request": "true", "hx-target": "article#article"}
        fragment = seeded.post("/articles/2/retry", headers=ask).text
        assert fragment.lstrip().startswith('<article id="article"')
        assert 'id="progress"' in fragment
        assert failed == [2]

    def test_what_is_ready_stays_ready(self, seeded: TestClient, failed: list[int]) -> None:
        before = seeded.get("/articles/3").text
        assert reading(seeded.post("/articles/3/retry").text) == reading(before)
        assert 'id="progress"' not in seeded.get("/articles/3").text
        assert failed == []
        assert seeded.post("/articles/99/retry").status_code == 404


def test_a_layer_that_was_left_out_is_told(seeded: TestClient, seeded_engine: Engine) -> None:
    with session_scope(seeded_engine, write=True) as session:
        run = session.get_one(Run, 1)
        analysis = unpacked(run.machine or b"")
        warning = Warning("left-out-figures", "Figures could not be searched for in this text.", 0, 50)
        store_analysis(session, 1, replace(analysis, figures=(), warnings=(warning,)))
    page = seeded.get("/articles/1", headers={"accept-language": "en"}).text
    assert "could not search this text for figures" in page
    assert seeded.get("/api/articles/1").json()["warnings"][0]["code"] == "left-out-figures"


class TestProgress:
    """Polled by htmx, reloaded without it."""

    @pytest.fixture
    def waiting(self, seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> str:
        monkeypatch.setattr("app.pages.upload.enqueue_analysis", lambda *_: None)
        sent = {"text": "Merkel traf Macron in Paris. Er sagte: „Gut.“"}
        return str(seeded.post("/summits/genf-2021/upload", data=sent, follow_redirects=False).headers["location"])

    def test_the_text_is_there_while_it_waits(self, seeded: TestClient, waiting: str) -> None:
        page = seeded.get(waiting).text
        assert reading(page) == "Merkel traf Macron in Paris. Er sagte: „Gut.“"
        assert f'hx-get="{waiting}/progress?seen=queued-0"' in page

    def test_nothing_new_is_204(self, seeded: TestClient, waiting: str) -> None:
        ask = {"hx-request": "true", "hx-target": "div#progress"}
        assert seeded.get(f"{waiting}/progress?seen=queued-0", headers=ask).status_code == 204
        changed = seeded.get(f"{waiting}/progress?seen=queued-3", headers=ask)
        assert changed.status_code == 200
        assert changed.text.lstrip().startswith('<div id="progress"')

    def test_ready_fetches_the_article_once(self, seeded: TestClient) -> None:
        fragment = seeded.get("/articles/1/progress", headers={"hx-request": "true", "hx-target": "div#progress"}).text
        assert 'hx-trigger="load"' in fragment
        assert "every" not in fragment
        article = seeded.get("/articles/1", headers={"hx-request": "true", "hx-target": "article#article"}).text
        assert article.lstrip().startswith('<article id="article"')
        assert "<html" not in article

    def test_without_javascript_it_is_a_page(self, seeded: TestClient, waiting: str) -> None:
        page = seeded.get(f"{waiting}/progress").text
        assert "<html" in page
        assert f'href="{waiting}"' in page


def test_a_fixed_number_of_statements(seeded: TestClient) -> None:
    engine = seeded.app.state.engine  # type: ignore[attr-defined]
    counts = []
    for address in ("/articles/3", "/articles/1", "/articles/1?person=joe-biden"):
        with counting(engine) as count:
            seeded.get(address)
        counts.append(count())
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 21
