"""Two sources side by side: nothing is in two columns, and every number leads to as many sentences."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from app.actions.comparisons import compare_article
from app.db import session_scope
from app.queries.comparison import Opened, comparison_page
from app.queries.filters import Filters
from app.queries.views.comparison import ComparisonPage
from tests.conftest import counting
from tests.queries.press import publish
from tests.stories import SLUG, S, add_story

RUN = (
    "Beide sprachen am Mittwoch in der Schweiz lange über Abrüstung und über die Angriffe auf Netze in beiden Staaten, "
    "ohne dass sie sich dabei in einem einzigen Punkt wirklich näher gekommen wären."
)


def page_of(engine: Engine, filters: Filters | None = None, **asked: object) -> ComparisonPage:
    with session_scope(engine) as session:
        page = comparison_page(session, SLUG, filters or Filters(), **asked)  # type: ignore[arg-type]
    assert page is not None
    return page


@pytest.fixture
def three(each: Engine) -> Engine:
    """Three sources; A and B share a topic, a person and a sentence."""
    stories = [
        add_story(
            each,
            S("{Joe Biden} kam mit {Antony Blinken}.", "nato"),
            S("Das Uran wird angereichert.", "nato iran"),
            S(RUN),
            S("{Joe Biden} ging."),
        ),
        add_story(
            each,
            S("{Joe Biden} sprach.", "nato"),
            S("Kiew hofft auf Waffen.", "ukraine"),
            S(RUN),
            S("{Angela Merkel} hörte zu."),
            source="Quelle B",
        ),
        add_story(each, S("{Wladimir Putin} schwieg."), source="Quelle C"),
    ]
    with session_scope(each, write=True) as session:
        for story in stories:
            compare_article(session, story)
    return each


def test_what_only_one_has_and_what_both_have(three: Engine) -> None:
    page = page_of(three, left="quelle-a", right="quelle-b")
    parts = {part.kind: part for part in page.entries}
    assert [(one.slug, one.left, one.right) for one in parts["topic"].both] == [("nato", 2, 1)]
    assert [one.slug for one in parts["topic"].left] == ["iran"]
    assert [one.slug for one in parts["topic"].right] == ["ukraine"]
    assert [(one.name, one.left, one.right) for one in parts["person"].both] == [("Joe Biden", 2, 1)]
    assert [one.name for one in parts["person"].left] == ["Antony Blinken"]
    assert [one.name for one in parts["person"].right] == ["Angela Merkel"]
    assert page.shared_total == 1
    assert page.shared[0].article.source.slug == "quelle-a"
    assert page.shared[0].twin.source.slug == "quelle-b"


def test_the_other_way_round_is_the_mirror_image(three: Engine) -> None:
    page, mirrored = (page_of(three, left=a, right=b) for a, b in (("quelle-a", "quelle-b"), ("quelle-b", "quelle-a")))
    for one, other in zip(page.entries, mirrored.entries, strict=True):
        assert [replace(entry, left=entry.right, right=entry.left) for entry in one.both] == list(other.both)
        assert [entry.slug for entry in one.left] == [entry.slug for entry in other.right]
    assert mirrored.shared[0].article.source.slug == "quelle-b"
    assert mirrored.shared[0].excerpt or mirrored.shared[0].wording


def test_a_number_opens_its_sentences(three: Engine) -> None:
    page = page_of(three, left="quelle-a", right="quelle-b", opened=Opened("person", "joe-biden", "quelle-a"))
    assert page.opened is not None
    assert page.opened.found.total == len(page.opened.found.lines) == 2
    assert [line.after for line in page.opened.found.lines] == [" kam mit Antony Blinken.", " ging."]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ("quelle-a", "quelle-b")),  # the two with most sentences
        ({"left": "quelle-c"}, ("quelle-c", "quelle-a")),
        ({"right": "quelle-a"}, ("quelle-b", "quelle-a")),
        ({"left": "quelle-b", "right": "quelle-b"}, ("quelle-b", "quelle-a")),
        ({"left": "nirgends", "right": "quelle-c"}, ("quelle-a", "quelle-c")),
        ({"filters": Filters(sources=("quelle-c", "quelle-b"))}, ("quelle-c", "quelle-b")),
    ],
)
def test_which_two(three: Engine, asked: dict[str, object], expected: tuple[str, str]) -> None:
    page = page_of(three, **asked)  # type: ignore[arg-type]
    assert page.left is not None
    assert page.right is not None
    assert (page.left.slug, page.right.slug) == expected
    assert page.same == (asked.get("left") == "quelle-b")
    assert page.unknown == (("nirgends",) if "nirgends" in asked.values() else ())


def test_one_source_alone_cannot_be_compared(each: Engine) -> None:
    add_story(each, S("{Joe Biden} kam."))
    page = page_of(each)
    assert (page.left, page.right, page.entries) == (None, None, ())


def test_persons_narrow_all_of_it(three: Engine) -> None:
    page = page_of(three, Filters(persons=("angela-merkel",)), left="quelle-a", right="quelle-b")
    assert not any(entry.left for part in page.entries for entry in (*part.left, *part.both))


def test_statements_do_not_grow(engine: Engine) -> None:
    numbers = []
    for articles, seed in ((5, 7), (40, 8)):
        publish(engine, articles, seed=seed)
        with counting(engine) as count, session_scope(engine) as session:
            comparison_page(session, SLUG, Filters(), opened=Opened("person", "joe-biden", "quelle-a"))
            numbers.append(count())
    assert numbers[0] == numbers[1] <= 37
