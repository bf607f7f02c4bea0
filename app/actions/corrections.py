"""People decide, undo and redo. Whatever returns here is on record, and the marks follow: at once, or by the worker."""

from dataclasses import dataclass

from sqlmodel import Session

from app.actions.addresses import present_article, present_summit
from app.actions.analyses import locked_summit
from app.actions.comparisons import compare_article
from app.actions.genres import tell_article
from app.actions.persons import settle_all
from app.actions.records import claims_that_hold, holding, keep, keep_turn, lines_taken_with
from app.actions.refusals import Declined, no_topic, stale
from app.actions.rework import analysed, fall_behind, follow
from app.actions.topics import follow_edits, summit_lexicon
from app.actions.verdicts import apply_verdicts
from app.correct.claims import implied
from app.correct.decisions import (
    Claim,
    Decision,
    Identity,
    Mark,
    NoName,
    NoTopic,
    NotShared,
    OfThing,
    TopicCreated,
    TopicEdit,
    TopicNested,
    Topics,
    TopicsJoined,
    TopicSplit,
    TopicWords,
    Whole,
    WordEdit,
    read,
)
from app.correct.history import TURNS
from app.models import Article, Correction, Summit
from app.nlp.lexicon import LexiconError
from app.nlp.topics.lexicon import check_line


@dataclass(frozen=True, slots=True)
class Done:
    """What has become of a correction: the line on record, and the summit whose worker must be called (or None)."""

    line: int
    call_worker: int | None = None


def correct_text(session: Session, article_id: int, decision: Mark | NotShared | Whole | Claim, by: str = "") -> Done:
    """Record a decision about an article's text. Raises Unknown, Declined. Said twice, it is recorded once."""
    article = present_article(session, article_id)
    locked_summit(session, article.summit_id)
    if not decision.fits(article.text, article.title):
        raise stale()
    if isinstance(decision, Topics):
        _check_topics(session, article.summit_id, (*decision.drop, *decision.add))
    if isinstance(decision, OfThing) and isinstance(decision.thing, str):
        _check_topics(session, article.summit_id, (decision.thing,))
    held = holding(session, article.summit_id, article_id)
    same = [(id_, one) for id_, one in held if _place(one) == _place(decision)]
    if same and same[-1][1] == decision:
        return Done(same[-1][0])
    line = keep(session, article.summit_id, decision, article=article, by=by)
    return Done(line, _follow_text(session, article, decision))


def correct_summit(
    session: Session, summit_id: int, decision: Decision, by: str = "", *, taken_with: int | None = None
) -> Done:
    """Record a decision about a summit's names or topics. Raises Declined. Said twice in a row, it is recorded once.

    ``taken_with`` is the line of another decision: undoing that one undoes this one too.
    """
    summit = locked_summit(session, summit_id)
    if isinstance(decision, TopicEdit):
        check_edit(session, summit_id, decision)
    held = holding(session, summit_id, None)
    if held and held[-1][1] == decision:
        return Done(held[-1][0])
    line = keep(session, summit_id, decision, by=by, taken_with=taken_with)
    return Done(line, follow_summit(session, summit, decision))


def turn(session: Session, summit_slug: str, line_id: int, *, redo: bool, by: str = "") -> Done:
    """Undo a decision, or let it hold again. Raises Unknown, and Declined where that is so already."""
    summit = present_summit(session, summit_slug)
    assert summit.id is not None
    locked_summit(session, summit.id)
    line = session.get(Correction, line_id)
    if line is None or line.summit_id != summit.id or line.kind in TURNS:
        raise Declined("There is no such correction on record.")
    if line.article_id is None and line.sha256 is not None:
        raise Declined("The article that this was about has been removed.")
    if line.of_id is not None and line.of_id not in [id_ for id_, _, _ in claims_that_hold(session, summit.id)]:
        raise Declined("This was recorded together with another correction, which has been undone.")
    holds = line_id in [id_ for id_, _ in holding(session, summit.id, line.article_id)]
    if holds and redo:
        raise Declined("This correction already holds.")
    if not holds and not redo:
        raise Declined("This correction has already been undone.")
    new, decision = keep_turn(session, line, redo=redo, by=by), read(line.kind, line.payload)
    called = None
    for one in lines_taken_with(session, line_id):
        called = follow_summit(session, summit, read(one.kind, one.payload)) or called
    if line.article_id is not None:
        called = _follow_text(session, session.get_one(Article, line.article_id), decision) or called
    else:
        called = follow_summit(session, summit, decision) or called
    return Done(new, called)


