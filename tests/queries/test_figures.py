"""Figures side by side: which groups come first, what the filters leave, what one source alone gives."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine

from app.db import session_scope
from app.queries.figures import ALL_ALONE, ALONE, PAGE, figures_document, figures_page
from app.queries.filters import Filters
from app.queries.summits import overview_page
from app.queries.views.figures import FiguresPage
from tests.queries.marks import add_figure, add_group
from tests.stories import SLUG, S, add_story

Page = Callable[..., FiguresPage]


@pytest.fixture
def page(engine: Engine) -> Page:
    def ask(filters: Filters | None = None, **more: object) -> FiguresPage:
        with session_scope(engine) as session:
            found = figures_page(session, SLUG, filters or Filters(), **more)  # type: ignore[arg-type]
        assert found is not None
        return found

    return ask


def story(engine: Engine, source: str, *texts: str, published: str | None = None) -> int:
    return add_story(engine, *(S(text) for text in texts), source=source, published=published)


def talks(engine: Engine) -> dict[str, int]:
    """Three sources on how long the talks took, two on the dead, one figure that C alone has."""
    a = story(engine, "A", "{Joe Biden} sprach drei Stunden lang.", "Es gab fünf Tote.")
    b = story(engine, "B", "Die Gespräche dauerten 201 Minuten.", "Es gab fünf Tote.", published="2021-06-16")
    c = story(engine, "C", "Man redete rund 3 Stunden.", "Es kamen 400 Gäste.")
    long = [
        add_figure(engine, a, "drei Stunden", "duration", 180, unit="min", about="sprach"),
        add_figure(engine, b, "201 Minuten", "duration", 201, unit="min", about="Gespräche"),
        add_figure(engine, c, "rund 3 Stunden", "duration", 180, unit="min", precision="about"),
    ]
    dead = [add_figure(engine, one, "fünf Tote", "count", 5, unit="Tote", about="Tote") for one in (a, b)]
    add_figure(engine, c, "400 Gäste", "count", 400, unit="Gäste", about="Gäste")
    return {"same": add_group(engine, "same", dead), "rounded": add_group(engine, "rounded", long)}


def test_what_is_not_alike_comes_first_whole_and_in_its_sentences(engine: Engine, page: Page) -> None:
    ids = talks(engine)
    found = page()
    assert [group.id for group in found.groups] == [ids["rounded"], ids["same"]]
    first = found.groups[0]
    assert [column.source.name for column in first.columns] == ["A", "B", "C"]
    one = first.columns[1].figures[0]
    assert "".join(piece.text for piece in one.pieces) == "Die Gespräche dauerten 201 Minuten."
    assert [piece.text for piece in one.pieces if piece.hit] == ["201 Minuten"]
    assert one.at == 0
    assert one.article_id
    assert first.about == "Gespräche"
    assert first.picture is not None
    assert first.picture.right == 201
    assert found.groups[1].picture is None  # all the same: nothing to see


def test_figures_without_their_like_are_told_by_source(engine: Engine, page: Page) -> None:
    talks(engine)
    (alone,) = page().alone
    assert (alone.source.name, alone.total, [one.surface for one in alone.figures]) == ("C", 1, ["400 Gäste"])


def test_marks_that_only_one_source_repeats_have_no_like(engine: Engine, page: Page) -> None:
    ids = [story(engine, "A", "Es kamen 30 Leute."), story(engine, "A", "Da waren 30 Leute.")]
    add_group(engine, "single", [add_figure(engine, one, "30 Leute", value=30) for one in ids])
    found = page()
    assert not found.groups
    assert found.alone[0].total == 2


@pytest.mark.parametrize(
    ("filters", "kind", "labels", "figures"),
    [
        (Filters(), None, ["rounded", "same"], 6),
        (Filters(), "duration", ["rounded"], 3),
        (Filters(), "count", ["same"], 3),
        (Filters(), "nonsense", ["rounded", "same"], 6),
        (Filters(), "money", [], 0),
        (Filters(sources=("c",)), None, ["rounded"], 2),
        (Filters(sources=("c",)), "count", [], 1),
        (Filters(persons=("joe-biden",)), None, ["rounded"], 1),
        (Filters(persons=("niemand",)), None, [], 0),
        (Filters(persons=("joe-biden", "niemand")), None, [], 0),
        (Filters(persons=("joe-biden", "niemand"), any_person=True), None, ["rounded"], 1),
    ],
)
def test_filters(
    engine: Engine, page: Page, filters: Filters, kind: str | None, labels: list[str], figures: int
) -> None:
    talks(engine)
    found = page(filters, kind=kind)
    assert ([group.label for group in found.groups], found.figures) == (labels, figures)
    assert found.total == len(labels) == sum(found.labels.values())


def test_every_figure_is_in_a_group_or_alone(engine: Engine, page: Page) -> None:
    talks(engine)
    found = page()
    grouped = sum(one.others + 1 for group in found.groups for column in group.columns for one in column.figures)
    assert grouped + sum(one.total for one in found.alone) == found.figures == sum(dict(found.kinds).values())


def test_a_source_that_gives_two_values_shows_both(engine: Engine, page: Page) -> None:
    early, late = story(engine, "A", "Es gab drei Tote."), story(engine, "A", "Es gab vier Tote.", "Drei Tote zuvor.")
    other = story(engine, "B", "Es gab vier Tote.")
    marks = [
        add_figure(engine, early, "drei Tote", value=3),
        add_figure(engine, late, "vier Tote", value=4),
        add_figure(engine, late, "Drei Tote", value=3),
        add_figure(engine, other, "vier Tote", value=4),
    ]
    add_group(engine, "differing", marks)
    mine, theirs = page().groups[0].columns
    assert [(one.surface, one.others) for one in mine.figures] == [("drei Tote", 1), ("vier Tote", 0)]
    assert [one.surface for one in theirs.figures] == ["vier Tote"]


def test_long_lists_are_paged(engine: Engine, page: Page) -> None:
    numbers = PAGE + 3
    text = " ".join(f"Es kamen {100 + n} Leute." for n in range(numbers))
    ids = [story(engine, source, f"Aus {source}.", text) for source in "AB"]
    for n in range(numbers):
        add_group(engine, "same", [add_figure(engine, one, f"{100 + n} Leute", value=100 + n) for one in ids])
    first, second = page(), page(offset=PAGE)
    assert (len(first.groups), first.next_offset, len(second.groups), second.next_offset) == (PAGE, PAGE, 3, None)
    assert not {group.id for group in first.groups} & {group.id for group in second.groups}


def test_all_that_one_source_alone_gives(engine: Engine, page: Page) -> None:
    article = story(engine, "A", " ".join(f"Es kamen {100 + n} Leute." for n in range(ALL_ALONE + 2)))
    story(engine, "B", "Nichts.")
    for n in range(ALL_ALONE + 2):
        add_figure(engine, article, f"{100 + n} Leute", value=100 + n)
    assert len(page().alone[0].figures) == ALONE
    whole, rest = page(alone="a"), page(alone="a", offset=ALL_ALONE)
    assert (len(whole.alone[0].figures), whole.next_offset, len(rest.alone[0].figures)) == (ALL_ALONE, ALL_ALONE, 2)
    assert page(alone="b").alone == ()


def test_the_document_has_the_same_groups(engine: Engine, page: Page) -> None:
    talks(engine)
    with session_scope(engine) as session:
        document = figures_document(session, SLUG, 0, 10)
        rest = figures_document(session, SLUG, 1, 10)
    assert document is not None
    assert rest is not None
    assert [item["relation"] for item in document["items"]] == ["rounded", "same"]
    assert document["total"] == rest["total"] == 2
    assert rest["items"] == document["items"][1:]
    rounded = document["items"][0]
    assert [member["value"] for member in rounded["members"]] == [180, 201, 180]
    assert rounded["members"][2]["precision"] == "about"


@pytest.mark.parametrize(
    ("about", "heading"),
    [("kehrte", None), ("Botschafter", "Botschafter"), ("das Treffen", "das Treffen"), ("Nawalny", "Nawalny")],
)
def test_only_a_noun_or_a_name_is_a_heading(engine: Engine, page: Page, about: str, heading: str | None) -> None:
    texts = [
        story(engine, source, f"Er kehrte im April nach {town} zurück.")
        for source, town in (("A", "Bern"), ("B", "Genf"))
    ]
    add_group(engine, "same", [add_figure(engine, one, "im April", "date", about=about) for one in texts])
    group = page().groups[0]
    assert group.about == heading
    assert {column.figures[0].about for column in group.columns} == {heading}


@pytest.mark.parametrize(
    ("filters", "within", "beyond"),
    [
        (Filters(), 1, 0),
        (Filters(persons=("joe-biden",)), 1, 0),
        (Filters(sources=("a", "b", "c")), 1, 0),
        (Filters(sources=("a", "b")), 0, 1),  # C has a figure in it, too
        (Filters(sources=("b",)), 0, 1),
        (Filters(since=date(2021, 6, 16)), 0, 1),  # only B bears a date
        (Filters(since=date(2022, 1, 1)), 0, 0),
        (Filters(sources=("nirgends",)), 0, 0),
    ],
)
def test_the_overview_shows_comparisons_that_lie_within_the_filters(
    each: Engine, filters: Filters, within: int, beyond: int
) -> None:
    talks(each)
    with session_scope(each) as session:
        page = overview_page(session, SLUG, filters)
    assert page is not None
    assert page.figures.total == within >= len(page.figures.groups)
    assert page.figures.beyond == beyond
    for group in page.figures.groups:
        for column in group.columns:
            assert not filters.sources or column.source.slug in filters.sources
