"""The press review as PDF, set by Typst from ``press_review.typ``.

What is said goes in as JSON, so that no text can become markup. Tagged for screen readers (PDF/UA-1) and made to be
kept (PDF/A-2a holds what PDF/A-2b asks, and the tags); every font is embedded, none of the machine's is used. A script
that no font here has (a headline in Arabic) may stand in neither: then it is a tagged PDF with gaps, and no error.
"""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from app.exports.fonts import FOLDER
from app.exports.press_review import Entry, PrintedReview
from app.settings import ROOT

TEMPLATE = ROOT / "app" / "exports" / "press_review.typ"
STANDARDS = ["a-2a", "ua-1"]
UNDISPLAYED = "could not be displayed"  # what Typst says of a sign that no font has


def pdf(review: PrintedReview) -> bytes:
    """The document."""
    from typst import TypstError

    told = json.dumps(_told(review), ensure_ascii=False)
    try:
        return _set(told, review.made_at, STANDARDS)
    except TypstError as error:
        if UNDISPLAYED not in str(error):
            raise
        return _set(told, review.made_at, [])


def _set(told: str, made_at: datetime, standards: list[str]) -> bytes:
    made: bytes = _compiler().compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"review": told},
        pdf_standards=standards,
        timestamp=made_at.replace(microsecond=0),
    )
    return made


@cache
def _compiler() -> Any:
    """Made once: reading the fonts takes longer than setting a page."""
    import typst

    return typst.Compiler(
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FOLDER])
    )


def _told(review: PrintedReview) -> dict[str, Any]:
    return {
        **{
            name: getattr(review, name)
            for name in ("title", "summit", "cover", "notice", "note", "rights", "method", "language", "words")
        },
        "day": review.made_at.date().isoformat(),
        "sections": [
            {"title": section.title, "entries": [_entry(entry) for entry in section.entries]}
            for section in review.sections
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    told = asdict(entry)
    picture = told.pop("picture")
    told["picture"] = picture["svg"].decode() if picture else ""
    return told
