"""The worker's part of the desk: what was brought becomes drafts or a reason, and a cut-off reading goes on."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.imports import Brought, cancel, start_batch, take_item, unread_items
from app.actions.summits import add_summit
from app.db import session_scope
from app.desk import Draft, ImportItem
from app.importer import Importer
from app.intake.fetching import Fetcher, Page
from app.intake.items import Refused
from app.settings import Settings

STORY = (
    "{name} trifft Delegation\n\nIn {name} sprach die Bürgermeisterin am Montag mit einer Delegation aus Oslo über den "
    "Hafen. Danach reisten die Gäste nach {other} weiter, wo sie der Stadtrat empfing. „Wir haben gut gesprochen“, "
    "sagte sie am Abend der Zeitung von {name}. Ein Beschluss fiel nicht.\n"
)
NAMES = ["Kiel", "Emden", "Husum", "Rostock", "Wismar", "Stade"]
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Hafenblatt</title><link>https://h.example/</link>
<item><title>Eins</title><link>https://h.example/1</link><description>Kurz.</description></item>
<item><title>Zwei</title><link>https://h.example/2</link><description>Kurz.</description></item>
<item><title>Eins noch einmal</title><link>https://h.example/1</link></item>
<item><title>Im Kreis</title><link>https://h.example/feed</link></item>
</channel></rss>"""


class Web(Fetcher):
    """Pages without a network."""

    def fetch(self, address: str) -> Page:
        if not self.allowed:
            raise Refused("off", "Fetching pages is switched off here. Save the page as a file and bring that.")
        if address.endswith("/feed"):
            return Page(address, FEED.encode(), "application/rss+xml")
        number = int(address.rsplit("/", 1)[1])
        if number > len(NAMES):
            raise Refused("status", "There is no such page on this server (%(status)d). Check the address.", status=404)
        head, body = story(number - 1).split("\n\n")
        page = f"<html><head><title>{head}</title></head><body><article><h1>{head}</h1><p>{body}</p></article></body>"
        return Page(address, page.encode(), "text/html; charset=utf-8")


def story(number: int) -> str:
    return STORY.format(name=NAMES[number], other=NAMES[number - 1])


def archive(count: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for number in range(count):
            packed.writestr(f"{number}.txt", story(number))
        packed.writestr("leer.txt", "")
    return data.getvalue()


@pytest.fixture
def importer(engine: Engine, settings: Settings) -> Iterator[Importer]:
    with session_scope(engine, write=True) as session:
        add_summit(session, "Hafen")
    reader = Importer(engine, settings, lambda ids: None, Web())
    yield reader
    reader.close()


def bring(engine: Engine, *brought: Brought) -> list[int]:
    with session_scope(engine, write=True) as session:
        return start_batch(session, "hafen", brought)


def read_all(engine: Engine, importer: Importer) -> None:
    while True:
        with session_scope(engine) as session:
            ids = unread_items(session)
        if not ids:
            return
        for item in ids:
            importer.work(item)


def outcome(engine: Engine) -> tuple[list[str | None], dict[str, str | None]]:
    """Headlines of the drafts, and the reasons of what gave none."""
    with session_scope(engine) as session:
        titles = [one.title for one in session.exec(select(Draft).order_by(Draft.id)).all()]  # type: ignore[arg-type]
        refused = session.exec(select(ImportItem).where(ImportItem.status == "refused")).all()
        return titles, {one.name: one.reason for one in refused}


def test_an_archive_gives_a_draft_for_each_text_and_a_reason_for_the_rest(engine: Engine, importer: Importer) -> None:
    bring(engine, Brought("texte.zip", data=archive(3)))
    read_all(engine, importer)
    titles, refused = outcome(engine)
    assert titles == [f"{name} trifft Delegation" for name in NAMES[:3]]
    assert list(refused) == ["texte.zip/leer.txt"]


def test_a_broken_file_does_not_stop_the_others(engine: Engine, importer: Importer) -> None:
    lines = json.dumps({"text": story(4)}) + "\n{kaputt\n" + json.dumps({"text": story(5)})
    bring(
        engine,
        Brought("a.pdf", data=b"%PDF-1.4 kaputt"),
        Brought("b.jsonl", data=lines.encode()),
        Brought("c", data=b""),
    )
    read_all(engine, importer)
    titles, refused = outcome(engine)
    assert len(titles) == 2
    assert len(refused) == 3
    assert all(reason for reason in refused.values())


def test_a_reading_that_was_cut_off_goes_on_where_it_was(
    engine: Engine, settings: Settings, importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = bring(engine, Brought("texte.zip", data=archive(5)))
    store = importer._store

    def cut(taken: object, number: int, found: object) -> bool:
        if number == 3:
            raise SystemExit  # as good as SIGKILL: nothing of ours runs any more
        return store(taken, number, found)  # type: ignore[arg-type]

    monkeypatch.setattr(importer, "_store", cut)
    with pytest.raises(SystemExit):
        importer.work(item)
    assert len(outcome(engine)[0]) == 2
    after = Importer(engine, settings, lambda ids: None)
    read_all(engine, after)
    after.close()
    assert outcome(engine)[0] == [f"{name} trifft Delegation" for name in NAMES[:5]]


def test_a_feed_leads_to_its_pages_once_and_ends(engine: Engine, importer: Importer) -> None:
    bring(engine, Brought("https://h.example/feed", url="https://h.example/feed"))
    read_all(engine, importer)
    titles, refused = outcome(engine)
    assert titles == ["Kiel trifft Delegation", "Emden trifft Delegation"]
    assert refused == {}


def test_an_address_that_leads_nowhere_is_told(engine: Engine, importer: Importer) -> None:
    bring(engine, Brought("https://h.example/99", url="https://h.example/99"))
    read_all(engine, importer)
    assert outcome(engine) == (
        [],
        {"https://h.example/99": "There is no such page on this server (%(status)d). Check the address."},
    )


def test_what_repeats_another_draft_is_told(engine: Engine, importer: Importer) -> None:
    long = "".join(story(number) for number in range(4))
    bring(engine, Brought("a.txt", data=long.encode()), Brought("b.txt", data=(long + "Mehr am Abend.").encode()))
    read_all(engine, importer)
    with session_scope(engine) as session:
        first, second = session.exec(select(Draft).order_by(Draft.id)).all()  # type: ignore[arg-type]
        assert (first.twin_id, second.twin_id) == (None, first.id)


def test_what_was_cancelled_is_not_read(engine: Engine, importer: Importer) -> None:
    (item,) = bring(engine, Brought("texte.zip", data=archive(2)))
    with session_scope(engine, write=True) as session:
        assert take_item(session, item) is not None
        cancel(session, "hafen")
    importer.work(item)
    assert outcome(engine)[0] == []


def test_what_kills_the_process_again_and_again_is_left_out(engine: Engine, importer: Importer) -> None:
    (item,) = bring(engine, Brought("texte.zip", data=archive(2)))
    for _ in range(3):
        with session_scope(engine, write=True) as session:
            take_item(session, item)
    importer.work(item)
    assert list(outcome(engine)[1]) == ["texte.zip"]
