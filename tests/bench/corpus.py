"""Articles for measuring: stretches of the seeds' sentences in new orders, their analyses shifted along with them.

In each handful of articles other words of the same length stand in for the seeds' own, so every mark stays where it is
and a passage is shared by a few articles, as in the press, not by hundreds. The language service sees only the five
seeds; everything after that goes the usual way, through ``store_analysis`` and ``compare_article``. Deterministic:
article number n is always the same.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
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
from app.nlp.types import Analysis, Entity, Mention, Quotation, Sentence
from app.settings import ROOT

SOURCES = 12
SUMMIT = "gipfel-1"
HANDFUL = 4  # articles that may share a passage
KEPT = 0.4  # of the words that could be replaced
WORD = re.compile(r"(?<!\w)[a-zäöüß]{4,}(?!\w)")
STRETCH = 3  # neighbouring sentences that stay together, so that passages are as long as in the seeds
SENTENCES = (18, 52)  # of an article, as in the seeds
BATCH = 100  # articles in one transaction
FIRST_DAY = date(2021, 6, 10)

Mark = TypeVar("Mark", Sentence, Mention, Quotation)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A few sentences of a seed with their marks; all offsets count from its own beginning."""

    text: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]


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
def vocabulary() -> dict[int, tuple[str, ...]]:
    """The seeds' lower-case words by length."""
    found: dict[int, set[str]] = defaultdict(set)
    for text, _ in seeds():
        for word in WORD.findall(text):
            found[len(word)].add(word)
    return {length: tuple(sorted(words)) for length, words in found.items()}


def _reworded(text: str, chance: random.Random) -> str:
    """The text with most of its lower-case words replaced by others just as long."""
    others = vocabulary()
    return WORD.sub(
        lambda found: found[0] if chance.random() < KEPT else chance.choice(others[len(found[0])]),
        text,
    )


def _stretch(text: str, analysis: Analysis, first: int) -> Stretch:
    sentences = analysis.sentences[first : first + STRETCH]
    start, end = sentences[0].start, sentences[-1].end

    def within(mark: Mention | Quotation) -> bool:
        return start <= mark.start and mark.end <= end

    return Stretch(
        text=text[start:end],
        sentences=tuple(_moved_sentence(sentence, -start, end - start) for sentence in sentences),
        mentions=tuple(_moved(mention, -start) for mention in analysis.mentions if within(mention)),
        quotations=tuple(_moved(quotation, -start) for quotation in analysis.quotations if within(quotation)),
    )


def _moved(mark: Mark, by: int) -> Mark:
    moved = replace(mark, start=mark.start + by, end=mark.end + by)
    if isinstance(moved, Quotation):
        return replace(moved, frame=tuple((start + by, end + by) for start, end in moved.frame))
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
    sentences, mentions, quotations = [], [], []
    for stretch in chosen:
        at = len(text)
        text += _reworded(stretch.text, random.Random(f"{number // HANDFUL} {stretch.text}")) + "\n"
        sentences += [_moved_sentence(sentence, at) for sentence in stretch.sentences]
        mentions += [_moved(mention, at) for mention in stretch.mentions]
        quotations += [_moved(quotation, at) for quotation in stretch.quotations]
    used = {mention.entity for mention in mentions} | {quotation.speaker for quotation in quotations}
    _, model = seeds()[0]
    analysis = replace(
        model,
        words=len(text.split()),
        agencies=(),
        sentences=tuple(sentences),
        mentions=tuple(mentions),
        quotations=tuple(quotations),
        entities=tuple(entity for key, entity in entities().items() if key in used),
        warnings=(),
    )
    return text, analysis


def fill(engine: Engine, articles: int) -> None:
    """A summit, its sources and so many articles, stored and compared as by the worker, many in one transaction."""
    with session_scope(engine, write=True) as session:
        add_summit(session, "Gipfel 1", "Genf", FIRST_DAY, slug=SUMMIT)
    for batch in _batches(articles):
        with session_scope(engine, write=True) as session:
            summit = session.get_one(Summit, 1)
            for number in batch:
                text, analysis = article(number)
                draft = ArticleDraft(text=text, source=f"Quelle {number % SOURCES + 1}", published=_day(number))
                stored = add_article(session, summit, draft)
                session.flush()
                store_analysis(session, stored.id or 0, analysis)
                compare_article(session, stored.id or 0)


def _batches(articles: int) -> Iterator[range]:
    for first in range(0, articles, BATCH):
        yield range(first, min(first + BATCH, articles))


def _day(number: int) -> Published | None:
    """One of twenty days; every tenth article has no date."""
    day = FIRST_DAY + timedelta(days=number * 7 % 20)
    return parse_published(None if number % 10 == 0 else day.isoformat())
