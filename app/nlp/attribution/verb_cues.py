"""What in a sentence says that somebody speaks: a verb of saying with its subject, or one of the ``source_phrases``."""

from collections.abc import Iterator

from app.nlp.attribution.coreference import Coreference, Speaker
from app.nlp.attribution.descriptions import can_speak, governed, is_nominative
from app.nlp.attribution.source_phrases import Cue, How, anonymous, leads_to_that, origin, phrase_cues, source
from app.nlp.attribution.subjects import leading, named_by, prefield, subject_phrase
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import PREPOSITIONS, WORDS, Item, Phrase, Segment, View, phrase_at, phrases, relative
from app.nlp.german.reporting_verbs import GAP, LETTING, Forms, ReportingVerb, fitting, forms
from app.nlp.german.word_table import words

_FORMS: Forms = forms()
_PERFECT = WORDS["perfect"]
_PASSIVE = WORDS["passive"]
_NEEDS_SELF = frozenset(
    {"zeigen", "äußern", "sich geben", "freuen", "ärgern", "wenden", "melden", "sich zu Wort melden"}
)
_RARE = 15  # rarity from which a word is hardly known


def find_cues(view: View, coreference: Coreference) -> list[Cue]:
    """All cues of a unit from left to right."""
    found: list[Cue] = []
    for number, segment in enumerate(view.segments):
        verbs = list(_verb_cues(view, number, segment, coreference))
        # "X sagte nach Angaben von Y", "X soll laut Y gesagt haben": there, Y only tells who heard it.
        heard = any(cue.how == "hearsay" or (cue.how == "verb" and _says(cue)) for cue in verbs)
        found += [cue for cue in phrase_cues(view, number, segment, coreference) if not (heard and cue.how == "phrase")]
        found += verbs
    return found


def _says(cue: Cue) -> bool:
    """Does a verb of saying have a speaker of its own, whom the text knows ("Streit droht laut Berg" has none)?"""
    known = any(one.key is not None or one.kind == "person" for one in cue.speakers)
    return known and cue.alive and cue.verb is not None and cue.verb.frame == "speech"


def _verb_cues(view: View, number: int, segment: Segment, coreference: Coreference) -> Iterator[Cue]:
    items = segment.items
    subordinate = segment.subordinate or relative(segment)
    for place, item in enumerate(items):
        if item.name is not None or item.marked is not None or item.text[:1].isupper():
            continue
        if place and items[place - 1].low == "zu":
            if item.low in ("hören", "vernehmen", "erfahren") and leads_to_that(view, number, item.low):
                yield from anonymous(view, number, segment, place, coreference)  # "Aus der Partei ist zu hören, dass …"
            continue
        if item.low in ("hieß", "heißt", "hiess", "heisst", "verlautete", "verlautet"):
            yield from anonymous(view, number, segment, place, coreference)
            continue
        if item.low in ("hervorgeht", "hervorging") or (item.low in ("geht", "ging") and leads_to_that(view, number)):
            yield source(view, number, segment, coreference)
            continue
        let = items[place + 1].low if place + 1 < len(items) else ""
        if let == "lassen" and item.low in _FORMS.infinitive:
            cue = _suffered(view, number, segment, place, coreference)
        elif item.low in ("soll", "sollen") and not subordinate:
            cue = _hearsay(view, number, segment, place, coreference)
        elif subordinate:
            cue = _final_verb(view, number, segment, place, coreference)
        else:
            cue = _main_verb(view, number, segment, place, coreference)
        if cue is not None:
            yield cue


def _hearsay(view: View, number: int, segment: Segment, place: int, coreference: Coreference) -> Cue | None:
    """Cue of "soll X … gesagt haben": the words are the subject's."""
    items = segment.items
    if place + 2 >= len(items) or items[-1].low != "haben" or items[-2].low not in _FORMS.participle:
        return None
    speakers = named_by(view, number, place, subject_phrase(view, number, place), coreference)
    verb = fitting(_FORMS.participle[items[-2].low], {one.low for one in items})
    if verb is None:
        return None
    opens = leading(items, place) and number > 0
    return Cue(
        "hearsay",
        number,
        speakers,
        items[-2].text,
        verb,
        opens,
        len(items),
        whole=verb.told(items[-2].text, finite=False),
    )


