"""Rows of the tables, streamed: one statement each, fetched in parts, so that no table has to fit in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, case, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.folders import Folder, FolderItem
from app.models import Annotation, Article, Entity, Parallel, ParallelMember, Passage, SharedPassage, Source, Topic
from app.nlp.codecs import probability_of
from app.queries.absences import absences_document
from app.queries.articles import listed
from app.queries.figures import narrow_figures
from app.queries.folders import folder_page
from app.queries.persons import mark_conditions, mark_kinds
from app.queries.quotes import Asked, narrow_quotations
from app.queries.scope import Scope, passage_conditions, source_rows, topics_by_id
from app.queries.summits import overview_page
from app.queries.views.tables import Value
from app.sums import StatedMark
from app.tallies import ArticleTally

PART = 1_000  # rows fetched at once
ITEMS = 500  # of a folder read at once
ABSENCES = 500  # statements of absence asked for at once
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a table is asked for: the summit under filters, the page's own parameters, and what addresses begin with."""

    session: Session
    scope: Scope
    language: str
    base: str
    own: Mapping[str, str] = field(default_factory=dict)  # topic, kind, verb, stance, view

    def address(self, article: int, start: int | None = None) -> str:
        """Of an article, at the sentence in which ``start`` stands."""
        return f"{self.base}/articles/{article}" + (f"?at={start}#here" if start is not None else "")

    def stream(self, statement: Any) -> Iterator[Any]:
        """Its rows, without keeping them."""
        yield from self.session.execute(statement, execution_options={"yield_per": PART})

    def topic_id(self) -> int | None:
        """Of the topic in the address; 0 where there is none of that name, None where none is asked for."""
        slug = self.own.get("topic", "")
        if not slug:
            return None
        topics = topics_by_id(self.session, self.scope.summit_id)
        return next((id_ for id_, view in topics.items() if view.slug == slug), 0)


def stretch(start: Any, end: Any, article: Any = Article) -> Any:
    """The words of an article's text from offset to offset."""
    return func.substr(col(article.text), start + 1, end - start)


def told(text: str | None) -> str:
    """Words in one line."""
    return " ".join((text or "").split())


def articles(wanted: Wanted) -> Iterator[Row]:
    """One row an article, as the list has them; with ``article`` or ``folder`` that one, or those in that folder."""
    session, scope, own = wanted.session, wanted.scope, wanted.own
    if "article" in own:
        where = [col(Article.summit_id) == scope.summit_id, col(Article.id) == int(own["article"])]
    elif "folder" in own:
        kept = columns(col(FolderItem.sha256)).join(Folder, col(Folder.id) == col(FolderItem.folder_id))
        kept = kept.where(col(Folder.summit_id) == scope.summit_id, col(Folder.slug) == own["folder"])
        where = [
            col(Article.summit_id) == scope.summit_id,
            col(Article.sha256).in_(kept.where(col(FolderItem.removed_at).is_(None))),
        ]
    else:
        where = [*listed(session, scope, own.get("topic"))]
    statement = (
        columns(
            col(Article.id), col(Source.name), col(Article.title), col(Article.published), col(Article.author),
            col(Article.agencies), col(Article.page), col(Article.genre), col(Article.genre_status), col(Article.words),
            col(Article.sentences), col(Article.status), col(Article.url), col(Article.language),
        )
        .join(Source, col(Source.id) == col(Article.source_id))
        .outerjoin(ArticleTally, col(ArticleTally.article_id) == col(Article.id))
        .where(*where)
        .order_by(col(Article.published_from), col(Article.id))
    )  # fmt: skip
    for row in wanted.stream(statement):
        yield (
            *row[:5], "/".join(row.agencies), row.page, row.genre or None, row.genre_status or None, *row[9:],
            wanted.address(row.id),
        )  # fmt: skip


def folder(wanted: Wanted) -> Iterator[Row]:
    """One row an item of a folder, in its order."""
    offset: int | None = 0
    while offset is not None:
        page = folder_page(
            wanted.session, wanted.scope.summit.slug, wanted.own.get("folder", ""), wanted.language, offset, ITEMS
        )
        titles = {one.id: one.title for one in page.rubrics} if page else {}
        for entry in page.entries if page else ():
            item, clipping = entry.item, entry.item.clipping
            words = told(item.text) or (item.picture.title if item.picture else None)
            yield (
                titles.get(entry.rubric), item.kind.value, clipping.outlet if clipping else None,
                clipping.headline if clipping else None, clipping.published if clipping else None, item.speaker,
                item.proposed, item.sentence or None, words,
                item.note or None, item.changed, item.gone, f"{wanted.base}{item.address}" if item.address else None,
            )  # fmt: skip
        offset = page.next_offset if page else None


