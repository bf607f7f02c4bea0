"""Store what the language service found in an article: one run per article, replaced in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from app.actions.comparisons import compare_marks, part_marks
from app.actions.genres import tell_genre
from app.actions.offers import search_topics
from app.actions.passages import project_passages
from app.actions.persons import Link, identities, link_entities, prune
from app.actions.records import decisions
from app.actions.stated_marks import state_marks, state_topics
from app.actions.tallies import touch, touch_offers
from app.actions.topics import summit_lexicon, sync_topics
from app.actions.wording import store_words
from app.compare.voice import voices
from app.correct.claims import with_implied
from app.correct.decisions import Decision, OfText
from app.correct.identities import without_names
from app.correct.lexicon import SummitLexicon, follow_joins, tagged
from app.correct.machine import is_unread, packed, unpacked
from app.correct.merge import merge
from app.models import HEADLINE, Annotation, Article, Offer, Run, Summit
from app.nlp.layers import rows_of
from app.nlp.types import Analysis, Entity, Headline, Warning
from app.search import article_search

UNSEARCHED = Warning("left-out-topics", "Topics could not be searched for in this text.", 0, 0)  # as nlp.omissions says
TOPICS = ("topic", f"{HEADLINE}topic")  # layers
NOBODY = Link(None, None, certain=True)  # what a mark that names nobody stands for


def store_analysis(session: Session, article_id: int, analysis: Analysis) -> None:
    """Replace everything known about the article's text. Does nothing where the article has gone meanwhile.

    What is shown is the analysis as people put it right; the analysis itself is kept beside it. Safe to repeat: a step
    that ran twice leaves the same rows. Summits are locked one by one, so that two workers never link names of one
    summit at the same time (SQLite: the write session already holds the only lock).
    """
    article = session.get(Article, article_id)
    if article is None:
        return
    summit = locked_summit(session, article.summit_id)
    lexicon = summit_lexicon(session, article.summit_id)
    if lexicon.stamp:
        analysis = tagged(article.text, analysis, lexicon)
    _describe(article, analysis)
    session.merge(
        Run(article_id=article_id, pipeline=analysis.pipeline, machine=packed(analysis), lexicon=lexicon.stamp)
    )
    _project(session, article, summit, analysis, lexicon)
    article_search(session).put(session, article_id, f"{article.title or ''}\n{article.text}")


def store_again(session: Session, article_id: int, *, tag: bool = False, headline: Headline | None = None) -> bool:
    """Bring an article's marks in line with the decisions that hold, without analysing it again.

    ``tag``: also find its topics again where the summit's words have changed (milliseconds; the worker does so).
    ``headline``: what was found in the headline meanwhile, to be kept.
    False where what the language service found was not kept: then the article has to be analysed.
    """
    article = session.get(Article, article_id)
    run = session.get(Run, article_id)
    if article is None:
        return True
    if run is None or run.machine is None:
        return False
    summit = locked_summit(session, article.summit_id)
    lexicon = summit_lexicon(session, article.summit_id)
    analysis = kept = unpacked(run.machine)
    if tag and headline is None and not article.behind and run.lexicon != lexicon.stamp:
        _tag_again(session, article, summit, run, kept, lexicon)
        return True
    if headline is not None:
        analysis = replace(analysis, headline=headline)
    if (tag and run.lexicon != lexicon.stamp) or (headline is not None and lexicon.stamp):
        analysis = tagged(article.text, analysis, lexicon)
        run.lexicon = lexicon.stamp
    if analysis is not kept:
        run.machine = packed(analysis)
        session.add(run)
    if run.lexicon == lexicon.stamp and not is_unread(article.title, analysis):
        article.behind = False
    _project(session, article, summit, analysis, lexicon)
    compare_marks(session, article_id)
    return True


def locked_summit(session: Session, summit_id: int) -> Summit:
    """The summit, held against everybody else who changes marks or decisions until this transaction ends."""
    return session.exec(select(Summit).where(Summit.id == summit_id).with_for_update()).one()


def _tag_again(
    session: Session, article: Article, summit: Summit, run: Run, kept: Analysis, lexicon: SummitLexicon
) -> None:
    """Only words of topics have changed, by the summit's own texts: all else that is marked stays as it is.

    A tenth of what it takes to store all marks again, so that nobody who writes meanwhile is kept waiting. Sentences
    that are near to those of a new topic are offered when an article is stored next.
    """
    assert article.id is not None
    machine = tagged(article.text, kept, lexicon)
    run.lexicon = lexicon.stamp
    session.add(run)
    if machine != kept:
        run.machine = packed(machine)
        analysis = _shown(machine, decisions(session, article.summit_id, article.id), article, lexicon)
        rows = _rows(article, analysis, _headline_of(article, analysis), {}, sync_topics(session, summit, lexicon))
        _replace_topics(session, article.id, [row for row in rows if row["layer"] in TOPICS])
        state_topics(session, article.id)
        project_passages(session, article.id)
    if not any(warning.code == UNSEARCHED.code for warning in machine.warnings):
        tell_unsearched(session, article.id, is_so=False)
    search_topics(session, article)


def tell_unsearched(session: Session, article_id: int, *, is_so: bool) -> None:
    """Whether an article carries the warning that its topics were not searched for: then none is called absent."""
    warning = Annotation.article_id == article_id, Annotation.layer == "warning", Annotation.label == UNSEARCHED.code
    there = session.exec(select(Annotation.id).where(*warning)).first() is not None
    if there and not is_so:
        session.exec(delete(Annotation).where(*warning))  # type: ignore[arg-type]
    elif is_so and not there:
        attrs = {"message": UNSEARCHED.message}
        session.add(
            Annotation(article_id=article_id, layer="warning", label=UNSEARCHED.code, start=0, end=0, attrs=attrs)
        )
    if there != is_so:
        touch(session, [article_id])


def _replace_topics(session: Session, article_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Those that are there stay the same rows, for what others hold of them."""
    marks = session.exec(
        select(Annotation).where(Annotation.article_id == article_id, col(Annotation.layer).in_(TOPICS))
    ).all()
    there = {(mark.layer, mark.start, mark.label): mark for mark in marks}
    new = []
    for row in rows:
        mark = there.pop((row["layer"], row["start"], row["label"]), None)
        if mark is None:
            new.append(row)
        else:
            mark.score, mark.attrs, mark.status, mark.corrected = (
                row[name] for name in ("score", "attrs", "status", "corrected")
            )
            session.add(mark)
    session.flush()
    gone = [mark.id for mark in there.values()]
    if gone:
        touch_offers(session, session.exec(select(Offer.article_id).where(col(Offer.annotation_id).in_(gone))))
        session.exec(delete(Annotation).where(col(Annotation.id).in_(gone)))
    if new:
        session.connection().execute(insert(Annotation), new)


