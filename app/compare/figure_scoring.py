"""Measuring figures and their groups against the gold: found, with the right value, joined with the right others.

The gold (``seeds.json``) gives for each article its figures with value and the thing they are about (``group``). What
was found comes as the documents of the JSON contract. ``gipfelspiegel score`` prints it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from app.compare.dates import bounds

Found = Mapping[str, Any]

_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "winter": "24"}
_SCALE = {"min": 1.0, "count": 1.0, "age": 1.0, "meters": 1.0, "months": 43_800.0, "years": 525_600.0}


def read_figures(folder: Path) -> list[dict[str, Any]]:
    """The articles of a gold folder with their figures; none where it has none."""
    path = folder / "seeds.json"
    return list(json.loads(path.read_text("utf-8"))["articles"]) if path.exists() else []


def score_figures(
    gold: Sequence[Mapping[str, Any]],
    figures: Mapping[str, Sequence[Found]],
    groups: Iterable[Found],
    names: Mapping[int, str],
) -> list[str]:
    """Lines about figures. ``gold``: its articles; ``figures`` by the name of the article there; ``names`` by the id
    that the members of the ``groups`` give.

    A figure is found where it overlaps one of the gold; a pair of a group is right where the gold, too, has both about
    one thing. Figures beside the gold are counted as extra: the gold lists those that matter, not all.
    """
    found = exact = right = wanted = extra = 0
    about: dict[tuple[str, int, int], str] = {}
    things: dict[str, set[str]] = defaultdict(set)
    for article in gold:
        name = article["id"]
        rest = list(figures.get(name, ()))
        for one in article.get("figures", ()):
            wanted += 1
            things[one["group"]].add(name)
            mine = [fig for fig in rest if fig["start"] < one["end"] and one["start"] < fig["end"]]
            for fig in mine:
                about[name, fig["start"], fig["end"]] = one["group"]
                rest.remove(fig)
            found += bool(mine)
            exact += any((fig["start"], fig["end"]) == (one["start"], one["end"]) for fig in mine)
            right += any(agrees(one["value"], fig) for fig in mine)
        extra += len(rest)
    good, bad, joined = _pairs(groups, about, names)
    told = ", ".join(f"{thing} {relation}" for thing, relation in sorted(joined.items()))
    several = {thing for thing, names in things.items() if len(names) > 1}
    return [
        f"figures: {found}/{wanted} found ({exact} to the sign), {right}/{wanted} with the right value, "
        f"{extra} beside the gold",
        f"groups of figures: {len(joined.keys() & several)}/{len(several)} things of several sources joined, "
        f"pairs right {good}, wrong {bad}",
        f"what they are told to be: {told or 'none'}",
    ]


def _pairs(
    groups: Iterable[Found], about: Mapping[tuple[str, int, int], str], names: Mapping[int, str]
) -> tuple[int, int, dict[str, str]]:
    """Pairs of different articles within a group: (right, wrong, things joined rightly and how they relate)."""
    good = bad = 0
    joined: dict[str, str] = {}
    for one in groups:
        for a, b in combinations(one["members"], 2):
            if a["article"] == b["article"]:
                continue
            first, second = (about.get((names[m["article"]], m["start"], m["end"])) for m in (a, b))
            if first is not None and first == second:
                good += 1
                joined[first] = str(one.get("relation", ""))
            else:
                bad += 1
    return good, bad, joined


def agrees(value: Mapping[str, Any], found: Found) -> bool:
    """Does a figure have the gold's value? Vague ones have none on either side."""
    if "sign" in value:
        return bool(found["value"] == (1 if value["sign"] == "+" else -1))
    for kind, scale in _SCALE.items():
        if kind in value:
            given = value[kind] if isinstance(value[kind], list) else [value[kind]]
            wanted = [None if one is None else one * scale for one in given]
            return [found["value"], found["high"]][: len(wanted)] == wanted
    when = next((str(value[kind]) for kind in ("date", "month", "year", "period", "decade") if kind in value), "")
    if when.endswith("0s"):
        when = f"{when[:3]}0/{when[:3]}9"
    year, _, season = when.partition("-")
    span = bounds(f"{year}-{_SEASONS[season]}" if season in _SEASONS else when)
    return span == bounds(str(found["value"] or ""))
