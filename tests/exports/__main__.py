"""``python -m tests.exports``: every format of the five articles and of the invented summit, read by other programs.

Prints a line for each file: what read it, what was found, how long it took (wall clock, this machine). Exit status 1
where anything is wrong. What is not installed (LibreOffice, veraPDF) is said and left out.
"""

import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bibtexparser
import openpyxl
import pypdf
import rispy
from docx import Document
from fastapi.testclient import TestClient
from lxml import etree, html
from markdown_it import MarkdownIt
from sqlmodel import Session, col, select

from app.actions.seeds import load_demo, load_seeds
from app.db import make_engine, session_scope
from app.editions.archive import edition
from app.exports.documents import FORMATS
from app.exports.rights import Mode, Terms
from app.main import create_app
from app.models import Article, Summit
from app.queries.folders import summit_review
from app.queries.made_documents import Order
from app.queries.tables.catalogue import TABLES
from app.queries.views.review import Review
from app.settings import Settings
from app.typesetter import typeset
from tests.api.test_annotations import expanded
from tests.conftest import SEEDS, analyse_waiting, migrate

Check = Callable[[bytes], str]
CHARTS = ("matrix", "strands", "barcodes", "shares")
SMALL = 3_000_000  # bytes of an edition with excerpts, of sixty articles too