def _main_verb(view: View, number: int, segment: Segment, place: int, coreference: Coreference) -> Cue | None:
    """A finite verb of saying in a main clause, or its participle beside hat/hatte."""
    items, low = segment.items, segment.items[place].low
    if low not in _FORMS.main and low not in _FORMS.participle and low not in LETTING:
        return None
    auxiliary = next((one for one in range(place) if items[one].low in _PERFECT and items[one].name is None), None)
    if (
        auxiliary is None
        and items[0].low == "habe"
        and segment.before
        and number
        and _quoted(view.segments[number - 1])
    ):
        auxiliary = 0  # „…“, habe sie gerufen
    if low in _FORMS.main and low.endswith("n") and any(one.low in WORDS["modals"] for one in items[:place]):
        return None  # an infinitive
    passive = any(one.low in _PASSIVE and one.name is None for one in items)
    if passive and (low in _FORMS.participle):
        marked = any(one.marked is not None for one in items)
        return _by_whom(view, number, segment, place, coreference) if marked or low == "gefragt" else None
    if auxiliary is None and low in _FORMS.participle and place == len(items) - 1:
        resumed = _resumed(view, number, place, coreference)
        if resumed is not None:
            return resumed
    if auxiliary is not None and low in _FORMS.participle:
        if low == "wiederholt" and place < len(items) - 1:
            return None  # "hatte das wiederholt zurückgewiesen": an adverb
        done = fitting(_FORMS.participle[low], {one.low for one in items})
        if done is None:
            return None
        verb, anchor, whole = done, auxiliary, done.told(items[place].text, finite=False)
    elif low in LETTING and items[-1].low in _FORMS.infinitive:
        verb, anchor = _FORMS.infinitive[items[-1].low][0], place  # "ließ mitteilen"
        whole = f"{items[place].text}{' ' if place == len(items) - 2 else GAP}{items[-1].text}"
    elif auxiliary is None and low in _FORMS.main:
        chosen = _with_particle(_FORMS.main[low], view, number, segment, place)
        if (
            chosen is None
            or _after_konjunktiv(items, place)
            or (low in _FORMS.participle and _used_as_participle(segment, place))
        ):
            return None
        verb, anchor, whole = chosen, place, chosen.told(items[place].text, _parted(chosen, items, place))
    else:
        return None
    about_it = prefield(items, anchor) is not None and verb.frame == "object"  # "Berg nannte es „einen Anfang“"
    if "es" in {one.low for one in items[max(0, anchor - 1) : anchor + 2]} and not about_it:
        return None  # "zeigte es sich", "sagt es": nobody
    if verb.lemma in _NEEDS_SELF and verb.frame == "object" and not any(one.low == "sich" for one in items):
        return None
    self_cited = low in LETTING and any(one.low == "sich" for one in items)  # "X ließ sich zitieren"
    phrase = (
        _cited(items, anchor) if verb.lemma == "zitieren" and not self_cited else subject_phrase(view, number, anchor)
    )
    speakers = named_by(view, number, anchor, phrase, coreference)
    if verb.lemma in WORDS["replies"] and phrase is not None and not phrase.pronoun:
        speakers = coreference.replying(speakers, phrase)
    if "man" in {one.low for one in items[max(0, anchor - 1) : anchor + 2]}:
        speakers = origin(view, items, coreference)
    if phrase is None and anchor == 1 and not number and items[0].low == "und":
        speakers = coreference.carried(view.paragraph, quotation=True)  # "Und legt nach: …": whoever spoke before
    inverted = phrase is not None and phrase.items is items and phrase.start > anchor
    opens = leading(items, anchor) and number > 0 and inverted
    alive = phrase is not None and (
        can_speak(phrase) or verb.lemma in WORDS["telling_verbs"] or (verb.frame == "speech" and _unheard(phrase))
    )
    pronoun = phrase is not None and phrase.pronoun and phrase.head.low in ("er", "sie")
    return Cue("verb", number, speakers, items[place].text, verb, opens, len(items), pronoun, alive, whole=whole)


