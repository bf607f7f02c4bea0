"""A press review of the invented summit's articles as DOCX and PDF: processor time, loading what it takes aside."""

import time
from dataclasses import replace
from itertools import cycle, islice

from app.db import make_engine, session_scope
from app.exports.documents import FORMATS
from app.exports.press_review import PrintedReview, printed
from app.exports.rights import Terms
from app.queries.folders import summit_review
from app.queries.views.review import Review, Rubric
from tests.bench.databases import DEMO, Stock
from tests.bench.verdicts import Verdicts

ITEMS, MANY = 40, 5_000
RUBRIC = 10  # items under a heading
LIMITS = {"docx": 1.0, "pdf": 2.0}  # seconds


def measure_documents(stock: Stock, verdicts: Verdicts) -> None:
    """Print a line a format; hold the first document of a process of 40 items to its goal."""
    whole = _review(stock)
    print(
        f"\nA press review of {ITEMS} items, and of {MANY:,}: seconds of processor time; first: what it loads included"
    )
    for ending, limit in LIMITS.items():
        few, many = (printed(_of(whole, number), Terms()) for number in (ITEMS, MANY))
        first, again, long = _seconds(few, ending), _seconds(few, ending), _seconds(many, ending)
        size = len(FORMATS[ending].make(few))
        print(
            f"  {ending:5}{first:7.2f} first,{again:7.2f} again,{long:8.1f} of {MANY:,} items,{size / 1000:6.0f} kB",
            flush=True,
        )
        verdicts.hold(f"press review of {ITEMS} items, {ending.upper()}", first, limit, "s CPU", digits=2)


def _review(stock: Stock) -> Review:
    engine = make_engine(f"sqlite:///{stock.demo()}")
    with session_scope(engine) as session:
        found = summit_review(session, DEMO, "de", "https://spiegel.example.org")
    engine.dispose()
    if found is None or not found.items:
        raise LookupError("the invented summit has no press review")
    return found


def _of(review: Review, number: int) -> Review:
    """The same with so many items, its own again and again where there are fewer."""
    items = islice(cycle(review.items), number)
    rubrics = []
    while some := tuple(islice(items, RUBRIC)):
        rubrics.append(Rubric(f"Rubrik {len(rubrics) + 1}", some))
    return replace(review, rubrics=tuple(rubrics))


def _seconds(review: PrintedReview, ending: str) -> float:
    began = time.process_time()
    FORMATS[ending].make(review)
    return time.process_time() - began
