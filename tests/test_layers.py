"""A layer that is declared, and nothing else: it is stored, shown, told as JSON and put right like the others."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Literal

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Doc
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.analyses import store_again, store_analysis
from app.compare.voice import voices
from app.correct.machine import packed, unpacked
from app.db import session_scope
from app.main import create_app
from app.models import HEADLINE, HEADLINE_LAYERS, Annotation
from app.nlp import explanation, pipeline
from app.nlp.layers import LAYERS, analysis_type, declared, rows_of
from app.nlp.types import Analysis, Figure, Headline, Mention, Quotation, Sentence, TopicMark, Warning
from app.queries.documents import analysis_document
from app.settings import Settings
from tests.stories import S, add_text, analysed, headline

STORY = (S("{Joe Biden} sagte: „Es wird regnen.“", "ablauf", says="Joe Biden"), S("Niemand widersprach ihm danach."))
WORDS = "Es wird regnen"


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody says will be."""

    start: int
    end: int
    surface: str
    kind: Literal["forecast", "vow"]
    strength: int = 1
    corrected: bool = False


@pytest.fixture(autouse=True)
def promises() -> Iterator[None]:
    """The registry with one layer more."""
    LAYERS["promise"] = declared(Promise, name="promise", many="promises", title="Promise")
    yield
    del LAYERS["promise"]


def promised(words: str = WORDS) -> tuple[str, Analysis]:
    """A story, and the promise that a component of ours found in it."""
    text, found = analysed(*STORY)
    at = text.index(words)
    mark = Promise(at, at + len(words), words, "forecast", strength=3)
    values = {own.name: getattr(found, own.name) for own in fields(found)}
    return text, analysis_type()(**values, promises=(mark,))


@pytest.fixture
def article(each: Engine) -> int:
    """The story, stored with its promise."""
    text, found = promised()
    id_ = add_text(each, text)
    with session_scope(each, write=True) as session:
        store_analysis(session, id_, found)
    return id_


@pytest.fixture
def web(each: Engine, settings: Settings) -> Iterator[TestClient]:
    """The program on that database."""
    url = each.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url, jobs_database_url=settings.jobs_url))) as client:
        yield client


def told(web: TestClient, article: int) -> list[dict[str, Any]]:
    promises: list[dict[str, Any]] = web.get(f"/api/articles/{article}").json()["promises"]
    return promises


def test_it_is_in_the_database(each: Engine, article: int) -> None:
    with session_scope(each) as session:
        row = session.exec(select(Annotation).where(Annotation.layer == "promise")).one()
        assert (row.label, row.surface, row.attrs, row.corrected) == ("forecast", WORDS, {"strength": 3}, False)


def test_it_is_on_the_article_page(web: TestClient, article: int) -> None:
    page = web.get(f"/articles/{article}", headers={"accept-language": "en"}).text
    assert f'<span class="quoted direct layer-promise" title="Promise">{WORDS}</span>' in page


def test_programs_are_told_of_it(web: TestClient, article: int) -> None:
    text, found = promised()
    at = text.index(WORDS)
    place = {"start": at, "end": at + len(WORDS), "surface": WORDS}
    assert told(web, article) == [place | {"kind": "forecast", "strength": 3, "corrected": False}]
    assert analysis_document(text, found)["promises"] == told(web, article)


def test_people_put_it_right(web: TestClient, each: Engine, article: int) -> None:
    [mark] = told(web, article)
    place = {"what": "promise", "start": mark["start"], "end": mark["end"], "surface": WORDS}
    address = f"/articles/{article}"
    english = {"accept-language": "en"}
    panel = web.get(f"{address}?fix=sentence:{mark['start']}-{mark['end']}", headers=english).text
    assert "<h3>Promise, forecast</h3>" in panel
    assert '<option value="vow">' in panel

    page = web.post(f"{address}/corrections", data=place | {"act": "is", "label": "vow"}, headers=english).text
    assert "Promise, vow" in page
    assert told(web, article) == [mark | {"kind": "vow", "corrected": True}]

    web.post(f"{address}/corrections", data=place | {"act": "none"})
    assert told(web, article) == []
    record = web.get("/summits/gipfel/corrections", headers=english).text
    assert "not: Promise" in record
    with session_scope(each, write=True) as session:
        assert store_again(session, article)
    assert told(web, article) == []
    assert web.post(f"{address}/corrections", data=place | {"label": "threat"}).status_code == 422


def test_people_mark_what_was_missed(web: TestClient, article: int) -> None:
    text = web.get(f"/api/articles/{article}").json()["text"]
    start = text.index("Niemand")
    panel = web.get(f"/articles/{article}?fix=text:{start}-{start + 7}", headers={"accept-language": "en"}).text
    assert "Mark as: Promise" in panel
    data = {"what": "promise", "start": start, "end": start + 7, "surface": "Niemand", "act": "is", "label": "vow"}
    web.post(f"/articles/{article}/corrections", data=data)
    new = {"start": start, "end": start + 7, "surface": "Niemand", "kind": "vow", "strength": 1, "corrected": True}
    assert told(web, article)[1:] == [new]


