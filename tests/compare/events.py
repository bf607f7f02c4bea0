"""Events other than the seeds, in four or five reports each, annotated before they were run: what is found of them.

``python -m tests.compare.events`` takes each the whole way through a database and prints figures, quotations, shared
text, signatures and signs beside what was annotated, with every pair that is joined and should not be; and pairs that
are joined or offered, and statements that an article has not what the annotation says it has.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.actions.trials import trial
from app.queries.absences import absences_document
from app.queries.documents import article_document
from app.queries.figures import figures_document
from app.queries.filters import Filters
from app.queries.parallels import parallels_document
from app.queries.shared import shared_document

PATHS = sorted((Path(__file__).parent / "texts").glob("event_*.toml"))
SIGNS = {"before-event", "possible-gap"}

Place = tuple[str, int, int]  # article, start, end
Pair = tuple[Place, Place]


@dataclass
class Count:
    """How many of the annotated there are, how many were found, and what was joined that should not be."""

    found: int = 0
    wanted: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, right: bool, what: str) -> None:
        self.wanted += 1
        self.found += right
        if not right:
            self.missed.append(what)


@dataclass
class Result:
    """What was found of one event. ``told``: groups found whole that bear the right label."""

    figures: Count = field(default_factory=Count)
    whole: Count = field(default_factory=Count)
    told: Count = field(default_factory=Count)
    quotations: Count = field(default_factory=Count)
    shared: Count = field(default_factory=Count)
    signatures: Count = field(default_factory=Count)
    signs: Count = field(default_factory=Count)
    offered_figures: Count = field(default_factory=Count)
    offered_quotations: Count = field(default_factory=Count)
    absences: Count = field(default_factory=Count)


def measure(path: Path) -> Result:
    """One event, taken the whole way."""
    event = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = {name: one["text"] for name, one in event["articles"].items()}
    with TemporaryDirectory() as folder:
        _write(event, Path(folder))
        with trial(Path(folder)) as (session, slug, names):
            figures = (figures_document(session, slug, 0, 10_000) or {"items": []})["items"]
            spoken = (parallels_document(session, slug, 0, 10_000) or {"items": []})["items"]
            shared = (shared_document(session, slug) or {"items": []})["items"]
            found = {name: article_document(session, id_) or {} for id_, name in names.items()}
            absent = (absences_document(session, slug, Filters(), 0, 100_000) or {"items": []})["items"]
    result = Result()
    groups = [_places(one["members"], names) for one in figures]
    wanted = [[_place(texts, member) for member in one["members"]] for one in event.get("figures", ())]
    _judge(result.figures, texts, wanted, groups)
    for gold, members in zip(event.get("figures", ()), wanted, strict=True):
        whole = next((n for n, group in enumerate(groups) if all(_among(place, group) for place in members)), None)
        result.whole.add(whole is not None, str(gold["members"]))
        if whole is not None:
            told = figures[whole]["relation"]
            result.told.add(told == gold["label"], f"{gold['members']} told as {told}")
    utterances = [[_place(texts, member) for member in one["members"]] for one in event.get("quotations", ())]
    _judge(result.quotations, texts, utterances, [_places(one["members"], names) for one in spoken])
    for count, gold, items in (
        (result.offered_figures, wanted, figures),
        (result.offered_quotations, utterances, spoken),
    ):
        _judge(count, texts, gold, [_places((*one["members"], *one["perhaps"]), names) for one in items], strict=False)
    _judge_absences(result.absences, texts, wanted, utterances, absent, names, found)
    passages = [[_place(texts, one[side]) for side in "ab"] for one in event.get("shared", ())]
    _judge(result.shared, texts, passages, [_places((one["a"], one["b"]), names) for one in shared])
    for name, one in event["articles"].items():
        codes = {warning["code"] for warning in found[name]["warnings"]} & SIGNS
        result.signatures.add(set(found[name]["agencies"]) == set(one.get("agencies", ())), f"{name}: agencies")
        result.signs.add(codes == set(one.get("signs", ())), f"{name}: {codes}")
    return result


def _write(event: Mapping[str, Any], folder: Path) -> None:
    """The event as a folder that ``trial`` reads."""
    lines = [f'[summit]\nslug = "event"\nname = "{event["name"]}"\nplace = ""\nstarts_on = {event["summit"]}\n']
    for name, one in event["articles"].items():
        (folder / f"{name}_.txt").write_bytes(one["text"].encode())
        lines.append(
            f'[[articles]]\nfile = "{name}_.txt"\nsource = "Quelle {name}"\npublished = "{one["published"]}"\n'
        )
    (folder / "manifest.toml").write_text("\n".join(lines), encoding="utf-8")


def _place(texts: Mapping[str, str], member: str) -> Place:
    """ "a: words" as the first place of the words in that article."""
    name, words = member.split(": ", 1)
    start = texts[name].index(words)
    return name, start, start + len(words)


def _places(members: Iterable[Mapping[str, Any]], names: Mapping[int, str]) -> list[Place]:
    return [(names[one["article"]], one["start"], one["end"]) for one in members]


def _overlap(a: Place, b: Place) -> bool:
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]


def _among(place: Place, group: Iterable[Place]) -> bool:
    return any(_overlap(place, other) for other in group)


def _across(group: Sequence[Place]) -> Iterator[Pair]:
    return ((a, b) for a, b in combinations(group, 2) if a[0] != b[0])


def _judge(
    count: Count,
    texts: Mapping[str, str],
    wanted: Sequence[Sequence[Place]],
    groups: Sequence[Sequence[Place]],
    *,
    strict: bool = True,
) -> None:
    """Pairs of articles annotated as one thing: found where a group holds both; any other pair in a group is wrong
    (where ``strict``: what is only offered may be)."""
    for gold in wanted:
        for a, b in _across(gold):
            together = any(_among(a, group) and _among(b, group) for group in groups)
            count.add(together, f"{_shown(texts, a)} | {_shown(texts, b)}")
    for group in groups if strict else ():
        for a, b in _across(group):
            if not any(_among(a, gold) and _among(b, gold) for gold in wanted):
                count.wrong.append(f"{_shown(texts, a)} | {_shown(texts, b)}")


def _judge_absences(
    count: Count,
    texts: Mapping[str, str],
    figures: Sequence[Sequence[Place]],
    utterances: Sequence[Sequence[Place]],
    statements: Sequence[Mapping[str, Any]],
    names: Mapping[int, str],
    articles: Mapping[str, Mapping[str, Any]],
) -> None:
    """Statements that a source has not a figure or utterance which is annotated: wrong where it is annotated there."""
    source_of = {name: one["source"]["slug"] for name, one in articles.items()}
    for one in statements:
        if one["verdict"] != "absent" or one["kind"] not in ("figure", "quotation"):
            continue
        members = _places(one["members"], names)
        gold = figures if one["kind"] == "figure" else utterances
        for thing in gold:
            if any(_among(place, members) for place in thing):
                there = [place for place in thing if source_of[place[0]] == one["source"]]
                count.add(not there, f"{_shown(texts, members[0])} is said not to be in {one['source']}")


def _shown(texts: Mapping[str, str], place: Place) -> str:
    return f"{place[0]}: {' '.join(texts[place[0]][place[1] : place[2]].split())[:80]}"


def main(paths: Sequence[Path]) -> None:
    """Print what is found of each event, and the sums."""
    totals: dict[str, list[int]] = {}
    for path in paths:
        print(f"--- {path.stem.removeprefix('event_')}")
        for name, count in vars(measure(path)).items():
            held = totals.setdefault(name, [0, 0, 0])
            held[:] = held[0] + count.found, held[1] + count.wanted, held[2] + len(count.wrong)
            for what in count.missed:
                print(f"  {name} missed: {what}")
            for what in count.wrong:
                print(f"  {name} WRONG: {what}")
    units = {
        "figures": "pairs",
        "quotations": "pairs",
        "shared": "passages",
        "whole": "groups of figures found whole",
        "offered_figures": "pairs joined or offered",
        "offered_quotations": "pairs joined or offered",
        "absences": "true statements that a source has it not",
    }
    for name, (found, wanted, wrong) in totals.items():
        print(f"{name} ({units.get(name, name)}): {found}/{wanted}, wrong {wrong}")


if __name__ == "__main__":
    main([Path(path) for path in sys.argv[1:]] or PATHS)