def follow_summit(session: Session, summit: Summit, decision: Decision) -> int | None:
    """Let names, topics and marks follow a decision about the summit. The summit's id where the worker has to help."""
    assert summit.id is not None
    if isinstance(decision, NoTopic):
        return None  # it is about suggestions, which are read off the record
    said = [decision, *(one for _, one in holding(session, summit.id, None))]
    if isinstance(decision, Identity) and any(isinstance(one, NoName) for one in said):
        # In which articles marks of no name would come back, by this decision or another, only their analyses tell.
        settle_all(session, summit.id)
        late = follow(session, summit.id, analysed(session, summit.id))
    elif not isinstance(decision, TopicEdit):
        late = follow(session, summit.id, settle_all(session, summit.id))
    else:
        follow_edits(session, summit)
        late = isinstance(decision, WordEdit) and fall_behind(session, summit.id)
    return summit.id if late else None


def _follow_text(session: Session, article: Article, decision: Decision) -> int | None:
    """One that was never analysed so far gets its marks put right when it is."""
    assert article.id is not None
    if isinstance(decision, NotShared):
        compare_article(session, article.id)
        return None
    if isinstance(decision, Whole):
        tell_article(session, article)
        return None
    late = False
    if not isinstance(decision, Claim) or implied(decision):
        late = follow(session, article.summit_id, [article.id])
    if isinstance(decision, Claim):
        apply_verdicts(session, article.id)
    return article.summit_id if late else None


def _place(decision: Decision) -> tuple[object, ...]:
    place = getattr(decision, "start", None), getattr(decision, "end", None)
    if isinstance(decision, Claim):  # yes and no are words on one and the same question
        return ("claim", decision.thing, decision.part, *place)
    return (decision.KIND, *place)


def _check_topics(session: Session, summit_id: int, slugs: tuple[str, ...]) -> None:
    lexicon = summit_lexicon(session, summit_id)
    if not slugs or any(slug not in lexicon.topics and slug not in lexicon.joined for slug in slugs):
        raise no_topic()


def check_edit(session: Session, summit_id: int, edit: TopicEdit) -> None:
    """Does the edit name topics that are there, and lines that can be found? Raises Declined."""
    lexicon = summit_lexicon(session, summit_id)
    known = lexicon.topics
    new = {TopicCreated: "slug", TopicSplit: "into"}.get(type(edit))
    if new and (getattr(edit, new) in known or any(_same_label(edit, table) for table in known.values())):
        raise Declined("There is a topic of this name already.")
    if not isinstance(edit, TopicCreated) and edit.slug not in known:
        raise no_topic()
    if isinstance(edit, TopicSplit):
        own = {*known[edit.slug].get("strong", ()), *known[edit.slug].get("weak", ())}
        moved = {*edit.strong, *edit.weak}
        if not moved or not moved < own:
            raise Declined("Choose some of the topic's words, not none and not all of them.")
    if isinstance(edit, TopicsJoined) and (edit.into not in known or edit.into == edit.slug):
        raise no_topic()
    if isinstance(edit, TopicNested) and edit.within is not None:
        if edit.within not in known:
            raise no_topic()
        if not lexicon.can_nest(edit.slug, edit.within):
            raise Declined("Topics are nested one level deep: one that has parts is no part, and a part has none.")
    if isinstance(edit, TopicCreated | TopicWords):
        for line in (*edit.strong, *edit.weak, *edit.exclude):
            try:
                check_line(line)
            except LexiconError:
                raise Declined(
                    "“%(line)s” cannot be looked for: it needs letters, with stars only at its ends.", line=line
                ) from None


def _same_label(edit: TopicEdit, table: dict[str, str]) -> bool:
    return str(getattr(edit, "label_de", "")).casefold() == table["label_de"].casefold()
