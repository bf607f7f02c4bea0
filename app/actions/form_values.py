"""What forms ask for, as decisions. Everything typed is checked here; a sentence says what is wrong."""

from collections.abc import Callable, Mapping
from typing import TypeVar, get_args

from sqlmodel import Session, col, select

from app.actions.addresses import Unknown, present_article
from app.actions.persons import who_of
from app.actions.refusals import Declined, stale
from app.correct.decisions import (
    Belonging,
    Counted,
    Mark,
    Marked,
    Named,
    NotShared,
    OfGenre,
    Quoted,
    Topics,
    Who,
    Whole,
)
from app.models import Article, Entity, EntityAlias
from app.nlp.entities.person_names import fold_name, parse
from app.nlp.entities.person_names import slug as fold
from app.nlp.figures.kinds import KINDS as FIGURE_KINDS
from app.nlp.layers import decided
from app.nlp.types import EntityKind, GenreName, QuotationKind, Via
from app.slugs import own_slug

GENRES: tuple[GenreName, ...] = get_args(GenreName)
WHOLE = (OfGenre.KIND, Belonging.KIND)  # decisions about an article as a whole
OPENING = 60  # characters with which a text begins that stand for it
LONGEST = 120  # characters of a name, a unit, a line
KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
Fields = Mapping[str, str]
T = TypeVar("T", bound=str)


def text_decision(session: Session, article_id: int, fields: Fields) -> Mark | NotShared | Whole:
    """The decision of a form about a text. Raises Unknown, Declined.

    Of the article as a whole ``what`` is genre (``label``) or belonging (``answer``: yes or no), without a place.

    ``what`` names the layer, ``start`` and ``end`` the place, ``act`` what is wanted: ``none`` says it is not one,
    ``is`` takes the other fields; topics know ``drop``, ``add``, ``move`` and ``keep``.
    """
    article = present_article(session, article_id)
    if fields.get("what") in WHOLE:
        return _whole(article, fields)
    start, end = _offset(fields, "start"), _offset(fields, "end")
    surface = article.text[start:end]
    if not surface.strip() or fields.get("surface", surface).split() != surface.split():
        raise stale()
    makers: dict[str, Callable[..., Mark | NotShared]] = {
        "mention": _named,
        "topics": _topics,
        "quotation": _quoted,
        "figure": _counted,
        "shared": _unshared,
    }
    what = fields.get("what", "")
    make = _marked if what in decided() else makers.get(what)
    if make is None:
        raise Declined("It is not clear what is to be corrected.")
    return make(session, article, {"start": start, "end": end, "surface": surface}, fields)


def who_named(session: Session, summit_id: int, kind: EntityKind, typed: str) -> Who:
    """The summit's entity of that name, else a new one. Raises Declined where it is no name."""
    new = name_as_typed(kind, typed)
    name, key = new.name, new.key
    rows = session.exec(
        select(Entity, EntityAlias)
        .join(EntityAlias, col(EntityAlias.entity_id) == col(Entity.id))
        .where(Entity.summit_id == summit_id, Entity.kind == kind)
        .where((col(Entity.name) == name) | (col(EntityAlias.key) == key))
        .order_by(col(Entity.name) != name, col(EntityAlias.bare), col(EntityAlias.id))
    ).all()
    for entity, alias in rows:
        if (alias.kind, own_slug(alias.key)) == (entity.kind, entity.slug):
            return who_of(alias)
    if rows and rows[0][0].name == name:
        return _entity(rows[0][0])
    return who_of(rows[0][1]) if rows else new


def name_as_typed(kind: EntityKind, typed: str) -> Who:
    """A name nobody has borne so far. Raises Declined where it is none."""
    name = one_line(typed)
    if not any(character.isalnum() for character in name):
        raise Declined("A name needs letters.")
    if kind != "person":
        return Who(kind, fold(name), name)
    return Who(kind, fold_name(name), name, parse(*name.split()).family or None, bare=" " not in name)


def entity_at(session: Session, summit_id: int, kind: str, slug: str) -> Who:
    """The entity of an address. Raises Unknown."""
    rows = session.exec(
        select(EntityAlias)
        .join(Entity, col(EntityAlias.entity_id) == col(Entity.id))
        .where(Entity.summit_id == summit_id, Entity.kind == kind, Entity.slug == slug)
        .order_by(col(EntityAlias.bare), col(EntityAlias.id))
    ).all()
    if not rows:
        raise Unknown(slug)
    own = next((alias for alias in rows if (alias.kind, own_slug(alias.key)) == (kind, slug)), None)
    if own is not None:
        return who_of(own)
    return _entity(session.get_one(Entity, rows[0].entity_id))


def _entity(entity: Entity) -> Who:
    """An entity whose own name nobody uses any more: its address still is that of its folded name."""
    return Who(entity.kind, entity.slug, entity.name, entity.family)  # type: ignore[arg-type]


def _whole(article: Article, fields: Fields) -> Whole:
    opening = article.text[article.lead : article.lead + OPENING]
    end = article.lead + len(opening.rsplit(None, 1)[0] if len(opening) == OPENING else opening.rstrip())
    place = {"start": article.lead, "end": end, "surface": article.text[article.lead : end]}
    if fields["what"] == Belonging.KIND:
        belongs = _one_of(fields.get("answer", ""), ("yes", "no")) == "yes"
        return Belonging(**place, belongs=belongs)  # type: ignore[arg-type]
    label = fields.get("label", "")
    return OfGenre(**place, label=_one_of(label, GENRES) if label else None)  # type: ignore[arg-type]


