"""The verbs of saying and their forms, from ``lexicon/verbs.toml``."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from app.nlp import lexicon
from app.nlp.lexicon import Verb, parts_of, read

Frame = Literal["speech", "object"]
Stance = Literal["neutral", "confirming", "distancing", "doubting"]
GAP = " … "  # between a finite form and its prefix further on
LETTING = lexicon.verb_forms("letting")  # "ließ … mitteilen"


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """One verb of saying. ``particle`` stands apart from the finite form in a main clause, or is None."""

    lemma: str
    frame: Frame
    stance: Stance
    particle: str | None = None

    @property
    def fixed(self) -> str | None:
        """The words that stand before the verb in a fixed phrase ("zum Ausdruck"), None for a single word."""
        before = self.lemma.rpartition(" ")[0].removeprefix("sich").strip()
        return before if self.particle and before else None

    @property
    def apart(self) -> str | None:
        """What stands apart from the finite form, in full: "hervor", "zum Ausdruck"."""
        return self.fixed or self.particle

    def told(self, form: str, gap: bool = False, *, finite: bool = True) -> str:
        """The whole verb as a text has it: "hob … hervor" (``gap``: there is something between), "fügte hinzu"; a form
        that is not the finite one of a main clause has its prefix already: "mitteilte", "zum Ausdruck gebracht"."""
        if not finite:
            return f"{self.fixed} {form}" if self.fixed and not form.startswith(str(self.particle)) else form
        return f"{form}{GAP if gap else ' '}{self.apart}" if self.particle else form


@dataclass(frozen=True, slots=True)
class Forms:
    """Lower-case form -> the verbs it can belong to: finite in a main clause, finite at the end of a subordinate clause
    (particle glued on), past participle, and infinitive."""

    main: dict[str, tuple[ReportingVerb, ...]]
    final: dict[str, tuple[ReportingVerb, ...]]
    participle: dict[str, tuple[ReportingVerb, ...]]
    infinitive: dict[str, tuple[ReportingVerb, ...]]


@cache
def forms() -> Forms:
    """The table of all forms."""
    found = Forms({}, {}, {}, {})
    for row in read(Verb).values():
        if row.frame:
            _enter(found, row)
    return found


def _enter(found: Forms, row: Verb) -> None:
    present, past, participle = parts_of(row)
    lemma, particle = row.word, row.particle or None
    verb = ReportingVerb(lemma, cast(Frame, row.frame), cast(Stance, row.stance), particle)
    for form in sorted({present, past, _plural_past(past), _plural_present(lemma, particle)}):
        _add(found.main, form, verb)
        glued = particle is not None and lemma.startswith(particle)
        _add(found.final, f"{particle}{form}" if glued else form, verb)
        if glued and verb.fixed:
            _add(found.final, form, verb)  # "deutlich machte" beside "deutlichmachte"
    _add(found.participle, participle, verb)
    _add(found.infinitive, lemma, verb)


def _plural_past(past: str) -> str:
    return past + ("n" if past.endswith("e") else "en")


def _plural_present(lemma: str, particle: str | None) -> str:
    """The infinitive without its particle; the last word of a phrase ("zu Protokoll geben")."""
    verb = lemma.split()[-1]
    return verb.removeprefix(particle) if particle and " " not in lemma else verb


def _add(table: dict[str, tuple[ReportingVerb, ...]], form: str, verb: ReportingVerb) -> None:
    """Enter a form, and as Switzerland writes it."""
    for spelt in {form, form.replace("ß", "ss")}:
        table[spelt] = (*table.get(spelt, ()), verb)


def fitting(verbs: tuple[ReportingVerb, ...] | None, words: Collection[str]) -> ReportingVerb | None:
    """The first of several verbs with the same form; a fixed phrase only where its word is among the clause's words
    (lower case): "hatte ihm die Hand gegeben" is no "zu bedenken geben"."""
    return next((verb for verb in verbs or () if verb.fixed is None or verb.particle in words), None)


@cache
def tellings() -> dict[str, ReportingVerb]:
    """Whole verb as ``ReportingVerb.told`` writes it, in lower case -> the verb. Where a form belongs to several verbs
    the first one in the lexicon has it."""
    table: dict[str, ReportingVerb] = {}
    found = forms()
    for form, verb in _pairs(found.main):
        for gap in (False, True):
            table.setdefault(verb.told(form, gap).lower(), verb)
    for form, verb in (*_pairs(found.final), *_pairs(found.participle)):
        table.setdefault(verb.told(form, finite=False).lower(), verb)
    for form, verb in _pairs(found.infinitive):
        for let in LETTING:
            table.setdefault(f"{let} {form}".lower(), verb)
            table.setdefault(f"{let}{GAP}{form}".lower(), verb)
    return table


def _pairs(table: dict[str, tuple[ReportingVerb, ...]]) -> Iterator[tuple[str, ReportingVerb]]:
    return ((form, verb) for form, verbs in table.items() for verb in verbs)


@cache
def ways_to_tell() -> dict[str, frozenset[str]]:
    """Infinitive -> all its whole forms, in lower case."""
    table: dict[str, set[str]] = {}
    for form, verb in tellings().items():
        table.setdefault(verb.lemma, set()).add(form)
    return {lemma: frozenset(ways) for lemma, ways in table.items()}


def infinitive_of(told: str) -> str:
    """The infinitive of a verb as a text has it; what is no verb of the lexicon ("laut", "nach Angaben") stays."""
    verb = tellings().get(told.lower())
    return verb.lemma if verb else told


@cache
def stances() -> dict[str, Stance]:
    """Whole verb in lower case -> stance, for whoever colours quotations by it; and the bare finite form or participle,
    as people enter it, by the first verb of the lexicon that has it."""
    table: dict[str, Stance] = {told: verb.stance for told, verb in tellings().items()}
    found = forms()
    for one in (found.main, found.final, found.participle):
        for form, verbs in one.items():
            table.setdefault(form, verbs[0].stance)
    return table
