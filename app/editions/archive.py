"""The file of an edition: pages, data, hashes, versions and method, in one ZIP."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import HtmlElement
from lxml.html.builder import CLASS, DIV, H1, H2, INPUT, LABEL, OL, SCRIPT, SECTION, A, B, P
from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.actions.summit_files import SUMMIT_FILE, write_summit
from app.days import appeared, days
from app.editions.frozen import written
from app.editions.given import masker_of
from app.editions.walk import HOST, walk
from app.exports.press_review import clean
from app.exports.rights import EXCERPT, MODES, NO_ADVICE, Mode, Terms
from app.intake.drafts import HOME
from app.language import LANGUAGES, N_, language_name, say
from app.main import create_app
from app.queries.filters import Filters
from app.queries.folders import method_of
from app.queries.scope import find_scope
from app.queries.views.heads import SummitView
from app.queries.views.review import Method
from app.revisions import Revision
from app.settings import ROOT, Settings

METHOD_PAGE, SEARCH_PAGE = "method.html", "search.html"
SEARCH_SCRIPT, SEARCH_WORDS = "static/js/edition.js", "data/search.js"
STAMP = (1980, 1, 1, 0, 0, 0)  # of every file, so that nothing but what is in it makes an edition another

Words = tuple[str, list[str]]  # a heading and its paragraphs


class Unfit(ValueError):
    """No edition can be made; the message says why, in the reader's language."""


def edition(session: Session, slug: str, terms: Terms, language: str) -> bytes:
    """The edition of a summit as a ZIP. Raises Unfit, and LookupError where there is no such summit."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        raise LookupError(slug)
    if not scope.summit.articles:
        raise Unfit(say(language, N_("There is nothing in it yet: add articles first.")))
    if missing := terms.missing():
        raise Unfit(" ".join(say(language, sentence) for sentence in missing))
    begun = _state(session, scope.summit_id)
    masker, masked = masker_of(session, scope.summit_id, terms)
    own = _Own(scope.summit, method_of(session, scope, language, ()), terms, language, masked)
    whole = None if masked else write_summit(session, slug)
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, allowed_hosts=HOST.partition("//")[2], kept_mb=0, fetch=False)
    with tempfile.TemporaryDirectory() as folder:
        found = walk(create_app(settings), slug, language, Path(folder))
        session.expire_all()
        if _state(session, scope.summit_id) != begun:
            raise Unfit(say(language, N_("The summit was changed while its edition was made. Please try again.")))
        return _zipped(_files(written(found, own.note(), masker), own, whole))


def _state(session: Session, summit_id: int) -> list[int]:
    """What is another once anything of the summit has been written."""
    session.rollback()  # or it would be read as it was
    of_it = or_(col(Revision.summit_id) == summit_id, col(Revision.summit_id).is_(None))
    return list(session.scalars(columns(col(Revision.number)).where(of_it).order_by(col(Revision.id))))


def _files(pages: Iterable[tuple[str, bytes]], own: "_Own", whole: bytes | None) -> Iterator[tuple[str, bytes]]:
    index: list[dict[str, str]] = []
    front = b""
    for name, data in pages:
        yield name, data
        front = data if name == "index.html" else front
        if name.endswith(".html") and "--" not in name:
            index.append(_entry(name, data))
    yield METHOD_PAGE, _page(front, say(own.language, METHOD), own.method_blocks())
    yield SEARCH_PAGE, _page(front, say(own.language, SEARCH), own.search_blocks(), SEARCH_WORDS, SEARCH_SCRIPT)
    yield SEARCH_SCRIPT, (ROOT / SEARCH_SCRIPT).read_bytes()
    yield SEARCH_WORDS, f"window.edition = {json.dumps(index, ensure_ascii=False)};\n".encode()
    yield "METHODS.md", own.methods().encode()
    yield "CITATION.cff", own.citation().encode()
    yield "data/versions.json", own.versions().encode()
    if whole is not None:
        yield SUMMIT_FILE, whole


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """All files, and last the hashes of all."""
    sums: list[str] = []
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:

        def put(name: str, data: bytes) -> None:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)

        for name, data in files:
            put(name, data)
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        put("SHA256SUMS", "".join(sorted(sums, key=lambda line: line[66:])).encode())
    return out.getvalue()


def _entry(name: str, data: bytes) -> dict[str, str]:
    """What the search of an edition knows of a page: its address, title and words."""
    document = html.document_fromstring(data)
    title = " ".join((document.findtext(".//title") or "").rpartition(" · ")[0].split())
    (view,) = document.xpath("//*[@id='view']")
    text = view.xpath(".//*[@id='text']") if name.startswith("articles/") else []
    return {"at": name, "title": title, "words": " ".join((text or [view])[0].text_content().split())}


def _page(front: bytes, title: str, blocks: list[HtmlElement], *scripts: str) -> bytes:
    """A page of the edition's own, in the frame of its front page."""
    document = html.document_fromstring(front)
    document.find(".//title").text = f"{title} · Gipfelspiegel"
    (view,) = document.xpath("//*[@id='view']")
    for child in list(view):
        view.remove(child)
    view.text = ""
    for current in document.xpath("//*[@aria-current]"):
        del current.attrib["aria-current"]
    heading = H1(title)
    view.extend([_with(html.Element("header"), CLASS("title"), heading), *blocks])
    for script in scripts:
        document.find("head").append(SCRIPT(src=script, defer="defer"))
    return html.tostring(document, encoding="utf-8", doctype="<!doctype html>")  # type: ignore[no-any-return]