def _named(session: Session, article: Article, place: dict[str, object], fields: Fields) -> Named:
    via = _one_of(fields.get("via") or "name", get_args(Via))
    if fields.get("act") == "none":
        return Named(**place, via=via)  # type: ignore[arg-type]
    label = _one_of(fields.get("as") or fields.get("label") or "person", KINDS)
    name = fields.get("name", "").strip()
    who = who_named(session, article.summit_id, label, name) if name and fields.get("act") != "open" else None
    return Named(**place, via=via, label=label, who=who)  # type: ignore[arg-type]


def _topics(_session: Session, _article: Article, place: dict[str, object], fields: Fields) -> Topics:
    act, drop, add = fields.get("act", ""), fields.get("drop", ""), fields.get("topic", "")
    wanted = {
        "drop": ((drop,), ()),
        "keep": ((), (drop,)),
        "add": ((), (add,)),
        "move": (tuple(drop.split()), (add,)),
    }.get(act)
    if wanted is None or not all((*wanted[0], *wanted[1])):
        raise Declined("Choose a topic.")
    return Topics(**place, drop=tuple(s for s in wanted[0] if s != add), add=wanted[1])  # type: ignore[arg-type]


def _quoted(session: Session, article: Article, place: dict[str, object], fields: Fields) -> Quoted:
    if fields.get("act") == "none":
        return Quoted(**place)  # type: ignore[arg-type]
    label = _one_of(fields.get("label") or "direct", get_args(QuotationKind))
    verb = one_line(fields.get("verb", "")) or None
    name = "" if fields.get("act") == "open" else fields.get("name", "").strip()
    if name and name == fields.get("speaker_text", "").strip():
        return Quoted(**place, label=label, speaker_text=one_line(name), verb=verb)  # type: ignore[arg-type]
    speaker = _speaker(session, article.summit_id, name) if name else None
    return Quoted(**place, label=label, speaker=speaker, verb=verb)  # type: ignore[arg-type]


def _speaker(session: Session, summit_id: int, name: str) -> Who:
    """A speaker may be a state or an institution: whoever bears exactly that name, else a person."""
    kinds = session.exec(select(Entity.kind).where(Entity.summit_id == summit_id, Entity.name == one_line(name))).all()
    kind: EntityKind = next((one for one in KINDS if one in kinds), "person")
    return who_named(session, summit_id, kind, name)


def _counted(_session: Session, _article: Article, place: dict[str, object], fields: Fields) -> Counted:
    if fields.get("act") == "none":
        return Counted(**place)  # type: ignore[arg-type]
    label = _one_of(fields.get("label") or "count", tuple(FIGURE_KINDS))
    unit, about = one_line(fields.get("unit", "")) or None, one_line(fields.get("about", "")) or None
    return Counted(**place, label=label, value=_number(fields.get("value", "")), unit=unit, about=about)  # type: ignore[arg-type]


def _marked(_session: Session, _article: Article, place: dict[str, object], fields: Fields) -> Marked:
    """A mark of a layer that has no form of its own."""
    layer = decided()[fields["what"]]
    label = None if fields.get("act") == "none" else _one_of(fields.get("label") or layer.kinds[0], layer.kinds)
    return Marked(**place, layer=layer.name, label=label)  # type: ignore[arg-type]


def _unshared(session: Session, article: Article, place: dict[str, object], fields: Fields) -> NotShared:
    other = session.get(Article, _offset(fields, "other"))
    if other is None or other.summit_id != article.summit_id:
        raise Declined("The other article is not there any more.")
    start, end = _offset(fields, "other_start"), _offset(fields, "other_end")
    return NotShared(**place, other=other.sha256, other_start=start, other_end=end)  # type: ignore[arg-type]


def _offset(fields: Fields, name: str) -> int:
    value = fields.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise stale()
    return int(value)


def _number(typed: str) -> float | None:
    """As Germans and others write it: 1.500, 1 500, 3,5 and 3.5. Empty: vague."""
    value = "".join(typed.split())
    if "," in value or value.count(".") > 1 or (value.count(".") == 1 and len(value.split(".")[1]) == 3):
        value = value.replace(".", "").replace(",", ".")
    if not value:
        return None
    try:
        number = float(value) if len(value) < 30 else float("nan")
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e18:
        raise Declined("“%(value)s” is not a number.", value=one_line(typed[:40]))
    return number


def one_line(typed: str) -> str:
    """One line of printable signs. Raises Declined where it is too long."""
    line = "".join(character for character in " ".join(typed.split()) if character.isprintable())
    if len(line) > LONGEST:
        raise Declined("This is too long: at most %(limit)d characters.", limit=LONGEST)
    return line


def _one_of(value: str, choices: tuple[T, ...]) -> T:
    found = next((choice for choice in choices if choice == value), None)
    if found is None:
        raise Declined("“%(value)s” cannot be chosen here.", value=value[:40])
    return found