def _resumed(view: View, number: int, place: int, coreference: Coreference) -> Cue | None:
    """Cue of "hatte der Präsident des Verbands, Karl Meier, den Plan als … bezeichnet": the name parts the perfect."""
    if number < 2:
        return None
    name, head = view.segments[number - 1], view.segments[number - 2]
    if len(name.items) != 1 or name.items[0].name is None or name.before != "," or name.after != ",":
        return None
    mention = name.items[0].name
    auxiliary = next((n for n, one in enumerate(head.items) if one.low in _PERFECT and one.name is None), None)
    if auxiliary is None or mention.kind != "person" or head.subordinate:
        return None
    items = view.segments[number].items
    done = fitting(_FORMS.participle[items[place].low], {one.low for one in items})
    phrase = phrase_at(name.items, 0)
    if done is None or phrase is None:
        return None
    speakers = coreference.of_phrase(phrase, "", view.paragraph)
    whole = done.told(items[place].text, finite=False)
    return Cue("verb", number, speakers, items[place].text, done, False, len(items), alive=True, whole=whole)


def _by_whom(view: View, number: int, segment: Segment, place: int, coreference: Coreference) -> Cue | None:
    """Cue of "wurde von Berg als „…“ bezeichnet"; of "wurde er gefragt" even where nobody is named: the question is
    never who was asked."""
    items = segment.items
    verb = fitting(_FORMS.participle[items[place].low], {one.low for one in items})
    phrase = _agent(items)
    speakers = coreference.of_phrase(phrase, "", view.paragraph) if phrase is not None else ()
    if verb is None or not (speakers or items[place].low == "gefragt"):
        return None
    return Cue("verb", number, speakers, items[place].text, verb, number > 0, len(items), alive=True)


def _agent(items: list[Item]) -> Phrase | None:
    """Who does what is told in the passive: the living phrase behind "von"."""
    by = next((n for n, one in enumerate(items) if one.low in ("von", "vom") and one.name is None), None)
    phrase = governed(items, by + 1) if by is not None else None
    return phrase if phrase is not None and can_speak(phrase) else None


def _suffered(view: View, number: int, segment: Segment, place: int, coreference: Coreference) -> Cue | None:
    """Cue of "muss sich von Berg vorwerfen lassen, …": who lets it be said does not say it."""
    items = segment.items
    verb = fitting(_FORMS.infinitive[items[place].low], {one.low for one in items})
    phrase = _agent(items) if "sich" in {one.low for one in items[:place]} else None
    if verb is None or phrase is None:
        return None
    speakers = coreference.of_phrase(phrase, "", view.paragraph)
    return Cue("verb", number, speakers, items[place].text, verb, False, len(items), alive=True)


def _quoted(segment: Segment) -> bool:
    """Does it end in a marked quotation?"""
    return bool(segment.items) and segment.items[-1].marked is not None


def _unheard(phrase: Phrase) -> bool:
    """Is it one word without an article that is hardly known, hence most likely a name?"""
    known = 0 < words()[phrase.head.text].rarity < _RARE
    return phrase.end - phrase.start == 1 and phrase.head.capital and not known


def _cited(items: list[Item], anchor: int) -> Phrase | None:
    """Whom the subject of "zitieren" cites: the last of the phrases behind the verb."""
    found = [one for one in phrases(items, anchor + 1, len(items)) if can_speak(one) and not one.pronoun]
    if found:
        found[-1].oblique = False
        return found[-1] if len(found) > 1 or prefield(items, anchor) is not None else None
    return None


