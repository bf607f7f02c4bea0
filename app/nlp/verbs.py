"""The verbs of saying and their forms, from ``lexicon/reporting_verbs.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

Frame = Literal["speech", "object"]
Stance = Literal["neutral", "confirming", "distancing", "doubting"]


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """One verb of saying. ``particle`` stands apart from the finite form in a main clause, or is None."""

    lemma: str
    frame: Frame
    stance: Stance
    particle: str | None = None


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
    """The table of all forms. Raises ValueError where the lexicon names an unknown frame or stance."""
    tables = tomllib.loads((Path(__file__).parent / "lexicon" / "reporting_verbs.toml").read_text(encoding="utf-8"))
    found = Forms({}, {}, {}, {})
    for frame, stances in tables.items():
        for stance, verbs in stances.items():
            if frame not in ("speech", "object") or stance not in ("neutral", "confirming", "distancing", "doubting"):
                raise ValueError(f"reporting_verbs.toml: unknown table {frame}.{stance}")
            for lemma, entry in verbs.items():
                _enter(found, lemma, entry.split(), cast(Frame, frame), cast(Stance, stance))
    return found


def _enter(found: Forms, lemma: str, entry: list[str], frame: Frame, stance: Stance) -> None:
    present, past, participle, *rest = entry
    particle = rest[0] if rest else None
    verb = ReportingVerb(lemma, frame, stance, particle)
    for form in sorted({present, past, _plural_past(past), _plural_present(lemma, particle)}):
        _add(found.main, form, verb)
        glued = particle is not None and lemma.startswith(particle)
        _add(found.final, f"{particle}{form}" if glued else form, verb)
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


@cache
def stances() -> dict[str, Stance]:
    """Lower-case form (finite, glued or participle) -> stance, for whoever colours quotations by it. Where a form
    belongs to several verbs the first one in the lexicon decides."""
    table: dict[str, Stance] = {}
    found = forms()
    for one in (found.main, found.final, found.participle):
        for form, verbs in one.items():
            table.setdefault(form, verbs[0].stance)
    return table
