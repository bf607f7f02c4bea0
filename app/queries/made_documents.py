"""What a document is made of, as a person chose it, and how far those are that the worker makes."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.made_documents import KEPT_DAYS, MadeDocument
from app.models import Summit
from app.queries.filters import Filters
from app.queries.folders import review, summit_review, topic_review
from app.queries.scope import find_scope
from app.queries.views.heads import SummitView
from app.queries.views.review import Review


@dataclass(frozen=True, slots=True)
class Order:
    """A folder, or (under filters) a topic, or all articles; language and title, and by what right texts are given."""

    summit: str
    folder: str = ""
    topic: str = ""
    filters: Filters = field(default_factory=Filters)
    language: str = "de"
    base: str = ""
    title: str = ""
    mode: str = "excerpts"
    is_confirmed: bool = False
    readers: str = ""
    expires: date | None = None
    licences: dict[str, str] = field(default_factory=dict)

    @property
    def of_all(self) -> bool:
        """Whether it is made of all articles."""
        return not (self.folder or self.topic)

    @property
    def back(self) -> str:
        """The address, within the summit, of what it is made of."""
        return f"folders/{self.folder}" if self.folder else f"topics/{self.topic}" if self.topic else ""


ORDERS = TypeAdapter(Order)


def form_page(session: Session, order: Order) -> tuple[SummitView, Review] | None:
    """What the form for a document shows; None where summit, folder or topic is not there."""
    scope, found = find_scope(session, order.summit, Filters()), ordered_review(session, order)
    return (scope.summit, found) if scope is not None and found is not None else None


def ordered_review(session: Session, order: Order) -> Review | None:
    """What is to be printed; None where summit, folder or topic is not there. A fixed number of statements."""
    if order.folder:
        found = review(session, order.summit, order.folder, order.language, order.base)
    elif not order.topic:
        found = summit_review(session, order.summit, order.language, order.base)
    else:
        found = topic_review(session, order.summit, order.topic, order.filters, order.language, order.base)
    return replace(found, title=order.title or found.title) if found is not None else None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document that the worker makes: how far it is, since when, and until when it is kept."""

    summit: SummitView
    token: str
    title: str
    ending: str
    items: int
    status: str
    ordered_at: datetime
    kept_until: datetime
    back: str  # the address, within the summit, of what it is made of


def document_page(session: Session, slug: str, token: str) -> DocumentPage | None:
    """None where summit or document is not there."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    row = session.execute(_OF_TOKEN.where(col(MadeDocument.token) == token, col(Summit.slug) == slug)).first()
    if row is None:
        return None
    order = ORDERS.validate_python(row.asked)
    kept_until = row.ordered_at + timedelta(days=KEPT_DAYS)
    return DocumentPage(
        scope.summit, row.token, row.title, row.ending, row.items, row.status, row.ordered_at, kept_until, order.back
    )


def document_file(session: Session, slug: str, token: str) -> tuple[str, str, bytes] | None:
    """Title, ending and bytes of one that is ready; None else. One statement."""
    asked = (
        columns(col(MadeDocument.title), col(MadeDocument.ending), col(MadeDocument.data))
        .join(Summit, col(Summit.id) == col(MadeDocument.summit_id))
        .where(col(MadeDocument.token) == token, col(Summit.slug) == slug, col(MadeDocument.status) == "ready")
    )
    row = session.execute(asked).first()
    return (row.title, row.ending, row.data) if row is not None and row.data is not None else None


_OF_TOKEN = columns(
    col(MadeDocument.token),
    col(MadeDocument.title),
    col(MadeDocument.ending),
    col(MadeDocument.items),
    col(MadeDocument.status),
    col(MadeDocument.asked),
    col(MadeDocument.ordered_at),
).join(Summit, col(Summit.id) == col(MadeDocument.summit_id))
