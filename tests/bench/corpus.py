"""Articles for measuring: stretches of the seeds' sentences in new orders, their analyses shifted along with them.

In each handful of articles other words of the same length stand in for the seeds' own, so every mark stays where it is
and a passage is shared by a few articles, as in the press, not by hundreds. The language service sees only the five
seeds; everything after that goes the usual way, through ``store_analysis`` and ``compare_article``. Deterministic:
article number n is always the same. The last of each handful stays out of a filled database: it may be added later, and
finds the others there.
"""

import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from sqlalchemy import Engine

from app.actions.analyses import store_analysis
from app.actions.articles import add_article
from app.actions.comparisons import compare_article
from app.actions.summits import add_summit
from app.db import session_scope
from app.intake.drafts import ArticleDraft, Published, parse_published
from app.models import Summit
from app.nlp.pipeline import analyse
from app.nlp.types import Analysis, Entity, Figure, Mention, Quotation, Sentence
from app.settings import ROOT

SOURCES = 12
SUMMIT = "gipfel-1"
HANDFUL = 4  # articles that may share a passage
KEPT = 0.2  # of the words that could be replaced
WORD = re.compile(r"(?<![\w-])[A-ZÄÖÜ]?[a-zäöüß]{3,}(?![\w-])")
STRETCH = 3  # neighbouring sentences that stay together, so that passages are as long as in the seeds
SENTENCES = (18, 52)  # of an article, as in the seeds
BASE = 125  # articles that go the usual way where more are wanted; the rest are rewordings of them
BATCH = 100  # articles in one transaction
FIRST_DAY = date(2021, 6, 10)

Mark = TypeVar("Mark", Sentence, Mention, Quotation, Figure)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A few sentences of a seed with their marks; all offsets count from its own beginning."""

    text: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]
    figures: tuple[Figure, ...]


@cache
def seeds() -> tuple[tuple[str, Analysis], ...]:
    """The five texts with what the language service finds in them."""
    texts = [path.read_bytes().decode() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return tuple((text, analyse(text)) for text in texts)


@cache
def stretches() -> tuple[Stretch, ...]:
    """Every seed cut into stretches."""
    return tuple(
        _stretch(text, analysis, first)
        for text, analysis in seeds()
        for first in range(0, len(analysis.sentences), STRETCH)
    )


@cache
def entities() -> dict[str, Entity]:
    """Everybody in the seeds by key."""
    return {entity.key: entity for _, analysis in seeds() for entity in analysis.entities}


@cache
def vocabulary() -> dict[tuple[int, bool], tuple[str, ...]]:
    """The seeds' words by length and capital letter; none that belongs to a name or an office."""
    found: dict[tuple[int, bool], set[str]] = defaultdict(set)
    names = {
        word for text, analysis in seeds() for m in analysis.mentions for word in WORD.findall(text[m.start : m.end])
    }
    for text, _ in seeds():
        for word in set(WORD.findall(text)) - names:
            found[_shape(word)].add(word)
    return {shape: tuple(sorted(words)) for shape, words in sorted(found.items())}


def _shape(word: str) -> tuple[int, bool]:
    return len(word), word[0].isupper()


def _reworded(text: str, chance: random.Random) -> str:
    """The text with most of its words, names aside, replaced by others just as long."""

    def other(found: re.Match[str]) -> str:
        words = vocabulary().get(_shape(found[0]), ())
        return chance.choice(words) if found[0] in words and chance.random() >= KEPT else found[0]

    return WORD.sub(other, text)


def _stretch(text: str, analysis: Analysis, first: int) -> Stretch:
    sentences = analysis.sentences[first : first + STRETCH]
    start, end = sentences[0].start, sentences[-1].end

    def within(mark: Mention | Quotation | Figure) -> bool:
        return start <= mark.start and mark.end <= end

    return Stretch(
        text=text[start:end],
        sentences=tuple(_moved_sentence(sentence, -start, end - start) for sentence in sentences),
        mentions=tuple(_moved(mention, -start) for mention in analysis.mentions if within(mention)),
        quotations=tuple(_moved(quotation, -start) for quotation in analysis.quotations if within(quotation)),
        figures=tuple(_moved(figure, -start) for figure in analysis.figures if within(figure)),
    )


