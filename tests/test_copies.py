"""A kept body is right for every nonce, compressed or not, whatever stands in it."""

import gzip
import re
import secrets

from hypothesis import given
from hypothesis import strategies as some

from app.copies import _MARK, _OTHER, MINIMUM, REACH, Copy

HTML = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"1")]
FIRST = b"Erster-Nonce-123"
NONCES = some.text("abcXYZ019_-", min_size=16, max_size=16).map(str.encode)
# Among others what the marks are made of, parts of nonces, and what compresses well.
PARTS = some.one_of(
    some.text(max_size=40).map(str.encode),
    some.sampled_from([_MARK[1:], _OTHER[:-1], b"\0\1\2" * 9, b"Erster-Nonce", FIRST[3:], b'" hx-nonce="', b"x" * 999]),
    some.binary(max_size=40),
)


@given(some.lists(some.tuples(PARTS, some.booleans()), max_size=60), NONCES)
def test_a_copy_gives_the_body_for_any_nonce(parts: list[tuple[bytes, bool]], nonce: bytes) -> None:
    body = b"".join(part + (FIRST if here else b"") for part, here in parts)
    copy = Copy(HTML, body, FIRST)
    expected = nonce.join(body.split(FIRST))
    assert copy.plain(nonce) == expected
    packed = copy.packed(nonce)
    assert (gzip.decompress(packed) if copy.compressed else packed) == expected


def page(link: str, times: int, apart: int) -> bytes:
    """HTML with a nonce in every link, so many characters of text between them."""
    words = "".join(secrets.choice("abcdefgh ") for _ in range(apart))
    return "".join(f'<a {link} hx-nonce="{FIRST.decode()}">{number}</a>{words}' for number in range(times)).encode()


def test_places_out_of_reach_of_each_other_are_right_too() -> None:
    body = page("href", 6, REACH + 5_000)
    nonce = b"0123456789abcdef"
    assert gzip.decompress(Copy(HTML, body, FIRST).packed(nonce)) == body.replace(FIRST, nonce)


def test_many_places_of_the_nonce_cost_no_size() -> None:
    body = page("href", 400, 30)
    assert len(Copy(HTML, body, FIRST).packed(FIRST)) < 1.02 * len(gzip.compress(body, 6))


def test_every_text_is_compressed_whatever_stands_in_it() -> None:
    text = b'" hx-nonce="'.join([b"\0\1\2", FIRST, b"\0", FIRST, b"\1\2" * 400, FIRST, b""])
    copy = Copy(HTML, text, FIRST)
    assert copy.compressed
    assert gzip.decompress(copy.packed(b"0123456789abcdef")) == text.replace(FIRST, b"0123456789abcdef")


def test_what_is_small_is_kept_as_it_is() -> None:
    small, large = Copy(HTML, b"x" * (MINIMUM - 1), FIRST), Copy(HTML, b"x" * MINIMUM, FIRST)
    assert not small.compressed
    assert small.packed(FIRST) == b"x" * (MINIMUM - 1)
    assert large.compressed


def test_the_tag_is_that_of_all_but_the_nonce() -> None:
    def tag(body: bytes, nonce: bytes = FIRST, kind: bytes = b"text/html") -> bytes:
        return Copy([(b"content-type", kind)], body, nonce).tag

    other = b"0123456789abcdef"
    assert tag(b"<a " + FIRST) == tag(b"<a " + other, other)
    assert len({tag(b"<a " + FIRST), tag(b"<b " + FIRST), tag(b"<a "), tag(b"<a " + FIRST, kind=b"text/plain")}) == 4
    assert re.fullmatch(rb'W/"[0-9a-f]{32}"', tag(b""))


def test_the_size_is_that_of_what_is_held() -> None:
    text = secrets.token_hex(50_000).encode()
    copy = Copy(HTML, text, FIRST)
    held = sum(map(len, copy.pieces))
    assert held < copy.size < held + 3_000
    assert copy.size - Copy(HTML, text[:50_000], FIRST).size > 0.3 * 50_000
