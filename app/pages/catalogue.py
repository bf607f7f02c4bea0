"""The sentences of the catalogue as templates call them: ``_()`` and ``ngettext``, some hundred times a page.

They do what Jinja's own "newstyle" functions do, for templates that are always escaped and one language each: without
asking for the context, of which a copy would be made in every loop, and with each sentence looked up once.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from babel.support import NullTranslations
from jinja2 import Environment
from markupsafe import Markup, escape


def install(environment: Environment, translations: NullTranslations, number: Callable[[int], str]) -> None:
    """Give the templates their sentences; ``number`` writes what is counted, from a thousand on."""

    @cache
    def single(message: str) -> str:
        return str(translations.gettext(message))

    @cache
    def whole(message: str) -> Markup:
        """Of a sentence without placeholders: ready."""
        return Markup(single(message) % {})  # noqa: S704 - the catalogue is ours

    @cache
    def plural(one: str, many: str, number_: int) -> str:
        return str(translations.ngettext(one, many, number_))

    def gettext(message: str, **values: Any) -> Markup:
        return _filled(single(message), values) if values else whole(str(message))

    def ngettext(one: str, many: str, number_: int, **values: Any) -> Markup:
        form = plural(one, many, number_ if abs(number_) < FORMS else FORMS + number_ % FORMS)
        return _filled(form, {"num": number(number_) if number_ >= 1000 else number_} | values)

    environment.globals |= {"gettext": gettext, "_": gettext, "ngettext": ngettext}


FORMS = 1000  # which form of a plural it is, no language of ours decides by more than the last three digits


def _filled(sentence: str, values: dict[str, Any]) -> Markup:
    told = {name: value if type(value) is int else escape(value) for name, value in values.items()}
    return Markup(sentence % told)  # noqa: S704 - escaped here
