"""What in a sentence says that somebody speaks: a verb of saying with its subject, "laut X", "X zufolge", "so X",
"wie X mitteilte", "hieß es aus X"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.nlp import konjunktiv
from app.nlp.clauses import PREPOSITIONS, WORDS, Item, Phrase, Segment, phrase_at, phrases, relative
from app.nlp.speakers import Cast, Speaker, governed, lively, usable
from app.nlp.verbs import Forms, ReportingVerb, forms

How = Literal["verb", "as", "phrase", "so", "anonymous", "subordinate"]
_FORMS: Forms = forms()
_PERFECT = WORDS["perfect"]
_PASSIVE = WORDS["passive"]
_JOINING = WORDS["conjunctions"]
_NEEDS_SELF = frozenset(
    {"zeigen", "äußern", "sich geben", "freuen", "ärgern", "wenden", "melden", "sich zu Wort melden"}
)
_LETTING = frozenset({"ließ", "lässt", "ließen", "lassen"})
_LOOK_BACK = 9  # items before "zufolge" in which its phrase begins
_QUOTED_AFTER_SO = 8


@dataclass(slots=True)
class Cue:
    """A sign of speech. ``segment`` is its place; ``opens`` tells that the verb stands first in it ("…, sagte X")."""

    how: How
    segment: int
    speakers: tuple[Speaker, ...]
    word: str
    verb: ReportingVerb | None = None
    opens: bool = False
    own_words: int = 0
    pronoun: bool = False
    alive: bool = True


@dataclass(slots=True)
class View:
    """One unit of text, cut into segments, with where it belongs."""

    segments: list[Segment]
    paragraph: int
    start: int
    end: int


def find_cues(view: View, cast: Cast) -> list[Cue]:
    """All cues of a unit from left to right."""
    found: list[Cue] = []
    for number, segment in enumerate(view.segments):
        found += _phrase_cues(view, number, segment, cast)
        found += _verb_cues(view, number, segment, cast)
    return found


# --- verbs -----------------------------------------------------------------------------------------------------------


def _verb_cues(view: View, number: int, segment: Segment, cast: Cast) -> Iterator[Cue]:
    items = segment.items
    subordinate = segment.subordinate or relative(segment)
    for place, item in enumerate(items):
        if item.name is not None or item.marked is not None or (item.capital and (number or place)):
            continue
        if place and items[place - 1].low == "zu":
            continue
        if item.low in ("hieß", "heißt", "hiess", "verlautete", "verlautet"):
            yield from _anonymous(view, number, segment, place, cast)
            continue
        if item.low in ("hervorgeht", "hervorging") or (item.low in ("geht", "ging") and _leads_to_that(view, number)):
            yield _source(view, number, segment, cast)
            continue
        if subordinate:
            cue = _final_verb(view, number, segment, place, cast)
        else:
            cue = _main_verb(view, number, segment, place, cast)
        if cue is not None:
            yield cue


def _main_verb(view: View, number: int, segment: Segment, place: int, cast: Cast) -> Cue | None:
    """A finite verb of saying in a main clause, or its participle beside hat/hatte."""
    items, low = segment.items, segment.items[place].low
    if low not in _FORMS.main and low not in _FORMS.participle and low not in _LETTING:
        return None
    auxiliary = next((one for one in range(place) if items[one].low in _PERFECT and items[one].name is None), None)
    if low in _FORMS.main and low.endswith("n") and any(one.low in WORDS["modals"] for one in items[:place]):
        return None  # an infinitive
    passive = any(one.low in _PASSIVE and one.name is None for one in items)
    if passive and (low in _FORMS.participle):
        return None
    if auxiliary is not None and low in _FORMS.participle:
        verb, anchor = _FORMS.participle[low][0], auxiliary
    elif low in _LETTING and items[-1].low in _FORMS.infinitive:
        verb, anchor = _FORMS.infinitive[items[-1].low][0], place  # "ließ mitteilen"
    elif auxiliary is None and low in _FORMS.main:
        chosen = _with_particle(_FORMS.main[low], view, number, segment, place)
        if (
            chosen is None
            or _after_konjunktiv(items, place)
            or (low in _FORMS.participle and _used_as_participle(segment, place))
        ):
            return None
        verb, anchor = chosen, place
    else:
        return None
    if {one.low for one in items[max(0, anchor - 1) : anchor + 2]} & {"es"}:
        return None  # "zeigte es sich", "sagt es": nobody
    if verb.lemma in _NEEDS_SELF and verb.frame == "object" and not any(one.low == "sich" for one in items):
        return None
    phrase = _subject_phrase(view, number, anchor)
    speakers = _named_by(view, number, anchor, phrase, cast)
    inverted = phrase is not None and phrase.items is items and phrase.start > anchor
    opens = _leading(items, anchor) and number > 0 and inverted
    alive = phrase is not None and (lively(phrase) or verb.lemma in WORDS["telling_verbs"])
    pronoun = phrase is not None and phrase.pronoun
    return Cue("verb", number, speakers, items[place].text, verb, opens, len(items), pronoun, alive)


def _after_konjunktiv(items: list[Item], place: int) -> bool:
    """Is there a subjunctive before, whose participle this is ("Er habe … erklärt")?"""
    low = [one.text if one.capital else one.low for one in items]
    return any(konjunktiv.is_first(low, one) or konjunktiv.is_second(low[one]) for one in range(place))


def _used_as_participle(segment: Segment, place: int) -> bool:
    """ "erklärt", "berichtet": a participle where a modal or another verb governs it at the end of the clause."""
    return place > 2 and place == len(segment.items) - 1 and phrase_at(segment.items, 0) is None


def _with_particle(
    verbs: tuple[ReportingVerb, ...], view: View, number: int, segment: Segment, place: int
) -> ReportingVerb | None:
    """The verb whose particle stands later in the clause (or at the end of the sentence); else one without."""
    rest = [one.low for one in segment.items[place + 1 :]]
    for verb in verbs:
        if verb.particle and verb.particle in (rest[-1:] if verb.particle in PREPOSITIONS else rest):
            return verb
    last = view.segments[-1].items[-1].low if view.segments[-1].items else ""
    if number < len(view.segments) - 1:
        for verb in verbs:
            if verb.particle == last:
                return verb
    return next((verb for verb in verbs if verb.particle is None), None)


def _leading(items: list[Item], anchor: int) -> bool:
    """Does the clause begin with the verb, joining words and marks aside?"""
    return all(one.low in _JOINING or one.marked is not None for one in items[:anchor])


def _final_verb(view: View, number: int, segment: Segment, place: int, cast: Cast) -> Cue | None:
    """A verb of saying at the end of a subordinate clause: "wie X mitteilte", "nachdem X erklärt hatte"."""
    items, low = segment.items, segment.items[place].low
    if items[place - 1].low == "und" and _after_konjunktiv(items, place):
        return None  # "dass er komme und berichtete, …" goes on with the main clause
    last = place >= len(items) - 2
    verbs = _FORMS.final.get(low) or (_FORMS.participle.get(low) if any(i.low in _PERFECT for i in items) else None)
    if not last or verbs is None or any(one.low in _PASSIVE for one in items):
        return None
    speakers: tuple[Speaker, ...] = ()
    start = 1
    if relative(segment):
        before = view.segments[number - 1] if number else None
        antecedent = None
        if before is not None and segment.first in ("der", "die"):
            antecedent = next((p for p in reversed(list(phrases(before.items, 0, len(before.items)))) if p.name), None)
        speakers = cast.of_phrase(antecedent, low, view.paragraph) if antecedent is not None else ()
        return Cue("subordinate", number, speakers, items[place].text, verbs[0], own_words=len(items))
    for phrase in phrases(items, start, place):
        if usable(phrase):
            speakers = cast.of_phrase(phrase, low, view.paragraph)
            break
    how: How = "as" if segment.first == "wie" and _quoting(items) else "subordinate"
    return Cue(how, number, speakers, items[place].text, verbs[0], own_words=len(items))


def _quoting(items: list[Item]) -> bool:
    """ "wie X sagte", not "wie wichtig …" or "wie sehr"."""
    return len(items) > 1 and (
        items[1].capital
        or items[1].low in WORDS["subject_determiners"] | WORDS["pronouns"] | PREPOSITIONS
        or items[1].name is not None
        or items[1].low in ("bereits", "schon", "auch", "zuvor", "zuerst", "zunächst", "berichtet", "erst")
    )


def _named_by(view: View, number: int, anchor: int, phrase: Phrase | None, cast: Cast) -> tuple[Speaker, ...]:
    """The speakers that the subject of a finite verb names."""
    if phrase is None:
        return ()
    verb = view.segments[number].items[anchor].low if phrase.items is view.segments[number].items else ""
    apposed = _apposition(view, number, phrase)
    return cast.of_phrase(apposed or phrase, verb, view.paragraph)


def _subject_phrase(view: View, number: int, anchor: int) -> Phrase | None:
    """The subject of a finite verb: the phrase before it or, where that is none, the first behind it that can
    speak; of a clause that begins with the verb, else the subject of the main clause before."""
    items = view.segments[number].items
    before = prefield(items, anchor)
    if before is not None and before.pronoun:
        return before
    if before is not None and lively(before):
        return before
    joined = anchor > 0 and items[anchor - 1].low in ("und", "oder", "aber")
    after = [] if joined else [one for one in phrases(items, anchor + 1, len(items)) if usable(one)]
    alive = next((one for one in after if lively(one)), None)
    if alive is not None:
        return alive
    if _leading(items, anchor) or joined:
        earlier = main_subject(view, number)
        if earlier is not None and (not after or lively(earlier)):
            return earlier
    return before or (after[0] if after else None)


def prefield(items: list[Item], anchor: int) -> Phrase | None:
    """The noun phrase that opens a main clause, if it can be its subject."""
    start = 0
    while start < anchor and items[start].low in _JOINING and items[start].name is None:
        start += 1
    if start >= anchor or (items[start].low in PREPOSITIONS and items[start].name is None):
        return None
    phrase = phrase_at(items, start)
    if phrase is None or phrase.end > anchor or not usable(phrase):
        return None
    return phrase


def main_subject(view: View, until: int) -> Phrase | None:
    """The subject of the sentence's first main clause, looked for in the segments before ``until``."""
    for number, segment in enumerate(view.segments[:until]):
        if segment.subordinate or relative(segment):
            continue
        for phrase in phrases(segment.items, 0, len(segment.items)):
            if usable(phrase) and lively(phrase):
                return _apposition(view, number, phrase) or phrase
    return None


