"""Which stretches of a summit's texts an edition may give, on the terms that a person chose."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlmodel import Session, col

from app.editions.masking import Masker, Span
from app.exports.press_review import shortened
from app.exports.rights import EXCERPT, EXCERPTS, QUOTED, Terms
from app.models import Annotation, Article, Source
from app.queries.views.review import Clipping

# As much of one article as a press review gives: so many items of it, of each so many characters of quotations.
MOST_QUOTED = QUOTED * EXCERPTS
QUOTATIONS = ("direct", "partial", "label")


def masker_of(session: Session, summit_id: int, terms: Terms) -> tuple[Masker, int]:
    """What has to be cut, and how many articles are not given whole. Two statements; texts are read one by one."""
    quotations: dict[int, list[Span]] = defaultdict(list)
    here = select(col(Article.id)).where(col(Article.summit_id) == summit_id)
    marks = select(col(Annotation.article_id), col(Annotation.start), col(Annotation.end)).where(
        col(Annotation.article_id).in_(here),
        col(Annotation.layer) == "quotation",
        col(Annotation.label).in_(QUOTATIONS),
    )
    for id_, start, end in session.execute(marks.order_by(col(Annotation.start))):
        quotations[id_].append((start, end))
    articles = (
        select(Article, col(Source.name))
        .join(Source, col(Source.id) == col(Article.source_id))
        .where(col(Article.summit_id) == summit_id)
        .order_by(col(Article.id))
    )
    masker, number = Masker(), 0
    for article, outlet in session.execute(articles, execution_options={"yield_per": 100}):
        whole = terms.gives_whole(_clipping(article, outlet))
        number += not whole
        masker.learn(article.title or "", [(0, len(article.title or ""))])
        given = [(0, len(article.text))] if whole else _given(article.text, quotations[article.id])
        masker.learn(article.text, given)
    return masker, number


def _clipping(article: Article, outlet: str) -> Clipping:
    """As far as terms ask."""
    return Clipping(
        id=article.id or 0,
        headline=article.title,
        outlet=outlet,
        published=article.published,
        author=article.author,
        agencies=tuple(article.agencies),
        page=article.page,
        url=article.url,
        address="",
        text="",
        words=article.words,
    )


def _given(text: str, quotations: Iterable[Span]) -> Iterator[Span]:
    """The beginning, and quotations as long as they are not too many together: an interview is not given whole."""
    yield 0, len(shortened(text, EXCERPT).rstrip("…"))
    quoted = 0
    for start, end in quotations:
        quoted += end - start
        if quoted <= MOST_QUOTED:
            yield start, end