def _with(element: HtmlElement, attributes: dict[str, str], *children: HtmlElement) -> HtmlElement:
    element.attrib.update(attributes)
    element.extend(children)
    return element


METHOD = N_("How this was made")
SEARCH = N_("Search this edition")
FROZEN = N_("Edition of %(day)s: frozen, nothing in it changes any more.")
MASKED = N_(
    "Texts are not given whole: of each article its beginning (at most %(most)s characters) and quotations with their "
    "source; “…” stands for the rest. Everything was counted and compared on the whole texts."
)
# What a methods section says. Sentences are said in German and in English, whatever the language of the pages.
SENTENCES = (
    N_(
        "This is a frozen copy of %(articles)s articles of %(sources)s sources on “%(summit)s”, compared by "
        "Gipfelspiegel %(program)s."
    ),
    N_(
        "Persons, places, organisations, topics, quotations and figures were marked by a program of rules and trained "
        "models (language service %(pipeline)s, words of topics %(lexicon)s); nothing was generated. What a mark rests "
        "on stands with it; what is unsure is marked as proposed, with a probability where one was measured."
    ),
    N_(
        "That a source lacks something is said only where its articles were searched for it, and with what was "
        "searched; where a text is incomplete, or of another day or language, nothing is said."
    ),
    N_("People put %(corrections)s marks right; these corrections are applied, and listed under “Corrections”."),
    N_("Offsets count Unicode code points of an article's text. SHA256SUMS has the hash of every file."),
)