def matrix(wanted: Wanted) -> Iterator[Row]:
    """One row a topic and source; where nothing was found, what may be said of that, and what was searched."""
    scope = wanted.scope
    page = overview_page(wanted.session, scope.summit.slug, scope.filters, "coverage", wanted.language)
    for row in (*page.pinned, *page.issues, *page.events, *page.frames) if page else ():
        topic = f"{wanted.base}/summits/{scope.summit.slug}/topics/{row.topic.slug}"
        for cell in row.cells:
            claim = cell.claim
            state = "found" if cell.sentences else claim.state
            searched = (claim.articles, claim.sentences) if state == "absent" else (None, None)
            yield (
                row.topic.label(wanted.language), row.topic.slug, cell.source.name, cell.sentences,
                round(cell.share, 4), cell.proposed, state, None if cell.sentences else claim.reason, *searched,
                f"{topic}?source={cell.source.slug}",
            )  # fmt: skip


def passages(wanted: Wanted) -> Iterator[Row]:
    """Passages of a topic, or of all, under the filters."""
    scope, topic_id = wanted.scope, wanted.topic_id()
    statement = (
        columns(
            col(Topic.label_de if wanted.language == "de" else Topic.label_en), col(Source.name), col(Article.title),
            col(Article.published), col(Passage.first), col(Passage.sentences),
            stretch(col(Passage.start), col(Passage.end)), col(Passage.article_id), col(Passage.start),
        )
        .join(Topic, col(Topic.id) == col(Passage.topic_id))
        .join(Article, col(Article.id) == col(Passage.article_id))
        .join(Source, col(Source.id) == col(Passage.source_id))
        .where(*passage_conditions(scope), col(Topic.hidden).is_(False))
        .where(*([col(Passage.topic_id) == topic_id] if topic_id is not None else []))
        .order_by(col(Passage.topic_id), col(Passage.source_id), col(Passage.article_id), col(Passage.start))
    )  # fmt: skip
    for topic, source, title, day, first, number, text, article, start in wanted.stream(statement):
        yield topic, source, title, day, first, number, told(text), wanted.address(article, start)


def _stated(*more: Any) -> Any:
    """Figures or quotations with their articles, sources and groups of several sources."""
    return (
        columns(
            col(Source.name).label("source"), col(Article.title), col(Article.published),
            stretch(col(Annotation.start), col(Annotation.end)).label("text"), col(Annotation.label),
            col(Annotation.status), col(Annotation.attrs), col(Annotation.corrected), col(Annotation.article_id),
            col(Annotation.start), col(Parallel.id).label("bond"), col(Parallel.sources), *more,
        )
        .select_from(StatedMark)
        .join(Annotation, col(Annotation.id) == col(StatedMark.annotation_id))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .join(Source, col(Source.id) == col(Article.source_id))
        .outerjoin(ParallelMember, col(ParallelMember.annotation_id) == col(Annotation.id))
        .outerjoin(Parallel, and_(col(Parallel.id) == col(ParallelMember.parallel_id), col(Parallel.sources) > 1))
        .order_by(col(Annotation.article_id), col(Annotation.start), col(Annotation.id))
    )  # fmt: skip


def quotations(wanted: Wanted) -> Iterator[Row]:
    """One row a quotation: whose words it gives, how sure that is, and what group of the same utterance it is in."""
    own = wanted.own
    asked = Asked(kind=own.get("kind"), stance=own.get("stance"), verb=own.get("verb")).understood()
    narrowed = narrow_quotations(wanted.scope, asked, wanted.topic_id())
    statement = (
        _stated(col(Entity.name).label("speaker"), col(Annotation.surface), col(Annotation.words))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(*narrowed.without())
    )
    if own.get("view") == "same":
        statement = statement.where(col(Parallel.id).is_not(None)).order_by(None)
        statement = statement.order_by(col(Parallel.id), col(Annotation.article_id), col(Annotation.start))
    for row in wanted.stream(statement):
        speaker = row.speaker or row.attrs.get("speaker")
        yield (
            row.source, row.title, row.published, row.label, speaker, sureness(row, bool(speaker)),
            probability_of(row), row.surface, told(row.text), row.words, row.bond, row.sources,
            wanted.address(row.article_id, row.start),
        )  # fmt: skip


def sureness(row: Any, is_told: bool) -> str | None:
    """How sure a mark is; None where it names nobody."""
    if not is_told:
        return None
    return "decided" if row.corrected else row.status


