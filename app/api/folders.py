"""Folders over JSON: the list of a summit's, and one with all that its items say."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import JSONResponse, Response

from app.api.schemas import NO_SUCH_SUMMIT, WRONG_PAGE, answers, problems
from app.api.summits import Limit, Offset, Slug
from app.db import ReadSession
from app.pages.deps import in_summit
from app.pages.language import reader_language
from app.pages.remembering import NO_ITEM
from app.queries.folder_documents import folder_document, folders_document
from app.queries.views.folder_documents import FolderAnswer, FolderList

router = APIRouter(prefix="/api/summits", tags=["summits"])
FolderSlug = Annotated[str, Path(description="of a folder, as the list gives them", examples=["mappe"])]


@router.get(
    "/{slug}/folders",
    response_model=None,
    responses=answers(FolderList, "every folder") | problems(_404=NO_SUCH_SUMMIT),
)
def folders(session: ReadSession, slug: Slug) -> Response:
    """Every folder of a summit, the one written to last first."""
    return JSONResponse(in_summit(folders_document(session, slug)))


@router.get(
    "/{slug}/folders/{folder}",
    response_model=None,
    responses=answers(FolderAnswer, "a folder with a page of its items")
    | problems(_404="there is no such summit, or no such folder in it", _422=WRONG_PAGE),
)
def folder(
    request: Request, session: ReadSession, slug: Slug, folder: FolderSlug, offset: Offset = 0, limit: Limit = 50
) -> Response:
    """What was remembered, in its order. An item keeps what it said when its article is gone."""
    document = folder_document(session, slug, folder, reader_language(request), offset, limit)
    if document is None:
        raise HTTPException(404, NO_ITEM)
    return JSONResponse(document)
