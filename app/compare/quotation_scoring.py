"""Measuring groups of the same utterance against the gold: which are found, and what is joined wrongly.

The gold (``cross.json``) lists utterances with their members in each article; what was found comes as the document of
the JSON contract. ``gipfelspiegel score`` prints it.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

Place = tuple[str, int, int]  # article, start, end


def score_quotations(
    gold: Mapping[str, Any], items: Iterable[Mapping[str, Any]], texts: Mapping[str, str], names: Mapping[int, str]
) -> list[str]:
    """Lines about parallel quotations. ``items`` as in the JSON contract; ``names`` by the id that their members give;
    texts by name.

    A pair of articles is found in an utterance where one group has a member of each that overlaps the gold's. A pair of
    members from two articles is wrong where the gold has both in utterances, but in none together, or where neither
    stands in the gold and their words differ: such a pair is printed, to be judged.
    """
    groups = [[(names[one["article"]], one["start"], one["end"]) for one in item["members"]] for item in items]
    utterances = gold["parallel_quotations"]
    lines = [_class(name, [one for one in utterances if test(one)], groups) for name, test in CLASSES]
    known = [(one["id"], (m["article"], m["start"], m["end"])) for one in utterances for m in one["members"]]
    wrong = [
        (a, b)
        for group in groups
        for a, b in combinations(group, 2)
        if a[0] != b[0] and not (_ids(a, known) & _ids(b, known)) and _words(a, texts) != _words(b, texts)
    ]
    listed = sum(len({place[0] for place in group}) > 1 for group in groups)
    lines.append(f"groups across articles: {listed}, pairs in them that the gold does not join: {len(wrong)}")
    return lines + [f"  ? {_shown(a, texts)}  |  {_shown(b, texts)}" for a, b in wrong]


def _is_direct(member: Mapping[str, Any]) -> bool:
    return str(member["mode"]).startswith(("direct", "scare"))


def _identical(one: Mapping[str, Any]) -> bool:
    words = [_plain(m["surface"]) for m in one["members"] if _is_direct(m)]
    return len(words) > 1 and len(set(words)) == 1


def _worded(one: Mapping[str, Any]) -> bool:
    return not _identical(one) and len({m["article"] for m in one["members"] if _is_direct(m)}) > 1


CLASSES = (
    ("direct, identical", _identical),
    ("direct, worded differently", _worded),
    ("direct here, reported there", lambda one: {_is_direct(m) for m in one["members"]} == {True, False}),
    ("reported everywhere", lambda one: not any(_is_direct(m) for m in one["members"])),
)


def _class(name: str, utterances: list[Mapping[str, Any]], groups: list[list[Place]]) -> str:
    """How many utterances of one class have a group that joins two articles in the way of the class."""
    found = [one["id"] for one in utterances if any(_joins(name, one, group) for group in groups)]
    return f"parallel quotations, {name}: {len(found)}/{len(utterances)} ({', '.join(found) or 'none'})"


def _joins(name: str, one: Mapping[str, Any], group: list[Place]) -> bool:
    inside = [
        m for m in one["members"] if any(_overlap(place, (m["article"], m["start"], m["end"])) for place in group)
    ]
    direct = {m["article"] for m in inside if _is_direct(m)}
    told = {m["article"] for m in inside if not _is_direct(m)}
    if name == "direct here, reported there":
        return any(a != b for a in direct for b in told)
    return len(told if name == "reported everywhere" else direct) > 1


def _overlap(a: Place, b: Place) -> bool:
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]


def _ids(place: Place, known: list[tuple[str, Place]]) -> set[str]:
    return {id_ for id_, other in known if _overlap(place, other)}


def _plain(text: str) -> str:
    return " ".join("".join(c for c in text if c.isalnum() or c.isspace()).lower().split())


def _words(place: Place, texts: Mapping[str, str]) -> str:
    return _plain(texts[place[0]][place[1] : place[2]])


def _shown(place: Place, texts: Mapping[str, str]) -> str:
    return f"{place[0]}: {' '.join(texts[place[0]][place[1] : place[2]].split())[:90]}"
