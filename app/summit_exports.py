"""One summit as a file on the command line: what each ending stands for."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO

from sqlmodel import Session

from app.actions.summit_files import write_summit
from app.exports.documents import FORMATS
from app.exports.press_review import Empty
from app.exports.rights import Terms
from app.exports.tables import csv_parts, write_workbook
from app.failures import Failure, Misuse
from app.language import say
from app.queries.filters import Filters
from app.queries.folders import review, summit_review
from app.queries.made_documents import Order
from app.queries.tables.catalogue import TABLES, table
from app.queries.views.tables import Table
from app.typesetter import typeset

LANGUAGE = "de"  # of what is written where nobody reads along

Writer = Callable[[Session, str, str, Terms], bytes]  # slug of the summit, what part of it ("": all), by what right


def _press_review(ending: str, session: Session, summit: str, folder: str, terms: Terms) -> bytes:
    """A folder, or all articles. Raises Failure where there is no such folder, or nothing in it."""
    if missing := terms.missing():
        raise Failure(" ".join(say(LANGUAGE, sentence) for sentence in missing))
    found = review(session, summit, folder, LANGUAGE) if folder else summit_review(session, summit, LANGUAGE)
    if found is None:
        raise Failure(f'There is no folder "{folder}" in this summit.')
    try:
        return typeset(
            session,
            found,
            Order(
                summit,
                folder,
                mode=terms.mode,
                is_confirmed=terms.is_confirmed,
                readers=terms.readers,
                expires=terms.expires,
                licences=dict(terms.licences),
            ),
            ending,
        )
    except Empty:
        raise Failure("There is nothing in it yet.") from None


def _table(session: Session, summit: str, name: str, _terms: Terms) -> bytes:
    """One table as CSV: that named, else the articles. Raises Misuse for a table that there is not."""
    return b"".join(csv_parts(_found(session, summit, name or "articles")))


def _workbook(session: Session, summit: str, name: str, _terms: Terms) -> bytes:
    """All tables, a sheet each, or the one named."""
    file = BytesIO()
    write_workbook([_found(session, summit, one) for one in ([name] if name else TABLES)], file)
    return file.getvalue()


def _found(session: Session, summit: str, name: str) -> Table:
    if name not in TABLES:
        raise Misuse(f'There is no table "{name}". There are: {", ".join(TABLES)}.')
    found = table(session, summit, name, Filters(), {}, LANGUAGE, "", f"/summits/{summit}")
    assert found is not None
    return found


def _edition(session: Session, summit: str, _part: str, terms: Terms) -> bytes:
    """The summit as static pages with its data. Raises Failure where none can be made on these terms."""
    from app.editions.archive import Unfit, edition

    try:
        return edition(session, summit, terms, LANGUAGE)
    except Unfit as unfit:
        raise Failure(str(unfit)) from unfit


WRITERS: Mapping[str, Writer] = {
    ".json": lambda session, summit, part, terms: write_summit(session, summit),
    ".zip": _edition,
    ".csv": _table,
    ".xlsx": _workbook,
    **{f".{ending}": partial(_press_review, ending) for ending in FORMATS},
}
