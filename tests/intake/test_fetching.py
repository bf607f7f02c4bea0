"""Addresses lead to the public web only, politely and within limits; every refusal is a sentence."""

import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import quote

import pytest

from app.intake.fetching import Fetcher, fetch, read_address
from app.intake.items import Found, Refusal, Refused
from app.intake.manners import _seconds
from app.intake.network import is_public, literal
from app.intake.robots import allows
from app.settings import Settings
from tests.intake.website import PAGE, PUBLIC, Web, blanks, website


@pytest.fixture(scope="module")
def site() -> Iterator[Web]:
    with website() as running:
        yield running


@pytest.fixture
def web(site: Web) -> Web:
    for record in (site.asked, site.detour.dialled, site.looked_up):
        record.clear()
    return site


def refusal(web: Web, address: str, **given: object) -> str:
    with pytest.raises(Refused) as refused:
        web.fetcher(**given).fetch(address)
    assert str(refused.value).endswith(".")
    return refused.value.code


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.178.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.0.8",
        "198.18.0.1",
        "203.0.113.5",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "fec0::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001:db8::1",
        "2001:0:1::1",
        "100::1",
        "word",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("1.2.3.4.", "1.2.3.4"),
        ("99999999999", "0.0.0.0"),
        ("zeitung.example", None),
        ("0x7f.example", None),
    ],
)
def test_hosts_written_in_numbers(host: str, meant: str | None) -> None:
    assert literal(host) == meant


PRIVATE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://intern.example/",
    "http://beides.example/",
    "http://wolke.example/",
    "http://sechs.example/",
    "http://eingepackt.example/",
    "http://metadata.google.internal/",
    "http://0/",
    "http://0.0.0.0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1]/",
    "http://224.0.0.1/",
    "http://127.0.0.1:8080/",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_connection_into_private_networks(web: Web, address: str) -> None:
    # Some spellings are no address at all for the library that parses them: as good.
    assert refusal(web, address) in {"private", "address"}
    assert refusal(web, f"http://zeitung.example/to/{quote(address)}") in {"private", "address"}
    assert set(web.detour.dialled) == {PUBLIC}


@pytest.mark.parametrize(
    "address",
    [
        "ftp://zeitung.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://zeitung.example/",
        "data:text/html,x",
        "http://",
        "//zeitung.example",
        "zeitung.example",
        "http://a:b@zeitung.example/",
        "http://zeitung.example\\@intern.example/",
        "https://[::1",
        "http://zeitung.example:99999/",
        "http://zeitung.example/\x00",
        "http://exa_mple..x/",
        "http://zeitung.example/a b",
        "",
        "http://zeitung.example/" + "x" * 3000,
    ],
)
def test_what_is_no_web_address(web: Web, address: str) -> None:
    assert refusal(web, address) in {"address", "dns"}
    assert web.detour.dialled == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://zeitung.example:22/", "port"),
        ("http://gibtesnicht.example/", "dns"),
        ("http://zeitung.example/loop/0", "redirects"),
        ("http://zeitung.example/chain/6", "redirects"),
        ("http://zeitung.example/to/file:///etc/passwd", "address"),
        ("http://zeitung.example/to/http://zeitung.example:25/", "port"),
        ("http://zeitung.example/to/http://streng.example/", "robots"),
        ("http://zeitung.example/geheim/akte", "robots"),
        ("http://zeitung.example/x.pdf", "robots"),
        ("http://streng.example/", "robots"),
        ("http://kaputt.example/", "robots"),
        ("http://zeitung.example/status/404", "status"),
        ("http://zeitung.example/status/403", "status"),
        ("http://zeitung.example/status/429", "status"),
        ("http://zeitung.example/status/500", "status"),
        ("http://zeitung.example/status/204", "status"),
        ("http://zeitung.example/type/image/png", "content-type"),
        ("http://zeitung.example/type/application/octet-stream", "content-type"),
        ("http://zeitung.example/gross", "too-large"),
        ("http://zeitung.example/endlos", "too-large"),
        ("http://zeitung.example/endlos-gepackt", "too-large"),
        ("http://zeitung.example/gzip-kaputt", "broken"),
        ("http://zeitung.example/bombe", "too-large"),
        ("http://zeitung.example/bombe-in-bombe", "encoding"),
        ("http://zeitung.example/brotli", "encoding"),
        ("http://doppelt.example/", "encoding"),  # its robots.txt is packed so
        ("http://zeitung.example/kein-http", "unreachable"),
        ("http://zeitung.example/ohne-ziel", "unreachable"),
        ("https://zeitung.example/", "unreachable"),  # no TLS there
        ("http://zeitung.example/tropf", "timeout"),
        ("http://zeitung.example/tropf-kopf", "timeout"),
        ("http://zeitung.example/stumm", "timeout"),
        ("http://traege.example/", "timeout"),
    ],
)
def test_what_is_in_the_way_is_told(web: Web, address: str, code: str) -> None:
    assert refusal(web, address, seconds=1.0 if code == "timeout" else 5.0) == code


