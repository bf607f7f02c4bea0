"""Makes documents: of what was ordered the review, of the review the bytes. At once for a page, else for the worker."""

import logging
import os
import subprocess
import sys

from sqlalchemy import Engine
from sqlmodel import Session

from app.actions.made_documents import begin_document, finish_document
from app.chart_files import with_pictures
from app.db import session_scope
from app.exports.documents import FORMATS
from app.exports.press_review import Empty, printed
from app.exports.rights import Mode, Terms
from app.queries.made_documents import ORDERS, Order, ordered_review
from app.queries.views.review import Review
from app.settings import ROOT

log = logging.getLogger(__name__)

EDITION = "zip"  # the ending of a whole summit as static pages (app/editions)
LONGEST_EDITION = 3_600  # seconds


def terms_of(order: Order) -> Terms:
    """By what right its texts are given. Raises ValueError for a mode that there is not."""
    return Terms(Mode(order.mode), order.is_confirmed, order.readers, order.expires, order.licences)


def typeset(session: Session, review: Review, order: Order, ending: str) -> bytes:
    """The file, with its charts drawn. Raises Empty where there is nothing to print, KeyError for an unknown format."""
    return FORMATS[ending].make(printed(with_pictures(session, order.summit, review), terms_of(order)))


def _edition(engine: Engine, order: Order) -> bytes | None:
    """The edition of a summit, by a process that may know the web; None where none can be made."""
    url = engine.url.render_as_string(hide_password=False)
    made = subprocess.run(
        [sys.executable, "-m", "app.editions"],
        input=ORDERS.dump_json(order),
        capture_output=True,
        env=os.environ | {"DATABASE_URL": url},
        cwd=ROOT,
        timeout=LONGEST_EDITION,
        check=False,
    )
    if made.returncode:
        log.warning("No edition of %s: %s", order.summit, made.stderr.decode(errors="replace")[-2_000:])
    return made.stdout if not made.returncode else None


def make_document(engine: Engine, document_id: int) -> None:
    """Make one that was ordered, unless it is no longer wanted; no lock is held while it is made. Safe to repeat."""
    with session_scope(engine, write=True) as session:
        document = begin_document(session, document_id)
        if document is None:
            return
        order, ending = ORDERS.validate_python(document.asked), document.ending
    data: bytes | None = None
    try:
        with session_scope(engine) as session:
            if ending == EDITION:
                data = _edition(engine, order)
            else:
                review = ordered_review(session, order)
                data = typeset(session, review, order, ending) if review is not None else None
    except Empty:
        log.info("Document %d has nothing in it any more.", document_id)
    except Exception:
        log.exception("Document %d could not be made.", document_id)
    with session_scope(engine, write=True) as session:
        finish_document(session, document_id, data)
