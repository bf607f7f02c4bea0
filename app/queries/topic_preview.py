"""What an edit of a topic would do, before it is made: sentences that come and go, and every count that changes."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.correct.claims import with_implied
from app.correct.decisions import Mark, OfText, TopicEdit
from app.correct.lexicon import SummitLexicon, finders_of, follow_joins, tagged
from app.correct.machine import unpacked
from app.correct.merge import merge
from app.event_topics import kept_topics
from app.models import Article, Run
from app.nlp.types import Analysis, Sentence, TopicMark
from app.queries.editing import decisions_of, lexicon_after, record_of
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.scope import find_scope, source_rows
from app.queries.views.corrections import Origin, Preview, SentenceView, Shift, ShiftedTopic
from app.queries.views.heads import SourceView, TopicView

LOOKED_AT = 200  # articles of a preview at most, the latest
SECONDS = 2.0  # and no longer than that
SHOWN = 25
WORDS = 6  # of the reasons of one sentence


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence of the topic with what put it there."""

    article: int
    start: int
    words: str
    why: tuple[str, ...]
    origin: Origin


@dataclass(slots=True)
class _Tally:
    """What was seen in the articles looked at. Counts are sentences by topic (slug) and source (id)."""

    come: list[_Found] = field(default_factory=list)
    go: list[_Found] = field(default_factory=list)
    stay: int = 0
    looked: int = 0
    before: Counter[tuple[str, int]] = field(default_factory=Counter)
    after: Counter[tuple[str, int]] = field(default_factory=Counter)


def preview(session: Session, slug: str, topic_slug: str, edit: TopicEdit) -> Preview:
    """What an edit would do to a topic's sentences and to the counts of all topics, corrections considered.

    Looks at the latest articles, for a few seconds at most; ``articles`` says at how many. The edit must be possible.
    """
    scope = find_scope(session, slug, Filters())
    assert scope is not None
    record = record_of(session, scope.summit_id)
    own = kept_topics(session, scope.summit_id)
    now, then = lexicon_after(record, own), lexicon_after(record, own, (edit,))
    for lexicon in (now, then):
        finders_of(lexicon)  # made ready before the clock runs: it takes as long as some twenty articles
    rows = session.execute(
        columns(col(Article.id), col(Article.source_id), col(Article.text), col(Article.title), col(Run.machine))
        .join(Run, col(Run.article_id) == col(Article.id))
        .where(col(Article.summit_id) == scope.summit_id, col(Run.machine).is_not(None))
        .order_by(col(Article.id).desc())
        .limit(LOOKED_AT)
    )
    ends, tally = time.monotonic() + SECONDS, _Tally()
    for id_, source, text, title, packed in rows:
        if time.monotonic() > ends:
            break
        tally.looked += 1
        machine = unpacked(packed)
        held = decisions_of(record, id_)
        said = with_implied(one for one in held if isinstance(one, OfText) and one.fits(text, title))
        marked = [_marked(text, machine, said, lexicon) for lexicon in (now, then)]
        for sentences, counts in zip(marked, (tally.before, tally.after), strict=True):
            counts.update((mark.slug, source) for sentence in sentences for mark in sentence.topics)
        before, after = (_of_topic(id_, text, sentences, topic_slug) for sentences in marked)
        tally.stay += len(before.keys() & after.keys())
        tally.come += [after[start] for start in sorted(after.keys() - before.keys())]
        tally.go += [before[start] for start in sorted(before.keys() - after.keys())]
    sources = source_rows(session, scope)
    shown = sorted({one.article for one in (*tally.come[:SHOWN], *tally.go[:SHOWN])})
    articles = article_views(session, shown, sources)

    def views(found: list[_Found]) -> tuple[SentenceView, ...]:
        return tuple(SentenceView(articles[o.article], o.start, o.words, o.why, o.origin) for o in found[:SHOWN])

    return Preview(
        come=views(tally.come),
        go=views(tally.go),
        coming=len(tally.come),
        going=len(tally.go),
        stay=tally.stay,
        articles=tally.looked,
        of=scope.summit.articles,
        shifts=_shifts(tally, now.topics | then.topics, {edit.slug, getattr(edit, "into", "")}, sources),
    )


def _marked(text: str, machine: Analysis, said: Sequence[Mark], lexicon: SummitLexicon) -> tuple[Sentence, ...]:
    return merge(*follow_joins(tagged(text, machine, lexicon), said, lexicon.joined)).sentences


def _of_topic(article: int, text: str, sentences: Sequence[Sentence], slug: str) -> dict[int, _Found]:
    """The sentences of a topic by where they start."""
    return {
        one.start: _Found(
            article,
            one.start,
            text[one.start : one.end],
            tuple(dict.fromkeys(word.surface for word in mark.evidence))[:WORDS],
            _origin(one, mark, sentences),
        )
        for one in sentences
        for mark in one.topics
        if mark.slug == slug
    }


def _origin(sentence: Sentence, mark: TopicMark, sentences: Sequence[Sentence]) -> Origin:
    """Where the words stand that put a sentence into a topic."""
    place = mark.evidence[0].start if mark.evidence else sentence.start
    if sentence.start <= place < sentence.end:
        return "own"
    heading = any(one.kind == "heading" and one.start <= place < one.end for one in sentences)
    return "heading" if heading else "neighbour"


def _shifts(
    tally: _Tally, tables: dict[str, dict[str, str]], own: set[str], sources: dict[int, SourceView]
) -> tuple[ShiftedTopic, ...]:
    """Every topic of which a count changes, the edited ones first, each with the sources in which it does."""
    changed: dict[str, list[Shift]] = {}
    for topic, source in sorted(
        tally.before.keys() | tally.after.keys(), key=lambda one: (one[0], sources[one[1]].name)
    ):
        before, after = tally.before[topic, source], tally.after[topic, source]
        if before != after:
            changed.setdefault(topic, []).append(Shift(sources[source], before, after))
    return tuple(
        ShiftedTopic(_topic_view(slug, tables[slug]), tuple(changed[slug]), slug in own)
        for slug in sorted(changed, key=lambda slug: (slug not in own, slug))
        if slug in tables
    )


def _topic_view(slug: str, table: dict[str, str]) -> TopicView:
    return TopicView(slug, table["group"], table["label_de"], table["label_en"])
