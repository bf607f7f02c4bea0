"""One summit as a file on the command line: what each ending stands for."""

from collections.abc import Callable, Mapping
from functools import partial

from sqlmodel import Session

from app.actions.summit_files import write_summit
from app.exports.documents import FORMATS
from app.exports.press_review import Empty
from app.failures import Failure
from app.queries.folders import review, summit_review
from app.queries.made_documents import Order
from app.typesetter import typeset

LANGUAGE = "de"  # of what is written where nobody reads along

Writer = Callable[[Session, str, str], bytes]  # session, slug of the summit, slug of a folder or ""


def _press_review(ending: str, session: Session, summit: str, folder: str) -> bytes:
    """A folder, or all articles. Raises Failure where there is no such folder, or nothing in it."""
    found = review(session, summit, folder, LANGUAGE) if folder else summit_review(session, summit, LANGUAGE)
    if found is None:
        raise Failure(f'There is no folder "{folder}" in this summit.')
    try:
        return typeset(found, Order(summit, folder), ending)
    except Empty:
        raise Failure("There is nothing in it yet.") from None


WRITERS: Mapping[str, Writer] = {
    ".json": lambda session, summit, folder: write_summit(session, summit),
    **{f".{ending}": partial(_press_review, ending) for ending in FORMATS},
}
