"""An edition leads everywhere by itself, gives no more than it may, and comes in again."""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.summit_files import Unusable, read_file, read_summit
from app.db import session_scope
from app.editions.archive import Unfit, edition
from app.editions.masking import Masker
from app.exports.rights import EXCERPT, Mode, Terms
from app.made_documents import MadeDocument
from app.models import Annotation, Article
from app.queries.documents import article_document
from app.typesetter import make_document
from tests.conftest import analyse_waiting
from tests.editions.conftest import SLUG, opened

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("edition")]


def pages(files: dict[str, bytes]) -> Iterator[tuple[str, html.HtmlElement]]:
    for name, data in files.items():
        if name.endswith(".html"):
            yield name, html.document_fromstring(data.decode())


def test_every_link_leads_to_a_file(safest: bytes) -> None:
    files = opened(safest)
    ids = {name: set(document.xpath("//@id")) for name, document in pages(files)}
    followed = 0
    for name, document in pages(files):
        for attribute in ("href", "src"):
            for value in document.xpath(f"//@{attribute}"):
                parts = urlsplit(value)
                if parts.scheme in ("http", "https"):
                    continue
                assert not parts.query, (name, value)
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
                target = target if parts.path else name
                assert target in files, (name, value)
                if parts.fragment and target.endswith(".html"):
                    assert parts.fragment in ids[target] or not re.fullmatch(r"s\d+", parts.fragment), (name, value)
                followed += 1
    assert followed > 1000
    assert {"index.html", "quotes.html", "persons/joe-biden.html", "articles/5.html", "search.html"} <= files.keys()


def test_nothing_needs_the_program(safest: bytes) -> None:
    files = opened(safest)
    for name, document in pages(files):
        scripts = document.xpath("//script/@src")
        assert scripts == (["data/search.js", "static/js/edition.js"] if name == "search.html" else []), name
        assert not document.xpath("//form|//button|//*[@*[starts-with(name(), 'hx-')]]"), name
        assert b"edition.invalid" not in files[name]
        assert document.xpath("//*[contains(@class, 'edition-note')]"), name


def unquoted(session: Session) -> Iterator[str]:
    """Stretches of the articles that are in no quotation, and not of their beginning."""
    for article in session.exec(select(Article)):
        marks = session.exec(
            select(Annotation).where(Annotation.article_id == article.id, Annotation.layer == "quotation")
        )
        marked = [(one.start, one.end) for one in marks if one.label != "indirect"]
        sentences = session.exec(
            select(Annotation)
            .where(Annotation.article_id == article.id, Annotation.layer == "sentence")
            .order_by(col(Annotation.start))
        )
        for sentence in sentences:
            outside = not any(start < sentence.end and end > sentence.start for start, end in marked)
            if outside and sentence.start > EXCERPT and sentence.end - sentence.start > 90:
                yield " ".join(article.text[sentence.start : sentence.end].split())


def told(name: str, data: bytes) -> str:
    """All words of a file."""
    text = html.document_fromstring(data.decode()).text_content() if name.endswith(".html") else data.decode()
    return " ".join(text.split())


