"""An article as ``GET /api/articles/{id}`` answers with it: its frame, and the marks of whatever layers there are."""

from types import GenericAlias
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from app.queries.documents import headline_shapes, text_shapes
from app.queries.views.documents import ArticleFrame


class Document(BaseModel):
    """A JSON object that may have more fields than these."""

    model_config = ConfigDict(extra="allow")


def _lists(shapes: dict[str, tuple[Any, str]]) -> dict[str, Any]:
    """Fields that hold a list of such marks each."""
    return {many: (GenericAlias(list, (shape,)), Field(description=text)) for many, (shape, text) in shapes.items()}


_hints = get_type_hints(ArticleFrame, include_extras=True)
_frame: dict[str, Any] = {name: (type_, ...) for name, type_ in _hints.items()}
HeadlineDocument = create_model(
    "HeadlineDocument",
    __base__=Document,
    __doc__="The marks of the headline: offsets into ``title``. They are in no count.",
    **_lists(headline_shapes()),
)
ArticleDocument = create_model(
    "ArticleDocument",
    __base__=Document,
    __doc__="One article with its text and every mark.",
    headline=(HeadlineDocument, ...),
    **_frame,
    **_lists(text_shapes()),
)