@pytest.mark.parametrize(
    ("address", "last"),
    [
        ("http://zeitung.example/artikel", "http://zeitung.example/artikel"),
        ("HTTP://Zeitung.Example/artikel#unten", "http://zeitung.example/artikel"),
        ("http://zeitung.example/chain/5", "http://zeitung.example/chain/0"),
        ("http://zeitung.example/to/http://andere.example/x", "http://andere.example/x"),
        ("http://zeitung.example/geheim/offen", "http://zeitung.example/geheim/offen"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
        ("http://zeitung.example:8080/a", "http://zeitung.example:8080/a"),
    ],
)
def test_a_page_comes_with_its_last_address(web: Web, address: str, last: str) -> None:
    page = web.fetcher().fetch(address)
    assert page.url == last
    assert "Gespräche in Genf".encode() in page.data
    assert set(web.detour.dialled) == {PUBLIC}


def test_a_packed_page_is_unpacked(web: Web) -> None:
    assert web.fetcher().fetch("http://zeitung.example/gepackt").data == PAGE


@pytest.mark.parametrize(
    "address", ["http://zeitung.example/bombe", "http://zeitung.example/bombe-in-bombe", "http://bombe.example/"]
)
def test_what_was_packed_small_is_never_unpacked_at_once(web: Web, address: str) -> None:
    fetcher = web.fetcher(seconds=60.0)
    blanks()
    tracemalloc.start()
    try:
        with suppress(Refused):
            fetcher.fetch(address)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_a_name_that_changes_its_mind_never_leads_inside(web: Web) -> None:
    fetcher = web.fetcher()
    with pytest.raises(Refused, match="private network"):  # asking for robots.txt was the first look
        fetcher.fetch("http://wechsel.example/")
    assert set(web.detour.dialled) <= {PUBLIC}


def test_robots_are_asked_once_for_many_pages(web: Web) -> None:
    fetcher = web.fetcher()
    for number in range(3):
        fetcher.fetch(f"http://zeitung.example/{number}")
    assert [path for _, path in web.asked].count("/robots.txt") == 1


def test_one_setting_switches_it_off(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FETCH", "off")
    with pytest.raises(Refused, match="switched off"):
        fetch("http://zeitung.example/", Settings(), web.fetcher())
    assert web.looked_up == []
    monkeypatch.setenv("FETCH", "on")
    assert fetch("http://zeitung.example/", Settings(), web.fetcher()).data


def test_a_feed_gives_each_page_once_and_ends(web: Web) -> None:
    items = list(read_address("http://zeitung.example/feed", web.fetcher()))
    drafts = [item for item in items if isinstance(item, Found)]
    assert [item.draft.url for item in drafts] == ["http://zeitung.example/1", "http://zeitung.example/2"]
    assert all(item.draft.title == "Gespräche in Genf" for item in drafts)
    assert sorted(item.code for item in items if isinstance(item, Refusal)) == ["feed-in-feed", "private"]


def test_a_long_feed_is_cut_and_says_so(web: Web) -> None:
    items = list(read_address("http://zeitung.example/feed-lang", web.fetcher(seconds=10.0)))
    assert items[-1].code == "too-many"  # type: ignore[union-attr]
    assert len(items) <= 102


def test_the_servers_encoding_counts(web: Web) -> None:
    (item,) = read_address("http://zeitung.example/latin1", web.fetcher())
    assert isinstance(item, Found)
    assert item.draft.title == "Gespräche in Genf"
    assert "über die Kontrolle" in item.draft.text
    assert item.draft.published
    assert item.draft.published.text == "2021-06-16"
    assert item.draft.source == "zeitung.example"


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /a", "/abc", False),
        ("User-agent: *\nDisallow: /a\nAllow: /abc", "/abcd", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*/druck$", "/x/druck", False),
        ("User-agent: *\nDisallow: /*/druck$", "/x/druck/2", True),
        ("User-agent: *\nDisallow: /*?print", "/x?print=1", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: gipfelspiegel\nAllow: /", "/a", True),
        ("USER-AGENT: *\ndisallow: /%C3%BC", "/ü", False),
        ("# nichts\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /" + "*a" * 3000 + "b", "/" + "a" * 1900, True),
        ("<html>Nicht gefunden</html>", "/a", True),
    ],
)
def test_rules_of_robots(robots: str, path: str, allowed: bool) -> None:
    assert allows(robots, "Gipfelspiegel", f"http://zeitung.example{path}") is allowed


def test_a_fetcher_says_who_it_is() -> None:
    from app.intake.fetching import USER_AGENT

    assert USER_AGENT.startswith("Gipfelspiegel/")
    assert Fetcher().allowed


def test_a_server_that_asks_for_a_short_wait_is_asked_again(web: Web) -> None:
    assert web.fetcher().fetch("http://zeitung.example/gleich").data == PAGE
    assert [path for _, path in web.asked] == ["/robots.txt", "/gleich", "/gleich"]


def test_a_server_that_wants_to_be_left_alone_is_left_alone(web: Web) -> None:
    fetcher = web.fetcher()
    for _ in range(3):
        with pytest.raises(Refused, match=r"left alone for 1[12]\d seconds"):
            fetcher.fetch("http://zeitung.example/spaeter")
    with pytest.raises(Refused, match="left alone"):
        fetcher.fetch("http://zeitung.example/1")
    assert [path for _, path in web.asked] == ["/robots.txt", "/spaeter"]


def test_what_has_not_changed_is_not_sent_again(web: Web) -> None:
    fetcher = web.fetcher()
    first, second = (fetcher.fetch("http://zeitung.example/bekannt") for _ in range(2))
    assert first == second
    assert first.data == PAGE
    assert len(web.asked) == 3


def test_a_host_is_asked_one_thing_at_a_time(web: Web) -> None:
    fetcher = web.fetcher(seconds=5.0)
    begun = time.monotonic()
    with ThreadPoolExecutor(3) as pool:
        pages = list(pool.map(lambda n: fetcher.fetch(f"http://zeitung.example/langsam#{n}"), range(3)))
    assert all(page.data == PAGE for page in pages)
    assert time.monotonic() - begun >= 0.9


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("999999999999", 3600.0),
        ("Wed, 16 Jun 2021 10:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_a_server_asks_to_wait(value: str, seconds: float | None) -> None:
    assert _seconds(value) == seconds
