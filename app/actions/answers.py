"""Answers to offered passages, as forms give them: yes, no, and what else a yes teaches the summit."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from app.actions.addresses import Unknown, present_summit
from app.actions.corrections import Done, check_edit, correct_summit, correct_text
from app.actions.form_values import entity_at, one_line
from app.actions.refusals import Declined
from app.actions.verdicts import thing_of
from app.correct.claims import token
from app.correct.decisions import Joined, NotSame, Same, Thing, TopicWords, Who
from app.models import Article, Offer


class Changed(Declined):
    """The offer is another one by now: its article was analysed again since the page was made."""


def answer_offer(session: Session, summit_slug: str, offer_id: int, fields: Mapping[str, str], by: str = "") -> Done:
    """Record an answer. Raises Unknown (of the summit), Declined, and Changed where the offer is not what was seen.

    ``answer``: yes or no. ``at`` and ``thing`` are what was seen (``place_told``, ``correct.claims.token``). With yes,
    ``word`` belongs to the topic from now on, and ``join`` (kind/slug, as the page told it) is the one asked for.
    """
    summit_id = present_summit(session, summit_slug).id or 0
    offer = session.get(Offer, offer_id)
    if offer is None or offer.summit_id != summit_id:
        raise _changed()
    thing = thing_of(session, offer)
    asked_for = token(offer.topic_id, offer.entity_id, offer.annotation_id)
    if fields.get("at") not in {None, place_told(offer)} or fields.get("thing") not in {None, "", asked_for}:
        raise _changed()
    article = session.get_one(Article, offer.article_id)
    words = article.text if offer.part == "text" else article.title or ""
    kind = {"yes": Same, "no": NotSame}.get(fields.get("answer", ""))
    if kind is None:
        raise Declined("It is not clear what is to be corrected.")
    lessons = list(_lessons(session, summit_id, thing, fields)) if kind is Same else []
    place = {"start": offer.start, "end": offer.end, "surface": words[offer.start : offer.end]}
    done = correct_text(session, offer.article_id, kind(thing=thing, part=offer.part, **place), by)  # type: ignore[arg-type]
    called = done.call_worker
    for lesson in lessons:
        taught = correct_summit(session, summit_id, lesson, by, taken_with=done.line)
        called = called or taught.call_worker
    return Done(done.line, called)


def place_told(offer: Offer) -> str:
    """What a form keeps of an offer beside its number, for numbers are given anew when an article is analysed again."""
    return f"{offer.article_id}:{offer.part}:{offer.start}-{offer.end}"


def _lessons(
    session: Session, summit_id: int, thing: Thing, fields: Mapping[str, str]
) -> Iterator[TopicWords | Joined]:
    """Decisions about the whole summit that go with a yes; checked, nothing recorded."""
    if (word := one_line(fields.get("word", ""))) and isinstance(thing, str):
        lesson = TopicWords(slug=thing, strong=(word,))
        check_edit(session, summit_id, lesson)
        yield lesson
    if fields.get("join") and isinstance(thing, Who):
        kind, _, slug = fields["join"].partition("/")
        try:
            other = entity_at(session, summit_id, kind, slug)
        except Unknown:
            raise _changed() from None
        if other == thing:
            raise _changed()
        yield Joined(who=other, into=thing)


def _changed() -> Changed:
    return Changed("This passage is not offered here any more, or has changed meanwhile. Load the page again and look.")