class Checks:
    """Runs one after the other, and remembers whether all went well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrong = 0

    def run(self, name: str, make: Callable[[], bytes], read: Check) -> bytes:
        """Make a file, keep it, have it read, print what was found."""
        began = time.perf_counter()
        data = b""
        try:
            data = make()
            took = time.perf_counter() - began
            (self.folder / name.replace("/", "-")).write_bytes(data)
            told = read(data)
        except Exception as problem:  # whatever it is: the other files are still to be looked at
            self.wrong += 1
            took, told = time.perf_counter() - began, f"WRONG: {type(problem).__name__}: {problem}"
        print(f"  {name:<34}{len(data) / 1000:>9,.0f} kB {took:>7.2f} s  {told}", flush=True)
        return data


def main() -> int:
    """0 where everything could be read and said what it should."""
    with tempfile.TemporaryDirectory() as place:
        checks = Checks(Path(place))
        for title, load in (("the five articles", lambda s: load_seeds(s, SEEDS)), ("the invented summit", load_demo)):
            url = f"sqlite:///{Path(place) / title.replace(' ', '-')}.db"
            engine = make_engine(url)
            migrate(engine)
            with session_scope(engine, write=True) as session:
                load(session)
            analyse_waiting(engine)
            with session_scope(engine) as session:
                summit = session.exec(select(Summit)).one()
                review = summit_review(session, summit.slug, "de", "https://gipfel.example")
                assert review is not None
                print(f"\n{title}: {len(review.items)} articles of {len(review.outlets)} outlets")
                documents(checks, session, summit.slug, review)
                with TestClient(create_app(Settings(database_url=url)), base_url="http://testserver") as client:
                    texts = {one.id or 0: one.text for one in session.exec(select(Article).order_by(col(Article.id)))}
                    tables(checks, client, summit.slug, texts)
                    citations(checks, client, summit.slug, len(texts))
                    annotations(checks, client, texts)
                    charts(checks, client, summit.slug)
                editions(checks, session, summit.slug)
            engine.dispose()
    print(f"\n{checks.wrong or 'nothing'} wrong")
    return 1 if checks.wrong else 0


# --- documents


def documents(checks: Checks, session: Session, slug: str, review: Review) -> None:
    """A press review of all articles, in every format."""
    order = Order(slug, mode=Mode.OWN, is_confirmed=True)
    headings = [item.clipping.headline for item in review.items if item.clipping and item.clipping.headline]
    readers: dict[str, Check] = {"docx": _docx, "pdf": _pdf, "html": _html, "txt": bytes.decode, "md": _markdown}
    for ending in FORMATS:

        def read(data: bytes, ending: str = ending) -> str:
            told = " ".join(readers[ending](data).split())
            short = [one for one in headings if len(one) < 60]
            missing = [one for one in short if one not in told and "-" not in one and ending not in ("pdf", "txt")]
            assert not missing, f"not in it: {missing[:2]}"
            return f"{_READ_BY[ending]}: {len(told):,} characters, {len(short)} headings looked for"

        data = checks.run(f"press-review.{ending}", lambda ending=ending: typeset(session, review, order, ending), read)  # type: ignore[misc]
        if ending == "docx":
            checks.run("press-review.docx as PDF", lambda data=data: _converted(checks.folder, data), _libreoffice)  # type: ignore[misc]
        if ending == "pdf":
            checks.run("press-review.pdf", lambda data=data: data, _standards)  # type: ignore[misc]


_READ_BY = {"docx": "python-docx", "pdf": "pypdf", "html": "lxml", "txt": "as UTF-8", "md": "markdown-it"}


def _docx(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def _pdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _html(data: bytes) -> str:
    return str(html.fromstring(data.decode()).xpath("string(//body)"))


def _markdown(data: bytes) -> str:
    return str(html.fromstring(MarkdownIt().render(data.decode())).xpath("string()"))


def _converted(folder: Path, data: bytes) -> bytes:
    office = shutil.which("soffice")
    if not office:
        return b""
    file = folder / "review.docx"
    file.write_bytes(data)
    command = [office, "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=300)
    return file.with_suffix(".pdf").read_bytes()


def _libreoffice(data: bytes) -> str:
    return f"LibreOffice: {len(pypdf.PdfReader(io.BytesIO(data)).pages)} pages" if data else "LibreOffice is not here"


def _standards(data: bytes) -> str:
    """veraPDF where it is installed; else what a reader can see of PDF/A and PDF/UA."""
    vera = shutil.which("verapdf")
    if vera:
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            for profile in ("2a", "ua1"):
                subprocess.run([vera, "--flavour", profile, file.name], check=True, capture_output=True, timeout=300)
        return "veraPDF: PDF/A-2a and PDF/UA-1"
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"].get_object()  # type: ignore[attr-defined]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("de")
    assert root["/OutputIntents"]
    told = root["/Metadata"].get_object().get_data()
    assert b"pdfaid" in told
    assert b"pdfuaid" in told
    etree.fromstring(told)
    return "no veraPDF here; pypdf: tagged, language, output intent, says PDF/A and PDF/UA (validated by Typst)"


# --- tables


def tables(checks: Checks, client: TestClient, slug: str, texts: dict[int, str]) -> None:
    """Every table that a page has, in three formats that say the same; the words stand where the address says."""
    here = f"/summits/{slug}"
    pages = {"matrix": "", "articles": "/articles", "quotations": "/quotes", "figures": "/figures"}
    pages |= {"persons": "/persons", "shared": "/shared", "absences": "/silence"}
    for name, page in pages.items():
        assert name in TABLES
        rows: list[dict[str, Any]] = []

        def keep(data: bytes, rows: list[dict[str, Any]] = rows) -> str:
            rows.extend(json.loads(data)["rows"])
            placed = sum(_stands(row, texts) for row in rows)
            return f"json: {len(rows):,} rows, {placed:,} texts found at their address"

        def as_many(number: int, rows: list[dict[str, Any]] = rows) -> None:
            assert number == len(rows), f"{number} rows instead of {len(rows)}"

        def read_csv(data: bytes, as_many: Callable[[int], None] = as_many) -> str:
            found = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
            as_many(len(found) - 1)
            assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "@"))]
            return f"csv: {len(found) - 1:,} rows, no formula"

        def read_xlsx(data: bytes, as_many: Callable[[int], None] = as_many) -> str:
            sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
            as_many(sheet.max_row - 1)
            return f"openpyxl: {sheet.max_row - 1:,} rows"

        for ending, read in (("json", keep), ("csv", read_csv), ("xlsx", read_xlsx)):
            address = f"{here}{page}?format={ending}"
            checks.run(f"{name}.{ending}", lambda address=address: _got(client, address), read)  # type: ignore[misc]


def _stands(row: dict[str, Any], texts: dict[int, str]) -> bool:
    """Does a row's text stand in its article, where its address leads? AssertionError where not."""
    address, words = str(row.get("address") or ""), row.get("text") or row.get("figure")
    if not words or "/articles/" not in address or "?at=" not in address:
        return False
    article, _, rest = address.partition("/articles/")[2].partition("?at=")
    at = int(rest.partition("#")[0])
    assert " ".join(texts[int(article)][at:].split()).startswith(str(words)[:40]), f"{address}: {str(words)[:40]}"
    return True


