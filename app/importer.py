"""The worker's part of the desk: reads what was brought, item by item, and lays what it finds there as drafts.

Every result is stored at once, so that a reading that is cut off goes on where it was. One item at a time: reading is
mostly waiting for a child process or a server, and nobody's text should wait behind a hundred pages.
"""

import logging
import threading
from collections.abc import Callable, Iterator

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.actions.drafts import lay_draft, open_texts
from app.actions.imports import (
    Brought,
    Taken,
    add_items,
    columns_told,
    count_found,
    count_items,
    count_words,
    finish_item,
    forget_old,
    refuse_item,
    refuse_part,
    still_wanted,
    take_item,
    tell_columns,
)
from app.actions.keeping import keep_more
from app.actions.summit_edits import forget_summits
from app.actions.summits import known_outlets
from app.compare.fingerprint_index import Wordings
from app.compare.shared import fingerprints, split_words
from app.db import session_scope
from app.intake.fetching import Fetcher, fetch
from app.intake.items import Address, Columns, Found, Item, Limits, Read, Refusal, Refused
from app.intake.reading import read
from app.intake.sandbox import Sandbox
from app.nlp.text.language import detect
from app.precedence import let_pass
from app.revisions import of_summit
from app.settings import Settings

ATTEMPTS = 3  # so often may an item end the whole process before it is given up
MOST_OPEN = 3_000  # drafts whose wording is remembered
MOST_ITEMS = 2_000  # files and addresses of one batch, with all that feeds lead to

DEADLY = Refused("deadly", "Reading this ended the program several times. It has been left out.")
FAILED = Refused("failed", "This could not be read. The program's log says why.")
TOO_MANY = Refused("too-many", "This is too much at once: at most %(limit)d pages are read.", limit=MOST_ITEMS)

log = logging.getLogger("gipfelspiegel.importer")


class Importer:
    """Reads one item at a time."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        enqueue: Callable[[list[int]], None],
        fetcher: Fetcher | None = None,
    ) -> None:
        self.engine, self.settings, self.enqueue = engine, settings, enqueue
        self.fetcher = fetcher or Fetcher()
        self.sandbox = Sandbox(Limits(max_chars=settings.max_text_chars, file_bytes=settings.max_import_bytes))
        self.turn = threading.Lock()
        self.wordings: dict[int, Wordings] = {}
        with session_scope(engine, write=True) as session:
            forget_old(session)
            forget_summits(session)

    def close(self) -> None:
        """End the reading process."""
        self.sandbox.close()

    def work(self, item_id: int) -> None:
        """From bytes or an address to drafts; no session is open while something is read or fetched.

        What cannot be read ends as ``refused`` with a sentence; only a database that cannot be reached raises.
        """
        with self.turn:
            with session_scope(self.engine, write=True) as session:
                taken = take_item(session, item_id)
                if taken is not None and taken.attempts > ATTEMPTS:
                    refuse_item(session, item_id, DEADLY.message)
                    return
            if taken is None:
                return
            try:
                self._read(taken)
            except Refused as why:
                self._give_up(taken, why)
            except OperationalError:
                raise
            except Exception:
                log.exception("Item %d could not be read.", item_id)
                self._give_up(taken, FAILED)

    def keep(self, summit_id: int) -> Iterator[int]:
        """Keep the drafts of a desk that are still to be kept, piece by piece: how many new articles each time."""
        while True:
            with session_scope(self.engine, write=True) as session, of_summit(session, summit_id):
                kept = keep_more(session, summit_id, self.settings.max_text_chars)
            if kept is None:
                return
            yield len(kept)
            let_pass(self.engine)

    def _read(self, taken: Taken) -> None:
        for number, item in enumerate(self._results(taken), 1):
            if number <= taken.found:
                continue  # stored by an earlier reading that was cut off
            if not self._store(taken, number, item):
                return
        with session_scope(self.engine, write=True) as session, of_summit(session, taken.summit_id):
            finish_item(session, taken.item_id)

    def _results(self, taken: Taken) -> Iterator[Item]:
        with session_scope(self.engine) as session:
            known, columns = known_outlets(session), columns_told(session)
        if taken.url is None:
            yield from read(taken.name, taken.data or b"", known=known, sandbox=self.sandbox, columns=columns)
            return
        page = fetch(taken.url, self.settings, self.fetcher)
        name = taken.name if taken.name != taken.url else page.url
        yield from read(
            name,
            page.data,
            known=known,
            sandbox=self.sandbox,
            url=page.url,
            content_type=page.content_type,
            columns=columns,
        )

    def _store(self, taken: Taken, number: int, item: Item) -> bool:
        """Whether the reading is still wanted."""
        more: list[int] = []
        with session_scope(self.engine, write=True) as session, of_summit(session, taken.summit_id):
            if not still_wanted(session, taken.item_id):
                return False
            if isinstance(item, Found):
                wordings = self._wordings(session, taken.summit_id)
                prints = fingerprints(split_words(item.draft.text))
                language = detect(item.draft.text)
                draft_id = lay_draft(
                    session, taken.summit_id, taken.item_id, number, item.draft, language, wordings.nearest(prints)
                )
                wordings.add(draft_id, prints)
            elif isinstance(item, Address):
                more = self._follow(session, taken, item)
            elif isinstance(item, Refusal):
                refuse_part(session, taken, item.name, item.message, item.values)
            elif isinstance(item, Read):
                count_words(session, taken.item_id, item.words)
            elif isinstance(item, Columns):
                tell_columns(session, taken.item_id, item)
            count_found(session, taken.item_id, number)
        self.enqueue(more)
        return True

    def _follow(self, session: Session, taken: Taken, item: Address) -> list[int]:
        """An entry of a feed is an item of its own; feeds that lead to feeds for ever end at the limit."""
        if count_items(session, taken.batch_id) >= MOST_ITEMS:
            refuse_part(session, taken, item.url, TOO_MANY.message, dict(TOO_MANY.values))
            return []
        return add_items(session, taken.batch_id, [Brought(item.title or item.url, url=item.url)])

    def _wordings(self, session: Session, summit_id: int) -> Wordings:
        if summit_id not in self.wordings:
            found = Wordings()
            for draft_id, text in open_texts(session, summit_id, MOST_OPEN):
                found.add(draft_id, fingerprints(split_words(text)))
            self.wordings = {summit_id: found}  # of one summit at a time: people work on one
        return self.wordings[summit_id]

    def _give_up(self, taken: Taken, why: Refused) -> None:
        with session_scope(self.engine, write=True) as session, of_summit(session, taken.summit_id):
            refuse_item(session, taken.item_id, why.message, dict(why.values))