def _apposition(view: View, number: int, phrase: Phrase) -> Phrase | None:
    """The name in "sagte der Vorsitzende, Karl Meier, am Montag"."""
    items = view.segments[number].items
    if phrase.items is not items or phrase.name is not None or phrase.pronoun or phrase.end != len(items):
        return None
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


# --- phrases ---------------------------------------------------------------------------------------------------------


def _phrase_cues(view: View, number: int, segment: Segment, cast: Cast) -> Iterator[Cue]:
    items = segment.items
    for place, item in enumerate(items):
        if item.name is not None or item.marked is not None:
            continue
        if item.low == "laut":
            phrase = governed(items, place + 1)
            if phrase is not None:
                yield _reported(view, number, place, phrase, cast)
        elif item.low == "zufolge":
            phrase = _before_zufolge(items, place)
            if phrase is not None and phrase.head.low in WORDS["nobody"]:
                phrase = _owner(phrase, place) or phrase
            speakers = cast.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()
            yield Cue("phrase", number, speakers, item.text, own_words=3)
        elif item.low in ("nach", "aus") and (cue := _after_noun(view, number, place, cast)) is not None:
            yield cue
        elif item.low == "so" and (place == 0 or items[place - 1].marked is not None):
            cue = _so(view, number, place, cast)
            if cue is not None:
                yield cue


