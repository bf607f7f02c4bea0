"""Words that set a source apart, and the sentences behind each."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.db import ReadSession
from app.pages.deps import in_summit
from app.pages.filters import SLUG, Wanted, read_offset
from app.pages.rendering import render
from app.pages.tables import tabled
from app.queries.words import words_page

router = APIRouter(include_in_schema=False)

MAX_WORD_CHARS = 64


@router.get("/summits/{slug}/words")
@tabled("words")
def words(request: Request, session: ReadSession, asked: Wanted, slug: str) -> Response:
    """``?word=kremlchef&outlet=quelle-a`` beside the filters of every screen opens a word's sentences in a source."""
    word = request.query_params.get("word", "")
    word = word if word.isalnum() and len(word) <= MAX_WORD_CHARS else ""
    outlet = request.query_params.get("outlet", "")
    outlet = outlet if word and SLUG.fullmatch(outlet) else ""
    offset = read_offset(request)
    page = in_summit(words_page(session, slug, asked.filters, word, outlet, offset))
    return render(
        request,
        "pages/words.html",
        page=page,
        summit=page.summit,
        bar=page.bar,
        filters=asked.filters,
        notices=asked.notices,
        keep={name: value for name, value in (("word", word), ("outlet", outlet)) if value},
        section="topics",
        tab="words",
        offset=offset,
    )
