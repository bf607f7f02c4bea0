"""The reader's language: chosen by the switch (a cookie), else by the browser. Sentences come from app/locale."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from fastapi import Request

LANGUAGES = ("de", "en")
COOKIE = "lang"
LOCALE = Path(__file__).resolve().parent.parent / "locale"


def N_(message: str) -> str:
    """Mark a sentence for the catalogue where it is kept; it is translated where it is shown."""
    return message


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


@lru_cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language. ``make`` compiles it; where that has not happened, it is compiled in memory."""
    folder = LOCALE / language / "LC_MESSAGES"
    source, compiled = folder / "messages.po", folder / "messages.mo"
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        with compiled.open("rb") as file:
            return Translations(file)
    if not source.exists():
        return NullTranslations()
    with source.open("rb") as text:
        catalogue = read_po(text, locale=language)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return Translations(buffer)


def translate(request: Request, message: str, **values: object) -> str:
    """A marked sentence in the reader's language, its %-placeholders filled."""
    text: str = translations(reader_language(request)).gettext(message)
    return text % values if values else text


def language_name(code: str | None, locale: str) -> str:
    """``de`` -> "Deutsch", in the reader's language; the code itself where it is not known."""
    names = Locale.parse(locale).languages
    return str(names.get(code, code)) if code else ""