def _reported(view: View, number: int, place: int, phrase: Phrase, cast: Cast) -> Cue:
    """ "laut X"; where X is itself a report ("laut Angaben der Polizei"), whose it is."""
    if phrase.head.low in WORDS["report_nouns"]:
        inner = _owner(phrase, place)
        phrase = inner or phrase
    word = view.segments[number].items[place].text
    return Cue("phrase", number, cast.of_phrase(phrase, "", view.paragraph), word, own_words=phrase.end - place)


def _owner(phrase: Phrase, place: int) -> Phrase | None:
    """The genitive or "von" phrase behind a noun."""
    items = phrase.items
    at = next((one for one in range(phrase.start, phrase.end) if items[one] is phrase.head), place) + 1
    while at < len(items) and items[at].low in ("von", "vom", "aus"):
        at += 1
    if at >= len(items) or (items[at].low in PREPOSITIONS and items[at].name is None):
        return None
    if at < len(items) and items[at].name is not None:
        return _named(items, at)
    inner = governed(items, at)
    if (
        inner is None
        or inner.head.low in WORDS["times"]
        or not (items[at].low in WORDS["genitive_determiners"] | {"dem", "den", "einem"} or items[at].capital)
    ):
        return None
    if inner.head.name is not None:
        inner.name = inner.head.name
    return inner


