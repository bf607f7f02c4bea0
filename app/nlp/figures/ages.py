"""Whose age a figure gives: who the role or the name beside it stands for, or who was named last."""

import re

from app.nlp.figures.clause import About
from app.nlp.figures.counted_nouns import ADJECTIVE_END
from app.nlp.figures.discourse import Discourse
from app.nlp.figures.setting import Setting
from app.nlp.figures.terms import write
from app.nlp.types import Mention

_WITHIN_A_CLAUSE = re.compile(r"[^.!?,;:]{0,25}")
_NEAR = 8  # persons back that are looked at


def owner_of_age(setting: Setting) -> About | None:
    """The person an age belongs to, None where nobody is near enough."""
    return named_behind(setting) or _role_around(setting) or _name_next(setting) or _named_last(setting)


def named_behind(setting: Setting) -> About | None:
    """The person whose age an adjective tells: "der 54-jährige Konzernchef Jonas Ahrend"."""
    if setting.first is None or not setting.measure.attributive:
        return None
    for item in setting.items[setting.first + 1 : setting.first + 5]:
        if item.name is not None and item.name.kind == "person":
            return About(item.start, item.end, (write("name", setting.discourse.name_key(item.name)),))
        if not item.capital and not ADJECTIVE_END.search(item.text):
            break
    return None


def beside_name(discourse: Discourse, start: int) -> bool:
    """Does a person's name end right before a bare age: "Merkel (66)", "Merkel, 66,"?"""
    at = discourse.people_before(start) - 1
    return at >= 0 and discourse.people[at].via == "name" and 0 <= start - discourse.people[at].end <= 2


def _role_around(setting: Setting) -> About | None:
    """ "Der 61-Jährige", where it is known for whom that stands."""
    people, start = setting.discourse.people, setting.measure.start
    at = setting.discourse.people_before(start) - 1
    last = people[at] if at >= 0 else None
    return _about(setting, last) if last is not None and start < last.end and last.entity else None


def _name_next(setting: Setting) -> About | None:
    """ "Die 45 Jahre alte Anna Berg"."""
    text, measure = setting.discourse.text, setting.measure
    after = setting.discourse.people_before(measure.start)
    if text[measure.end : measure.end + 1] != " ":
        return None
    for near in setting.discourse.people[after : after + 2]:
        if near.via == "name" and _WITHIN_A_CLAUSE.fullmatch(text[measure.end : near.start]):
            return _about(setting, near)
    return None


def _named_last(setting: Setting) -> About | None:
    """Who was named last in the paragraph."""
    discourse, start = setting.discourse, setting.measure.start
    after = discourse.people_before(start)
    for near in reversed(discourse.people[max(0, after - 1 - _NEAR) : after]):
        if near.via == "name" and discourse.paragraph <= near.start and near.end <= start:
            return _about(setting, near)
    return None


def _about(setting: Setting, person: Mention) -> About:
    return About(person.start, person.end, (write("name", setting.discourse.name_key(person)),))
