"""Measuring what the comparison finds: on the seeds against ``cross.json``, made by hand, and on unrelated articles.

Whoever calls takes the articles the whole way, through the database; here only the documents of the JSON contract are
compared with the gold. ``gipfelspiegel score`` prints it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

CLOSE = 2  # words by which a span may miss the gold's
HALF = 0.5  # of a near passage, on both sides, for it to be found
SET_PHRASES = ("Die Präsidenten der USA und Russlands",)

Side = tuple[str, int, int]  # article, start, end


def read_gold(folder: Path) -> dict[str, Any]:
    """The annotations across articles of a gold folder; empty where it has none."""
    path = folder / "cross.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def score_shared(gold: Mapping[str, Any], items: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> list[str]:
    """Lines about shared passages. ``items`` as in the JSON contract, articles named as in the gold; texts by name."""
    found = [_sides(item) for item in items]
    wanted = [(one, _gold_sides(one)) for one in gold["shared_passages"]]
    runs = [sides for one, sides in wanted if one["kind"] == "verbatim"]
    near = [sides for one, sides in wanted if one["kind"] == "near"]
    exact = sum(any(_close(sides, other, texts) for other in found) for sides in runs)
    maximal = sum(any(_close(sides, other, texts, 0) for other in found) for sides in runs)
    loose = sum(any(_overlaps(sides, other) for other in found) for sides in near)
    inside, total = _covered(found, [sides for _, sides in wanted])
    phrases = [text for text in SET_PHRASES for a, _ in found if texts[a[0]][a[1] : a[2]].strip() == text]
    return [
        f"shared passages: verbatim {exact}/{len(runs)} (spans within {CLOSE} words; {maximal} to the word), "
        f"near-verbatim {loose}/{len(near)}",
        f"reported characters inside a gold passage: {inside}/{total} = {inside / max(1, total):.3f}; "
        f"set phrases reported: {len(phrases)}",
    ]


def score_signs(articles: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Lines about who signs and what may be missing, of the documents of the articles by name; proposals, no gold."""
    signed = [f"{name} {'/'.join(one['agencies'])}" for name, one in articles.items() if one["agencies"]]
    codes = [
        f"{name} {warning['code']}"
        for name, one in articles.items()
        for warning in one["warnings"]
        if warning["code"] in ("before-event", "possible-gap")
    ]
    return [f"signed by agencies: {', '.join(signed) or 'none'}", f"signs of silence: {', '.join(codes) or 'none'}"]


def score_unrelated(pairs: int, articles: int) -> str:
    """The line about unrelated articles: every pair reported there is a false one."""
    share = 100 * pairs / max(1, articles)
    return f"unrelated articles: {pairs} false pairs in {articles} articles = {share:.2f} in 100"


def _sides(item: Mapping[str, Any]) -> tuple[Side, Side]:
    a, b = item["a"], item["b"]
    return (a["article"], a["start"], a["end"]), (b["article"], b["start"], b["end"])


def _gold_sides(one: Mapping[str, Any]) -> tuple[Side, Side]:
    a, b = _sides(one)
    return (a, b) if a[0] < b[0] else (b, a)


def _close(gold: tuple[Side, Side], found: tuple[Side, Side], texts: Mapping[str, str], words: int = CLOSE) -> bool:
    """Same articles, and so many words at most between the ends of both spans, on both sides."""
    if (gold[0][0], gold[1][0]) != (found[0][0], found[1][0]):
        return False
    return all(
        len([w for w in texts[name][min(x, y) : max(x, y)].split() if any(c.isalnum() for c in w)]) <= words
        for (name, *ends), (_, *others) in zip(gold, found, strict=True)
        for x, y in zip(ends, others, strict=True)
    )


def _overlaps(gold: tuple[Side, Side], found: tuple[Side, Side]) -> bool:
    return all(
        one[0] == other[0] and min(one[2], other[2]) - max(one[1], other[1]) >= HALF * (one[2] - one[1])
        for one, other in zip(gold, found, strict=True)
    )


def _covered(found: Sequence[tuple[Side, Side]], gold: Sequence[tuple[Side, Side]]) -> tuple[int, int]:
    """(reported characters inside a gold passage of the same two articles, all reported), each side by itself."""
    inside = total = 0
    for sides in found:
        same = [one for one in gold if (one[0][0], one[1][0]) == (sides[0][0], sides[1][0])]
        for at, (_, start, end) in enumerate(sides):
            held = {c for one in same for c in range(max(start, one[at][1]), min(end, one[at][2]))}
            inside, total = inside + len(held), total + end - start
    return inside, total