def _named(items: Sequence[Item], at: int) -> Phrase | None:
    """A name as owner, its genitive s or not."""
    phrase = phrase_at(items, at)
    if phrase is not None and phrase.head.name is not None and phrase.name is None:
        phrase.name = phrase.head.name
    return phrase


def _after_noun(view: View, number: int, place: int, cast: Cast) -> Cue | None:
    """ "nach Angaben der Polizei", "nach Ansicht Merkels", "nach eigenen Angaben", "aus Sicht von X"."""
    items = view.segments[number].items
    nouns = WORDS["report_nouns"] if items[place].low == "nach" else frozenset({"sicht"})
    if items[place].low == "nach" and place and items[place - 1].low in WORDS["opinions"]:
        return _opinion(view, number, place, cast)
    at = next((one for one in range(place + 1, min(place + 4, len(items))) if items[one].low in nouns), None)
    if at is None or any(items[one].capital for one in range(place + 1, at)):
        return None
    between = [items[one].low for one in range(place + 1, at)]
    head = Phrase(at, at + 1, items, items[at])
    speakers: tuple[Speaker, ...] = ()
    owner = _owner(head, at)
    if between[:1] in (["seinen"], ["seiner"], ["seinem"]):
        speakers = cast.of_pronoun("er", "", view.paragraph)
    elif between[:1] in (["ihren"], ["ihrer"], ["ihrem"]):
        speakers = cast.of_pronoun("sie", "", view.paragraph)
    elif owner is not None:
        speakers = cast.of_phrase(owner, "", view.paragraph)
    elif not between or "eigenen" in between or "eigener" in between:
        subject = main_subject(view, len(view.segments)) or prefield(view.segments[0].items, place)
        speakers = (
            cast.of_phrase(subject, "", view.paragraph) if subject is not None and "eigen" in "".join(between) else ()
        )
        if not speakers and subject is not None and at + 1 < len(items) and items[at + 1].low in ("vom", "von"):
            speakers = cast.of_phrase(subject, "", view.paragraph)
    return Cue("phrase", number, speakers, items[at].text, own_words=(owner.end if owner else at + 1) - place)


def _opinion(view: View, number: int, place: int, cast: Cast) -> Cue | None:
    """ "Ihrer Ansicht nach", "Merkels Meinung nach"."""
    items = view.segments[number].items
    owner = items[place - 2] if place > 1 else None
    speakers: tuple[Speaker, ...] = ()
    if owner is not None and owner.name is not None:
        speakers = cast.of_phrase(Phrase(place - 2, place - 1, items, owner, name=owner.name), "", view.paragraph)
    elif owner is not None and owner.low in ("seiner", "ihrer"):
        speakers = cast.of_pronoun("er" if owner.low == "seiner" else "sie", "", view.paragraph)
    elif owner is None or owner.low == "meiner":
        return None
    return Cue("phrase", number, speakers, items[place].text, own_words=3)


