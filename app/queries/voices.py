"""Who is heard: how often and by which verbs each source quotes a speaker, and how many of its words are theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Entity
from app.nlp.german.reporting_verbs import infinitive_of, stances, ways_to_tell
from app.queries.views.heads import SourceView
from app.queries.views.quotes import Share, ShareRow, SpeakerRow, VerbRow, VoicesView
from app.sums import StatedMark

STANCES = ("neutral", "confirming", "distancing", "doubting")
SPEAKERS = 12
SHARES = 8
VERBS = 12


def stance_of(verb: str | None) -> str | None:
    """The stance of a reporting verb as it stands in a text; one that the lexicon does not know is neutral."""
    return stances().get(verb.lower(), "neutral") if verb else None


def with_stance(stance: str) -> ColumnElement[bool]:
    """The quotation has a verb of that stance."""
    neutral = stance == "neutral"
    forms = _spelt(form for form, known in stances().items() if (known != "neutral" if neutral else known == stance))
    verb = func.lower(col(StatedMark.verb))
    return verb.not_in(forms) if neutral else verb.in_(forms)


def with_verb(verb: str) -> ColumnElement[bool]:
    """The quotation has the verb in any form where it is an infinitive of the lexicon, else in that very form."""
    ways = ways_to_tell().get(verb)
    return func.lower(col(StatedMark.verb)).in_(_spelt(ways)) if ways else col(StatedMark.verb) == verb


def _spelt(forms: Iterable[str]) -> set[str]:
    """Forms as the database's lower() leaves them: SQLite's knows ASCII alone and keeps the capital of "Äußerte"."""
    return {spelt for form in forms for spelt in (form, form[:1].upper() + form[1:] if form[0] in "äöü" else form)}


def load_voices(session: Session, where: list[ColumnElement[bool]], sources: dict[int, SourceView]) -> VoicesView:
    """Speakers, verbs and shares of the quotations that the conditions leave. Two statements."""
    speakers, more, verbs = _speakers(session, where, sources)
    return VoicesView(speakers, more, verbs, _shares(session, where, sources))


def _speakers(
    session: Session, where: list[ColumnElement[bool]], sources: dict[int, SourceView]
) -> tuple[tuple[SpeakerRow, ...], int, tuple[VerbRow, ...]]:
    """The most quoted, source by source, then those of whom the texts do not tell; how many more; and the verbs."""
    verb = col(StatedMark.verb)
    by = (col(StatedMark.entity_id), col(StatedMark.source_id), verb)
    counts: dict[tuple[str | None, str | None], Counter[int]] = defaultdict(Counter)
    stanced: dict[tuple[str | None, str | None], Counter[tuple[int, str]]] = defaultdict(Counter)
    verbs: dict[str, Counter[str]] = defaultdict(Counter)
    numbers = columns(*by, func.count().label("number")).where(*where).group_by(*by).subquery()
    statement = columns(
        numbers.c.entity_id,
        col(Entity.slug),
        col(Entity.name),
        col(Entity.kind),
        numbers.c.source_id,
        numbers.c.verb,
        numbers.c.number,
    ).outerjoin(Entity, col(Entity.id) == numbers.c.entity_id)
    for _, slug, name, kind, source_id, form, number in session.execute(statement):
        who = slug if kind == "person" else None, name
        counts[who][source_id] += number
        stance = stance_of(form)
        if stance is not None:
            verbs[stance][infinitive_of(form)] += number
            stanced[who][source_id, stance] += number
    rows = [
        SpeakerRow(
            *who,
            tuple(own.get(id_, 0) for id_ in sources),
            sum(own.values()),
            tuple(tuple((stance, n) for stance in STANCES[1:] if (n := stanced[who][id_, stance])) for id_ in sources),
        )
        for who, own in counts.items()
    ]
    rows.sort(key=lambda row: (row.name is None, -row.total, row.name or ""))
    named = [row for row in rows if row.name is not None]
    unclear = [row for row in rows if row.name is None]
    return (*named[:SPEAKERS], *unclear), max(0, len(named) - SPEAKERS), tuple(_verb_rows(verbs))


def _verb_rows(verbs: dict[str, Counter[str]]) -> list[VerbRow]:
    rows = []
    for stance in STANCES:
        ranked = sorted(verbs.get(stance, {}).items(), key=lambda pair: (-pair[1], pair[0]))
        if ranked:
            total = sum(number for _, number in ranked)
            rows.append(VerbRow(stance, total, tuple(ranked[:VERBS]), max(0, len(ranked) - VERBS)))
    return rows


def _shares(session: Session, where: list[ColumnElement[bool]], sources: dict[int, SourceView]) -> tuple[ShareRow, ...]:
    """Words of each speaker in each source. Marked words inside a report of the same speaker are not reported as well;
    single marked words are the outlet's choice and no speech."""
    label, words = col(StatedMark.label), col(StatedMark.words)
    marked = label.in_(["direct", "partial"])
    by = (col(StatedMark.entity_id), col(StatedMark.source_id))
    sums = (
        columns(
            *by,
            func.sum(case((marked, words), else_=0)).label("between"),
            func.sum(case((label == "indirect", words), (col(StatedMark.nested), -words), else_=0)).label("told"),
        )
        .where(*where, col(StatedMark.entity_id).is_not(None))
        .group_by(*by)
        .subquery()
    )
    rows = session.execute(
        columns(
            sums.c.entity_id,
            col(Entity.slug),
            col(Entity.name),
            col(Entity.kind),
            sums.c.source_id,
            sums.c.between,
            sums.c.told,
        ).join(Entity, col(Entity.id) == sums.c.entity_id)
    ).all()
    given: Counter[int] = Counter()
    own: dict[tuple[str, str | None], dict[int, tuple[int, int]]] = defaultdict(dict)
    for _, slug, name, kind, source_id, between, told in rows:
        between, told = int(between), max(0, int(told))
        if between + told:
            given[source_id] += between + told
            own[name, slug if kind == "person" else None][source_id] = between, told
    found = [
        ShareRow(slug, name, sum(map(sum, parts.values())), tuple(_share(parts.get(i), given[i]) for i in sources))
        for (name, slug), parts in own.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.words, row.name))[:SHARES])


def _share(parts: tuple[int, int] | None, given: int) -> Share | None:
    if parts is None:
        return None
    marked, reported = parts
    return Share(
        marked,
        reported,
        round(100 * (marked + reported) / given),
        round(100 * marked / given, 1),
        round(100 * reported / given, 1),
    )
