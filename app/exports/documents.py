"""The formats of a press review: a row each."""

from collections.abc import Callable
from dataclasses import dataclass

from app.exports.docx import docx
from app.exports.mail import markdown, plain_text
from app.exports.pdf import pdf
from app.exports.press_review import PrintedReview
from app.exports.web_page import html
from app.language import N_


@dataclass(frozen=True, slots=True)
class Format:
    """``ending`` of the file's name, its media type, what it is called, and what makes it."""

    ending: str
    media: str
    name: str
    make: Callable[[PrintedReview], bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    one.ending: one
    for one in (
        Format("docx", _WORD, N_("Word document (.docx), to go on writing"), docx),
        Format("pdf", "application/pdf", N_("PDF, to print and to keep"), pdf),
        Format("html", "text/html; charset=utf-8", N_("Web page in one file (.html)"), html),
        Format("txt", "text/plain; charset=utf-8", N_("Plain text for a mail (.txt)"), plain_text),
        Format("md", "text/markdown; charset=utf-8", N_("Markdown (.md)"), markdown),
    )
}
