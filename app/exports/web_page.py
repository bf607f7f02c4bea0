"""The press review as one HTML file that needs nothing else: no script, no font, no picture from elsewhere."""

from base64 import b64encode
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.exports.press_review import PrintedReview
from app.settings import ROOT


def html(review: PrintedReview) -> bytes:
    """The file, in UTF-8."""
    return _environment().get_template("press-review.html").render(review=review).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates" / "exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data_url"] = _data_url
    return environment


def _data_url(svg: bytes) -> str:
    """A drawing as an image: its words cannot become markup of the page, nor its scripts run."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
