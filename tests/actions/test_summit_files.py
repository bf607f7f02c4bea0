"""A summit leaves as a file and comes back the same, in this database or another."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from app.actions.addresses import Unknown
from app.actions.analyses import store_analysis
from app.actions.corrections import correct_summit, correct_text, turn
from app.actions.folder_order import add_rubric, note_item, place_item
from app.actions.folders import Place, describe_folder, remember
from app.actions.summit_files import Unusable, read_summit, write_summit
from app.actions.summits import add_summit
from app.correct.decisions import Joined, Named, TopicCreated, Topics, Who
from app.correct.machine import unpacked
from app.db import session_scope
from app.folders import KINDS
from app.models import Article, Correction, Run, Summit, Topic
from app.queries.folders import review
from app.queries.views.review import Kind
from tests.actions.test_corrections import catch_up, rows
from tests.stories import S, add_story

STORY = (S("{Joe Biden} traf {Joseph Biden} in Genf.", "ablauf"), S("Man sprach über Pinguine.", "ukraine"))
JOE, JOSEPH = (Who("person", name.lower(), name, "biden") for name in ("Joe Biden", "Joseph Biden"))


@pytest.fixture
def told(each: Engine) -> int:
    """An article about which much was decided, some of it undone."""
    article_id = add_story(each, *STORY, source="Wiener Blatt", published="2021-06")
    with session_scope(each, write=True) as session:
        summit_id = session.get_one(Article, article_id).summit_id
        correct_summit(session, summit_id, Joined(who=JOSEPH, into=JOE), by="Ada")
        correct_summit(session, summit_id, TopicCreated(slug="tiere", label_de="Tiere", label_en="Animals"))
        correct_text(session, article_id, Named(start=0, end=9, surface="Joe Biden"))
        line = correct_text(session, article_id, Topics(start=0, end=9, surface="Joe Biden", add=("ukraine",))).line
        turn(session, "gipfel", line, redo=False)
    assert catch_up(each) == 1
    return article_id


def test_a_summit_comes_back_with_its_corrections(each: Engine, told: int) -> None:
    with session_scope(each) as session:
        data = write_summit(session, "gipfel")
        machine = unpacked(session.get_one(Run, told).machine or b"")
        before = rows(session, told)
    with session_scope(each, write=True) as session:
        slug, (new,) = read_summit(session, data, max_chars=100_000)
        assert slug == "gipfel-2"
        assert session.get_one(Article, new).status == "queued"
    with session_scope(each, write=True) as session:
        store_analysis(session, new, replace(machine, pipeline="elsewhere"))
    with session_scope(each) as session:
        assert rows(session, new) == before
        summit_id = session.exec(select(Summit.id).where(Summit.slug == slug)).one()
        assert session.exec(select(Topic.label_de).where(Topic.summit_id == summit_id, Topic.slug == "tiere")).one()
        assert session.get_one(Article, new).published == "2021-06"
        again = json.loads(write_summit(session, slug))
    first = json.loads(data)
    assert again["articles"] == first["articles"]
    assert again["sources"] == first["sources"]
    plain = [{**line, "id": 0, "of": bool(line["of"]), "at": line["at"][:19]} for line in first["corrections"]]
    assert [{**line, "id": 0, "of": bool(line["of"]), "at": line["at"][:19]} for line in again["corrections"]] == plain
    assert plain[0]["by"] == "Ada"


def test_the_days_travel_and_older_files_have_no_last_one(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        add_summit(session, "Klima", "Dubai", date(2023, 11, 30), ends_on=date(2023, 12, 13))
        data = json.loads(write_summit(session, "klima"))
        older = {**data, "summit": {key: value for key, value in data["summit"].items() if key != "ends_on"}}
        wrong = {**data, "summit": data["summit"] | {"ends_on": "2023-11-29"}}
        slugs = [read_summit(session, json.dumps(one).encode(), max_chars=1000)[0] for one in (data, older)]
        days = dict(session.exec(select(Summit.slug, Summit.ends_on)).all())
        assert [days[slug] for slug in slugs] == [date(2023, 12, 13), None]
        with pytest.raises(Unusable, match="last day comes before"):
            read_summit(session, json.dumps(wrong).encode(), max_chars=1000)


def test_a_summit_that_is_not_there_cannot_be_written(engine: Engine) -> None:
    with pytest.raises(Unknown), session_scope(engine) as session:
        write_summit(session, "nowhere")


def no_json(_: dict[str, Any]) -> bytes:
    return b"\x00 none of ours"


def other_format(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"format": "something else"}


def newer(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"version": 99}


def damaged_text(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"articles": [data["articles"][0] | {"text": "Ganz andere Wörter als zuvor."}]}


def empty_text(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"articles": [data["articles"][0] | {"text": ""}]}


def unknown_kind(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"corrections": [data["corrections"][0] | {"kind": "nonsense"}]}


def twice(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"corrections": [data["corrections"][0]] * 2}


def undo_of_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"corrections": [data["corrections"][-1]]}


def about_no_text(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"corrections": [data["corrections"][2] | {"sha256": None}]}


@pytest.mark.parametrize(
    "change",
    [no_json, other_format, newer, damaged_text, empty_text, unknown_kind, twice, undo_of_nothing, about_no_text],
)
def test_a_damaged_file_leaves_nothing_behind(each: Engine, told: int, change: Any) -> None:
    with session_scope(each) as session:
        changed = change(json.loads(write_summit(session, "gipfel")))
    data = changed if isinstance(changed, bytes) else json.dumps(changed).encode()
    with pytest.raises(Unusable) as refused, session_scope(each, write=True) as session:
        read_summit(session, data, max_chars=100_000)
    assert str(refused.value).endswith(".") or ":" in str(refused.value)
    with session_scope(each) as session:
        assert session.exec(select(Summit.slug)).all() == ["gipfel"]
        assert len(session.exec(select(Correction).where(col(Correction.of_id).is_(None))).all()) == 4


def test_folders_travel_with_their_texts(each: Engine, told: int) -> None:
    with session_scope(each, write=True) as session:
        first = remember(session, "gipfel", Place("passage", told, "text", 0, 9))
        chart = remember(session, "gipfel", Place("chart", chart="matrix", address="/summits/gipfel?source=x#matrix"))
        rubric = add_rubric(session, "gipfel", first.folder, "Inland")
        place_item(session, "gipfel", first.folder, first.item, rubric=rubric)
        note_item(session, "gipfel", first.folder, first.item, "Bitte lesen", "")
        describe_folder(
            session, "gipfel", "mappe", name="Lage", note="N", note_before="", readers="V", own="wiener-blatt"
        )
        data = write_summit(session, "gipfel")
        assert chart.new
    with session_scope(each, write=True) as session:
        slug, _ = read_summit(session, data, max_chars=100_000)
    with session_scope(each) as session:
        found, before = review(session, slug, "mappe", "de"), review(session, "gipfel", "mappe", "de")
        again = json.loads(write_summit(session, slug))["folders"]
    assert found is not None
    assert before is not None
    assert (found.title, found.note, found.readers) == ("Lage", "N", "V")
    assert [(one.title, [item.text for item in one.items]) for one in found.rubrics] == [
        ("", [""]),
        ("Inland", ["Joe Biden"]),
    ]
    assert [item.note for item in found.items] == ["", "Bitte lesen"]
    assert found.items[0].address == f"/summits/{slug}?source=x#matrix"
    assert found.items[1].clipping
    assert not found.items[1].gone
    assert again[0]["own"] == "Wiener Blatt"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "nonsense"},
        {"rubric": 7},
        {"start": 9, "end": 3},
        {"address": "https://example.org/"},
        {"sha256": None},
        {"note": "x" * 6_000},
    ],
)
def test_a_damaged_folder_is_refused(each: Engine, told: int, change: dict[str, Any]) -> None:
    with session_scope(each, write=True) as session:
        remember(session, "gipfel", Place("passage", told, "text", 0, 9))
        file = json.loads(write_summit(session, "gipfel"))
    file["folders"][0]["items"][0] |= change
    with session_scope(each) as session, pytest.raises(Unusable):
        read_summit(session, json.dumps(file).encode(), max_chars=100_000)


def test_files_from_before_folders_are_read(each: Engine, told: int) -> None:
    with session_scope(each) as session:
        file = json.loads(write_summit(session, "gipfel"))
    del file["folders"]
    with session_scope(each, write=True) as session:
        assert read_summit(session, json.dumps(file).encode(), max_chars=100_000)


def test_the_kinds_of_items_are_those_of_a_review() -> None:
    assert set(KINDS) == set(Kind)
