"""A page by its address: from the public web only, politely, and never more than 10 MB, 20 seconds, 5 redirects.

Everything that keeps a page from being fetched is one sentence (Refused). app/intake/network.py says where connections
may lead. robots.txt is asked for each host once an hour per Fetcher.
"""

import logging
import ssl
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore
import httpx

from app.intake.drafts import CONTROL, MAX_URL_CHARS
from app.intake.items import Address, Item, Limits, Outlet, Refusal, Refused
from app.intake.kinds import TYPES
from app.intake.manners import LONGEST_WAIT, Hosts, Kept, Page, busy, too_slow
from app.intake.network import Backend, Resolve, Transport, resolve
from app.intake.reading import read, shown
from app.intake.robots import allows
from app.intake.sandbox import Sandbox
from app.settings import Settings

AGENT = "Gipfelspiegel"
USER_AGENT = f"{AGENT}/0.1 (reads single articles for a comparison of press coverage, on request of a person)"
MAX_BYTES = 10_000_000
ROBOTS_BYTES = 500_000
ROBOTS_SECONDS = 3600.0  # how long an answer counts
ROBOTS_HOSTS = 500
STEP = 65_536  # bytes that are unpacked at once
SECONDS = 20.0
REDIRECTS = 5
FEED_ENTRIES = 100
MOVED = {301, 302, 303, 307, 308}
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


