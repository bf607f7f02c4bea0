"""Connections to the public web and nowhere else.

Somebody may give an address of this machine, of the network it stands in, or of the service that hands out a cloud
machine's keys; or a name that points there only at the second look (DNS rebinding). So the check is where connections
are opened: a name is resolved once, every address of it must be public, and that very address is connected to. Each
redirect opens its connection here again. All reads and writes together end at one deadline, however slowly a server
drips.
"""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import lru_cache
from threading import Thread
from typing import Any

import httpcore
import httpx

from app.intake.items import Refused

Resolve = Callable[[str, int], list[str]]
PORTS = {80, 443, 8080, 8443}
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.I)
# Ranges that carry an IPv4 address within an IPv6 one, and where its 32 bits begin.
_CARRIERS = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)
# Python's own lists know these as public, or did until lately.
_CLOSED = [
    ipaddress.ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "100.64.0.0/10", "fec0::/10",
                "2001::/23", "2001:db8::/32", "100::/64", "5f00::/16", "3fff::/20")
]  # fmt: skip


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, as the system knows them. Raises OSError."""
    return list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Is it an address of the public internet? No: private, loopback, link-local, multicast, reserved, or one that
    carries such an address inside (IPv4-mapped, 6to4, NAT64, Teredo)."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # zone identifiers ("fe80::1%eth0") among others
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        for network, shift in _CARRIERS:
            if ip in network:
                return is_public(str(ipaddress.IPv4Address((int(ip) >> shift) & 0xFFFFFFFF)))
    closed = any(ip in network for network in _CLOSED if network.version == ip.version)
    return ip.is_global and not closed and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def literal(host: str) -> str | None:
    """The address that a host written in numbers means (2130706433, 0x7f.1, 0177.0.0.1, [::1]); None for a name."""
    host = host.strip("[]")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    if ":" in host:
        return host  # an IPv6 address with a zone, or nothing that is one: never public
    if _NUMBERS.fullmatch(host):
        try:
            return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
        except OSError:
            return "0.0.0.0"  # noqa: S104 - what no system agrees on how to read is never public
    return None


def addresses(host: str, port: int, resolver: Resolve) -> list[str]:
    """The checked addresses of a host. Raises Refused where one of them is not public, or none is known."""
    if port not in PORTS:
        raise Refused("port", "Pages are only fetched from the usual ports of the web.")
    written = literal(host)
    try:
        found = [written] if written else resolver(host, port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise Refused("dns", "There is no server of the name “%(host)s”. Check the address.", host=host[:100])
    if not all(is_public(one) for one in found):
        raise Refused("private", "This address leads into a private network. Only pages of the public web are fetched.")
    return found


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self.stream = stream
        self.until = until

    def _left(self, timeout: float | None) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return min(left, timeout or left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self.stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self.until)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only. ``dial`` is how, once an address has been checked."""

    def __init__(self, resolver: Resolve, until: float, dial: httpcore.NetworkBackend | None = None) -> None:
        self.resolver = resolver
        self.until = until
        self.dial = dial or httpcore.SyncBackend()

    def resolve(self, host: str, port: int) -> list[str]:
        """All addresses of a name, before the deadline: the system itself knows none, and may wait for minutes."""
        looked_up: Future[list[str]] = Future()

        def look_up() -> None:
            try:
                looked_up.set_result(self.resolver(host, port))
            except Exception as problem:
                looked_up.set_exception(problem)

        Thread(target=look_up, daemon=True).start()
        try:
            return looked_up.result(max(self.until - time.monotonic(), 0.0))
        except TimeoutError:
            raise httpcore.ConnectTimeout("deadline") from None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = httpcore.ConnectError("no address")
        for address in addresses(host, port, self.resolve)[:3]:
            left = self.until - time.monotonic()
            if left <= 0:
                raise httpcore.ConnectTimeout("deadline")
            try:
                return _Stream(self.dial.connect_tcp(address, port, min(left, timeout or left)), self.until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as why:
                problem = why
        raise problem

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Refused("private", "This address leads into a private network. Only pages of the public web are fetched.")


class Transport(httpx.BaseTransport):
    """httpx over these connections: no proxy of the environment, no second address, TLS checked against the name."""

    def __init__(self, backend: Backend) -> None:
        self.pool = httpcore.ConnectionPool(
            ssl_context=_tls(),
            network_backend=backend,
            max_connections=2,
            http2=False,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions={"http_version": b"HTTP/1.1"}
        )

    def close(self) -> None:
        self.pool.close()


@lru_cache
def _tls() -> ssl.SSLContext:
    """The authorities we trust, loaded once: it takes longer than a page."""
    return httpx.create_ssl_context(trust_env=False)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()