def _shown(machine: Analysis, held: Sequence[Decision], article: Article, lexicon: SummitLexicon) -> Analysis:
    """What machine and people say together."""
    said = with_implied(one for one in held if isinstance(one, OfText) and one.fits(article.text, article.title))
    return merge(*follow_joins(machine, said, lexicon.joined))


def _headline_of(article: Article, analysis: Analysis) -> Headline | None:
    """What was found in the headline that the article has by now."""
    return analysis.headline if analysis.headline and analysis.headline.title == article.title else None


def _project(session: Session, article: Article, summit: Summit, machine: Analysis, lexicon: SummitLexicon) -> None:
    """Replace the article's annotations, and what is made of them, by what machine and people say together."""
    assert article.id is not None
    held = decisions(session, article.summit_id, article.id)
    machine = without_names(machine, identities(session, article.summit_id))
    analysis = _shown(machine, held, article, lexicon)
    topics = sync_topics(session, summit, lexicon)
    old_aliases = set(
        session.exec(
            select(Annotation.alias_id)
            .where(Annotation.article_id == article.id, col(Annotation.alias_id).is_not(None))
            .distinct()
        )
    )
    part_marks(session, article.id)
    session.exec(delete(Annotation).where(col(Annotation.article_id) == article.id))
    headline = _headline_of(article, analysis)
    links, changed = link_entities(session, article.summit_id, _entities(analysis, headline))
    rows = _rows(article, analysis, headline, links, topics)
    if rows:
        session.connection().execute(insert(Annotation), rows)
        state_marks(session, article.id)
    store_words(session, article, analysis)
    tell_genre(article, machine, held)
    changed |= prune(session, article.summit_id, {alias for alias in old_aliases if alias is not None})
    session.add(article)
    session.flush()
    for other in sorted({article.id, *changed}):
        project_passages(session, other)
    for other in sorted(changed - {article.id}):
        compare_marks(session, other)


def _describe(article: Article, analysis: Analysis) -> None:
    article.words = analysis.words
    article.sentences = len(analysis.sentences)
    article.lead = next((s.start for s in analysis.sentences if s.kind in {"sentence", "heading"}), 0)
    article.language = analysis.language
    article.agencies = list(analysis.agencies) or article.agencies
    article.status, article.error, article.behind = "ready", None, False


def _entities(analysis: Analysis, headline: Headline | None) -> tuple[Entity, ...]:
    """Those of the text and those that only the headline names."""
    known = {entity.key: entity for entity in (*(headline.entities if headline else ()), *analysis.entities)}
    return tuple(entity for _, entity in sorted(known.items()))


def _rows(
    article: Article, analysis: Analysis, headline: Headline | None, links: dict[str, Link], topics: dict[str, int]
) -> list[dict[str, Any]]:
    """The annotations of one article, ready for one bulk insert. Topics that the summit lacks are left out."""
    rows = _rows_of(article, "", article.text, analysis, links, topics)
    if headline is not None:
        rows += _rows_of(article, HEADLINE, headline.title, headline, links, topics)
    return rows


def _rows_of(
    article: Article,
    prefix: str,
    text: str,
    found: Analysis | Headline,
    links: dict[str, Link],
    topics: dict[str, int],
) -> list[dict[str, Any]]:
    """What was found in a text or headline, every layer of it, with ids where names and topics were."""
    rows = []
    for layer, row in rows_of(found, text, voices(found.quotations).at):
        if row.topic is None or row.topic in topics:
            link = links.get(row.entity or "", NOBODY)
            rows.append(
                {
                    "article_id": article.id,
                    "layer": prefix + layer.name,
                    "label": (link.kind or row.label) if layer.named else row.label,
                    "start": row.start,
                    "end": row.end,
                    "via": row.via,
                    "status": row.status if link.certain or row.corrected else "proposed",
                    "entity_id": link.entity_id,
                    "alias_id": link.alias_id,
                    "topic_id": topics[row.topic] if row.topic else None,
                    "score": row.score,
                    "words": row.words,
                    "surface": row.surface,
                    "voice": row.voice,
                    "corrected": row.corrected,
                    "attrs": row.attrs,
                }
            )
    return rows
