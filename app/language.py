"""What the program says, in German and English. Sentences come from app/locale; whoever says one knows for whom."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES = ("de", "en")
LOCALE = Path(__file__).resolve().parent / "locale"


def N_(message: str) -> str:
    """Mark a sentence for the catalogue where it is kept; it is translated where it is shown."""
    return message


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


def say(language: str, message: str, **values: object) -> str:
    """A marked sentence in this language, its %-placeholders filled."""
    text: str = translations(language).gettext(message)
    return text % values if values else text


def language_name(code: str | None, locale: str) -> str:
    """``de`` -> "Deutsch", in the reader's language; the code itself where it is not known."""
    names = Locale.parse(locale).languages
    return str(names.get(code, code)) if code else ""