def test_no_sentence_of_a_text_is_given_that_may_not_be(safest: bytes, whole: bytes, reading: Session) -> None:
    sentences = list(unquoted(reading))
    assert len(sentences) > 50
    halves = [half for one in sentences for half in (one[: len(one) // 2], one[len(one) // 2 :])]
    for name, data in opened(safest).items():
        if not name.startswith("static/"):
            text = told(name, data)
            assert not [half for half in halves if half in text], name
    given = opened(whole)
    article = told("articles/1.html", given["articles/1.html"])
    assert sum(one in article for one in sentences) > 5


def test_what_was_counted_is_as_it_was(safest: bytes, whole: bytes) -> None:
    """Cutting words changes no number: the matrix and the provenance of words are the same in both."""
    first, second = opened(safest), opened(whole)
    for name, rows in (("data/coverage.json", "sentences"), ("data/shared.json", "words")):
        one, other = (json.loads(files[name])["rows"] for files in (first, second))
        assert [row[rows] for row in one] == [row[rows] for row in other]
    told = [html.document_fromstring(files["articles/1.html"]) for files in (first, second)]
    numbers = [re.findall(r"\d+", one.xpath("string(//*[@id='provenance'])")) for one in told]
    assert numbers[0]
    assert numbers[0] == numbers[1]


def test_annotations_keep_places_and_give_no_text(safest: bytes, whole: bytes) -> None:
    name = "data/articles-1-annotations.jsonld"
    cut, full = (json.loads(opened(data)[name])["items"] for data in (safest, whole))
    assert [one["id"] for one in cut] == [one["id"] for one in full]
    for one, other in zip(cut, full, strict=True):
        assert one["target"]["selector"][0] == other["target"]["selector"][0]
        assert all("prefix" not in selector for selector in one["target"]["selector"])
    assert all(len(one["target"]["selector"]) == 2 for one in full)


def test_hashes_method_and_citation(safest: bytes) -> None:
    files = opened(safest)
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}
    fields = dict(line.split(": ", 1) for line in files["CITATION.cff"].decode().splitlines())
    assert json.loads(fields["cff-version"]) == "1.2.0"
    assert "Genfer Gipfel" in json.loads(fields["title"])
    methods = files["METHODS.md"].decode()
    assert "# Wie dies entstanden ist" in methods
    assert "# How this was made" in methods
    assert "140 Zeichen" in methods
    versions = json.loads(files["data/versions.json"])
    assert (versions["articles"], versions["articles_not_whole"], versions["rights"]) == (5, 5, "excerpts")


def test_it_is_small(safest: bytes) -> None:
    assert len(safest) < 3_000_000


def test_with_whole_texts_it_comes_in_again(whole: bytes, reading: Session, engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        slug, ids = read_summit(session, whole, max_chars=500_000)
    analyse_waiting(engine)
    assert slug == SLUG
    with session_scope(engine) as session:
        for id_ in ids:
            (was,) = reading.exec(select(Article.id).where(Article.sha256 == session.get_one(Article, id_).sha256))
            mine, theirs = article_document(session, id_), article_document(reading, was or 0)
            assert mine is not None
            assert theirs is not None
            for document in (mine, theirs):
                document.pop("id")
            assert mine == theirs


def test_without_whole_texts_it_does_not(safest: bytes) -> None:
    with pytest.raises(Unusable, match="no whole texts"):
        read_file(safest, max_chars=500_000)


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"PK\3\4" + b"x" * 500])
def test_a_damaged_file_is_refused(whole: bytes, damage: object) -> None:
    with pytest.raises(Unusable, match="damaged"):
        read_file(damage(whole), max_chars=500_000)  # type: ignore[operator]


def test_what_cannot_be_made(reading: Session, tmp_path: object, engine: Engine) -> None:
    with pytest.raises(LookupError):
        edition(reading, "wien-1815", Terms(), "de")
    with pytest.raises(Unfit, match="ganze Texte"):
        edition(reading, SLUG, Terms(Mode.OWN), "de")


def test_licensed_outlets_are_given_whole(reading: Session) -> None:
    terms = Terms(Mode.LICENSED, is_confirmed=True, licences={"Quelle B": "Vertrag 7"})
    files = opened(edition(reading, SLUG, terms, "de"))
    text = told("articles/2.html", files["articles/2.html"])
    assert "Ein historischer Gipfel sollte es nicht werden, zählbare Ergebnisse gab es kaum zu verkünden." in text
    assert "Vertrag 7" in files["METHODS.md"].decode()
    assert "data/summit.json" not in files
    assert json.loads(files["data/versions.json"])["articles_not_whole"] == 4


def test_the_worker_makes_it(seeded: TestClient, seeded_engine: Engine) -> None:
    form = seeded.get(f"/summits/{SLUG}/document").text
    assert 'value="zip" checked' in form
    answer = seeded.post(f"/summits/{SLUG}/document", data={"format": "zip", "mode": "excerpts"})
    assert answer.status_code == 200
    with session_scope(seeded_engine) as session:
        (ordered,) = session.exec(select(MadeDocument.id))
    make_document(seeded_engine, ordered or 0)
    page = seeded.get(answer.url.path).text
    assert "Herunterladen" in page
    file = seeded.get(f"{answer.url.path}/file")
    assert file.headers["content-type"] == "application/zip"
    assert "index.html" in opened(file.content)
    refused = seeded.post(f"/summits/{SLUG}/topics/ukraine/document", data={"format": "zip"})
    assert refused.status_code == 422


# --- words that are cut


def test_what_stands_in_no_text_stays() -> None:
    masker = Masker()
    text = "Die Delegationen reisten am Abend wieder ab, hieß es in Genf. „Wir kommen wieder nach Genf“, so X."
    masker.learn(text, [(text.index("„"), text.index("“"))])
    told = masker.masked("Satz 3: Die Delegationen reisten am Abend wieder ab, hieß es in Genf. Neun Quellen fehlen.")
    assert told == "Satz 3: … Neun Quellen fehlen."
    assert masker.masked("„Wir kommen wieder nach Genf“") == "„Wir kommen wieder nach Genf“"
    assert masker.masked("reisten am Abend") == "reisten am Abend"


def test_words_are_found_across_marks() -> None:
    masker = Masker()
    masker.learn("Der Präsident Joe Biden reiste am Abend nach Brüssel weiter.", [])
    parts = ["Der Präsident ", "Joe Biden", " reiste am Abend nach ", "Brüssel", " weiter."]
    assert masker.masked_parts(parts, [False, True, False, True, False]) == ["… ", "Joe Biden", " … ", "Brüssel", " …"]
