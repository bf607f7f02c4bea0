"""The topic lexicon of one summit: the shipped one with what people changed in it."""

import copy
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from app.correct.decisions import (
    Mark,
    TopicCreated,
    TopicDescribed,
    TopicEdit,
    TopicHidden,
    TopicNested,
    TopicPinned,
    TopicPlaced,
    Topics,
    TopicsJoined,
    TopicSplit,
    TopicWords,
    WordEdit,
    written,
)
from app.nlp.topics.lexicon import EventTopic, build_lexicon, read_lexicon
from app.nlp.topics.marks import headline_topics, mark_topics
from app.nlp.topics.matcher import TopicFinder, get_finder
from app.nlp.types import Analysis, TopicMark

FIELDS = ("label_de", "label_en", "description_de", "description_en")
LINES = (("strong", "strong"), ("weak", "weak"), ("not", "exclude"))  # as the file and as decisions call them


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a topic is shown: before all others, not at all, under another one (``within``, its slug)."""

    pinned: bool = False
    hidden: bool = False
    within: str | None = None


@dataclass(frozen=True, slots=True)
class SummitLexicon:
    """``data`` is as the file has it. ``joined``: slugs that have become another. ``stamp`` changes with the words.

    ``made``: slugs of the topics that people made. ``placed`` has those that they put somewhere; ``placing`` tells it
    of any.
    """

    data: dict[str, Any]
    joined: dict[str, str]
    stamp: str
    made: frozenset[str] = frozenset()
    placed: dict[str, Placing] = field(default_factory=dict)

    def placing(self, slug: str) -> Placing:
        """Where a topic is shown."""
        return self.placed.get(slug, Placing())

    def can_nest(self, slug: str, within: str) -> bool:
        """May it be a part of the other? One level: that one is no part itself, and this one has none."""
        parts = {one.within for one in self.placed.values()}
        return slug != within and self.placing(within).within is None and slug not in parts

    @property
    def topics(self) -> dict[str, dict[str, Any]]:
        """The topics' tables by slug."""
        tables: dict[str, dict[str, Any]] = self.data["topics"]
        return tables


def edited(edits: Sequence[TopicEdit], own: Sequence[EventTopic] = ()) -> SummitLexicon:
    """The shipped lexicon and the summit's ``own`` topics after the edits; edits of what is not there change nothing.

    Kept for the next who asks: nobody may change what it holds.
    """
    return _edited(tuple(edits), tuple(own))


@lru_cache(maxsize=16)
def _edited(edits: tuple[TopicEdit, ...], own: tuple[EventTopic, ...]) -> SummitLexicon:
    shipped = read_lexicon()
    data = {"settings": shipped["settings"], "topics": copy.deepcopy(shipped["topics"])}
    tables: dict[str, dict[str, Any]] = data["topics"]
    for topic in own:
        tables.setdefault(topic.slug, _own_table(topic))
    joined: dict[str, str] = {}
    for edit in edits:
        if isinstance(edit, TopicCreated):
            _create(tables, edit)
        elif isinstance(edit, TopicsJoined):
            _join(tables, joined, edit)
        elif not isinstance(edit, TopicPlaced) and (slug := joined.get(edit.slug, edit.slug)) in tables:
            if isinstance(edit, TopicSplit):
                _split(tables, slug, edit)
            else:
                _change(tables[slug], edit)
    made = {edit.slug for edit in edits if isinstance(edit, TopicCreated)}
    made |= {edit.into for edit in edits if isinstance(edit, TopicSplit)}
    found = SummitLexicon(data, joined, _stamp(edits, own), frozenset(made))
    _place_all(found, edits, own)  # now that it is clear which topics there are
    return found


def _place_all(lexicon: SummitLexicon, edits: Sequence[TopicEdit], own: Sequence[EventTopic]) -> None:
    """Topics where people put them, and those of the texts where the texts put theirs as long as people say nothing."""
    for edit in edits:
        if isinstance(edit, TopicPlaced):
            _place(lexicon, edit)
    said = {edit.slug for edit in edits if isinstance(edit, TopicNested)}
    for topic in own:
        above = lexicon.joined.get(topic.above or "", topic.above or "")
        is_free = topic.slug in lexicon.topics and topic.slug not in said
        if is_free and above in lexicon.topics and lexicon.can_nest(topic.slug, above):
            lexicon.placed[topic.slug] = replace(lexicon.placing(topic.slug), within=above)


def _stamp(edits: Sequence[TopicEdit], own: Sequence[EventTopic]) -> str:
    words: list[Any] = [written(edit) for edit in edits if isinstance(edit, WordEdit)]
    words += [(topic.slug, topic.strong, topic.weak) for topic in own]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:10] if words else ""


def _own_table(topic: EventTopic) -> dict[str, Any]:
    """What comes out of the texts has the name that they give it, in every language of the pages."""
    table: dict[str, Any] = dict.fromkeys(FIELDS, "") | {"label_de": topic.label, "label_en": topic.label}
    return table | {"group": "issue", "strong": list(topic.strong), "weak": list(topic.weak), "not": []}


def _place(lexicon: SummitLexicon, edit: TopicPlaced) -> None:
    """Put a topic somewhere. What cannot be (any more: undone and done again in another order) changes nothing."""
    slug = edit.slug
    if slug not in lexicon.topics:  # one that has become another: that one stays where it is
        return
    before = lexicon.placing(slug)
    if isinstance(edit, TopicPinned):
        lexicon.placed[slug] = replace(before, pinned=edit.on)
    elif isinstance(edit, TopicHidden):
        lexicon.placed[slug] = replace(before, hidden=edit.on)
    elif edit.within is None:
        lexicon.placed[slug] = replace(before, within=None)
    else:
        within = lexicon.joined.get(edit.within, edit.within)
        if within in lexicon.topics and lexicon.can_nest(slug, within):
            lexicon.placed[slug] = replace(before, within=within)


