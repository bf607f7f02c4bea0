"""The topics of a summit that come out of its own texts: made when there are articles enough, and anew as it grows.

They are taken again whenever the articles have become a quarter more (twice as many while more wait), from the latest
of them: so an article costs the same however many there are. One that people renamed, changed, joined or gave to
sentences stays, whatever comes.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from math import ceil
from typing import Any

from sqlalchemy import delete, exists, func, or_, update
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.actions.analyses import locked_summit
from app.actions.records import holding
from app.actions.rework import await_tags
from app.actions.tallies import touch
from app.actions.topics import articles_of, ever_edited, follow_edits, summit_lexicon
from app.compare.event_topics import GROWTH, LEAST_ARTICLES, EventLine, event_topics
from app.correct.decisions import NoTopic, Topics
from app.event_topics import EVENT, kept_topics, lines_of
from app.models import HEADLINE, Annotation, Article, Correction, EntityAlias, Summit, Topic
from app.nlp.german.stems import stem
from app.nlp.topics.lexicon import MEETING, EventTopic, read_lexicon
from app.nlp.topics.matcher import get_finder
from app.slugs import free_slug, slugify

LOOKED_AT = 250  # articles, the latest
WHILE_WAITING = 2  # times the articles from which on they are made anew while more wait to be analysed
POSITION = 10_000  # behind those of the lexicon
_LAYERS = ("sentence", "mention", "topic", HEADLINE + "mention", HEADLINE + "topic")


def are_due(session: Session, summit_id: int) -> bool:
    """Are a summit's own topics to be made (anew)? Three small statements."""
    made_of = session.execute(columns(col(Summit.topics_at)).where(col(Summit.id) == summit_id)).scalar_one_or_none()
    number = session.execute(columns(func.count()).select_from(Article).where(*_ready(summit_id))).scalar_one()
    return made_of is not None and _is_due(session, summit_id, made_of, number)


def _is_due(session: Session, summit_id: int, made_of: int, number: int) -> bool:
    """Many that come at once shall not have all follow at every step: while some wait, only at twice the number."""
    if number < max(LEAST_ARTICLES, made_of + 1, ceil(GROWTH * made_of)):
        return False
    waiting = exists().where(
        col(Article.summit_id) == summit_id, or_(*(col(Article.status) == status for status in ("queued", "analysing")))
    )
    return number >= WHILE_WAITING * made_of or not session.execute(columns(waiting)).scalar_one()


def make_topics(session: Session, summit_id: int) -> bool:
    """Make the summit's own topics of the articles that it has by now. True where its articles are to be tagged again.

    Safe to repeat: the same articles and decisions give the same topics.
    """
    summit = locked_summit(session, summit_id)
    number = session.execute(columns(func.count()).select_from(Article).where(*_ready(summit_id))).scalar_one()
    if not _is_due(session, summit_id, summit.topics_at, number):
        return False
    summit.topics_at = number
    session.add(summit)
    _give_back(session, summit_id)
    standing = kept_topics(session, summit_id)
    lexicon = summit_lexicon(session, summit_id)
    said = ever_edited(session, summit_id) | _marked_by_people(session, summit_id)
    slugs = set(session.scalars(columns(col(Topic.slug)).where(col(Topic.summit_id) == summit_id))) | said | {"new"}
    lines = read_lines(session, summit_id, {topic.slug for topic in standing})
    labels = {slug: table["label_de"] for slug, table in lexicon.topics.items() if slug not in _slugs(standing)}
    found = event_topics(lines, _left_out(session, summit_id), _is_frame, labels, standing, _free(slugs))
    found += tuple(topic for topic in standing if topic.slug in said and topic.slug not in _slugs(found))
    if not _store(session, summit_id, standing, found):
        return False
    follow_edits(session, summit)
    placed = summit_lexicon(session, summit_id)
    for topic in found:
        here = (col(Topic.summit_id) == summit_id) & (col(Topic.slug) == topic.slug)
        session.execute(update(Topic).where(here).values(within=placed.placing(topic.slug).within))
    await_tags(session, summit_id)
    return True


def _give_back(session: Session, summit_id: int) -> None:
    """What the lexicon has by now is the lexicon's, whoever had it first."""
    shipped = list(read_lexicon()["topics"])
    here = (col(Topic.summit_id) == summit_id) & (col(Topic.origin) == EVENT) & col(Topic.slug).in_(shipped)
    session.execute(update(Topic).where(here).values(origin="lexicon", lines={}, within=None))


def _marked_by_people(session: Session, summit_id: int) -> set[str]:
    """Slugs of topics that people gave to sentences. One statement."""
    kind = col(Correction.kind) == Topics.KIND
    payloads = session.scalars(columns(col(Correction.payload)).where(col(Correction.summit_id) == summit_id, kind))
    return {slug for payload in payloads for slug in (*payload.get("add", ()), *payload.get("drop", ()))}


def _slugs(topics: tuple[EventTopic, ...]) -> set[str]:
    return {topic.slug for topic in topics}


def _free(slugs: set[str]) -> Callable[[str], str]:
    def free(label: str) -> str:
        slug = free_slug(slugify(label, "thema"), slugs)
        slugs.add(slug)
        return slug

    return free