def _moved(mark: Mark, by: int) -> Mark:
    moved = replace(mark, start=mark.start + by, end=mark.end + by)
    if isinstance(moved, Quotation):
        return replace(moved, frame=tuple((start + by, end + by) for start, end in moved.frame))
    if isinstance(moved, Figure) and moved.about_start is not None:
        return replace(moved, about_start=moved.about_start + by)
    return moved


def _moved_sentence(sentence: Sentence, by: int, length: int | None = None) -> Sentence:
    """A sentence with its evidence moved; evidence outside ``length`` characters is left behind."""
    topics = tuple(
        replace(
            mark,
            evidence=tuple(
                replace(word, start=word.start + by, end=word.end + by)
                for word in mark.evidence
                if length is None or 0 <= word.start + by < length
            ),
        )
        for mark in sentence.topics
    )
    return replace(_moved(sentence, by), topics=topics)


def article(number: int) -> tuple[str, Analysis]:
    """Text and analysis of the article of that number."""
    chance = random.Random(number)
    wanted = chance.randint(*SENTENCES)
    chosen = chance.sample(stretches(), k=-(-wanted // STRETCH))
    text = f"{number}. Fassung.\n"
    sentences, mentions, quotations, figures = [], [], [], []
    for stretch in chosen:
        at = len(text)
        text += _reworded(stretch.text, random.Random(f"{number // HANDFUL} {stretch.text}")) + "\n"
        sentences += [_moved_sentence(sentence, at) for sentence in stretch.sentences]
        mentions += [_moved(mention, at) for mention in stretch.mentions]
        quotations += [_moved(quotation, at) for quotation in stretch.quotations]
        figures += [_moved(figure, at) for figure in stretch.figures]
    used = {mention.entity for mention in mentions} | {quotation.speaker for quotation in quotations}
    _, model = seeds()[0]
    analysis = replace(
        model,
        words=len(text.split()),
        agencies=(),
        sentences=tuple(sentences),
        mentions=tuple(mentions),
        quotations=tuple(quotations),
        figures=tuple(figures),
        entities=tuple(entity for key, entity in entities().items() if key in used),
        warnings=(),
    )
    return text, analysis


def numbers(articles: int) -> list[int]:
    """The first so many article numbers, the last of each handful left out."""
    return [number for number in range(2 * articles) if number % HANDFUL != HANDFUL - 1][:articles]


def late_comer(number: int) -> int:
    """The article number of the one that was left out of a handful, counted from 0."""
    return HANDFUL * (number + 1) - 1


def draft(number: int, text: str) -> ArticleDraft:
    """An article as it comes, from one of the sources, on some day."""
    return ArticleDraft(text=text, source=f"Quelle {number % SOURCES + 1}", published=_day(number))


def fill(engine: Engine, articles: int) -> None:
    """A summit, its sources and so many articles, stored and compared as by the worker, many in one transaction."""
    with session_scope(engine, write=True) as session:
        add_summit(session, "Gipfel 1", "Genf", FIRST_DAY, slug=SUMMIT)
    chosen = numbers(articles)
    for first in range(0, articles, BATCH):
        with session_scope(engine, write=True) as session:
            summit = session.get_one(Summit, 1)
            for number in chosen[first : first + BATCH]:
                text, analysis = article(number)
                stored = add_article(session, summit, draft(number, text))
                session.flush()
                store_analysis(session, stored.id or 0, analysis)
                compare_article(session, stored.id or 0)


def _day(number: int) -> Published | None:
    """One of twenty days; every tenth article has no date."""
    day = FIRST_DAY + timedelta(days=number * 7 % 20)
    return parse_published(None if number % 10 == 0 else day.isoformat())