def _before_zufolge(items: list[Item], place: int) -> Phrase | None:
    """The longest phrase that ends right before "zufolge"."""
    for start in range(max(0, place - _LOOK_BACK), place):
        if start and items[start - 1].low in WORDS["subject_determiners"] | WORDS["oblique_determiners"]:
            continue
        phrase = phrase_at(items[:place], start)
        if phrase is not None and phrase.end == place:
            return phrase
    return None


def _so(view: View, number: int, place: int, cast: Cast) -> Cue | None:
    """ "so Biden", "so die Ministerin weiter"; not "so groß", "so sei", "so die Begründung"."""
    segment = view.segments[number]
    if place == 0 and segment.before not in (",", "–", "—", "-", ";") and not (number and segment.before == ""):
        return None
    items = segment.items
    phrase = phrase_at(items, place + 1)
    if phrase is None or phrase.pronoun or not usable(phrase) or phrase.end - place > _QUOTED_AFTER_SO:
        return None
    rest = items[phrase.end :]
    low = [one.text if one.capital else one.low for one in items]
    verbs = any(konjunktiv.is_first(low, n) or konjunktiv.is_second(low[n]) for n in range(phrase.end, len(low)))
    if verbs or any(one.low in _FORMS.main or one.low in _PERFECT or one.low in WORDS["finite"] for one in rest):
        return None
    if phrase.head.low in WORDS["acts"]:
        return Cue("so", number, (), items[place].text, own_words=len(items))
    if not (phrase.animate or phrase.definite):
        return None
    speakers = cast.of_phrase(_apposition(view, number, phrase) or phrase, "", view.paragraph)
    return Cue("so", number, speakers, items[place].text, own_words=len(items) - place)


def _leads_to_that(view: View, number: int) -> bool:
    """ "geht … hervor, dass"."""
    follows = view.segments[number + 1].first if number + 1 < len(view.segments) else ""
    return view.segments[number].items[-1].low == "hervor" and follows in WORDS["content_surely"]


def _source(view: View, number: int, segment: Segment, cast: Cast) -> Cue:
    """ "wie aus dem Papier hervorgeht", "Aus dem Bericht geht hervor, dass …"."""
    at = next((n for n, one in enumerate(segment.items) if one.low == "aus"), None)
    phrase = governed(segment.items, at + 1) if at is not None else None
    speakers = cast.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()
    return Cue("anonymous", number, speakers, segment.items[-1].text, own_words=len(segment.items))


def _anonymous(view: View, number: int, segment: Segment, place: int, cast: Cast) -> Iterator[Cue]:
    """ "hieß es aus dem Kreml", "Aus Delegationskreisen hieß es", "heißt es in dem Papier"."""
    items = segment.items
    near = {one.low for one in items[max(0, place - 1) : place + 2]}
    if "es" not in near and not items[place].low.startswith("verlaute"):
        return
    speakers: tuple[Speaker, ...] = ()
    for at, item in enumerate(items):
        if item.low in ("aus", "in", "im", "bei", "beim", "von", "vom", "seitens") and item.name is None:
            phrase = governed(items, at + 1)
            if phrase is None:
                continue
            if item.low in ("in", "im") and phrase.head.low in WORDS["papers"]:
                speakers = cast.carried(view.paragraph)  # what the paper is was said before
                break
            if lively(phrase) or phrase.head.low.endswith(("kreisen", "umfeld")):
                speakers = cast.of_phrase(phrase, "", view.paragraph)
                break
    if not speakers and any(one.low == "weiter" for one in items):
        speakers = cast.carried(view.paragraph)
    yield Cue(
        "anonymous",
        number,
        speakers,
        items[place].text,
        opens=_leading(items, place) and number > 0,
        own_words=len(items),
    )
