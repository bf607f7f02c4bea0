"""The subject of a clause that says how much of it there is, how long it lasts or what it is compared with."""

import re
from collections.abc import Iterator

from app.nlp import lexicon
from app.nlp.figures.clause import About, alone, is_noun, is_relative
from app.nlp.figures.counted_nouns import NUMBER_NOUNS
from app.nlp.figures.durations import meant
from app.nlp.figures.kinds import KINDS
from app.nlp.figures.lexicon import LEXICON, term
from app.nlp.figures.limits import about_noun, limits_of_clause
from app.nlp.figures.setting import Setting
from app.nlp.figures.terms import write
from app.nlp.german.clauses import PREPOSITIONS, Item, Phrase, phrases, speaks

_LASTS = re.compile(
    r"(?:dauer|gedauer|währ|gilt$|galt$|gelten$|läuft$|endet|beendet|andauer|angehalten|tagte|getagt|abgeschlossen|unterbrochen|verlänger)"
)
_IS = lexicon.verb_forms("amounting")
_MEASURING = re.compile(LEXICON["amounts"]["verbs"].replace(" ", "|"))
_SUBORDINATED = lexicon.function_words("awaited")
_LIST = lexicon.function_words("listing")
_TIMES = lexicon.words("time")


def subject_that_is_so_much(setting: Setting) -> About | None:
    """ "Die Sitzung dauerte drei Stunden", "Der Schaden beträgt zwei Millionen Euro"."""
    return subject(setting) if _says(setting) else None


def subject(setting: Setting) -> About | None:
    """The subject of the clause: its first phrase that no preposition governs, or what it hangs on."""
    if setting.segment is None:
        return None
    segments = setting.clauses.segments
    if is_relative(segments[setting.segment]) and setting.segment:
        nouns = [item for item in segments[setting.segment - 1].items if item.capital and item.name is None]
        last = nouns[-1] if nouns else None
        return about_noun(setting, last, last.start, last.end) if last is not None and is_noun(last) else None
    for items, phrase in _candidates(setting):
        if phrase.pronoun:
            return _meant(setting, items[phrase.start])
        return _about_subject(setting, phrase.head, items[phrase.start].start, items[phrase.end - 1].end)
    return None


def _says(setting: Setting) -> bool:
    """Does the clause say of its subject that it is so much, or lasts so long?"""
    if setting.segment is None:
        return False
    measure = setting.measure
    reach = 3 if alone(setting.clauses.segments[setting.segment], measure.start, measure.end) else 1
    nearby = setting.clauses.segments[setting.segment : setting.segment + reach]
    lows = [item.low for segment in nearby for item in segment.items]
    if setting.kind == "duration":
        lasts = any(_LASTS.match(low) for low in lows)
        return lasts or (not _IS.isdisjoint(lows) and setting.leading not in PREPOSITIONS)
    if setting.kind == "money":  # the subject is, costs or changes by so much: nobody pays it
        return setting.leading in ("um", "auf") or any(_MEASURING.match(low) for low in lows)
    return KINDS[setting.kind].of_subject


def _candidates(setting: Setting) -> Iterator[tuple[list[Item], Phrase]]:
    """Phrases that may be the subject, with the items of their clause; pronouns, too."""
    assert setting.segment is not None
    measure, segments = setting.measure, setting.clauses.segments
    numbers = [setting.segment]
    if alone(segments[setting.segment], measure.start, measure.end):
        numbers += [setting.segment + 1, setting.segment + 2, setting.segment - 1]
    for number in numbers:
        items = segments[number].items if 0 <= number < len(segments) else []
        for phrase in phrases(items, 0, len(items)):
            start, end = items[phrase.start].start, items[phrase.end - 1].end
            if not (start < measure.end and measure.start < end) and (phrase.pronoun or _can_be_subject(items, phrase)):
                yield items, phrase


def _can_be_subject(items: list[Item], phrase: Phrase) -> bool:
    if items[phrase.start].text[0].isdigit() or phrase.oblique or phrase.head.low in _TIMES:
        return False
    listed = phrase.start > 0 and items[phrase.start - 1].low in _LIST  # "in Soldaten und Waffen": the first decides
    return not listed and bool(phrase.name or is_noun(phrase.head))


def _meant(setting: Setting, pronoun: Item) -> About | None:
    """How long that lasts which a pronoun at the head of the sentence stands for."""
    earlier = setting.discourse.earlier
    if setting.kind != "duration" or not earlier or pronoun is not setting.items[0]:
        return None
    if any(segment.items and segment.items[0].low in _SUBORDINATED for segment in setting.clauses.segments):
        return None  # "Es dauerte drei Stunden, bis"
    noun = meant(setting.discourse.text, pronoun.low, *earlier[-1])
    return About(*noun.span("noun"), (term(noun["noun"]),)) if noun is not None else None


def _about_subject(setting: Setting, head: Item, start: int, end: int) -> About | None:
    if head.name is not None:
        if setting.kind != "percentage" or head.name.kind != "organisation":
            return None  # a person or firm spends, earns and says: whose figure it is does not tell what it is
        key = setting.discourse.name_key(head.name)
        return About(start, end, (write("name", key),), tuple(sorted(limits_of_clause(setting))))
    if head.text in NUMBER_NOUNS or (setting.kind in ("money", "percentage") and _acts(head.text)):
        return None
    return about_noun(setting, head, start, end)


def _acts(noun: str) -> bool:
    """Is it a noun, in any number, for people or a body that pays and says rather than is so much?"""
    forms = (noun, noun[:-1], noun[:-2], *([f"{noun.removesuffix('innen')}in"] if noun.endswith("innen") else []))
    return any(speaks(form) for form in forms if len(form) > 3)
