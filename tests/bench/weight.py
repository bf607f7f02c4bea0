"""What a first visit fetches: the page, its style sheets and scripts, and the fonts that its characters need."""

import re
from urllib.parse import urljoin

import httpx

LIMIT_KB = 200
LINKED = re.compile(r"""<(?:link|script)[^>]+?(?:href|src)=["']([^"']+\.(?:css|js)[^"']*)""")
IMPORTED = re.compile(r"""@import\s+(?:url\()?["']?([^"')]+)""")
FACE = re.compile(r"@font-face\s*{([^}]*)}")
SOURCE = re.compile(r"""url\(["']?([^"')]+\.woff2[^"')]*)""")
RANGES = re.compile(r"unicode-range:([^;}]*)")


def first_visit(url: str) -> dict[str, int]:
    """Bytes over the wire (gzip where the server sends it) by address, as a new browser would fetch them."""
    sizes: dict[str, int] = {}
    with httpx.Client(timeout=120) as client:
        html = _fetch(client, url, sizes)
        waiting = [urljoin(url, found) for found in LINKED.findall(html)]
        while waiting:
            address = waiting.pop()
            if address in sizes:
                continue
            text = _fetch(client, address, sizes)
            if ".css" in address:
                waiting += [urljoin(address, found) for found in IMPORTED.findall(text)]
                waiting += [urljoin(address, found) for found in _fonts(text, set(map(ord, html)))]
    return sizes


def _fetch(client: httpx.Client, address: str, sizes: dict[str, int]) -> str:
    with client.stream("GET", address) as response:
        response.raise_for_status()
        text = response.read()
        sizes[address] = response.num_bytes_downloaded
        return "" if ".woff2" in address else text.decode()


def _fonts(css: str, characters: set[int]) -> list[str]:
    """Fonts whose range holds a character of the page; a browser leaves the others alone."""
    found = []
    for face in FACE.findall(css):
        source, ranges = SOURCE.search(face), RANGES.search(face)
        if source and (ranges is None or _within(ranges[1], characters)):
            found.append(source[1])
    return found


def _within(ranges: str, characters: set[int]) -> bool:
    for part in ranges.split(","):
        first, _, last = part.strip().upper().removeprefix("U+").partition("-")
        low = int(first.replace("?", "0"), 16)
        high = int(last or first.replace("?", "F"), 16)
        if any(low <= character <= high for character in characters):
            return True
    return False
