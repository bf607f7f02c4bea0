"""What is declared of kinds of figures; and a kind made up here alone, seen everywhere."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.compare.figure_keys import Mark
from app.compare.one_thing import joined
from app.compare.values import likeness
from app.models import Annotation
from app.nlp.figures.kinds import KINDS, Difference, Kind, Ratio, Share, Tolerance, Tolerances, known_kind
from app.nlp.pipeline import analyse
from app.nlp.types import Figure
from tests.conftest import analyse_waiting

TEMPERATURE = Kind(
    "temperature",
    "Temperature",
    "temperatures",
    "°C",
    tolerances=Tolerances.of_difference(2),
    of_subject=True,
    units={"Grad": 1.0, "°C": 1.0, "Grad Celsius": 1.0},
    close=True,
    style="units",
    sizes=((1, "temperature-celsius"),),
)
TEXTS = {
    "Tag": "Die Temperatur in Genf betrug 31 Grad. Im Saal war es kühler.",
    "Post": "Die Temperatur in Genf betrug 29,5 Grad Celsius. Vor der Tür warteten Leute.",
}


@pytest.fixture
def temperature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, TEMPERATURE.name, TEMPERATURE)


@pytest.mark.parametrize(
    ("tolerance", "x", "y", "near"),
    [
        (Ratio(1.25), 100, 125, True),
        (Ratio(1.25), 100, 126, False),
        (Share(0.1), 100, 90, True),
        (Share(0.1), 100, 89, False),
        (Difference(2), -1, 1, True),
        (Difference(2), 100, 102.5, False),
    ],
)
def test_tolerances(tolerance: Tolerance, x: float, y: float, near: bool) -> None:
    assert tolerance.holds(x, y) is tolerance.holds(y, x) is near


def test_a_kind_is_known_by_its_name_and_told_apart_from_words() -> None:
    assert [known_kind(name) for name in KINDS] == list(KINDS)
    assert all(kind.sizes for kind in KINDS.values() if kind.style == "units")
    with pytest.raises(ValueError, match="'weight' is no kind"):
        known_kind("weight")


def test_without_it_the_degrees_are_counted() -> None:
    (found,) = analyse(TEXTS["Tag"]).figures
    assert (found.kind, found.unit) == ("count", "Grad")


@pytest.mark.usefixtures("temperature")
def test_a_made_up_kind_is_found_and_compared_by_difference() -> None:
    day, post = (analyse(text).figures[0] for text in TEXTS.values())
    assert (day.kind, day.value, day.unit, day.about) == ("temperature", 31, "°C", "Die Temperatur")
    assert likeness(day, post) == "apart"
    assert joined(Mark(1, 1, 1, day), Mark(2, 2, 2, post))

    def of(value: float, precision: str = "exact") -> Figure:
        return Figure(0, 1, "temperature", value, "°C", "Luft", terms=("luft",), precision=precision)  # type: ignore[arg-type]

    assert joined(Mark(1, 1, 1, of(-1)), Mark(2, 2, 2, of(1)))
    assert not joined(Mark(1, 1, 1, of(1)), Mark(2, 2, 2, of(3.5)))
    assert likeness(of(0.5), of(1, "about")) == "rounded"


@pytest.mark.usefixtures("temperature")
def test_a_made_up_kind_is_seen_everywhere(client: TestClient, engine: Engine) -> None:
    slug = client.post("/api/summits", json={"name": "Genf", "starts_on": "2021-06-16"}).json()["slug"]
    for source, text in TEXTS.items():
        answer = client.post(f"/api/summits/{slug}/articles", json={"source": source, "text": text, "title": source})
        assert answer.status_code == 202, answer.text
    analyse_waiting(engine)
    with Session(engine) as session:
        marks = session.exec(select(Annotation).where(col(Annotation.label) == "temperature")).all()
    assert [(mark.layer, mark.score, mark.attrs["unit"]) for mark in marks] == [
        ("figure", 31.0, "°C"),
        ("figure", 29.5, "°C"),
    ]
    (group,) = client.get(f"/api/summits/{slug}/figures").json()["items"]
    assert [member["kind"] for member in group["members"]] == ["temperature", "temperature"]
    assert group["relation"] == "differing"
    page = client.get(f"/summits/{slug}/figures?kind=temperature").text
    assert ">temperatures <small>2</small>" in page
    assert re.search(r"31\s?°C", page)
    assert "<svg" in page
    html = client.get("/articles/1?fix=sentence:0-39").text
    assert '<option value="temperature" selected>Temperature</option>' in html
