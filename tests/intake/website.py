"""A website for tests, with every trick; it runs on this machine, and only a checked, public address leads to it."""

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

import httpcore

from app.intake.fetching import Fetcher

PUBLIC = "93.184.215.14"
SENTENCES = " ".join(
    f"Am Mittwoch sprach die Delegation in Genf zum {n}. Mal über die Kontrolle der Waffen." for n in range(12)
)
PAGE = f"""<!doctype html><html lang=de><head><meta charset=utf-8><title>Gespräche in Genf</title>
<meta property="article:published_time" content="2021-06-16T10:00:00+02:00"></head>
<body><article><h1>Gespräche in Genf</h1><p>{SENTENCES}</p></article></body></html>""".encode()
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Ein Blatt</title>{items}</channel></rss>"""
ITEM = "<item><title>{title}</title><link>{link}</link><description>Kurz.</description></item>"
HOSTS = {
    "zeitung.example": [PUBLIC], "andere.example": [PUBLIC], "streng.example": [PUBLIC], "kaputt.example": [PUBLIC],
    "bombe.example": [PUBLIC], "doppelt.example": [PUBLIC],
    "xn--mnchen-3ya.example": [PUBLIC], "intern.example": ["10.0.0.5"], "beides.example": [PUBLIC, "192.168.1.1"],
    "localhost": ["127.0.0.1", "::1"], "wolke.example": ["169.254.169.254"], "sechs.example": ["fd00::1"],
    "eingepackt.example": ["::ffff:127.0.0.1"], "metadata.google.internal": ["169.254.169.254"],
}  # fmt: skip


class Site(BaseHTTPRequestHandler):
    """``/to/<address>`` leads there; the other paths are what their names say."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Tests print nothing."""

    def answer(self, body: bytes = b"", kind: str = "text/html", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        usual = {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"], self.path))  # type: ignore[attr-defined]
        try:
            self.route()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def route(self) -> None:
        host = (self.headers["Host"] or "").partition(":")[0]
        if self.path == "/robots.txt":
            self.robots(host)
        elif self.path.startswith("/to/"):
            self.answer(status=302, Location=unquote(self.path[4:]).encode().decode("latin-1"))
        elif self.path.startswith("/loop/"):
            self.answer(status=301, Location=f"/loop/{1 - int(self.path[6:] or 0)}")
        elif self.path.startswith("/chain/"):
            left = int(self.path[7:])
            self.answer(status=307, Location=f"/chain/{left - 1}") if left else self.answer(PAGE)
        elif self.path.startswith("/status/"):
            self.answer(b"-", status=int(self.path[8:11]))
        elif self.path.startswith("/type/"):
            self.answer(PAGE, unquote(self.path[6:]))
        else:
            OTHERS.get(self.path, lambda site: site.answer(PAGE))(self)

    def robots(self, host: str) -> None:
        rules = {
            "zeitung.example": b"User-agent: *\nDisallow: /geheim\nDisallow: /*.pdf$\nAllow: /geheim/offen\n",
            "streng.example": b"User-agent: Gipfelspiegel\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
        }
        if host == "bombe.example":
            self.bomb("gzip")
        elif host == "doppelt.example":
            self.bomb("gzip", "gzip")
        elif host == "kaputt.example":
            self.answer(status=503)
        elif host in rules:
            self.answer(rules[host], "text/plain")
        else:
            self.answer(status=404)

    def busy_once(self) -> None:
        """The first to ask is asked to come again at once."""
        is_first = sum(path == self.path for _, path in self.server.asked) == 1  # type: ignore[attr-defined]
        self.answer(b"-", status=503, Retry_After="0") if is_first else self.answer(PAGE)

    def known(self) -> None:
        """A page that never changes."""
        is_known = self.headers["If-None-Match"] == '"1"'
        self.answer(status=304) if is_known else self.answer(PAGE, ETag='"1"')

    def drip(self, before: bytes) -> None:
        """One byte after the other, for ever."""
        self.wfile.write(before)
        for _ in range(400):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)
        self.close_connection = True

    def bomb(self, *packings: str) -> None:
        """A hundred megabytes of blanks, packed; what is packed again is packed to almost nothing."""
        body = blanks()
        for _ in packings[1:]:
            body = gzip.compress(body)
        self.answer(body, Content_Encoding=", ".join(packings))

    def endless(self, packed: bool = False) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Connection", "close")
        self.end_headers()
        packer = zlib.compressobj(wbits=31)
        piece = b"<p>Immer weiter.</p>" * 5_000
        for _ in range(500):
            self.wfile.write(packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH) if packed else piece)
        self.close_connection = True