def _is_frame(word: str) -> bool:
    """Does the lexicon know the word as one that says how a meeting went, not what it was about?"""
    finder = get_finder()
    topics = finder.lexicon.topics
    return any(
        hit.weight and (hit.topic == MEETING or (hit.topic >= 0 and topics[hit.topic].group == "frame"))
        for hit in finder.hits(finder.words(word, 0, len(word)))
    )


def _ready(summit_id: int) -> tuple[Any, ...]:
    """Articles that say what the event is about: those that do not seem to belong to it do not."""
    german = func.coalesce(col(Article.language), "de") == "de"
    return col(Article.summit_id) == summit_id, col(Article.status) == "ready", german, col(Article.foreign).is_(False)


def read_lines(session: Session, summit_id: int, own: Collection[str]) -> list[EventLine]:
    """Headline, headings and sentences of the articles looked at, in order. ``own`` are slugs that are no topics of the
    lexicon. Two statements."""
    latest = columns(col(Article.id)).where(*_ready(summit_id)).order_by(col(Article.id).desc()).limit(LOOKED_AT)
    marks: dict[int, list[Any]] = defaultdict(list)
    named = or_(col(Annotation.via) == "name", col(Annotation.layer).not_in(("mention", HEADLINE + "mention")))
    asked = (
        columns(col(Annotation.article_id), col(Annotation.layer), col(Annotation.label))
        .add_columns(col(Annotation.start), col(Annotation.end), col(Annotation.attrs))
        .where(col(Annotation.article_id).in_(latest), col(Annotation.layer).in_(_LAYERS), named)
        .order_by(col(Annotation.article_id), col(Annotation.start), col(Annotation.id))
    )
    for mark in session.execute(asked):
        marks[mark.article_id].append(mark)
    frames = {topic.slug for topic in get_finder().lexicon.topics if topic.group == "frame"}
    articles = columns(col(Article.id), col(Article.source_id), col(Article.title), col(Article.text))
    lines: list[EventLine] = []
    for row in session.execute(articles.where(col(Article.id).in_(latest)).order_by(col(Article.id))):
        lines += _lines_of_article(row, marks[row.id], frames.union(own))
    return lines


def _lines_of_article(article: Any, marks: list[Any], left_out: set[str]) -> list[EventLine]:
    names: dict[str, list[tuple[int, int]]] = defaultdict(list)
    topics: dict[tuple[str, int], set[str]] = defaultdict(set)
    for mark in marks:
        if mark.layer.endswith("mention"):
            names[mark.layer].append((mark.start, mark.end))
        elif mark.layer.endswith("topic") and mark.label not in left_out and not mark.attrs.get("carried"):
            topics[mark.layer, mark.start].add(mark.label)
    lines = []
    if article.title:
        own = frozenset(topics[HEADLINE + "topic", 0])
        lines.append(
            EventLine(article.id, article.source_id, 0, article.title, names[HEADLINE + "mention"], own, True, True)
        )
    section = 0
    for mark in marks:
        if mark.layer != "sentence" or mark.label not in ("sentence", "heading"):
            continue
        section += mark.label == "heading"
        inside = [
            (start - mark.start, end - mark.start)
            for start, end in names["mention"]
            if start < mark.end and end > mark.start
        ]
        words = article.text[mark.start : mark.end]
        own = frozenset(topics["topic", mark.start])
        heading = mark.label == "heading"
        lines.append(EventLine(article.id, article.source_id, section, words, inside, own, heading))
    return lines


def _left_out(session: Session, summit_id: int) -> set[str]:
    """Stems of all names and offices found, and of what people do not want as a topic. Three statements."""
    names = session.execute(columns(col(EntityAlias.name)).where(col(EntityAlias.summit_id) == summit_id)).scalars()
    offices = session.execute(
        columns(col(Annotation.surface))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(*_ready(summit_id), col(Annotation.layer) == "mention", col(Annotation.via) == "role")
        .distinct()
    ).scalars()
    decided = [decision for _, decision in holding(session, summit_id, None)]
    dismissed = [word for decision in decided if isinstance(decision, NoTopic) for word in decision.words]
    return {stem(word) for name in (*names, *offices, *dismissed) for word in (name or "").split()}


def add_topics(session: Session, summit_id: int, topics: Iterable[EventTopic]) -> None:
    """Rows for topics that the summit does not have yet."""
    for place, topic in enumerate(topics):
        session.add(
            Topic(
                summit_id=summit_id,
                slug=topic.slug,
                group="issue",
                label_de=topic.label,
                label_en=topic.label,
                position=POSITION + place,
                origin=EVENT,
                lines=lines_of(topic),
                within=topic.above,
            )
        )
    session.flush()


def _store(session: Session, summit_id: int, standing: tuple[EventTopic, ...], found: tuple[EventTopic, ...]) -> bool:
    """Keep what was found in place of what stood; did anything change?"""
    before = {topic.slug: topic for topic in standing}
    add_topics(session, summit_id, (topic for topic in found if topic.slug not in before))
    for topic in found:
        if before.pop(topic.slug, topic) != topic:
            here = (col(Topic.summit_id) == summit_id) & (col(Topic.slug) == topic.slug)
            session.execute(update(Topic).where(here).values(lines=lines_of(topic)))
    for slug in before:
        touch(session, session.scalars(articles_of(summit_id, slug)))
        session.execute(delete(Topic).where((col(Topic.summit_id) == summit_id) & (col(Topic.slug) == slug)))
    session.flush()
    return set(found) != set(standing)
