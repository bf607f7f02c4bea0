"""View models -> HTML: the whole page, or the one fragment that htmx asks for.

Which of both is told by the request alone. ``HX-Target: div#view`` (every change of filter) gets the page without its
frame; a target named in ``fragments`` gets the partial of that name; everything else, the restoring of history too,
gets the whole page. Templates always find ``here``, ``summit``, ``filters``, ``bar``, ``section``, ``tab``,
``notices``, ``keep``, ``paper`` and ``narrowing`` (parameters of ``keep`` that are filters of this screen alone).
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.days import appeared, days, published
from app.language import LANGUAGES, language_name, translations
from app.pages import catalogue
from app.pages.filters import among, cleared, matching, without
from app.pages.language import reader_language
from app.queries.figures import KINDS
from app.queries.filters import Filters
from app.queries.views.heads import SummitView
from app.settings import ROOT

STATIC = ROOT / "static"
VARY = "Accept-Language, Cookie, HX-Request, HX-Target, HX-History-Restore-Request"
KEPT = re.compile(r"([a-z0-9-]{1,80}):(\d{1,9})", re.ASCII)
NO_FILTERS = Filters()
_quoted = lru_cache(maxsize=1024)(quote)
_nonce: ContextVar[str] = ContextVar("nonce", default="")


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    fragments: Iterable[str] = (),
    headers: dict[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """Answer with a page, or with the part of it that the request wants.

    ``fragments`` are names of partials; ``column`` answers targets ``#column`` and ``#column-anything``.
    A target that the page does not know (an error, say) is sent to the view as a whole.
    """
    language = reader_language(request)
    defaults: dict[str, Any] = {
        "summit": None,
        "filters": Filters(),
        "bar": None,
        "section": "",
        "tab": "",
        "notices": (),
        "keep": {},
        "recorded": None,
        "narrowing": (),
        "kept": just_kept(request.query_params.get("kept", "")),
        "paper": Paper(str(request.url), version("gipfelspiegel"), date.today()),
    }
    context = defaults | context | {"here": request.url.path, "query": request.url.query}
    headers = {"Vary": VARY, "Content-Language": language} | (headers or {})
    wanted = target(request)
    part = next((name for name in fragments if wanted == name or (wanted or "").startswith(f"{name}-")), None)
    if part is not None:
        template = f"partials/{part}.html"
    elif wanted is not None and wanted != "view":
        headers |= {"HX-Retarget": "#view", "HX-Reswap": "innerMorph"}
    context["layout"] = "base.html" if wanted is None else "partials/view.html"
    _nonce.set(getattr(request.state, "nonce", ""))
    html = environment(language).get_template(template).render(context)
    return HTMLResponse(html, status_code=status, headers=headers)


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands below a page that is printed."""

    address: str
    version: str
    day: date


@dataclass(frozen=True, slots=True)
class JustKept:
    """What ``?kept=`` says was remembered last: the item and its folder; no item where that was taken back."""

    folder: str
    item: int


def just_kept(value: str) -> JustKept | None:
    """``mappe:12`` as such; None for anything else."""
    found = KEPT.fullmatch(value)
    return JustKept(found[1], int(found[2])) if found else None


def target(request: Request) -> str | None:
    """The id of the element that htmx will fill, without ``#``; None when the whole page is wanted."""
    if request.headers.get("hx-request") != "true" or request.headers.get("hx-history-restore-request") == "true":
        return None
    _, _, name = request.headers.get("hx-target", "").partition("#")
    return unquote(name) or None


