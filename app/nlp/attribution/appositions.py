"""Appositions: what stands between commas beside a name or an office, and the name it leads to."""

from app.nlp.german.clauses import PREPOSITIONS, Phrase, Segment, View, is_person_noun, phrase_at


def apposition(view: View, number: int, phrase: Phrase) -> Phrase | None:
    """The name in "sagte der Vorsitzende, Karl Meier, am Montag", "sagte der Künstler und Aktivist Karl Meier"."""
    items = view.segments[number].items
    if phrase.items is not items or phrase.name is not None or phrase.pronoun:
        return None
    if phrase.end != len(items):
        return _of_two_posts(phrase)
    if number + 1 < len(view.segments) and view.segments[number].after == ",":
        following = view.segments[number + 1]
        name = phrase_at(following.items, 0)
        if (
            name is not None
            and name.name is not None
            and name.name.kind == "person"
            and name.end == len(following.items)
        ):
            return name
    return None


def _of_two_posts(phrase: Phrase) -> Phrase | None:
    """The name behind the second of two nouns that one article opens."""
    items, at = phrase.items, phrase.end
    if not phrase.definite or phrase.plural or items[at].low != "und" or not is_person_noun(phrase.head.low):
        return None
    second = phrase_at(items, at + 1)
    if second is None or second.definite or second.oblique or second.name is None or second.name.kind != "person":
        return None
    return second if second.end - second.start > 1 else None


def is_person_name(segment: Segment) -> bool:
    """Is it a person's name, with nothing else ("Die Unterhändlerin, Vera Grabe, lobte …")?"""
    return len(segment.items) == 1 and segment.items[0].name is not None and segment.items[0].name.kind == "person"


def is_apposition(segment: Segment) -> bool:
    """Is it an apposition: one noun phrase with what belongs to it, and nobody's name?"""
    if segment.before != "," or segment.after != ",":
        return False
    phrase = phrase_at(segment.items, 0)
    if phrase is None or phrase.pronoun or phrase.name is not None:
        return False
    rest = segment.items[phrase.end :]
    return not rest or rest[0].low in PREPOSITIONS
