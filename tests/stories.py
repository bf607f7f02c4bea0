"""Small articles with their analyses, made by hand: tests of the data layer must not depend on what the language
service finds, only on what is stored of it."""

import re
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine
from sqlmodel import select

from app.actions.analyses import store_analysis
from app.actions.articles import add_article
from app.actions.summits import add_summit
from app.db import session_scope
from app.intake.drafts import ArticleDraft, parse_published
from app.models import Summit
from app.nlp.types import Analysis, Entity, Evidence, Headline, Mention, Quotation, Sentence, TopicMark

SLUG = "gipfel"


@dataclass(frozen=True, slots=True)
class S:
    """A sentence. Names in ``{braces}`` are persons (a lone word is a bare family name); ``says`` speaks what stands in
    „quotation marks“. ``topics`` are slugs, parted by spaces."""

    text: str
    topics: str = ""
    says: str | None = None


def analysed(*sentences: S) -> tuple[str, Analysis]:
    """The text and what a language service might find in it."""
    text = ""
    found: list[Sentence] = []
    mentions: list[Mention] = []
    quotations: list[Quotation] = []
    names: set[str] = set()
    for sentence in sentences:
        start = len(text)
        for number, part in enumerate(re.split(r"[{}]", sentence.text)):
            if number % 2:
                names.add(part)
                end = len(text) + len(part)
                mentions.append(Mention(len(text), end, part, "person", "name", part.lower(), "certain"))
            text += part
        for quoted in re.finditer("„.*?“", text[start:]):
            speaker = sentence.says and sentence.says.lower()
            quotations.append(Quotation(start + quoted.start(), start + quoted.end(), "direct", speaker, verb="sagte"))
        evidence = (Evidence(start, start + 3, text[start : start + 3]),)
        marks = tuple(TopicMark(slug, 1.0, evidence) for slug in sentence.topics.split())
        found.append(Sentence(start, len(text), "sentence", marks))
        names |= {sentence.says} if sentence.says else set()
        text += " "
    analysis = Analysis(
        pipeline="hand",
        language="de",
        words=len(text.split()),
        agencies=(),
        sentences=tuple(found),
        entities=tuple(person(name) for name in sorted(names)),
        mentions=tuple(mentions),
        quotations=tuple(quotations),
    )
    return text, analysis


def person(name: str) -> Entity:
    """As an article knows a person: in full, or by the family name alone."""
    return Entity(name.lower(), "person", name, family=name.split()[-1].lower(), bare=" " not in name)


def headline(marked: str, topics: str = "", says: str | None = None) -> Headline:
    """What a language service might find in a headline; written like a sentence of ``S``."""
    title, found = analysed(S(marked, topics, says))
    title = title.rstrip()
    marks = found.sentences[0].topics
    return Headline(title, found.entities, found.mentions, found.quotations, topics=marks)


def add_story(
    engine: Engine,
    *sentences: S,
    source: str = "Quelle A",
    published: str | None = None,
    summit: str = SLUG,
    above: Headline | None = None,
) -> int:
    """Store an article with its analysis; its id. The summit is made where it is not there."""
    text, analysis = analysed(*sentences)
    analysis = replace(analysis, headline=above)
    title = above.title if above else None
    article_id = add_text(engine, text, source=source, published=published, summit=summit, title=title)
    with session_scope(engine, write=True) as session:
        store_analysis(session, article_id, analysis)
    return article_id


def add_text(
    engine: Engine,
    text: str,
    source: str = "Quelle A",
    published: str | None = None,
    summit: str = SLUG,
    title: str | None = None,
) -> int:
    """Store an article that waits for its analysis."""
    with session_scope(engine, write=True) as session:
        found = session.exec(select(Summit).where(Summit.slug == summit)).one_or_none()
        found = found or add_summit(session, summit.title(), "Genf", date(2021, 6, 16), slug=summit)
        draft = ArticleDraft(text=text, source=source, published=parse_published(published), title=title)
        article = add_article(session, found, draft)
        assert article.id is not None
        return article.id