@lru_cache
def environment(language: str) -> Environment:
    """The templates of one language; its gettext, dates and numbers are built in."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    number = _number(language)
    catalogue.install(env, translations(language), number)
    env.globals |= {
        "locale": language,
        "languages": LANGUAGES,
        "asset": asset,
        "hx": hx,
        "nonce": _nonce.get,
        "url": summit_url,
        "article_url": article_url,
        "lang_url": lang_url,
        "among": among,
        "matching": matching,
        "cleared": cleared,
        "without": without,
        "figure_kinds": KINDS,
    }
    env.filters |= {
        "language": lambda code: language_name(code, language),
        "appeared": cache(lambda value: appeared(value, language) or translations(language).gettext("undated")),
        "published": cache(lambda value: published(value, language) or translations(language).gettext("undated")),
        "day": lambda value: format_date(value, format="long", locale=language),
        "days": lambda summit: days(summit.starts_on, summit.ends_on, language),
        "moment": lambda value: format_datetime(value, format="medium", locale=language),
        "number": number,
        "percent": _percent(language),
        "listed": lambda values: format_list(list(values), locale=language),
        "either": lambda values: format_list(list(values), style="or", locale=language),
    }
    return env


def _number(language: str) -> Callable[[Any], str]:
    """Numbers as the language writes them: 22.672. Below a thousand all write them alike."""
    written = lru_cache(maxsize=4096)(lambda value: format_decimal(value, locale=language))
    return lambda value: str(value) if type(value) is int and 0 <= value < 1000 else written(value)


def _percent(language: str) -> Callable[[Any], str]:
    """Shares in whole per cent, each text made once."""
    written = cache(lambda share: format_percent(share, locale=language))
    return lambda value: written(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def summit_url(summit: SummitView, filters: Filters | None = None, path: str = "", **more: str | int | None) -> str:
    """``/summits/genf-2021/topics/arktis?person=...``: addresses keep the filters."""
    base = f"/summits/{_quoted(summit.slug)}/{path}" if path else f"/summits/{_quoted(summit.slug)}"
    return base + (filters or NO_FILTERS).as_query(**more)


def article_url(
    article_id: int, filters: Filters | None = None, start: int | None = None, **more: str | int | None
) -> str:
    """An article, at the sentence that begins at ``start``; ``topic`` in ``more`` tells where the reader came from."""
    address = f"/articles/{article_id}{(filters or NO_FILTERS).as_query(**more)}"
    return address if start is None else f"{address}#s{start}"


def lang_url(here: str, query: str, language: str) -> str:
    """The same page in another language."""
    return f"{here}?{query + '&' if query else ''}{urlencode({'lang': language})}"


def hx(
    get: str = "",
    *,
    post: str = "",
    target: str = "",
    swap: str = "",
    push: str = "",
    replace: str = "",
    trigger: str = "",
    sync: str = "",
    indicator: str = "",
    disable: str = "",
    encoding: str = "",
    preserve: bool = False,
) -> Markup:
    """htmx attributes of one element, with the nonce without which hx-csp strips them.

    Inside ``#view`` a bare ``hx(url)`` swaps the view and pushes the URL (inherited, see base.html). Elsewhere, or for
    a smaller target, say ``target``, ``swap`` and ``push="false"``.
    """
    given = {
        "hx-get": get,
        "hx-post": post,
        "hx-target": target,
        "hx-swap": swap,
        "hx-push-url": push,
        "hx-replace-url": replace,
        "hx-trigger": trigger,
        "hx-sync": sync,
        "hx-indicator": indicator,
        "hx-disable": disable,
        "hx-encoding": encoding,
        "hx-nonce": _nonce.get(),
    }
    told = " ".join(f'{name}="{escape(value)}"' for name, value in given.items() if value)
    return Markup(f"{told} hx-preserve" if preserve else told)  # noqa: S704 - escaped here


def asset(path: str) -> str:
    """The address of a file under static/, with a version that changes when the file does."""
    file = f"{STATIC}/{path}"
    try:
        stamp = os.stat(file).st_mtime_ns
    except FileNotFoundError:
        return f"/static/{path}"
    return f"/static/{path}?v={_digest(file, stamp)}"


@lru_cache(maxsize=256)
def _digest(file: str, _stamp: int) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:10]