def _got(client: TestClient, address: str) -> bytes:
    answer = client.get(address, headers={"accept-language": "de"})
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content


# --- citations, annotations, charts, editions


def citations(checks: Checks, client: TestClient, slug: str, number: int) -> None:
    """All articles as BibTeX, RIS and CSL-JSON."""

    def counted(name: str, read: Callable[[str], int]) -> Check:
        def told(data: bytes) -> str:
            found = read(data.decode())
            assert found == number
            return f"{name}: {found} articles"

        return told

    readers = {
        "bib": counted("bibtexparser", lambda text: len(bibtexparser.parse_string(text).entries)),
        "ris": counted("rispy", lambda text: len(rispy.loads(text))),
        "csl": counted("json", lambda text: len(json.loads(text))),
    }
    for ending, read in readers.items():
        address = f"/summits/{slug}/articles?format={ending}"
        checks.run(f"articles.{ending}", lambda address=address: _got(client, address), read)  # type: ignore[misc]


def annotations(checks: Checks, client: TestClient, texts: dict[int, str]) -> None:
    """Every mark of every article, expanded by a JSON-LD processor; its words stand where it says."""
    oa = "http://www.w3.org/ns/oa#"

    def read(data: bytes) -> str:
        number = 0
        for page in json.loads(data):
            text = texts[int(page["id"].split("/")[-2])]
            for item in expanded(page):
                target = item[oa + "hasTarget"][0]
                if "part=headline" in target[oa + "hasSource"][0]["@id"]:
                    continue
                place, words = target[oa + "hasSelector"]
                start, end = (place[oa + name][0]["@value"] for name in ("start", "end"))
                assert text[start:end] == words[oa + "exact"][0]["@value"]
                number += 1
        return f"PyLD: {number:,} marks at their places"

    def make() -> bytes:
        return b"[" + b",".join(_got(client, f"/api/articles/{id_}/annotations") for id_ in texts) + b"]"

    checks.run("annotations.jsonld", make, read)


def charts(checks: Checks, client: TestClient, slug: str) -> None:
    """Every chart as SVG and PNG."""

    def svg(data: bytes) -> str:
        root = etree.fromstring(data)
        words = sum(1 for text in root.iter("{http://www.w3.org/2000/svg}text"))
        assert words
        assert b"@font-face" in data
        return f"lxml: {words} texts, fonts inside"

    def png(data: bytes) -> str:
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        return f"{int.from_bytes(data[16:20])} × {int.from_bytes(data[20:24])} pixels"

    for name in CHARTS:
        for ending, read in (("svg", svg), ("png", png)):
            address = f"/summits/{slug}/charts/{name}.{ending}"
            checks.run(f"{name}.{ending}", lambda address=address: _got(client, address), read)  # type: ignore[misc]


def editions(checks: Checks, session: Session, slug: str) -> None:
    """With the safest rights: every link leads to a file of it."""

    def read(data: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            links = [link for name in names if name.endswith(".html") for link in _links(name, archive.read(name))]
        missing = [link for link in links if link[1] not in names]
        assert not missing, f"leads nowhere: {missing[:3]}"
        assert len(data) < SMALL, "too large"
        return f"lxml: {len(names)} files, {len(links):,} links lead to one of them"

    checks.run("edition.zip", lambda: edition(session, slug, Terms(), "de"), read)


def _links(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    base = Path("/") / name
    for value in html.document_fromstring(data.decode()).xpath("//@href|//@src"):
        path = str(value).partition("#")[0].partition("?")[0]
        if path and "://" not in path:
            parts: list[str] = []
            for part in (base.parent / path).parts[1:]:
                parts = parts[:-1] if part == ".." else [*parts, part]
            yield name, "/".join(parts)


if __name__ == "__main__":
    sys.exit(main())