def _after_konjunktiv(items: list[Item], place: int) -> bool:
    """Is there a subjunctive before, whose participle this is ("Er habe … erklärt")?"""
    low = [one.text if one.capital else one.low for one in items]
    return any(konjunktiv.is_first(low, one) or konjunktiv.is_second(low[one]) for one in range(place))


def _used_as_participle(segment: Segment, place: int) -> bool:
    """Is "erklärt" or "berichtet" a participle where a modal or another verb governs it at the end of the clause?"""
    return place > 2 and place == len(segment.items) - 1 and phrase_at(segment.items, 0) is None


def _parted(verb: ReportingVerb, items: list[Item], place: int) -> bool:
    """Is there something between the finite form and what belongs to it?"""
    apart = (verb.apart or "").lower().split()
    return [one.low for one in items[place + 1 : place + 1 + len(apart)]] != apart


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
    if rest[-1:] and rest[-1] in WORDS["particles"]:
        return None  # "Der Entwurf sieht vor, dass …" is not "sehen"
    return next((verb for verb in verbs if verb.particle is None), None)


def _final_verb(view: View, number: int, segment: Segment, place: int, coreference: Coreference) -> Cue | None:
    """A verb of saying at the end of a subordinate clause: "wie X mitteilte", "nachdem X erklärt hatte"."""
    items, low = segment.items, segment.items[place].low
    if items[place - 1].low == "und" and _after_konjunktiv(items, place):
        return None  # "dass er komme und berichtete, …" goes on with the main clause
    last = place == len(items) - 1 or (place == len(items) - 2 and items[-1].low in _PERFECT)
    near = {one.low for one in items}
    verb = fitting(_FORMS.final.get(low), near) or (
        fitting(_FORMS.participle.get(low), near) if near & _PERFECT else None
    )
    if not last or verb is None or any(one.low in _PASSIVE for one in items):
        return None
    whole = verb.told(items[place].text, finite=False)
    speakers: tuple[Speaker, ...] = ()
    start = 1
    if relative(segment) and segment.first in ("deren", "dessen"):  # "die Partei, deren Chef Meier von „…“ spricht"
        subject = phrase_at(items, 1)
        speakers = (
            coreference.of_phrase(subject, low, view.paragraph) if subject is not None and can_speak(subject) else ()
        )
        return Cue("subordinate", number, speakers, items[place].text, verb, own_words=len(items), whole=whole)
    if relative(segment):
        before = view.segments[number - 1] if number else None
        antecedent = None
        if segment.first in ("den", "dem"):  # "Putin, den Biden als „Killer“ bezeichnet hatte"
            antecedent = phrase_at(items, 1)
            antecedent = antecedent if antecedent is not None and antecedent.name is not None else None
        elif before is not None and segment.first in ("der", "die"):
            antecedent = next((p for p in reversed(list(phrases(before.items, 0, len(before.items)))) if p.name), None)
        speakers = coreference.of_phrase(antecedent, low, view.paragraph) if antecedent is not None else ()
        return Cue("subordinate", number, speakers, items[place].text, verb, own_words=len(items), whole=whole)
    for phrase in phrases(items, start, place):
        if is_nominative(phrase):
            speakers = coreference.of_phrase(phrase, low, view.paragraph)
            break
    how: How = "as" if segment.first == "wie" and _quoting(items) else "subordinate"
    return Cue(how, number, speakers, items[place].text, verb, own_words=len(items), whole=whole)


def _quoting(items: list[Item]) -> bool:
    """Is it "wie X sagte", not "wie wichtig …" or "wie sehr"?"""
    return len(items) > 1 and (
        items[1].capital
        or items[1].low in WORDS["subject_determiners"] | WORDS["pronouns"] | PREPOSITIONS
        or items[1].name is not None
        or items[1].low in ("bereits", "schon", "auch", "zuvor", "zuerst", "zunächst", "berichtet", "erst")
    )
