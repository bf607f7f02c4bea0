"""Phrases that say whose words a sentence gives: "laut X", "X zufolge", "nach Angaben von X", "so X", "hieß es aus"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.nlp.attribution.coreference import Coreference, Speaker
from app.nlp.attribution.descriptions import can_speak, governed, is_nominative
from app.nlp.attribution.subjects import apposition, leading, main_subject, prefield
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import PREPOSITIONS, WORDS, Item, Phrase, Segment, View, phrase_at, phrases
from app.nlp.german.reporting_verbs import GAP, ReportingVerb, forms

How = Literal["verb", "as", "phrase", "so", "anonymous", "subordinate", "hearsay"]
_FORMS = forms()
_PERFECT = WORDS["perfect"]
_OPEN_SOURCE = WORDS["subject_determiners"] | WORDS["oblique_determiners"] | {"eigenen", "eigener", "ersten"}
_LOOK_BACK = 9  # items before "zufolge" in which its phrase begins
_AFTER_SO = 8  # items that "so X" may span


@dataclass(slots=True)
class Cue:
    """A sign of speech. ``segment`` is its place; ``opens`` tells that the verb stands first in it ("…, sagte X").
    ``span`` are the offsets of a phrase that is no clause of its own ("laut X")."""

    how: How
    segment: int
    speakers: tuple[Speaker, ...]
    word: str
    verb: ReportingVerb | None = None
    opens: bool = False
    own_words: int = 0
    pronoun: bool = False
    alive: bool = True
    span: tuple[int, int] | None = None
    whole: str | None = None  # with what stands apart: "hob … hervor", "nach Angaben"

    @property
    def surface(self) -> str:
        """What readers are shown as the verb."""
        return self.whole or self.word


def phrase_cues(view: View, number: int, segment: Segment, coreference: Coreference) -> Iterator[Cue]:
    items = segment.items
    for place, item in enumerate(items):
        if item.name is not None or item.marked is not None:
            continue
        if item.low == "laut":
            phrase = governed(items, place + 1)
            if phrase is not None:
                yield _reported(view, number, place, phrase, coreference)
        elif item.low == "zufolge":
            phrase = _before_zufolge(items, place)
            begin = items[phrase.start].start if phrase is not None else item.start
            if phrase is not None and phrase.head.low in WORDS["nobody"]:
                phrase = _owner(phrase, place) or phrase
            speakers = coreference.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()
            yield Cue("phrase", number, speakers, item.text, own_words=3, span=(begin, item.end))
        elif item.low in ("nach", "aus") and (cue := _after_noun(view, number, place, coreference)) is not None:
            yield cue
        elif item.low == "so" and (place == 0 or items[place - 1].marked is not None):
            cue = _so(view, number, place, coreference)
            if cue is not None:
                yield cue
    if number and (cue := _conviction(view, number, coreference)) is not None:
        yield cue


def _reported(view: View, number: int, place: int, phrase: Phrase, coreference: Coreference) -> Cue:
    """Cue of "laut X"; where X is itself a report ("laut Angaben der Polizei"), whose it is."""
    if phrase.head.low in WORDS["report_nouns"]:
        inner = _owner(phrase, place)
        phrase = inner or phrase
    item = view.segments[number].items[place]
    span = (item.start, phrase.items[phrase.end - 1].end)
    speakers = coreference.of_phrase(phrase, "", view.paragraph)
    return Cue("phrase", number, speakers, item.text, own_words=phrase.end - place, span=span, whole=item.low)


def _conviction(view: View, number: int, coreference: Coreference) -> Cue | None:
    """Cue of "…, davon ist X überzeugt", "…, steht für X fest"."""
    items = view.segments[number].items
    low = [one.low for one in items]
    phrase = None
    if low[0] in ("davon", "dessen") and low[-1] in WORDS["convinced"]:
        phrase = next((one for one in phrases(items, 1, len(items)) if is_nominative(one) and can_speak(one)), None)
    elif low[0] in ("steht", "stand", "ist", "war") and low[-1] in WORDS["clear"] and "für" in low:
        phrase = governed(items, low.index("für") + 1)
    if phrase is None:
        return None
    speakers = coreference.of_phrase(phrase, "", view.paragraph)
    return Cue("as", number, speakers, items[-1].text, own_words=len(items), span=_to_end(items, 0))


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


def _genitive(items: Sequence[Item], at: int) -> Phrase:
    """The name in "nach Moris Worten"."""
    return Phrase(at, at + 1, items, items[at], name=items[at].name)


def _named(items: Sequence[Item], at: int) -> Phrase | None:
    """A name as owner, its genitive s or not."""
    phrase = phrase_at(items, at)
    if phrase is not None and phrase.head.name is not None and phrase.name is None:
        phrase.name = phrase.head.name
    return phrase


def _after_noun(view: View, number: int, place: int, coreference: Coreference) -> Cue | None:
    """Cue of "nach Angaben der Polizei", "nach Ansicht Merkels", "nach eigenen Angaben", "aus Sicht von X"."""
    items = view.segments[number].items
    nouns = WORDS["report_nouns"] if items[place].low == "nach" else frozenset({"sicht"})
    if items[place].low == "nach" and place and items[place - 1].low in WORDS["opinions"]:
        return _opinion(view, number, place, coreference)
    at = next((one for one in range(place + 1, min(place + 4, len(items))) if items[one].low in nouns), None)
    if at is None or any(items[one].capital and items[one].name is None for one in range(place + 1, at)):
        return None
    between = [items[one].low for one in range(place + 1, at)]
    head = Phrase(at, at + 1, items, items[at])
    speakers: tuple[Speaker, ...] = ()
    owner = _genitive(items, place + 1) if items[place + 1].name is not None else _owner(head, at)
    if between[:1] and between[0].startswith(("mein", "unser")):
        return None
    if owner is None and any(one not in _OPEN_SOURCE for one in between) and items[at].low not in WORDS["nobody"]:
        return None  # "nach heutigen Erkenntnissen"
    if owner is None and items[at].low == "urteil":
        return None  # "nach dem Urteil": then, not by whose
    if between[:1] in (["seinen"], ["seiner"], ["seinem"]):
        speakers = coreference.of_pronoun("er", "", view.paragraph)
    elif between[:1] in (["ihren"], ["ihrer"], ["ihrem"]):
        speakers = coreference.of_pronoun("sie", "", view.paragraph)
    elif owner is not None:
        speakers = coreference.of_phrase(owner, "", view.paragraph)
    elif "eigenen" in between or "eigener" in between or (items[at + 1 : at + 2] and items[at + 1].low == "vom"):
        subject = main_subject(view, len(view.segments)) or prefield(
            view.segments[0].items, len(view.segments[0].items)
        )
        speakers = coreference.of_phrase(subject, "", view.paragraph) if subject is not None else ()
    after = owner.end if owner else at + 1
    span = (items[place].start, items[after - 1].end)
    whole = f"{items[place].low}{' ' if at == place + 1 else GAP}{items[at].text}"
    return Cue("phrase", number, speakers, items[at].text, own_words=after - place, span=span, whole=whole)


def _opinion(view: View, number: int, place: int, coreference: Coreference) -> Cue | None:
    """Cue of "Ihrer Ansicht nach", "Merkels Meinung nach"."""
    items = view.segments[number].items
    owner = items[place - 2] if place > 1 else None
    speakers: tuple[Speaker, ...] = ()
    if owner is not None and owner.name is not None:
        speakers = coreference.of_phrase(_genitive(items, place - 2), "", view.paragraph)
    elif owner is not None and owner.low in ("seiner", "ihrer"):
        speakers = coreference.of_pronoun("er" if owner.low == "seiner" else "sie", "", view.paragraph)
    elif owner is None or owner.low == "meiner":
        return None
    span = (items[max(0, place - 2)].start, items[place].end)
    whole = f"{items[place - 1].text} {items[place].low}"
    return Cue("phrase", number, speakers, items[place].text, own_words=3, span=span, whole=whole)


def _before_zufolge(items: list[Item], place: int) -> Phrase | None:
    """The longest phrase that ends right before "zufolge"."""
    for start in range(max(0, place - _LOOK_BACK), place):
        if start and items[start - 1].low in WORDS["subject_determiners"] | WORDS["oblique_determiners"]:
            continue
        phrase = phrase_at(items[:place], start)
        if phrase is not None and phrase.end == place:
            return phrase
    return None


def _so(view: View, number: int, place: int, coreference: Coreference) -> Cue | None:
    """Cue of "so Biden", "so die Ministerin weiter"; not "so groß", "so sei", "so die Begründung"."""
    segment = view.segments[number]
    if place == 0 and segment.before not in (",", "–", "—", "-", ";") and not (number and segment.before == ""):
        return None
    items = segment.items
    phrase = phrase_at(items, place + 1)
    if phrase is None or phrase.pronoun or not is_nominative(phrase) or phrase.end - place > _AFTER_SO:
        return None
    rest = items[phrase.end :]
    low = [one.text if one.capital else one.low for one in items]
    verbs = any(konjunktiv.is_first(low, n) or konjunktiv.is_second(low[n]) for n in range(phrase.end, len(low)))
    if verbs or any(one.low in _FORMS.main or one.low in _PERFECT or one.low in WORDS["finite"] for one in rest):
        return None
    if phrase.head.low in WORDS["acts"]:
        whose = _owner(phrase, place)
        speakers = coreference.of_phrase(whose, "", view.paragraph) if whose is not None else ()
        return Cue("so", number, speakers, items[place].text, own_words=len(items), span=_to_end(items, place))
    if not (phrase.animate or phrase.definite):
        return None
    speakers = coreference.of_phrase(apposition(view, number, phrase) or phrase, "", view.paragraph)
    span = _to_end(items, place)
    return Cue("so", number, speakers, items[place].text, own_words=len(items) - place, span=span)


def _to_end(items: Sequence[Item], place: int) -> tuple[int, int]:
    return items[place].start, items[-1].end


def leads_to_that(view: View, number: int, last: str = "hervor") -> bool:
    """Does a "dass" follow "geht … hervor", or another clause that ends in the word ``last``?"""
    follows = view.segments[number + 1].first if number + 1 < len(view.segments) else ""
    return view.segments[number].items[-1].low == last and follows in WORDS["content_surely"]


def source(view: View, number: int, segment: Segment, coreference: Coreference) -> Cue:
    """Cue of "wie aus dem Papier hervorgeht", "Aus dem Bericht geht hervor, dass …"."""
    at = next((n for n, one in enumerate(segment.items) if one.low == "aus"), None)
    phrase = governed(segment.items, at + 1) if at is not None else None
    speakers = coreference.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()
    last = segment.items[-1]
    finite = next((one.low for one in segment.items if one.low in ("geht", "ging")), None)
    whole = f"{finite}{GAP}{last.low}" if finite and last.low == "hervor" else None
    return Cue("anonymous", number, speakers, last.text, own_words=len(segment.items), whole=whole)


def anonymous(view: View, number: int, segment: Segment, place: int, coreference: Coreference) -> Iterator[Cue]:
    """Cue of "hieß es aus dem Kreml", "Aus Delegationskreisen hieß es", "heißt es in dem Papier"."""
    items = segment.items
    near = {one.low for one in (items if segment.first == "wie" else items[max(0, place - 1) : place + 2])}
    if "es" not in near and items[place].low in ("hieß", "heißt", "hiess", "heisst"):
        return
    speakers = origin(view, items, coreference)
    if not speakers and any(one.low == "weiter" for one in items):
        speakers = coreference.carried(view.paragraph)
    yield Cue(
        "anonymous",
        number,
        speakers,
        items[place].text,
        opens=leading(items, place) and number > 0,
        own_words=len(items),
        whole=f"{items[place].text} es" if "es" in near else None,
    )


def _joint(phrase: Phrase) -> bool:
    """Is it a paper that several wrote ("in der gemeinsamen Erklärung", "im Abschlusskommuniqué")?"""
    joint = any(one.low.startswith("gemeinsam") for one in phrase.items[phrase.start : phrase.end])
    return joint or phrase.head.low.startswith(("abschluss", "schluss", "gipfel"))


def origin(view: View, items: list[Item], coreference: Coreference) -> tuple[Speaker, ...]:
    """From where it comes what nobody in particular said: "hieß es aus dem Kreml", "sagte man im Ministerium"."""
    for at, item in enumerate(items):
        if item.low not in ("aus", "in", "im", "bei", "beim", "von", "vom", "seitens") or item.name is not None:
            continue
        pronoun = items[at + 1].low if at + 1 < len(items) else ""
        if item.low == "von" and pronoun in ("ihm", "ihr"):
            return coreference.of_pronoun("er" if pronoun == "ihm" else "sie", "", view.paragraph)
        phrase = governed(items, at + 1)
        if phrase is None:
            continue
        if item.low in ("in", "im") and phrase.head.low in WORDS["papers"]:
            whose = _owner(phrase, at)
            if whose is not None:
                return coreference.of_phrase(whose, "", view.paragraph)
            if _joint(phrase):
                return ()
            return tuple(
                replace(one, status="proposed") for one in coreference.carried(view.paragraph)
            )  # told of before
        if can_speak(phrase) or phrase.head.low.endswith(("kreisen", "umfeld")):
            return coreference.of_phrase(phrase, "", view.paragraph)
    return ()
