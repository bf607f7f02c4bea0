"""Which stretches of a summit's texts an edition may give, on the terms that a person chose."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from babel.messages.pofile import read_po
from sqlalchemy import func, select
from sqlmodel import Session, col

from app.editions.masking import Masker, Span
from app.exports.press_review import shortened
from app.exports.rights import EXCERPT, EXCERPTS, QUOTED, Terms
from app.language import LOCALE
from app.models import Annotation, Article, Entity, Source, Topic
from app.queries.views.review import Clipping

# As much of one article as a press review gives: so many items of it, of each so many characters of quotations.
MOST_QUOTED = QUOTED * EXCERPTS
PLACE = re.compile(r"%\(\w+\)\w|</?\w+>")  # where a sentence of the program has a gap or a tag
QUOTATIONS = ("direct", "partial", "label")


def masker_of(session: Session, summit_id: int, terms: Terms) -> tuple[Masker, int]:
    """What has to be cut, and how many articles are not given whole. A fixed number of statements."""
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
        given = [(0, len(article.text))] if whole else _given(article.text, quotations[article.id])
        masker.learn(article.text, given)
    for words in _own_words(session, summit_id):
        masker.learn(words, [(0, len(words))])
    return masker, number


def _own_words(session: Session, summit_id: int) -> Iterator[str]:
    """What pages say by themselves: headlines, names, topics, and the program's own sentences."""
    titles = select(func.coalesce(col(Article.title), "")).where(col(Article.summit_id) == summit_id)
    names = select(col(Entity.name)).where(col(Entity.summit_id) == summit_id)
    for statement in (titles, names):
        yield from session.scalars(statement)
    for topic in session.scalars(select(Topic).where(col(Topic.summit_id) == summit_id)):
        yield from (topic.label_de, topic.label_en)
    for catalogue in LOCALE.glob("*/LC_MESSAGES/messages.po"):
        with catalogue.open("rb") as file:
            for message in read_po(file):
                for forms in (message.id, message.string):
                    for form in forms if isinstance(forms, tuple | list) else (forms,):
                        yield from PLACE.split(form or "")


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