class _Own:
    """What an edition says about itself."""

    def __init__(self, summit: SummitView, method: Method, terms: Terms, language: str, masked: int) -> None:
        self.summit, self.method, self.terms, self.language, self.masked = summit, method, terms, language, masked

    def _day(self, language: str) -> str:
        return appeared(self.method.made_at.astimezone(HOME).date().isoformat(), language) or ""

    def note(self) -> HtmlElement:
        """What stands at the top of every page."""
        told = say(self.language, FROZEN, day=self._day(self.language))
        links = (A(say(self.language, METHOD), href=METHOD_PAGE), A(say(self.language, SEARCH), href=SEARCH_PAGE))
        note = P(CLASS("notice edition-note"), B(told), " ")
        if self.masked:
            note.append(html.Element("span"))
            note[-1].text, note[-1].tail = say(self.language, MASKED, most=EXCERPT), " "
        for link in links:
            note.append(link)
            link.tail = " · " if link is not links[-1] else ""
        return note

    def _words(self) -> list[Words]:
        """The method in German and in English."""
        return [self._words_in(language) for language in LANGUAGES]

    def _words_in(self, language: str) -> Words:
        method = self.method
        values = {
            "articles": method.articles,
            "sources": method.sources,
            "summit": clean(self.summit.name),
            "program": method.program,
            "pipeline": ", ".join(method.pipeline) or "–",
            "lexicon": method.lexicon or say(language, N_("as shipped")),
            "corrections": method.corrections,
        }
        row = MODES[self.terms.mode]
        told = [say(language, sentence, **values) for sentence in SENTENCES]
        told.append(" ".join([f"{say(language, row.name)}.", say(language, row.told), say(language, NO_ADVICE)]))
        if self.masked:
            told.append(say(language, MASKED, most=EXCERPT))
        if self.terms.mode == Mode.IN_HOUSE and self.terms.expires:
            until = appeared(self.terms.expires.isoformat(), language)
            told.append(
                say(
                    language,
                    N_("Only for %(readers)s; to be deleted on %(day)s."),
                    readers=clean(self.terms.readers),
                    day=until,
                )
            )
        for outlet, licence in self.terms.licences.items():
            told.append(f"{clean(outlet)}: {clean(licence)}")
        return say(language, METHOD), told

    def methods(self) -> str:
        """The same as Markdown."""
        return "\n\n".join("\n\n".join([f"# {title}", *lines]) for title, lines in self._words()) + "\n"

    def method_blocks(self) -> list[HtmlElement]:
        blocks = []
        for language, (_, lines) in zip(LANGUAGES, self._words(), strict=True):
            section = SECTION(CLASS("edition-method"), H2(language_name(language, language)), *map(P, lines))
            section.set("lang", language)
            blocks.append(section)
        files = ("METHODS.md", "CITATION.cff", "SHA256SUMS", "data/versions.json")
        blocks.append(P(CLASS("quiet"), *[part for name in files for part in (A(name, href=name), " ")]))
        return blocks

    def search_blocks(self) -> list[HtmlElement]:
        label = LABEL(say(self.language, N_("Words, every one of which a page holds")))
        label.set("for", "words")
        field = INPUT(id="words", type="search", maxlength="200", autocomplete="off")
        without = html.Element("noscript")
        without.text = say(self.language, N_("The search needs JavaScript; all pages can be reached without it."))
        found = OL(id="found")
        found.attrib.update({"class": "edition-found", "aria-live": "polite"})
        found.set("data-none", say(self.language, N_("Found on no page.")))
        return [DIV(CLASS("edition-search"), label, field), without, found]

    def citation(self) -> str:
        """CITATION.cff, version 1.2.0; its values are JSON, which YAML takes."""
        summit = self.summit
        when = days(summit.starts_on, summit.ends_on, "en")
        title = f"{clean(summit.name)}: press coverage compared"
        abstract = self._words_in("en")[1][0] + (f" {clean(summit.place)}, {when}." if when else "")
        fields: dict[str, Any] = {
            "cff-version": "1.2.0",
            "message": "If you use this data set, please cite it as below, and the articles by their own sources.",
            "type": "dataset",
            "title": title,
            "abstract": abstract,
            "authors": [{"name": "Gipfelspiegel"}],
            "version": self.method.program,
            "date-released": self.method.made_at.astimezone(HOME).date().isoformat(),
            "keywords": ["media content analysis", "press coverage", "summit"],
        }
        return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())

    def versions(self) -> str:
        """By what it was made."""
        told = {
            "program": self.method.program,
            "language_service": list(self.method.pipeline),
            "lexicon": self.method.lexicon or "as shipped",
            "corrections": self.method.corrections,
            "articles": self.method.articles,
            "sources": self.method.sources,
            "made_at": self.method.made_at.isoformat(),
            "rights": self.terms.mode.value,
            "articles_not_whole": self.masked,
        }
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