def figures(wanted: Wanted) -> Iterator[Row]:
    """One row a figure, with its sentence and the group of the same thing that it is in."""
    sentence = aliased(Annotation)
    narrowed = narrow_figures(wanted.scope, wanted.own.get("kind") or None)
    statement = (
        _stated(
            stretch(col(sentence.start), col(sentence.end)).label("sentence"), col(Parallel.label).label("relation")
        )
        .outerjoin(
            sentence,
            and_(
                col(sentence.article_id) == col(Annotation.article_id),
                col(sentence.layer) == "sentence",
                col(sentence.start) == col(StatedMark.at),
            ),
        )
        .where(*narrowed.without())
    )
    for row in wanted.stream(statement):
        attrs = row.attrs
        yield (
            row.source, row.title, row.published, row.label, told(row.text), attrs.get("value"), attrs.get("high"),
            attrs.get("unit"), attrs.get("per"), attrs.get("precision"), attrs.get("first"), attrs.get("last"),
            attrs.get("about"), told(row.sentence), row.bond, row.relation, row.sources,
            wanted.address(row.article_id, row.start),
        )  # fmt: skip


def persons(wanted: Wanted) -> Iterator[Row]:
    """One row a person, place or organisation and source: how often it is named and quoted there, as in the list."""
    scope, kind = wanted.scope, wanted.own.get("kind") or "person"
    kinds, number = mark_kinds(), func.count(col(Annotation.id))
    counted = {name: number.filter(condition) for name, condition in kinds.items()}
    statement = (
        columns(
            col(Entity.name), col(Entity.slug), col(Source.name), counted["mentions"], counted["quotations"],
            counted["labels"], counted["headlines"], 
            func.count(case((~kinds["headlines"], col(Annotation.article_id))).distinct()),
        )
        .join(Annotation, col(Annotation.entity_id) == col(Entity.id))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .join(Source, col(Source.id) == col(Article.source_id))
        .where(*mark_conditions(scope, kind))
        .group_by(col(Entity.id), col(Source.id))
        .order_by(col(Entity.name), col(Entity.id), col(Source.id))
    )  # fmt: skip
    where = {"person": "persons", "place": "places", "organisation": "organisations"}.get(kind, "persons")
    for name, slug, source, *numbers in wanted.stream(statement):
        yield name, slug, source, *numbers, f"{wanted.base}/summits/{scope.summit.slug}/{where}/{slug}"


def shared(wanted: Wanted) -> Iterator[Row]:
    """One row a passage that articles of two sources share, the longest first."""
    a, b, of_a, of_b = aliased(Article), aliased(Article), aliased(Source), aliased(Source)
    chosen = [id_ for id_, _ in wanted.scope.outlets.values()]
    either = [or_(col(SharedPassage.a_source).in_(chosen), col(SharedPassage.b_source).in_(chosen))]
    statement = (
        columns(
            col(of_a.name).label("one"), col(of_b.name).label("other"), col(SharedPassage.words),
            col(SharedPassage.quoted), col(SharedPassage.verbatim), col(SharedPassage.a_id), col(SharedPassage.a_start),
            stretch(col(SharedPassage.a_start), col(SharedPassage.a_end), a).label("x"),
            col(SharedPassage.b_id), col(SharedPassage.b_start),
            stretch(col(SharedPassage.b_start), col(SharedPassage.b_end), b).label("y"),
        )
        .join(a, col(a.id) == col(SharedPassage.a_id))
        .join(b, col(b.id) == col(SharedPassage.b_id))
        .join(of_a, col(of_a.id) == col(a.source_id))
        .join(of_b, col(of_b.id) == col(b.source_id))
        .where(col(SharedPassage.summit_id) == wanted.scope.summit_id, ~col(SharedPassage.inside))
        .where(col(SharedPassage.a_source) != col(SharedPassage.b_source))
        .where(*(either if wanted.scope.filters.sources else []))
        .order_by(col(SharedPassage.words).desc(), col(SharedPassage.id))
    )  # fmt: skip
    for row in wanted.stream(statement):
        here, there = wanted.address(row.a_id, row.a_start), wanted.address(row.b_id, row.b_start)
        yield row.one, row.other, row.words, row.quoted, row.verbatim, told(row.x), told(row.y), here, there


def absences(wanted: Wanted) -> Iterator[Row]:
    """One row a thing and source that has not been found to have it: searched in vain, offered, or no statement."""
    sources = {view.slug: view.name for view in source_rows(wanted.session, wanted.scope).values()}
    filters, slug, offset, total = wanted.scope.filters, wanted.scope.summit.slug, 0, 1
    while offset < total:
        page = absences_document(wanted.session, slug, filters, offset, ABSENCES)
        if page is None:
            return
        total, offset = page["total"], offset + ABSENCES
        for one in page["items"]:
            if filters.sources and one["source"] not in filters.sources:
                continue
            searched = one["searched"]
            found = one["members"][0] if one["members"] else None
            yield (
                one["kind"], one["name"], sources.get(one["source"], one["source"]), one["verdict"], one["reason"],
                searched["articles"], searched["sentences"], ", ".join(searched["terms"]),
                wanted.address(found["article"], found["start"]) if found else None,
            )  # fmt: skip