def follow_joins(
    machine: Analysis, decisions: Sequence[Mark], joined: dict[str, str]
) -> tuple[Analysis, tuple[Mark, ...]]:
    """Analysis and decisions with the slugs of joined topics replaced by those that they have become."""
    if not joined:
        return machine, tuple(decisions)

    def now(slugs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(joined.get(slug, slug) for slug in slugs))

    def marks(topics: Sequence[TopicMark]) -> tuple[TopicMark, ...]:
        by_slug: dict[str, TopicMark] = {}
        for mark in topics:
            by_slug.setdefault(joined.get(mark.slug, mark.slug), mark)
        return tuple(replace(mark, slug=slug) for slug, mark in by_slug.items())

    sentences = tuple(replace(one, topics=marks(one.topics)) for one in machine.sentences)
    headline = machine.headline and replace(machine.headline, topics=marks(machine.headline.topics))
    followed = (
        replace(one, drop=now(one.drop), add=now(one.add)) if isinstance(one, Topics) else one for one in decisions
    )
    return replace(machine, sentences=sentences, headline=headline), tuple(followed)


def _create(tables: dict[str, dict[str, Any]], edit: TopicCreated) -> None:
    """A topic that people made. Where its address is another's by now (the lexicon has grown), it has the words of both
    and the name that people gave."""
    made = _created(edit)
    there = tables.get(edit.slug)
    if there is None:
        tables[edit.slug] = made
        return
    for key, _ in LINES:
        made[key] += [line for line in there.get(key, []) if line not in made[key]]
    there.update(made)


def _created(edit: TopicCreated) -> dict[str, Any]:
    table: dict[str, Any] = {name: getattr(edit, name) for name in (*FIELDS, "group")}
    return table | {key: list(getattr(edit, name)) for key, name in LINES}


def _change(table: dict[str, Any], edit: TopicDescribed | TopicWords) -> None:
    if isinstance(edit, TopicDescribed):
        table.update({name: getattr(edit, name) for name in FIELDS})
        return
    for key, name in LINES:
        dropped = set(getattr(edit, f"drop_{name}"))
        kept = [line for line in table.get(key, []) if line not in dropped]
        table[key] = [*kept, *(line for line in getattr(edit, name) if line not in kept)]


def _split(tables: dict[str, dict[str, Any]], slug: str, edit: TopicSplit) -> None:
    """The new topic gets those of the lines that the other still has."""
    if edit.into in tables:
        return
    old, new = tables[slug], dict.fromkeys(FIELDS, "") | {"label_de": edit.label_de, "label_en": edit.label_en}
    tables[edit.into] = table = new | {"group": old["group"], "not": list(old.get("not", []))}
    for key in ("strong", "weak"):
        moved = [line for line in old.get(key, []) if line in getattr(edit, key)]
        table[key], old[key] = moved, [line for line in old.get(key, []) if line not in moved]


def _join(tables: dict[str, dict[str, Any]], joined: dict[str, str], edit: TopicsJoined) -> None:
    slug, into = joined.get(edit.slug, edit.slug), joined.get(edit.into, edit.into)
    if slug == into or slug not in tables or into not in tables:
        return
    gone = tables.pop(slug)
    for key, _ in LINES:
        own = tables[into].setdefault(key, [])
        own += [line for line in gone.get(key, []) if line not in own]
    for other, target in joined.items():
        if target == slug:
            joined[other] = into
    joined[slug] = into


def finders_of(lexicon: SummitLexicon) -> tuple[TopicFinder, ...]:
    """The finders for a summit's words, kept for the next article. Raises LexiconError.

    Topics of the summit's own have one of their own, a small one: what the shipped lexicon found is the same for all
    summits, and making it ready anew for every topic that comes would take longer than analysing an article.
    """
    tables, shipped = lexicon.topics, read_lexicon()["topics"]
    if not lexicon.stamp:
        return (get_finder(),)
    known = {slug: table for slug, table in tables.items() if slug in shipped}
    added = {slug: table for slug, table in tables.items() if slug not in shipped}
    base = get_finder() if known == shipped else _finder(_Words(f"{lexicon.stamp} known", known))
    return (base, _finder(_Words(f"{lexicon.stamp} added", added))) if added else (base,)


@dataclass(frozen=True, slots=True)
class _Words:
    """Topics with their words, known by a stamp."""

    stamp: str
    topics: dict[str, dict[str, Any]] = field(compare=False)


@lru_cache(maxsize=16)
def _finder(words: _Words) -> TopicFinder:
    return TopicFinder(build_lexicon({"settings": read_lexicon()["settings"], "topics": words.topics}))


def tagged(text: str, analysis: Analysis, lexicon: SummitLexicon) -> Analysis:
    """The analysis with topics by the summit's words, headline included. Texts in other languages have none."""
    if analysis.language not in (None, "de"):
        return analysis
    finders = finders_of(lexicon)
    marks = mark_topics(text, analysis.sentences, finders)
    sentences = (replace(one, topics=found) for one, found in zip(analysis.sentences, marks, strict=True))
    headline = analysis.headline
    if headline is not None:
        headline = replace(headline, topics=headline_topics(headline.title, finders))
    return replace(analysis, sentences=tuple(sentences), headline=headline)