@dataclass(slots=True)
class Fetcher:
    """Fetches pages; keep one for many addresses, so that each host's robots.txt is asked for once.

    ``resolver`` and ``dial`` are the network, replaced in tests: ``dial`` only ever sees addresses that were checked.
    """

    allowed: bool = True
    resolver: Resolve = resolve
    dial: httpcore.NetworkBackend | None = None
    seconds: float = SECONDS
    max_bytes: int = MAX_BYTES
    robots: dict[str, tuple[float, str | None]] = field(default_factory=dict)
    hosts: Hosts = field(default_factory=Hosts)
    kept: Kept = field(default_factory=Kept)

    def fetch(self, address: str) -> Page:
        """The page of an address. Raises Refused with a sentence for whatever is in the way."""
        if not self.allowed:
            raise Refused("off", "Fetching pages is switched off here. Save the page as a file and bring that.")
        until = time.monotonic() + self.seconds
        url = checked(address)
        try:
            with httpx.Client(
                transport=Transport(Backend(self.resolver, until, self.dial)),
                headers={
                    "User-Agent": USER_AGENT,
                    "Accept-Language": "de, en;q=0.5",
                    "Accept-Encoding": "gzip",
                },
                timeout=self.seconds,
                trust_env=False,
                follow_redirects=False,
            ) as client:
                return self._follow(client, url, until)
        except Refused:
            raise
        except (httpcore.TimeoutException, httpx.TimeoutException):
            raise too_slow(self.seconds) from None
        except ssl.SSLError:
            raise _insecure() from None
        except httpcore.ConnectError as problem:
            raise (_insecure() if "certificate" in str(problem).lower() else _unreachable()) from None
        except httpx.RemoteProtocolError:  # httpx itself says so of a redirect whose address it cannot read
            raise Refused("address", "This address leads on to another that is none of the web's.") from None
        except zlib.error:
            raise Refused("broken", "The server sent this page damaged. Try again later.") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
            raise _unreachable() from None

    def _follow(self, client: httpx.Client, url: str, until: float) -> Page:
        seen: set[str] = set()
        for _ in range(REDIRECTS + 1):
            if url in seen:
                raise Refused("redirects", "This address leads around in a circle.")
            seen.add(url)
            host = urlsplit(url).netloc
            with self.hosts.alone(host, until, self.seconds):
                self._ask_robots(client, url, until)
                told = self._answer(client, url, until)
            if isinstance(told, Page):
                return told
            place = told
            if not place:
                raise _unreachable()
            url = checked(urljoin(url, place))
        raise Refused("redirects", "This address leads on more than %(limit)d times.", limit=REDIRECTS)

    def _answer(self, client: httpx.Client, url: str, until: float) -> Page | str:
        """The page, or where the address leads on to. A server that asks for a short wait is asked once more."""
        for is_last in (False, True):
            with client.stream("GET", url, headers=self.kept.conditions(url)) as answer:
                if answer.status_code in MOVED:
                    return str(answer.headers.get("location", ""))
                if answer.status_code == 304 and (page := self.kept.page(url)):
                    return page
                wait = self.hosts.asked_to_wait(urlsplit(url).netloc, answer)
                if wait is None:
                    page = Page(url, self._body(answer, until), answer.headers.get("content-type", ""))
                    self.kept.keep(page, answer)
                    return page
            if is_last or wait > LONGEST_WAIT or time.monotonic() + wait > until:
                raise busy(wait)
            time.sleep(wait)
        raise AssertionError("unreachable")

    def _body(self, answer: httpx.Response, until: float) -> bytes:
        if answer.status_code != 200:
            raise refused_status(answer.status_code)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in TYPES:
            raise Refused("content-type", "This address holds no article but something of the kind “%(kind)s”.",
                          kind=kind[:60])  # fmt: skip
        if (
            answer.headers.get("content-length", "").isdecimal()
            and int(answer.headers["content-length"]) > self.max_bytes
        ):
            raise self._too_large()
        return _taken(answer, self.max_bytes, until, self._too_large(), self.seconds)

    def _too_large(self) -> Refused:
        return Refused(
            "too-large", "This page is larger than %(limit)d MB. It was not taken.", limit=self.max_bytes // 1_000_000
        )

    def _ask_robots(self, client: httpx.Client, url: str, until: float) -> None:
        """Raise Refused where the site does not want the address to be read by programs."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        asked, rules = self.robots.get(host, (0.0, None))
        if not asked or time.monotonic() - asked > ROBOTS_SECONDS:
            if len(self.robots) >= ROBOTS_HOSTS:
                self.robots.clear()
            rules = self._robots(client, f"{host}/robots.txt", until)
            self.robots[host] = time.monotonic(), rules
        if rules is None or not allows(rules, AGENT, url):
            raise Refused("robots", "This site asks programs to keep off this page. Save it as a file.")

    def _robots(self, client: httpx.Client, url: str, until: float) -> str | None:
        """The rules; empty where there are none, None where the server fails (RFC 9309: then nothing is read)."""
        for _ in range(REDIRECTS):
            with client.stream("GET", url) as answer:
                if answer.status_code in MOVED and answer.headers.get("location"):
                    url = checked(urljoin(url, answer.headers["location"]))
                    continue
                if answer.status_code >= 500:
                    return None
                if answer.status_code != 200:
                    return ""
                data = _taken(answer, ROBOTS_BYTES, until, None, self.seconds)
                return data.decode("utf-8", "replace").removeprefix("\ufeff")
        return ""


def fetch(address: str, settings: Settings, fetcher: Fetcher | None = None) -> Page:
    """The page of an address, unless FETCH is off. Raises Refused with a sentence for whatever is in the way."""
    fetcher = fetcher or Fetcher()
    fetcher.allowed = fetcher.allowed and settings.fetch
    return fetcher.fetch(address)


def read_address(
    address: str,
    fetcher: Fetcher,
    limits: Limits | None = None,
    known: Sequence[Outlet] = (),
    sandbox: Sandbox | None = None,
) -> Iterator[Item]:
    """What an address holds; of a feed, the pages of its entries, each once. A feed in a feed is not followed."""
    own = sandbox or Sandbox(limits)
    seen: set[str] = set()
    try:
        for item in _one(address, fetcher, limits, known, own, seen):
            if not isinstance(item, Address):
                yield item
            elif len(seen) > FEED_ENTRIES:
                yield Refusal.of(shown(item.url), _long_feed())
                return
            elif item.url not in seen:
                for inner in _one(item.url, fetcher, limits, known, own, seen):
                    if isinstance(inner, Address):
                        yield Refusal.of(shown(item.url), Refused("feed-in-feed", "This entry leads to another feed."))
                        break
                    yield inner
    finally:
        if sandbox is None:
            own.close()


def _long_feed() -> Refused:
    return Refused("too-many", "This feed is long: only its first %(limit)d entries were taken.", limit=FEED_ENTRIES)


def _one(
    address: str, fetcher: Fetcher, limits: Limits | None, known: Sequence[Outlet], sandbox: Sandbox, seen: set[str]
) -> Iterator[Item]:
    seen.add(address)
    try:
        page = fetcher.fetch(address)
    except Refused as why:
        yield Refusal.of(shown(address), why)
        return
    if page.url != address and page.url in seen:
        return  # another entry has led here already
    seen.add(page.url)
    name = shown(page.url)
    yield from read(name, page.data, limits, known, sandbox=sandbox, url=page.url, content_type=page.content_type)


def checked(address: str) -> str:
    """An address in one spelling, without its fragment. Raises Refused for what is none of the web's."""
    line = address.strip()
    wrong = Refused("address", "This is not a web address. It should begin with https://.")
    if CONTROL.search(line) or any(character.isspace() for character in line) or len(line) > MAX_URL_CHARS:
        raise wrong
    try:
        parts = urlsplit(line)
        port = parts.port
        host = httpx.URL(line).raw_host.decode("ascii")
    except (ValueError, httpx.InvalidURL, UnicodeError):
        raise wrong from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or not host or "\\" in parts.netloc:
        raise wrong
    if parts.username is not None or parts.password is not None:
        raise Refused("address", "This address holds a user's name or password. Give it without them.")
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))