@lru_cache
def blanks() -> bytes:
    """100 MB, packed to 100 kB."""
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(100)) + packer.flush()


def feed(*links: str) -> bytes:
    return FEED.format(items="".join(ITEM.format(title=f"Nr. {n}", link=link) for n, link in enumerate(links))).encode()


OTHERS: dict[str, Callable[[Site], None]] = {
    "/spaeter": lambda site: site.answer(b"-", status=429, Retry_After="120"),
    "/gleich": Site.busy_once,
    "/bekannt": Site.known,
    "/langsam": lambda site: time.sleep(0.3) or site.answer(PAGE),
    "/tropf-kopf": lambda site: site.drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "/tropf": lambda site: site.drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
    "/stumm": lambda site: time.sleep(20),
    "/endlos": Site.endless,
    "/endlos-gepackt": lambda site: site.endless(packed=True),
    "/gross": lambda site: site.answer(b"", Content_Length="500000000"),
    "/kein-http": lambda site: site.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n") and setattr(site, "close_connection", True),
    "/gepackt": lambda site: site.answer(gzip.compress(PAGE), Content_Encoding="gzip"),
    "/bombe": lambda site: site.bomb("gzip"),
    "/bombe-in-bombe": lambda site: site.bomb("gzip", "gzip"),
    "/brotli": lambda site: site.answer(PAGE, Content_Encoding="br"),
    "/gzip-kaputt": lambda site: site.answer(b"kein gzip", Content_Encoding="gzip"),
    "/ohne-ziel": lambda site: site.answer(status=302),
    "/leer": lambda site: site.answer(b""),
    "/latin1": lambda site: site.answer(
        PAGE.decode().replace("charset=utf-8", "").encode("latin-1"), "text/html; charset=iso-8859-1"),
    "/feed": lambda site: site.answer(
        feed("http://zeitung.example/1", "http://zeitung.example/1", "http://zeitung.example/2",
             "http://zeitung.example/feed", "http://zeitung.example/feed-2", "http://intern.example/",
             "http://zeitung.example/to/http://zeitung.example/1"),
        "application/rss+xml"),
    "/feed-2": lambda site: site.answer(
        feed("http://zeitung.example/feed", "http://zeitung.example/3"), "application/rss+xml"),
    "/feed-lang": lambda site: site.answer(
        feed(*(f"http://zeitung.example/status/404?{n}" for n in range(300))), "text/xml"),
}  # fmt: skip


class Detour(httpcore.NetworkBackend):
    """Every address that was let through leads to the site of the tests; ``dialled`` are those."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.dialled: list[str] = []

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any
    ) -> httpcore.NetworkStream:
        self.dialled.append(host)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout)


class Web:
    """The site with its names; ``fetcher()`` reads from it as from the public web."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.server = server
        self.asked: list[tuple[str, str]] = []
        server.asked = self.asked  # type: ignore[attr-defined]
        self.detour = Detour(server.server_address[1])
        self.looked_up: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host == "traege.example":
            time.sleep(30)
        if host == "wechsel.example":  # public at the first look, private at every later one
            return [PUBLIC] if self.looked_up.count(host) == 1 else ["127.0.0.1"]
        if host not in HOSTS:
            raise OSError("no such name")
        return HOSTS[host]

    def fetcher(self, **given: Any) -> Fetcher:
        return Fetcher(resolver=self.resolve, dial=self.detour, **({"seconds": 2.0} | given))


@contextmanager
def website() -> Iterator[Web]:
    """The site, running."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Web(server)
    finally:
        server.shutdown()
        server.server_close()
