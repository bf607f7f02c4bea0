"""The topic lexicon of one summit: the shipped one with what people changed in it."""

import copy
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from app.correct.decisions import (
    Mark,
    TopicCreated,
    TopicDescribed,
    TopicEdit,
    TopicHidden,
    TopicPinned,
    TopicPlaced,
    Topics,
    TopicsJoined,
    TopicSplit,
    TopicWords,
    WordEdit,
    written,
)
from app.nlp.topics.lexicon import build_lexicon, read_lexicon
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

    ``placed`` has the topics that people put somewhere; ``placing`` tells it of any.
    """

    data: dict[str, Any]
    joined: dict[str, str]
    stamp: str
    placed: dict[str, Placing]

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


def edited(edits: Sequence[TopicEdit]) -> SummitLexicon:
    """The shipped lexicon after the edits; edits of topics that are not there (any more) change nothing.

    Kept for the next who asks: nobody may change what it holds.
    """
    return _edited(tuple(edits))


@lru_cache(maxsize=16)
def _edited(edits: tuple[TopicEdit, ...]) -> SummitLexicon:
    shipped = read_lexicon()
    data = {"settings": shipped["settings"], "topics": copy.deepcopy(shipped["topics"])}
    tables: dict[str, dict[str, Any]] = data["topics"]
    joined: dict[str, str] = {}
    for edit in edits:
        if isinstance(edit, TopicCreated):
            tables.setdefault(edit.slug, _created(edit))
        elif isinstance(edit, TopicsJoined):
            _join(tables, joined, edit)
        elif not isinstance(edit, TopicPlaced) and (slug := joined.get(edit.slug, edit.slug)) in tables:
            if isinstance(edit, TopicSplit):
                _split(tables, slug, edit)
            else:
                _change(tables[slug], edit)
    words = [edit for edit in edits if isinstance(edit, WordEdit)]
    stamp = hashlib.sha256(json.dumps([written(edit) for edit in words]).encode()).hexdigest()[:10] if words else ""
    found = SummitLexicon(data, joined, stamp, {})
    for edit in edits:  # now that it is clear which topics there are
        if isinstance(edit, TopicPlaced):
            _place(found, edit)
    return found


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


@lru_cache(maxsize=8)
def _finder(stamp: str, data: str) -> TopicFinder:
    return TopicFinder(build_lexicon(json.loads(data)))


def finder_of(lexicon: SummitLexicon) -> TopicFinder:
    """The finder for a summit's words, kept for the next article. Raises LexiconError."""
    if not lexicon.stamp:
        return get_finder()
    return _finder(lexicon.stamp, json.dumps(lexicon.data))


def tagged(text: str, analysis: Analysis, lexicon: SummitLexicon) -> Analysis:
    """The analysis with topics by the summit's words, headline included. Texts in other languages have none."""
    if analysis.language not in (None, "de"):
        return analysis
    finder = finder_of(lexicon)
    marks = mark_topics(text, analysis.sentences, finder)
    sentences = (replace(one, topics=found) for one, found in zip(analysis.sentences, marks, strict=True))
    headline = analysis.headline
    if headline is not None:
        headline = replace(headline, topics=headline_topics(headline.title, finder))
    return replace(analysis, sentences=tuple(sentences), headline=headline)
