"""What people ask for in forms, by the address of the thing: bring, describe and remove articles, rename sources."""

from dataclasses import replace

from sqlmodel import Session, select

from app.actions.addresses import Unknown, present_article, present_summit
from app.actions.articles import add_article, delete_article, describe_again
from app.actions.belonging import tell_belonging
from app.actions.comparisons import compare_marks, move_comparisons, part_marks
from app.actions.genres import tell_article
from app.actions.headlines import retitle
from app.actions.passages import project_passages
from app.actions.persons import prune
from app.actions.stated_marks import count_shared, move_marks, sharing_with
from app.actions.summits import rename_source, source_named
from app.intake.drafts import ArticleDraft, Published, without_told
from app.models import Annotation, Article, Source
from app.search import article_search


def bring_article(session: Session, summit_slug: str, draft: ArticleDraft, *, awaited: bool = False) -> int:
    """Store a draft as ``queued``; the new id. Raises Unknown, DuplicateArticle, IntakeError (field ``name``)."""
    article = add_article(session, present_summit(session, summit_slug), draft, awaited=awaited)
    assert article.id is not None
    return article.id


def replace_description(session: Session, article_id: int, draft: ArticleDraft) -> bool:
    """Put what the draft tells about the text in place of what was known; what it leaves out stays. Raises Unknown.

    True where the worker has to read a new headline: then the article belongs in line, like a new one.
    """
    article = present_article(session, article_id)
    title = article.title
    said = [field for field in ("source", "title", "published") if getattr(draft, field)]
    kept = tuple(note for note in without_told(article.notes, said) if note not in draft.notes)
    describe_again(session, article, replace(draft, notes=(*kept, *draft.notes)))
    move_comparisons(session, article_id)
    tell_article(session, article)
    _index(session, article)
    return article.title != title and retitle(session, article)


def edit_description(
    session: Session,
    article_id: int,
    *,
    title: str | None,
    source: str | None,
    published: Published | None,
    url: str | None,
) -> bool:
    """Exactly what a form says: an emptied field is emptied, but an article always has a source. Raises Unknown.

    True where the worker has to read a new headline.
    """
    article = present_article(session, article_id)
    retitled = article.title != title
    before = {"source": article.source_id, "title": article.title, "published": article.published}
    if source:
        named = source_named(session, source, article.summit_id)
        assert named.id is not None
        article.source_id = named.id
    article.title, article.url = title, url
    article.published = published.text if published else None
    after = {"source": article.source_id, "title": article.title, "published": article.published}
    article.notes = without_told(article.notes, [field for field in before if before[field] != after[field]])
    article.published_from = published.earliest if published else None
    article.published_to = published.latest if published else None
    session.add(article)
    session.flush()
    move_marks(session, [article_id])
    move_comparisons(session, article_id)
    _index(session, article)
    return retitled and retitle(session, article)


def remove_article(session: Session, article_id: int) -> None:
    """Delete an article for good; ``drafts.set_aside`` keeps its text. Raises Unknown."""
    article = present_article(session, article_id)
    summit_id = article.summit_id
    aliases = set(session.exec(select(Annotation.alias_id).where(Annotation.article_id == article_id).distinct()))
    part_marks(session, article_id)
    twins = sharing_with(session, article_id)
    delete_article(session, article)
    count_shared(session, twins)
    for other in sorted(prune(session, summit_id, {alias for alias in aliases if alias is not None})):
        project_passages(session, other)
        compare_marks(session, other)
    tell_belonging(session, summit_id)


def rename_source_at(session: Session, source_slug: str, name: str) -> None:
    """Give a source another name. Raises Unknown, and IntakeError where the name is empty, too long or taken."""
    source = session.exec(select(Source).where(Source.slug == source_slug)).one_or_none()
    if source is None:
        raise Unknown(source_slug)
    rename_source(session, source, name)


def _index(session: Session, article: Article) -> None:
    """The headline can be searched for, so the index follows it."""
    assert article.id is not None
    if article.status == "ready":
        article_search(session).put(session, article.id, f"{article.title or ''}\n{article.text}")
