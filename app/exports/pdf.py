"""The press review as PDF, set by Typst from ``press_review.typ``.

What is said goes in as JSON, so that no text can become markup. Tagged for screen readers (PDF/UA-1) and made to be
kept (PDF/A-2a holds what PDF/A-2b asks, and the tags); every font is embedded, none of the machine's is used.
"""

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from app.exports.fonts import FOLDER
from app.exports.press_review import Entry, PrintedReview
from app.settings import ROOT

TEMPLATE = ROOT / "app" / "exports" / "press_review.typ"
STANDARDS = ["a-2a", "ua-1"]


def pdf(review: PrintedReview) -> bytes:
    """The document."""
    made = _compiler().compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"review": json.dumps(_told(review), ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=review.made_at.replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> Any:
    """Made once: reading the fonts takes longer than setting a page."""
    import typst

    return typst.Compiler(
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])
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