def _taken(answer: httpx.Response, limit: int, until: float, too_large: Refused | None, seconds: float) -> bytes:
    """The body, unpacked, up to its limit (then ``too_large``, or cut off). Raises Refused when time is up."""
    data = bytearray()
    for piece in _unpacked(answer):
        data += piece
        if len(data) > limit:
            if too_large:
                raise too_large
            return bytes(data[:limit])
        if time.monotonic() > until:
            raise too_slow(seconds)
    return bytes(data)


def _unpacked(answer: httpx.Response) -> Iterator[bytes]:
    """The body in pieces of at most STEP bytes, however small it was packed: limit and deadline are looked at after
    each. Raises Refused for any packing but gzip, gzip in gzip included, and zlib.error where it is damaged.
    """
    packing = answer.headers.get("content-encoding", "").strip().lower()
    if packing in {"", "identity"}:
        yield from answer.iter_raw(STEP)
        return
    if packing not in {"gzip", "x-gzip"}:
        raise Refused("encoding", "The server packed this page in a way that is not read here. Save it as a file.")
    unpacker = zlib.decompressobj(wbits=31)
    for packed in answer.iter_raw(STEP):
        piece = unpacker.decompress(packed, STEP)
        while piece:
            yield piece
            piece = unpacker.decompress(unpacker.unconsumed_tail, STEP)
        if unpacker.eof:
            return


def refused_status(status: int) -> Refused:
    """The refusal for what a server answers instead of a page."""
    if status in {401, 402, 403, 451}:
        return Refused(
            "status", "The server does not give out this page (%(status)d). Save it as a file instead.", status=status
        )
    if status in {404, 410}:
        return Refused("status", "There is no such page on this server (%(status)d). Check the address.", status=status)
    if status == 429:
        return Refused(
            "status", "The server asks to be left alone for a while (%(status)d). Try again later.", status=status
        )
    return Refused("status", "The server could not give out this page (%(status)d). Try again later.", status=status)


def _unreachable() -> Refused:
    return Refused("unreachable", "The server does not answer. Check the address, or try again later.")


def _insecure() -> Refused:
    return Refused("insecure", "The server's certificate is not valid, so the page was not fetched.")
