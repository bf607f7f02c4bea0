"""What forms say about topics: names, words, joining, new ones, and where they stand."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from app.actions.addresses import present_summit
from app.actions.corrections import Done, check_edit, correct_summit
from app.actions.form_values import one_line
from app.actions.refusals import Declined, no_topic
from app.actions.topics import summit_lexicon
from app.correct.decisions import (
    TopicCreated,
    TopicDescribed,
    TopicEdit,
    TopicHidden,
    TopicNested,
    TopicPinned,
    TopicPlaced,
    TopicsJoined,
    TopicSplit,
    TopicWords,
)
from app.correct.lexicon import FIELDS, LINES
from app.slugs import free_slug, slugify

MOST_LINES = 300
LONGEST_LINE = 80
LONGEST_TEXT = 600
Fields = Mapping[str, str]
PLACINGS: Mapping[str, Callable[[str, str | None], TopicPlaced]] = {
    "pin": lambda slug, _: TopicPinned(slug=slug),
    "unpin": lambda slug, _: TopicPinned(slug=slug, on=False),
    "hide": lambda slug, _: TopicHidden(slug=slug),
    "show": lambda slug, _: TopicHidden(slug=slug, on=False),
    "nest": lambda slug, within: TopicNested(slug=slug, within=within),
}


def edits_asked(session: Session, summit_slug: str, topic_slug: str | None, fields: Fields) -> list[TopicEdit]:
    """What a form changes about a topic, or (without a slug) the topic it makes; checked, nothing recorded.

    Raises Unknown, Declined.
    """
    summit_id = _summit_id(session, summit_slug)
    tables = summit_lexicon(session, summit_id).topics
    described = _described(fields)
    lines: dict[str, Any] = {name: _lines(fields.get(name, "")) for _, name in LINES}
    if topic_slug is None:
        slug = free_slug(slugify(described["label_de"], "thema"), {*tables, "new"})
        edits: list[TopicEdit] = [TopicCreated(slug=slug, **described, **lines)]
    elif topic_slug not in tables:
        raise no_topic()
    else:
        edits = _changes(topic_slug, tables[topic_slug], described, lines)
    for edit in edits:
        check_edit(session, summit_id, edit)
    return edits


def edit_topic(
    session: Session, summit_slug: str, topic_slug: str | None, fields: Fields, by: str = ""
) -> tuple[Done | None, str]:
    """Record what a form changes; the last of it (None where nothing changes), and where the topic is found."""
    summit_id = _summit_id(session, summit_slug)
    if fields.get("act") == "join":
        assert topic_slug is not None
        join = join_asked(session, summit_slug, topic_slug, fields)
        return correct_summit(session, summit_id, join, by), join.into
    if fields.get("act") == "split":
        assert topic_slug is not None
        split = split_asked(session, summit_slug, topic_slug, fields)
        return correct_summit(session, summit_id, split, by), split.into
    if fields.get("act") in PLACINGS:
        assert topic_slug is not None
        placed = placing_asked(session, summit_slug, topic_slug, fields)
        return correct_summit(session, summit_id, placed, by), topic_slug
    edits = edits_asked(session, summit_slug, topic_slug, fields)
    done = [correct_summit(session, summit_id, edit, by) for edit in edits]
    slug = topic_slug or edits[0].slug
    if not done:
        return None, slug
    called = next((one.call_worker for one in done if one.call_worker is not None), None)
    return Done(done[-1].line, called), slug


def join_asked(session: Session, summit_slug: str, topic_slug: str, fields: Fields) -> TopicsJoined:
    """The topic that a form joins another with; checked, nothing recorded. Raises Unknown, Declined."""
    join = TopicsJoined(slug=topic_slug, into=fields.get("into", ""))
    check_edit(session, _summit_id(session, summit_slug), join)
    return join


def split_asked(session: Session, summit_slug: str, topic_slug: str, fields: Fields) -> TopicSplit:
    """The topic that a form makes of another's words (``move``, one a line); checked, nothing recorded.

    Raises Unknown, Declined.
    """
    summit_id = _summit_id(session, summit_slug)
    tables = summit_lexicon(session, summit_id).topics
    if topic_slug not in tables:
        raise no_topic()
    names = _described({"label_de": fields.get("new_de", ""), "label_en": fields.get("new_en", "")})
    chosen = set(fields.get("move", "").splitlines())
    lines: dict[str, Any] = {
        key: tuple(line for line in tables[topic_slug].get(key, ()) if line in chosen) for key in ("strong", "weak")
    }
    split = TopicSplit(
        slug=topic_slug,
        into=free_slug(slugify(names["label_de"], "thema"), {*tables, "new"}),
        label_de=names["label_de"],
        label_en=names["label_en"],
        **lines,
    )
    check_edit(session, summit_id, split)
    return split


def placing_asked(session: Session, summit_slug: str, topic_slug: str, fields: Fields) -> TopicPlaced:
    """Where a form puts a topic (``act``; ``within`` a slug, or empty); checked, nothing recorded.

    Raises Unknown, Declined.
    """
    within = fields.get("within") or None
    placed = PLACINGS[fields["act"]](topic_slug, within)
    check_edit(session, _summit_id(session, summit_slug), placed)
    return placed


def _changes(
    slug: str, table: Mapping[str, object], described: dict[str, Any], lines: dict[str, tuple[str, ...]]
) -> list[TopicEdit]:
    edits: list[TopicEdit] = []
    if any(table[name] != described[name] for name in FIELDS):
        edits.append(TopicDescribed(slug=slug, **described))
    added: dict[str, Any] = {}
    for key, name in LINES:
        before = table.get(key, [])
        assert isinstance(before, list)
        added[name] = tuple(line for line in lines[name] if line not in before)
        added[f"drop_{name}"] = tuple(line for line in before if line not in lines[name])
    if any(added.values()):
        edits.append(TopicWords(slug=slug, **added))
    return edits


def _described(fields: Fields) -> dict[str, Any]:
    label_de = one_line(fields.get("label_de", ""))
    label_en = one_line(fields.get("label_en", "")) or label_de
    if not any(sign.isalnum() for sign in label_de):
        raise Declined("A topic needs a German name.")
    texts = {name: " ".join(fields.get(name, "").split()) for name in ("description_de", "description_en")}
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        raise Declined("This is too long: at most %(limit)d characters.", limit=LONGEST_TEXT)
    return {"label_de": label_de, "label_en": label_en, **texts}


def _lines(typed: str) -> tuple[str, ...]:
    """One entry a line (or parted by commas), without empty and doubled ones."""
    lines = list(
        dict.fromkeys(filter(None, (" ".join(line.split()) for line in typed.replace(",", "\n").splitlines())))
    )
    if len(lines) > MOST_LINES:
        raise Declined("These are too many lines: at most %(limit)d.", limit=MOST_LINES)
    if any(len(line) > LONGEST_LINE or not line.isprintable() for line in lines):
        raise Declined("A line is too long: at most %(limit)d characters.", limit=LONGEST_LINE)
    return tuple(lines)


def _summit_id(session: Session, slug: str) -> int:
    return present_summit(session, slug).id or 0
