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


@dataclass(frozen=True)
class Found:
    """What stands in the database after an event: groups and statements, each article's document, articles' names."""

    figures: list[dict[str, Any]]
    quotations: list[dict[str, Any]]
    shared: list[dict[str, Any]]
    absences: list[dict[str, Any]]
    articles: dict[str, dict[str, Any]]
    names: dict[int, str]

    def places(self, groups: Iterable[Mapping[str, Any]], *keys: str) -> list[list[Place]]:
        """Where the members of groups stand, and what else they have under the keys."""
        return [_places([member for key in keys for member in group[key]], self.names) for group in groups]


def measure(path: Path) -> Result:
    """One event, taken the whole way."""
    event = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = {name: one["text"] for name, one in event["articles"].items()}
    with TemporaryDirectory() as folder:
        _write(event, Path(folder))
        found = _found(Path(folder))
    result = Result()
    figures = _annotated(event, texts, "figures")
    quotations = _annotated(event, texts, "quotations")
    _judge(result.figures, texts, figures, found.places(found.figures, "members"))
    _judge(result.quotations, texts, quotations, found.places(found.quotations, "members"))
    for count, gold, groups in (
        (result.offered_figures, figures, found.figures),
        (result.offered_quotations, quotations, found.quotations),
    ):
        _judge(count, texts, gold, found.places(groups, "members", "perhaps"), strict=False)
    _judge_whole(result, event, figures, found)
    _judge_absences(result.absences, texts, figures, quotations, found)
    passages = [[_place(texts, one[side]) for side in "ab"] for one in event.get("shared", ())]
    _judge(result.shared, texts, passages, [_places((one["a"], one["b"]), found.names) for one in found.shared])
    _judge_articles(result, event["articles"], found.articles)
    return result


def _found(folder: Path) -> Found:
    with trial(folder) as (session, slug, names):
        documents = (
            figures_document(session, slug, 0, 10_000),
            parallels_document(session, slug, 0, 10_000),
            shared_document(session, slug),
            absences_document(session, slug, Filters(), 0, 100_000),
        )
        articles = {name: article_document(session, id_) or {} for id_, name in names.items()}
        return Found(*((document or {"items": []})["items"] for document in documents), articles, names)


def _annotated(event: Mapping[str, Any], texts: Mapping[str, str], layer: str) -> list[list[Place]]:
    """The groups of a layer as the annotation has them."""
    return [[_place(texts, member) for member in one["members"]] for one in event.get(layer, ())]


def _judge_whole(result: Result, event: Mapping[str, Any], wanted: Sequence[Sequence[Place]], found: Found) -> None:
    """Which groups of figures were found whole, and whether these are told as they should be."""
    groups = found.places(found.figures, "members")
    for gold, members in zip(event.get("figures", ()), wanted, strict=True):
        whole = next((n for n, group in enumerate(groups) if all(_among(place, group) for place in members)), None)
        result.whole.add(whole is not None, str(gold["members"]))
        if whole is not None:
            told = found.figures[whole]["relation"]
            result.told.add(told == gold["label"], f"{gold['members']} told as {told}")


def _judge_articles(
    result: Result, articles: Mapping[str, Mapping[str, Any]], documents: Mapping[str, Mapping[str, Any]]
) -> None:
    """Who signs each article, and the signs it carries."""
    for name, one in articles.items():
        codes = {warning["code"] for warning in documents[name]["warnings"]} & SIGNS
        result.signatures.add(set(documents[name]["agencies"]) == set(one.get("agencies", ())), f"{name}: agencies")
        result.signs.add(codes == set(one.get("signs", ())), f"{name}: {codes}")


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
    found: Found,
) -> None:
    """Statements that a source has not a figure or utterance which is annotated: wrong where it is annotated there."""
    source_of = {name: one["source"]["slug"] for name, one in found.articles.items()}
    for one in found.absences:
        if one["verdict"] != "absent" or one["kind"] not in ("figure", "quotation"):
            continue
        members = _places(one["members"], found.names)
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
