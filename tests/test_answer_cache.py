"""What is kept is what would be answered now: for every address, after every kind of write, for everybody."""

import random
import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from app.answer_cache import Shelf
from app.copies import Copy
from app.db import session_scope
from app.main import create_app
from app.models import Summit
from app.pages import summits as summit_pages
from app.settings import Settings
from tests.changes import CHANGES, EN, HERE, HTMX, OTHER, Asked, World, application, routes
from tests.conftest import counting

POLICY = "content-security-policy"
SUMMIT = "/summits/genf-2021"
KEPT = ("/summits", SUMMIT, f"{SUMMIT}/topics/cybersicherheit", "/articles/1", "/api/summits/genf-2021/matrix", "/docs")


def nonce(answer: httpx.Response) -> str:
    found = re.search(r"'nonce-([\w-]{16})'", answer.headers[POLICY])
    assert found
    return found[1]


def shown(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """All of an answer but what differs each time."""
    headers = {name: value for name, value in answer.headers.items() if name not in {POLICY, "content-length"}}
    return answer.status_code, answer.text.replace(nonce(answer), "NONCE"), headers


def disagreements(world: World, asked: list[Asked]) -> list[str]:
    """Addresses that are not answered as they would be if nothing were kept."""
    return [
        f"{url} {headers}"
        for url, headers in asked
        if shown(world.kept.get(url, headers=headers)) != shown(world.fresh.get(url, headers=headers))
    ]


@pytest.fixture
def world(each: Engine, tmp_path: Path, empty_template: Path) -> Iterator[World]:
    """Two small summits, on each database."""
    shutil.copy(empty_template.with_name("empty-jobs.db"), tmp_path / "jobs.db")
    url = each.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, jobs_database_url=f"sqlite:///{tmp_path / 'jobs.db'}")
    with World(each, settings, tmp_path) as world:
        world.fill()
        yield world


@pytest.mark.timeout(1_200)
def test_every_write_is_seen_at_once(world: World) -> None:
    """On all pages and calls before the first write and after the last; in between on every fifth (tenth), in turns."""
    turns = 5 if world.engine.dialect.name == "sqlite" else 10
    missing = set(routes(world.app.routes, "GET"))
    assert len(missing) > 40
    assert disagreements(world, world.addresses()) == []  # everything is kept by now
    for number, change in enumerate(CHANGES):
        change(world)
        asked = world.addresses()
        assert disagreements(world, asked[number % turns :: turns]) == [], change.__name__
        missing -= {one for one in missing if any(_fits(one, url) for url, _ in asked)}
    assert disagreements(world, world.addresses()) == []
    assert world.refused == [], "changes that changed nothing"
    assert missing == set(), "addresses that were never asked for"
    assert world.posted == set(routes(world.app.routes, "POST")), "forms without a change in tests/changes.py"


def _fits(template: str, url: str) -> bool:
    return bool(re.fullmatch(re.sub(r"{\w+}", "[^/?]+", template), url.partition("?")[0]))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("each", ["sqlite"], indirect=True)
