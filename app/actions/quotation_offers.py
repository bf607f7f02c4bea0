"""Quotations as the wider search compares them, and what others give of the same speakers, wherever it stands."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, and_, bindparam, cast, func, literal_column, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.actions.quotation_index import PER_WHOLE, load_quoted, marks_under
from app.actions.sentence_index import Line, line_columns, read_lines
from app.arrays import array
from app.compare.name_search import heard
from app.compare.nearness import Damping
from app.compare.offers import Offered, SaidAt, Spot, utterances_between
from app.compare.utterance_offers import Said, same_speaker, without_report
from app.compare.wording import read_wording
from app.models import HEADLINE, NAMING_LAYERS, Annotation, Article, EntityAlias
from app.nlp.types import QuotationKind

PER_SPEAKER = 200  # quotations of the speakers of an article that are looked at, the oldest
NAMING = 120  # sentences that name speakers of an article, and that quote whom it names, the oldest
_HEADLINE_LAYERS = (f"{HEADLINE}quotation", f"{HEADLINE}mention")


def mark_columns(*more: Any, whole: Any = None) -> Any:
    """The columns of marks (``attrs`` as JSON) with their words, cut from ``whole`` (by default the text), and the
    spelling of the name."""
    start, end = col(Annotation.start), col(Annotation.end)
    whole = col(Article.text) if whole is None else whole
    return (
        columns(
            col(Annotation.id),
            col(Annotation.article_id),
            col(Article.source_id),
            col(Annotation.layer),
            col(Annotation.label),
            start,
            end,
            col(Annotation.entity_id),
            col(Annotation.topic_id),
            cast(col(Annotation.attrs), Text).label("attrs"),
            func.substr(whole, start + 1, end - start).label("text"),
            col(EntityAlias.key).label("spelt"),
            *more,
        )
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(EntityAlias, col(EntityAlias.id) == col(Annotation.alias_id))
    )


def headline_marks(session: Session, articles: Collection[int]) -> Iterable[Any]:
    """Names and quotations in the headlines of articles, by their offsets into the title. One statement."""
    return session.execute(_IN_HEADLINES, {"articles": articles}).all()


def said_at(row: Any) -> SaidAt:
    """A stored quotation as it is compared."""
    speaker = str(row.entity_id) if row.entity_id is not None else None
    text, said = _said(row.text, row.label, row.attrs, speaker, row.spelt)
    return SaidAt(row.id, row.start, row.end, text, said)


@lru_cache(maxsize=2_000)  # what is looked at for one article is mostly what is for the next
def _said(text: str, kind: QuotationKind, attrs: str, speaker: str | None, spelt: str | None) -> tuple[str, Said]:
    told = json.loads(attrs)
    words = without_report(text, kind, told.get("verb"))
    return words, Said(speaker, told.get("speaker"), kind, read_wording(words), heard=heard(spelt) if spelt else None)


def named_around(session: Session, lines: Iterable[Line], quotations: Iterable[SaidAt]) -> dict[int, frozenset[str]]:
    """By article of some lines which speakers of quotations its text or headline names. One statement."""
    speakers = {int(one.said.speaker) for one in quotations if one.said.speaker}
    articles = {line.article for line in lines}
    return _by_article(session.execute(_NAMED_AROUND, {"entities": speakers, "articles": articles}))


def _by_article(rows: Iterable[Any]) -> dict[int, frozenset[str]]:
    """Named entities by the articles that name them."""
    found: dict[int, set[str]] = defaultdict(set)
    for article, entity in rows:
        found[article].add(str(entity))
    return {article: frozenset(named) for article, named in found.items()}


def utterances_offered(session: Session, article: Article, own: Sequence[Spot], damping: Damping) -> Iterator[Offered]:
    """What other sources give of the same speakers, in whatever spelling, and what articles that name them give of
    nobody; and the other way round. Four statements."""
    assert article.id is not None
    mine = [said for spot in own for said in spot.said if spot.part == "text"]
    speakers = {int(one.said.speaker) for one in mine if one.said.speaker}
    sounds = {one.said.heard.family for one in mine if one.said.heard}
    here = _named_in(session, article.id) if any(one.said.speaker is None for one in mine) else frozenset()
    wanted = speakers | _spelt_alike(session, article.summit_id, sounds) | {int(one) for one in here}
    known = _quotations(session, _OF_ENTITIES, article, entities=wanted)
    elsewhere = _elsewhere(article)
    naming = _by_article(session.execute(_NAMING, {"entities": speakers, **elsewhere}))
    unknown = _quotations(session, _OF_NOBODY, article, articles=set(naming))
    for one in mine:
        for article_id, other in known:
            if same_speaker(one.said, other.said):
                yield from utterances_between(one, other, (article.id, article_id), damping)
            elif one.said.speaker is None and other.said.speaker in here:
                yield from utterances_between(one, other, (article.id, article_id), damping, "article")
        for article_id, other in unknown if one.said.speaker else ():
            if one.said.speaker in naming[article_id]:
                yield from utterances_between(one, other, (article.id, article_id), damping, "article")


def lines_about(session: Session, article: Article, own: Sequence[Spot]) -> list[Line]:
    """Sentences of other sources that name the speakers of an article's quotations, or quote whom it names: a sentence
    may give what was said in so few words that nothing else leads to it. Two statements."""
    speakers = {int(one.said.speaker) for spot in own for one in spot.said if one.said.speaker}
    persons = {int(one) for spot in own for one in spot.persons}
    naming = _lines_of(session, article, speakers, "mention")
    return list({line.key: line for line in (*naming, *_lines_of(session, article, persons, "quotation"))}.values())


def _lines_of(session: Session, article: Article, entities: Collection[int], layer: str) -> list[Line]:
    """Sentences of other sources in which a mark of an entity begins."""
    if not entities:
        return []
    given = {"entities": entities, "layer": layer, **_elsewhere(article)}
    return read_lines(session.execute(_NAMING_LINES, given))


def _elsewhere(article: Article) -> dict[str, int]:
    return {"summit": article.summit_id, "source": article.source_id}


def verbatim_offered(session: Session, article: Article, own: Sequence[Spot], damping: Damping) -> Iterator[Offered]:
    """What others give in the same words, whoever is told to have said it: a speaker may be taken for another."""
    assert article.id is not None
    quoted = load_quoted(session, article=article.id)
    keys = {mark.id: key for mark in quoted if (key := mark.utterance.verbatim) is not None}
    given = _given_verbatim(session, article.summit_id, set(keys.values()))
    others = _quotations(session, _AMONG, article, marks=set(given))
    for mine in (said for spot in own for said in spot.said if spot.part == "text" and said.id in keys):
        for article_id, other in others:
            if given[other.id] == keys[mine.id]:
                yield from utterances_between(mine, other, (article.id, article_id), damping)


def _given_verbatim(session: Session, summit_id: int, keys: Collection[int]) -> dict[int, int | None]:
    """The quotations that give words of these keys, by way of the first that are held under each, with their keys."""
    firsts = marks_under(session, summit_id, keys, PER_WHOLE)
    known = load_quoted(session, marks={id_ for ids in firsts.values() for id_ in ids})
    key_of = {mark.utterance.whole: mark.utterance.verbatim for mark in known}
    wholes = marks_under(session, summit_id, set(key_of), PER_WHOLE)
    return {id_: key_of[whole] for whole, ids in wholes.items() for id_ in ids}


def _named_in(session: Session, article_id: int) -> frozenset[str]:
    return frozenset(map(str, session.scalars(_NAMED_IN, {"article": article_id})))


def _spelt_alike(session: Session, summit_id: int, sounds: Collection[str]) -> set[int]:
    """Entities of which a name sounds so."""
    return set(session.scalars(_ALIKE, {"summit": summit_id, "sounds": sounds}))


def _quotations(session: Session, statement: Any, article: Article, **given: Any) -> list[tuple[int, SaidAt]]:
    """Those of other sources, with the articles they stand in."""
    rows = session.execute(statement, given | _elsewhere(article)).all()
    return [(row.article_id, said_at(row)) for row in rows]


def told_of_reports(session: Session, offers: Iterable[Offered]) -> Iterator[Offered]:
    """What is offered for words between marks is offered for the report that holds them too. One statement."""
    found = list(offers)
    marks = {one.mark for one in found if one.kind == "quotation" and one.mark is not None}
    for inner, outer in _holding(session, marks):
        for one in found:
            if one.kind == "quotation" and one.mark == inner:
                yield replace(one, mark=outer)


def _holding(session: Session, marks: Collection[int]) -> list[tuple[int, int]]:
    """(marked words, the report around them)."""
    return [(inner, outer) for inner, outer in session.execute(_REPORTS, {"marks": marks})]


_IN_HEADLINES = (
    mark_columns(whole=col(Article.title))
    .where(
        col(Annotation.article_id).in_(array("articles")),
        or_(*(col(Annotation.layer) == layer for layer in _HEADLINE_LAYERS)),
    )
    .order_by(col(Annotation.id))
)
_NAMES = or_(*(col(Annotation.layer) == layer for layer in NAMING_LAYERS))
_THERE = col(Article.summit_id) == bindparam("summit"), col(Article.source_id) != bindparam("source")
_QUOTED = col(Annotation.layer) == "quotation", col(Annotation.label) != "label"
_NAMERS = (
    columns(col(Annotation.article_id), col(Annotation.entity_id))
    .where(col(Annotation.entity_id).in_(array("entities")), _NAMES)
    .distinct()
)
_NAMED_AROUND = _NAMERS.where(col(Annotation.article_id).in_(array("articles")))
# The articles that give what nobody is known to have said.
_WITH_UNKNOWN = (
    columns(col(Annotation.article_id))
    .join(Article, col(Article.id) == col(Annotation.article_id))
    .where(col(Article.summit_id) == bindparam("summit"), *_QUOTED, col(Annotation.entity_id).is_(None))
)
_NAMING = _NAMERS.join(Article, col(Article.id) == col(Annotation.article_id)).where(
    *_THERE, col(Annotation.article_id).in_(_WITH_UNKNOWN)
)
_NAMED_IN = (
    columns(col(Annotation.entity_id))
    .where(col(Annotation.article_id) == bindparam("article"), _NAMES, col(Annotation.entity_id).is_not(None))
    .distinct()
)
_ALIKE = columns(col(EntityAlias.entity_id)).where(
    col(EntityAlias.summit_id) == bindparam("summit"), col(EntityAlias.loose_key).in_(array("sounds", Text))
)
_OTHERS = (
    mark_columns()
    .where(*_QUOTED, *_THERE)
    .order_by(col(Annotation.article_id), col(Annotation.id))
    .limit(literal_column(str(PER_SPEAKER)))
)
_OF_ENTITIES = _OTHERS.where(col(Annotation.entity_id).in_(array("entities")))
_OF_NOBODY = _OTHERS.where(col(Annotation.entity_id).is_(None), col(Article.id).in_(array("articles")))
_AMONG = _OTHERS.where(col(Annotation.id).in_(array("marks")))
_SENTENCE, _REPORT = aliased(Annotation), aliased(Annotation)
_NAMING_LINES = (
    line_columns(_SENTENCE)
    .join(
        Annotation,
        and_(
            col(Annotation.article_id) == col(_SENTENCE.article_id),
            col(Annotation.start) >= col(_SENTENCE.start),
            col(Annotation.start) < col(_SENTENCE.end),
        ),
    )
    .where(
        col(Annotation.entity_id).in_(array("entities")),
        col(Annotation.layer) == bindparam("layer"),
        *_THERE,
    )
    .order_by(col(_SENTENCE.article_id), col(_SENTENCE.start))
    .distinct()
    .limit(literal_column(str(NAMING)))
)
_REPORTS = (
    columns(col(Annotation.id), col(_REPORT.id))
    .join(
        _REPORT,
        and_(
            col(_REPORT.article_id) == col(Annotation.article_id),
            col(_REPORT.layer) == "quotation",
            col(_REPORT.label) == "indirect",
            col(_REPORT.start) <= col(Annotation.start),
            col(_REPORT.end) >= col(Annotation.end),
        ),
    )
    .where(
        col(Annotation.id).in_(array("marks")),
        col(Annotation.label) == "partial",
        col(_REPORT.id) != col(Annotation.id),
    )
    .order_by(col(Annotation.id), col(_REPORT.id))
)
