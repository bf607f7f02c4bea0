"""The reader's language: chosen by the switch (a cookie), else by the browser."""

from fastapi import Request

from app.language import LANGUAGES, say

COOKIE = "lang"


def reader_language(request: Request) -> str:
    """The language that was switched to, else the browser's first that we have; German when nothing is said."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    header = request.headers.get("accept-language", "")
    if not header.strip():
        return LANGUAGES[0]
    wishes = sorted((_wish(part) for part in header.split(",")[:20]), key=lambda wish: -wish[1])
    for language, quality in wishes:
        if quality > 0 and language in LANGUAGES:
            return language
    return "en"


def _wish(part: str) -> tuple[str, float]:
    """``en-GB;q=0.8`` -> ("en", 0.8)"""
    tag, _, parameter = part.strip().partition(";")
    try:
        quality = float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        quality = 0.0
    return tag.split("-")[0].strip().lower(), quality


def translate(request: Request, message: str, **values: object) -> str:
    """A marked sentence in the reader's language, its %-placeholders filled."""
    return say(reader_language(request), message, **values)