def test_after_any_writes_in_any_order_all_is_as_if_nothing_were_kept(world: World, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(15):
        asked = world.addresses()
        for url, headers in chance.sample(asked, 9):
            world.kept.get(url, headers=headers)
        change = chance.choice(CHANGES)
        change(world)
        assert disagreements(world, chance.sample(asked, 9)) == [], change.__name__
    assert disagreements(world, world.addresses()) == []


@pytest.mark.parametrize("each", ["sqlite"], indirect=True)
def test_writes_to_one_summit_leave_the_others_pages_kept(world: World) -> None:
    with session_scope(world.engine, write=True) as session:
        session.exec(update(Summit).values(place="Bern"))
    world.post("/api/summits/{slug}/articles", {"text": "Biden flog nach Genf. Abrüstung war Thema."}, slug=OTHER)
    pages = [f"/summits/{HERE}", f"/summits/{HERE}/quotes", f"/api/summits/{HERE}/matrix"]
    for page in pages:
        world.kept.get(page)
    world.work()
    with counting(world.app.state.engine) as statements:
        for page in pages:
            world.kept.get(page)
        assert statements() == 0
        world.kept.get(f"/summits/{OTHER}")
        assert statements() > 0


@pytest.mark.parametrize("url", KEPT)
@pytest.mark.parametrize("headers", [{}, EN, HTMX], ids=["de", "en", "htmx"])
def test_a_page_again_asks_nothing_and_is_the_same_but_for_its_nonce(
    seeded: TestClient, url: str, headers: dict[str, str]
) -> None:
    first = seeded.get(url, headers=headers)
    with counting(application(seeded).state.engine) as statements:
        again = seeded.get(url, headers=headers)
        assert statements() == 0
    assert shown(first) == shown(again)
    assert nonce(first) != nonce(again)
    assert nonce(first) not in again.text
    assert (nonce(again) in again.text) == (nonce(first) in first.text)


@pytest.mark.parametrize("url", KEPT)
def test_who_takes_no_gzip_gets_the_same(seeded: TestClient, url: str) -> None:
    packed, plain = seeded.get(url), seeded.get(url, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.headers.get("content-encoding") == ("gzip" if len(plain.content) >= 600 else None)
    assert shown(packed)[1] == shown(plain)[1]
    assert packed.headers["etag"] == plain.headers["etag"]
    assert int(plain.headers["content-length"]) == len(plain.content)
    assert "Accept-Encoding" in plain.headers["vary"]


@pytest.mark.parametrize("url", KEPT)
def test_who_has_it_is_told_so_without_a_policy(seeded: TestClient, url: str) -> None:
    tag = seeded.get(url).headers["etag"]
    assert tag.startswith('W/"')
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        answer = seeded.get(url, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert answer.headers["cache-control"] == "no-cache"
        assert POLICY not in answer.headers
        assert "content-length" not in answer.headers
    assert seeded.get(url, headers={"if-none-match": 'W/"other"'}).status_code == 200
    head = seeded.head(url)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert seeded.head(url, headers={"if-none-match": tag}).status_code == 304


def test_what_has_changed_is_sent_anew(seeded: TestClient) -> None:
    tag = seeded.get(SUMMIT).headers["etag"]
    english = seeded.get(SUMMIT, headers=EN).headers["etag"]
    assert english != tag
    seeded.post(SUMMIT, data={"name": "Anders", "place": "Genf", "day": "2021-06-16"})
    answer = seeded.get(SUMMIT, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert "Anders" in answer.text


def test_a_write_that_changes_nothing_shown_keeps_the_tag(seeded: TestClient) -> None:
    tag = seeded.get(SUMMIT).headers["etag"]
    seeded.post("/summits", data={"name": "Ein anderer"})
    assert seeded.get(SUMMIT, headers={"if-none-match": tag}).status_code == 304


def test_a_text_that_holds_an_old_nonce_keeps_it(seeded: TestClient) -> None:
    old = nonce(seeded.get(SUMMIT))
    seeded.post(SUMMIT, data={"name": f"Gipfel {old}", "place": "Genf", "day": "2021-06-16"})
    for _ in range(3):
        answer = seeded.get(SUMMIT)
        assert f"Gipfel {old}" in answer.text
        assert f'nonce="{old}"' not in answer.text


@pytest.mark.parametrize(
    "url",
    [
        f"{SUMMIT}/corrections",
        f"{SUMMIT}?fixed=1",
        f"{SUMMIT}/quotes?fixed=1",
        f"{SUMMIT}/topics/cybersicherheit?fixed=1",
        f"{SUMMIT}/sources?renamed=quelle-a",
        "/summits?removed=genf-2021",
        "/articles/1?fix=on",
        "/articles/1?from=1&to=20",
        f"{SUMMIT}/desk/reading",
        "/",
        "/nowhere",
    ],
)
def test_what_is_one_persons_or_no_page_is_not_kept(seeded: TestClient, url: str) -> None:
    for _ in range(2):
        with counting(application(seeded).state.engine) as statements:
            answer = seeded.get(url, follow_redirects=False)
            assert statements() > 0 or answer.status_code == 404
        assert "etag" not in answer.headers
        assert answer.headers[POLICY]


def test_nobody_sees_the_name_of_another(seeded: TestClient) -> None:
    for name in ("Änne", "Bodo", ""):
        seeded.cookies.clear()
        seeded.post(f"{SUMMIT}/corrections", data={"by": name})
        page = seeded.get(f"{SUMMIT}/corrections").text
        assert [one for one in ("Änne", "Bodo") if one in page] == [name][: bool(name)]
        assert "Bodo" not in seeded.get(SUMMIT).text


def test_everybody_gets_the_language_they_chose(seeded: TestClient) -> None:
    german, english = "Quellen", "Sources"
    wishes = [({}, german), (EN, english), ({"accept-language": "fr, de;q=0.3"}, german)]
    wishes += [({"cookie": "lang=en; editor=x"}, english), (EN | {"cookie": "lang=de"}, german)]
    for _ in range(2):
        for headers, word in wishes:
            answer = seeded.get(SUMMIT, headers=headers)
            assert f">{word}</a>" in answer.text
            assert answer.headers["content-language"] == {german: "de", english: "en"}[word]


def test_what_is_made_while_something_is_written_is_not_kept_as_new(
    seeded: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that had been read before a write ends, and is finished after it."""
    real = summit_pages.overview_page

    def slow(*args: object) -> object:
        page = real(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(summit_pages, "overview_page", real)
        with session_scope(application(seeded).state.engine, write=True) as session:
            session.exec(update(Summit).values(name="Inzwischen"))
        return page

    monkeypatch.setattr(summit_pages, "overview_page", slow)
    assert "Inzwischen" not in seeded.get(SUMMIT).text
    assert "Inzwischen" in seeded.get(SUMMIT).text


@pytest.mark.parametrize(("size", "times"), [(64, 1), (0, 4)])
def test_what_is_asked_for_several_times_at_once_is_made_once(
    seeded_settings: Settings, monkeypatch: pytest.MonkeyPatch, size: int, times: int
) -> None:
    real, made, going = summit_pages.overview_page, [], threading.Event()

    def slow(*args: object) -> object:
        made.append(args)
        going.wait(5)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(summit_pages, "overview_page", slow)
    app = create_app(seeded_settings.model_copy(update={"kept_mb": size}))
    with TestClient(app) as client, ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(client.get, SUMMIT) for _ in range(4)]
        threading.Timer(0.3, going.set).start()
        pages = [answer.result() for answer in answers]
    assert len(made) == times
    assert len({shown(page)[1] for page in pages}) == 1
    assert len({nonce(page) for page in pages}) == 4


def test_who_waits_for_a_page_that_cannot_be_made_is_answered_too(
    seeded_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> object:
        going.wait(5)
        raise RuntimeError

    going = threading.Event()
    monkeypatch.setattr(summit_pages, "overview_page", broken)
    with (
        TestClient(create_app(seeded_settings), raise_server_exceptions=False) as client,
        ThreadPoolExecutor(3) as pool,
    ):
        answers = [pool.submit(client.get, SUMMIT) for _ in range(3)]
        threading.Timer(0.2, going.set).start()
        assert {answer.result().status_code for answer in answers} == {500}


def copy(size: int) -> Copy:
    return Copy([(b"content-type", b"text/html")], random.Random(size).randbytes(size), b"x" * 16)


def test_a_shelf_has_its_limit_and_what_nobody_wanted_goes_first() -> None:
    shelf, state = Shelf(50_000), frozenset({(None, 1)})
    for number in range(4):
        shelf.put((number,), state, copy(10_000 + number))
    assert shelf.find((0,), state)
    for number in range(4, 6):
        shelf.put((number,), state, copy(10_000 + number))
    assert [number for number in range(6) if shelf.find((number,), state)] == [0, 3, 4, 5]
    assert shelf.size <= 50_000
    shelf.put((9,), state, copy(60_000))
    assert shelf.find((9,), state) is None
    assert shelf.find((5,), state)


def test_a_shelf_counts_what_it_holds() -> None:
    shelf, state = Shelf(10**6), frozenset({(None, 1)})
    for _ in range(5):
        shelf.put(("a",), state, copy(10_000))
    once = shelf.size
    assert 10_000 < once < 13_000
    shelf.put(("b" * 5_000,), state, copy(10_000))
    assert shelf.size > 2 * once + 4_900
    shelf.put(("a",), frozenset({(None, 2)}), copy(20_000))
    assert 10_000 < shelf.size - 2 * once - 4_000 < 14_000


def test_a_shelf_gives_nothing_of_another_state() -> None:
    shelf = Shelf(10**6)
    shelf.put(("a",), frozenset({(None, 1)}), copy(1_000))
    assert shelf.find(("a",), frozenset({(None, 1)}))
    assert shelf.find(("a",), frozenset({(None, 2)})) is None
    assert shelf.find(("a",), frozenset({(None, 1), (3, 1)})) is None
    assert shelf.find(("a",), None) is None


def test_many_addresses_take_no_more_memory_than_was_given(seeded_settings: Settings) -> None:
    app = create_app(seeded_settings.model_copy(update={"kept_mb": 1}))
    with TestClient(app) as client:
        for number in range(200):
            client.get(f"{SUMMIT}/search?q=genf&n={number}")
            assert app.state.kept.size <= 1_000_000
        assert app.state.kept.size > 900_000
        with counting(app.state.engine) as statements:
            client.get(f"{SUMMIT}/search?q=genf&n=199")
            assert statements() == 0
            client.get(f"{SUMMIT}/search?q=genf&n=0")
            assert statements() > 0


def test_a_shelf_of_no_size_keeps_nothing_and_tells_apart_all_the_same(seeded_settings: Settings) -> None:
    app = create_app(seeded_settings.model_copy(update={"kept_mb": 0}))
    with TestClient(app) as client:
        tag = client.get(SUMMIT).headers["etag"]
        with counting(app.state.engine) as statements:
            assert client.get(SUMMIT, headers={"if-none-match": tag}).status_code == 304
            assert statements() > 0
        assert app.state.kept.size == 0


def test_of_a_database_that_is_not_there_nothing_is_kept(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'none.db'}"))
    with TestClient(app) as client:
        assert client.get("/docs").status_code == 200
        assert client.get("/docs").headers["etag"]