def test_what_the_machine_found_of_it_is_kept() -> None:
    _, found = promised()
    assert unpacked(packed(found)) == found


def test_a_mark_without_a_place_is_no_layer() -> None:
    @dataclass(frozen=True)
    class Vague:
        kind: Literal["a"] = "a"

    with pytest.raises(TypeError, match="Vague needs corrected, end, start, surface"):
        declared(Vague, name="vague", many="vagues", title="Vague")


# --- every layer


def everything() -> tuple[str, Analysis]:
    text, found = promised()
    at = text.index("Niemand")
    figures = (
        Figure(at, at + 7, "count", 3.0, "Leute", None, "Niemand", terms=("leute",), precision="about"),
        Figure(at + 8, at + 19, "date", None, None, None, text[at + 8 : at + 19], when="2021-06"),
    )
    spoken = replace(found.mentions[0], kind="place", metonym=True, via="role", status="proposed")
    named = (*found.mentions, replace(spoken, start=at, end=at + 7, surface="Niemand", entity=None))
    warnings = (Warning("possible-gap", "Something is missing.", at, at + 7),)
    above = headline("{Biden}: „Ja“", "nato", says="Biden")
    return text, replace(found, figures=figures, mentions=named, warnings=warnings, headline=above)


def test_rows_become_the_marks_again() -> None:
    text, found = everything()
    back: dict[str, list[object]] = {}
    for layer, row in rows_of(found, text, voices(found.quotations).at):
        back.setdefault(layer.many, []).append(layer.mark(text, row))
    assert set(back) == {layer.many for layer in LAYERS.values()}
    without_topics = [replace(sentence, topics=()) for sentence in found.sentences]
    assert back.pop("sentences") == without_topics
    assert back.pop("topics") == [topic for sentence in found.sentences for topic in sentence.topics]
    for many, marks in back.items():
        assert tuple(marks) == getattr(found, many), many


def test_documents_have_the_shapes_that_are_declared() -> None:
    text, found = everything()
    document = analysis_document(text, found)
    marks = document | {"topics": document["headline"]["topics"]}
    for layer in LAYERS.values():
        assert marks[layer.many]
        for mark in marks[layer.many]:
            TypeAdapter(layer.shape).validate_json(json.dumps(mark), strict=True)
            assert set(mark) == set(TypeAdapter(layer.shape).json_schema()["properties"])


def test_the_layers_of_headlines_are_those_that_the_tables_know() -> None:
    assert {HEADLINE + layer.name for layer in LAYERS.values() if layer.above} == set(HEADLINE_LAYERS)
    above = {layer.many for layer in LAYERS.values() if layer.above}
    assert above == {own.name for own in fields(Headline)} - {"title", "entities", "genre"}


def test_layers_are_pure_data() -> None:
    """What stands in an analysis has a layer, but for what is told of the text as a whole."""
    marks = {Sentence, Mention, Quotation, Figure, Warning, TopicMark}
    assert len(LAYERS) == len(marks) + 1  # the promise
    whole = {"pipeline", "language", "words", "agencies", "entities", "headline", "genre"}
    own = {layer.many for layer in LAYERS.values() if layer.within is None} - {"promises"}
    assert own == {one.name for one in fields(Analysis)} - whole


@Language.component("promises")
def find_promises(doc: Doc) -> Doc:
    """As a component of the language service would."""
    at = doc.text.find(WORDS)
    doc._.promises = [Promise(at, at + len(WORDS), WORDS, "forecast")] if at >= 0 else []
    return doc


def test_what_its_component_finds_is_in_the_analysis_and_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "COMPONENTS", (*pipeline.COMPONENTS, "promises"))
    monkeypatch.setattr(explanation, "get_pipeline", cache(pipeline.build))
    text = f"Er sagte: {WORDS}. \ud800"  # a lone surrogate: the surface is as the text has it
    found = pipeline.analyse(text, explanation.get_pipeline())
    assert [(mark.surface, mark.kind) for mark in found.promises] == [(WORDS, "forecast")]  # type: ignore[attr-defined]
    told = [mark for mark in explanation.explain(text) if mark.layer == "promise"]
    assert [(mark.says, text[mark.start : mark.end]) for mark in told] == [("forecast", WORDS)]


def test_its_json_is_described() -> None:
    schema = TypeAdapter(LAYERS["promise"].shape).json_schema()["properties"]
    assert schema["start"]["description"] == "offset of its first code point"
    assert schema["strength"] == {"description": "strength", "examples": [1], "title": "Strength", "type": "integer"}
    assert schema["kind"]["enum"] == ["forecast", "vow"]
