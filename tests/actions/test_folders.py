"""Two people at once: whatever they remember, put in order and write is all there afterwards."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.folder_order import move_item, note_item, remove_item
from app.actions.folders import Place, joined_notes, remember
from app.actions.refusals import Declined
from app.db import session_scope
from app.folders import Folder, FolderItem
from tests.stories import S, add_story

PEOPLE, EACH = 4, 6


def write(engine: Engine, task: object) -> None:
    with session_scope(engine, write=True) as session:
        task(session)  # type: ignore[operator]


def test_all_that_several_people_remember_at_once_is_there(each: Engine) -> None:
    articles = [add_story(each, S(f"Satz Nummer {number}.", "arktis"), source=f"Q {number}") for number in range(EACH)]
    together = Barrier(PEOPLE)

    def person(number: int) -> None:
        together.wait()
        for article in articles:
            write(
                each, lambda session, here=article: remember(session, "gipfel", Place("passage", here, end=number + 3))
            )

    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(person, range(PEOPLE)))
    with session_scope(each) as session:
        assert len(session.exec(select(Folder)).all()) == 1
        items = session.exec(select(FolderItem)).all()
    assert len(items) == PEOPLE * EACH
    assert len({item.position for item in items}) == len(items)


def test_moves_at_once_lose_no_item(each: Engine) -> None:
    article = add_story(each, S("Ein Satz mit vielen Wörtern darin.", "arktis"), source="Q")
    for end in range(3, 9):
        write(each, lambda session, to=end: remember(session, "gipfel", Place("passage", article, end=to)))
    with session_scope(each) as session:
        ids = session.exec(select(FolderItem.id).order_by(col(FolderItem.position))).all()
    together = Barrier(2)

    def person(act: str) -> None:
        together.wait()
        for item in ids:
            write(each, lambda session, here=item: move_item(session, "gipfel", "mappe", here or 0, act))

    with ThreadPoolExecutor(2) as people:
        list(people.map(person, ("up", "down")))
    with session_scope(each) as session:
        places = session.exec(select(FolderItem.position)).all()
    assert len(set(places)) == len(ids)


def test_what_somebody_took_out_meanwhile_is_told(each: Engine) -> None:
    article = add_story(each, S("Ein Satz.", "arktis"), source="Q")
    write(each, lambda session: remember(session, "gipfel", Place("article", article)))
    write(each, lambda session: remove_item(session, "gipfel", "mappe", 1))

    def late(session: Session) -> None:
        with pytest.raises(Declined, match="not in the folder any more"):
            note_item(session, "gipfel", "mappe", 1, "Zu spät", "")

    write(each, late)


@pytest.mark.parametrize(
    ("present", "before", "typed", "kept"),
    [
        ("", "", "neu", ("neu", False)),
        ("alt", "alt", "neu", ("neu", False)),
        ("alt", "alt", "", ("", False)),
        ("anders", "alt", "neu", ("anders\n\nneu", True)),
        ("anders", "alt", "alt", ("anders", False)),
        ("neu", "alt", "neu", ("neu", False)),
        ("anders", "alt", "", ("anders", False)),
    ],
)
def test_a_note_is_never_lost(present: str, before: str, typed: str, kept: tuple[str, bool]) -> None:
    assert joined_notes(present, before, typed) == kept
